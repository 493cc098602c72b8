//! Where a template comes from, and its two parts.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::TemplateError;
use crate::domain::NotificationKind;

const PHASE_CHANGE: &str = include_str!("../../../assets/templates/phase_change.txt");
const TASK_ASSIGNED: &str = include_str!("../../../assets/templates/task_assigned.txt");
const DRAFT: &str = include_str!("../../../assets/templates/draft.txt");
const PORTAL_INVITE: &str = include_str!("../../../assets/templates/portal_invite.txt");

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 64 * 1024;

/// How the first line begins.
const SUBJECT: &str = "Subject:";

/// A template in its parts, which keep the numbers of their lines.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) file: PathBuf,
    pub(super) subject: String,
    pub(super) body: String,
}

impl Source {
    /// Finds the template of a kind: the user's own, or the one that is built in.
    pub(super) fn find(kind: NotificationKind, folder: Option<&Path>) -> Result<Self, TemplateError> {
        let (name, text) = match kind {
            NotificationKind::PhaseChange => ("phase_change.txt", PHASE_CHANGE),
            NotificationKind::TaskAssigned => ("task_assigned.txt", TASK_ASSIGNED),
            NotificationKind::PortalInvite => ("portal_invite.txt", PORTAL_INVITE),
            NotificationKind::Message => ("draft.txt", DRAFT),
        };
        if let Some(file) = folder.map(|folder| folder.join(name)) {
            match read(&file) {
                Ok(bytes) => return Self::parse(&file, &bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(TemplateError::Io { path: file, source }),
            }
        }
        Self::parse(Path::new(name), text.as_bytes())
    }

    fn parse(file: &Path, bytes: &[u8]) -> Result<Self, TemplateError> {
        let wrong = |line: usize, reason: &str| TemplateError::wrong(file, line, reason);
        if bytes.len() as u64 > MAX_FILE {
            return Err(wrong(1, "the file is larger than 64 KiB"));
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = good.iter().filter(|b| **b == b'\n').count() + 1;
            wrong(line, "the text is not UTF-8")
        })?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let mut lines = text.splitn(3, '\n');
        let subject = lines
            .next()
            .and_then(|line| line.strip_prefix(SUBJECT))
            .map(str::trim)
            .filter(|subject| !subject.is_empty())
            .ok_or_else(|| wrong(1, "the first line must be the subject, as in `Subject: Welcome`"))?;
        if lines.next().is_some_and(|line| !line.trim().is_empty()) {
            return Err(wrong(2, "the line after the subject must be empty"));
        }
        let body = lines
            .next()
            .filter(|body| !body.trim().is_empty())
            .ok_or_else(|| wrong(3, "there is no text after the subject"))?;
        Ok(Self {
            file: file.to_owned(),
            subject: subject.to_owned(),
            body: format!("\n\n{body}"),
        })
    }
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
