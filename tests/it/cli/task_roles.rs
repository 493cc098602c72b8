//! Roles by command: of several contacts at once, and tasks for whoever holds one.

use std::fs;

use serde_json::Value;

use crate::cli::onboardings::{home, told};

#[test]
fn roles_of_several_contacts_are_changed_at_once_and_undone_at_once() {
    let home = home();
    let both = "ann@acme.com, dana@acme.com";
    let document = home.json(["contact", "role", "1", both, "--add", "billing", "--add", "legal"]);
    let roles = |document: &Value| -> Vec<String> {
        let contacts = document["contacts"].as_array().expect("a list").iter();
        let roles = contacts.map(|contact| contact["roles"].as_str().unwrap_or_default().to_owned());
        roles.collect()
    };
    assert_eq!(roles(&document), ["billing, legal"; 2]);
    let ran = home.run([
        "contact", "role", "1", both, "--remove", "Legal", "--add", "champion",
    ]);
    assert_eq!(ran.out, "Saved roles of 2 contacts.\n");
    home.run(["undo"]);
    assert_eq!(roles(&home.json(["contact", "list", "1"])), ["billing, legal"; 2]);
    let one = home.json(["contact", "role", "1", "ann@acme.com", "technical"]);
    assert_eq!(one["roles"], "technical");
    assert_eq!(
        home.json(["customer", "list", "--search", "role:technical"])["customers"][0]["name"],
        "Acme"
    );
    let none = home.json(["contact", "role", "1", both, "--none"]);
    assert_eq!(roles(&none), [""; 2]);
    for (arguments, code, said) in [
        (&["billing", "--add", "legal"][..], 2, "cannot be used with"),
        (&[][..], 2, "required"),
        (
            &["--add", "legal", "--remove", "legal"][..],
            4,
            "both added and removed",
        ),
    ] {
        let ran = home.run(["contact", "role", "1", both].iter().chain(arguments));
        assert_eq!(ran.code, Some(code), "{ran:?}");
        assert!(ran.err.contains(said), "{ran:?}");
    }
}

#[test]
fn a_task_for_a_role_goes_to_the_one_who_holds_it_and_else_to_the_primary() {
    let home = home();
    let add = |title: &str| {
        let arguments = ["--customer-facing", "--assignee", "role: Billing"];
        home.run(
            ["task", "add", "1", "--title", title]
                .into_iter()
                .chain(arguments),
        )
    };
    let ran = add("Pay");
    let said =
        "Notification to Dana Ruiz (role billing: nobody holds it, so the primary): mail held, Slack held.";
    assert!(ran.out.contains(said), "{ran:?}");
    home.json(["contact", "role", "1", "ann@acme.com", "billing"]);
    assert!(
        add("Sign")
            .out
            .contains("Notification to Ann Lee (role billing): ")
    );
    home.json(["contact", "role", "1", "dana@acme.com", "billing"]);
    let ran = add("File");
    assert!(
        ran.out
            .contains("Dana Ruiz (role billing: 2 contacts hold it, so the primary)"),
        "{ran:?}"
    );
    home.json(["contact", "archive", "1", "ann@acme.com"]);
    assert!(
        add("Close")
            .out
            .contains("Notification to Dana Ruiz (role billing): ")
    );
    assert_eq!(
        told(&home).into_iter().step_by(2).collect::<Vec<_>>(),
        [
            "task_assigned email dana@acme.com primary held",
            "task_assigned email ann@acme.com assignee held",
            "task_assigned email dana@acme.com primary held",
            "task_assigned email dana@acme.com assignee held",
        ]
    );
}

#[test]
fn the_list_of_tasks_the_routing_and_a_notification_tell_of_the_role() {
    let home = home();
    let sign = ["task", "add", "1", "--title", "Sign", "--customer-facing"];
    home.run(sign.into_iter().chain(["--assignee", "role:legal"]));
    let why = "role legal: nobody holds it, so the primary";
    let list = home.run(["task", "list", "1"]).out;
    assert!(list.contains(why), "{list}");
    let route = home.run(["route", "1"]).out;
    assert!(route.contains(&format!("Dana Ruiz ({why})")), "{route}");
    let shown = home.run(["outbox", "show", "1"]).out;
    assert!(shown.contains(&format!("why       {why}")), "{shown}");
    let tasks = home.json(["task", "list", "1"]);
    let assignee = &tasks["tasks"][2]["assignee"];
    assert_eq!(
        [&assignee["kind"], &assignee["role"], &assignee["why"]],
        ["role", "legal", why]
    );
    assert!(assignee["name"].is_null() && assignee["role_holders"] == 0);
    home.json(["contact", "role", "1", "ann@acme.com", "legal"]);
    let routes = home.json(["route", "1"]);
    assert_eq!(routes["routes"].as_array().map(Vec::len), Some(3));
    let role = &routes["roles"][0];
    assert_eq!(
        [
            &role["role"],
            &role["recipient"]["email"],
            &role["reason"],
            &role["why"]
        ],
        ["legal", "ann@acme.com", "assignee", "role legal"]
    );
    let list = home.run(["task", "list", "1"]).out;
    assert!(list.contains("Ann Lee (role legal)"), "{list}");
    // What waits keeps its recipient and its reason.
    assert!(home.run(["outbox", "show", "1"]).out.contains(why));
}

#[test]
fn the_role_of_a_task_is_changed_told_in_the_history_and_undone() {
    let home = home();
    home.run([
        "task",
        "add",
        "1",
        "--title",
        "Sign",
        "--assignee",
        "ann@acme.com",
    ]);
    let ran = home.run(["task", "edit", "1", "3", "--assignee", "role:legal"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let history = home.run(["history", "1"]).out;
    assert!(
        history.contains("Ann Lee") && history.contains("role legal"),
        "{history}"
    );
    home.run(["undo"]);
    assert!(home.run(["task", "list", "1"]).out.contains("Ann Lee"));
    home.run(["redo"]);
    assert!(home.run(["task", "list", "1"]).out.contains("role legal"));
    for (who, said) in [
        ("role:", "Type a role, such as billing."),
        ("role:legal, billing", "Type one role alone"),
    ] {
        let ran = home.run(["task", "edit", "1", "3", "--assignee", who]);
        assert_eq!(ran.code, Some(4), "{ran:?}");
        assert!(ran.err.contains(said), "{ran:?}");
    }
}

#[test]
fn a_task_of_a_phase_is_for_the_role_that_the_configuration_names() {
    let home = home();
    let phases =
        "[[phase]]\nname = \"Kickoff\"\n[[phase.task]]\ntitle = \"Pay\"\nassignee = \"role:billing\"\n";
    let file = home.path(".config/pivotal/phases.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, phases).expect("written");
    home.json(["customer", "add", "Beta"]);
    home.json(["onboarding", "start", "2"]);
    let tasks = home.json(["task", "list", "2"]);
    assert_eq!(tasks["tasks"][0]["assignee"]["role"], "billing");
}

#[test]
fn labels_of_a_list_become_roles_only_where_that_is_said() {
    let home = home();
    let list = "Billing: Zoe May <zoe@acme.com>\nSales: Kim Oh <kim@acme.com>\n";
    let ran = home.run_with_input(["contact", "import", "1", "--dry-run", "--json"], list.as_bytes());
    let document: Value = serde_json::from_str(&ran.out).expect("json");
    assert_eq!(document["rows"][0]["offered_role"], "billing");
    assert_eq!(document["rows"][0]["roles"], "");
    assert!(document["rows"][1].get("offered_role").is_none());
    let ran = home.run_with_input(["contact", "import", "1", "--roles-from-labels"], list.as_bytes());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let contacts = home.json(["contact", "list", "1"]);
    let of = |email: &str| {
        let all = contacts["contacts"].as_array().expect("a list");
        all.iter().find(|one| one["email"] == email).expect("there")["roles"].clone()
    };
    assert_eq!(
        (of("zoe@acme.com"), of("kim@acme.com")),
        ("billing".into(), Value::Null)
    );
}

#[test]
fn a_role_is_set_by_the_word_by_which_it_is_addressed_too() {
    let home = crate::cli::home::Home::with_acme();
    home.adds("Bo Cruz", "bo@acme.com");
    home.json(["contact", "role", "1", "bo@acme.com", "role:billing"]);
    let contact = home.json(["contact", "show", "1", "bo@acme.com"]);
    assert_eq!(contact["roles"], "billing");
}
