//! Stories told by keys, around the real loop with a real store and a clock that stands.

use crate::support::session::Session;

fn with_acme() -> Session {
    let mut session = Session::new(80, 24);
    session.keys("n").text("Acme").keys("<tab>").text("acme.com");
    session
        .keys("<tab>")
        .text("Cara Osei <cara@us.com>")
        .keys("<enter>");
    session
}

#[test]
fn from_an_empty_store_to_an_archived_primary_and_back_after_a_restart() {
    let mut session = with_acme();
    session.shows("Added Acme as #1.").shows("⚠ none");
    session
        .keys("2a")
        .text("Dana Ruiz")
        .keys("<tab>")
        .text("dana@acme.com")
        .keys("<enter>");
    session.shows("★ Dana Ruiz").shows("so it is the primary");
    session
        .keys("a")
        .text("Ann Lee")
        .keys("<tab>")
        .text("ann@acme.com")
        .keys("<ctrl-s>");
    session.keys("*").shows("★ Ann Lee");
    session.keys("d").shows("Archive Ann Lee?").keys("<down><enter>");
    session
        .keys("1")
        .shows("Cara Osei, owner (fallback: no primary contact)");
    insta::assert_snapshot!("owner_fallback", session.screen());

    session.restart();
    // The list shows customers: what was done to contacts is out of sight, and named before it is undone.
    session.keys("u").shows("Undo: archived Ann Lee");
    session.keys("<enter>").shows("★ Ann Lee");
    session.keys("u").shows("★ Dana Ruiz");
    session.keys("u").shows("Undo: added Ann Lee");
    session
        .keys("<enter>2")
        .shows("1 active contact")
        .shows("★ Dana Ruiz");
    session.keys("u1u").shows("Welcome to pivotal");
}

#[test]
fn history_tells_who_changed_what_from_which_value_to_which() {
    let mut session = with_acme();
    session
        .keys("2a")
        .text("Dana Ruiz")
        .keys("<tab>")
        .text("dana@acme.com")
        .keys("<enter>");
    session.wait(3_600_000);
    session.keys("e<tab><tab>").text("CTO").keys("<enter>");
    session.wait(3_600_000);
    session
        .keys("e<tab><tab><ctrl-a><ctrl-k>")
        .text("CIO")
        .keys("<enter>4");
    session.wait(60_000);
    insta::assert_snapshot!("history", session.screen());
}

#[test]
fn a_hostile_paste_is_clean_and_only_text() {
    let mut session = with_acme();
    session.keys("2a");
    session.paste("Ann\u{1b}[31m\u{202e} Lee\u{1b}]0;owned\u{7}\nq\r");
    session.keys("<tab>").text("ann@acme.com").keys("<enter>");
    session.shows("★ Ann Lee q");
    assert!(!session.has_quit());
    assert!(!session.screen().contains(['\u{1b}', '\u{202e}', '\u{7}']));
}

#[test]
fn a_paste_on_a_screen_does_nothing() {
    let mut session = with_acme();
    session.paste("dq\nn").shows("Nothing was pasted").shows("Acme");
    assert!(!session.has_quit());
}

/// Adds customers whose people the sandbox knows; people of Okavi Payments write from another domain there.
fn with_customers_of_the_sandbox() -> Session {
    let mut session = Session::new(120, 40);
    for (name, domain) in [
        ("Okavi Payments", "okavi.example"),
        ("Lumenta", "lumenta.example"),
    ] {
        session
            .keys("n")
            .text(name)
            .keys("<tab>")
            .text(domain)
            .keys("<enter>");
    }
    session
}

#[test]
fn a_sync_links_people_and_a_wrong_domain_is_fixed_by_two_keys() {
    let mut session = with_customers_of_the_sandbox();
    session.keys("j<enter>2a").text("Kofi A.").keys("<tab>");
    session
        .text("kofi.agyeman@okavipay.example")
        .keys("<enter>")
        .shows("★ Kofi A.");
    session.connect().keys("S").until("Synced with HubSpot: 5 linked");
    session.shows("3 people at okavipay.example, not okavi.example");
    session.keys("m").shows("The change links 3 and unlinks");
    session.keys("<enter>").shows("Linked 3 from HubSpot");
    session.until("✓ HubSpot").shows("3 active contacts");
    session.shows("★ Kofi A.").shows("⇄ edited").shows("⇄ HubSpot");
    session.keys("gi").until("✓ nothing new").shows("Near misses: 0");
    session.keys("gcj<enter>2");
    session
        .restart()
        .keys("u")
        .shows("Undo: changed domain of Okavi Payments")
        .shows("4 records of Okavi Payments")
        .keys("<enter>")
        .shows("Undid: changed domain of Okavi Payments");
}

#[test]
fn unlinked_people_stay_away_through_full_syncs_until_they_are_relinked() {
    let mut session = with_customers_of_the_sandbox();
    session.connect().keys("S").until("Synced with HubSpot: 5 linked");
    session
        .keys("<enter>2")
        .shows("5 active contacts")
        .keys("xx")
        .shows("3 active contacts");
    for _ in 0..2 {
        session.keys("giF").until("Synced with HubSpot: nothing new");
        session.keys("gc<enter>2").shows("3 active contacts").wait(20_000);
    }
    session
        .keys("ff")
        .shows("2 unlinked contacts")
        .keys("r")
        .shows("1 unlinked contact");
    session.keys("f").shows("4 active contacts");
}

#[test]
fn a_sync_that_was_stopped_goes_on_with_the_next_key() {
    let mut session = with_customers_of_the_sandbox();
    session
        .connect()
        .keys("S")
        .until("X stops")
        .keys("X")
        .until("was stopped");
    session.keys("S").until("Synced with HubSpot");
    session.keys("gi").until("Near misses: 1").shows("5 linked");
}
