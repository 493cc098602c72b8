//! Files that commands read; `-` is the standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Error;
use crate::domain::SafeText;

/// Reads a file of at most `max` bytes.
pub(super) fn read(file: &Path, max: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let name = shown(file);
    if file.is_dir() {
        return Err(Error::Failed(format!(
            "Cannot read {name}: it is a folder. Name a file in it."
        )));
    }
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    let result = if file == Path::new("-") {
        io::stdin().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotFound(format!(
            "There is no file {name}. Check its name and try again."
        ))),
        Err(error) => Err(Error::Failed(format!(
            "Cannot read {name}: {error}. Check that you may read it."
        ))),
        Ok(_) if bytes.len() > max => Err(Error::Invalid(format!(
            "{name} is larger than {} MiB. Split it and import the parts.",
            max / (1024 * 1024)
        ))),
        Ok(_) => Ok(bytes),
    }
}

/// Gives the name of a file for a message.
pub(super) fn shown(file: &Path) -> SafeText {
    SafeText::clean(&file.display().to_string())
}
