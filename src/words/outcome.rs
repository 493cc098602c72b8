//! What a change did, in a sentence or two.

use super::about_status::became;
use super::custom_field;
use super::follow_ups::{now_stand, still_assigned, written};
use super::imported::{imported, imported_by_customer};
use super::note::note_edited;
use super::plans;
use crate::domain::{
    Contact, CustomValues, Customer, CustomerStatus, DomainEffect, Field, LinkFate, MergeEffect, Name,
    NotificationKind, Onboarding, OnboardingState, Outcome, PrimaryTransfer, RoutedTo, route,
};

impl Outcome {
    /// Returns what was done in one sentence or two.
    pub fn sentence(&self) -> String {
        match self {
            Self::CustomerAdded(customer) => format!("Added {} as #{}.", customer.name, customer.display_id),
            Self::CustomersImported { added, already_here } => {
                let added = count(added.len(), "customer");
                match already_here {
                    0 => format!("Added {added}."),
                    here => format!("Added {added}; {here} already here."),
                }
            }
            Self::CustomerEdited {
                customer,
                fields,
                effect,
                status: follows,
            } => {
                let done = match fields.as_slice() {
                    [] => "Nothing changed.".to_owned(),
                    [Field::Status] | [Field::Status, Field::RiskReason | Field::WinBackOn] => {
                        became(customer)
                    }
                    [Field::WinBackOn] if customer.win_back_on().is_none() => {
                        format!("Done: win-back of {}.", customer.name)
                    }
                    fields => {
                        let what = custom_field::words(fields, &[&customer.custom]);
                        format!("Saved {what} of {}.{}", customer.name, told(*effect))
                    }
                };
                format!("{done}{}", follows.words())
            }
            Self::CustomersEdited {
                customers,
                fields,
                status,
            } => format!("{}{}", customers_edited(customers, fields), status.words()),
            Self::RolesChanged { changed: 0, .. } => "Nothing changed.".to_owned(),
            Self::RolesChanged { contacts, changed } => match contacts.len() {
                all if all == *changed => format!("Saved roles of {}.", who(contacts)),
                all => format!("Saved roles of {changed} of {all} contacts."),
            },
            Self::ContactsMerged {
                contact,
                dropped,
                effect,
            } => merged(contact, dropped, effect),
            Self::ToldApart(one, other) => {
                format!("Marked {} and {} as different people.", one.name, other.name)
            }
            Self::ContactAdded {
                contact,
                customer,
                also_at,
            } => {
                let added = format!("Added {} to {}.", contact.name, customer.name);
                let promoted = match (contact.is_primary, customer.contacts) {
                    (false, _) => "",
                    (true, 0 | 1) => " First contact, so it is the primary.",
                    (true, _) => " There was no primary contact, so it is now the primary.",
                };
                format!("{added}{promoted}{}", known_at(also_at))
            }
            Self::ContactsImported {
                customer,
                added,
                already_here,
                promoted,
                misfits,
            } => imported((customer, *added), *already_here, promoted.as_ref(), *misfits),
            Self::ContactsImportedByCustomer {
                customers,
                already_here,
            } => imported_by_customer(customers, *already_here),
            Self::ContactEdited { fields, .. } if fields.is_empty() => "Nothing changed.".to_owned(),
            Self::ContactEdited {
                contact,
                fields,
                also_at,
            } => {
                format!(
                    "Saved {} of {}.{}",
                    custom_field::words(fields, &[&contact.custom]),
                    contact.name,
                    known_at(also_at)
                )
            }
            Self::ContactsArchived {
                contacts,
                customer,
                primary_left,
                open_tasks,
                status,
            } => {
                let then = after_primary(customer, *primary_left);
                let (held, tasks) = (status.words(), still_assigned(open_tasks));
                format!("Archived {}.{then}{held}{tasks}", who(contacts))
            }
            Self::ContactsRestored { contacts, status } => {
                format!("Restored {}.{}", who(contacts), status.words())
            }
            Self::ContactsDeleted {
                contacts,
                customer,
                primary_left,
                open_tasks,
                notes,
            } => {
                let then = after_primary(customer, *primary_left);
                let tasks = still_assigned(open_tasks);
                let (notes, kept) = match notes {
                    0 => (String::new(), "the name and email"),
                    notes => (
                        format!(" and {}", count(*notes, "note")),
                        "the name, the email and the text of the notes",
                    ),
                };
                format!(
                    "Deleted {}{notes}. The history keeps {kept}.{then}{tasks}",
                    who(contacts)
                )
            }
            Self::ContactErased { .. } => super::erased::sentence(self),
            Self::ContactsUnlinked {
                contacts,
                customer,
                primary_left,
                open_tasks,
                status,
            } => unlinked(contacts, customer, *primary_left) + &status.words() + &still_assigned(open_tasks),
            Self::ContactsRelinked { contacts, status } => {
                format!("Relinked {} to HubSpot.{}", who(contacts), status.words())
            }
            Self::PersonLinked {
                contact,
                customer,
                also_at,
            } => format!(
                "Linked {} to {} by hand.{}",
                contact.name,
                customer.name,
                known_at(also_at)
            ),
            Self::OnboardingStarted { onboarding, tasks } => plans::started(onboarding, *tasks),
            Self::PhaseMoved {
                onboarding,
                open_tasks,
                notifications,
                route,
            } => {
                let moved = plans::moved(onboarding, *open_tasks);
                format!("{moved}{}", written(notifications, route.as_ref()))
            }
            Self::OnboardingStateSet { onboarding, status } => {
                format!(
                    "The onboarding of {} is now {}.{}",
                    onboarding.customer_name,
                    onboarding.state,
                    target_stays(onboarding) + &status.words()
                )
            }
            Self::TaskAdded {
                task,
                notifications,
                route,
            } => format!(
                "Added task #{}: {}.{}",
                task.number,
                task.title,
                written(notifications, route.as_ref())
            ),
            Self::OnboardingEdited { fields, .. } | Self::TaskEdited { fields, .. } if fields.is_empty() => {
                "Nothing changed.".to_owned()
            }
            Self::OnboardingEdited { onboarding, fields } => plans::edited(onboarding, fields),
            Self::TaskEdited {
                task,
                fields,
                notifications,
                route,
            } => format!(
                "Saved {} of {}.{}",
                custom_field::words(fields, &[]),
                task.title,
                written(notifications, route.as_ref())
            ),
            Self::TasksDone(tasks) => match tasks.as_slice() {
                [task] => format!("Done: {}.", task.title),
                [task, parts @ ..] if parts.iter().all(|part| part.is_part_of(task.id)) => {
                    format!("Done: {}, with {}.", task.title, count(parts.len(), "subtask"))
                }
                tasks => format!("Done: {}.", count(tasks.len(), "task")),
            },
            Self::TaskReopened(task) => format!("Reopened: {}.", task.title),
            Self::NoteAdded(note) => format!("Added {note} on {}.", note.subject_words()),
            Self::NoteEdited { note, fields } => note_edited(note, fields),
            Self::NoteDeleted(note) => format!("Deleted {note} on {}.", note.subject_words()),
            Self::CustomFieldsAdded(fields) => custom_field::added(fields),
            Self::CustomFieldEdited {
                field,
                fields,
                before,
            } => custom_field::edited(field, before, &custom_field::words(fields, &[])),
            Self::CustomFieldRemoved(field) => custom_field::removed(field),
            Self::Invited { notifications, route } => {
                format!("Invited to the portal.{}", written(notifications, Some(route)))
            }
            Self::MessagesHeld(held) => match held.as_slice() {
                [one] => format!(
                    "The mail to {} is held as notification #{}. It is sent only once approved.",
                    one.recipient.name, one.number
                ),
                many => format!(
                    "{} are held as notifications. They are sent only once approved.",
                    count(many.len(), "mail")
                ),
            },
            Self::NotificationsSet(notifications) => now_stand(notifications),
            Self::PrimarySet(customer) => match &customer.primary {
                Some(primary) => format!(
                    "{} is now primary at {}, from the next notification on.",
                    primary.name, customer.name
                ),
                None => format!(
                    "{} now has no primary contact.{}",
                    customer.name,
                    fallback(customer)
                ),
            },
            Self::Undone(reverted) => reverted.sentence("Undid"),
            Self::Redone(reverted) => reverted.sentence("Redid"),
        }
    }
}

/// Says that an onboarding that goes on keeps its target, which cannot be late while it is paused.
fn target_stays(onboarding: &Onboarding) -> String {
    match (onboarding.state, onboarding.target) {
        (OnboardingState::Active, Some(target)) => format!(" Its target is still {}.", target.long()),
        (OnboardingState::Active, None) | (OnboardingState::Paused | OnboardingState::Done, _) => {
            String::new()
        }
    }
}

fn customers_edited(customers: &[Customer], fields: &[Field]) -> String {
    let all = match customers {
        [] => return "Nothing changed.".to_owned(),
        [one] => one.name.to_string(),
        many => count(many.len(), "customer"),
    };
    let status = customers.first().map(|customer| customer.status);
    match (fields, status) {
        ([Field::Status], Some(CustomerStatus::Archived)) => format!("Archived {all}."),
        ([Field::Status], Some(CustomerStatus::Active)) => format!("Restored {all}."),
        (fields, _) => {
            let values: Vec<&CustomValues> = customers.iter().map(|customer| &customer.custom).collect();
            format!("Saved {} of {all}.", custom_field::words(fields, &values))
        }
    }
}

fn merged(contact: &Contact, dropped: &Contact, effect: &MergeEffect) -> String {
    let mut text = format!("Merged {} into {}.", dropped.name, contact.name);
    if effect.star == PrimaryTransfer::Moves {
        text.push_str(" Primary moved too.");
    }
    match effect.link {
        LinkFate::Nothing => {}
        LinkFate::Moves(id) => text.push_str(&format!(" Now linked to HubSpot record {id}.")),
        LinkFate::KeptAway(id) => text.push_str(&format!(" HubSpot record {id} will not be linked again.")),
    }
    if effect.open_tasks > 0 {
        text.push_str(&format!(" Moved {}.", count(effect.open_tasks, "open task")));
    }
    if effect.notes > 0 {
        text.push_str(&format!(" Moved {}.", count(effect.notes, "note")));
    }
    if effect.waiting > 0 {
        let keep = if effect.waiting == 1 { "keeps" } else { "keep" };
        let waiting = count(effect.waiting, "waiting notification");
        text.push_str(&format!(" {waiting} {keep} the former recipient."));
    }
    text
}

fn unlinked(contacts: &[Contact], customer: &Customer, primary_left: bool) -> String {
    let kept = contacts
        .iter()
        .filter(|contact| !contact.source.is_remote())
        .count();
    let then = match (contacts, kept) {
        ([_], 0) => "; sync will not bring it back",
        ([_], _) => "; it stays, because it was added here",
        (_, 0) => "; sync will not bring them back",
        (_, _) => "; those added here stay",
    };
    format!(
        "Unlinked {} from HubSpot{then}.{}",
        who(contacts),
        after_primary(customer, primary_left)
    )
}

/// Returns what a new domain did to the links with the source.
fn told(effect: DomainEffect) -> String {
    match (effect.links, effect.unlinks) {
        (0, 0) => String::new(),
        (links, 0) => format!(" Linked {links} from HubSpot."),
        (0, unlinks) => format!(" Unlinked {unlinks} from HubSpot."),
        (links, unlinks) => format!(" Linked {links} from HubSpot, unlinked {unlinks}."),
    }
}

/// Warns that the same person is known elsewhere.
pub(super) fn known_at(customers: &[Name]) -> String {
    match customers {
        [] => String::new(),
        [one] => format!(" This address is also a contact of {one}."),
        [one, more @ ..] => format!(
            " This address is also a contact of {one} and {}.",
            count(more.len(), "other")
        ),
    }
}

pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// Returns who gets the notifications after a primary left.
pub(super) fn after_primary(customer: &Customer, primary_left: bool) -> String {
    match (&customer.primary, primary_left) {
        (_, false) => String::new(),
        (Some(primary), true) => format!(" {} is now the primary contact.", primary.name),
        (None, true) => format!(
            " {} now has no primary contact.{}",
            customer.name,
            fallback(customer)
        ),
    }
}

/// Returns who gets the notifications of a customer without a primary.
fn fallback(customer: &Customer) -> String {
    match route(customer, NotificationKind::PhaseChange).to {
        RoutedTo::Primary(_) | RoutedTo::Assignee(_) => String::new(),
        RoutedTo::OwnerFallback(owner) => format!(" Notifications go to the owner, {}.", owner.name),
        RoutedTo::Nobody | RoutedTo::Silent(_) => " Nobody gets its notifications.".to_owned(),
    }
}

fn who(contacts: &[Contact]) -> String {
    match contacts {
        [one] => one.name.to_string(),
        many => format!("{} contacts", many.len()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{ContactSource, RemoteSource};

    const REMOTE: ContactSource = ContactSource::Remote(RemoteSource::HubSpot);
    use crate::domain::testing::{acme, contact};
    use crate::domain::{RemoteId, StatusEffect};

    #[test]
    fn a_merge_tells_what_moved_along() {
        let told = |star: PrimaryTransfer, link: LinkFate, open_tasks: usize, waiting: usize| {
            let merged = Outcome::ContactsMerged {
                contact: contact(1),
                dropped: contact(2),
                effect: MergeEffect {
                    star,
                    link,
                    open_tasks,
                    notes: 0,
                    waiting,
                },
            };
            merged.sentence()
        };
        let record = RemoteId::hubspot(101).expect("an id");
        assert_eq!(
            told(PrimaryTransfer::Stays, LinkFate::Nothing, 0, 0),
            "Merged Ann 2 into Ann 1."
        );
        assert_eq!(
            told(PrimaryTransfer::Moves, LinkFate::Moves(record), 1, 0),
            "Merged Ann 2 into Ann 1. Primary moved too. Now linked to HubSpot record 101. Moved 1 open task."
        );
        assert_eq!(
            told(PrimaryTransfer::Neither, LinkFate::KeptAway(record), 0, 2),
            "Merged Ann 2 into Ann 1. HubSpot record 101 will not be linked again. 2 waiting notifications keep the former recipient."
        );
    }

    #[test]
    fn unlinking_tells_whether_they_stay() {
        let told = |sources: &[ContactSource]| {
            let contacts = sources.iter().zip(1..).map(|(source, number)| Contact {
                source: *source,
                ..contact(number)
            });
            let unlinked = Outcome::ContactsUnlinked {
                contacts: contacts.collect(),
                customer: acme(),
                primary_left: false,
                open_tasks: Vec::new(),
                status: StatusEffect::default(),
            };
            unlinked.sentence()
        };
        for (sources, words) in [
            (
                [REMOTE].as_slice(),
                "Unlinked Ann 1 from HubSpot; sync will not bring it back.",
            ),
            (
                &[ContactSource::Paste],
                "Unlinked Ann 1 from HubSpot; it stays, because it was added here.",
            ),
            (
                &[REMOTE, REMOTE],
                "Unlinked 2 contacts from HubSpot; sync will not bring them back.",
            ),
            (
                &[REMOTE, ContactSource::Manual],
                "Unlinked 2 contacts from HubSpot; those added here stay.",
            ),
        ] {
            assert_eq!(told(sources), words);
        }
    }

    #[rstest]
    #[case(0, 0, "Nothing to add: the list is empty.")]
    #[case(0, 1, "Nothing to add: already a contact of Acme.")]
    #[case(0, 3, "Nothing to add: all 3 are already contacts of Acme.")]
    #[case(1, 0, "Added 1 contact to Acme.")]
    #[case(2, 3, "Added 2 contacts to Acme; 3 already here.")]
    fn an_import_tells_how_many_are_new(#[case] added: usize, #[case] here: usize, #[case] words: &str) {
        assert_eq!(imported((&acme(), added), here, None, 0), words);
    }

    #[test]
    fn the_same_address_elsewhere_and_changed_links_are_told() {
        let names: Vec<Name> = ["Beta", "Gamma", "Delta"]
            .map(|name| Name::parse(name).expect(name))
            .into();
        assert_eq!(known_at(&[]), "");
        assert_eq!(known_at(&names[..1]), " This address is also a contact of Beta.");
        assert_eq!(
            known_at(&names),
            " This address is also a contact of Beta and 2 others."
        );
        let links = |links: u64, unlinks: u64| told(DomainEffect { links, unlinks });
        assert_eq!(links(0, 0), "");
        assert_eq!(links(2, 0), " Linked 2 from HubSpot.");
        assert_eq!(links(0, 3), " Unlinked 3 from HubSpot.");
        assert_eq!(links(2, 3), " Linked 2 from HubSpot, unlinked 3.");
    }
}
