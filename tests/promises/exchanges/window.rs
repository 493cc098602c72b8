//! The real window while its file is exchanged.

use super::*;

/// A window as it is used: a form that is filled in while the file is replaced by an older one.
#[test]
fn the_window_says_so_keeps_what_was_typed_and_opens_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut app = Pty::start(folder.path(), &[]);
    app.shows("Welcome to pivotal").send("n").shows("New customer");
    app.send("Acme\tacme.com\t\t\r").shows("Added Acme").send("q");
    assert_eq!(app.ends().0, 0);
    let older = tempfile::tempdir().expect("a folder");
    copy_folder(&data, older.path());
    let added = crate::support::command::run(folder.path(), ["customer", "add", "Zephyr"]);
    assert_eq!(added.code, Some(0), "{added:?}");
    let mut app = Pty::start(folder.path(), &[]);
    app.shows("Zephyr").send("n").shows("New customer");
    app.send("Borealis\t\t\t\r").shows("Added Borealis");
    app.send("n").shows("New customer").send("Cobalt");
    fs::rename(older.path().join("pivotal.db"), data.join("pivotal.db")).expect("moved");
    app.shows("was replaced by another file").shows("F5 open again");
    app.send("\r").shows("nothing more was saved").shows("Cobalt");
    app.send("\x1b[15~").shows("Opened again.").shows("Cobalt");
    app.send("\r").shows("Added Cobalt");
    app.send("q");
    assert_eq!(app.ends().0, 0);
    let listed = crate::support::command::json(folder.path(), ["customer", "list"]);
    let text = listed.to_string();
    assert!(
        text.contains("Acme")
            && text.contains("Cobalt")
            && !text.contains("Borealis")
            && !text.contains("Zephyr"),
        "{text}"
    );
    let kept = pivotal::store::backups(&data);
    let kept = kept
        .iter()
        .find(|backup| backup.kind == pivotal::store::BackupKind::Exchange);
    let kept = kept.expect("a backup").path.to_string_lossy().into_owned();
    let restored = crate::support::command::run(folder.path(), ["restore", &kept]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    let listed = crate::support::command::json(folder.path(), ["customer", "list"]);
    assert!(listed.to_string().contains("Borealis"));
}
