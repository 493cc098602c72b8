//! What a change did, and the sentence that tells it.

use super::{ChangeId, Contact, Customer, CustomerStatus, Field, RoutedTo, routes};

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
    /// Customers were added.
    CustomersImported(Vec<Customer>),
    /// Fields of a customer have new values; no fields means that nothing differed.
    CustomerEdited {
        /// As it is now.
        customer: Customer,
        /// What changed.
        fields: Vec<Field>,
    },
    /// A contact was added.
    ContactAdded {
        /// As it is now; it is primary if it was promoted.
        contact: Contact,
        /// Its customer as it is now.
        customer: Customer,
    },
    /// Fields of a contact have new values; no fields means that nothing differed.
    ContactEdited {
        /// As it is now.
        contact: Contact,
        /// What changed.
        fields: Vec<Field>,
        /// Customers at which the same address is known too.
        also_at: Vec<String>,
    },
    /// Contacts were archived.
    ContactsArchived {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
        /// Their customer as it is now.
        customer: Customer,
        /// Whether the primary was among them.
        primary_left: bool,
    },
    /// Contacts were restored.
    ContactsRestored {
        /// As they are now; never empty.
        contacts: Vec<Contact>,
    },
    /// Contacts were deleted.
    ContactsDeleted {
        /// As they were; never empty.
        contacts: Vec<Contact>,
        /// Their customer as it is now.
        customer: Customer,
        /// Whether the primary was among them.
        primary_left: bool,
    },
    /// A customer has another primary, or none.
    PrimarySet(Customer),
    /// A change was taken back.
    Undone {
        /// The change in words.
        label: String,
        /// What stays as it is because it changed since.
        refused: Vec<Refusal>,
    },
    /// A change was made again.
    Redone {
        /// The change in words.
        label: String,
        /// What stays as it is because it changed since.
        refused: Vec<Refusal>,
    },
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

impl Outcome {
    /// Tells what was done in one sentence or two.
    pub fn sentence(&self) -> String {
        match self {
            Self::CustomerAdded(customer) => format!("Added {} as #{}.", customer.name, customer.display_id),
            Self::CustomersImported(customers) => match customers.len() {
                1 => "Added 1 customer.".to_owned(),
                count => format!("Added {count} customers."),
            },
            Self::CustomerEdited { customer, fields } => match (fields.as_slice(), customer.status) {
                ([], _) => "Nothing changed.".to_owned(),
                ([Field::Status], CustomerStatus::Archived) => format!("Archived {}.", customer.name),
                ([Field::Status], status) => format!("{} is {status} now.", customer.name),
                (fields, _) => format!("Saved {} of {}.", words(fields), customer.name),
            },
            Self::ContactAdded { contact, customer } if contact.is_primary => format!(
                "Added {0}. {1} had no primary contact, so {0} is primary now.",
                contact.name, customer.name
            ),
            Self::ContactAdded { contact, customer } => {
                format!("Added {} to {}.", contact.name, customer.name)
            }
            Self::ContactEdited { fields, .. } if fields.is_empty() => "Nothing changed.".to_owned(),
            Self::ContactEdited { contact, fields, .. } => {
                format!("Saved {} of {}.", words(fields), contact.name)
            }
            Self::ContactsArchived {
                contacts,
                customer,
                primary_left,
            } => {
                format!(
                    "Archived {}.{}",
                    who(contacts),
                    after_primary(customer, *primary_left)
                )
            }
            Self::ContactsRestored { contacts } => format!("Restored {}.", who(contacts)),
            Self::ContactsDeleted {
                contacts,
                customer,
                primary_left,
            } => {
                format!(
                    "Deleted {}.{}",
                    who(contacts),
                    after_primary(customer, *primary_left)
                )
            }
            Self::PrimarySet(customer) => match &customer.primary {
                Some(primary) => format!(
                    "{} is the primary contact of {} from the next notification on.",
                    primary.name, customer.name
                ),
                None => format!(
                    "{} has no primary contact now.{}",
                    customer.name,
                    fallback(customer)
                ),
            },
            Self::Undone { label, refused } => with_refusals(format!("Undid: {label}."), refused),
            Self::Redone { label, refused } => with_refusals(format!("Redid: {label}."), refused),
        }
    }
}

/// Says who gets the notifications after a primary left.
fn after_primary(customer: &Customer, primary_left: bool) -> String {
    match (&customer.primary, primary_left) {
        (_, false) => String::new(),
        (Some(primary), true) => format!(" {} is the primary contact now.", primary.name),
        (None, true) => format!(
            " {} has no primary contact now.{}",
            customer.name,
            fallback(customer)
        ),
    }
}

/// Says who gets the notifications of a customer without a primary.
fn fallback(customer: &Customer) -> String {
    let [route, ..] = routes(customer);
    match route.to {
        RoutedTo::Primary(_) => String::new(),
        RoutedTo::OwnerFallback(owner) => format!(" Notifications go to the owner, {}.", owner.name),
        RoutedTo::Nobody => " Notifications go to nobody.".to_owned(),
    }
}

fn who(contacts: &[Contact]) -> String {
    match contacts {
        [one] => one.name.to_string(),
        many => format!("{} contacts", many.len()),
    }
}

fn words(fields: &[Field]) -> String {
    fields
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

fn with_refusals(sentence: String, refused: &[Refusal]) -> String {
    if refused.is_empty() {
        return sentence;
    }
    let kept: Vec<String> = refused
        .iter()
        .map(|refusal| format!("{} of {} {}", refusal.field, refusal.subject, refusal.why))
        .collect();
    format!("{sentence} Left as it is: {}.", kept.join("; "))
}
