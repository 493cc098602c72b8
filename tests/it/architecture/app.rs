//! Holds the structure of `app`: what acts on the whole model, what knows the top of the stack, which cases are left out,
//! and that no files use each other in a circle.

use super::graph::circles;
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
        let may = source.path == "app/overlay_stack.rs" || source.path == "app/acts.rs";
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

/// What may be matched with a rest that is not spelled out: a part of the app knows its own commands, keys and answers; of
/// several texts that are parsed all must be right; a preview has general words for what it does not know.
const HAS_A_REST: [&str; 9] = [
    "command",
    "key.code",
    "purpose",
    "query",
    "outcome",
    "change",
    "(csm, target)",
    "(title, assignee, due)",
    "(to, reason)",
];

/// Returns whether an arm takes whatever the others left: `_`, a name, or a tuple of those.
fn takes_the_rest(line: &str) -> bool {
    let Some((pattern, _)) = line.trim_start().split_once(" =>") else {
        return false;
    };
    let is_open = |part: &str| {
        part.starts_with(|first: char| first == '_' || first.is_ascii_lowercase())
            && part.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
            && part != "true"
            && part != "false"
    };
    let parts = pattern.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    parts.unwrap_or(pattern).split(", ").all(is_open)
}

/// Finds the arms that take the rest of an enum.
fn rests(source: &Source) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut found = Vec::new();
    for (number, line) in source.lines.iter().enumerate() {
        if !takes_the_rest(line) {
            continue;
        }
        let opens = |opened: &&String| indent(opened) + 4 == indent(line) && opened.contains("match ");
        let opened = source.lines[..number].iter().rposition(|line| opens(&line));
        let arms = &source.lines[opened.map_or(0, |opened| opened + 1)..number];
        // Numbers, texts and slices have no cases that could be spelled out.
        let is_of_enum = arms
            .iter()
            .filter(|arm| indent(arm) == indent(line))
            .filter_map(|arm| arm.split(" =>").next()?.split(" if ").next())
            .any(|pattern| pattern.contains("::"));
        let matched = opened.and_then(|opened| source.lines[opened].split_once("match "));
        let is_known =
            matched.is_some_and(|(_, matched)| HAS_A_REST.iter().any(|known| matched.contains(known)));
        if (is_of_enum || line.trim_start().starts_with("_ =>")) && !is_known {
            found.push(format!("{}:{}", source.path, number + 1));
        }
    }
    found
}

#[test]
fn the_app_leaves_out_no_case_of_its_own_enums() {
    let wrong: Vec<String> = of_app().iter().flat_map(rests).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rest_is_seen_under_any_name() {
    for (arm, seen) in [
        ("_ => {}", true),
        ("other => {}", true),
        ("(_, other) => {}", true),
        ("Tone::Notice | Tone::Refused => {}", false),
        ("(Tone::Notice, _) => {}", false),
        ("other if other == Tone::Notice => {}", false),
    ] {
        let text = format!("    match tone {{\n        Tone::Done => {{}}\n        {arm}\n    }}");
        let found = rests(&source("app/some.rs", &text));
        assert_eq!(!found.is_empty(), seen, "{arm}");
    }
}

fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        lines: text.lines().map(str::to_owned).collect(),
    }
}

#[test]
fn no_files_of_the_app_use_each_other_in_a_circle() {
    let wrong: Vec<String> = circles(&of_app()).iter().map(|files| files.join(", ")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_circle_is_seen_through_re_exports_lists_and_paths() {
    let files = [
        ("app/mod.rs", "mod a;\npub mod b;\npub use a::A;"),
        (
            "app/a.rs",
            "use super::b::{\n    self,\n    C,\n};\nstruct A(b::c::D);",
        ),
        ("app/b/mod.rs", "mod c;\npub use c::C;"),
        ("app/b/c.rs", "use crate::app::e::E;"),
        ("app/e.rs", "fn f(_: crate::app::A) {}\n// use super::g::G;"),
        ("app/g.rs", "use super::e::E;"),
    ];
    let files: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
    assert_eq!(circles(&files), [["app/a.rs", "app/b/c.rs", "app/e.rs"]]);
    assert!(circles(&files[2..]).is_empty(), "without the file that closes it");
}
