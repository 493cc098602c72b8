//! The template of an onboarding: picked as it starts, and followed in each phase.

use super::at_onboarding;
use crate::app::testing::{Person, small_book};
use crate::domain::{Audience, Field, Name, Phase, PlannedTask, Template, TemplateName};

/// Sits down at phases with a template that has a task of its own in each phase that the names give.
fn with_template(phases: &[&str]) -> Person {
    let mut person = Person::at(80, 24, &small_book());
    let own = |phase: &&str| {
        let task = PlannedTask {
            title: Name::parse(&format!("Own task in {phase}")).expect("a title"),
            audience: Audience::Internal,
            due: None,
            assignee: None,
            note: None,
        };
        (Phase::parse(phase).expect("a phase"), vec![task.into()])
    };
    let template = Template {
        name: TemplateName::parse("enterprise").expect("a name"),
        phases: phases.iter().map(own).collect(),
    };
    let all = person.model.phases.clone().with_templates(vec![template]);
    person.model.phases = all.expect("templates");
    person
}

fn tasks(person: &mut Person) -> Vec<String> {
    let onboarding = person.workspace.find_onboarding("1").expect("there");
    let tasks = person.workspace.tasks(onboarding.id).expect("listed");
    tasks
        .iter()
        .map(|task| format!("{}: {}", task.phase, task.title))
        .collect()
}

#[test]
fn a_template_is_picked_and_followed_where_the_onboarding_advances_and_skips_ahead() {
    let mut person = with_template(&["Kickoff", "Integration", "Launch"]);
    person.keys("3n<tab><tab><right><enter>");
    assert_eq!(
        person.toast(),
        "Started onboarding #1 of Acme in Kickoff by the template enterprise, with 1 task."
    );
    assert_eq!(tasks(&mut person), ["Kickoff: Own task in Kickoff"]);
    // Done, advanced, done, and skipped ahead over UAT.
    person.keys("j<space>kv<enter><down><enter>");
    assert_eq!(tasks(&mut person)[1..], ["Integration: Own task in Integration"]);
    person.keys("jj<space>kk><down><enter><down><enter>");
    assert_eq!(tasks(&mut person)[2..], ["Launch: Own task in Launch"]);
}

#[test]
fn the_default_is_picked_first_and_what_was_picked_is_kept_or_discarded_with_the_form() {
    let mut person = with_template(&["Kickoff"]);
    let picked = |person: &Person| person.form().expect("a form").text_of(Field::Template);
    person.keys("3n");
    assert_eq!(picked(&person), "default");
    person.keys("<tab><tab><left><esc>n");
    assert_eq!(picked(&person), "enterprise");
    person.keys("<ctrl-x>");
    assert_eq!(picked(&person), "default");
    person.keys("<enter>");
    let one = person.workspace.find_onboarding("1").expect("there");
    assert_eq!((one.template, one.open_tasks), (None, 2));
}

#[test]
fn without_templates_the_form_has_no_row_for_one() {
    let mut person = at_onboarding();
    person.keys("n<down><enter>");
    let form = person.form().expect("a form");
    assert!(form.fields.iter().all(|field| field.field != Field::Template));
}
