//! What a form is about, and where its draft is kept.

use super::chosen::Chosen;
use crate::domain::{
    Contact, ContactId, CustomField, CustomFieldId, Customer, CustomerId, MailSetup, Note, NoteId, NoteOn,
    Onboarding, OnboardingId, OthersActive, ParentTask, Phase, Task, TaskId,
};

/// What a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A customer to be added.
    NewCustomer,
    /// A customer as it was when the form was opened.
    Customer(Box<Customer>),
    /// Customers whose tags are to change.
    Tags(Chosen<CustomerId>),
    /// Contacts whose roles are to change.
    Roles(Chosen<ContactId>),
    /// A contact to be added to this customer.
    NewContact(CustomerId),
    /// A contact as it was when the form was opened.
    Contact(Box<Contact>),
    /// A contact that is to be erased for good.
    Erase(Box<Contact>),
    /// An onboarding to be started for this customer, perhaps beside another one.
    NewOnboarding(Box<Customer>, OthersActive),
    /// An onboarding as it was when the form was opened.
    Onboarding(Box<Onboarding>),
    /// A task to be added to this onboarding, perhaps as a part of another one.
    NewTask(Box<Onboarding>, Option<ParentTask>),
    /// A task as it was when the form was opened.
    Task(Box<Task>),
    /// An onboarding that is to go on.
    Advance {
        /// Which one.
        onboarding: Box<Onboarding>,
        /// To which phase; none if its last one is over.
        to: Option<Phase>,
    },
    /// An onboarding that is to be sent back, beside others that are active or not.
    Back(Box<Onboarding>, OthersActive),
    /// A note to be written on this, which words name.
    NewNote(NoteOn, String),
    /// A note as it was when the form was opened.
    Note(Box<Note>),
    /// A field to be defined.
    NewField,
    /// A field as it was when the form was opened.
    Field(Box<CustomField>),
    /// Customers who are to get a value in some fields.
    FieldOfMany(Chosen<CustomerId>),
    /// How mail is sent, as it was when the form was opened.
    Mail(Box<MailSetup>),
}

/// The place where a draft is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::app) enum DraftKey {
    NewCustomer,
    Customer(CustomerId),
    Tags,
    Roles,
    NewContact(CustomerId),
    Contact(ContactId),
    Erase(ContactId),
    NewOnboarding(CustomerId),
    Onboarding(OnboardingId),
    NewTask(OnboardingId, Option<TaskId>),
    Task(TaskId),
    Advance(OnboardingId),
    Back(OnboardingId),
    NewNote(NoteOn),
    Note(NoteId),
    NewField,
    Field(CustomFieldId),
    FieldOfMany,
    Mail,
}
