//! The real program in a terminal: what it takes over it gives back, however it ends.

mod support;

use std::io::Read;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Duration;

use rstest::rstest;
use rustix::process::Signal;
use support::command::pivotal;
use support::pty::{PROGRAM, Pty, plain_terminal};

/// What turns off what the app turned on.
const GIVEN_BACK: [&str; 5] = [
    "\x1b[?1000l",
    "\x1b[?1006l",
    "\x1b[?2004l",
    "\x1b[?1049l",
    "\x1b[?25h",
];

#[track_caller]
fn assert_given_back(printed: &str) {
    let end = printed
        .rfind("\x1b[?1006l")
        .map_or("", |at| printed.split_at(at).1);
    for sequence in GIVEN_BACK {
        assert!(end.contains(sequence), "{sequence:?} is not in {end:?}");
    }
}

#[test]
fn a_day_in_short_and_q_ends_it() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal");
    app.send("n")
        .shows("New customer")
        .send("Acme\tacme.com\t\t\r")
        .shows("Added Acme");
    app.send("2a")
        .shows("New contact")
        .send("Ann Lee\tann@acme.com\r")
        .shows("★ Ann Lee");
    app.send("q");
    let (code, printed) = app.ends();
    assert_eq!(code, 0);
    assert_given_back(&printed);
}

#[test]
fn a_copy_goes_to_the_clipboard_of_the_terminal() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal");
    app.send("n")
        .shows("New customer")
        .send("Acme\tacme.com\t\t\r")
        .shows("Added Acme");
    app.send("y").shows("OSC 52): acme.com");
    app.prints("\x1b]52;c;YWNtZS5jb20=\x07", 1);
    app.send("q");
    assert_eq!(app.ends().0, 0);
}

#[rstest]
#[case(Signal::TERM, 143)]
#[case(Signal::HUP, 129)]
#[case(Signal::INT, 130)]
#[case(Signal::QUIT, 131)]
fn a_signal_ends_it_and_the_terminal_is_given_back(#[case] signal: Signal, #[case] wanted: u32) {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &["--demo"]);
    app.shows("sample data").signal(signal);
    let (code, printed) = app.ends();
    assert_eq!(code, wanted);
    assert_given_back(&printed);
    let left: Vec<_> = std::fs::read_dir(home.path())
        .expect("listed")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter(|name| name.starts_with("pivotal-sample"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_stop_gives_the_terminal_back_and_going_on_draws_it_again() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal").signal(Signal::TSTP);
    app.prints("\x1b[?1049l", 1).stops().signal(Signal::CONT);
    app.prints("\x1b[?1049h", 2).shows("Welcome to pivotal").send("q");
    assert_eq!(app.ends().0, 0);
}

#[test]
fn a_closed_window_ends_it_though_no_signal_comes() {
    let home = support::folder();
    let (mut master, slave) = plain_terminal();
    let end = || Stdio::from(slave.try_clone().expect("cloned"));
    let mut app = pivotal(home.path())
        .env("TERM", "xterm-256color")
        .stdin(end())
        .stdout(end())
        .stderr(end())
        .spawn()
        .expect("started");
    drop(slave);
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("Welcome") {
        let mut chunk = [0; 4096];
        let count = master.read(&mut chunk).expect("output");
        seen.extend(chunk.iter().take(count));
    }
    drop(master);
    let (told, ended) = channel();
    std::thread::spawn(move || told.send(app.wait()));
    let status = ended
        .recv_timeout(Duration::from_secs(30))
        .expect("it ends")
        .expect("waited");
    assert_eq!(status.code(), Some(129));
}

#[test]
fn keys_behind_a_paste_that_ends_early_do_nothing() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal");
    app.send("\x1b[200~text\x1b[201~q\x1b[201~")
        .shows("Nothing was pasted");
    // What comes at once behind a paste counts as a part of it; a person pauses.
    std::thread::sleep(Duration::from_millis(100));
    app.send("n").shows("New customer").send("\x1b");
    app.shows("Welcome to pivotal").send("q");
    assert_eq!(app.ends().0, 0);
}

#[test]
fn sample_data_opens_from_the_welcome() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal")
        .send("s")
        .shows("Älvängen")
        .send("2")
        .shows("active contacts");
    app.send("q");
    assert_eq!(app.ends().0, 0);
}

#[test]
fn another_program_s_change_shows_by_itself() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal");
    let added = pivotal(home.path())
        .args(["customer", "add", "Borealis"])
        .output()
        .expect("ran");
    assert!(added.status.success());
    app.shows("Borealis").send("q");
    assert_eq!(app.ends().0, 0);
}

#[test]
fn without_a_terminal_it_says_so() {
    let home = support::folder();
    let output = pivotal(home.path()).output().expect("ran");
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("text");
    assert!(text.contains("needs a terminal"), "{text}");
    assert!(output.stdout.is_empty());
}

#[test]
fn a_store_of_a_newer_release_is_refused_before_the_screen_is_taken() {
    let home = support::folder();
    let added = pivotal(home.path())
        .args(["customer", "add", "Acme"])
        .output()
        .expect("ran");
    assert!(added.status.success());
    let file = home.path().join("data").join("pivotal.db");
    let mut bytes = std::fs::read(&file).expect("read");
    bytes.splice(60..64, 9_999_u32.to_be_bytes());
    std::fs::write(&file, bytes).expect("written");
    let (code, printed) = Pty::start(home.path(), &[]).ends();
    assert_eq!(code, 1);
    assert!(printed.contains("newer pivotal"), "{printed}");
    assert!(!printed.contains("\x1b[?1049h"), "{printed:?}");
}

#[test]
fn a_paste_that_ends_early_writes_nothing_and_quits_nothing() {
    let home = support::folder();
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal").send("n").shows("New customer");
    app.send("Acme\tacme.com\t\t\r").shows("Added Acme");
    app.send("2p").shows("ctrl-s Add 0 contacts");
    app.send("\x1b[200~Zoe,zoe@acme.com\nBo\x1b[201~q\x13Dy\x1b[201~");
    app.shows("ctrl-s Add 1 contact");
    app.presses("\x1b", "The list is saved");
    // Outside a text field a paste does nothing at all.
    app.send("\x1b[200~D\x1b[201~y\rq\x1b[201~")
        .shows("Nothing was pasted");
    app.presses("p", "ctrl-s Add 1 contact");
    app.send("\x03");
    let (code, _) = app.ends();
    assert_eq!(code, 0);
    let listed = support::command::json(home.path(), ["contact", "list", "1"]);
    assert_eq!(listed.get("contacts"), Some(&serde_json::json!([])));
}

#[test]
fn the_editor_is_given_no_secret_and_neither_it_nor_the_program_leaves_a_dump() {
    let home = support::folder();
    let editor = "look() { env > \"$HOME/seen\"; grep 'core file' /proc/self/limits /proc/$PPID/limits >> \"$HOME/seen\"; }; look";
    let variables = [
        ("PATH", "/usr/bin:/bin"),
        ("EDITOR", editor),
        ("PIVOTAL_HUBSPOT_TOKEN", "canary-1"),
        ("PIVOTAL_SMTP_PASSWORD", "canary-2"),
        ("PIVOTAL_SLACK_TOKEN", "canary-3"),
        ("PIVOTAL_PI_KEY", "canary-4"),
    ];
    let mut app = Pty::start_as(home.path(), &[PROGRAM], (80, 24), &variables);
    app.shows("Welcome").send("n").shows("New customer");
    app.send("Acme\tacme.com\t\t\r").shows("Added Acme");
    app.presses("2", "No contacts")
        .presses("p", "Paste a list")
        .send("\u{5}");
    let seen = home.path().join("seen");
    let limits_in = |found: &str| -> Vec<String> {
        let lines = found.lines().filter(|line| line.starts_with("/proc/"));
        lines.map(str::to_owned).collect()
    };
    let mut found = String::new();
    for _ in 0..500 {
        app.rests(Duration::from_millis(20));
        found = std::fs::read_to_string(&seen).unwrap_or_default();
        if limits_in(&found).len() == 2 {
            break;
        }
    }
    assert!(found.contains("EDITOR="), "it sees the others: {found}");
    assert!(
        !found.contains("canary") && !found.contains("PIVOTAL_HUBSPOT"),
        "{found}"
    );
    assert_eq!(
        limits_in(&found).len(),
        2,
        "of the program and of the editor: {found}"
    );
    for limits in limits_in(&found) {
        let numbers: Vec<&str> = limits.split_whitespace().filter(|word| *word == "0").collect();
        assert_eq!(numbers.len(), 2, "{limits}");
    }
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_at_once() {
    let home = support::folder();
    let pipe = home.path().join("pipe");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RWXU,
        0,
    )
    .expect("made");
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome").send("n").shows("New customer");
    app.send("Acme\tacme.com\t\t\r").shows("Added Acme");
    app.presses("2", "No contacts")
        .presses("p", "Paste a list")
        .presses("\u{f}", "File:");
    app.send("~/pipe")
        .shows("~/pipe")
        .send("\r")
        .shows("is a pipe and no regular file");
    app.presses("\u{1b}", "No contacts").send("q");
    assert_eq!(app.ends().0, 0);
}
