//! How each form is opened, and with which values.

use super::{Form, Subject, Value, mail, plans, text};
use crate::app::secret::HiddenLine;
use crate::domain::{
    Contact, ContactField, CustomField, Customer, CustomerDraft, CustomerId, CustomerStatus, Field, FieldOf,
    MailSetup, Onboarding, OpenTasks, OthersActive, ParentTask, Phase, Phases, Task,
};

impl Form {
    /// Opens a form for a new customer, with an owner to start from.
    pub(in crate::app) fn new_customer(owner: &str, custom: &[CustomField]) -> Self {
        Self::customer(
            Subject::NewCustomer,
            &CustomerDraft {
                owner: owner.to_owned(),
                ..CustomerDraft::default()
            },
            CustomerStatus::Active,
        )
        .with_custom(FieldOf::Customer, custom, None)
    }

    /// Opens the form of a customer.
    pub(in crate::app) fn edit_customer(customer: &Customer, custom: &[CustomField]) -> Self {
        let draft = CustomerDraft::from(&customer.fields());
        Self::customer(
            Subject::Customer(Box::new(customer.clone())),
            &draft,
            customer.status,
        )
        .with_custom(FieldOf::Customer, custom, Some(&customer.custom))
    }

    /// Opens a form for a new contact.
    pub(in crate::app) fn new_contact(customer: CustomerId, custom: &[CustomField]) -> Self {
        Self::contact(Subject::NewContact(customer), None).with_custom(FieldOf::Contact, custom, None)
    }

    /// Opens the form of a contact.
    pub(in crate::app) fn edit_contact(contact: &Contact, custom: &[CustomField]) -> Self {
        Self::contact(Subject::Contact(Box::new(contact.clone())), Some(contact)).with_custom(
            FieldOf::Contact,
            custom,
            Some(&contact.custom),
        )
    }

    /// Opens the form in which the name of a contact is typed that is to be erased.
    pub(in crate::app) fn erase(contact: &Contact) -> Self {
        let form = Self::new(
            Subject::Erase(Box::new(contact.clone())),
            [(Field::Name, text(""))],
        );
        Self {
            error: Some(
                "Removes the contact for good, with its notes, messages and history. Notes and tasks elsewhere that name \
                 the person stay. It cannot be undone. Type the name to confirm."
                    .to_owned(),
            ),
            ..form
        }
    }

    /// Opens a form for a new onboarding, perhaps beside another one.
    pub(in crate::app) fn new_onboarding(customer: &Customer, others: OthersActive, phases: &Phases) -> Self {
        Self::new(
            Subject::NewOnboarding(Box::new(customer.clone()), others),
            plans::onboarding_fields(customer.owner.as_ref(), None)
                .into_iter()
                .chain(plans::template_field(phases)),
        )
    }

    /// Opens the form of an onboarding.
    pub(in crate::app) fn edit_onboarding(onboarding: &Onboarding) -> Self {
        Self::new(
            Subject::Onboarding(Box::new(onboarding.clone())),
            plans::onboarding_fields(onboarding.csm.as_ref(), onboarding.target)
                .into_iter()
                .chain([(Field::TargetReason, text(""))]),
        )
    }

    /// Opens a form for a new task, perhaps a part of another one.
    pub(in crate::app) fn new_task(onboarding: &Onboarding, parent: Option<ParentTask>) -> Self {
        let form = Self::new(
            Subject::NewTask(Box::new(onboarding.clone()), parent),
            plans::task_fields(None),
        );
        let paused = onboarding.state.silence();
        Self {
            error: paused
                .map(|_| "This onboarding is paused, so a customer-facing task has to wait.".to_owned()),
            ..form
        }
    }

    /// Opens the form of a task.
    pub(in crate::app) fn edit_task(task: &Task) -> Self {
        Self::new(
            Subject::Task(Box::new(task.clone())),
            plans::task_fields(Some(task)),
        )
    }

    /// Opens the form with which an onboarding goes on; what becomes of open tasks is asked where there are some and
    /// there is a phase to take them to.
    pub(in crate::app) fn advance(onboarding: &Onboarding, to: Option<Phase>) -> Self {
        let open = to
            .as_ref()
            .filter(|_| onboarding.open_in_phase > 0)
            .map(|_| Value::OpenTasks {
                choice: OpenTasks::CarryOver,
                count: onboarding.open_in_phase,
            });
        let open = open.map(|open| (Field::OpenTasks, open));
        Self::new(
            Subject::Advance {
                onboarding: Box::new(onboarding.clone()),
                to,
            },
            std::iter::once((Field::Note, text(""))).chain(open),
        )
    }

    /// Opens the form that sends an onboarding back.
    pub(in crate::app) fn back(onboarding: &Onboarding, others: OthersActive) -> Self {
        Self::new(
            Subject::Back(Box::new(onboarding.clone()), others),
            [(Field::Phase, text("")), (Field::Note, text(""))],
        )
    }

    /// Opens the form that sets mail up.
    pub(in crate::app) fn mail(mail: &MailSetup) -> Self {
        Self::new(
            Subject::Mail(Box::new(mail.clone())),
            [
                (Field::Host, text(&mail::shown(mail))),
                (Field::Security, Value::Security(mail.security)),
                (Field::User, text(&mail.user)),
                (Field::Password, Value::Hidden(HiddenLine::default())),
                (Field::Sender, text(&mail.from)),
            ],
        )
    }

    fn customer(subject: Subject, draft: &CustomerDraft, status: CustomerStatus) -> Self {
        Self::new(
            subject,
            [
                (Field::Name, text(&draft.name)),
                (Field::Domain, text(&draft.domain)),
                (Field::Owner, text(&draft.owner)),
                (Field::Plan, text(&draft.plan)),
                (Field::Status, Value::Status(status)),
                (Field::RiskReason, text(&draft.risk_reason)),
                (Field::WinBackOn, text(&draft.win_back_on)),
                (Field::Tags, text(&draft.tags)),
            ],
        )
    }

    fn contact(subject: Subject, contact: Option<&Contact>) -> Self {
        let fields = ContactField::all().map(|field| {
            let value = contact.map_or("", |contact| contact.text(field));
            (field.field(), text(value))
        });
        Self::new(subject, fields)
    }
}
