//! Templates of onboardings: other tasks for the phases, which an onboarding takes at its start and keeps.

use std::fs;

use serde_json::Value;

use crate::cli::home::{Home, list};
use crate::cli::onboardings::home;

const PHASES: &str = r#"
[[phase]]
name = "Kickoff"
[[phase.task]]
title = "Hold the call"

[[phase]]
name = "Integration"
[[phase.task]]
title = "Connect the systems"

[[phase]]
name = "Launch"
[[phase.task]]
title = "Go live"

[[template]]
name = "enterprise"
[[template.phase]]
name = "Kickoff"
[[template.phase.task]]
title = "Review the security"
assignee = "csm"
[[template.phase.task]]
title = "Hold the long call"
[[template.phase]]
name = "Integration"
[[template.phase.task]]
title = "Connect all systems"

[[template]]
name = "trial"
[[template.phase]]
name = "Kickoff"
"#;

fn write(home: &Home, text: &str) {
    let file = home.path(".config/pivotal/phases.toml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    fs::write(file, text).expect("written");
}

/// Returns the tasks of the phase in which the onboarding with this number is.
fn tasks(home: &Home, number: u64) -> Vec<String> {
    let onboardings = home.json(["onboarding", "list"]);
    let mut all = list(&onboardings, "onboardings").iter();
    let one = all.find(|one| one["number"] == number).expect("there");
    let tasks = home.json(["task", "list", &number.to_string()]);
    let of_phase = list(&tasks, "tasks")
        .iter()
        .filter(|task| task["phase"] == one["phase"]);
    of_phase
        .map(|task| task["title"].as_str().expect("a title").to_owned())
        .collect()
}

#[test]
fn an_onboarding_keeps_its_template_through_its_phases() {
    let home = home();
    write(&home, PHASES);
    let started = home.json([
        "onboarding",
        "start",
        "1",
        "--another",
        "--template",
        "Enterprise",
    ]);
    assert_eq!(started["template"], "enterprise");
    assert_eq!(tasks(&home, 2), ["Review the security", "Hold the long call"]);
    let advanced = home.json(["onboarding", "advance", "2", "--complete-tasks"]);
    assert_eq!(advanced["template"], "enterprise");
    assert_eq!(tasks(&home, 2), ["Connect all systems"]);
    // A phase that the template does not name has its own tasks.
    home.json(["onboarding", "skip", "2", "--to", "Launch", "--complete-tasks"]);
    assert_eq!(tasks(&home, 2), ["Go live"]);
    // And one without tasks gets none.
    home.json(["onboarding", "start", "1", "--another", "--template", "trial"]);
    assert!(tasks(&home, 3).is_empty());
    let all = home.json(["onboarding", "list", "1"]);
    let templates: Vec<&Value> = list(&all, "onboardings")
        .iter()
        .map(|one| &one["template"])
        .collect();
    assert_eq!(templates, [&Value::Null, &"enterprise".into(), &"trial".into()]);
    let history = home.run(["history", "1"]).out;
    assert!(
        history.contains("added onboarding #2 in Kickoff, active, template enterprise, Cara Osei"),
        "{history}"
    );
}

#[test]
fn a_start_by_a_template_is_undone_and_redone() {
    let home = home();
    write(&home, PHASES);
    home.json([
        "onboarding",
        "start",
        "1",
        "--another",
        "--template",
        "enterprise",
    ]);
    for arguments in [&["undo"], &["redo"]] {
        assert_eq!(home.run(arguments).code, Some(0), "{arguments:?}");
    }
    home.json(["onboarding", "advance", "2", "--complete-tasks"]);
    assert_eq!(tasks(&home, 2), ["Connect all systems"]);
    for _ in 0..2 {
        assert_eq!(home.run(["undo"]).code, Some(0));
    }
    let all = home.json(["onboarding", "list"]);
    assert_eq!(list(&all, "onboardings").len(), 1);
}

#[test]
fn a_template_that_is_gone_leaves_the_tasks_of_the_phases() {
    let home = home();
    write(&home, PHASES);
    home.json([
        "onboarding",
        "start",
        "1",
        "--another",
        "--template",
        "enterprise",
    ]);
    write(&home, PHASES.split_once("[[template]]").expect("templates").0);
    let advanced = home.json(["onboarding", "advance", "2", "--complete-tasks"]);
    assert_eq!(advanced["template"], "enterprise");
    assert_eq!(tasks(&home, 2), ["Connect the systems"]);
    let ran = home.run(["onboarding", "advance", "2", "--complete-tasks"]);
    assert!(
        ran.err.contains("enterprise is not in phases.toml any more"),
        "{ran:?}"
    );
}

#[test]
fn an_unknown_template_is_refused_with_the_names_of_those_that_are_there() {
    let home = home();
    let start = |name: &str| home.run(["onboarding", "start", "1", "--another", "--template", name]);
    let ran = start("enterprise");
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(
        ran.err
            .contains("There is no template \"enterprise\"; add one to phases.toml."),
        "{ran:?}"
    );
    write(&home, PHASES);
    let ran = start("small");
    assert_eq!(ran.code, Some(4), "{ran:?}");
    assert!(
        ran.err
            .contains("There is no template \"small\"; the templates are default, enterprise, trial."),
        "{ran:?}"
    );
    let all = home.json(["onboarding", "list"]);
    assert_eq!(list(&all, "onboardings").len(), 1, "nothing was started");
    assert_eq!(start("Default").code, Some(0));
    assert_eq!(tasks(&home, 2), ["Hold the call"]);
}
