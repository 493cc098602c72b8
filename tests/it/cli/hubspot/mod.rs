//! HubSpot by command: the real program against a stand-in on this machine, and against servers that misbehave.

mod connecting;
mod customers;
mod faults;
mod linking;
mod runs;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pivotal::clock::SystemClock;
use pivotal::domain::Clock;
use pivotal::sandbox::{Portal, PortalCompany, PortalContact, Rules, Sandbox};
use serde_json::Value;

use crate::cli::home::{Home, Ran, list};

/// The token, which must show nowhere.
const CANARY: &str = "pat-eu1-canary-4f1c";

impl Home {
    /// Makes a command that finds HubSpot at an address and the token in the variable.
    fn hub(&self, url: &str, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command
            .env("PIVOTAL_HUBSPOT_URL", url)
            .env("PIVOTAL_HUBSPOT_TOKEN", CANARY);
        command
    }

    /// Runs a command with HubSpot at an address.
    fn asks(&self, url: &str, arguments: &[&str]) -> Ran {
        self.hub(url, arguments).output().expect("started").into()
    }

    /// Runs a command that must succeed with HubSpot at an address, and reads its JSON.
    fn learns(&self, url: &str, arguments: &[&str]) -> Value {
        let ran: Ran = self
            .hub(url, arguments)
            .arg("--json")
            .output()
            .expect("started")
            .into();
        ran.document()
    }

    /// Gives a command a token on its standard input and none in the variable.
    fn connects(&self, url: &str, token: &str) -> Ran {
        let mut command = self.hub(url, &["hubspot", "connect", "--json"]);
        command
            .env_remove("PIVOTAL_HUBSPOT_TOKEN")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("started");
        let mut stdin = child.stdin.take().expect("its input");
        // A text that is too long is not read to its end.
        let fed = std::io::Write::write_all(&mut stdin, token.as_bytes());
        assert!(fed.is_ok() || token.len() > 10_000, "the token was not read");
        drop(stdin);
        child.wait_with_output().expect("ended").into()
    }

    /// Returns the addresses of the contacts of a customer, sorted.
    fn emails(&self, customer: &str) -> Vec<String> {
        let document = self.json(["contact", "list", customer]);
        let mut emails: Vec<String> = list(&document, "contacts")
            .iter()
            .map(|contact| contact["email"].as_str().expect("text").to_owned())
            .collect();
        emails.sort();
        emails
    }

    /// Returns every file in the folders that holds a text, whatever it is called.
    fn files_with(&self, text: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        collect(&self.path(""), text.as_bytes(), &mut found);
        found
    }
}

fn collect(folder: &Path, text: &[u8], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, text, found);
        } else if fs::read(&path)
            .expect("read")
            .windows(text.len())
            .any(|part| part == text)
        {
            found.push(path);
        }
    }
}

/// Returns the mode of a file.
fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn long_ago() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_600_000_000).expect("a time")
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(SystemClock.now().as_millis()).expect("a time")
}

fn person(email: &str, name: &str) -> PortalContact {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    PortalContact {
        email: Some(email.to_owned()),
        firstname: Some(first.to_owned()),
        lastname: Some(last.to_owned()),
        modified: long_ago(),
        ..PortalContact::default()
    }
}

fn company(name: &str, domain: &str) -> PortalCompany {
    PortalCompany {
        name: name.to_owned(),
        domain: Some(domain.to_owned()),
        additional_domains: Vec::new(),
        owner: None,
        modified: long_ago(),
    }
}

/// Rules without limits, and with the token that must show nowhere.
fn rules() -> Rules {
    Rules {
        token: CANARY.to_owned(),
        searches_per_second: None,
        calls_in_ten_seconds: None,
        ..Rules::default()
    }
}

fn sandbox(portal: Portal) -> Sandbox {
    Sandbox::start(portal, rules(), 0).expect("a sandbox")
}

/// A portal in which Acme has Ann and Bo, and three people at acmecorp.io who are counted to it.
fn acme() -> Portal {
    let mut portal = Portal::default();
    portal.add_contact(person("ann@acme.com", "Ann Lee"));
    portal.add_contact(person("bo@acme.com", "Bo Ek"));
    let company = portal.add_company(company("Acme Inc", "acme.com"));
    for name in ["Cy Ash", "Dee Fox", "Eli Gray"] {
        let first = name.split(' ').next().unwrap_or_default().to_lowercase();
        let id = portal.add_contact(person(&format!("{first}@acmecorp.io"), name));
        portal.associate_primary(company, id);
    }
    portal
}

/// Demands a command that failed by HubSpot: exit code 5, a sentence, its kind in the JSON, and the token nowhere.
fn demand_fault(home: &Home, ran: &Ran, kind: &str) -> String {
    assert_eq!(ran.code, Some(5), "{ran:?}");
    let document: Value = serde_json::from_str(&ran.out).expect("one JSON document");
    assert_eq!(document["state"], "failed");
    assert_eq!(document["error"]["kind"], kind, "{ran:?}");
    let sentence = ran.err.strip_suffix('\n').expect("a line");
    assert!(
        !sentence.contains('\n') && sentence.ends_with('.'),
        "a sentence: {sentence}"
    );
    assert_eq!(document["error"]["message"], sentence);
    assert!(!sentence.contains('<'), "{sentence}");
    demand_no_token(home, ran);
    sentence.to_owned()
}

/// Demands that the token is in nothing that was printed or kept.
fn demand_no_token(home: &Home, ran: &Ran) {
    assert!(
        !ran.out.contains("canary") && !ran.err.contains("canary"),
        "{ran:?}"
    );
    assert_eq!(home.files_with("canary"), Vec::<PathBuf>::new());
}
