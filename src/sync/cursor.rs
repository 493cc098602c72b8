//! How far a run came, as it is noted with each page.

use serde::{Deserialize, Deserializer, Serialize};

use super::Stage;
use super::remarks::Remarks;
use super::source::Place;
use crate::domain::{RemoteId, Timestamp};

/// How far a run came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    /// What was planned, as a hash: another plan is not gone on with.
    pub(super) plan: String,
    /// The start of the run, in milliseconds, by the clock that is behind: this machine's or the source's.
    pub(super) began: i64,
    /// Where it stands.
    #[serde(flatten)]
    pub(super) at: Position,
    /// Whether changes are asked for at our domains alone, as those of the whole account were too many.
    #[serde(rename = "is_flood")]
    pub(super) is_bulk_guarded: bool,
    /// By how long the source was late in showing a change so far, in milliseconds.
    #[serde(default)]
    pub(super) lag: i64,
    /// Where a run with this plan failed before.
    pub(super) failed_at: Option<Position>,
    /// What could not be read so far.
    pub(super) remarks: Remarks,
    /// The reading of companies, which a run takes over from one that did not come to its end.
    pub(super) companies: CompanyReading,
}

/// Where a run stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// The stage.
    pub(super) stage: Stage,
    /// The place of the batch in the stage.
    pub(super) batch: usize,
    /// What the next page begins behind; empty for the first one.
    #[serde(deserialize_with = "text_or_number")]
    pub(super) after: String,
    /// How many records the source said are left of the batch, if it did.
    pub(super) left: Option<u64>,
    /// How many records of the batch came before.
    #[serde(default)]
    pub(super) passed: Option<u64>,
}

/// What is read of companies, and how far an earlier run came with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CompanyReading {
    /// What was planned, as a hash.
    pub(super) plan: String,
    /// The time of the source from which changes are wanted, in milliseconds; none for all companies.
    pub(super) since: Option<i64>,
    /// The domains of which all companies are wanted beside those that changed.
    pub(super) domains: Vec<String>,
    /// The start of the first run of this reading, in milliseconds; none if that is the present one.
    pub(super) began: Option<i64>,
    /// Where an earlier run stopped.
    pub(super) at: Option<Position>,
}

impl Position {
    /// Stands at the start of a stage.
    pub(super) fn start(stage: Stage) -> Self {
        let Place { after, left, passed } = Place::start();
        Self {
            stage,
            batch: 0,
            after,
            left,
            passed,
        }
    }
}

impl Cursor {
    /// Stands at the start of a plan.
    pub(super) fn start(plan: String, now: Timestamp, companies: CompanyReading) -> Self {
        Self {
            plan,
            began: now.as_millis(),
            at: Position::start(Stage::People),
            is_bulk_guarded: false,
            lag: 0,
            failed_at: None,
            remarks: Remarks::default(),
            companies,
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

    /// Returns whether a run has read anything that the next one need not read again.
    pub(super) fn is_under_way(&self) -> bool {
        self.at.stage.is_of_people() && self.at != Position::start(Stage::People)
    }

    /// Goes to a stage.
    pub(super) fn enter(&mut self, stage: Stage) {
        self.at = Position::start(stage);
    }

    /// Goes to the companies: where an earlier run stopped, or to their start.
    pub(super) fn enter_companies(&mut self) {
        self.at = self
            .companies
            .at
            .take()
            .unwrap_or_else(|| Position::start(Stage::Companies));
    }

    /// Goes to the start of another reading of companies.
    pub(super) fn read_again(&mut self, companies: CompanyReading) {
        self.companies = companies;
        self.enter_companies();
    }

    /// Returns what the next run is to read of companies, if this one stops here.
    pub(super) fn owed(mut self) -> CompanyReading {
        if !self.at.stage.is_of_people() {
            self.companies.at = Some(self.at);
            self.companies.began.get_or_insert(self.began);
        }
        self.companies
    }

    /// Notes that the run failed where it stands.
    ///
    /// The next one begins again with what it was about, if that is wanted, if it failed there before, or if all people were
    /// read: they are read first on every run.
    pub(super) fn stop(&mut self, starts_over: bool) {
        let is_stuck = self.failed_at.as_ref() == Some(&self.at);
        if starts_over || is_stuck || self.at.stage == Stage::Missing {
            self.at = Position::start(match self.at.stage.is_of_people() {
                true => Stage::People,
                false => Stage::Companies,
            });
        }
        self.failed_at = Some(self.at.clone());
    }

    /// Returns where the next page begins.
    pub(super) fn place(&self) -> Place {
        Place {
            after: self.at.after.clone(),
            left: self.at.left,
            passed: self.at.passed,
        }
    }

    /// Returns the id behind which a stage goes on that walks over ids.
    pub(super) fn after_id(&self) -> Option<RemoteId> {
        RemoteId::from_stored(&self.at.after).ok()
    }

    /// Goes behind an id in a stage that walks over ids.
    pub(super) fn pass_id(&mut self, id: RemoteId) {
        self.at.after = id.to_stored();
    }

    /// Goes behind a page: to the next one, or to the next batch.
    pub(super) fn pass(&mut self, next: Option<Place>) {
        if next.is_none() {
            self.at.batch += 1;
        }
        let Place { after, left, passed } = next.unwrap_or(Place::start());
        (self.at.after, self.at.left, self.at.passed) = (after, left, passed);
    }
}

/// Reads what a page begins behind: a text, or the number that earlier releases wrote, of which 0 stood for the first page.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Form {
        Text(String),
        Number(i64),
    }
    Ok(match Form::deserialize(deserializer)? {
        Form::Text(text) => text,
        Form::Number(0) => String::new(),
        Form::Number(number) => number.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor() -> Cursor {
        let companies = CompanyReading {
            plan: "c".to_owned(),
            since: Some(5),
            domains: Vec::new(),
            began: None,
            at: None,
        };
        Cursor::start("p".to_owned(), Timestamp::from_millis(7), companies)
    }

    #[test]
    fn comes_back_from_its_text_and_walks_page_by_page() {
        let mut cursor = cursor();
        let place = Place {
            after: "300".to_owned(),
            left: Some(7),
            passed: Some(200),
        };
        cursor.pass(Some(place.clone()));
        assert_eq!((cursor.at.batch, cursor.place()), (0, place));
        cursor.pass(None);
        assert_eq!(
            (cursor.at.batch, cursor.at.after.as_str(), cursor.at.left),
            (1, "", None)
        );
        assert_eq!(Cursor::from_json(&cursor.to_json()), Some(cursor));
        assert_eq!(Cursor::from_json("{}"), None);
    }

    #[test]
    fn a_cursor_of_an_earlier_release_is_gone_on_with() {
        let earlier = |after| {
            format!(
                r#"{{"plan":"p","began":7,"stage":"strangers","batch":0,"after":{after},"left":null,"is_flood":true,
                "failed_at":null,"remarks":{{"skipped":0,"named":[]}},"companies":{{"plan":"c","since":5,"domains":[],"began":null,"at":null}}}}"#
            )
        };
        for (number, after) in [("0", None), ("300", RemoteId::hubspot(300).ok())] {
            let cursor = Cursor::from_json(&earlier(number)).expect("read");
            assert_eq!(
                (cursor.at.stage, cursor.after_id()),
                (Stage::UnknownAssociations, after)
            );
            assert!(cursor.is_bulk_guarded);
        }
    }

    #[test]
    fn a_run_that_fails_twice_in_a_place_or_after_all_people_begins_again() {
        let mut cursor = cursor();
        cursor.pass(None);
        cursor.stop(false);
        assert!(cursor.is_under_way());
        cursor.stop(false);
        assert!(!cursor.is_under_way());
        cursor.pass(None);
        cursor.stop(true);
        assert!(!cursor.is_under_way());
        cursor.enter(Stage::Missing);
        cursor.stop(false);
        assert_eq!(cursor.at, Position::start(Stage::People));
        cursor.enter(Stage::Associations);
        cursor.pass(None);
        cursor.stop(false);
        assert_eq!(
            cursor.clone().owed().at.map(|at| at.stage),
            Some(Stage::Associations)
        );
        cursor.stop(false);
        assert_eq!(cursor.owed().at, Some(Position::start(Stage::Companies)));
    }

    #[test]
    fn what_a_run_owes_of_companies_is_taken_over_where_it_stopped() {
        let mut first = cursor();
        assert_eq!(first.clone().owed(), first.companies);
        assert!(!first.is_under_way());
        first.pass(None);
        assert!(first.is_under_way());
        first.enter_companies();
        first.pass(None);
        assert!(!first.is_under_way());
        let owed = first.clone().owed();
        assert_eq!(
            (owed.began, owed.at.as_ref().map(|at| at.batch)),
            (Some(7), Some(1))
        );
        let mut second = Cursor::start("q".to_owned(), Timestamp::from_millis(9), owed);
        second.enter_companies();
        assert_eq!(second.at, first.at);
        assert_eq!(second.owed().began, Some(7));
    }
}
