//! `pivotal config`, `completions` and `man`, and where things are kept.

use std::fs;

use rstest::rstest;

use crate::cli::home::{Home, demand_fields};

#[test]
fn the_paths_are_those_of_the_xdg_folders_unless_others_are_named() {
    let home = Home::new();
    let mut command = home.command(["config", "path", "--json"]);
    let output = command
        .env_remove("PIVOTAL_DATA_DIR")
        .env("XDG_CONFIG_HOME", "/xdg/config")
        .env("XDG_DATA_HOME", "/xdg/data")
        .env("XDG_STATE_HOME", home.path("xdg-state"))
        .output()
        .expect("started");
    let document = crate::cli::home::Ran::from(output).document();
    demand_fields(&document, &["config", "data", "log"]);
    assert_eq!(document["config"], "/xdg/config/pivotal/config.toml");
    assert_eq!(document["data"], "/xdg/data/pivotal/pivotal.db");
    let log = home.path("xdg-state/pivotal/pivotal.log");
    assert_eq!(document["log"], log.to_str().expect("UTF-8"));
    let named = home.json([
        "config",
        "path",
        "--data-dir",
        "/elsewhere",
        "--config",
        "/c.toml",
    ]);
    assert_eq!(
        (&named["data"], &named["config"]),
        (&"/elsewhere/pivotal.db".into(), &"/c.toml".into())
    );
    assert!(home.run(["config", "path"]).text().lines().count() == 3);
}

#[test]
fn the_default_configuration_is_valid_and_is_what_holds() {
    let home = Home::new();
    let file = home.path("default.toml");
    fs::write(&file, home.run(["config", "default"]).text()).expect("written");
    let named = home.json(["config", "show", "--config", file.to_str().expect("UTF-8")]);
    assert_eq!(named, home.json(["config", "show"]));
    assert_eq!(named["ui"]["mouse"], true);
    assert_eq!(named["keys"]["contacts"]["add_contact"][0], "a");
    assert!(home.run(["config", "show"]).text().contains("mouse = true"));
}

#[rstest]
#[case("[ui]\nmuose = true\n", "line 2")]
#[case("[ui]\n\nmouse = 1\n", "line 3")]
#[case("[ui\n", "line 1")]
#[case("[ui]\nmuose = true\n", "there is no key muose here; the nearest is mouse")]
#[case("[keys.contacts]\nadd_contcat = \"b\"\n", "the nearest is add_contact")]
#[case("[keys.contacts]\nadd_contact = [\"nokey\"]\n", "line 2")]
fn a_configuration_that_cannot_be_used_is_named_with_its_line(#[case] text: &str, #[case] told: &str) {
    let home = Home::new();
    let file = home.path("config.toml");
    fs::write(&file, text).expect("written");
    let file = file.to_str().expect("UTF-8");
    for arguments in [&["config", "show"][..], &["customer", "list"]] {
        let ran = home.run(arguments.iter().chain(&["--config", file]));
        let sentence = ran.refusal(1);
        assert!(sentence.contains(file) && sentence.contains(told), "{sentence}");
        assert!(sentence.contains("pivotal config default"), "{sentence}");
    }
    for arguments in [
        &["config", "default"][..],
        &["config", "path"],
        &["man"],
        &["completions", "bash"],
    ] {
        let ran = home.run(arguments.iter().chain(&["--config", file]));
        assert!(!ran.text().is_empty(), "what helps to fix it works");
    }
}

#[rstest]
#[case("bash")]
#[case("zsh")]
#[case("fish")]
#[case("powershell")]
#[case("elvish")]
fn completions_name_the_commands(#[case] shell: &str) {
    let home = Home::new();
    let ran = home.run(["completions", shell]);
    for word in ["customer", "contact", "primary", "history", "--data-dir"] {
        assert!(
            ran.text().contains(word.trim_start_matches('-')),
            "{word} in {shell}"
        );
    }
    assert!(!home.store().exists(), "no store is needed");
}

#[test]
fn the_manual_page_tells_every_command() {
    let home = Home::new();
    let ran = home.run(["man"]);
    assert!(ran.text().contains(".TH"));
    for word in [
        "customer", "contact", "route", "history", "undo", "redo", "config",
    ] {
        assert!(ran.text().contains(word), "{word}");
    }
}

#[test]
fn the_store_is_made_where_it_is_named_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let folder = home.path("a/b");
    home.json([
        "customer",
        "add",
        "Acme",
        "--data-dir",
        folder.to_str().expect("UTF-8"),
    ]);
    let mode = |path: &std::path::Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("pivotal.db"))), (0o700, 0o600));
    assert!(!home.store().exists());
}
