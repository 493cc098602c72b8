//! What a change did, and the sentence that tells it.

use crate::domain::{
    ChangeId, Contact, CustomField, Customer, DomainEffect, Field, FieldName, HoldingBackup, MergeEffect,
    Name, Note, Notification, Onboarding, Route, StatusEffect, Task,
};

/// A change that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The change that can be taken back; none if nothing had to be written.
    pub change: Option<ChangeId>,
    /// What it did.
    pub outcome: Outcome,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A customer was added.
    CustomerAdded(Customer),
    /// Customers of a list were added.
    CustomersImported {
        /// Those that are new.
        added: Vec<Customer>,
        /// How many were here before, with the same name and domain, and were left alone.
        already_here: usize,
    },
    /// Fields of a customer have new values; no fields means that nothing differed.
    CustomerEdited {
        /// As it is now.
        customer: Customer,
        /// What changed.
        fields: Vec<Field>,
        /// What a new domain did to the links with the source.
        effect: DomainEffect,
        /// What a new status did.
        status: StatusEffect,
    },
    /// Fields of several customers have new values.
    CustomersEdited {
        /// Those that changed, as they are now.
        customers: Vec<Customer>,
        /// What changed.
        fields: Vec<Field>,
        /// What new statuses did.
        status: StatusEffect,
    },
    /// Fields of customers or contacts were defined.
    CustomFieldsAdded(Vec<CustomField>),
    /// Such a field has another name, other choices, or a column; no fields means that nothing differed.
    CustomFieldEdited {
        /// As it is now.
        field: CustomField,
        /// What changed.
        fields: Vec<Field>,
        /// Its name before.
        before: FieldName,
    },
    /// Such a field was removed.
    CustomFieldRemoved(CustomField),
    /// A contact was added.
    ContactAdded {
        /// As it is now; it is primary if it was promoted.
        contact: Contact,
        /// Its customer as it is now.
        customer: Customer,
        /// Other customers at which the same address is known.
        also_at: Vec<Name>,
    },
    /// Contacts of a list were added.
    ContactsImported {
        /// Their customer as it is now.
        customer: Customer,
        /// How many were added.
        added: usize,
        /// How many were left out: the customer has their address, or an earlier row of the list.
        already_here: usize,
        /// Who became primary by it.
        promoted: Option<Contact>,
        /// How many values were left out, as they do not fit the field that they were kept for.
        misfits: usize,
    },
    /// Contacts of a list were added to many customers.
    ContactsImportedByCustomer {
        /// Those that got contacts, as they are now, and how many each.
        customers: Vec<(Customer, usize)>,
        /// How many were left out: their customer has their address, or an earlier row of the list.
        already_here: usize,
    },
    /// Fields of a contact have new values; no fields means that nothing differed.
    ContactEdited {
        /// As it is now.
        contact: Contact,
        /// What changed.
        fields: Vec<Field>,
        /// Other customers at which the same address is known.
        also_at: Vec<Name>,
    },
    /// Contacts got roles, or lost some.
    RolesChanged {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// How many of them have other roles than before.
        changed: usize,
    },
    /// One contact was made of two.
    ContactsMerged {
        /// The one that stays, as it is now.
        contact: Contact,
        /// The one that went, as it was.
        dropped: Contact,
        /// What happened besides the fields.
        effect: MergeEffect,
    },
    /// Two contacts are known not to be the same person.
    ToldApart(Contact, Contact),
    /// Contacts were archived.
    ContactsArchived {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// Their customer as it is now.
        customer: Customer,
        /// Whether the primary was among them.
        primary_left: bool,
        /// The open tasks of those who left.
        open_tasks: Vec<Task>,
        /// What it did to their notifications.
        status: StatusEffect,
    },
    /// Contacts were restored.
    ContactsRestored {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// What it did to their notifications.
        status: StatusEffect,
    },
    /// Contacts were deleted.
    ContactsDeleted {
        /// As they were; never empty.
        contacts: Vec<Contact>,
        /// Their customer as it is now.
        customer: Customer,
        /// Whether the primary was among them.
        primary_left: bool,
        /// The open tasks of those who left.
        open_tasks: Vec<Task>,
        /// How many notes on them were deleted with them.
        notes: usize,
    },
    /// A person was removed for good.
    ContactErased {
        /// Their customer as it is now.
        customer: Box<Customer>,
        /// Whether they were the primary.
        primary_left: bool,
        /// How many open tasks they had.
        open_tasks: usize,
        /// Other customers at which the same address is known.
        also_at: Vec<Name>,
        /// The backups that still hold them, newest first.
        backups: Vec<HoldingBackup>,
        /// Whether bytes of them are still in the free space of the file, until other windows are closed.
        is_pending: bool,
    },
    /// Contacts were parted from the source.
    ContactsUnlinked {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// Their customer as it is now.
        customer: Customer,
        /// Whether the primary left with them.
        primary_left: bool,
        /// The open tasks of those who left.
        open_tasks: Vec<Task>,
        /// What it did to their notifications.
        status: StatusEffect,
    },
    /// Contacts follow their records again.
    ContactsRelinked {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// What it did to their notifications.
        status: StatusEffect,
    },
    /// A person of the source was linked by hand.
    PersonLinked {
        /// As it is now.
        contact: Contact,
        /// Its customer as it is now.
        customer: Customer,
        /// Other customers at which the same address is known.
        also_at: Vec<Name>,
    },
    /// An onboarding was started.
    OnboardingStarted {
        /// As it is now.
        onboarding: Onboarding,
        /// How many tasks came with its first phase.
        tasks: usize,
    },
    /// An onboarding is in another phase, or done.
    PhaseMoved {
        /// As it is now.
        onboarding: Onboarding,
        /// How many tasks of the phase that was left were open.
        open_tasks: u64,
        /// What was written because of it; none if nobody gets it.
        notifications: Vec<Notification>,
        /// Who gets it, and by which rule; none if it tells nobody.
        route: Option<Route>,
    },
    /// Fields of an onboarding have new values; no fields means that nothing differed.
    OnboardingEdited {
        /// As it is now.
        onboarding: Onboarding,
        /// What changed.
        fields: Vec<Field>,
    },
    /// An onboarding has another state.
    OnboardingStateSet {
        /// As it is now.
        onboarding: Onboarding,
        /// What it did to its notifications.
        status: StatusEffect,
    },
    /// A task was added.
    TaskAdded {
        /// As it is now.
        task: Task,
        /// What was written because of it.
        notifications: Vec<Notification>,
        /// Who gets it, and by which rule; none for an internal task.
        route: Option<Route>,
    },
    /// Fields of a task have new values; no fields means that nothing differed.
    TaskEdited {
        /// As it is now.
        task: Task,
        /// What changed.
        fields: Vec<Field>,
        /// What was written because of it.
        notifications: Vec<Notification>,
        /// Who gets it, and by which rule; none if it is no news to anybody.
        route: Option<Route>,
    },
    /// Tasks are done.
    TasksDone(Vec<Task>),
    /// A task is open again.
    TaskReopened(Task),
    /// A note was written.
    NoteAdded(Note),
    /// Fields of a note have new values; no fields means that nothing differed.
    NoteEdited {
        /// As it is now.
        note: Note,
        /// What changed.
        fields: Vec<Field>,
    },
    /// A note was deleted; as it was.
    NoteDeleted(Note),
    /// Somebody was invited to the portal.
    Invited {
        /// What was written because of it; none if nobody gets it.
        notifications: Vec<Notification>,
        /// Who gets it, and by which rule.
        route: Route,
    },
    /// Mails to people of a customer are held.
    MessagesHeld(Vec<Notification>),
    /// Notifications have another state.
    NotificationsSet(Vec<Notification>),
    /// A customer has another primary, or none.
    PrimarySet(Customer),
    /// A change was taken back.
    Undone(Reverted),
    /// A change was made again.
    Redone(Reverted),
}

/// What undo or redo did to the fields of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reverted {
    /// The change.
    pub change: ChangeId,
    /// The change in words.
    pub label: String,
    /// How many fields got their other value.
    pub applied: usize,
    /// What stays as it is because it changed since.
    pub refused: Vec<Refusal>,
    /// What stays held and may leave now, once the user says so.
    pub may_leave: Vec<Notification>,
}

/// A field that undo or redo left alone because it changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the customer or contact.
    pub subject: String,
    /// The field.
    pub field: Field,
    /// Why it stays, as the end of a sentence: `is now "CIO"`.
    pub why: String,
}
