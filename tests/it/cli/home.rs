//! The program with folders of its own, so that tests touch nothing else.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::support;
pub(crate) use crate::support::command::Ran;
use crate::support::command::pivotal;

/// Folders in which the program keeps everything.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    /// Makes empty folders.
    pub(crate) fn new() -> Self {
        Self {
            folder: support::folder(),
        }
    }

    /// Makes folders with the customer Acme (acme.com), number 1, which Cara Osei owns.
    pub(crate) fn with_acme() -> Self {
        static WITH_ACME: OnceLock<Vec<u8>> = OnceLock::new();
        let store = WITH_ACME.get_or_init(|| {
            let first = Self::new();
            first.json(["customer", "add", "Acme", "--domain", "acme.com", "--owner", CARA]);
            fs::read(first.store()).expect("read")
        });
        let home = Self::new();
        support::put_store(&home.path("data"), store);
        home
    }

    /// Returns a path in the folders.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the home folder, and returns its path.
    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let file = self.path(name);
        std::fs::write(&file, text).expect("written");
        file.to_str().expect("a path").to_owned()
    }

    /// Returns the file of the store.
    pub(crate) fn store(&self) -> PathBuf {
        self.path("data").join("pivotal.db")
    }

    /// Makes a command of the program.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = pivotal(self.folder.path());
        command.env("TZ", "UTC").args(arguments).stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ran {
        self.command(arguments).output().expect("started").into()
    }

    /// Runs the program with text on its standard input.
    pub(crate) fn run_with_input<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
        input: &[u8],
    ) -> Ran {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let mut stdin = child.stdin.take().expect("its input");
        stdin.write_all(input).expect("fed");
        drop(stdin);
        child.wait_with_output().expect("ended").into()
    }

    /// Runs the program, which must succeed, and reads the JSON that it prints.
    pub(crate) fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Value {
        let mut command = self.command(arguments);
        let ran: Ran = command.arg("--json").output().expect("started").into();
        ran.document()
    }

    /// Adds a contact to customer number 1.
    pub(crate) fn adds(&self, name: &str, email: &str) -> Value {
        self.json(["contact", "add", "1", "--name", name, "--email", email])
    }

    /// Counts the lines of the history of customer number 1, to see that nothing was changed.
    pub(crate) fn lines_of_history(&self) -> usize {
        list(&self.json(["history", "1"]), "history").len()
    }
}

/// The owner of Acme.
pub(crate) const CARA: &str = "cara.osei@us.com";

/// Returns a list in a document.
pub(crate) fn list<'a>(document: &'a Value, name: &str) -> &'a Vec<Value> {
    document[name].as_array().expect("a list")
}

/// Returns the names of the fields of an object, sorted.
pub(crate) fn fields(document: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = document
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}

/// Demands that an object has fields; others may be there too.
pub(crate) fn demand_fields(document: &Value, names: &[&str]) {
    for name in names {
        assert!(
            document.get(name).is_some(),
            "{name} is missing in {:?}",
            fields(document)
        );
    }
}
