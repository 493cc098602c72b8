//! Where an address is known already.

use crate::domain::{ContactId, Standing};

/// Which of the addresses of a contact one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AddressRank {
    /// The one to which mail goes.
    #[default]
    First,
    /// One of the others.
    Other,
}

/// Where an address is known already, seen from one customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownAt<'a> {
    /// It is that of a contact of the customer.
    Here {
        /// The contact.
        id: ContactId,
        /// Its name.
        name: &'a str,
        /// How it stands to the customer.
        standing: Standing,
        /// Which of its addresses it is.
        rank: AddressRank,
    },
    /// It is that of a contact of another customer.
    Elsewhere {
        /// The place of that customer in the list of names.
        customer: usize,
    },
}
