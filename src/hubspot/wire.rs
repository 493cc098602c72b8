//! Answers as HubSpot writes them; ids and values come as text or as numbers, and one odd record spoils no page.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::loose::{Form, Maybe, Scalar, each};
use super::wire_problem::ProblemPart;
use crate::domain::{Dated, RemoteId, SafeText, Unreadable};

/// The most records that an answer may hold; no question asks for more.
const MAX_RECORDS: usize = 1_000;

/// The most properties of a record that are kept.
const MAX_PROPERTIES: usize = 64;

/// The most ids in the errors of an answer that are kept.
const MAX_IDS: usize = 2_000;

/// The longest id that is told, in characters.
const MAX_NAME_CHARS: usize = 40;

/// A kind of record that answers hold.
pub(super) trait FromRecord: Sized {
    /// Takes what is needed of a record.
    fn from_record(id: RemoteId, record: &Record) -> Self;
}

impl<T: FromRecord> FromRecord for Dated<T> {
    fn from_record(id: RemoteId, record: &Record) -> Self {
        Self {
            record: T::from_record(id, record),
            changed_at: record.updated_at.time(),
        }
    }
}

/// A page of a search.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: FromRecord"))]
pub(super) struct SearchPage<T> {
    #[serde(default)]
    pub(super) total: Scalar,
    pub(super) results: Records<T>,
    #[serde(default)]
    pub(super) paging: Maybe<Paging>,
}

/// The answer to a batch read.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: FromRecord"))]
pub(super) struct BatchPage<T> {
    #[serde(default)]
    pub(super) status: Scalar,
    pub(super) results: Records<T>,
    #[serde(default)]
    pub(super) errors: Errors,
}

/// Records in the order in which they came, each converted at once.
#[derive(Debug)]
pub(super) struct Records<T> {
    pub(super) rows: Vec<(RemoteId, T)>,
    pub(super) unreadable: Vec<Unreadable>,
}

impl<'de, T: FromRecord> Deserialize<'de> for Records<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut rows, mut unreadable, mut count) = (Vec::new(), Vec::new(), 0_usize);
        let form = each(deserializer, |record: Maybe<Record>| {
            count += 1;
            let record = record.0.unwrap_or_default();
            match (record.id.id(), &record.properties.0) {
                _ if count > MAX_RECORDS => {}
                (Some(id), Some(_)) => rows.push((id, T::from_record(id, &record))),
                (id, _) => {
                    let name = name_of(&record.id);
                    unreadable.push(Unreadable { name, id });
                }
            }
        })?;
        if form != Form::List {
            return Err(D::Error::custom("a list was expected"));
        }
        if count > MAX_RECORDS {
            return Err(D::Error::custom("there are more records than were asked for"));
        }
        Ok(Self { rows, unreadable })
    }
}

/// A record with the properties that were asked for; one without an id or properties cannot be read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    id: Scalar,
    properties: Maybe<Properties>,
    #[serde(rename = "updatedAt")]
    updated_at: Scalar,
}

impl Record {
    /// Returns a property as text; empty ones are none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let properties = &self.properties.0.as_ref()?.0;
        let (_, text) = properties.iter().find(|(known, _)| known == name)?;
        Some(text.as_str()).filter(|text| !text.trim().is_empty())
    }
}

/// Returns an id as HubSpot wrote it, made safe.
fn name_of(id: &Scalar) -> String {
    let name = SafeText::clean(id.text().unwrap_or_default());
    name.as_str().chars().take(MAX_NAME_CHARS).collect()
}

/// Properties with a value, by name.
#[derive(Debug)]
struct Properties(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PropertiesVisitor)
    }
}

struct PropertiesVisitor;

impl<'de> Visitor<'de> for PropertiesVisitor {
    type Value = Properties;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut kept = Vec::new();
        while let Some((name, value)) = map.next_entry::<Scalar, Scalar>()? {
            if let (Some(name), Some(value), true) = (name.0, value.0, kept.len() < MAX_PROPERTIES) {
                kept.push((name, value));
            }
        }
        Ok(Properties(kept))
    }
}

/// What a batch read says of records that are not among its results.
#[derive(Debug, Default)]
pub(super) struct Errors {
    /// The ids of which it says that there is no such record.
    pub(super) not_found: Vec<RemoteId>,
    /// The ids of which it says that nothing is associated with them.
    pub(super) not_associated: Vec<RemoteId>,
    /// Whether it says anything else: such errors conclude nothing.
    pub(super) has_others: bool,
}

impl<'de> Deserialize<'de> for Errors {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut errors = Self::default();
        each(deserializer, |part: Maybe<ProblemPart>| {
            let part = part.0.unwrap_or_default();
            let context = part.context.0.unwrap_or_default();
            let ids = context.ids();
            match part.category.text() {
                Some("OBJECT_NOT_FOUND") => extend(&mut errors.not_found, ids),
                Some("NO_ASSOCIATIONS_FOUND") => extend(&mut errors.not_associated, ids),
                Some(_) | None => errors.has_others = true,
            }
        })?;
        Ok(errors)
    }
}

fn extend(kept: &mut Vec<RemoteId>, ids: impl Iterator<Item = RemoteId>) {
    kept.extend(ids.take(MAX_IDS.saturating_sub(kept.len())));
}

/// The answer to a batch read of associations.
#[derive(Debug, Deserialize)]
pub(super) struct AssociationsPage {
    #[serde(default)]
    pub(super) status: Scalar,
    pub(super) results: Lists,
    #[serde(default)]
    pub(super) errors: Errors,
}

/// Lists of what is associated with records.
#[derive(Debug)]
pub(super) struct Lists(pub(super) Vec<Associations>);

impl<'de> Deserialize<'de> for Lists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (mut lists, mut count) = (Vec::new(), 0_usize);
        let form = each(deserializer, |list: Maybe<Associations>| {
            count += 1;
            if count <= MAX_RECORDS {
                lists.extend(list.0);
            }
        })?;
        if form != Form::List {
            return Err(D::Error::custom("a list was expected"));
        }
        if count > MAX_RECORDS {
            return Err(D::Error::custom("there are more lists than were asked for"));
        }
        Ok(Self(lists))
    }
}

/// What is associated with one record.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Associations {
    pub(super) from: Maybe<From>,
    pub(super) to: Targets,
    pub(super) paging: Maybe<Paging>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct From {
    pub(super) id: Scalar,
}

/// The ids of associated records; those that are none are counted.
#[derive(Debug, Default)]
pub(super) struct Targets {
    pub(super) ids: Vec<RemoteId>,
    pub(super) unreadable: Vec<Unreadable>,
}

impl<'de> Deserialize<'de> for Targets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut targets = Self::default();
        each(deserializer, |to: Maybe<To>| {
            let id = to.0.unwrap_or_default().id;
            match id.id() {
                Some(id) => targets.ids.push(id),
                None if targets.unreadable.len() < MAX_RECORDS => {
                    let name = name_of(&id);
                    targets.unreadable.push(Unreadable { name, id: None });
                }
                None => {}
            }
        })?;
        Ok(targets)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct To {
    #[serde(rename = "toObjectId")]
    id: Scalar,
}

/// Where a list goes on; its link is never followed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Paging {
    next: Maybe<NextPage>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NextPage {
    after: Scalar,
}

impl Paging {
    /// Returns where the list goes on, if it does; empty if HubSpot does not say where.
    pub(super) fn next(self) -> Option<String> {
        self.next.0.map(|next| next.after.0.unwrap_or_default())
    }
}

/// A page of owners.
#[derive(Debug, Deserialize)]
pub(super) struct OwnersPage {
    #[serde(default)]
    pub(super) results: Vec<OwnerRow>,
    #[serde(default)]
    pub(super) paging: Maybe<Paging>,
}

/// An owner: a user of the account.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct OwnerRow {
    pub(super) id: Scalar,
    pub(super) email: Scalar,
    pub(super) first_name: Scalar,
    pub(super) last_name: Scalar,
}

/// The account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    #[serde(deserialize_with = "number")]
    pub(super) portal_id: i64,
    #[serde(default)]
    pub(super) time_zone: Scalar,
    #[serde(default)]
    pub(super) ui_domain: Scalar,
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = Scalar::deserialize(deserializer)?.number();
    number.ok_or_else(|| D::Error::custom("a whole number was expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the email of a record alone.
    impl FromRecord for Option<String> {
        fn from_record(_: RemoteId, record: &Record) -> Self {
            record.text("email").map(str::to_owned)
        }
    }

    type Page = SearchPage<Option<String>>;

    fn page(json: &str) -> Page {
        serde_json::from_str(json).expect("a page")
    }

    #[test]
    fn ids_and_values_are_text_or_numbers() {
        let page = page(
            r#"{"total":2,"results":[{"id":"7","properties":{"email":"a@b.co","jobtitle":null}},
                {"id":8,"properties":{"email":5,"x":[{}]}}],"paging":{"next":{"after":2,"link":"https://elsewhere"}},"new":{}}"#,
        );
        let rows: Vec<_> = page
            .results
            .rows
            .iter()
            .map(|(id, text)| (id.key(), text.as_deref()))
            .collect();
        assert_eq!(rows, [("7", Some("a@b.co")), ("8", Some("5"))]);
        assert_eq!(page.paging.0.and_then(Paging::next).as_deref(), Some("2"));
        let page: AssociationsPage = serde_json::from_str(
            r#"{"results":[{"from":{"id":"1"},"to":[{"toObjectId":5},{"toObjectId":"6"},{"toObjectId":"x-9"}],"paging":{"next":{"after":"9"}}}],"errors":[{}]}"#,
        )
        .expect("a page");
        assert_eq!(page.results.0[0].to.ids.len(), 2);
        assert_eq!(page.results.0[0].to.unreadable[0].name, "x-9");
        assert!(page.errors.has_others);
    }

    #[test]
    fn odd_records_are_named_and_the_others_are_read() {
        let page = page(
            r#"{"total":null,"results":[{"id":"x\u001b[2J-1","properties":{}},{"id":-1,"properties":{}},
                {"id":"99999999999999999999","properties":{}},{"id":4,"properties":null},{"id":5},null,"text",[1],
                {"id":{},"properties":"none"},{"id":"6","properties":{"email":"a@b.co"}}],"paging":null}"#,
        );
        assert_eq!(page.results.rows.len(), 1);
        let names: Vec<&str> = page
            .results
            .unreadable
            .iter()
            .map(|odd| odd.name.as_str())
            .collect();
        assert_eq!(
            names,
            ["x-1", "-1", "99999999999999999999", "4", "5", "", "", "", ""]
        );
        let ids: Vec<String> = page
            .results
            .unreadable
            .iter()
            .filter_map(|odd| odd.id.map(RemoteId::to_stored))
            .collect();
        assert_eq!(ids, ["4", "5"]);
        assert_eq!(
            (page.total.number::<u64>(), page.paging.0.is_none()),
            (None, true)
        );
    }

    #[test]
    fn a_list_goes_on_where_next_is_there_whatever_it_holds() {
        for (paging, next) in [
            (r#"{"next":{"after":"200"}}"#, Some("200")),
            (r#"{"next":{}}"#, Some("")),
            (r#"{"next":null}"#, None),
            ("{}", None),
            ("7", None),
        ] {
            let page = page(&format!(r#"{{"results":[],"paging":{paging}}}"#));
            assert_eq!(page.paging.0.and_then(Paging::next).as_deref(), next, "{paging}");
        }
    }

    #[test]
    fn errors_are_sorted_by_what_they_say() {
        let errors: Errors = serde_json::from_str(
            r#"[{"category":"OBJECT_NOT_FOUND","context":{"ids":["7","8"]}},
                {"category":"NO_ASSOCIATIONS_FOUND","context":{"fromObjectId":"9"}},
                {"category":"INTERNAL_ERROR","context":{"ids":["10"]}},null]"#,
        )
        .expect("errors");
        let numbers = |ids: &[RemoteId]| ids.iter().map(|id| id.to_stored()).collect::<Vec<_>>();
        assert_eq!(numbers(&errors.not_found), ["7", "8"]);
        assert_eq!(numbers(&errors.not_associated), ["9"]);
        assert!(errors.has_others);
    }

    #[test]
    fn nonsense_is_no_answer() {
        let many = format!(r#"{{"results":[{}{{}}]}}"#, "{},".repeat(MAX_RECORDS));
        for wrong in [
            r#"{"results":{}}"#,
            r#"{"results":null}"#,
            "{}",
            "[]",
            "<html>",
            &many,
        ] {
            assert!(serde_json::from_str::<Page>(wrong).is_err(), "{wrong:.40}");
        }
    }
}
