//! Promises 10 and 18: what comes from outside is made harmless and is not lost, and what goes out is read back as it was.
//!
//! Tried on made-up text; in the long form on far more of it:
//! `PIVOTAL_PROOF=full cargo test --release --test promises properties -- --ignored --nocapture`.

mod files;
mod hubspot;
mod list;
mod safe_text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;

/// Text as attackers and spreadsheets write it.
const HOSTILE: &str = "[\u{1b}\u{9b}\u{9d}\\[\\]P;0-9A-Za-z\u{7}\\\\ \u{301}\u{202e}\u{200d}\u{fe0f}\u{e0041}\u{1f468}\"',:@#=+\\-\t\r\n<>|ß王]{0,120}";

/// Lines such as people paste.
const LINES: [&str; 30] = [
    "Ann Lee,ann@acme.com,CTO",
    "Bo Ruiz;bo@acme.com;+49 30 1",
    "cy@acme.com",
    "Ann <ann@acme.com>; dana@acme.com",
    "\"Lee, Ann\" <ann@acme.com>, \"Ruiz\" <r@x.io>,",
    "\"Lee, Ann\",ann@acme.com",
    "\"Open,open@acme.com",
    "close\",x@acme.com",
    "# remark",
    "// remark",
    "#,Name,Email",
    "Name,Email,Title",
    "First Name\tLast Name\tE-mail 1 - Value",
    "Vorname;Nachname;E-Mail",
    "sep=;",
    "Exported on 2026-11-24",
    "\"",
    "\"\"",
    ",,,",
    "\t",
    "\u{200b}",
    "(comment) <a@b.co>",
    "group: ann@acme.com;",
    "mailto:ann@acme.com",
    "“Ann”,“ann@acme.com”",
    "ann@acme.com,Ann",
    "a|b|c@d.eu",
    "\u{1b}[2JEve,eve@acme.com",
    "=cmd|' /C calc'!A0,x@acme.com",
    "",
];

fn list() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![4 => prop::sample::select(&LINES[..]).prop_map(str::to_owned), 1 => HOSTILE],
        0..14,
    )
    .prop_map(|lines| lines.join("\n"))
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        HOSTILE.prop_map(|text| serde_json::to_string(&text).expect("JSON")),
        any::<String>().prop_map(|text| serde_json::to_string(&text).expect("JSON")),
        "[a-z0-9.+]{1,70}@[a-z0-9-]{1,20}\\.(com|co\\.uk|io)".prop_map(|text| format!("\"{text}\"")),
        prop::sample::select(&["null", "true", "5", "-1.5", "[]", "{}", "1e400"][..]).prop_map(str::to_owned),
    ]
}

fn page() -> impl Strategy<Value = String> {
    let property = prop::sample::select(
        &[
            "email",
            "firstname",
            "lastname",
            "jobtitle",
            "phone",
            "name",
            "domain",
            "hs_additional_domains",
        ][..],
    );
    let record = (
        prop_oneof![
            Just("\"7\"".to_owned()),
            (0..50i64).prop_map(|id| id.to_string()),
            value()
        ],
        prop::collection::vec((property, value()), 0..7),
    )
        .prop_map(|(id, properties)| {
            let properties: Vec<String> = properties
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{\"id\":{id},\"properties\":{{{}}}}}", properties.join(","))
        });
    prop::collection::vec(record, 0..6)
        .prop_map(|records| format!("{{\"total\":9,\"results\":[{}]}}", records.join(",")))
}

fn try_all<S: Strategy>(cases: u32, strategy: &S, check: impl Fn(S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let tried = TestRunner::new(config).run(strategy, |value| {
        check(value);
        Ok(())
    });
    if let Err(error) = tried {
        panic!("{error}");
    }
}

fn everything(cases: u32) {
    try_all(
        cases,
        &prop_oneof![HOSTILE.boxed(), any::<String>().boxed()],
        |text| safe_text::check(&text),
    );
    try_all(cases, &list(), |text| list::check(text.as_bytes()));
    try_all(cases, &prop::collection::vec(any::<u8>(), 0..300), |bytes| {
        list::check(&bytes);
    });
    try_all(cases, &page(), |text| hubspot::check(text.as_bytes()));
    try_all(cases, &HOSTILE, |text| files::check_tables(&text));
    try_all(cases, &HOSTILE, |text| files::check_cards(&text));
    try_all(cases, &any::<String>(), |text| files::check_cards(&text));
}

#[test]
fn what_comes_in_is_harmless_and_whole_and_what_goes_out_comes_back() {
    everything(200);
}

#[test]
#[ignore = "takes minutes: PIVOTAL_PROOF=full cargo test --release --test promises properties -- --ignored --nocapture"]
fn many_more_of_the_same() {
    let full = std::env::var("PIVOTAL_PROOF").is_ok_and(|size| size == "full");
    let cases = if full { 100_000 } else { 1_000 };
    everything(cases);
    println!("{cases} each of texts, lists, files, pages of HubSpot, tables and cards: 0 lost, 0 live");
}

/// Demands that a check fails.
fn bites(check: impl FnOnce()) {
    assert!(
        catch_unwind(AssertUnwindSafe(check)).is_err(),
        "the check finds nothing"
    );
}

#[rstest]
#[case("Ann\u{1b}[2J")]
#[case("Ann\u{202e}")]
#[case("Ann\u{200b}")]
#[case("Ann\u{e0041}")]
#[case("Ann\u{9b}")]
#[case("Ann  Lee")]
#[case("e\u{301}")]
fn control_text_that_is_not_cleaned_is_found(#[case] raw: &str) {
    bites(|| safe_text::holds(raw));
}

#[test]
fn control_a_line_that_is_no_row_is_found() {
    list::check_cover(&["Name", "", ",", "Ann"], 1, &[(3, 1)]);
    bites(|| list::check_cover(&["Ann Lee,ann@acme.com"], 0, &[]));
    bites(|| list::check_cover(&["Ann Lee", "ann@acme.com"], 0, &[(0, 2), (1, 1)]));
}

#[test]
fn control_a_live_cell_and_a_broken_card_are_found() {
    bites(|| files::demand_inert("=1+1"));
    bites(|| files::demand_inert("＝1"));
    for broken in [
        "BEGIN:VCARD\r\nFN:Lee, Ann\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN:Ann\r\nFN:X\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN:Ann\nLee\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nFN:Ann\r\n",
    ] {
        bites(|| drop(files::cards(broken)));
    }
}
