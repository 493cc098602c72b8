//! Reading a file that the user named: regular files alone, up to a limit, and never in a way that cannot be stopped.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

/// How much is read between two looks whether to go on, in bytes.
const PART: usize = 256 * 1024;

/// Why a file was not read.
#[derive(Debug)]
pub enum NotRead {
    /// There is none.
    Missing,
    /// It is something else than a regular file: a folder, a pipe, a device, a socket.
    Other(&'static str),
    /// It holds more than the limit.
    TooLarge,
    /// Whoever wanted it wants it no more.
    Stopped,
    /// The system refuses it.
    Io(io::Error),
}

impl From<io::Error> for NotRead {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Io(error),
        }
    }
}

/// Opens a regular file; anything else is refused before it could block or do something.
pub fn open(path: &Path) -> Result<File, NotRead> {
    refuse_others(&std::fs::metadata(path)?)?;
    // The file may have been exchanged since: a pipe must not wait for a writer then.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(io::Error::from)?);
    refuse_others(&file.metadata()?)?;
    Ok(file)
}

/// Reads a regular file of up to `limit` bytes; `go_on` is told how much is read and how much there is.
pub fn read(
    path: &Path,
    limit: usize,
    mut go_on: impl FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Vec<u8>, NotRead> {
    let mut file = open(path)?;
    let size = file.metadata()?.len();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX);
    if size > limit {
        return Err(NotRead::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    loop {
        let had = bytes.len();
        if go_on(had as u64, size).is_break() {
            return Err(NotRead::Stopped);
        }
        file.by_ref().take(PART as u64).read_to_end(&mut bytes)?;
        if bytes.len() == had {
            return Ok(bytes);
        }
        if bytes.len() as u64 > limit {
            return Err(NotRead::TooLarge);
        }
    }
}

fn refuse_others(file: &std::fs::Metadata) -> Result<(), NotRead> {
    let kind = file.file_type();
    if kind.is_file() {
        return Ok(());
    }
    Err(NotRead::Other(if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn all(path: &Path) -> Result<Vec<u8>, NotRead> {
        read(path, 10, |_, _| ControlFlow::Continue(()))
    }

    #[test]
    fn what_is_no_regular_file_is_refused_and_waits_for_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, Mode::RWXU, 0).expect("made");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&pipe, &link).expect("linked");
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).expect("bound");
        let folder = folder.path().to_owned();
        let (done, ended) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let kinds = [
                pipe,
                link,
                folder.join("socket"),
                folder.clone(),
                "/dev/zero".into(),
            ];
            let kinds = kinds.map(|path| match all(&path) {
                Err(NotRead::Other(kind)) => kind,
                other => panic!("{other:?}"),
            });
            done.send(kinds).expect("told");
        });
        let kinds = ended.recv_timeout(Duration::from_secs(20)).expect("it waits");
        assert_eq!(kinds, ["a pipe", "a pipe", "a socket", "a folder", "a device"]);
    }

    #[test]
    fn a_file_is_read_up_to_the_limit_and_reading_stops_when_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("list");
        std::fs::write(&file, "0123456789").expect("written");
        assert_eq!(all(&file).expect("read"), b"0123456789");
        let stopped = read(&file, 10, |_, _| ControlFlow::Break(()));
        assert!(matches!(stopped, Err(NotRead::Stopped)), "{stopped:?}");
        std::fs::write(&file, "0123456789x").expect("written");
        assert!(matches!(all(&file), Err(NotRead::TooLarge)));
        assert!(matches!(all(&folder.path().join("none")), Err(NotRead::Missing)));
        // Of no size, and yet with much in it.
        assert!(matches!(
            all(Path::new("/proc/self/maps")),
            Err(NotRead::TooLarge)
        ));
    }
}
