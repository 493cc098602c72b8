//! A stand-in for HubSpot within the program, which misbehaves as its dice fall; every question is put to a real portal and
//! the answer bent afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pivotal::domain::Timestamp;
use pivotal::hubspot::{Head, HubSpotError, Question, StandIn};
use pivotal::sandbox::{Portal, Rules, Scope};
use serde_json::{Value, json};

use super::conduct::Conduct;
use crate::rig::dice::Dice;

/// The rows of a page.
const PAGE: usize = 8;

/// Misbehaves in some ways.
#[derive(Debug)]
pub(super) struct OddHubSpot {
    /// What is there now.
    pub(super) portal: Portal,
    /// What the index of the search holds.
    pub(super) index: Portal,
    pub(super) conducts: BTreeSet<Conduct>,
    /// A client that takes a page with few rows for the last one, as a control.
    pub(super) is_cut_short: bool,
    pub(super) clock: Arc<AtomicI64>,
    pub(super) state: Mutex<State>,
}

/// What changes with each question.
#[derive(Debug)]
pub(super) struct State {
    pub(super) dice: Dice,
    pub(super) took: Duration,
    /// The last page of each search, without its beginning.
    pub(super) pages: BTreeMap<String, Value>,
}

impl StandIn for OddHubSpot {
    fn answer(&self, question: &Question) -> Result<(Head, Vec<u8>), HubSpotError> {
        let mut state = self.state.lock().expect("the state");
        state.took = Duration::ZERO;
        if self.does(Conduct::SlowAnswers) {
            state.took = Duration::from_secs(state.dice.roll() % 33);
        }
        if self.does(Conduct::Cuts) && state.dice.percent(20) {
            return Err([HubSpotError::Cut, HubSpotError::Offline][state.dice.below(2)].clone());
        }
        let date = self.date(&mut state.dice);
        let head = |status| Head {
            status,
            date,
            retry_after: None,
        };
        if self.does(Conduct::StrayPages) && state.dice.percent(20) {
            let status = [200, 401, 403, 404, 408, 423, 502, 530][state.dice.below(8)];
            return Ok((head(status), b"<html><h1>No</h1></html>".to_vec()));
        }
        if self.does(Conduct::RateLimits) && state.dice.percent(15) {
            let policy = ["SECONDLY", "TEN_SECONDLY_ROLLING"][state.dice.below(2)];
            let body = json!({ "errorType": "RATE_LIMIT", "policyName": policy });
            return Ok((head(429), body.to_string().into_bytes()));
        }
        let (status, mut body) = self.asked(question, &mut state);
        if status == 200 || status == 207 {
            self.bend(question, &mut body, &mut state)?;
        }
        let mut bytes = body.to_string().into_bytes();
        if self.does(Conduct::ExtraFields) {
            bytes.splice(0..0, b"\xef\xbb\xbf".iter().copied());
        }
        Ok((head(status), bytes))
    }

    fn took(&self) -> Duration {
        let took = self.state.lock().expect("the state").took;
        self.passes(took);
        took
    }

    fn pause(&self, pause: Duration) {
        self.passes(pause);
    }
}

fn is(question: &Question, part: &str) -> bool {
    question.path.contains(part)
}

impl OddHubSpot {
    fn does(&self, conduct: Conduct) -> bool {
        self.conducts.contains(&conduct)
    }

    fn passes(&self, time: Duration) {
        let millis = i64::try_from(time.as_millis()).expect("short");
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    fn date(&self, dice: &mut Dice) -> Option<Timestamp> {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let now = Timestamp::from_millis(self.clock.load(Ordering::Relaxed));
        match self.does(Conduct::WrongDate).then(|| dice.below(4)) {
            None | Some(0) => Some(now),
            Some(1) => Some(now.plus_millis(DAY)),
            Some(2) => Some(now.plus_millis(-DAY)),
            Some(_) => None,
        }
    }

    /// Answers as HubSpot would, but for what concerns whole searches.
    fn asked(&self, question: &Question, state: &mut State) -> (u16, Value) {
        let mut rules = Rules {
            association_page: 2,
            ..Rules::default()
        };
        if self.does(Conduct::NoCompanies) {
            rules.scopes.remove(&Scope::Companies);
        }
        if (self.does(Conduct::NoReading) && is(question, "/batch/read?"))
            || (self.does(Conduct::NoAssociations) && is(question, "/associations/"))
        {
            return (503, json!("<html>"));
        }
        let text = question.body.as_deref();
        let Some(text) = text.filter(|_| is(question, "/search")) else {
            let method = if text.is_some() { "POST" } else { "GET" };
            let (status, text) = self
                .portal
                .answer(&rules, method, &question.path, text.unwrap_or_default());
            return (status, serde_json::from_str(&text).expect("JSON"));
        };
        let body: Value = serde_json::from_str(text).expect("JSON");
        self.search(question, body, &rules, state)
    }

    fn search(&self, question: &Question, mut body: Value, rules: &Rules, state: &mut State) -> (u16, Value) {
        let values = |body: &Value| {
            let text = body["filterGroups"].to_string();
            text.matches(".com").count() + text.matches("customer ").count()
        };
        if self.does(Conduct::FewValues) && values(&body) > 2 {
            return (400, json!({ "status": "error", "category": "VALIDATION_ERROR" }));
        }
        let start: usize = body["after"]
            .as_str()
            .and_then(|mark| mark.parse().ok())
            .unwrap_or(0);
        let (key, is_behind) = self.without_beginning(&mut body);
        body["limit"] = json!(200);
        if let Some(fields) = body.as_object_mut() {
            fields.remove("after");
        }
        let (status, text) = self
            .index
            .answer(rules, "POST", &question.path, &body.to_string());
        let mut answer: Value = serde_json::from_str(&text).expect("JSON");
        if status != 200 {
            return (status, answer);
        }
        let mut rows = std::mem::take(answer["results"].as_array_mut().expect("results"));
        assert!(rows.len() < 200, "a page of the portal holds all");
        if self.does(Conduct::Descending) {
            rows.reverse();
        } else if self.does(Conduct::Shuffled) {
            rows.sort_by_key(|row| {
                Dice::new(row["id"].as_str().map_or(0, |id| id.parse().expect("an id"))).roll()
            });
        }
        let total = rows.len();
        let mut end = total.min(start + PAGE);
        if self.does(Conduct::ShortPages) && end > start {
            end = start + 1 + state.dice.below(end - start);
        }
        if self.does(Conduct::EmptyPages) && end > start && state.dice.percent(25) {
            end = start;
        }
        let mut page = json!({
            "total": total,
            "results": rows.get(start..end).unwrap_or_default(),
        });
        if end < total {
            let mark = if self.does(Conduct::StuckMarks) { PAGE } else { end };
            page["paging"] =
                json!({ "next": { "after": mark.to_string(), "link": "https://evil.invalid/" } });
        }
        let key = format!("{} {key}", question.path);
        if self.does(Conduct::RepeatedPages)
            && is_behind
            && state.dice.percent(20)
            && let Some(last) = state.pages.get(&key)
        {
            return (200, last.clone());
        }
        state.pages.insert(key, page.clone());
        (200, page)
    }

    /// Returns a search without the id behind which the page begins, and whether there was one; it stays in the search as far
    /// as it is heeded.
    fn without_beginning(&self, body: &mut Value) -> (String, bool) {
        let mut key = body.clone();
        let mut is_behind = false;
        for group in key["filterGroups"].as_array_mut().into_iter().flatten() {
            for filter in group["filters"].as_array_mut().into_iter().flatten() {
                if filter["propertyName"] == "hs_object_id" {
                    is_behind |= filter["value"] != "0";
                    filter["value"] = json!("0");
                }
            }
        }
        if self.does(Conduct::IgnoresIds) {
            body["filterGroups"] = key["filterGroups"].clone();
        }
        key["after"] = Value::Null;
        (key.to_string(), is_behind)
    }

    /// Bends an answer.
    fn bend(&self, question: &Question, body: &mut Value, state: &mut State) -> Result<(), HubSpotError> {
        let is_search = is(question, "/search");
        let dice = &mut state.dice;
        if self.does(Conduct::LargeAnswers)
            && is(question, "/associations/")
            && question
                .body
                .as_ref()
                .is_some_and(|body| body.matches("\"id\"").count() > 1)
        {
            return Err(HubSpotError::TooLarge(32 * 1024 * 1024));
        }
        if is_search && self.does(Conduct::NoTotals) {
            body["total"] = [json!(-1), Value::Null, json!("many"), json!([])][dice.below(4)].clone();
        }
        if is_search && self.does(Conduct::HighTotals) && dice.percent(30) {
            let total = body["total"].as_u64().unwrap_or(0);
            body["total"] = json!(total + 7);
        }
        if !is_search
            && self.does(Conduct::PendingBatches)
            && dice.percent(40)
            && body.get("status").is_some()
        {
            body["status"] =
                [json!("PENDING"), json!("PROCESSING"), json!("CANCELED")][dice.below(3)].clone();
            body["results"].as_array_mut().expect("results").clear();
        }
        if !is_search && self.does(Conduct::PartialBatches) && body.get("status").is_some() {
            partly(body, dice);
        }
        let rows = body["results"].as_array_mut();
        if let Some(rows) = rows.filter(|_| !is(question, "/associations/")) {
            if self.does(Conduct::SpoiltRecords) && dice.percent(20) && !rows.is_empty() {
                let at = dice.below(rows.len());
                let row = &mut rows[at];
                match dice.below(4) {
                    0 => row["properties"] = Value::Null,
                    1 => row["id"] = json!({ "value": 7 }),
                    2 => row["id"] = json!("not-a-number"),
                    _ => *row = json!("spoilt"),
                }
            }
            if self.does(Conduct::OddRecords) && dice.percent(20) && is_search {
                let id = [
                    json!("abc"),
                    json!(-1),
                    json!("99999999999999999999"),
                    Value::Null,
                ][dice.below(4)]
                .clone();
                let at = dice.below(rows.len() + 1);
                rows.insert(
                    at,
                    json!({ "id": id, "properties": { "email": "odd@customer-0.com" } }),
                );
            }
            if self.does(Conduct::ExtraFields) {
                for row in rows.iter_mut().filter(|row| row.is_object()) {
                    row["new"] = json!({ "deep": [[[{}]]] });
                    if let Some(id) = row["id"].as_str().and_then(|id| id.parse::<i64>().ok()) {
                        row["id"] = json!(id);
                    }
                }
            }
        }
        if is_search && self.is_cut_short {
            body["total"] = Value::Null;
            if let Some(fields) = body.as_object_mut() {
                fields.remove("paging");
            }
        }
        Ok(())
    }
}

/// Takes results out of a batch and says that they could not be read, or that nothing is known of them.
fn partly(body: &mut Value, dice: &mut Dice) {
    let results = std::mem::take(body["results"].as_array_mut().expect("results"));
    let (mut kept, mut errors) = (Vec::new(), Vec::new());
    for result in results {
        if dice.percent(25) {
            let id = result.get("from").map_or(&result["id"], |from| &from["id"]);
            let category = ["INTERNAL_ERROR", "RATE_LIMITS", "FORBIDDEN"][dice.below(3)];
            errors.push(json!({ "status": "error", "category": category, "context": { "ids": [id] } }));
        } else {
            kept.push(result);
        }
    }
    body["results"] = kept.into();
    for error in body["errors"].as_array_mut().into_iter().flatten() {
        if dice.percent(25) {
            error["category"] = json!("INTERNAL_ERROR");
        }
    }
    if !errors.is_empty() {
        match body["errors"].as_array_mut() {
            Some(all) => all.extend(errors),
            None => body["errors"] = errors.into(),
        }
    }
}
