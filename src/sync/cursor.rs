//! How far a run came, as it is noted with each page.

use serde::{Deserialize, Serialize};

use super::Stage;
use super::pages::Place;

/// How far a run came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was planned, as a hash: another plan is not gone on with.
    pub(super) plan: String,
    /// HubSpot's time at the start of the run, in milliseconds, once it is known.
    pub(super) began: Option<i64>,
    /// The stage.
    pub(super) stage: Stage,
    /// The place of the batch in the stage.
    pub(super) batch: usize,
    /// The id after which the next page begins.
    pub(super) after: i64,
    /// How many records HubSpot said are left of the batch, if it did.
    #[serde(default)]
    pub(super) left: Option<u64>,
    /// Whether changes are asked for at our domains alone, as those of the whole account were too many.
    #[serde(default)]
    pub(super) is_flood: bool,
}

impl Cursor {
    /// Stands at the start of a plan.
    pub(super) fn start(plan: String) -> Self {
        Self {
            plan,
            began: None,
            stage: Stage::People,
            batch: 0,
            after: 0,
            left: None,
            is_flood: false,
        }
    }

    /// Reads what was noted.
    pub(super) fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Writes what is noted.
    pub(super) fn to_json(&self) -> String {
        // Numbers and words cannot fail to become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Goes to a stage.
    pub(super) fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.batch = 0;
        (self.after, self.left) = (0, None);
    }

    /// Returns where the next page begins.
    pub(super) const fn place(&self) -> Place {
        Place {
            after: self.after,
            left: self.left,
        }
    }

    /// Goes behind a page: to the next one, or to the next batch.
    pub(super) fn pass(&mut self, next: Option<Place>) {
        match next {
            Some(Place { after, left }) => (self.after, self.left) = (after, left),
            None => {
                self.batch += 1;
                (self.after, self.left) = (0, None);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_from_its_text_and_walks_page_by_page() {
        let mut cursor = Cursor::start("p".to_owned());
        let place = Place {
            after: 300,
            left: Some(7),
        };
        cursor.pass(Some(place));
        assert_eq!((cursor.batch, cursor.place()), (0, place));
        cursor.pass(None);
        assert_eq!((cursor.batch, cursor.after, cursor.left), (1, 0, None));
        assert_eq!(Cursor::from_json(&cursor.to_json()), Some(cursor));
        assert_eq!(Cursor::from_json("{}"), None);
    }
}
