//! Opens a link with a program of the desktop, where the desktop is that of the user.

use std::env;
use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread::{Builder, sleep};
use std::time::Duration;

use super::RuntimeEvent;
use crate::app::Msg;
use crate::domain::WebLink;
use crate::secrets::without_secrets;

/// How long a program may take to refuse a link, looked at so often; one that still runs has taken it.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// The program that opens links; none far from the desktop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opener(Option<PathBuf>);

impl Opener {
    /// Looks at the environment.
    pub(super) fn find() -> Self {
        Self::of(|name| env::var_os(name))
    }

    fn of(var: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
        // Far from its desktop it would open the link on the other machine.
        let is_far = is_set("SSH_TTY") || is_set("SSH_CONNECTION");
        let name = if cfg!(target_os = "macos") {
            Some("open")
        } else if is_set("WAYLAND_DISPLAY") || is_set("DISPLAY") {
            Some("xdg-open")
        } else {
            None
        };
        let path = var("PATH").unwrap_or_default();
        let program = name.filter(|_| !is_far).and_then(|name| {
            env::split_paths(&path)
                .filter(|folder| folder.is_absolute())
                .map(|folder| folder.join(name))
                .find(|file| file.is_file())
        });
        Self(program)
    }

    /// Has a link opened on a thread of its own, and tells whether a program took it.
    pub(super) fn open(&self, link: WebLink, facts: Sender<RuntimeEvent>) -> io::Result<()> {
        let program = self.0.clone();
        Builder::new().name("link".to_owned()).spawn(move || {
            let mut child = program.and_then(|program| start(&program, &link.url));
            let opened = child.as_mut().is_some_and(is_taken);
            let _ = facts.send(RuntimeEvent::Msg(Msg::LinkTried { link, opened }));
            // One that stays open as long as its window is waited for, so that nothing of it is left.
            let _ = child.map(|mut child| child.wait());
        })?;
        Ok(())
    }
}

/// Starts a program on a link, which is one argument of it and never an option: it begins with its scheme.
fn start(program: &Path, url: &str) -> Option<Child> {
    without_secrets(&mut Command::new(program))
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // It takes no keys from this terminal, and stays when that is closed.
        .process_group(0)
        .spawn()
        .ok()
}

/// Returns whether a program did not refuse its link.
fn is_taken(child: &mut Child) -> bool {
    for _ in 0..LOOKS {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => sleep(BETWEEN_LOOKS),
            Err(_) => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::mpsc::channel;

    use rstest::rstest;

    use super::*;
    use crate::domain::Email;

    /// Makes the environment of a desktop whose program does what a script says.
    fn desktop(folder: &Path, script: &str, more: &[(&str, &str)]) -> Opener {
        for name in ["xdg-open", "open"] {
            let file = folder.join(name);
            fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("written");
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("runnable");
        }
        let path = folder.display().to_string();
        let mut set = vec![("PATH", path.as_str()), ("DISPLAY", ":0")];
        set.extend_from_slice(more);
        Opener::of(|name| {
            let found = set.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    fn tried(opener: &Opener) -> Msg {
        let (send, receive) = channel();
        let link = WebLink::mail(&Email::parse("ann@acme.com").expect("an address"));
        opener.open(link, send).expect("a thread");
        match receive.recv().expect("told") {
            RuntimeEvent::Msg(msg) => msg,
            other => panic!("{other:?}"),
        }
    }

    #[rstest]
    #[case("printf %s \"$1\" > OUT", true, "mailto:ann@acme.com")]
    #[case("exit 3", false, "")]
    fn a_program_of_the_desktop_takes_the_link_or_refuses_it(
        #[case] script: &str,
        #[case] wanted: bool,
        #[case] got: &str,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        let script = script.replace("OUT", &out.display().to_string());
        let told = tried(&desktop(folder.path(), &script, &[]));
        assert!(
            matches!(&told, Msg::LinkTried { opened, .. } if *opened == wanted),
            "{told:?}"
        );
        assert_eq!(fs::read_to_string(&out).unwrap_or_default(), got);
    }

    #[test]
    fn far_from_the_desktop_nothing_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let far = desktop(folder.path(), "exit 0", &[("SSH_CONNECTION", "1 2 3 4")]);
        assert_eq!(far, Opener(None));
        assert!(matches!(tried(&far), Msg::LinkTried { opened: false, .. }));
    }
}
