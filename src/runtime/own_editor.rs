//! The user's own editor: a text in a private file, gone afterwards, and no secret in what the editor is given.

use std::env;
use std::fs::{DirEntry, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use crate::domain::SafeText;
use crate::lock::RunLock;
use crate::paste::decode;
use crate::secrets::without_secrets;

/// How the name of a folder begins in which a text is edited.
const FOLDER: &str = "pivotal-edit-";

/// The lock of such a folder, held while its text is edited.
const LOCK: &str = "pivotal.lock";

/// Has a text edited with `$VISUAL`, `$EDITOR` or vi, while the terminal is theirs; the sentence says why not.
pub(super) fn edit(text: &str) -> Result<String, String> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_owned());
    edit_with(&editor, text, &env::temp_dir())
}

fn edit_with(editor: &str, text: &str, place: &Path) -> Result<String, String> {
    let failed =
        |what: String| format!("Your text is as it was: {what}. Set EDITOR to your editor and try again.");
    let folder = tempfile::Builder::new()
        .prefix(FOLDER)
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir_in(place)
        .map_err(|error| failed(format!("no temporary folder could be made, {error}")))?;
    let _used = RunLock::take(folder.path(), LOCK)
        .map_err(|error| failed(format!("the temporary folder cannot be used, {error}")))?;
    let path = folder.path().join("list.txt");
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| failed(format!("the temporary file could not be written, {error}")))?;
    // The shell splits what people put into EDITOR, such as `code --wait`.
    let status = without_secrets(Command::new("sh").arg("-c"))
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(&path)
        .status();
    let name = SafeText::clean(editor);
    match status {
        Err(error) => return Err(failed(format!("{name} did not start, {error}"))),
        Ok(status) if !status.success() => return Err(failed(format!("{name} ended with {status}"))),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    File::open(&path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .map_err(|error| failed(format!("the text could not be read back, {error}")))?;
    Ok(decode(&bytes))
}

/// Removes what was left of texts that were edited when the program was killed.
pub(super) fn remove_leftovers() {
    if let Err(error) = remove_leftovers_in(&env::temp_dir()) {
        tracing::warn!(%error, "what was left of edited texts was not looked for");
    }
}

fn remove_leftovers_in(place: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(place)?.filter_map(Result::ok) {
        if is_own(&entry)
            && RunLock::take(&entry.path(), LOCK).is_ok()
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "what was left of an edited text was not removed");
        }
    }
    Ok(())
}

/// Returns whether an entry is a folder of this kind that is the user's own; a link to one is not.
fn is_own(entry: &DirEntry) -> bool {
    let is_named = entry
        .file_name()
        .to_str()
        .is_some_and(|name| name.starts_with(FOLDER));
    is_named
        && entry
            .metadata()
            .is_ok_and(|folder| folder.is_dir() && folder.uid() == rustix::process::getuid().as_raw())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &Path) -> usize {
        std::fs::read_dir(place).expect("read").count()
    }

    #[test]
    fn the_text_is_in_a_private_file_that_is_gone_afterwards() {
        let place = tempfile::tempdir().expect("a folder");
        let script =
            "look() { stat -c '%a' \"$1\" \"$(dirname \"$1\")\" > \"$1.new\"; mv \"$1.new\" \"$1\"; }; look";
        assert_eq!(
            edit_with(script, "Ann", place.path()),
            Ok("600\n700\n".to_owned())
        );
        assert_eq!(names(place.path()), 0);
        let refused = edit_with("false", "Ann", place.path()).expect_err("failed");
        assert!(refused.starts_with("Your text is as it was"), "{refused}");
        assert_eq!(names(place.path()), 0);
    }

    #[test]
    fn leftovers_go_and_what_is_being_edited_stays() {
        let place = tempfile::tempdir().expect("a folder");
        for name in ["pivotal-edit-left", "pivotal-edit-used", "other"] {
            std::fs::create_dir(place.path().join(name)).expect("made");
            std::fs::write(place.path().join(name).join("list.txt"), "Ann").expect("written");
        }
        let _used = RunLock::take(&place.path().join("pivotal-edit-used"), LOCK).expect("taken");
        remove_leftovers_in(place.path()).expect("looked");
        assert!(!place.path().join("pivotal-edit-left").exists());
        assert_eq!(names(place.path()), 2);
    }
}
