//! Reads files and long lists on threads of their own, which neither the screen nor the store ever waits for.

use std::env;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Builder;

use super::service::Reports;
use crate::app::pasted::UnreadList;
use crate::app::{FileRequest, Msg, RequestId};
use crate::disk;
use crate::domain::SafeText;
use crate::paste::{MAX_BYTES, text_of};
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
            FileRequest::Read { request, path } => {
                if let Err(error) = self.read(request, path) {
                    let text = Err(format!(
                        "The file was not read, as no thread could be started: {error}."
                    ));
                    self.reports.send(Msg::FileRead { request, text });
                }
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

    /// Begins to read a file in the place of one that is under way.
    fn read(&mut self, request: RequestId, path: PathBuf) -> std::io::Result<()> {
        self.stop();
        self.stop = Arc::default();
        let (stopped, reports) = (Arc::clone(&self.stop), self.reports.clone());
        Builder::new().name("file".to_owned()).spawn(move || {
            let mut told = 0;
            let result = read_list(&path, |read, of| {
                if read >= told + BETWEEN_WORDS {
                    told = read;
                    reports.send(Msg::FileProgress { request, read, of });
                }
                if stopped.load(Ordering::Acquire) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            if let Some(text) = result {
                reports.send(Msg::FileRead { request, text });
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

/// Reads a list; the sentence says why not. Gives none if it was stopped.
fn read_list(path: &Path, go_on: impl FnMut(u64, u64) -> ControlFlow<()>) -> Option<Result<String, String>> {
    let path = &at_home(path);
    let name = SafeText::clean(&path.display().to_string());
    let why = match regular_file::read(path, MAX_BYTES, go_on) {
        Ok(bytes) => return Some(text_of(&bytes).map_err(|what| format!("{name} {what}"))),
        Err(why) => why,
    };
    Some(Err(match why {
        NotRead::Stopped => return None,
        NotRead::Missing => format!("There is no file {name}. Check the name and try again."),
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
    }))
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
        read_list(path, |_, _| ControlFlow::Continue(())).expect("not stopped")
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
        std::fs::write(&file, b"PK\x03\x04....xl/workbook.xml").expect("written");
        assert!(list(&file).expect_err("refused").contains("is a workbook"));
        assert_eq!(read_list(&file, |_, _| ControlFlow::Break(())), None);
    }
}
