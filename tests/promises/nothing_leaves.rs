//! Promise 17: nothing leaves by default: on a fresh profile neither the app nor a command connects to anything.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use pivotal::sandbox::{Rules, Sandbox, TOKEN, demo_portal};

use crate::proof;
use crate::support::command::{Ran, pivotal, run};
use crate::support::pty::{PROGRAM, Pty};

/// What tells the system calls by which something can leave.
const TRACE: [&str; 5] = ["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o"];

fn strace() -> Option<PathBuf> {
    proof::program("strace", "promise 17")
}

/// Returns the lines of a trace in which something goes to an address of any kind.
fn leaves(trace: &Path) -> Vec<String> {
    let text = fs::read_to_string(trace).expect("a trace");
    text.lines()
        .filter(|line| line.contains("sa_family="))
        .map(str::to_owned)
        .collect()
}

/// Runs a command under the eyes of strace, and gives what left.
fn traced(strace: &Path, home: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (Ran, Vec<String>) {
    let trace = home.join("trace");
    let own = pivotal(home);
    let mut command = std::process::Command::new(strace);
    command
        .args(TRACE)
        .arg(&trace)
        .arg(PROGRAM)
        .args(arguments)
        .env_clear()
        .envs(own.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .envs(variables.iter().copied())
        .stdin(Stdio::null());
    let ran = command.output().expect("started").into();
    let left = leaves(&trace);
    fs::remove_file(&trace).expect("removed");
    (ran, left)
}

#[test]
fn no_command_connects_to_anything() {
    let Some(strace) = strace() else { return };
    let home = crate::support::folder();
    let list = home.path().join("list.csv");
    fs::write(&list, "Zoe Hart,zoe@acme.com\n").expect("written");
    let table = home.path().join("table.csv");
    fs::write(&table, "name,domain\nBeta,beta.example\n").expect("written");
    let [list, table, copy, out] = [
        &list,
        &table,
        &home.path().join("copy.db"),
        &home.path().join("out.vcf"),
    ]
    .map(|path| path.display().to_string());
    let commands: [&[&str]; 58] = [
        &["--version"],
        &["--help"],
        &[
            "customer",
            "add",
            "Acme",
            "--domain",
            "acme.com",
            "--owner",
            "Cara Osei <cara@us.com>",
        ],
        &["customer", "list"],
        &["customer", "show", "1"],
        &["customer", "edit", "1", "--plan", "Growth"],
        &["customer", "import", &table],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Ann Lee",
            "--email",
            "ann@acme.com",
        ],
        &["contact", "import", "1", &list],
        &["contact", "list", "1", "--json"],
        &["contact", "edit", "1", "ann@acme.com", "--title", "CTO"],
        &["contact", "primary", "1", "zoe@acme.com"],
        &["contact", "duplicates", "1"],
        &["contact", "merge", "1", "ann@acme.com", "zoe@acme.com"],
        &["undo"],
        &["redo"],
        &["undo", "--list"],
        &["contact", "archive", "1", "ann@acme.com"],
        &["contact", "restore", "1", "ann@acme.com"],
        &["contact", "delete", "1", "zoe@acme.com"],
        &["route", "1"],
        &["history", "1"],
        &["history", "1", "--export", "csv"],
        &["search", "ann"],
        &["onboarding", "start", "1"],
        &["onboarding", "advance", "1", "--note", "All is set"],
        &["onboarding", "list"],
        &["onboarding", "pause", "1"],
        &["onboarding", "resume", "1"],
        &[
            "task",
            "add",
            "1",
            "--title",
            "Send the logo",
            "--customer-facing",
            "--assignee",
            "ann@acme.com",
        ],
        &["task", "list", "1"],
        &["invite", "1"],
        &["outbox", "list"],
        &["outbox", "show", "1"],
        &["outbox", "send"],
        &["outbox", "approve", "--all"],
        &["outbox", "cancel", "1"],
        &["channel", "status"],
        &["channel", "test", "mail", "--to", "me@us.com"],
        &["channel", "test", "slack", "--to", "me@us.com"],
        &["pi", "who", "1"],
        &["pi", "draft", "1"],
        &["pi", "draft", "1", "--hold"],
        &["pi", "draft", "1", "--model", "--yes"],
        &["sync"],
        &["sync", "--full"],
        &["near-misses"],
        &["customer", "import", "--hubspot"],
        &["hubspot", "status"],
        &["hubspot", "disconnect"],
        &["export", "contacts"],
        &["export", "customers", "--output", &out],
        &["backup", &copy],
        &["restore", &copy],
        &["doctor"],
        &["config", "show"],
        &["completions", "zsh"],
        &["man"],
    ];
    let (mut found, mut done) = (Vec::new(), 0);
    for arguments in commands {
        let (ran, left) = traced(&strace, home.path(), arguments, &[]);
        assert_ne!(ran.code, Some(2), "the command is one: {arguments:?} {ran:?}");
        done += usize::from(ran.code == Some(0));
        found.extend(left.iter().map(|line| format!("{arguments:?}: {line}")));
    }
    println!(
        "promise 17: {} commands on a fresh profile, {done} of them did something: {} connects",
        commands.len(),
        found.len()
    );
    assert!(done > 40, "{done} did something");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_whole_session_connects_to_nothing() {
    let Some(strace) = strace() else { return };
    let home = crate::support::folder();
    let trace = home.path().join("trace");
    let (tracer, file) = (strace.display().to_string(), trace.display().to_string());
    let mut words = vec![tracer.as_str()];
    words.extend(TRACE);
    words.extend([file.as_str(), PROGRAM]);
    let mut app = Pty::start_as(home.path(), &words, (120, 40), &[]);
    let quiet = Duration::from_millis(120);
    app.shows("Welcome").rests(quiet);
    app.send("n").shows("New customer");
    app.send("Acme\tacme.com\tCara Osei <cara@us.com>\t\r")
        .shows("Added Acme");
    app.send("2a")
        .shows("New contact")
        .send("Ann Lee\tann@acme.com\r")
        .shows("★ Ann Lee");
    app.send("p").shows("ctrl-s Add 0 contacts");
    app.send("\u{1b}[200~Zoe,zoe@acme.com\nBo,bo@acme.com\u{1b}[201~")
        .shows("Add 2 contacts");
    std::thread::sleep(quiet * 2);
    app.send("\u{13}").rests(quiet);
    // An onboarding, an advance, an invitation, a mail, all that wants to send or to sync, and every screen.
    for keys in [
        "\u{1b}",
        "3",
        "n",
        "\r",
        "v",
        "\r",
        "\r",
        "2",
        "i",
        "\r",
        "w",
        "h",
        "\u{1b}",
        "e",
        "\t\tCTO\r",
        "d",
        "\u{1b}",
        "y",
        "Y",
        "M",
        "\u{1b}",
        "u",
        "\u{12}",
        "S",
        "F",
        "gi",
        "S",
        "gn",
        "A",
        "\r",
        "s",
        "gw",
        "go",
        "gc",
        "/",
        "ann\r",
        "\u{1b}",
        "\u{6}ann",
        "\u{1b}",
        "?",
        "\u{1b}",
        ":",
        "\u{1b}",
        "t",
        "\u{1b}",
        "v",
        "\u{1b}",
        "4",
        "\u{1b}",
    ] {
        app.send(keys).rests(quiet);
    }
    app.signal(rustix::process::Signal::TERM);
    app.rests(Duration::from_secs(2));
    let left = leaves(&trace);
    let listed = run(home.path(), ["history", "1"]);
    println!(
        "promise 17: a whole session of the app on a fresh profile, {} lines of history: {} connects",
        listed.out.lines().count(),
        left.len()
    );
    assert!(
        listed.out.lines().count() > 5,
        "the session did something: {listed:?}"
    );
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn the_control_is_found_a_sync_that_is_wanted() {
    let Some(strace) = strace() else { return };
    let home = crate::support::folder();
    run(home.path(), ["customer", "add", "Acme", "--domain", "acme.com"]);
    let sandbox = Sandbox::start(demo_portal(), Rules::default(), 0).expect("a sandbox");
    let url = sandbox.url();
    let variables = [
        ("PIVOTAL_HUBSPOT_URL", url.as_str()),
        ("PIVOTAL_HUBSPOT_TOKEN", TOKEN),
    ];
    let (ran, left) = traced(&strace, home.path(), &["sync"], &variables);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(left.iter().any(|line| line.contains("AF_INET")), "{left:?}");
}
