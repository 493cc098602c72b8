//! In which order lists of customers and contacts stand.

use serde::{Deserialize, Serialize};

use crate::domain::{CustomField, CustomFieldId, FieldOf};

/// What the rows of a list are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    /// Their name.
    #[default]
    Name,
    /// Their value in a field that the user defined; the name tells those with the same value apart.
    Field(CustomFieldId),
}

/// Which end of an order comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDirection {
    /// A, the smallest number, the earliest day, the first choice.
    #[default]
    Ascending,
    /// Z, the largest number, the latest day, the last choice.
    Descending,
}

impl SortDirection {
    /// Returns the other one.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The order of a list; rows without a value come last in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ListOrder {
    /// What they are sorted by.
    pub by: SortKey,
    /// Which end comes first.
    pub direction: SortDirection,
}

impl ListOrder {
    /// Returns the order that holds among these fields: that of a field which is gone is the usual one.
    #[must_use]
    pub fn among(self, fields: &[CustomField]) -> Self {
        match self.by {
            SortKey::Field(id) if fields.iter().all(|field| field.id != id) => Self::default(),
            SortKey::Field(_) | SortKey::Name => self,
        }
    }

    /// Returns the order after this key was chosen: the other direction if it was chosen already.
    #[must_use]
    pub fn chosen(self, by: SortKey) -> Self {
        let direction = if self.by == by {
            self.direction.turned()
        } else {
            SortDirection::default()
        };
        Self { by, direction }
    }
}

/// The orders of the lists of this window, which the next one starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListOrders {
    customers: ListOrder,
    contacts: ListOrder,
}

impl ListOrders {
    /// Returns the order of a list.
    pub const fn of(self, list: FieldOf) -> ListOrder {
        match list {
            FieldOf::Customer => self.customers,
            FieldOf::Contact => self.contacts,
        }
    }

    /// Gives a list an order.
    pub const fn set(&mut self, list: FieldOf, order: ListOrder) {
        match list {
            FieldOf::Customer => self.customers = order,
            FieldOf::Contact => self.contacts = order,
        }
    }
}
