//! Files that people write, who may read what is private, and the room on the disk.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::Check;
use crate::cli::Context;
use crate::config::{Config, read_phases};
use crate::delivery::template::Templates;
use crate::disk::{Obstacle, free_bytes};
use crate::domain::shell_word;
use crate::logging;
use crate::store::{BACKUPS, FILE_NAME};

/// Below this much free space, in bytes, it is time to tidy up; below the other, nothing can be saved soon.
const LITTLE: u64 = 512 * 1024 * 1024;
const NONE: u64 = 16 * 1024 * 1024;

pub(super) fn checks(context: &Context) -> Vec<Check> {
    let paths = &context.paths;
    let mut checks = vec![
        match Config::read(&paths.config) {
            Ok(_) if paths.config.exists() => {
                Check::ok("config", format!("{} can be read.", paths.config.display()))
            }
            Ok(_) => Check::ok(
                "config",
                format!("There is no {}; the defaults apply.", paths.config.display()),
            ),
            Err(error) => Check::failed("config", &error),
        },
        match read_phases(&paths.config) {
            Ok(phases) => Check::ok("phases", format!("{} phases.", phases.all().len())),
            Err(error) => Check::failed("phases", &error),
        },
        match Templates::load(Some(&paths.templates())) {
            Ok(_) => Check::ok("templates", "The notification templates are valid."),
            Err(error) => Check::failed("templates", &error),
        },
        permissions(&paths.data),
    ];
    checks.push(log(&paths.state));
    checks.extend(room(&paths.data));
    checks
}

/// Looks whether only the owner reads the data.
fn permissions(data: &Path) -> Check {
    const NAME: &str = "permissions";
    let open_to_others =
        |path: &Path| fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    let mut exposed = Vec::new();
    for folder in [data.to_owned(), data.join(BACKUPS)] {
        if open_to_others(&folder) {
            exposed.push(format!("chmod 700 {}", shell_word(&folder.display().to_string())));
        }
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_file() && open_to_others(&path) {
                exposed.push(format!("chmod 600 {}", shell_word(&path.display().to_string())));
            }
        }
    }
    if !data.exists() {
        return Check::ok(NAME, format!("{} does not exist yet.", data.display()));
    }
    match exposed.as_slice() {
        [] => Check::ok(NAME, format!("Only you can read {}.", data.display())),
        _ => Check::warn(
            NAME,
            format!("Others on this machine may read {}.", data.display()),
            &format!("Run: {}", exposed.join("; ")),
        ),
    }
}

fn log(state: &Path) -> Check {
    let path = state.join(logging::FILE_NAME);
    match fs::OpenOptions::new().append(true).open(&path) {
        Ok(_) => Check::ok("log", format!("{} can be written.", path.display())),
        Err(error) => Check::warn(
            "log",
            format!("{} cannot be written: {error}.", path.display()),
            "pivotal works without it; check the permissions of the folder.",
        ),
    }
}

/// Looks how much fits on the disk of the data.
fn room(data: &Path) -> Option<Check> {
    const NAME: &str = "disk";
    let place = data.ancestors().find(|place| place.is_dir())?;
    let disk = rustix::fs::statvfs(place).ok()?;
    let free = free_bytes(place)?;
    let sentence = format!("{} MiB are free for {}.", free / (1024 * 1024), data.display());
    let store = fs::metadata(data.join(FILE_NAME)).map_or(0, |file| file.len());
    Some(if disk.f_files > 0 && disk.f_favail == 0 {
        Check::fail(
            NAME,
            format!(
                "There is no room for another file on the disk of {}.",
                data.display()
            ),
            Obstacle::NoInodes.advice(),
        )
    } else if free < NONE {
        Check::fail(NAME, sentence, "Free some space, or nothing can be saved soon.")
    } else if free < LITTLE.max(store.saturating_mul(3)) {
        Check::warn(
            NAME,
            sentence,
            "Free some space; backups need as much as the store itself.",
        )
    } else {
        Check::ok(NAME, sentence)
    })
}
