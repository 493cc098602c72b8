//! Holds the structure of `app`: what acts on the whole model, what knows the top of the stack, and which cases are left out.

use super::{Source, is_for_tests, sources};

/// The most files of `app` that act on the whole model.
const MOST_MODEL_FILES: usize = 8;

fn of_app() -> Vec<Source> {
    let all = sources("src");
    let own = |source: &Source| source.room() == "app" && !is_for_tests(source);
    all.into_iter().filter(own).collect()
}

#[test]
fn few_files_act_on_the_whole_model() {
    let acting: Vec<String> = of_app()
        .into_iter()
        .filter(|source| source.lines.iter().any(|line| line == "impl Model {"))
        .map(|source| source.path)
        .collect();
    assert!(acting.len() <= MOST_MODEL_FILES, "{}", acting.join("\n"));
}

#[test]
fn what_lies_on_top_is_known_to_the_stack_alone() {
    // Elsewhere an overlay is reached by what all of them do, or found by its type.
    let mut wrong = Vec::new();
    for source in of_app() {
        let may = source.path == "app/stack.rs" || source.path == "app/acts.rs";
        let names = source
            .lines
            .iter()
            .filter(|line| line.contains("Overlay::"))
            .count();
        if !may && names > 0 {
            wrong.push(source.path);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_app_leaves_out_no_case_of_its_own_enums() {
    // A part of the app knows its own commands and keys; of three texts that are parsed all must be right.
    let may_be_left_out = [
        "command",
        "key.code",
        "(csm, target)",
        "(title, assignee, due)",
        "(to, reason)",
    ];
    let mut wrong = Vec::new();
    for source in of_app() {
        for (number, line) in source.lines.iter().enumerate() {
            if !line.trim_start().starts_with("_ =>") {
                continue;
            }
            let indent = |line: &str| line.len() - line.trim_start().len();
            let before = source.lines[..number].iter().rev();
            let opened = before
                .into_iter()
                .find(|opened| indent(opened) + 4 == indent(line) && opened.contains("match "));
            let is_known = opened.is_some_and(|opened| {
                let (_, matched) = opened.split_once("match ").unwrap_or_default();
                may_be_left_out.iter().any(|known| matched.contains(known))
            });
            if !is_known {
                wrong.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
