//! Promise 7: files are private, whatever the umask: folders 0700 and files 0600.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use pivotal::sandbox::{Rules, Sandbox, TOKEN, demo_portal};

use crate::proof::{all_below, name};
use crate::support::pty::{PROGRAM, Pty};

/// What runs a program that may give everything to everybody.
const OPEN: [&str; 3] = ["/bin/sh", "-c", "umask 000; exec \"$0\" \"$@\""];

/// Names what others may read, write or enter below a folder.
fn exposed(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in all_below(folder) {
        // It may be gone already, as unfinished files are.
        let Ok(metadata) = fs::symlink_metadata(&path) else {
            continue;
        };
        let mode = metadata.permissions().mode() & 0o777;
        let wanted = if metadata.is_dir() { 0o700 } else { 0o600 };
        if mode != wanted {
            found.push(format!("{} has {mode:o}", path.display()));
        }
    }
    found
}

/// Runs the program with a umask of 000.
fn runs(home: &Path, arguments: &[&str], input: &str, variables: &[(&str, &str)]) {
    let mut child = Command::new(OPEN[0])
        .args(&OPEN[1..])
        .arg(PROGRAM)
        .args(arguments)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", home)
        .env("TMPDIR", home)
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("its input");
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let ended = child.wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{arguments:?}: {said}");
}

#[test]
fn everything_that_is_written_is_for_its_owner_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let sandbox = Sandbox::start(demo_portal(), Rules::default(), 0).expect("a sandbox");
    let url = sandbox.url();
    let hub = [("PIVOTAL_HUBSPOT_URL", url.as_str())];
    let below = |name: &str| home.path().join("out").join(name).display().to_string();
    fs::create_dir(home.path().join("out")).expect("made");
    fs::set_permissions(home.path().join("out"), fs::Permissions::from_mode(0o700)).expect("set");
    let rows: String = (0..150)
        .map(|row| format!("Ann {row},a{row}@acme.com\n"))
        .collect();
    let (backup, list, table) = (below("copy.db"), below("list.csv"), below("people.vcf"));
    for (arguments, input) in [
        (&["customer", "add", "Acme", "--domain", "acme.com"][..], ""),
        // More than a hundred rows, so that a backup is made before.
        (&["contact", "import", "1", "-"], rows.as_str()),
        (&["backup", &backup], ""),
        (&["backup", &backup, "--force"], ""),
        (&["export", "contacts", "--output", &list], ""),
        (&["export", "customers", "--output", &table], ""),
        (&["hubspot", "connect"], TOKEN),
        (&["channel", "connect", "slack"], "xoxb-1"),
        (&["channel", "connect", "mail"], "word"),
        (&["pi", "connect"], "key"),
        (&["sync"], ""),
        (&["restore", &backup], ""),
        (&["doctor"], ""),
    ] {
        runs(home.path(), arguments, input, &hub);
    }
    assert_eq!(exposed(home.path()), Vec::<String>::new());
    // The app is open: the side files of the store, a draft, a text in an editor, the configuration.
    let editor = home.path().join("editor");
    fs::write(
        &editor,
        "#!/bin/sh\nstat -c '%a %n' \"$1\" > \"$HOME/seen\"\nchmod 600 \"$HOME/seen\"\n",
    )
    .expect("written");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).expect("set");
    let words: Vec<&str> = OPEN.iter().copied().chain([PROGRAM]).collect();
    let editor_name = editor.display().to_string();
    let variables = [("PATH", "/usr/bin:/bin"), ("EDITOR", editor_name.as_str())];
    let mut app = Pty::start_as(home.path(), &words, (120, 40), &variables);
    app.shows("Welcome").send("n").shows("New customer");
    app.send("Acme\tacme.com\t\t\r").shows("Added Acme");
    app.send("2p").shows("ctrl-s Add 0 contacts");
    app.send("\u{1b}[200~Zoe,zoe@acme.com\u{1b}[201~")
        .shows("ctrl-s Add 1 contact");
    std::thread::sleep(Duration::from_millis(200));
    app.send("\u{5}");
    let seen = home.path().join("seen");
    while fs::read_to_string(&seen).unwrap_or_default().is_empty() {
        app.rests(Duration::from_millis(20));
    }
    let edited = fs::read_to_string(&seen).expect("seen");
    assert!(edited.starts_with("600 "), "{edited}");
    app.presses("\u{1b}", "The list is saved");
    let side: Vec<String> = all_below(home.path())
        .iter()
        .map(|path| name(path))
        .filter(|name| name.ends_with("-wal") || name.ends_with("-shm"))
        .collect();
    assert!(side.len() >= 2, "{side:?}");
    fs::remove_file(&editor).expect("removed");
    assert_eq!(exposed(home.path()), Vec::<String>::new());
    app.send("q").rests(Duration::from_secs(1));
    // The mail server is set up in the app, which writes the configuration.
    let mut sample = Pty::start_as(
        home.path(),
        &words.iter().copied().chain(["--demo"]).collect::<Vec<_>>(),
        (120, 40),
        &variables,
    );
    sample.shows("sample data");
    assert_eq!(
        exposed(home.path()),
        Vec::<String>::new(),
        "the folder of the sample data too"
    );
    sample.send("q").rests(Duration::from_secs(1));
    let all = all_below(home.path());
    let files = all.iter().filter(|path| path.is_file()).count();
    println!(
        "promise 7: {files} files and {} folders under a umask of 000: 0 for others",
        all.len() - files
    );
    for wanted in [
        "pivotal.db",
        "copy.db",
        "list.csv",
        "people.vcf",
        "pivotal.log",
        "hubspot-token",
        "slack-token",
        "smtp-password",
        "pi-key",
    ] {
        assert!(
            all.iter().any(|path| name(path) == wanted),
            "{wanted} is not in {all:?}"
        );
    }
}

#[test]
fn the_control_is_found_a_program_that_writes_as_programs_do() {
    let home = tempfile::tempdir().expect("a folder");
    let careless = "umask 000; mkdir \"$0/folder\"; : > \"$0/folder/file\"; cp /dev/null \"$0/copy\"";
    let status = Command::new("/bin/sh")
        .args(["-c", careless])
        .arg(home.path())
        .status()
        .expect("started");
    assert!(status.success());
    let found = exposed(home.path());
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        fs::metadata(home.path().join("copy")).expect("there").mode() & 0o777,
        0o666
    );
}
