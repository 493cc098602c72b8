//! Mails to people of a customer: drafted from what is known, and held until the user has them sent.

use super::recorder::Recorder;
use super::{Act, Error, Workspace, onboard, peace, set_primary};
use crate::domain::{
    Anchor, Audience, Channel, Contact, ContactFilter, ContactId, ContactQuery, Customer, CustomerId,
    DraftFacts, HeldMessage, ListOrder, MessageDraft, NotificationFacts, NotificationKind,
    NotificationRecord, NotificationState, Onboarding, OnboardingState, Outcome, Person, PlanRow, RoleGroup,
    RouteReason, SafeText, SearchQuery, Standing, Task, by_role,
};
use crate::store::Numbered;

/// How many people of a customer are parted by role: more than the user reads.
const MOST_PEOPLE: usize = 2_000;

impl Workspace {
    /// Parts the active people of a customer, the first thousands by name, by the roles that their titles tell.
    pub fn who(&mut self, customer: CustomerId) -> Result<Vec<RoleGroup>, Error> {
        let query = ContactQuery {
            customer,
            filter: ContactFilter::Active,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: MOST_PEOPLE,
        };
        Ok(by_role(self.contacts(&query)?.rows))
    }

    /// Drafts a mail to each of these contacts; nothing is written.
    pub fn draft_messages(
        &mut self,
        customer: CustomerId,
        contacts: &[ContactId],
    ) -> Result<Vec<MessageDraft>, Error> {
        let customer = self.customer(customer)?;
        peace::demand_audible(&customer, None, None)?;
        let plan = self.plan(customer.id)?;
        let (active, tasks) = active_plan(&plan);
        let people = self.store.read(|reader| {
            contacts
                .iter()
                .map(|id| reader.contact(*id)?.ok_or_else(Error::no_contact))
                .collect::<Result<Vec<Contact>, Error>>()
        })?;
        people
            .iter()
            .map(|contact| {
                check(contact, &customer)?;
                let facts = DraftFacts {
                    customer: customer.name.to_string(),
                    title: contact.title().cloned(),
                    phase: active.map(|onboarding| onboarding.phase.clone()),
                    tasks: tasks.clone(),
                    owner: customer.owner.as_ref().map(|owner| owner.name.to_string()),
                };
                let content = self
                    .renderer
                    .render(NotificationKind::Message, &notification_facts(contact, &facts));
                Ok(MessageDraft {
                    contact: contact.id,
                    to: Person {
                        name: contact.name.clone(),
                        email: contact.email.clone(),
                    },
                    facts,
                    content,
                })
            })
            .collect()
    }
}

fn notification_facts(contact: &Contact, facts: &DraftFacts) -> NotificationFacts {
    NotificationFacts {
        recipient_name: contact.name.to_string(),
        recipient_title: facts.title.as_ref().map(SafeText::to_string),
        customer: facts.customer.clone(),
        phase: facts.phase.clone(),
        tasks: facts.tasks.clone(),
        owner: facts.owner.clone(),
        ..NotificationFacts::default()
    }
}

/// Returns the newest onboarding that goes on, and in words its open tasks that the customer sees.
fn active_plan(plan: &[PlanRow]) -> (Option<&Onboarding>, Vec<String>) {
    let active = plan.iter().rev().find_map(|row| match row {
        PlanRow::Onboarding(onboarding) if onboarding.state == OnboardingState::Active => Some(&**onboarding),
        PlanRow::Onboarding(_) | PlanRow::Task(_) => None,
    });
    let tasks = plan.iter().filter_map(|row| match row {
        PlanRow::Task(task)
            if Some(task.onboarding_id) == active.map(|onboarding| onboarding.id)
                && task.audience == Audience::Customer
                && task.done_at.is_none() =>
        {
            Some(in_words(task))
        }
        PlanRow::Task(_) | PlanRow::Onboarding(_) => None,
    });
    (active, tasks.collect())
}

fn in_words(task: &Task) -> String {
    match task.due {
        Some(due) => format!("{}, by {}", task.title, due.long()),
        None => task.title.to_string(),
    }
}

fn check(contact: &Contact, customer: &Customer) -> Result<(), Error> {
    let why: &str = match contact.standing() {
        Standing::Active if contact.customer_id == customer.id => return Ok(()),
        Standing::Active => "is a contact of another customer",
        Standing::Archived => "is archived; restore that contact first",
        Standing::Unlinked => &format!(
            "was unlinked from {}; relink that contact first",
            contact.source_name()
        ),
    };
    Err(Error::Refused(format!("{} {why}.", contact.name)))
}

/// Keeps mails, by mail alone and always held: none of them leaves before the user approves it.
pub(super) fn hold(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    messages: &[HeldMessage],
) -> Result<Act, Error> {
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let mut held = Vec::with_capacity(messages.len());
    for message in messages {
        let contact = set_primary::candidate(recorder, &customer, message.contact)?;
        peace::demand_audible(&customer, None, Some(&contact))?;
        let record = NotificationRecord {
            number: recorder.next_number(Numbered::Notification)?,
            onboarding: None,
            contact: Some(contact.id),
            kind: NotificationKind::Message,
            channel: Channel::Email,
            recipient: Person {
                name: contact.name.clone(),
                email: contact.email.clone(),
            },
            reply_to: onboard::reply_to(&customer),
            reason: RouteReason::Assignee,
            by_role: None,
            content: message.content.clone(),
            state: NotificationState::Held,
        };
        held.push(recorder.add_notification(&customer, &record)?);
    }
    let label = match held.as_slice() {
        [one] => format!("held a mail to {} of {}", one.recipient.name, customer.name),
        many => format!("held {} mails to people of {}", many.len(), customer.name),
    };
    Ok(Act {
        label,
        outcome: Outcome::MessagesHeld(held),
    })
}
