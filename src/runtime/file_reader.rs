//! Reads files and long lists on threads of their own, which neither the screen nor the store ever waits for.

use std::env;
use std::io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;

use super::service::Reports;
use crate::app::pasted::UnreadList;
use crate::app::{FileRequest, Msg, NoFile, RequestId};
use crate::disk;
use crate::domain::SafeText;
use crate::paste::{ListFile, MAX_BYTES, Taken, read_file, read_file_part};
use crate::regular_file::{self, NotRead};

/// After how many bytes it is told how far a file is read.
const BETWEEN_WORDS: u64 = 4 * 1024 * 1024;

/// What reads one file at a time; a file system that does not answer holds up its thread alone.
#[derive(Debug)]
pub(super) struct FileReader {
    reports: Reports,
    stop: Arc<AtomicBool>,
}

impl FileReader {
    /// Makes a reader that reads nothing yet.
    pub(super) fn new(reports: Reports) -> Self {
        Self {
            reports,
            stop: Arc::default(),
        }
    }

    /// Carries a request out.
    pub(super) fn send(&mut self, request: FileRequest) {
        match request {
            FileRequest::Read { request, path } => self.read_or_tell(request, Named::Typed(path)),
            FileRequest::ReadDropped { request, paths } => {
                self.read_or_tell(request, Named::Dropped(paths));
            }
            FileRequest::ReadRows { request, list } => {
                if let Err(error) = self.read_rows(request, *list) {
                    let list = Err(format!("No thread could be started: {error}."));
                    self.reports.send(Msg::RowsRead { request, list });
                }
            }
            FileRequest::Stop => self.stop(),
        }
    }

    fn read_or_tell(&mut self, request: RequestId, named: Named) {
        if let Err(error) = self.read(request, named) {
            let why = format!("The file was not read, as no thread could be started: {error}.");
            let file = Err(NoFile::Refused(why));
            self.reports.send(Msg::FileRead { request, file });
        }
    }

    /// Begins to read a file in the place of one that is under way.
    fn read(&mut self, request: RequestId, named: Named) -> std::io::Result<()> {
        self.stop();
        self.stop = Arc::default();
        let (stopped, reports) = (Arc::clone(&self.stop), self.reports.clone());
        Builder::new().name("file".to_owned()).spawn(move || {
            let mut told = 0;
            let result = told_of_panic(&named, || {
                read_list(&named, |read, of| {
                    if read >= told + BETWEEN_WORDS {
                        told = read;
                        reports.send(Msg::FileProgress { request, read, of });
                    }
                    if stopped.load(Ordering::Acquire) {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                })
            });
            if let Some(file) = result {
                let file = file.map(Box::new);
                reports.send(Msg::FileRead { request, file });
            }
        })?;
        Ok(())
    }

    /// Begins to read a long list.
    fn read_rows(&self, request: RequestId, list: UnreadList) -> std::io::Result<()> {
        let reports = self.reports.clone();
        Builder::new().name("rows".to_owned()).spawn(move || {
            let read = catch_unwind(AssertUnwindSafe(|| list.read()));
            let list = read.map_err(|_| "The log says more.".to_owned());
            reports.send(Msg::RowsRead { request, list });
        })?;
        Ok(())
    }

    /// Stops reading, as soon as the file system lets go.
    fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }
}

/// Reads; a panic is a refusal of the file, and the log says more.
fn told_of_panic<T>(
    named: &Named,
    read: impl FnOnce() -> Option<Result<T, NoFile>>,
) -> Option<Result<T, NoFile>> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let name = SafeText::clean(&named.find().0.display().to_string());
        Some(Err(NoFile::Refused(format!(
            "{name} was not read because of a fault; the log says more. Save the list as CSV in UTF-8 and take that file."
        ))))
    })
}

/// The name of a file.
enum Named {
    /// As the user typed it; behind a `#` may stand the sheet or the encoding.
    Typed(PathBuf),
    /// As a terminal wrote it: the first that there is counts.
    Dropped(Vec<PathBuf>),
}

impl Named {
    /// Finds the file, and the part of it that is named.
    fn find(&self) -> (PathBuf, Option<String>) {
        match self {
            Self::Typed(path) => {
                let whole = at_home(path);
                let text = whole.to_string_lossy();
                match text.rsplit_once('#') {
                    Some((file, part)) if !whole.exists() && Path::new(file).exists() => {
                        (file.into(), Some(part.to_owned()))
                    }
                    _ => (whole, None),
                }
            }
            Self::Dropped(paths) => {
                let mut paths = paths.iter().map(|path| at_home(path));
                let first = paths.next().unwrap_or_default();
                let found = std::iter::once(first.clone())
                    .chain(paths)
                    .find(|path| path.exists());
                (found.unwrap_or(first), None)
            }
        }
    }
}

/// Reads a list; the sentence says why not. Gives none if it was stopped.
fn read_list(
    named: &Named,
    go_on: impl FnMut(u64, u64) -> ControlFlow<()>,
) -> Option<Result<ListFile, NoFile>> {
    let (path, part) = named.find();
    let path = &path;
    let name = SafeText::clean(&path.display().to_string());
    let why = match regular_file::read(path, MAX_BYTES, go_on) {
        Ok(bytes) => {
            let file = match &part {
                Some(part) => read_file_part(&bytes, part),
                None => read_file(&bytes, &Taken::default()),
            };
            return Some(file.map_err(|why| NoFile::Refused(format!("{name} {why}"))));
        }
        // What was pasted and cannot be the name of a file is text.
        Err(NotRead::Io(error))
            if matches!(named, Named::Dropped(_))
                && matches!(error.kind(), InvalidFilename | InvalidInput | NotADirectory) =>
        {
            NotRead::Missing
        }
        Err(why) => why,
    };
    Some(Err(NoFile::Refused(match why {
        NotRead::Stopped => return None,
        NotRead::Missing => {
            let sentence = format!("There is no file {name}. Check the name and try again.");
            return Some(Err(NoFile::Missing(sentence)));
        }
        NotRead::Other("a folder") => format!("Cannot read {name}: it is a folder. Name a file in it."),
        NotRead::Other(kind) => format!("Cannot read {name}: it is {kind} and no regular file."),
        NotRead::TooLarge => format!(
            "{name} is larger than {} MiB. Split it and take the parts.",
            MAX_BYTES / (1024 * 1024)
        ),
        NotRead::Io(error) => format!(
            "Cannot read {}: {}",
            SafeText::clean(&disk::shown(path)),
            disk::refusal(path, &error, "Check that you may read it.")
        ),
    })))
}

/// Takes `~/` for the home folder, as a shell does.
pub(super) fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        (Ok(_) | Err(_), _) => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(path: &Path) -> Result<String, String> {
        let named = Named::Typed(path.to_owned());
        let file = read_list(&named, |_, _| ControlFlow::Continue(())).expect("not stopped");
        file.map(|file| file.text).map_err(NoFile::into_sentence)
    }

    #[test]
    fn a_list_is_read_in_any_encoding_and_what_is_no_file_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("list.csv");
        std::fs::write(&file, b"Andr\xe9;a@b.co\r\n").expect("written");
        assert_eq!(list(&file), Ok("André;a@b.co\n".to_owned()));
        for (path, reason) in [
            (folder.path().join("none"), "no file"),
            (
                folder.path().join("x".repeat(300)),
                "path is too long. Choose a shorter one.",
            ),
            (folder.path().to_owned(), "is a folder"),
            ("/dev/zero".into(), "a device and no regular file"),
        ] {
            let sentence = list(&path).expect_err("refused");
            assert!(sentence.contains(reason), "{sentence}");
        }
        std::fs::write(&file, b"%PDF-1.7\n").expect("written");
        assert!(list(&file).expect_err("refused").contains("is a PDF"));
        let stopped = read_list(&Named::Typed(file), |_, _| ControlFlow::Break(()));
        assert_eq!(stopped, None);
    }

    #[test]
    fn behind_a_name_stands_the_encoding_and_a_name_with_that_sign_is_a_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("list.csv");
        std::fs::write(&file, b"Andr\x8e;a@b.co\n").expect("written");
        let named = |name: &str| list(&folder.path().join(name));
        assert_eq!(named("list.csv#macintosh"), Ok("André;a@b.co\n".to_owned()));
        assert!(
            named("list.csv#klingon")
                .expect_err("refused")
                .contains("encoding")
        );
        assert!(
            named("none.csv#macintosh")
                .expect_err("refused")
                .contains("no file")
        );
        std::fs::write(folder.path().join("list.csv#2"), "Bo;b@b.co\n").expect("written");
        assert_eq!(named("list.csv#2"), Ok("Bo;b@b.co\n".to_owned()));
    }

    #[test]
    fn of_the_names_of_a_dropped_file_the_one_counts_that_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("my list.csv"), "Bo;b@b.co\n").expect("written");
        let dropped = |names: &[&str]| {
            let named = Named::Dropped(names.iter().map(|name| path(name)).collect());
            read_list(&named, |_, _| ControlFlow::Continue(())).expect("not stopped")
        };
        let file = dropped(&["my\\ list.csv", "my list.csv"]).expect("read");
        assert_eq!(file.text, "Bo;b@b.co\n");
        assert!(matches!(dropped(&["none", "neither"]), Err(NoFile::Missing(_))));
        // A line of a list may begin like a path: it is no name of a file, and stays a text.
        let line = "Ann Lee <ann@acme.com>; ".repeat(20);
        assert!(matches!(dropped(&[&line]), Err(NoFile::Missing(_))));
        assert!(matches!(dropped(&["my list.csv/x"]), Err(NoFile::Missing(_))));
    }
}
