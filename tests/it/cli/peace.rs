//! Who must be left in peace: customers who left, onboardings that are paused, contacts who are archived.

use rstest::rstest;

use crate::cli::deliveries::DeliveryHome;
use crate::cli::onboardings::{home, outbox};

#[rstest]
#[case("churned")]
#[case("archived")]
fn nothing_is_written_about_a_customer_who_left_and_the_reason_is_told(#[case] status: &str) {
    let home = home();
    let ran = home.run(["customer", "edit", "1", "--status", status]);
    assert!(ran.text().ends_with(" 1 onboarding is paused.\n"), "{ran:?}");
    for arguments in [
        &["onboarding", "advance", "1"][..],
        &["onboarding", "back", "1", "--to", "Kickoff", "--reason", "x"],
        &["onboarding", "skip", "1", "--to", "Launch"],
        &["onboarding", "resume", "1"],
        &["onboarding", "start", "1"],
        &["invite", "1"],
        &["invite", "1", "ann@acme.com"],
        &["task", "add", "1", "--title", "T", "--customer-facing"],
        &["task", "edit", "1", "1", "--customer-facing"],
        &["pi", "draft", "1", "ann@acme.com"],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(4), "{arguments:?}: {ran:?}");
        assert!(
            ran.err.contains(status) || ran.err.contains("does not come"),
            "{arguments:?}: {ran:?}"
        );
    }
    assert!(outbox(&home).is_empty());
    let routes = home.json(["route", "1"]);
    for route in routes["routes"].as_array().expect("a list") {
        assert!(
            route["recipient"].is_null() && route["reason"] == "nobody",
            "{route}"
        );
        assert_eq!(route["channels"].as_array().map(Vec::len), Some(0));
    }
    let told = home.run(["route", "1"]);
    assert!(
        told.text().contains(&format!("nobody: the customer is {status}")),
        "{told:?}"
    );
    let count = |more: &[&str]| {
        let list = home.json(["customer", "list"].iter().chain(more));
        list["customers"].as_array().expect("a list").len()
    };
    let by_filter = format!("--{status}");
    let by_words = format!("status:{status}");
    assert_eq!(
        (count(&[]), count(&[&by_filter]), count(&["--search", &by_words])),
        (0, 1, 1)
    );
    assert_eq!(
        home.json(["onboarding", "list"])["onboardings"]
            .as_array()
            .map(Vec::len),
        Some(0)
    );
    home.run(["customer", "edit", "1", "--status", "active"]);
    assert_eq!(home.run(["onboarding", "advance", "1"]).code, Some(0));
}

#[test]
fn a_paused_onboarding_stays_where_it_is_until_it_is_resumed() {
    let home = home();
    home.run(["onboarding", "pause", "1"]);
    for arguments in [
        &["onboarding", "advance", "1"][..],
        &["onboarding", "skip", "1", "--to", "Launch"],
        &["task", "add", "1", "--title", "T", "--customer-facing"],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(
            ran.err
                .contains("The onboarding of Acme is paused. Resume it first."),
            "{ran:?}"
        );
    }
    assert!(outbox(&home).is_empty());
    assert_eq!(home.json(["onboarding", "resume", "1"])["state"], "active");
    assert_eq!(home.run(["onboarding", "advance", "1"]).code, Some(0));
    assert_eq!(outbox(&home).len(), 2);
}

#[test]
fn an_archived_contact_is_not_invited_and_its_open_tasks_are_named() {
    let home = home();
    home.json([
        "task",
        "add",
        "1",
        "--title",
        "Send the logo",
        "--assignee",
        "ann@acme.com",
    ]);
    let ran = home.run(["contact", "archive", "1", "ann@acme.com"]);
    assert_eq!(
        ran.text(),
        "Archived Ann Lee. This open task needs a new assignee: #3 Send the logo.\n"
    );
    let ran = home.run(["invite", "1", "ann@acme.com"]);
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(ran.err.contains("Ann Lee is archived"), "{ran:?}");
}

#[test]
fn deleting_somebody_says_what_the_history_keeps() {
    let home = home();
    let ran = home.run(["contact", "delete", "1", "ann@acme.com"]);
    assert_eq!(
        ran.text(),
        "Deleted Ann Lee. The history keeps the name and email.\n"
    );
}

#[test]
fn what_waits_is_held_as_a_customer_leaves_and_goes_only_when_a_person_says_so() {
    let home = DeliveryHome::open();
    home.does(&["invite", "1"]);
    assert_eq!(home.states("email"), ["queued", "queued"]);
    let ran = home.run(&["customer", "edit", "1", "--status", "churned"]);
    assert_eq!(
        ran.text(),
        "Acme is now churned. 1 onboarding is paused. 4 waiting notifications are held.\n"
    );
    let listed = home.run(&["outbox", "list"]);
    assert!(
        listed.text().contains("Not sent while the customer is churned."),
        "{listed:?}"
    );
    let ran = home.run(&["outbox", "retry", "1"]);
    assert!(
        ran.err
            .contains("Acme is churned. Set its status to active first."),
        "{ran:?}"
    );
    for arguments in [
        &["outbox", "approve", "1"][..],
        &["customer", "edit", "1", "--release"],
    ] {
        home.run(arguments);
    }
    assert_eq!(home.run(&["outbox", "approve", "1"]).code, Some(4));
    let ran = home.run(&["outbox", "approve", "--all"]);
    assert_eq!(ran.code, Some(0));
    let why = "No held notification can be sent. Acme is churned. Set its status to active first.";
    assert_eq!(ran.err.lines().next(), Some(why), "{ran:?}");
    home.run(&["outbox", "cancel", "3"]);
    assert_eq!(home.run(&["outbox", "retry", "3"]).code, Some(4));
    let tests = home.mail.mails().len();
    let ran = home.run(&["outbox", "send"]);
    assert!(
        ran.text().contains(
            " 3 are held and cannot be approved now. Acme is churned. Set its status to active first."
        ),
        "{ran:?}"
    );
    assert_eq!(home.mail.mails().len(), tests, "nothing but the test mails");
    let ran = home.run(&["customer", "edit", "1", "--status", "active"]);
    assert!(
        ran.text()
            .contains("1 onboarding is resumed, its target unchanged. 3 notifications stay held."),
        "{ran:?}"
    );
    assert!(
        ran.err
            .contains("To send them: pivotal customer edit 1 --release"),
        "{ran:?}"
    );
    assert!(home.states("email").iter().all(|state| state != "queued"));
    // Neither do they leave by the undo of a churn.
    home.does(&["customer", "edit", "1", "--status", "churned"]);
    let ran = home.run(&["undo"]);
    assert!(ran.text().contains(" 3 notifications stay held."), "{ran:?}");
    assert!(
        ran.err
            .contains("To send them: pivotal customer edit 1 --release"),
        "{ran:?}"
    );
    home.run(&["outbox", "send"]);
    assert_eq!(home.mail.mails().len(), tests);
    let ran = home.run(&["customer", "edit", "1", "--release"]);
    assert_eq!(ran.text(), "3 notifications are now queued.\n");
    home.run(&["outbox", "send"]);
    assert_eq!(home.mail.mails().len(), tests + 1);
    assert_eq!(home.run(&["undo"]).code, Some(0));
}

#[test]
fn a_customer_who_left_is_found_by_its_name_and_a_list_says_where_it_is() {
    let home = home();
    home.run(["customer", "edit", "1", "--status", "churned"]);
    let listed = home.run(["customer", "list", "--search", "acme"]);
    assert!(
        listed
            .err
            .contains("No customer of this list matches: acme. Elsewhere: 1 churned."),
        "{listed:?}"
    );
    let found = home.run(["search", "acme"]);
    assert!(found.out.contains("#1 Acme (churned)"), "{found:?}");
    home.run(["customer", "edit", "1", "--status", "archived"]);
    assert!(!home.run(["search", "acme"]).out.contains("#1 Acme ("));
}

#[test]
fn coming_back_and_letting_go_at_once_says_once_what_became_of_it() {
    let home = DeliveryHome::open();
    let churn = ["customer", "edit", "1", "--status", "churned"];
    let back = ["customer", "edit", "1", "--status", "active", "--release"];
    home.does(&churn);
    let ran = home.run(&back);
    assert_eq!(
        ran.text(),
        "Acme is now active. 1 onboarding is resumed, its target unchanged. 2 notifications are now queued.\n"
    );
    assert_eq!(ran.err, "");
    let ran = home.run(&["customer", "edit", "1", "--release"]);
    assert_eq!(ran.text(), "No held notification can be sent.\n");
    let ran = home.run(&["contact", "archive", "1", "dana@acme.com"]);
    assert!(
        ran.text().contains(" 2 waiting notifications are held."),
        "{ran:?}"
    );
    let ran = home.run(&["contact", "restore", "1", "dana@acme.com"]);
    assert!(ran.text().ends_with(" 2 notifications stay held.\n"), "{ran:?}");
    assert!(
        ran.err
            .contains("To send them: pivotal customer edit 1 --release"),
        "{ran:?}"
    );
}
