//! Secrets that sing: words by which a secret is found wherever it shows, in any form.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::proof::{all_below, name};
use crate::support::command::{Ran, pivotal};

/// The secrets, by the variable that gives them; each holds the word by which it is found.
pub(crate) const SECRETS: [(&str, &str); 4] = [
    ("PIVOTAL_HUBSPOT_TOKEN", "pat-eu1-canary-hub-4f1c"),
    ("PIVOTAL_SMTP_PASSWORD", "canary-mail-9d2e"),
    ("PIVOTAL_SLACK_TOKEN", "xoxb-canary-slack-77aa"),
    ("PIVOTAL_PI_KEY", "sk-canary-model-e01f"),
];

/// Returns every form in which a secret would be known.
fn forms() -> Vec<Vec<u8>> {
    let mut forms = vec![b"canary".to_vec()];
    for (_, secret) in SECRETS {
        // The last letters depend on what follows.
        for before in ["", "x", "xx"] {
            let coded = STANDARD.encode(format!("{before}{secret}"));
            forms.push(coded.as_bytes()[4..coded.len() - 4].to_vec());
        }
        forms.push(secret.bytes().flat_map(|byte| [byte, 0]).collect());
        forms.push(secret.bytes().rev().collect());
    }
    forms
}

/// Looks for secrets, and counts where it looked.
pub(crate) struct Search {
    forms: Vec<Vec<u8>>,
    pub(crate) looked: usize,
    pub(crate) bytes: usize,
    pub(crate) found: Vec<String>,
}

impl Search {
    /// Begins.
    pub(crate) fn new() -> Self {
        Self {
            forms: forms(),
            looked: 0,
            bytes: 0,
            found: Vec::new(),
        }
    }

    /// Looks at bytes of a place.
    pub(crate) fn at(&mut self, place: &str, bytes: &[u8]) {
        self.looked += 1;
        self.bytes += bytes.len();
        let has = |form: &Vec<u8>| memchr::memmem::find(bytes, form).is_some();
        if self.forms.iter().any(has) {
            self.found.push(place.to_owned());
        }
    }

    /// Looks into every file of a folder and at its name.
    pub(crate) fn at_files(&mut self, folder: &Path) {
        for path in all_below(folder) {
            self.at(
                &format!("the name {}", name(&path)),
                path.as_os_str().as_encoded_bytes(),
            );
            if path.is_file() {
                self.at(&name(&path), &fs::read(&path).expect("read"));
            }
        }
    }

    /// Runs a command and looks at all that can be seen of it.
    pub(crate) fn runs(
        &mut self,
        home: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        input: &str,
    ) -> Ran {
        let mut child = pivotal(home)
            .args(arguments)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut seen = Vec::new();
        // It may have ended already; then there is nothing to read.
        if let Ok(mut file) = fs::File::open(format!("/proc/{}/cmdline", child.id())) {
            let _ = file.read_to_end(&mut seen);
        }
        let mut stdin = child.stdin.take().expect("its input");
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let ran: Ran = child.wait_with_output().expect("ended").into();
        let what = arguments.join(" ");
        self.at(&format!("the arguments of {what}"), &seen);
        self.at(&format!("what {what} prints"), ran.out.as_bytes());
        self.at(&format!("what {what} says"), ran.err.as_bytes());
        ran
    }
}
