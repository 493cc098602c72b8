//! What the undo of a change would take back, and what it would leave alone.

use super::progress::grouped;
use super::{ChangeId, Entity, HistoryEntry, Refusal};

/// How many records of a change are counted at most, so that the answer comes at once.
pub const MOST_RECORDS_COUNTED: usize = 10_000;

/// How many names are told at most.
const NAMED: usize = 3;

/// What the undo of a change would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoEffect {
    /// The change.
    pub change: ChangeId,
    /// How many records of each kind it wrote; owners are shared and not counted.
    pub records: Vec<(Entity, usize)>,
    /// Whether these are all of them.
    pub counted: Counted,
    /// The names of the customers that it concerns.
    pub customers: Vec<String>,
    /// How many values it wrote.
    pub values: usize,
    /// The first of them, as the history tells them.
    pub lines: Vec<HistoryEntry>,
    /// What stays as it is.
    pub left: LeftAlone,
}

/// Whether all records of a change were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// They were.
    All,
    /// Counting stopped at [`MOST_RECORDS_COUNTED`] values.
    Some,
}

/// What an undo would leave as it is, because it changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftAlone {
    /// These fields.
    Fields(Vec<Refusal>),
    /// What differs of these records that were written since; the change is too large to compare every field before.
    OfRecords(Vec<String>),
}

impl UndoEffect {
    /// Returns what would be taken back: `Undo changes 3 contacts of Acme.`
    pub fn scope(&self) -> String {
        let kinds: Vec<String> = self
            .records
            .iter()
            .map(|(entity, count)| counted(*count, *entity))
            .collect();
        let kinds = match kinds.split_last() {
            None => "nothing".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
        };
        let most = match self.counted {
            Counted::All => "",
            Counted::Some => "more than ",
        };
        let customers_change = self.records.iter().any(|(entity, _)| *entity == Entity::Customer);
        match (named(&self.customers, "customers"), customers_change) {
            (None, _) => format!("Undo changes {most}{kinds}."),
            (Some(names), true) => format!("Undo changes {most}{kinds}: {names}."),
            (Some(names), false) => format!("Undo changes {most}{kinds} of {names}."),
        }
    }

    /// Returns how many values it wrote besides the first ones that are told, if there are more.
    pub fn more(&self, told: usize) -> Option<String> {
        let more = self.values.checked_sub(told).filter(|more| *more > 0)?;
        Some(format!("… and {} more", grouped(more)))
    }

    /// Returns what would stay as it is in a sentence, if anything would.
    pub fn left_alone(&self) -> Option<String> {
        match &self.left {
            LeftAlone::Fields(fields) => {
                let told = Refusal::list(fields)?;
                Some(format!("Changed since and left as it is: {told}."))
            }
            LeftAlone::OfRecords(names) => {
                let names = named(names, "records")?;
                Some(format!("Written since: {names}. What differs is left as it is."))
            }
        }
    }
}

/// Writes a count with its kind: `2 contacts`.
fn counted(count: usize, entity: Entity) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {}{ending}", grouped(count), entity.key())
}

/// Lists names, the first [`NAMED`] of them and how many more there are; none for no names.
pub(super) fn named<T: AsRef<str>>(names: &[T], kind: &str) -> Option<String> {
    let (first, rest) = names.split_at(names.len().min(NAMED));
    let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
    match (first.as_slice(), rest.len()) {
        ([], _) => None,
        (first, 0) => Some(first.join(", ")),
        (first, more) => Some(format!("{} and {more} more {kind}", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Field;

    fn effect(records: Vec<(Entity, usize)>, customers: &[&str], left: LeftAlone) -> UndoEffect {
        UndoEffect {
            change: ChangeId::from_uuid(uuid::Uuid::nil()),
            records,
            counted: Counted::All,
            customers: customers.iter().map(|name| (*name).to_owned()).collect(),
            values: 1,
            lines: Vec::new(),
            left,
        }
    }

    #[test]
    fn it_says_how_many_of_each_kind_and_whose() {
        let none = || LeftAlone::Fields(Vec::new());
        let records = vec![(Entity::Contact, 3), (Entity::Customer, 1), (Entity::Task, 2)];
        let mut one = effect(records, &["Acme"], none());
        assert_eq!(
            one.scope(),
            "Undo changes 3 contacts, 1 customer and 2 tasks: Acme."
        );
        one.customers = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec();
        assert!(one.scope().ends_with(": A, B, C and 2 more customers."));
        one.records = vec![(Entity::Contact, MOST_RECORDS_COUNTED)];
        one.counted = Counted::Some;
        one.customers.truncate(1);
        assert_eq!(one.scope(), "Undo changes more than 10,000 contacts of A.");
        assert_eq!(effect(Vec::new(), &[], none()).scope(), "Undo changes nothing.");
        assert_eq!(one.left_alone(), None);
        one.values = 93_101;
        assert_eq!(one.more(3).as_deref(), Some("… and 93,098 more"));
        assert_eq!(one.more(93_101), None);
    }

    #[test]
    fn it_says_what_changed_since() {
        let refusal = Refusal {
            subject: "Ann Lee".to_owned(),
            field: Field::TITLE,
            why: "is now \"CIO\"".to_owned(),
        };
        let fields = effect(Vec::new(), &[], LeftAlone::Fields(vec![refusal]));
        assert_eq!(
            fields.left_alone().as_deref(),
            Some("Changed since and left as it is: title of Ann Lee is now \"CIO\".")
        );
        let names = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
        let records = effect(Vec::new(), &[], LeftAlone::OfRecords(names));
        assert_eq!(
            records.left_alone().as_deref(),
            Some("Written since: A, B, C and 1 more records. What differs is left as it is.")
        );
        let none = effect(Vec::new(), &[], LeftAlone::OfRecords(Vec::new()));
        assert_eq!(none.left_alone(), None);
    }
}
