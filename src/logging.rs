//! A log file in the state directory, for faults of the program; it never holds what people typed.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

/// The name of the log in the state directory.
pub const FILE_NAME: &str = "pivotal.log";

/// The size at which a log is put aside at the next start, in bytes.
const MAX_BYTES: u64 = 2 * 1024 * 1024;

/// Sends what the program notes to the log from now on; the log before it is kept once as `pivotal.log.1`.
pub fn start(folder: &Path, level: LevelFilter) -> io::Result<()> {
    if !folder.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let path = folder.join(FILE_NAME);
    if fs::metadata(&path).is_ok_and(|file| file.len() > MAX_BYTES) {
        fs::rename(&path, folder.join(format!("{FILE_NAME}.1")))?;
    }
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(&path)?;
    // A second call, as in tests, keeps the first log.
    let _ = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .log_internal_errors(false)
        .try_init();
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_log_is_private_and_put_aside_when_it_is_long() {
        let state = tempfile::tempdir().expect("a folder");
        let folder = state.path().join("pivotal");
        start(&folder, LevelFilter::INFO).expect("started");
        let path = folder.join(FILE_NAME);
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        fs::write(&path, vec![b'x'; 3_000_000]).expect("written");
        start(&folder, LevelFilter::INFO).expect("started");
        assert_eq!(fs::metadata(&path).expect("there").len(), 0);
        assert!(folder.join("pivotal.log.1").exists());
    }
}
