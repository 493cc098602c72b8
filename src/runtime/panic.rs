//! What a panic does: on the thread of the screen it gives the terminal back, on any other it is only logged. What is
//! told of it cannot drive the terminal.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{Write, stderr};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::thread::{ThreadId, current};

use super::terminal::give_back;
use crate::domain::SafeText;
use crate::paste::panic_is_refusal;

/// Has panics told in a line in which nothing drives the terminal: their words can hold a piece of any text.
pub fn tell_panics() {
    set_hook(Box::new(|info| {
        if panic_is_refusal() {
            return;
        }
        let words = SafeText::clean(&info.to_string());
        // Where standard error is gone, nobody reads it.
        let _ = writeln!(
            stderr(),
            "pivotal has a fault and stops; what was saved is safe. {words}"
        );
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            let _ = writeln!(stderr(), "{trace}");
        }
    }));
}

/// Sets what panics do from now on; the present thread is that of the screen.
pub(super) fn set() {
    let screen = current().id();
    let before = take_hook();
    set_hook(Box::new(move |info| {
        tracing::error!(thread = current().name(), place = place(info), "panicked");
        if is_screen(screen) {
            give_back();
            before(info);
        }
    }));
}

fn is_screen(screen: ThreadId) -> bool {
    current().id() == screen
}

/// Names the line and not the message, which could hold what people typed.
fn place(info: &PanicHookInfo<'_>) -> String {
    info.location().map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    //! Each test starts itself again in a terminal of its own, and panics there.

    use std::fs::File;
    use std::io::{Read, Write, stdout};
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use rstest::rstest;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fs::{Mode, OFlags};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::tcgetattr;

    use super::super::terminal::{Mouse, Screen};
    use super::*;

    /// Names the panic of a program that a test started.
    const PANIC: &str = "PIVOTAL_TEST_PANICS_IN";

    /// What a panic's words may hold.
    const WORDS: &str = "byte 3 of \u{1b}]0;owned\u{7}\u{202e}Ann\u{9b}31m";

    /// What is turned on and off: the second screen, pastes, the mouse, the cursor.
    const MODES: [(&str, char); 5] = [
        ("1049", 'l'),
        ("2004", 'l'),
        ("1000", 'l'),
        ("1006", 'l'),
        ("25", 'h'),
    ];

    /// Is the program that a test starts: it takes the terminal and panics; started by nobody it does nothing.
    #[test]
    fn a_program_that_panics() {
        let Some(place) = std::env::var_os(PANIC) else {
            return;
        };
        tell_panics();
        if place == "command" {
            panic!("{WORDS}");
        }
        let screen = Screen::take(Mouse::Reported).expect("taken");
        if place == "careless" {
            // As a panic without the hook, in a program that is ended at once.
            std::mem::forget(screen);
            return;
        }
        set();
        if place == "screen" {
            panic!("{WORDS}");
        }
        let task = std::thread::spawn(|| panic!("{WORDS}"));
        assert!(task.join().is_err());
        let mut out = stdout();
        write!(out, "the screen lives")
            .and_then(|()| out.flush())
            .expect("written");
        drop(screen);
    }

    /// What a program left.
    struct Left {
        printed: String,
        is_cooked: bool,
    }

    impl Left {
        /// Returns the last word on each mode that is not the one that gives it back.
        fn left_on(&self) -> Vec<&'static str> {
            let last = |mode: &str| {
                let begin = format!("\u{1b}[?{mode}");
                let behind = self.printed.rsplit_once(&begin)?.1;
                behind.chars().next()
            };
            MODES
                .into_iter()
                .filter(|(mode, off)| last(mode).is_some_and(|letter| letter != *off))
                .map(|(mode, _)| mode)
                .collect()
        }
    }

    fn panics_in(place: &str) -> Left {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let mut master: File = openpt(flags).expect("a terminal").into();
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave: File = rustix::fs::open(name.as_c_str(), flags, Mode::empty())
            .expect("opened")
            .into();
        let modes = || format!("{:?}", tcgetattr(&slave).expect("modes").local_modes);
        let before = modes();
        let end = || Stdio::from(slave.try_clone().expect("cloned"));
        let mut child = Command::new(std::env::current_exe().expect("itself"))
            .args([
                "--exact",
                "runtime::panic::tests::a_program_that_panics",
                "--nocapture",
                "--test-threads=1",
            ])
            .env(PANIC, place)
            .env("TERM", "xterm-256color")
            .env_remove("RUST_BACKTRACE")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("started");
        let mut printed = Vec::new();
        for _ in 0..1_500 {
            let ended = child.try_wait().expect("asked").is_some();
            reads(&mut master, &mut printed);
            if ended {
                return Left {
                    printed: String::from_utf8(printed).expect("UTF-8"),
                    is_cooked: before == modes(),
                };
            }
        }
        panic!("it goes on");
    }

    /// Reads what is there, and what comes within a moment.
    fn reads(master: &mut File, printed: &mut Vec<u8>) {
        let moment = Timespec::try_from(Duration::from_millis(20)).expect("a time");
        loop {
            let mut fds = [PollFd::new(&*master, PollFlags::IN)];
            if poll(&mut fds, Some(&moment)).unwrap_or(0) == 0 {
                return;
            }
            let mut chunk = [0; 4_096];
            let count = master.read(&mut chunk).expect("output");
            printed.extend_from_slice(&chunk[..count]);
        }
    }

    #[rstest]
    #[case("screen")]
    #[case("task")]
    fn a_panic_gives_the_terminal_back(#[case] place: &str) {
        let left = panics_in(place);
        assert!(
            left.printed.contains("\u{1b}[?1049h"),
            "it was taken: {:?}",
            left.printed
        );
        assert!(left.is_cooked, "{:?}", left.printed);
        assert_eq!(left.left_on(), Vec::<&str>::new(), "{:?}", left.printed);
        println!("promise 8: a panic in the {place}: the terminal is given back");
    }

    #[test]
    fn a_panic_of_a_task_leaves_the_screen_alone_and_tells_nothing() {
        let left = panics_in("task");
        let (before, after) = left.printed.split_once("the screen lives").expect("it lived");
        assert!(!before.contains("\u{1b}[?1049l") && after.contains("\u{1b}[?1049l"));
        assert!(!left.printed.contains("Ann"), "{:?}", left.printed);
    }

    #[rstest]
    #[case("screen")]
    #[case("command")]
    fn the_words_of_a_panic_drive_no_terminal(#[case] place: &str) {
        let left = panics_in(place);
        let told = left
            .printed
            .split("pivotal has a fault")
            .nth(1)
            .expect("it is told");
        let told = told.lines().next().expect("a line").trim_end();
        assert!(told.contains("panic.rs") && told.contains("Ann"), "{told:?}");
        assert!(
            !told.contains(char::is_control) && !told.contains('\u{202e}'),
            "{told:?}"
        );
        assert!(!left.printed.contains("owned"), "{:?}", left.printed);
    }

    #[test]
    fn the_control_is_found_a_program_without_the_hook() {
        let left = panics_in("careless");
        assert!(!left.is_cooked);
        assert_eq!(
            left.left_on(),
            ["1049", "2004", "1000", "1006", "25"],
            "{:?}",
            left.printed
        );
    }
}
