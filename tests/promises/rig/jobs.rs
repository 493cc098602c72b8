//! The commands that are disturbed, and what may be found after each of them.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, ExitStatus};

use pivotal::sandbox::{Portal, PortalContact, Rules, Sandbox, TOKEN};
use pivotal::store::{BackupKind, backups};

use super::formats;
use super::home::{Home, addresses};

/// A command that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Job {
    Edit,
    Import,
    Migration,
    Backup,
    Restore,
    Sync,
}

/// How far a job came, by what is found after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reached {
    /// Nothing of it is there.
    Before,
    /// Whole pages of a sync are there, and more are to come.
    Pages,
    /// All of it is there.
    After,
}

/// A job with all that it needs, made once.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) job: Job,
    base: Home,
    sandbox: Option<Sandbox>,
    before: BTreeSet<String>,
    after: BTreeSet<String>,
}

/// How many people HubSpot has: two pages and a part of a third.
const PEOPLE: usize = 450;

/// How many of them stand on a page.
const PAGE: usize = 200;

/// The rows of the import.
pub(crate) const ROWS: usize = 1_000;

impl Job {
    pub(crate) const ALL: [Self; 6] = [
        Self::Edit,
        Self::Import,
        Self::Migration,
        Self::Backup,
        Self::Restore,
        Self::Sync,
    ];
}

impl Stage {
    /// Sets it up.
    pub(crate) fn new(job: Job) -> Self {
        let before = addresses("own", 40);
        let mut after = before.clone();
        let mut sandbox = None;
        let base = match job {
            Job::Migration => Home::empty(),
            Job::Edit | Job::Import | Job::Backup | Job::Restore | Job::Sync => Home::of(&before),
        };
        match job {
            Job::Edit => after.extend(["new@acme.com".to_owned()]),
            Job::Import => {
                after.extend(imported());
                let rows: String = imported()
                    .iter()
                    .map(|email| format!("Ann Lee,{email}\n"))
                    .collect();
                fs::write(base.path().join("rows.csv"), format!("name,email\n{rows}")).expect("written");
            }
            Job::Migration => {
                fs::create_dir(base.data()).expect("made");
                formats::make(&base.store(), 5, &before);
            }
            Job::Backup => {}
            Job::Restore => {
                after = addresses("kept", 30);
                let other = Home::of(&after);
                fs::copy(other.store(), base.path().join("kept.db")).expect("copied");
            }
            Job::Sync => {
                after.extend(addresses("remote", PEOPLE));
                sandbox = Some(Sandbox::start(people(), rules(), 0).expect("a sandbox"));
            }
        }
        Self {
            job,
            base,
            sandbox,
            before,
            after,
        }
    }

    /// Returns a fresh home for a case.
    pub(crate) fn set(&self) -> Home {
        self.base.copy()
    }

    /// Makes the command.
    pub(crate) fn command(&self, home: &Home) -> Command {
        let place = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        match self.job {
            Job::Edit => home.command(&[
                "contact",
                "add",
                "1",
                "--name",
                "New One",
                "--email",
                "new@acme.com",
            ]),
            Job::Import => home.command(&["contact", "import", "1", &place("rows.csv")]),
            Job::Migration => home.command(&["customer", "list"]),
            Job::Backup => home.command(&["backup", &place("out.db")]),
            Job::Restore => home.command(&["restore", &place("kept.db")]),
            Job::Sync => {
                let mut command = home.command(&["sync"]);
                let url = self.sandbox.as_ref().map(Sandbox::url).unwrap_or_default();
                command
                    .env("PIVOTAL_HUBSPOT_URL", url)
                    .env("PIVOTAL_HUBSPOT_TOKEN", TOKEN);
                command
            }
        }
    }

    /// Looks at what a disturbed command left: a sound store, and all of the change or nothing; all of it where the
    /// command said so.
    pub(crate) fn judge(&self, home: &Home, is_acknowledged: bool) -> Result<Reached, String> {
        let reached = self.reached(home)?;
        if is_acknowledged && reached != Reached::After {
            return Err(format!("it was said to be done and is lost: {reached:?}"));
        }
        Ok(reached)
    }

    fn reached(&self, home: &Home) -> Result<Reached, String> {
        let held = home.held()?;
        match self.job {
            Job::Edit | Job::Import | Job::Restore => self.either(&held.emails),
            Job::Migration => {
                self.unchanged(&held.emails)?;
                if held.format == 5 {
                    return Ok(Reached::Before);
                }
                let kept = backups(&home.data());
                if kept.iter().any(|backup| backup.kind == BackupKind::Migration) {
                    Ok(Reached::After)
                } else {
                    Err("it was migrated without a backup".to_owned())
                }
            }
            Job::Backup => {
                self.unchanged(&held.emails)?;
                let out = home.path().join("out.db");
                if !out.exists() {
                    return Ok(Reached::Before);
                }
                let other = Home::empty();
                fs::create_dir(other.data()).expect("made");
                fs::copy(&out, other.store()).expect("copied");
                let copied = other.held().map_err(|fault| format!("the backup: {fault}"))?;
                self.unchanged(&copied.emails)?;
                Ok(Reached::After)
            }
            Job::Sync => {
                let new = held.emails.difference(&self.before).count();
                if !held.emails.is_superset(&self.before) || !held.emails.is_subset(&self.after) {
                    return Err("some contacts are lost or foreign".to_owned());
                }
                match new {
                    0 => Ok(Reached::Before),
                    PEOPLE => Ok(Reached::After),
                    _ if new % PAGE == 0 => Ok(Reached::Pages),
                    _ => Err(format!("a part of a page: {new} of {PEOPLE} people")),
                }
            }
        }
    }

    /// Runs the command again, undisturbed: it must reach its end, or find it reached.
    pub(crate) fn goes_on(&self, home: &Home, reached: Reached) -> Result<(), String> {
        let mut command = match reached {
            Reached::Before | Reached::Pages => self.command(home),
            Reached::After => home.command(&["customer", "edit", "1", "--plan", "Growth"]),
        };
        let output = command.output().expect("started");
        if !output.status.success() {
            return Err(format!("the next run fails: {output:?}"));
        }
        self.judge(home, true).map(|_| ())
    }

    fn either(&self, emails: &BTreeSet<String>) -> Result<Reached, String> {
        if *emails == self.before {
            Ok(Reached::Before)
        } else if *emails == self.after {
            Ok(Reached::After)
        } else {
            let there = self
                .after
                .difference(&self.before)
                .filter(|email| emails.contains(*email));
            let lost = self.before.iter().filter(|email| !emails.contains(*email));
            Err(format!(
                "neither whole nor absent: {} new, {} lost",
                there.count(),
                lost.count()
            ))
        }
    }

    fn unchanged(&self, emails: &BTreeSet<String>) -> Result<(), String> {
        if *emails == self.before {
            Ok(())
        } else {
            Err(format!(
                "{} contacts instead of {}",
                emails.len(),
                self.before.len()
            ))
        }
    }
}

/// Returns the addresses of the import.
pub(crate) fn imported() -> BTreeSet<String> {
    addresses("row", ROWS)
}

/// Returns whether a command told that it did what it was asked.
pub(crate) fn acknowledged(status: ExitStatus) -> bool {
    status.success()
}

fn people() -> Portal {
    let mut portal = Portal::default();
    for number in 0..PEOPLE {
        portal.add_contact(PortalContact {
            email: Some(format!("remote{number}@acme.com")),
            firstname: Some("Ann".to_owned()),
            lastname: Some(format!("Lee {number}")),
            modified: jiff::Timestamp::from_second(1_600_000_000).expect("a time"),
            ..PortalContact::default()
        });
    }
    portal
}

/// Rules without limits.
pub(crate) fn rules() -> Rules {
    Rules {
        searches_per_second: None,
        calls_in_ten_seconds: None,
        ..Rules::default()
    }
}
