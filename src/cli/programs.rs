//! `pivotal completions` and `pivotal man`: texts for other programs, made from the arguments.

use clap::CommandFactory;

use super::{Arguments, Error, Output};

pub(super) fn completions(shell: clap_complete::Shell, output: &mut Output<'_>) -> Result<(), Error> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "pivotal", &mut text);
    output.results.write_all(&text)?;
    Ok(())
}

/// Prints the page of the program, and behind it that of each command.
pub(super) fn man(output: &mut Output<'_>) -> Result<(), Error> {
    let mut command = Arguments::command();
    command.build();
    page(&command, output)
}

fn page(command: &clap::Command, output: &mut Output<'_>) -> Result<(), Error> {
    clap_mangen::Man::new(command.clone()).render(&mut output.results)?;
    for below in command.get_subcommands() {
        page(below, output)?;
    }
    Ok(())
}
