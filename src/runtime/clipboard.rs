//! The clipboard: a sequence to the terminal, and a program of the desktop where there is one.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::thread::{Builder, sleep};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::RuntimeEvent;
use crate::app::Msg;
use crate::app::clipping::{Clipping, Copied};
use crate::secrets::without_secrets;

/// The longest text that common terminals take, in bytes of base64.
const MOST: usize = 74_994;

/// The bytes that GNU Screen passes on in one piece.
const PIECE: usize = 240;

/// How long a program may take, looked at so often.
const LOOKS: u32 = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// What stands between the app and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Tmux,
    Screen,
}

/// What the app runs in.
#[derive(Debug, Clone)]
pub(super) struct Clipboard {
    between: Between,
    programs: Vec<&'static [&'static str]>,
    path: OsString,
}

impl Clipboard {
    /// Looks at the environment.
    pub(super) fn find() -> Self {
        Self::of(|name| env::var_os(name))
    }

    fn of(var: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name: &str| var(name).is_some_and(|value| !value.is_empty());
        let between = if is_set("TMUX") {
            Between::Tmux
        } else if is_set("STY") {
            Between::Screen
        } else {
            Between::Nothing
        };
        let mut programs: Vec<&'static [&'static str]> = Vec::new();
        if is_set("WAYLAND_DISPLAY") {
            programs.push(&["wl-copy"]);
        }
        if is_set("DISPLAY") {
            programs.push(&["xclip", "-selection", "clipboard", "-in"]);
            programs.push(&["xsel", "--clipboard", "--input"]);
        }
        // Far from its desktop it would fill the clipboard of the other machine.
        if !is_set("SSH_TTY") && !is_set("SSH_CONNECTION") {
            programs.push(&["pbcopy"]);
        }
        Self {
            between,
            programs,
            path: var("PATH").unwrap_or_default(),
        }
    }

    /// Returns the sequence that puts a text on the terminal's clipboard; none if it is longer than terminals take.
    pub(super) fn sequence(&self, text: &str) -> Option<String> {
        // Base64 has no byte that could end the sequence.
        let data = STANDARD.encode(text);
        if data.len() > MOST {
            return None;
        }
        let plain = format!("\x1b]52;c;{data}\x07");
        Some(match self.between {
            Between::Nothing => plain,
            // It takes the first if set-clipboard is on, and passes on the second if allow-passthrough is.
            Between::Tmux => format!("{plain}\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")),
            Between::Screen => {
                let pieces = plain.as_bytes().chunks(PIECE);
                let pieces = pieces.map(|piece| format!("\x1bP{}\x1b\\", String::from_utf8_lossy(piece)));
                pieces.collect()
            }
        })
    }

    /// Hands a text to the first program of the desktop that takes it, on a thread of its own, and tells how it went.
    pub(super) fn copy(&self, clipping: Clipping, facts: Sender<RuntimeEvent>) -> io::Result<()> {
        let clipboard = self.clone();
        Builder::new().name("clipboard".to_owned()).spawn(move || {
            let how = if clipboard.hand_over(&clipping.text) {
                Copied::Native
            } else if clipboard.sequence(&clipping.text).is_some() {
                Copied::Terminal
            } else {
                Copied::TooLong
            };
            let what = clipping.what;
            let _ = facts.send(RuntimeEvent::Msg(Msg::Copied { what, how }));
        })?;
        Ok(())
    }

    fn hand_over(&self, text: &str) -> bool {
        self.programs.iter().any(|words| match words {
            [program, arguments @ ..] => self
                .find_program(program)
                .is_some_and(|program| run(&program, arguments, text)),
            [] => false,
        })
    }

    fn find_program(&self, name: &str) -> Option<PathBuf> {
        env::split_paths(&self.path)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    }
}

/// Runs a program on a text; one that takes too long is ended.
fn run(program: &std::path::Path, arguments: &[&str], text: &str) -> bool {
    let started = without_secrets(&mut Command::new(program))
        .args(arguments.iter().map(OsStr::new))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = started else { return false };
    let Some(mut input) = child.stdin.take() else {
        return false;
    };
    let text = text.to_owned();
    // A program that reads nothing would hold the writer up; once it is ended, the writer ends as well.
    let writer = Builder::new()
        .name("clipboard text".to_owned())
        .spawn(move || input.write_all(text.as_bytes()).is_ok());
    let ended = wait(&mut child);
    ended && writer.is_ok_and(|writer| writer.join().unwrap_or(false))
}

/// Returns whether a program ended well in time.
fn wait(child: &mut Child) -> bool {
    for _ in 0..LOOKS {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => sleep(BETWEEN_LOOKS),
            Err(_) => break,
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use rstest::rstest;

    use super::*;

    fn clipboard(set: &[(&str, &str)]) -> Clipboard {
        Clipboard::of(|name| {
            let found = set.iter().find(|(own, _)| *own == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_sequence_passes_through_what_stands_between() {
        let text = "dana@acme.com";
        let plain = clipboard(&[]).sequence(text).expect("short");
        assert_eq!(plain, "\x1b]52;c;ZGFuYUBhY21lLmNvbQ==\x07");
        let tmux = clipboard(&[("TMUX", "/tmp/t,1,0")])
            .sequence(text)
            .expect("short");
        assert_eq!(
            tmux,
            "\x1b]52;c;ZGFuYUBhY21lLmNvbQ==\x07\x1bPtmux;\x1b\x1b]52;c;ZGFuYUBhY21lLmNvbQ==\x07\x1b\\"
        );
        let screen = clipboard(&[("STY", "1.x")])
            .sequence(&"a".repeat(600))
            .expect("short");
        assert_eq!(screen.matches("\x1bP").count(), 4);
        let joined: String = screen
            .split("\x1b\\")
            .map(|piece| piece.replacen("\x1bP", "", 1))
            .collect();
        assert_eq!(Some(joined), clipboard(&[]).sequence(&"a".repeat(600)));
    }

    #[test]
    fn nothing_in_a_text_ends_the_sequence_early() {
        let sequence = clipboard(&[]).sequence("a\x07b\x1b\\c\u{9c}d\n").expect("short");
        let inner = sequence.trim_start_matches("\x1b]52;c;").trim_end_matches('\x07');
        assert!(inner.bytes().all(|byte| byte.is_ascii_graphic()), "{inner:?}");
    }

    #[test]
    fn a_text_longer_than_terminals_take_is_not_sent() {
        let longest = MOST / 4 * 3;
        assert!(clipboard(&[]).sequence(&"a".repeat(longest)).is_some());
        assert_eq!(clipboard(&[]).sequence(&"a".repeat(longest + 3)), None);
    }

    fn program(folder: &Path, name: &str, script: &str) {
        let file = folder.join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("runnable");
    }

    #[rstest]
    // The first that takes it, in place of one that fails.
    #[case(&[("wl-copy", "exit 1"), ("xclip", "cat > $OUT")], true, "text")]
    #[case(&[("wl-copy", "exit 1")], false, "")]
    #[case(&[], false, "")]
    // One that reads nothing and never ends.
    #[case(&[("wl-copy", "exec /bin/sleep 60")], false, "")]
    fn a_program_of_the_desktop_takes_the_text_or_does_not_hang(
        #[case] programs: &[(&str, &str)],
        #[case] wanted: bool,
        #[case] got: &str,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("out");
        for (name, script) in programs {
            let script = script
                .replace("cat", "/bin/cat")
                .replace("$OUT", &out.display().to_string());
            program(folder.path(), name, &script);
        }
        let path = folder.path().display().to_string();
        let clipboard = clipboard(&[("PATH", &path), ("WAYLAND_DISPLAY", "w"), ("DISPLAY", ":0")]);
        assert_eq!(clipboard.hand_over("text"), wanted);
        assert_eq!(std::fs::read_to_string(&out).unwrap_or_default(), got);
    }

    #[test]
    fn without_a_display_no_program_of_one_is_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        program(folder.path(), "xclip", "exit 0");
        let path = folder.path().display().to_string();
        assert!(!clipboard(&[("PATH", &path)]).hand_over("text"));
        program(folder.path(), "pbcopy", "exec /bin/cat >/dev/null");
        assert!(clipboard(&[("PATH", &path)]).hand_over("text"));
        assert!(!clipboard(&[("PATH", &path), ("SSH_TTY", "/dev/pts/1")]).hand_over("text"));
    }
}
