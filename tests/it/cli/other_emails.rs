//! `pivotal contact` with other emails, and `pivotal contact swap-email`.

use serde_json::json;

use crate::cli::home::Home;

#[test]
fn other_emails_are_given_swapped_and_removed() {
    let home = Home::with_acme();
    let mut add = vec![
        "contact",
        "add",
        "1",
        "--name",
        "Ann Lee",
        "--email",
        "ann@acme.com",
    ];
    add.extend([
        "--other-email",
        "work:ann@acme.io",
        "--other-email",
        "ann@home.net",
    ]);
    let others =
        json!([{"email": "ann@acme.io", "kind": "work"}, {"email": "ann@home.net", "kind": "other"}]);
    assert_eq!(home.json(add)["other_emails"], others);
    let refused = home.run(["contact", "swap-email", "1", "ann@acme.com"]);
    assert_eq!(refused.code, Some(4));
    assert!(
        refused.err.contains("ann@acme.io (work), ann@home.net"),
        "{}",
        refused.err
    );
    let strange = home.run(["contact", "swap-email", "1", "ann@acme.com", "bo@acme.com"]);
    assert_eq!(strange.code, Some(4));
    assert!(
        strange.err.contains("bo@acme.com is no other email of Ann Lee"),
        "{}",
        strange.err
    );
    // Any of them names the contact.
    let swapped = home.json(["contact", "swap-email", "1", "ann@home.net", "ann@acme.io"]);
    assert_eq!(swapped["email"], "ann@acme.io");
    assert_eq!(
        swapped["other_emails"][0],
        json!({"email": "ann@acme.com", "kind": "work"})
    );
    let route = home.json(["route", "1"]);
    assert_eq!(route["routes"][0]["recipient"]["email"], "ann@acme.io");
    home.run(["undo"]).text();
    let wrong = home.run(["contact", "edit", "1", "ann@acme.com", "--other-email", "ann@"]);
    assert_eq!(wrong.code, Some(4));
    let taken = home.run(["contact", "add", "1", "--name", "Bo", "--email", "ann@home.net"]);
    assert_eq!(taken.code, Some(4));
    assert!(taken.err.contains("another email of Ann Lee"), "{}", taken.err);
    let none = home.json(["contact", "edit", "1", "ann@acme.com", "--no-other-emails"]);
    assert_eq!(none["other_emails"], json!([]));
    let nothing = home.run(["contact", "swap-email", "1", "ann@acme.com"]);
    assert_eq!(nothing.code, Some(4));
    assert!(nothing.err.contains("has no other email"), "{}", nothing.err);
}
