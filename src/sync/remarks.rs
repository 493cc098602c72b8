//! What a run could not read and left as it was: counted, and named as far as there is room.

use serde::{Deserialize, Serialize};

use crate::domain::{FaultKind, RemoteId, SyncFault, Unreadable};

/// How many records are named.
const MAX_NAMED: usize = 5;

/// What a run could not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remarks {
    skipped: u64,
    named: Vec<String>,
}

impl Remarks {
    /// Notes records that could not be read, on a page that counts from 1.
    pub(super) fn skip<'o>(
        &mut self,
        kind: &str,
        page: usize,
        odd: impl IntoIterator<Item = &'o Unreadable>,
    ) {
        for odd in odd {
            let name = match odd.name.as_str() {
                "" => format!("a {kind} without an id on page {page}"),
                name => format!("{kind} {name} on page {page}"),
            };
            self.add(name);
        }
    }

    /// Notes a record of which the source did not say what became of it.
    pub(super) fn leave(&mut self, kind: &str, id: RemoteId) {
        self.add(format!("{kind} {id}"));
    }

    fn add(&mut self, name: String) {
        self.skipped += 1;
        if self.named.len() < MAX_NAMED {
            self.named.push(name);
        }
    }

    /// Returns the sentence at the end of a run that did all else.
    pub(super) fn fault(&self) -> Option<SyncFault> {
        self.summary("all others are in sync")
    }

    /// Returns the sentence where records were only read.
    pub(super) fn of_reading(&self) -> Option<SyncFault> {
        self.summary("all others were read")
    }

    fn summary(&self, others: &str) -> Option<SyncFault> {
        let named = u64::try_from(self.named.len()).unwrap_or(u64::MAX);
        let more = match self.skipped.saturating_sub(named) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let records = match self.skipped {
            0 => return None,
            1 => "1 HubSpot record could not be read and was skipped".to_owned(),
            many => format!("{many} HubSpot records could not be read and were skipped"),
        };
        Some(SyncFault {
            kind: FaultKind::Skipped,
            message: format!(
                "{records}: {}{more}. Look at them in HubSpot; {others}.",
                self.named.join(", ")
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_is_counted_and_named() {
        let mut remarks = Remarks::default();
        assert_eq!(remarks.fault(), None);
        let odd = |name: &str| Unreadable {
            name: name.to_owned(),
            id: None,
        };
        remarks.skip("contact", 2, &[odd("x-9")]);
        let told = |remarks: &Remarks| remarks.fault().map(|fault| fault.message).unwrap_or_default();
        assert_eq!(
            told(&remarks),
            "1 HubSpot record could not be read and was skipped: contact x-9 on page 2. Look at them in HubSpot; all others are in sync."
        );
        remarks.leave("contact", RemoteId::hubspot(7).expect("an id"));
        remarks.skip("company", 1, &[odd(""), odd("a"), odd("b"), odd("c"), odd("d")]);
        assert!(told(&remarks).starts_with("7 HubSpot records could not be read and were skipped: contact x-9 on page 2, contact 7, a company without an id on page 1, "));
        assert!(told(&remarks).contains(" and 2 more. "));
    }
}
