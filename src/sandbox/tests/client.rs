//! A client of a few lines, over one connection that stays open.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::super::{Portal, PortalCompany, PortalContact, Rules, Sandbox};

pub(super) const CONTACTS: &str = "/crm/objects/2026-09/contacts/search";
pub(super) const COMPANIES: &str = "/crm/objects/2026-09/companies/search";
pub(super) const READ: &str = "/crm/objects/2026-09/contacts/batch/read?archived=false";
pub(super) const READ_ARCHIVED: &str = "/crm/objects/2026-09/contacts/batch/read?archived=true";
pub(super) const ASSOCIATIONS: &str = "/crm/associations/2026-09/companies/contacts/batch/read";
pub(super) const ACCOUNT: &str = "/account-info/2026-09/details";

/// An answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

impl Answer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the ids of the results, in their order.
    pub(super) fn ids(&self) -> Vec<u64> {
        let results = self.body["results"].as_array().expect("results");
        results
            .iter()
            .map(|result| result["id"].as_str().expect("text").parse().expect("an id"))
            .collect()
    }
}

/// A connection.
pub(super) struct Client(BufReader<TcpStream>, String);

impl Client {
    pub(super) fn new(sandbox: &Sandbox) -> Self {
        let url = sandbox.url();
        let address = url.strip_prefix("http://").expect("a URL");
        let stream = TcpStream::connect(address).expect("a server");
        Self(BufReader::new(stream), address.to_owned())
    }

    pub(super) fn send(&mut self, method: &str, path: &str, token: &str, body: &str) -> Answer {
        let (length, host) = (body.len(), &self.1);
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.0.get_mut().write_all(request.as_bytes()).expect("sent");
        let first = self.line();
        let status = first
            .split(' ')
            .nth(1)
            .expect("a status")
            .parse()
            .expect("a number");
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .expect("a length");
        let mut body = vec![0; length.1.parse().expect("a number")];
        self.0.read_exact(&mut body).expect("a body");
        Answer {
            status,
            headers,
            body: serde_json::from_slice(&body).expect("JSON"),
        }
    }

    /// Sends a request with headers of its own and returns the status.
    pub(super) fn status_with(&mut self, headers: &str) -> u16 {
        let request = format!(
            "GET {ACCOUNT} HTTP/1.1\r\n{headers}Authorization: Bearer sandbox\r\nConnection: close\r\n\r\n"
        );
        self.0.get_mut().write_all(request.as_bytes()).expect("sent");
        let status = self.line();
        status
            .split(' ')
            .nth(1)
            .expect("a status")
            .parse()
            .expect("a number")
    }

    pub(super) fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, super::super::TOKEN, &body.to_string())
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }
}

/// Starts a sandbox without limits.
pub(super) fn start(portal: Portal) -> (Sandbox, Client) {
    let rules = Rules {
        searches_per_second: None,
        calls_in_ten_seconds: None,
        ..Rules::default()
    };
    let sandbox = Sandbox::start(portal, rules, 0).expect("started");
    let client = Client::new(&sandbox);
    (sandbox, client)
}

pub(super) fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect("a time")
}

pub(super) fn person(email: &str) -> PortalContact {
    PortalContact {
        email: Some(email.to_owned()),
        firstname: Some("Ann".to_owned()),
        modified: at("2026-10-01T08:00:00Z"),
        ..PortalContact::default()
    }
}

pub(super) fn company(name: &str, domain: &str) -> PortalCompany {
    PortalCompany {
        name: name.to_owned(),
        domain: Some(domain.to_owned()),
        additional_domains: vec!["a.example".to_owned(), "b.example".to_owned()],
        owner: None,
        modified: at("2026-10-02T08:00:00Z"),
    }
}

/// Makes a portal of contacts with the ids from 101 on.
pub(super) fn people(emails: &[&str]) -> Portal {
    let mut portal = Portal::new(7);
    for email in emails {
        portal.add_contact(person(email));
    }
    portal
}
