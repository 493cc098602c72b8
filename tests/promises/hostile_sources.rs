//! Promise 10: neither HubSpot nor a store that somebody else wrote drives the terminal.

use pivotal::clock::SystemClock;
use pivotal::domain::Clock;
use pivotal::sandbox::{Portal, PortalCompany, PortalContact, Rules, Sandbox, TOKEN};

use crate::hostile_strings::hostile;
use crate::hostile_text::{fill, home, looks, looks_at_commands, ran, scrolls};
use crate::proof::Dice;
use crate::support::command::pivotal;
use crate::terminal_bytes::{Look, Printed, foreign};

/// Gives hostile names to people and companies of HubSpot.
#[test]
fn what_hubspot_sends_is_stored_and_printed_clean() {
    let home = home();
    ran(
        home.path(),
        &["customer", "add", "Acme", "--domain", "acme.com"],
        b"",
    );
    let mut dice = Dice::new(210);
    let mut portal = Portal::default();
    let modified = jiff::Timestamp::from_millisecond(SystemClock.now().as_millis()).expect("a time");
    for number in 0..100 {
        portal.add_contact(PortalContact {
            email: Some(format!("h{number}@acme.com")),
            firstname: Some(hostile(&mut dice)),
            lastname: Some(hostile(&mut dice)),
            modified,
            ..PortalContact::default()
        });
        portal.add_company(PortalCompany {
            name: hostile(&mut dice),
            domain: Some(format!("new{number}.com")),
            additional_domains: Vec::new(),
            owner: None,
            modified,
        });
    }
    let rules = Rules {
        searches_per_second: None,
        calls_in_ten_seconds: None,
        ..Rules::default()
    };
    let sandbox = Sandbox::start(portal, rules, 0).expect("a sandbox");
    let url = sandbox.url();
    let mut look = Look::new(Printed::AsLines);
    for arguments in [
        &["sync"][..],
        &["customer", "import", "--hubspot"],
        &["contact", "list", "1"],
    ] {
        let output = pivotal(home.path())
            .env("PIVOTAL_HUBSPOT_URL", &url)
            .env("PIVOTAL_HUBSPOT_TOKEN", TOKEN)
            .args(arguments)
            .output()
            .expect("started");
        assert!(output.status.success(), "{output:?}");
        look.at(&output.stdout).at(&output.stderr);
    }
    assert!(look.cells() > 2_000, "it printed them");
    let raw = scrolls(home.path(), 1, 100);
    assert_eq!(foreign(Printed::ByApp, &raw), Vec::<String>::new());
    assert_eq!(look.found(), Vec::<String>::new());
}

/// Writes hostile texts into the store behind the program's back, as a backup of somebody else could hold them.
#[test]
fn a_store_with_texts_that_no_release_wrote_is_shown_clean() {
    let home = home();
    let mut look = Look::new(Printed::AsLines);
    fill(home.path(), 300, &mut look);
    for arguments in [
        &["onboarding", "start", "1", "--csm", "Cara Osei <cara@us.com>"][..],
        &["task", "add", "1", "--title", "Send the logo"],
        &["invite", "1"],
    ] {
        assert_eq!(ran(home.path(), arguments, b"").code, Some(0), "{arguments:?}");
    }
    let store = rusqlite::Connection::open(home.path().join("data/pivotal.db")).expect("opened");
    let mut dice = Dice::new(310);
    let ids: Vec<i64> = store
        .prepare("SELECT rowid FROM contact")
        .and_then(|mut rows| rows.query_map([], |row| row.get(0))?.collect())
        .expect("listed");
    // The triggers keep an index in which only searches look.
    store
        .execute_batch("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE type = 'trigger'; PRAGMA writable_schema = RESET;")
        .expect("without triggers");
    for id in ids {
        let [name, local, title] = std::array::from_fn(|_| hostile(&mut dice));
        let email = format!("x{}{id}@acme0.com", local.replace('@', ""));
        store
            .execute(
                "UPDATE contact SET name = ?1, email = ?2, title = ?3, email_domain = 'acme0.com' WHERE rowid = ?4",
                (&name, &email, &title, id),
            )
            .expect("written");
        store
            .execute("UPDATE op SET subject = ?1 WHERE position = ?2", (&name, id))
            .expect("written");
    }
    // A domain whose shown form would hold a direction override.
    for written in [
        "UPDATE customer SET name = ?1, plan = ?1, tags = ?1, domain = 'xn--ab-g4t.me'",
        "UPDATE owner SET name = ?1, email = 'x' || rowid || replace(?1, '@', '') || '@us.com'",
        "UPDATE notification SET subject = ?1, body = ?1 || char(10) || ?1, recipient_name = ?1, error = ?1",
        "UPDATE task SET title = ?1",
        "UPDATE change SET label = ?1, actor = ?1",
        "UPDATE op SET old = ?1 WHERE old IS NOT NULL",
        "UPDATE op SET new = ?1 WHERE new IS NOT NULL AND field <> 'record' AND position % 2 = 0",
    ] {
        store.execute(written, [hostile(&mut dice)]).expect("written");
    }
    drop(store);
    looks_at_commands(&mut look, home.path(), "1");
    for arguments in [
        &["outbox", "list"][..],
        &["outbox", "show", "1"],
        &["outbox", "list", "--json"],
        &["onboarding", "list"],
        &["task", "list", "1"],
        &["doctor"],
        &["undo"],
    ] {
        looks(&mut look, home.path(), arguments, b"");
    }
    assert_eq!(look.found(), Vec::<String>::new());
    let raw = scrolls(home.path(), 1, 100);
    assert_eq!(foreign(Printed::ByApp, &raw), Vec::<String>::new());
}
