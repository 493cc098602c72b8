//! `pivotal backup`, `restore`, `doctor` and `log path`: what is kept, what is refused, who may read it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cli::home::{Home, Ran, list};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").permissions().mode() & 0o777
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Runs a command as a person would whose umask hides nothing.
fn with_open_umask(home: &Home, arguments: &[&str]) -> Ran {
    let inner = home.command(arguments);
    let mut command = Command::new("sh");
    command.env_clear();
    for (name, value) in inner.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command
        .args(["-c", "umask 000; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(inner.get_args());
    command.output().expect("started").into()
}

fn backups(home: &Home) -> Vec<String> {
    let Ok(entries) = fs::read_dir(home.path("data/backups")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn names(home: &Home) -> Vec<String> {
    let listed = home.json(["customer", "list"]);
    list(&listed, "customers")
        .iter()
        .map(|customer| customer["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn a_backup_is_restored_and_the_restore_is_taken_back() {
    let home = Home::with_acme();
    let file = home.path("copy.db");
    let made = home.json(["backup", text(&file)]);
    assert_eq!(made["file"], text(&file));
    assert!(
        made["bytes"].as_u64().is_some_and(|bytes| bytes > 4_096),
        "{made}"
    );
    home.json(["customer", "add", "Beta"]);
    let restored = home.json(["restore", text(&file)]);
    assert_eq!(restored["kept_is_sound"], true);
    assert_eq!(names(&home), ["Acme"]);
    let kept = restored["kept"].as_str().expect("a path");
    let told = home.run(["restore", kept]);
    assert!(told.text().contains("The previous store is kept"), "{told:?}");
    assert_eq!(names(&home), ["Acme", "Beta"]);
}

#[test]
fn everything_is_private_whatever_the_umask() {
    let home = Home::new();
    let file = home.path("copy.db");
    let table = home.path("acme.csv");
    for arguments in [
        &["customer", "add", "Acme"][..],
        &["customer", "list"],
        &["backup", text(&file)],
        &["backup", text(&file), "--force"],
        &["export", "customers", "--output", text(&table)],
        &["restore", text(&file)],
    ] {
        let ran = with_open_umask(&home, arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    }
    assert_eq!((mode(&file), mode(&table)), (0o600, 0o600));
    for folder in [home.path("data"), home.path("data/backups")] {
        assert_eq!(mode(&folder), 0o700);
        for entry in fs::read_dir(&folder).expect("listed") {
            let path = entry.expect("an entry").path();
            assert!(path.is_dir() || mode(&path) == 0o600, "{}", path.display());
        }
    }
    assert_eq!(backups(&home).len(), 2, "daily and before the restore");
}

#[test]
fn a_backup_takes_no_place_that_is_taken() {
    let home = Home::with_acme();
    let file = home.path("notes.txt");
    fs::write(&file, "mine").expect("written");
    let ran = home.run(["backup", text(&file)]);
    assert!(ran.refusal(4).contains("--force"), "{ran:?}");
    assert_eq!(fs::read(&file).expect("read"), b"mine");
    let ran = home.run(["backup", text(&home.store()), "--force"]);
    assert!(ran.refusal(4).contains("store's own files"), "{ran:?}");
    let ran = home.run(["backup", text(&home.path("none/copy.db"))]);
    assert!(ran.refusal(1).contains("none"), "{ran:?}");
    assert_eq!(names(&home), ["Acme"]);
}

#[test]
fn a_bad_backup_is_refused_with_its_reason() {
    let home = Home::with_acme();
    let file = home.path("copy.db");
    let ran = home.run(["restore", text(&file)]);
    assert!(ran.refusal(3).contains("no file"), "{ran:?}");
    fs::write(&file, "just some notes").expect("written");
    let ran = home.run(["restore", text(&file)]);
    assert!(ran.refusal(4).contains("not a pivotal store"), "{ran:?}");
    home.run(["backup", text(&file), "--force"]).text();
    let mut bytes = fs::read(&file).expect("read");
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    fs::write(&file, bytes).expect("written");
    let ran = home.run(["restore", text(&file)]);
    assert!(ran.refusal(4).contains("newer pivotal"), "{ran:?}");
    assert_eq!(names(&home), ["Acme"]);
}

/// A program that keeps the store open until it is ended.
struct Open(Child);

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_store_that_is_open_elsewhere_is_not_replaced() {
    let home = Home::with_acme();
    let file = home.path("copy.db");
    home.run(["backup", text(&file)]).text();
    // It waits for its list on the standard input, with the store open.
    let mut command = home.command(["contact", "import", "1", "-"]);
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    let open = Open(child);
    let mut refused = None;
    for _ in 0..200 {
        let ran = home.run(["restore", text(&file)]);
        if ran.code != Some(0) {
            refused = Some(ran);
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let ran = refused.expect("refused");
    assert!(ran.refusal(1).contains("open in another pivotal"), "{ran:?}");
    drop(open);
    home.run(["restore", text(&file)]).text();
}

#[test]
fn a_damaged_store_names_its_backup_and_is_brought_back() {
    let home = Home::with_acme();
    home.run(["customer", "list"]).text();
    let made = backups(&home);
    assert!(
        matches!(made.as_slice(), [name] if name.starts_with("daily-")),
        "{made:?}"
    );
    let mut bytes = fs::read(home.store()).expect("read");
    for at in (4_096..bytes.len()).step_by(4_096).skip(1) {
        bytes[at..at + 512].fill(0xa5);
    }
    fs::write(home.store(), &bytes).expect("written");
    let ran = home.run(["customer", "list"]);
    let sentence = ran.refusal(1);
    let backup = home.path("data/backups").join(&made[0]);
    assert!(
        sentence.contains(&format!("`pivotal restore {}`", text(&backup))),
        "{sentence}"
    );
    let report = home.run(["doctor"]);
    assert_eq!(report.code, Some(1), "{report:?}");
    assert!(report.out.contains("fail  store"), "{report:?}");
    let restored = home.json(["restore", text(&backup)]);
    assert_eq!(restored["kept_is_sound"], false);
    assert_eq!(names(&home), ["Acme"]);
}

#[test]
fn a_long_import_begins_with_a_backup_and_a_short_one_does_not() {
    let home = Home::with_acme();
    home.run(["customer", "list"]).text();
    let rows = |count: usize, mark: &str| -> String {
        (0..count)
            .map(|number| format!("Ann {mark}{number},{mark}{number}@acme.com\n"))
            .collect()
    };
    let imports = |home: &Home| {
        let made = backups(home);
        made.iter()
            .filter(|name| name.starts_with("before-import-"))
            .count()
    };
    home.run_with_input(["contact", "import", "1", "-"], rows(100, "a").as_bytes())
        .text();
    assert_eq!(imports(&home), 0);
    home.run_with_input(
        ["contact", "import", "1", "-", "--dry-run"],
        rows(101, "b").as_bytes(),
    )
    .text();
    assert_eq!(imports(&home), 0);
    home.run_with_input(["contact", "import", "1", "-"], rows(101, "b").as_bytes())
        .text();
    assert_eq!(imports(&home), 1);
    let customers: String = (0..101).map(|number| format!("Customer {number}\n")).collect();
    home.run_with_input(
        ["customer", "import", "-"],
        format!("name\n{customers}").as_bytes(),
    )
    .text();
    assert_eq!(imports(&home), 1, "one serves all of an hour");
}

#[test]
fn the_daily_backup_can_be_turned_off_and_its_failure_stops_no_command() {
    let home = Home::with_acme();
    fs::create_dir_all(home.path(".config/pivotal")).expect("made");
    let config = home.path(".config/pivotal/config.toml");
    fs::write(&config, "[backup]\nkeep_days = 0\n").expect("written");
    home.run(["customer", "list"]).text();
    assert_eq!(backups(&home), Vec::<String>::new());
    fs::remove_file(&config).expect("removed");
    fs::write(home.path("data/backups"), "a file").expect("written");
    assert_eq!(names(&home), ["Acme"]);
}

#[test]
fn the_doctor_looks_at_everything_and_changes_nothing() {
    let home = Home::new();
    let report = home.json(["doctor"]);
    assert_eq!(report["ok"], true, "{report}");
    assert!(!home.store().exists(), "it makes no store");
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    let before = fs::read(home.store()).expect("read");
    let report = home.json(["doctor"]);
    let checks = list(&report, "checks");
    let named: Vec<&str> = checks
        .iter()
        .map(|check| check["check"].as_str().expect("a name"))
        .collect();
    for wanted in [
        "config",
        "phases",
        "templates",
        "permissions",
        "log",
        "disk",
        "store",
        "data",
        "search",
        "backup",
        "hubspot",
        "terminal",
        "size",
    ] {
        assert!(named.contains(&wanted), "{wanted}: {named:?}");
    }
    assert!(checks.iter().all(|check| check["state"] != "fail"), "{report}");
    assert_eq!(fs::read(home.store()).expect("read"), before);
}

#[test]
fn the_doctor_names_what_is_wrong_and_what_to_do() {
    let home = Home::with_acme();
    fs::create_dir_all(home.path(".config/pivotal")).expect("made");
    fs::write(home.path(".config/pivotal/config.toml"), "[ui]\nmouse = \"x\"\n").expect("written");
    fs::write(home.path(".config/pivotal/phases.toml"), "[[phase]]\nnmae = 1\n").expect("written");
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o644)).expect("set");
    let ran = home.run(["doctor"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for wanted in [
        "fail  config",
        "fail  phases",
        "warn  permissions",
        "chmod 600",
        "ok    store",
    ] {
        assert!(ran.out.contains(wanted), "{wanted}: {}", ran.out);
    }
    assert!(ran.err.contains("2 checks failed"), "{ran:?}");
}

#[test]
fn the_doctor_finds_rows_that_break_the_rules() {
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    let done = Command::new("sqlite3")
        .arg(home.store())
        .arg("UPDATE customer SET contacts = 7")
        .status();
    if !done.is_ok_and(|status| status.success()) {
        eprintln!("skipped: there is no sqlite3 program");
        return;
    }
    let ran = home.run(["doctor"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("1 customers with a wrong count of contacts"),
        "{}",
        ran.out
    );
}

#[test]
fn the_log_has_a_path() {
    let home = Home::new();
    let ran = home.run(["log", "path"]);
    assert!(ran.text().trim_end().ends_with("pivotal.log"), "{ran:?}");
    assert!(Path::new(ran.text().trim_end()).exists());
    assert_eq!(home.json(["log", "path"])["log"], ran.text().trim_end());
}

#[test]
fn what_the_doctor_advises_is_read_by_a_shell_as_it_was_meant() {
    let home = Home::new();
    let folder = home.path("it's my $HOME data");
    let inside = |arguments: &[&str]| -> crate::cli::home::Ran {
        let mut command = home.command(arguments);
        command
            .env("PIVOTAL_DATA_DIR", &folder)
            .output()
            .expect("started")
            .into()
    };
    inside(&["customer", "add", "Acme"]).text();
    fs::set_permissions(folder.join("pivotal.db"), fs::Permissions::from_mode(0o644)).expect("set");
    let told = inside(&["doctor", "--json"]).out;
    let document: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let advice = document.to_string();
    let commands = advice
        .split("Run: ")
        .nth(1)
        .expect("advice")
        .split('"')
        .next()
        .expect("a command");
    let script = commands.replace("\\\\", "\\");
    let ran = std::process::Command::new("sh")
        .args(["-c", &script])
        .output()
        .expect("a shell");
    assert!(ran.status.success(), "{script}: {ran:?}");
    let mode = fs::metadata(folder.join("pivotal.db"))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "{script}");
}

#[test]
fn a_folder_open_to_all_and_a_store_made_before_are_closed_with_a_word() {
    let home = Home::new();
    let data = home.path("data");
    fs::create_dir(&data).expect("made");
    fs::write(home.store(), "").expect("written");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o777)).expect("set");
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o666)).expect("set");
    let ran = home.run(["customer", "add", "Acme"]);
    assert!(
        ran.err.contains("Other users of this machine had access to"),
        "{ran:?}"
    );
    assert_eq!(ran.code, Some(0));
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&home.store())), (0o700, 0o600));
    assert_eq!(home.run(["customer", "list"]).err, "");
}
