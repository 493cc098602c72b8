//! Files outside the store: lists that are read, and texts in the person's own editor.

use std::env;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::Command;

use crate::domain::{Existing, SafeText, Selection};
use crate::export::Format;
use crate::paste::{MAX_BYTES, decode};
use crate::workspace::Workspace;

/// Reads a list; the sentence says why not.
pub(super) fn read_list(path: &Path) -> Result<String, String> {
    let path = &at_home(path);
    let name = SafeText::clean(&path.display().to_string());
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    if path.is_dir() {
        return Err(format!("Cannot read {name}: it is a folder. Name a file in it."));
    }
    match File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("There is no file {name}. Check its name: ctrl-o."))
        }
        Err(error) => Err(format!(
            "Cannot read {name}: {error}. Check that you may read it."
        )),
        Ok(_) if bytes.len() > MAX_BYTES => Err(format!(
            "{name} is larger than {} MiB. Split it and take the parts.",
            MAX_BYTES / (1024 * 1024)
        )),
        Ok(_) => Ok(decode(&bytes)),
    }
}

/// Writes rows into a file that is not there yet; the sentence says how many, or why not.
pub(super) fn export(
    workspace: &mut Workspace,
    selection: &Selection,
    path: &Path,
) -> Result<String, String> {
    let name = SafeText::clean(&path.display().to_string());
    let Some(format) = Format::of(path) else {
        return Err(format!(
            "Nothing was written: the name {name} does not say the format. End it in .csv, .tsv, .json or .vcf."
        ));
    };
    workspace
        .export_to_file(selection, format, &at_home(path), Existing::Kept)
        .map(|exported| exported.sentence(&name))
        .map_err(|error| SafeText::clean(&error.to_string()).to_string())
}

/// Takes `~/` for the home folder, as a shell does.
fn at_home(path: &Path) -> std::path::PathBuf {
    match (path.strip_prefix("~"), env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        (Ok(_) | Err(_), _) => path.to_owned(),
    }
}

/// Has a text edited with `$VISUAL`, `$EDITOR` or vi, while the terminal is theirs; the sentence says why not.
pub(super) fn edit(text: &str) -> Result<String, String> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_owned());
    let failed =
        |what: String| format!("Your text is as it was: {what}. Set EDITOR to your editor and try again.");
    let mut file = tempfile::Builder::new()
        .prefix("pivotal-list-")
        .suffix(".txt")
        .tempfile()
        .map_err(|error| failed(format!("no temporary file could be made, {error}")))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(|error| failed(format!("the temporary file could not be written, {error}")))?;
    // The shell splits what people put into EDITOR, such as `code --wait`.
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(file.path())
        .status();
    let name = SafeText::clean(&editor);
    match status {
        Err(error) => return Err(failed(format!("{name} did not start, {error}"))),
        Ok(status) if !status.success() => return Err(failed(format!("{name} ended with {status}"))),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    File::open(file.path())
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| failed(format!("the text could not be read back, {error}")))?;
    Ok(decode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_any_encoding_and_a_missing_one_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("list.csv");
        std::fs::write(&file, b"Andr\xe9;a@b.co\r\n").expect("written");
        assert_eq!(read_list(&file), Ok("André;a@b.co\n".to_owned()));
        assert!(
            read_list(&folder.path().join("none"))
                .expect_err("missing")
                .contains("no file")
        );
        assert!(read_list(folder.path()).expect_err("a folder").contains("folder"));
    }
}
