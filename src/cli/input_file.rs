//! Files that commands read; `-` is the standard input.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::Error;
use crate::disk;
use crate::domain::SafeText;
use crate::regular_file::{self, NotRead};

/// Reads a file of at most `max` bytes.
pub(super) fn read(file: &Path, max: usize) -> Result<Vec<u8>, Error> {
    let result = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        match io::stdin().take(limit).read_to_end(&mut bytes) {
            Ok(_) if bytes.len() > max => Err(NotRead::TooLarge),
            Ok(_) => Ok(bytes),
            Err(error) => Err(NotRead::Io(error)),
        }
    } else {
        regular_file::read(file, max, |_, _| ControlFlow::Continue(()))
    };
    result.map_err(|why| refusal(file, why, max))
}

/// Says whether a file is one that can be read at all.
pub(super) fn check(file: &Path) -> Result<(), Error> {
    regular_file::open(file)
        .map(drop)
        .map_err(|why| refusal(file, why, usize::MAX))
}

fn refusal(file: &Path, why: NotRead, max: usize) -> Error {
    let name = shown(file);
    match why {
        NotRead::Missing => {
            Error::NotFound(format!("There is no file {name}. Check its name and try again."))
        }
        NotRead::Other("a folder") => {
            Error::Failed(format!("Cannot read {name}: it is a folder. Name a file in it."))
        }
        NotRead::Other(kind) => Error::Failed(format!(
            "Cannot read {name}: it is {kind}, not a regular file. Save its output to a file and name that file."
        )),
        NotRead::TooLarge => Error::Invalid(format!(
            "{name} is larger than {} MiB. Split it and import the parts.",
            max / (1024 * 1024)
        )),
        NotRead::Stopped => Error::Failed(format!("{name} could not be read completely. Try again.")),
        NotRead::Io(error) => Error::Failed(format!(
            "Cannot read {}: {}",
            SafeText::clean(&disk::shown(file)),
            disk::refusal(file, &error, "Check that you have permission to read it.")
        )),
    }
}

/// Returns the name of a file for a message.
pub(super) fn shown(file: &Path) -> SafeText {
    SafeText::clean(&file.display().to_string())
}
