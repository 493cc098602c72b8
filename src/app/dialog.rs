//! A question with choices, of which the first one, Cancel, is in focus.

use super::delivery::DeliveryWish;
use super::pane::FixAll;
use super::sync::{Loss, SyncWish};
use super::tour::TourStep;
use crate::domain::{
    Change, ChangeId, Contact, ContactId, Customer, CustomerDomain, CustomerEdit, DomainEffect, DraftId,
    ModelRequest, NearMiss, NearMissPerson, NotificationKind, OnboardingId, PhaseMove, Reversal, RoutedTo,
    Successor, route,
};
use crate::input::Motion;

/// A question with choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    /// The question.
    pub title: String,
    /// What the person should know before choosing.
    pub text: String,
    /// The choices; the first one writes nothing.
    pub choices: Vec<Choice>,
    /// The place of the choice in focus.
    pub focus: usize,
    /// The place of the first line of the text that shows.
    pub top: usize,
    /// Whether more choices are on their way.
    pub awaits: Awaits,
}

/// What a dialog waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Awaits {
    /// Nothing.
    Nothing,
    /// Those who may follow the primary that leaves with these contacts.
    Successors(Vec<ContactId>, Leaving),
}

/// How a primary leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// It is archived.
    Archived,
    /// It is unlinked from HubSpot.
    Unlinked,
}

impl Leaving {
    const fn verb(self) -> &'static str {
        match self {
            Self::Archived => "Archive",
            Self::Unlinked => "Unlink",
        }
    }

    fn change(self, contacts: Vec<ContactId>, successor: Successor) -> Change {
        match self {
            Self::Archived => Change::ArchiveContacts { contacts, successor },
            Self::Unlinked => Change::UnlinkContacts { contacts, successor },
        }
    }
}

/// A choice of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The words.
    pub label: String,
    /// What it does.
    pub act: ChoiceAct,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceAct {
    /// Nothing.
    Cancel,
    /// Makes a change.
    Make(Change),
    /// Takes the same fix on all rows of a kind.
    FixAll(FixAll),
    /// Does something with HubSpot.
    Sync(SyncWish),
    /// Takes this change back, or makes it again.
    Revert(Reversal, ChangeId, String),
    /// Makes a change that sends many notifications at once; the person is asked once more.
    Flood(Box<Change>, usize),
    /// Does something with the delivery.
    Deliver(DeliveryWish),
    /// Sends a text to a model.
    AskModel(Box<ModelRequest>),
    /// Moves an onboarding; who is told is shown before.
    Move(OnboardingId, PhaseMove),
    /// Shows a step of the tour.
    Tour(TourStep),
    /// Shows the customers that a filter finds.
    Filter(String),
    /// Goes on with a list that was kept, or with a copy of it.
    OpenDraft(DraftId),
    /// Forgets a list that was kept.
    DiscardDraft(DraftId),
    /// Ends the program.
    Quit,
    /// Ends the program though a list is not kept.
    QuitUnkept,
    /// Leaves a list that cannot be kept.
    LeaveUnkept,
}

impl Dialog {
    pub(super) fn new(title: String, text: String, label: String, act: ChoiceAct) -> Self {
        Self {
            title,
            text,
            choices: vec![
                Choice {
                    label: "Cancel".to_owned(),
                    act: ChoiceAct::Cancel,
                },
                Choice { label, act },
            ],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Shows a message in full.
    pub(super) fn message(text: &str) -> Self {
        Self {
            title: "Message".to_owned(),
            text: text.to_owned(),
            choices: vec![Choice {
                label: "Close".to_owned(),
                act: ChoiceAct::Cancel,
            }],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Asks before contacts are deleted.
    pub(super) fn delete(contacts: &[Contact]) -> Self {
        let who = who(contacts);
        Self::new(
            format!("Delete {who}?"),
            {
                let away = if contacts.iter().any(|contact| contact.hubspot_id().is_some()) {
                    " No sync brings it back."
                } else {
                    ""
                };
                format!(
                    "Delete is for a record made in error. Its name and email stay in the history and its exports; erasing them is not possible yet. To bring somebody back later, archive instead (d).{away}"
                )
            },
            format!("Delete {who}"),
            ChoiceAct::Make(Change::DeleteContacts(ids(contacts))),
        )
    }

    /// Warns before the primary is archived, and offers who may follow; those come with [`Self::offer_successors`].
    pub(super) fn archive_primary(contacts: &[Contact], customer: &Customer, primary: &Contact) -> Self {
        Self::primary_leaves(contacts, customer, primary, Leaving::Archived)
    }

    /// Warns before the primary is unlinked, and offers who may follow.
    pub(super) fn unlink_primary(contacts: &[Contact], customer: &Customer, primary: &Contact) -> Self {
        Self::primary_leaves(contacts, customer, primary, Leaving::Unlinked)
    }

    fn primary_leaves(
        contacts: &[Contact],
        customer: &Customer,
        primary: &Contact,
        leaving: Leaving,
    ) -> Self {
        let verb = leaving.verb();
        let mut left = customer.clone();
        left.primary = None;
        let then = match route(&left, NotificationKind::PhaseChange).to {
            RoutedTo::Primary(_) | RoutedTo::Assignee(_) | RoutedTo::Nobody | RoutedTo::Silent(_) => {
                "notifications go to nobody".to_owned()
            }
            RoutedTo::OwnerFallback(owner) => format!("notifications go to the owner, {}", owner.name),
        };
        let change = leaving.change(ids(contacts), Successor::Nobody);
        Self {
            awaits: Awaits::Successors(ids(contacts), leaving),
            ..Self::new(
                format!("{verb} {}?", who(contacts)),
                format!(
                    "{} is the primary contact of {}. Choose who gets the next notification.",
                    primary.name, customer.name
                ),
                format!("{verb}, no primary: {then}"),
                ChoiceAct::Make(change),
            )
        }
    }

    /// Shows what the same fix on all rows of a kind does, before it is taken.
    pub(super) fn fix_all(all: FixAll) -> Self {
        let rows = if all.rows == 1 {
            "1 row".to_owned()
        } else {
            format!("{} rows", all.rows)
        };
        Self::new(
            format!("Take the fix on {rows}?"),
            all.shown(),
            format!("Fix {rows}"),
            ChoiceAct::FixAll(all),
        )
    }

    /// Shows what the domain of a near miss would do; enter makes the change, as it can be taken back.
    pub(super) fn mend(miss: &NearMiss, domain: CustomerDomain, effect: DomainEffect) -> Self {
        let name = &miss.customer_name;
        let now = miss
            .customer_domain
            .as_ref()
            .map_or_else(|| "no domain".to_owned(), |own| format!("the domain {own}"));
        let change = Change::EditCustomer {
            customer: miss.customer,
            edits: vec![CustomerEdit::Domain(Some(domain))],
        };
        Self {
            focus: 1,
            ..Self::new(
                format!("Change the domain to {}?", miss.domain),
                format!(
                    "{}. {name} has {now} now. The change links {} and unlinks {}; then a sync looks for more. u takes it back.",
                    miss.sentence(),
                    effect.links,
                    effect.unlinks
                ),
                format!("Change to {} and sync", miss.domain),
                ChoiceAct::Make(change),
            )
        }
    }

    /// Offers the people of a near miss, to link one of them by hand.
    pub(super) fn link_people(miss: &NearMiss, people: &[NearMissPerson]) -> Self {
        let choices = people.iter().map(|found| {
            let person = &found.person;
            let email = person
                .email
                .as_ref()
                .map(|email| format!(" <{email}>"))
                .unwrap_or_default();
            Choice {
                label: format!("Link {}{email}", person.name),
                act: ChoiceAct::Make(Change::LinkPerson {
                    customer: found.customer,
                    person: person.id,
                }),
            }
        });
        let cancel = Choice {
            label: "Cancel".to_owned(),
            act: ChoiceAct::Cancel,
        };
        Self {
            title: format!("Link one person to {} by hand?", miss.customer_name),
            text: format!(
                "{}. Who is linked by hand stays linked, whatever the domain.",
                miss.sentence()
            ),
            choices: std::iter::once(cancel).chain(choices).collect(),
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Asks before the token is forgotten.
    pub(super) fn disconnect() -> Self {
        Self::new(
            "Disconnect HubSpot?".to_owned(),
            "The token is forgotten and no sync runs any more. All contacts stay as they are.".to_owned(),
            "Disconnect".to_owned(),
            ChoiceAct::Sync(SyncWish::Disconnect),
        )
    }

    /// Asks before a full sync may take many links away.
    pub(super) fn allow_unlinking(message: &str) -> Self {
        Self::new(
            "Let many links go?".to_owned(),
            format!("The last full sync stopped: {message}"),
            "Sync everything and mark them as gone".to_owned(),
            ChoiceAct::Sync(SyncWish::RunFull(Loss::Allowed)),
        )
    }

    /// Asks before typed text is lost.
    pub(super) fn quit() -> Self {
        Self::new(
            "Quit and lose what you typed?".to_owned(),
            "A form holds text that is not saved.".to_owned(),
            "Quit".to_owned(),
            ChoiceAct::Quit,
        )
    }

    /// Says whether this is the question before quitting.
    pub(super) fn asks_to_quit(&self) -> bool {
        self.choices.iter().any(|choice| choice.act == ChoiceAct::Quit)
    }

    /// Adds a choice for each contact that may follow the primary.
    pub(super) fn offer_successors(&mut self, candidates: &[Contact]) {
        let Awaits::Successors(leaving, how) = std::mem::replace(&mut self.awaits, Awaits::Nothing) else {
            return;
        };
        for contact in candidates.iter().filter(|contact| !leaving.contains(&contact.id)) {
            self.choices.push(Choice {
                label: format!("{}, make {} primary", how.verb(), contact.name),
                act: ChoiceAct::Make(how.change(leaving.clone(), Successor::Contact(contact.id))),
            });
        }
    }

    /// Scrolls a text that does not fit; `last` is the place of the first line of its last part.
    pub(super) fn scroll(&mut self, motion: Motion, last: usize) {
        const STEP: usize = 5;
        self.top = match motion {
            Motion::Up => self.top.saturating_sub(1),
            Motion::Down => self.top + 1,
            Motion::PageUp => self.top.saturating_sub(STEP),
            Motion::PageDown => self.top + STEP,
            Motion::First => 0,
            Motion::Last => last,
        }
        .min(last);
    }

    /// Moves the focus down, and from the last choice to the first.
    pub(super) fn next(&mut self) {
        self.focus = if self.focus + 1 < self.choices.len() {
            self.focus + 1
        } else {
            0
        };
    }

    /// Moves the focus up, and from the first choice to the last.
    pub(super) fn previous(&mut self) {
        self.focus = self
            .focus
            .checked_sub(1)
            .unwrap_or_else(|| self.choices.len().saturating_sub(1));
    }
}

fn ids(contacts: &[Contact]) -> Vec<ContactId> {
    contacts.iter().map(|contact| contact.id).collect()
}

fn who(contacts: &[Contact]) -> String {
    match contacts {
        [one] => one.name.to_string(),
        many => format!("{} contacts", many.len()),
    }
}
