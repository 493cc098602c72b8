//! Questions about contacts, near misses, the connection to HubSpot, and quitting; and the tour.

use super::{Awaits, Choice, ChoiceAct, Dialog, Leaving};
use crate::app::overlay::pane::FixAll;
use crate::app::sync::{Loss, SyncRequest};
use crate::app::tour::TourStep;
use crate::domain::{
    Change, Contact, ContactId, Customer, CustomerDomain, CustomerEdit, DomainEffect, EmailKind, Name,
    NearMiss, NearMissPerson, NotificationKind, Onboarding, OnboardingState, OtherEmail, OthersActive,
    RoutedTo, Successor, Task, WebLink, route,
};
use crate::input::Keymap;

impl Dialog {
    /// Asks before contacts are deleted.
    pub(in crate::app) fn delete(contacts: &[Contact], notes: usize) -> Self {
        let who = who(contacts);
        Self::new(
            format!("Delete {who}?"),
            {
                let away = if contacts.iter().any(|contact| contact.remote_id().is_some()) {
                    " Sync will not bring it back."
                } else {
                    ""
                };
                let notes = match notes {
                    0 => String::new(),
                    1 => " One note goes with it.".to_owned(),
                    many => format!(" {many} notes go with it."),
                };
                format!(
                    "Delete is for records made in error.{notes} The name and email stay in the history and its exports; to remove them too, erase the contact (in the list of all commands). Archive instead if you may want to restore the contact.{away}"
                )
            },
            format!("Delete {who}"),
            ChoiceAct::Make(Change::DeleteContacts(ids(contacts))),
        )
    }

    /// Asks which of several other emails of a contact becomes the first one.
    pub(in crate::app) fn swap_email(contact: &Contact, others: &[OtherEmail]) -> Self {
        let choices = others.iter().map(|other| Choice {
            label: match other.kind {
                EmailKind::Work => format!("{} (work)", other.email),
                EmailKind::Other => other.email.to_string(),
            },
            act: ChoiceAct::Make(Change::swap_email(contact, &other.email)),
        });
        Self::offering(
            format!("Where should mail to {} go?", contact.name),
            format!("Now to {}, which becomes one of the other emails.", contact.email),
            choices,
        )
    }

    /// Asks which link of a contact or customer is opened; the first one is in focus, as nothing is written.
    pub(in crate::app) fn links(name: &Name, links: &[WebLink]) -> Self {
        let choices = links.iter().map(|link| Choice {
            label: format!("{}: {}", link.kind, link.url),
            act: ChoiceAct::OpenLink(link.clone()),
        });
        Self {
            focus: 1,
            ..Self::offering(
                format!("Which link of {name}?"),
                "It opens on this desktop; far from it, as over ssh, it is copied.".to_owned(),
                choices,
            )
        }
    }

    /// Asks before a second active onboarding is started.
    pub(in crate::app) fn another_onboarding(customer: &Customer, active: &Onboarding) -> Self {
        Self::new(
            format!("Start another onboarding of {}?", customer.name),
            format!("Onboarding #{} is active, in {}.", active.number, active.phase),
            "Start another".to_owned(),
            ChoiceAct::StartAnother(Box::new(customer.clone())),
        )
    }

    /// Asks before the open tasks of a phase are marked as done.
    pub(in crate::app) fn complete_tasks(onboarding: &Onboarding, tasks: &[&Task]) -> Self {
        let (which, label) = match tasks.len() {
            1 => ("the open task".to_owned(), "Mark it as done"),
            many => (format!("{many} open tasks"), "Mark them as done"),
        };
        let titles: Vec<&str> = tasks.iter().map(|task| task.title.as_str()).collect();
        let asked = Self::new(
            format!("Mark {which} of {} as done?", onboarding.phase),
            titles.join("\n"),
            label.to_owned(),
            ChoiceAct::Make(Change::CompleteTasks(tasks.iter().map(|task| task.id).collect())),
        );
        // It can be undone.
        Self { focus: 1, ..asked }
    }

    /// Asks before an onboarding is resumed while another one is active.
    pub(in crate::app) fn resume_another(paused: &Onboarding, active: &Onboarding) -> Self {
        Self::new(
            format!(
                "Resume onboarding #{} of {} too?",
                paused.number, paused.customer_name
            ),
            format!("Onboarding #{} is active, in {}.", active.number, active.phase),
            "Resume it too".to_owned(),
            ChoiceAct::Make(Change::SetOnboardingState {
                onboarding: paused.id,
                state: OnboardingState::Active,
                others: OthersActive::Allowed,
            }),
        )
    }

    /// Asks before an onboarding that is done is reopened while another one is active.
    pub(in crate::app) fn reopen_another(done: &Onboarding, active: &Onboarding) -> Self {
        Self::new(
            format!(
                "Reopen onboarding #{} of {} too?",
                done.number, done.customer_name
            ),
            format!("Onboarding #{} is active, in {}.", active.number, active.phase),
            "Reopen it too".to_owned(),
            ChoiceAct::ReopenAnother(Box::new(done.clone())),
        )
    }

    /// Warns before the primary is archived, and offers who may follow; those come with [`Self::offer_successors`].
    pub(in crate::app) fn archive_primary(
        contacts: &[Contact],
        customer: &Customer,
        primary: &Contact,
    ) -> Self {
        Self::primary_leaves(contacts, customer, primary, Leaving::Archived)
    }

    /// Warns before the primary is unlinked, and offers who may follow.
    pub(in crate::app) fn unlink_primary(
        contacts: &[Contact],
        customer: &Customer,
        primary: &Contact,
    ) -> Self {
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
    pub(in crate::app) fn fix_all(all: FixAll) -> Self {
        let rows = if all.rows == 1 {
            "1 row".to_owned()
        } else {
            format!("{} rows", all.rows)
        };
        Self::new(
            format!("Apply this fix to {rows}?"),
            all.shown(),
            format!("Fix {rows}"),
            ChoiceAct::FixAll(all),
        )
    }

    /// Shows what the domain of a near miss would do; enter makes the change, as it can be taken back.
    pub(in crate::app) fn fix_domain(miss: &NearMiss, domain: CustomerDomain, effect: DomainEffect) -> Self {
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
                    "{}. {name} now has {now}. The change links {} and unlinks {}, then a sync looks for more. It can be undone.",
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
    pub(in crate::app) fn link_people(miss: &NearMiss, people: &[NearMissPerson]) -> Self {
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
        let text = format!(
            "{}. Contacts linked by hand stay linked, whatever their domain.",
            miss.sentence()
        );
        Self::offering(
            format!("Link one person to {} by hand?", miss.customer_name),
            text,
            choices,
        )
    }

    /// Offers choices behind Cancel.
    fn offering(title: String, text: String, choices: impl Iterator<Item = Choice>) -> Self {
        let cancel = Choice {
            label: "Cancel".to_owned(),
            act: ChoiceAct::Cancel,
        };
        Self {
            title,
            text,
            choices: std::iter::once(cancel).chain(choices).collect(),
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Asks before the token is forgotten.
    pub(in crate::app) fn disconnect() -> Self {
        Self::new(
            "Disconnect HubSpot?".to_owned(),
            "The token is removed and syncing stops. All contacts stay as they are.".to_owned(),
            "Disconnect".to_owned(),
            ChoiceAct::Sync(SyncRequest::Disconnect),
        )
    }

    /// Asks before a full sync may take many links away.
    pub(in crate::app) fn allow_unlinking(message: &str) -> Self {
        Self::new(
            "Remove many links?".to_owned(),
            format!("The last full sync stopped: {message}"),
            "Sync everything and mark them as gone".to_owned(),
            ChoiceAct::Sync(SyncRequest::RunFull(Loss::Allowed)),
        )
    }

    /// Asks before typed text is lost.
    pub(in crate::app) fn quit() -> Self {
        Self::new(
            "Quit and lose what you typed?".to_owned(),
            "A form has unsaved text.".to_owned(),
            "Quit".to_owned(),
            ChoiceAct::Quit,
        )
    }

    /// Shows a step of the tour.
    pub(in crate::app) fn tour(step: TourStep, keymap: &Keymap) -> Self {
        let choice = |label: &str, act| Choice {
            label: label.to_owned(),
            act,
        };
        let choices = match step.next() {
            Some(next) => vec![
                choice("Next", ChoiceAct::Tour(next)),
                choice("Leave the tour", ChoiceAct::Cancel),
            ],
            None => vec![choice("Done", ChoiceAct::Cancel)],
        };
        Self {
            title: step.title().to_owned(),
            text: step.text(keymap),
            choices,
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
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
