//! Holds `docs/reference.md` to the commands and settings that there are.

use std::fmt::Write as _;

use clap::CommandFactory;

use super::Arguments;
use crate::config;

/// Returns a row for each command that does something, with its arguments.
fn command_table() -> String {
    let mut table = String::from("| command | what it does |\n|---|---|\n");
    let mut program = Arguments::command();
    program.build();
    add(&mut table, &program);
    table
}

fn add(table: &mut String, command: &clap::Command) {
    for command in command
        .get_subcommands()
        .filter(|command| command.get_name() != "help")
    {
        if command.has_subcommands() {
            add(table, command);
            continue;
        }
        let own = |arg: &&clap::Arg| !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help";
        let arguments: Vec<String> = command.get_arguments().filter(own).map(written).collect();
        let name = command.get_bin_name().unwrap_or_default();
        let words = format!("{name} {}", arguments.join(" "));
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(table, "| `{}` | {about} |", words.trim_end().replace('|', "\\|"));
    }
}

/// Writes an argument as the help of a command does; what may be left out stands in brackets.
fn written(argument: &clap::Arg) -> String {
    let values = argument.get_num_args().is_some_and(|count| count.takes_values());
    let name = argument
        .get_value_names()
        .and_then(|names| names.first())
        .map_or_else(|| argument.get_id().as_str().to_uppercase(), ToString::to_string);
    let text = match (argument.get_long(), values) {
        (Some(long), true) => format!("--{long} {name}"),
        (Some(long), false) => format!("--{long}"),
        (None, _) => name,
    };
    if argument.is_required_set() {
        text
    } else {
        format!("[{text}]")
    }
}

fn demand_block(name: &str, made: &str) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md");
    let reference = std::fs::read_to_string(file).expect("read");
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let block = reference
        .split_once(&start)
        .and_then(|(_, rest)| rest.split_once(&end))
        .map(|(block, _)| block);
    assert!(
        block == Some(made),
        "put this between the markers in docs/reference.md:\n{start}{made}{end}"
    );
}

#[test]
fn the_reference_has_every_command() {
    demand_block("commands", &command_table());
}

#[test]
fn the_reference_has_every_setting() {
    demand_block("settings", &format!("```toml\n{}```\n", config::default_file()));
}
