//! Wrong usage, help, and where words go: exit code 2, and nothing but results on standard output.

use rstest::rstest;

use crate::cli::home::Home;

#[rstest]
#[case(&["nonsense"])]
#[case(&["customer"])]
#[case(&["contact"])]
#[case(&["customer", "add"])]
#[case(&["customer", "show"])]
#[case(&["customer", "import"])]
#[case(&["contact", "add"])]
#[case(&["contact", "edit", "1"])]
#[case(&["contact", "primary", "1"])]
#[case(&["contact", "primary", "1", "a@b.com", "--none"])]
#[case(&["contact", "archive", "1"])]
#[case(&["route"])]
#[case(&["history"])]
#[case(&["completions", "dos"])]
#[case(&["customer", "list", "--nonsense"])]
#[case(&["--demo", "customer", "list"])]
fn wrong_usage_ends_with_2_and_says_so_on_standard_error(#[case] arguments: &[&str]) {
    let home = Home::new();
    let ran = home.run(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{ran:?}");
    assert!(
        ran.err.contains("Usage") || ran.err.contains("error: "),
        "{ran:?}"
    );
    assert!(!home.store().exists(), "nothing was touched");
}

#[test]
fn an_argument_that_is_echoed_cannot_drive_the_terminal() {
    let home = Home::new();
    let hostile = "\u{1b}]2;owned\u{7}\u{1b}[31mx\u{202e}\u{9b}2J";
    for arguments in [
        vec!["customer", "list", hostile],
        vec![hostile],
        vec!["completions", hostile],
    ] {
        let ran = home.run(arguments);
        assert_eq!(ran.code, Some(2));
        let bad = ran
            .err
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(bad, None, "{ran:?}");
    }
}

#[test]
fn help_and_version_are_results() {
    let home = Home::new();
    for arguments in [
        &["--help"][..],
        &["customer", "--help"],
        &["contact", "add", "--help"],
        &["--version"],
    ] {
        let ran = home.run(arguments);
        assert!(!ran.text().is_empty() && ran.err.is_empty(), "{ran:?}");
    }
    for arguments in [
        &["--help"][..],
        &["customer", "--help"],
        &["contact", "--help"],
        &["history", "--help"],
    ] {
        assert!(home.run(arguments).text().contains("Examples:"), "{arguments:?}");
    }
}

#[test]
fn every_option_has_its_explanation() {
    let home = Home::new();
    let nouns: [&[&str]; 12] = [
        &["customer", "add"],
        &["customer", "list"],
        &["customer", "edit"],
        &["customer", "import"],
        &["contact", "add"],
        &["contact", "list"],
        &["contact", "edit"],
        &["contact", "primary"],
        &["history"],
        &["undo"],
        &["config"],
        &["completions"],
    ];
    for noun in nouns {
        let ran = home.run(noun.iter().chain(&["-h"]));
        let lines: Vec<&str> = ran.text().lines().collect();
        for (at, line) in lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with("--"))
        {
            let told =
                line.trim().contains("  ") || lines.get(at + 1).is_some_and(|next| next.starts_with("     "));
            assert!(told, "{noun:?}: {line}");
        }
    }
}

#[test]
fn no_example_compares_without_quotes() {
    let home = Home::new();
    for command in [
        "field",
        "search",
        "customer",
        "contact",
        "workbench",
        "export",
        "history",
    ] {
        let help = home.run([command, "--help"]);
        for line in help
            .text()
            .lines()
            .filter(|line| line.trim_start().starts_with("pivotal "))
        {
            let outside: String = line.split('\'').step_by(2).collect();
            assert!(!outside.contains(":>") && !outside.contains(":<"), "{line}");
        }
    }
}
