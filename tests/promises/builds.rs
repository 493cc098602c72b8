//! Promise 20: builds are sound: no unsafe code, known licences and sources alone, nothing that is banned, and an SQLite
//! without the faults of its past.
//!
//! `.cargo/deny.toml` says what is allowed; `cargo deny` reads the same file where it is installed.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::proof::all_below;

/// The first SQLite in which a write-ahead log cannot be reset under a reader.
const SQLITE: i32 = 3_051_003;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(file: &str) -> Value {
    parse(&fs::read_to_string(root().join(file)).expect("readable"))
}

fn parse(text: &str) -> Value {
    toml_edit::de::from_str(text).expect("TOML")
}

/// A package of the lock file.
#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    source: Option<String>,
    is_checked: bool,
}

fn packages(lock: &Value) -> Vec<Package> {
    let text = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let all = lock["package"].as_array().expect("packages");
    all.iter()
        .map(|package| Package {
            name: text(package, "name").expect("a name"),
            version: text(package, "version").expect("a version"),
            source: text(package, "source"),
            is_checked: package.get("checksum").is_some(),
        })
        .collect()
}

/// What `.cargo/deny.toml` allows.
struct Rules {
    licences: BTreeSet<String>,
    banned: BTreeSet<String>,
    registries: BTreeSet<String>,
}

impl Rules {
    fn read() -> Self {
        let rules = read(".cargo/deny.toml");
        let texts = |part: &str, key: &str| -> BTreeSet<String> {
            let all = rules[part][key].as_array().expect("a list");
            all.iter()
                .map(|value| match value {
                    Value::Object(table) => table["crate"].as_str().expect("a name").to_owned(),
                    value => value.as_str().expect("text").to_owned(),
                })
                .collect()
        };
        assert_eq!(rules["sources"]["unknown-registry"].as_str(), Some("deny"));
        assert_eq!(rules["sources"]["unknown-git"].as_str(), Some("deny"));
        assert!(texts("sources", "allow-git").is_empty());
        Self {
            licences: texts("licenses", "allow"),
            banned: texts("bans", "deny"),
            registries: texts("sources", "allow-registry"),
        }
    }

    /// Names what is wrong with where a package comes from, and whether it may be here at all.
    fn faults(&self, package: &Package) -> Vec<String> {
        let mut faults = Vec::new();
        let known = |source: &str| {
            let registry = source.strip_prefix("registry+");
            registry.is_some_and(|registry| self.registries.contains(registry))
        };
        match &package.source {
            None if package.name == "pivotal" => {}
            None => faults.push(format!("{} comes from a folder", package.name)),
            Some(source) if !known(source) => faults.push(format!("{} comes from {source}", package.name)),
            Some(_) if !package.is_checked => faults.push(format!("{} has no checksum", package.name)),
            Some(_) => {}
        }
        if self.banned.contains(&package.name) {
            faults.push(format!("{} is banned", package.name));
        }
        faults
    }

    /// Returns whether a licence expression (SPDX) is fulfilled by what is allowed.
    fn allows(&self, expression: &str) -> bool {
        let spaced = expression
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace('/', " OR ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        let allowed = self.any(&words, &mut at);
        allowed && at == words.len()
    }

    fn any(&self, words: &[&str], at: &mut usize) -> bool {
        let mut allowed = self.all(words, at);
        while words.get(*at) == Some(&"OR") {
            *at += 1;
            allowed |= self.all(words, at);
        }
        allowed
    }

    fn all(&self, words: &[&str], at: &mut usize) -> bool {
        let mut allowed = self.one(words, at);
        while words.get(*at) == Some(&"AND") {
            *at += 1;
            allowed &= self.one(words, at);
        }
        allowed
    }

    fn one(&self, words: &[&str], at: &mut usize) -> bool {
        let word = words.get(*at).copied().unwrap_or_default();
        *at += 1;
        if word == "(" {
            let allowed = self.any(words, at);
            *at += 1;
            return allowed;
        }
        let mut licence = word.to_owned();
        if words.get(*at) == Some(&"WITH") {
            licence = format!("{word} WITH {}", words.get(*at + 1).copied().unwrap_or_default());
            *at += 2;
        }
        self.licences.contains(&licence)
    }
}

/// Finds the unpacked sources of all packages that this machine has.
fn registry() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .expect("a home");
    let Ok(indexes) = fs::read_dir(home.join("registry/src")) else {
        return Vec::new();
    };
    indexes.map(|index| index.expect("an entry").path()).collect()
}

#[test]
fn every_package_comes_from_the_registry_under_a_known_licence() {
    let (rules, registry) = (Rules::read(), registry());
    let packages = packages(&read("Cargo.lock"));
    let (mut read_licences, mut faults) = (0, Vec::new());
    for package in &packages {
        faults.extend(rules.faults(package));
        let folder = format!("{}-{}", package.name, package.version);
        let manifest = registry
            .iter()
            .map(|index| index.join(&folder).join("Cargo.toml"));
        // Packages for other systems are not unpacked here.
        let Some(text) = manifest
            .into_iter()
            .find_map(|file| fs::read_to_string(file).ok())
        else {
            continue;
        };
        let manifest = parse(&text);
        let licence = manifest["package"]
            .get("license")
            .and_then(Value::as_str)
            .unwrap_or("none");
        read_licences += 1;
        if !rules.allows(licence) {
            faults.push(format!("{} is under {licence}", package.name));
        }
    }
    println!(
        "promise 20: {} packages of Cargo.lock, all from {:?}; licences of {read_licences} read: {} not allowed",
        packages.len(),
        rules.registries,
        faults.len()
    );
    // What only other systems build is not unpacked on a machine that has built nothing else.
    assert!(
        read_licences * 2 > packages.len(),
        "{read_licences} licences were read"
    );
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn no_code_is_unsafe() {
    let manifest = read("Cargo.toml");
    let level = manifest["lints"]["rust"]["unsafe_code"].as_str();
    assert_eq!(level, Some("forbid"), "nothing can allow it again");
    let mut files = 0;
    for folder in ["src", "tests", "benches"] {
        for file in all_below(&root().join(folder)) {
            if file.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&file).expect("read");
                // Written apart, so that this line is not one.
                let word = concat!("un", "safe ");
                let starts = [
                    format!("{word}{{"),
                    format!("{word}fn"),
                    format!("{word}impl"),
                    format!("{word}extern"),
                ];
                let code = text
                    .lines()
                    .map(|line| line.split("//").next().unwrap_or_default());
                let found = code
                    .filter(|line| starts.iter().any(|start| line.contains(start)))
                    .count();
                assert_eq!(found, 0, "{}", file.display());
                files += 1;
            }
        }
    }
    println!("promise 20: unsafe_code = forbid, and {files} files without any");
}

#[test]
fn the_store_is_kept_by_an_sqlite_that_is_new_enough() {
    let number = rusqlite::version_number();
    println!("promise 20: SQLite {}", rusqlite::version());
    assert!(number >= SQLITE, "{number}");
    let manifest = read("Cargo.toml");
    let features = manifest["dependencies"]["rusqlite"]["features"]
        .as_array()
        .expect("features");
    assert!(
        features.iter().any(|feature| feature.as_str() == Some("bundled")),
        "never the one of the system"
    );
}

/// Finds bytes in others.
fn holds(bytes: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(bytes, part).is_some()
}

#[test]
fn what_is_built_holds_no_folder_of_the_machine() {
    let home = tempfile::tempdir().expect("a folder");
    let source = home.path().join("registry/src/index/some-1.0.0/lib.rs");
    fs::create_dir_all(source.parent().expect("a folder")).expect("made");
    fs::write(&source, "pub fn first(all: &[u8]) -> u8 { all[0] }").expect("written");
    let built = |through: Option<&Path>, name: &str| {
        let object = home.path().join(name);
        let mut command = match through {
            Some(wrapper) => {
                let mut command = Command::new(wrapper);
                command.arg("rustc");
                command
            }
            None => Command::new("rustc"),
        };
        let status = command
            .args(["--crate-name=some", "--crate-type=lib", "--emit=obj", "-o"])
            .arg(&object)
            .arg(&source)
            .env("CARGO_HOME", home.path())
            .status()
            .expect("rustc runs");
        assert!(status.success());
        fs::read(object).expect("an object file")
    };
    let config = read(".cargo/config.toml");
    let wrapper = config["build"]["rustc-wrapper"].as_str().expect("a wrapper");
    let object = built(Some(&root().join(wrapper)), "wrapped.o");
    let folder = home.path().as_os_str().as_bytes();
    assert!(!holds(&object, folder), "{}", home.path().display());
    assert!(holds(&object, b"/crates/index/some-1.0.0/lib.rs"));
    assert!(
        holds(&built(None, "bare.o"), folder),
        "the control: rustc alone puts it in"
    );
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn c_code_is_built_to_notice_that_it_runs_over() {
    let program = fs::read(env!("CARGO_BIN_EXE_pivotal")).expect("the program");
    for guard in ["__stack_chk_fail", "__memcpy_chk"] {
        assert!(
            holds(&program, guard.as_bytes()),
            "{guard}: are CFLAGS of .cargo/config.toml in force?"
        );
    }
}

#[test]
fn the_controls_are_found_what_may_not_be_in_a_build() {
    let rules = Rules::read();
    for (licence, is_allowed) in [
        ("MIT", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0-only OR MIT", true),
        ("(MIT OR GPL-2.0) AND ISC", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("GPL-3.0-only", false),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR ISC) AND AGPL-3.0", false),
        ("GPL-2.0 WITH Classpath-exception-2.0", false),
        ("MIT ISC", false),
        ("none", false),
        ("", false),
    ] {
        assert_eq!(rules.allows(licence), is_allowed, "{licence}");
    }
    let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = \"git+https://github.com/a/a#1\"\n\
        [[package]]\nname = \"b\"\nversion = \"1\"\nsource = \"registry+https://evil.example/index\"\nchecksum = \"x\"\n\
        [[package]]\nname = \"c\"\nversion = \"1\"\n\
        [[package]]\nname = \"d\"\nversion = \"1\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\
        [[package]]\nname = \"openssl-sys\"\nversion = \"1\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"x\"\n";
    for package in packages(&parse(lock)) {
        assert_eq!(rules.faults(&package).len(), 1, "{package:?}");
    }
}
