//! The program as a command with a folder of its own.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Makes a command that touches nothing outside a folder.
pub(crate) fn pivotal(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pivotal"));
    command
        .env_clear()
        .env("HOME", folder)
        .env("USER", "mia")
        .env("PIVOTAL_DATA_DIR", folder.join("data"));
    command
}

/// What a command left.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let ran = Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        };
        assert!(!names_key(&ran.out) && !names_key(&ran.err), "{ran:?}");
        ran
    }
}

/// Returns whether a text names a key of the app, which means nothing on the command line; the configuration may.
fn names_key(text: &str) -> bool {
    let names = [
        "Press ", " press ", "ctrl-", " esc ", "(g n)", "(g i)", " F5", " F8",
    ];
    let is_configuration = ["[keys", "\"keys\"", "write keys as"]
        .iter()
        .any(|sign| text.contains(sign));
    !is_configuration && names.iter().any(|name| text.contains(name))
}

impl Ran {
    /// Returns the JSON document that was printed by a command that must have succeeded.
    pub(crate) fn document(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.out).expect("one JSON document")
    }

    /// Returns what was printed by a command that must have succeeded.
    pub(crate) fn text(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.out
    }

    /// Returns the sentence of a command that must have failed with this exit code and printed nothing else.
    pub(crate) fn refusal(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        let sentence = self.err.strip_suffix('\n').expect("a line");
        assert!(!sentence.contains('\n'), "one line: {sentence}");
        assert!(sentence.ends_with('.'), "a sentence: {sentence}");
        sentence
    }
}

/// Runs the program with arguments.
pub(crate) fn run<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    pivotal(folder).args(arguments).output().expect("started").into()
}

/// Runs the program and reads the JSON that it prints.
pub(crate) fn json<'a>(folder: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Value {
    run(folder, arguments.into_iter().chain(["--json"])).document()
}
