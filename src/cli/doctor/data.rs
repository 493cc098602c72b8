//! The store, its backups, and the token of HubSpot.

use std::path::Path;

use super::Check;
use crate::cli::Context;
use crate::clock::SystemClock;
use crate::domain::Clock;
use crate::hubspot::{Access, FoundToken};
use crate::store::{self, Examination, FILE_NAME, SearchIndex, StoreError, backups, examine};

/// After this many milliseconds a backup is old.
const OLD: i64 = 8 * 24 * 60 * 60 * 1_000;

pub(super) fn checks(context: &Context) -> Vec<Check> {
    let folder = &context.paths.data;
    let mut checks = of_store(&folder.join(FILE_NAME));
    checks.push(backup(folder, context.config.backup.keep_days));
    checks.push(token(folder));
    checks
}

fn of_store(path: &Path) -> Vec<Check> {
    if !path.exists() {
        return vec![Check::ok(
            "store",
            format!(
                "{} does not exist yet; the first command creates it.",
                path.display()
            ),
        )];
    }
    let found = store::look(path)
        .and_then(|()| store::check(path))
        .and_then(|()| examine(path));
    let found = match found {
        Ok(found) => found,
        // What another program did to the file is no fault, and repairs itself.
        Err(error @ StoreError::ForeignLog { .. }) => {
            return vec![Check::warn(
                "store",
                error.to_string(),
                "Check whether a file-syncing program works on this folder; it should leave it alone.",
            )];
        }
        Err(error) => return vec![Check::failed("store", &error)],
    };
    let mut checks = vec![Check::ok(
        "store",
        format!("{} is sound, format {}.", path.display(), found.version),
    )];
    if found.version < found.newest {
        checks.push(Check::warn(
            "format",
            format!("The next command upgrades it to format {}.", found.newest),
            "A backup is made first; there is nothing to do.",
        ));
    }
    if let Some(obstacle) = found.obstacle {
        checks.push(Check::warn(
            "writing",
            format!(
                "{}, so the store can be read but nothing can be saved.",
                obstacle.clause()
            ),
            obstacle.advice(),
        ));
    }
    checks.extend(rules(&found));
    checks
}

fn rules(found: &Examination) -> Vec<Check> {
    const ADVICE: &str = "Either another program wrote to the file, or this is a bug in pivotal. `pivotal restore` restores an earlier state; if nothing else touches the folder, please report it.";
    let mut checks = Vec::new();
    let mut broken: Vec<String> = found
        .broken_rules
        .iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    if found.broken_references > 0 {
        broken.push(format!(
            "{} rows that refer to missing rows",
            found.broken_references
        ));
    }
    checks.push(if broken.is_empty() {
        Check::ok(
            "data",
            "Primary contacts, counts, references and history are consistent.",
        )
    } else {
        Check::fail("data", format!("There are {}.", broken.join(", ")), ADVICE)
    });
    checks.extend(found.shared_records.first().map(|shared| {
        Check::warn(
            "links",
            format!(
                "{} contacts of customer #{} have HubSpot record {}; a record belongs to one contact of a customer. {}",
                shared.contacts,
                shared.customer,
                shared.record,
                more(found.shared_records.len() - 1),
            )
            .trim_end(),
            &format!(
                "Look at them with `pivotal contact list {}`, and delete the one that is not that person; `--unlinked` lists those that left.",
                shared.customer
            ),
        )
    }));
    checks.push(match &found.search {
        SearchIndex::Fits => Check::ok("search", "The search index matches the contacts."),
        SearchIndex::Unchecked => Check::ok(
            "search",
            "The search index was not checked, because that needs a writable store.",
        ),
        SearchIndex::Broken(error) => Check::fail(
            "search",
            format!("The search index does not match the contacts ({error})."),
            ADVICE,
        ),
    });
    checks
}

/// Tells of how many further records the same holds.
fn more(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "The same is true of another record.".to_owned(),
        _ => format!("The same is true of {count} other records."),
    }
}

fn backup(folder: &Path, keep_days: u32) -> Check {
    const NAME: &str = "backup";
    let made = backups(folder);
    let Some(last) = made.first() else {
        return if folder.join(FILE_NAME).exists() {
            Check::warn(
                NAME,
                "There is no backup yet.",
                "Make one: `pivotal backup FILE`.",
            )
        } else {
            Check::ok(NAME, "There is nothing to back up yet.")
        };
    };
    let age = SystemClock.now().as_millis() - last.at.as_millis();
    let path = last.path.display();
    let age_in_days = match age / (24 * 60 * 60 * 1_000) {
        ..=0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let sentence = match made.len() {
        1 => format!("1 backup, {path}; it is {age_in_days} old."),
        many => format!("{many} backups; the last one is {path}, {age_in_days} old."),
    };
    match (age > OLD, keep_days) {
        (false, _) => Check::ok(NAME, sentence),
        (true, 0) => Check::warn(
            NAME,
            sentence,
            "Daily backups are turned off (keep_days = 0); make one: `pivotal backup FILE`.",
        ),
        (true, _) => Check::warn(
            NAME,
            sentence,
            "The app makes one on each day it is opened; or make one now: `pivotal backup FILE`.",
        ),
    }
}

fn token(folder: &Path) -> Check {
    const NAME: &str = "hubspot";
    match Access::from_environment(folder).tokens.find() {
        Ok(Some(FoundToken { origin, .. })) => {
            Check::ok(NAME, format!("A token is in the {}.", origin.key()))
        }
        Ok(None) => Check::ok(NAME, "Not connected; `pivotal hubspot connect` connects it."),
        Err(error) => Check::failed(NAME, &error),
    }
}
