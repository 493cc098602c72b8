//! Lists that were pasted for a customer and not added yet, and what was decided about their rows.

use std::fmt;
use std::str::FromStr;

use super::{CustomerId, DraftId, SafeText, Timestamp};

/// A pasted list as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    /// Its id.
    pub id: DraftId,
    /// Whose contacts its people become.
    pub customer: CustomerId,
    /// The text.
    pub text: String,
    /// What was decided about its rows.
    pub marks: ListMarks,
}

/// What is told of a kept list before it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Its id.
    pub id: DraftId,
    /// When it was kept; an earlier release did not note it.
    pub kept_at: Option<Timestamp>,
    /// The number of its lines.
    pub lines: usize,
    /// The start of its first line that is not blank.
    pub first_line: SafeText,
    /// Who has it.
    pub holder: DraftHolder,
}

/// Which window has a list: one at most writes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftHolder {
    /// This one.
    ThisWindow,
    /// Another one that is open, so that here only a copy is worked on.
    OtherWindow,
    /// None: its window is closed.
    Nobody,
}

/// What was decided about rows, by a fingerprint of what they hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListMarks {
    /// The rows that are left out; one that stands here twice is left out twice.
    pub skipped: Vec<u64>,
    /// The row that becomes the primary contact.
    pub primary: Option<u64>,
    /// What becomes of labels that name roles.
    pub labels: RoleLabels,
}

/// What becomes of labels of a list that name roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoleLabels {
    /// They are offered as roles.
    #[default]
    Offered,
    /// They are taken as roles.
    Taken,
}

/// The mark of a list whose labels are taken as roles.
const TAKEN: &str = "roles";

impl fmt::Display for ListMarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(primary) = self.primary {
            write!(f, "*{primary:016x} ")?;
        }
        if self.labels == RoleLabels::Taken {
            write!(f, "{TAKEN} ")?;
        }
        self.skipped.iter().try_for_each(|row| write!(f, "{row:016x} "))
    }
}

impl FromStr for ListMarks {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut marks = Self::default();
        for mark in text.split_ascii_whitespace() {
            if mark == TAKEN {
                marks.labels = RoleLabels::Taken;
                continue;
            }
            match mark.strip_prefix('*') {
                Some(primary) => marks.primary = Some(u64::from_str_radix(primary, 16)?),
                None => marks.skipped.push(u64::from_str_radix(mark, 16)?),
            }
        }
        Ok(marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_back_from_their_text() {
        for (skipped, primary, labels) in [
            (vec![], None, RoleLabels::Offered),
            (vec![7, u64::MAX, 7], None, RoleLabels::Taken),
            (vec![], Some(0), RoleLabels::Taken),
            (vec![1], Some(0x00ab), RoleLabels::Offered),
        ] {
            let marks = ListMarks {
                skipped,
                primary,
                labels,
            };
            assert_eq!(marks.to_string().parse(), Ok(marks));
        }
        assert!("xyz".parse::<ListMarks>().is_err());
    }
}
