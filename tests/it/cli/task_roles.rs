//! Tasks for whoever of a customer holds a role: whom they go to, and what is said of it.

use std::fs;

use crate::cli::onboardings::{home, told};

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
