//! The wishes of a person that change something; each is one transaction and one undo.

use super::{
    ChangeId, ContactEdit, ContactFields, ContactId, CustomerEdit, CustomerFields, CustomerId, HubSpotId,
};

/// A wish that changes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Adds a customer.
    AddCustomer(CustomerFields),
    /// Adds many customers, all or none.
    ImportCustomers(Vec<CustomerFields>),
    /// Gives fields of a customer new values; archiving is a status.
    EditCustomer {
        /// Which one.
        customer: CustomerId,
        /// The new values.
        edits: Vec<CustomerEdit>,
    },
    /// Adds a contact to a customer.
    AddContact {
        /// Whose.
        customer: CustomerId,
        /// Its fields.
        contact: ContactFields,
    },
    /// Adds many contacts to a customer, but for those whose address it has already.
    ImportContacts {
        /// Whose.
        customer: CustomerId,
        /// Their fields.
        contacts: Vec<ContactFields>,
        /// Who of them becomes primary.
        primary: ImportPrimary,
    },
    /// Gives fields of a contact new values.
    EditContact {
        /// Which one.
        contact: ContactId,
        /// The new values.
        edits: Vec<ContactEdit>,
    },
    /// Hides contacts and stops their notifications.
    ArchiveContacts {
        /// Which ones, all of one customer.
        contacts: Vec<ContactId>,
        /// Who becomes primary if the primary is among them.
        successor: Successor,
    },
    /// Brings archived contacts back, without the star.
    RestoreContacts(Vec<ContactId>),
    /// Takes away contacts that were recorded in error.
    DeleteContacts(Vec<ContactId>),
    /// Parts contacts from HubSpot: those that sync brought leave the customer, and none is linked again by a sync.
    UnlinkContacts {
        /// Which ones, all of one customer.
        contacts: Vec<ContactId>,
        /// Who becomes primary if the primary leaves.
        successor: Successor,
    },
    /// Puts unlinked contacts together with their HubSpot records again.
    RelinkContacts(Vec<ContactId>),
    /// Links a person of HubSpot to a customer by hand, whatever their domain.
    LinkPerson {
        /// Whose.
        customer: CustomerId,
        /// The person at HubSpot.
        person: HubSpotId,
    },
    /// Makes a contact the primary of a customer, or leaves it without one.
    SetPrimary {
        /// Whose.
        customer: CustomerId,
        /// The new primary.
        primary: Successor,
    },
    /// Takes a change back.
    Undo(UndoTarget),
    /// Makes the change that was last taken back again.
    Redo,
}

/// Who of the contacts of a list becomes primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportPrimary {
    /// The first that is added, if the customer has no primary.
    FirstIfNone,
    /// The one in this row, counted from 0, if it is added; else the primary stays.
    Row(usize),
}

/// Who is primary after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Successor {
    /// Nobody; the owner gets the notifications.
    Nobody,
    /// This contact.
    Contact(ContactId),
}

/// Which change is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The last one that is not taken back yet.
    Latest,
    /// This one, whatever came after it.
    Change(ChangeId),
}
