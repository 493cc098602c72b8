//! Runs against a HubSpot that answers oddly, within the program and on a clock that jumps.

mod waits;

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::*;
use crate::domain::{Detail, Reached, RunFilter, SyncKind};
use crate::hubspot::{Head, HubSpotError, Question, StandIn};
use crate::sandbox::Scope;

pub(super) type Answer = Result<(Head, Value), HubSpotError>;
type Bend = dyn Fn(&Question, Answer) -> Answer + Send + Sync;

/// A portal whose answers are bent before they are given.
struct Odd {
    portal: Portal,
    rules: Rules,
    bend: Arc<Bend>,
    /// How long each answer takes, in seconds.
    took: AtomicU64,
    paused: Arc<Mutex<Duration>>,
}

impl fmt::Debug for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Odd")
    }
}

impl StandIn for Odd {
    fn answer(&self, question: &Question) -> Result<(Head, Vec<u8>), HubSpotError> {
        let method = if question.body.is_some() { "POST" } else { "GET" };
        let body = question.body.as_deref().unwrap_or_default();
        let (status, text) = self.portal.answer(&self.rules, method, &question.path, body);
        let body = serde_json::from_str(&text).expect("JSON");
        let (head, body) = (self.bend)(question, Ok((head(status), body)))?;
        Ok((head, body.to_string().into_bytes()))
    }

    fn took(&self) -> Duration {
        Duration::from_secs(self.took.load(Ordering::Relaxed))
    }

    fn pause(&self, pause: Duration) {
        *self.paused.lock().expect("held") += pause;
    }
}

pub(super) fn head(status: u16) -> Head {
    Head {
        status,
        date: Some(SystemClock.now()),
        retry_after: None,
    }
}

impl Scene {
    /// Runs a sync against a HubSpot that answers oddly.
    pub(super) fn meets(
        &mut self,
        wanted: RunScope,
        bend: impl Fn(&Question, Answer) -> Answer + Send + Sync + 'static,
    ) -> SyncReport {
        self.waits(wanted, 0, bend).0
    }

    /// Runs a sync against a HubSpot that answers oddly and slowly; returns how long it paused.
    fn waits(
        &mut self,
        wanted: RunScope,
        took: u64,
        bend: impl Fn(&Question, Answer) -> Answer + Send + Sync + 'static,
    ) -> (SyncReport, Duration) {
        let paused = Arc::new(Mutex::new(Duration::ZERO));
        let client = self.odd_client(took, Arc::clone(&paused), bend);
        let report = self.asks(&client, "mark", wanted);
        let paused = *paused.lock().expect("held");
        (report, paused)
    }

    /// Makes a client of a HubSpot that answers oddly and slowly.
    pub(super) fn odd_client(
        &self,
        took: u64,
        paused: Arc<Mutex<Duration>>,
        bend: impl Fn(&Question, Answer) -> Answer + Send + Sync + 'static,
    ) -> Client {
        Client::of(Box::new(Odd {
            portal: self.sandbox.portal().clone(),
            rules: self.sandbox.rules().clone(),
            bend: Arc::new(bend),
            took: AtomicU64::new(took),
            paused,
        }))
    }

    fn acme(people: usize) -> (Self, CustomerId, Vec<u64>) {
        let mut scene = Self::new();
        let acme = scene.customer("Acme", "acme.com");
        let ids = (0..people)
            .map(|number| scene.person(&format!("p{number:03}@acme.com"), &format!("Pat {number}")))
            .collect();
        (scene, acme, ids)
    }
}

const FULL: RunScope = RunScope::Full(Unlinking::Guarded);

fn is(question: &Question, path: &str) -> bool {
    question.path.contains(path)
}

fn as_it_is(_: &Question, answer: Answer) -> Answer {
    answer
}

/// Answers the first questions of a kind with a status and the others as they are.
fn first(count: u64, path: &'static str, status: u16) -> impl Fn(&Question, Answer) -> Answer + Send + Sync {
    let asked = AtomicU64::new(0);
    move |question, answer| {
        if is(question, path) && asked.fetch_add(1, Ordering::Relaxed) < count {
            return Ok((head(status), json!("<html>")));
        }
        answer
    }
}

#[test]
fn short_pages_are_read_to_the_end() {
    let (mut scene, acme, _) = Scene::acme(450);
    let report = scene.meets(RunScope::Due, |question, answer| {
        let (head, mut body) = answer?;
        if is(question, "/search") && body["results"].as_array().map_or(0, Vec::len) > 37 {
            body["results"].as_array_mut().expect("results").truncate(37);
            body["paging"] = json!({ "next": { "after": "37" } });
        }
        Ok((head, body))
    });
    assert_eq!(succeeded(report).counts.linked, 450);
    assert_eq!(scene.contacts(acme).len(), 450);
}

#[test]
fn pages_in_another_order_are_read_to_the_end() {
    let (mut scene, acme, _) = Scene::acme(450);
    let portal = scene.sandbox.portal().clone();
    let report = scene.meets(RunScope::Due, move |question, answer| {
        let Some(body) = question
            .body
            .as_ref()
            .filter(|_| is(question, "/contacts/search"))
        else {
            return answer;
        };
        let mut body: Value = serde_json::from_str(body).expect("JSON");
        body["sorts"] = json!([{ "propertyName": "email", "direction": "DESCENDING" }]);
        let (status, text) = portal.answer(&Rules::default(), "POST", &question.path, &body.to_string());
        Ok((head(status), serde_json::from_str(&text).expect("JSON")))
    });
    assert_eq!(succeeded(report).counts.linked, 450);
    assert_eq!(scene.contacts(acme).len(), 450);
}

#[test]
fn a_server_that_always_answers_the_same_is_an_error_within_three_pages() {
    let (mut scene, _, _) = Scene::acme(3);
    let report = scene.meets(RunScope::Due, |question, answer| {
        let (head, mut body) = answer?;
        if is(question, "/contacts/search") {
            body = json!({ "results": [{ "id": "101", "properties": { "email": "p000@acme.com" } }],
                           "paging": { "next": { "after": "1" } } });
        }
        Ok((head, body))
    });
    assert_eq!(failed(&report), "unreadable");
    let message = report.fault.expect("a fault").message;
    assert!(
        message.contains("contradict each other") && message.contains("1 linked"),
        "{message}"
    );
    // The account, and three pages.
    assert_eq!(report.requests, 4);
    assert_eq!(succeeded(scene.meets(RunScope::Due, as_it_is)).counts.linked, 2);
}

#[test]
fn people_are_read_first_on_every_run_whatever_becomes_of_the_rest() {
    let (mut scene, acme, ids) = Scene::acme(3);
    let stray = scene.person("s@stray.io", "Stray Dog");
    scene.company("Acme Inc", &["acme.com"], &[stray]);
    scene.sandbox.rules().scopes.remove(&Scope::Companies);
    for title in ["CTO", "CIO", "CEO"] {
        scene.changes(ids[0], |person| person.jobtitle = Some(title.into()));
        let report = scene.meets(RunScope::Due, as_it_is);
        assert_eq!(
            (failed(&report), report.reached),
            ("missing_scopes", Reached::People)
        );
        let message = report.fault.expect("a fault").message;
        assert!(message.starts_with("People are in sync"), "{message}");
        let known = scene.named(acme, "Pat 0").details[Detail::Title]
            .clone()
            .map(|title| title.to_string());
        assert_eq!(known.as_deref(), Some(title));
    }
    scene.sandbox.rules().scopes.insert(Scope::Companies);
    let report = succeeded(scene.meets(RunScope::Due, as_it_is));
    assert_eq!(
        (report.kind, report.near_misses),
        (Some(SyncKind::Incremental), 1)
    );
}

#[test]
fn near_misses_that_could_not_be_read_are_read_by_the_next_run() {
    let (mut scene, _, _) = Scene::acme(3);
    succeeded(scene.meets(RunScope::Due, as_it_is));
    let stray = scene.person("s@stray.io", "Stray Dog");
    let company = scene.company("Acme Inc", &["acme.com"], &[stray]);
    scene.sandbox.portal().edit_company(company, now(), |_| {});
    for path in ["/companies/search", "/associations/"] {
        let report = scene.meets(RunScope::Due, first(u64::MAX, path, 503));
        assert_eq!(
            (failed(&report), report.reached),
            ("server", Reached::People),
            "{path}"
        );
    }
    // It is not among the changes of the last hour any more.
    scene.sandbox.portal().edit_company(company, long_ago(), |_| {});
    let report = succeeded(scene.meets(RunScope::Due, as_it_is));
    assert_eq!(report.near_misses, 1);
}

#[test]
fn a_company_that_changes_behind_a_run_that_stopped_is_read_by_the_one_that_goes_on() {
    let (mut scene, _, _) = Scene::acme(0);
    let company = scene.company("Acme Inc", &["acme.com"], &[]);
    let report = scene.meets(RunScope::Due, first(u64::MAX, "/associations/", 503));
    assert_eq!(failed(&report), "server");
    scene.company("Acme", &["acme.net"], &[scene.person("t@tray.io", "Tea Tray")]);
    let stray = scene.person("s@stray.io", "Stray Dog");
    scene.sandbox.portal().associate_primary(company, stray);
    scene.sandbox.portal().edit_company(502, now(), |_| {});
    let report = succeeded(scene.meets(RunScope::Due, as_it_is));
    assert_eq!(report.near_misses, 2);
}

#[test]
fn what_hubspot_does_not_say_is_not_concluded() {
    let bends: [fn(&mut Value); 5] = [
        |body| body["errors"][0]["category"] = json!("INTERNAL_ERROR"),
        |body| body["errors"][0]["category"] = json!("FORBIDDEN"),
        |body| body["status"] = json!("PENDING"),
        |body| body["status"] = json!("CANCELED"),
        |body| *body = json!({ "status": "PROCESSING", "results": [] }),
    ];
    for bend in bends {
        let (mut scene, acme, ids) = Scene::acme(3);
        succeeded(scene.meets(RunScope::Due, as_it_is));
        scene.sandbox.portal().archive_contact(ids[0], now());
        let report = scene.meets(FULL, move |question, answer| {
            let (head, mut body) = answer?;
            if is(question, "/batch/read?") && body.get("errors").is_some() {
                bend(&mut body);
            }
            Ok((head, body))
        });
        assert_eq!(
            (report.state, report.counts.gone),
            (RunState::Ok, 0),
            "{report:?}"
        );
        let fault = report.fault.expect("a remark");
        assert_eq!(fault.kind.key(), "skipped");
        assert!(fault.message.contains(&ids[0].to_string()), "{}", fault.message);
        assert!(scene.named(acme, "Pat 0").is_linked());
        assert_eq!(succeeded(scene.meets(FULL, as_it_is)).counts.gone, 1);
    }
}

#[test]
fn a_question_that_hubspot_was_not_done_with_is_asked_again() {
    let (mut scene, _, ids) = Scene::acme(3);
    succeeded(scene.meets(RunScope::Due, as_it_is));
    scene.sandbox.portal().archive_contact(ids[0], now());
    let asked = AtomicU64::new(0);
    let report = scene.meets(FULL, move |question, answer| {
        if is(question, "/batch/read?") && asked.fetch_add(1, Ordering::Relaxed) == 0 {
            return Ok((head(200), json!({ "status": "PENDING", "results": [] })));
        }
        answer
    });
    assert_eq!(succeeded(report).counts.gone, 1);
}

#[test]
fn records_that_cannot_be_read_are_skipped_counted_and_named() {
    let (mut scene, acme, ids) = Scene::acme(5);
    let odd = ids[2].to_string();
    let report = scene.meets(RunScope::Due, move |question, answer| {
        let (head, mut body) = answer?;
        for row in body["results"].as_array_mut().into_iter().flatten() {
            if row["id"] == odd.as_str() && is(question, "/contacts/") {
                row["properties"] = Value::Null;
            }
        }
        if is(question, "/contacts/search") {
            body["total"] = json!(-1);
            let rows = body["results"].as_array_mut().expect("results");
            rows.push(json!({ "id": "\u{1b}[2Jx-7", "properties": { "email": "x@acme.com" } }));
        }
        Ok((head, body))
    });
    assert_eq!((report.state, report.reached), (RunState::Ok, Reached::All));
    let message = report.fault.expect("a remark").message;
    assert!(
        message.starts_with("2 HubSpot records") && message.contains("contact x-7 on page 1"),
        "{message}"
    );
    assert!(message.contains(&ids[2].to_string()), "{message}");
    assert_eq!(scene.contacts(acme).len(), 4);
    let run = scene
        .workspace
        .sync_runs(RunFilter::All, 1)
        .expect("listed")
        .remove(0);
    assert_eq!(
        (run.state, run.fault.map(|fault| fault.message)),
        (RunState::Ok, Some(message))
    );
    assert_eq!(scene.workspace.integration().expect("read").fault, None);
    assert_eq!(succeeded(scene.meets(FULL, as_it_is)).counts.linked, 1);
}

#[test]
fn a_record_that_a_page_spoils_is_read_by_its_id() {
    let (mut scene, acme, ids) = Scene::acme(5);
    let odd = ids[2].to_string();
    let report = scene.meets(RunScope::Due, move |question, answer| {
        let (head, mut body) = answer?;
        for row in body["results"].as_array_mut().into_iter().flatten() {
            if row["id"] == odd.as_str() && is(question, "/contacts/search") {
                row["properties"] = json!("none");
            }
        }
        Ok((head, body))
    });
    assert_eq!(succeeded(report).counts.linked, 5);
    assert_eq!(scene.contacts(acme).len(), 5);
}

#[test]
fn a_clock_that_is_ahead_once_has_no_change_missed() {
    let (mut scene, acme, ids) = Scene::acme(2);
    let ahead = |_: &Question, answer: Answer| {
        let (mut head, body) = answer?;
        head.date = Some(SystemClock.now().plus_millis(24 * 60 * 60 * 1_000));
        Ok((head, body))
    };
    succeeded(scene.meets(RunScope::Due, ahead));
    scene.changes(ids[0], |person| person.jobtitle = Some("CTO".into()));
    let report = succeeded(scene.meets(RunScope::Due, as_it_is));
    assert_eq!(
        (report.kind, report.counts.updated),
        (Some(SyncKind::Incremental), 1)
    );
    assert!(scene.named(acme, "Pat 0").details[Detail::Title].is_some());
}

#[test]
fn a_change_that_comes_late_into_the_index_arrives() {
    let (mut scene, acme, ids) = Scene::acme(2);
    succeeded(scene.meets(RunScope::Due, as_it_is));
    // It was made before the last run, and is found only now.
    let before = jiff::Timestamp::from_millisecond(SystemClock.now().as_millis() - 58 * 60 * 1_000);
    let edited = scene
        .sandbox
        .portal()
        .edit_contact(ids[0], before.expect("a time"), |person| {
            person.jobtitle = Some("CTO".into());
        });
    assert!(edited);
    let report = succeeded(scene.meets(RunScope::Due, as_it_is));
    assert_eq!(
        (report.kind, report.counts.updated),
        (Some(SyncKind::Incremental), 1)
    );
    assert!(scene.named(acme, "Pat 0").details[Detail::Title].is_some());
}
