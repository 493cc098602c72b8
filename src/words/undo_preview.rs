//! What an undo or redo would do and did, and what it leaves alone.

use crate::domain::{
    Counted, Entity, Field, KeptFromLeaving, LeftAlone, MOST_RECORDS_UNASKED, MadeIn, PastChange, Refusal,
    ReversalPreview, Reverted, StatusEffect, Timestamp, TouchedRecords, UndoEffect, grouped,
};

/// How many names are told at most.
const NAMED: usize = 3;

impl MadeIn {
    /// Returns the words that follow the name of a change: `by command`; nothing for this session.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Here => None,
            Self::Command => Some("by command"),
            Self::OtherWindow => Some("in another window"),
            Self::Earlier => Some("in an earlier session"),
        }
    }
}

impl KeptFromLeaving {
    /// Returns it in sentences that follow another one; nothing if it concerns none.
    pub fn words(self) -> String {
        let leave = match self.leave {
            0 => String::new(),
            1 => " 1 notification will be sent after all.".to_owned(),
            many => format!(" {many} notifications will be sent after all."),
        };
        StatusEffect::still_held(self.stay) + &leave
    }
}

impl ReversalPreview {
    /// Returns what it concerns in a sentence, and what becomes of notifications: `3 records of Acme.`
    pub fn scope(&self) -> String {
        format!("{}{}", self.of_records(), self.kept.words())
    }

    fn of_records(&self) -> String {
        let TouchedRecords::Few(records) = &self.records else {
            return format!("More than {MOST_RECORDS_UNASKED} records.");
        };
        let mut names: Vec<&str> = records
            .iter()
            .filter_map(|record| record.customer.as_ref().map(|(_, name)| name.as_str()))
            .filter(|name| !name.is_empty())
            .collect();
        names.sort_unstable();
        names.dedup();
        let records = match records.len() {
            1 => "1 record".to_owned(),
            count => format!("{count} records"),
        };
        match named(&names, "customers") {
            None => format!("{records}."),
            Some(names) => format!("{records} of {names}."),
        }
    }
}

impl PastChange {
    /// Returns the change by its name, where and when: `imported 20 customers, by command, 19:24`.
    pub fn name(&self, now: Timestamp, zone: &jiff::tz::TimeZone) -> String {
        let when = self.entry.at.minute_in(zone);
        let day = now.minute_in(zone);
        let when = match (when.split_once(' '), day.split_once(' ')) {
            (Some((then, time)), Some((today, _))) if then == today => time.to_owned(),
            _ => when,
        };
        let place = self
            .made_in
            .words()
            .map(|words| format!(", {words}"))
            .unwrap_or_default();
        format!("{}{place}, {when}", self.entry.label)
    }
}

impl Reverted {
    /// Returns what an undo or redo did and what it left alone, after its verb: `Undid: added Ann.`
    pub(super) fn sentence(&self, verb: &str) -> String {
        let Self {
            label,
            applied,
            refused,
            may_leave,
            ..
        } = self;
        let held = StatusEffect::still_held(may_leave.len());
        let done = match (*applied, Refusal::list(refused)) {
            (_, None) => format!("{verb}: {label}."),
            (0, Some(kept)) => format!("Not changed: {label}. Changed since: {kept}."),
            (_, Some(kept)) => format!("{verb}: {label}. Left unchanged because it changed since: {kept}."),
        };
        done + &held
    }
}

/// How many refusals are named.
const NAMED_REFUSALS: usize = 5;

impl Refusal {
    /// Lists what stays as it is and why, the first few of it; none for nothing.
    fn list(refused: &[Self]) -> Option<String> {
        let mut kept: Vec<String> = refused
            .iter()
            .take(NAMED_REFUSALS)
            .map(|refusal| match refusal.field {
                Field::Record => format!("{} {}", refusal.subject, refusal.why),
                field => format!("{field} of {} {}", refusal.subject, refusal.why),
            })
            .collect();
        if let Some(more) = refused.len().checked_sub(NAMED_REFUSALS).filter(|more| *more > 0) {
            kept.push(format!("and {more} more"));
        }
        (!kept.is_empty()).then(|| kept.join("; "))
    }
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
                Some(format!("Left unchanged because it changed since: {told}."))
            }
            LeftAlone::OfRecords(names) => {
                let names = named(names, "records")?;
                Some(format!("Changed since: {names}. What differs is left unchanged."))
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
fn named<T: AsRef<str>>(names: &[T], kind: &str) -> Option<String> {
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
    use rstest::rstest;

    use super::*;
    use crate::domain::{ChangeId, MOST_RECORDS_COUNTED, Outcome};

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
            Some("Left unchanged because it changed since: title of Ann Lee is now \"CIO\".")
        );
        let names = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
        let records = effect(Vec::new(), &[], LeftAlone::OfRecords(names));
        assert_eq!(
            records.left_alone().as_deref(),
            Some("Changed since: A, B, C and 1 more records. What differs is left unchanged.")
        );
        let none = effect(Vec::new(), &[], LeftAlone::OfRecords(Vec::new()));
        assert_eq!(none.left_alone(), None);
    }

    #[rstest]
    #[case(3, 0, "Undid: added Ann.")]
    #[case(0, 1, "Not changed: added Ann. Changed since: title of P0 is now \"CIO\".")]
    #[case(
        2,
        2,
        "Undid: added Ann. Left unchanged because it changed since: title of P0 is now \"CIO\"; P1 is now \"CIO\"."
    )]
    fn undo_tells_what_changed_since(#[case] applied: usize, #[case] refused: usize, #[case] words: &str) {
        assert_eq!(Outcome::Undone(reverted(applied, refused)).sentence(), words);
    }

    #[rstest]
    #[case(5, 5, "")]
    #[case(6, 5, "; and 1 more")]
    #[case(9, 5, "; and 4 more")]
    fn of_many_refusals_a_few_are_named(#[case] refused: usize, #[case] named: usize, #[case] more: &str) {
        let words = Outcome::Redone(reverted(1, refused)).sentence();
        assert_eq!(words.matches("is now").count(), named, "{words}");
        assert!(words.ends_with(&format!("\"{more}.")), "{words}");
    }

    fn reverted(applied: usize, refused: usize) -> Reverted {
        let refusal = |number: usize| Refusal {
            subject: format!("P{number}"),
            field: if number.is_multiple_of(2) {
                Field::TITLE
            } else {
                Field::Record
            },
            why: "is now \"CIO\"".to_owned(),
        };
        Reverted {
            change: ChangeId::from_uuid(uuid::Uuid::nil()),
            label: "added Ann".to_owned(),
            applied,
            refused: (0..refused).map(refusal).collect(),
            may_leave: Vec::new(),
        }
    }
}
