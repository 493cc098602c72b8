//! What a program did to the files of its home, and what it told meanwhile, in order.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::home::Home;
use super::strace;

/// One thing that a program did. Files are named by their place in the home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Made an empty file, or emptied one.
    Make(String),
    /// Wrote bytes at a place of a file.
    Write { file: String, at: usize, bytes: Vec<u8> },
    /// Set the length of a file.
    Cut { file: String, to: usize },
    /// Gave a file another name.
    Rename { from: String, to: String },
    /// Gave a file a second name.
    Link { from: String, to: String },
    /// Took a name away.
    Unlink(String),
    /// Had all of a file, or the names in a folder, written to the disk.
    Sync(String),
    /// Told somebody something.
    Told(String),
}

/// Calls whose effect is recorded; `lseek` tells where the next write goes.
const RECORDED: [&str; 21] = [
    "openat",
    "open",
    "creat",
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "lseek",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "copy_file_range",
    "sendfile",
];

/// Runs a command and records what it does.
pub(crate) fn record(strace: &Path, home: &Home, command: &Command) -> Vec<Act> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let to = log.path().to_string_lossy().into_owned();
    let trace = format!("trace={}", strace::named(&RECORDED));
    let options = [
        "-y",
        "-xx",
        "-s",
        "4194304",
        "-o",
        &to,
        "-e",
        &trace,
        "-e",
        "signal=none",
    ];
    let output = strace::under(strace, &options, command)
        .output()
        .expect("started");
    assert!(output.status.success(), "{output:?}");
    let mut reader = Reader {
        home: format!("{}/", home.path().to_string_lossy()),
        places: BTreeMap::new(),
    };
    let log = fs::read_to_string(log.path()).expect("read");
    log.lines().filter_map(|line| reader.act(line)).collect()
}

struct Reader {
    home: String,
    /// Where the next write of an open file goes, for those that are not told where.
    places: BTreeMap<String, usize>,
}

impl Reader {
    fn act(&mut self, line: &str) -> Option<Act> {
        let (_, call) = line.split_once(' ')?;
        let (name, rest) = call.trim_start().split_once('(')?;
        assert!(!rest.contains("<unfinished"), "two threads write at once: {name}");
        let (arguments, result) = rest.rsplit_once(" = ")?;
        if result.starts_with('-') {
            return None;
        }
        let arguments = split(arguments.trim_end().strip_suffix(')')?);
        let argument = |place: usize| arguments.get(place).map(String::as_str).unwrap_or_default();
        match name {
            "write" | "writev" if !self.is_ours(argument(0)) => {
                let told = matches!(argument(0).split('<').next(), Some("1" | "2"));
                told.then(|| Act::Told(text(argument(1))))
            }
            "openat" | "open" | "creat" => {
                // The number of an open file that was closed is used again.
                self.places.remove(result);
                match name {
                    "openat" => self.opened(argument(1), argument(2)),
                    _ => self.opened(argument(0), &format!("{}{name}", argument(1))),
                }
            }
            "write" => {
                let bytes = bytes(argument(1));
                let place = self.places.entry(argument(0).to_owned()).or_default();
                let at = std::mem::replace(place, *place + bytes.len());
                let file = self.file(argument(0))?;
                Some(Act::Write { file, at, bytes })
            }
            "pwrite64" => Some(Act::Write {
                file: self.file(argument(0))?,
                at: argument(3).parse().expect("a place"),
                bytes: bytes(argument(1)),
            }),
            "lseek" => {
                let place = result.split(' ').next()?.parse().expect("a place");
                self.places.insert(argument(0).to_owned(), place);
                None
            }
            "fsync" | "fdatasync" => Some(Act::Sync(self.file(argument(0))?)),
            "ftruncate" => Some(Act::Cut {
                file: self.file(argument(0))?,
                to: argument(1).parse().expect("a length"),
            }),
            "rename" | "link" => self.named(name, argument(0), argument(1)),
            "renameat" | "renameat2" | "linkat" => self.named(name, argument(1), argument(3)),
            "unlink" => Some(Act::Unlink(self.path(argument(0))?)),
            "unlinkat" => Some(Act::Unlink(self.path(argument(1))?)),
            other => {
                assert!(!self.is_ours(argument(0)), "{other} is not understood");
                None
            }
        }
    }

    fn opened(&self, path: &str, flags: &str) -> Option<Act> {
        let file = self.path(path)?;
        let makes = flags.contains("O_TRUNC") || flags.contains("O_EXCL") || flags.contains("creat");
        // A file that is there already is opened as it is; which one that is shows when it is played.
        if makes {
            Some(Act::Make(file))
        } else if flags.contains("O_CREAT") {
            Some(Act::Write {
                file,
                at: 0,
                bytes: Vec::new(),
            })
        } else {
            None
        }
    }

    fn named(&self, call: &str, from: &str, to: &str) -> Option<Act> {
        let (from, to) = (self.path(from)?, self.path(to)?);
        Some(if call.starts_with("link") {
            Act::Link { from, to }
        } else {
            Act::Rename { from, to }
        })
    }

    fn is_ours(&self, open: &str) -> bool {
        self.file(open).is_some()
    }

    /// Reads `5</home/data/pivotal.db>`; none if it is not in the home or nothing that outlives the program.
    fn file(&self, open: &str) -> Option<String> {
        let (_, path) = open.split_once('<')?;
        self.ours(&text(path.strip_suffix('>')?))
    }

    /// Reads a quoted path.
    fn path(&self, quoted: &str) -> Option<String> {
        self.ours(&text(quoted))
    }

    fn ours(&self, path: &str) -> Option<String> {
        if path.strip_suffix('/').unwrap_or(path) == self.home.trim_end_matches('/') {
            return Some(String::new());
        }
        let place = path.strip_prefix(&self.home)?;
        let passes = place.ends_with("-shm") || place.ends_with(".lock") || place.starts_with(".local");
        (!passes).then(|| place.to_owned())
    }
}

/// Parts the arguments of a call; a comma in quotes or brackets parts nothing.
fn split(arguments: &str) -> Vec<String> {
    let (mut parts, mut part, mut is_quoted, mut depth) = (Vec::new(), String::new(), false, 0_i32);
    let mut before = ' ';
    for c in arguments.chars() {
        match c {
            '"' if before != '\\' => is_quoted = !is_quoted,
            '[' | '{' if !is_quoted => depth += 1,
            ']' | '}' if !is_quoted => depth -= 1,
            _ => {}
        }
        if c == ',' && !is_quoted && depth == 0 {
            parts.push(std::mem::take(&mut part).trim().to_owned());
        } else {
            part.push(c);
        }
        before = c;
    }
    parts.push(part.trim().to_owned());
    parts
}

fn text(quoted: &str) -> String {
    String::from_utf8_lossy(&bytes(quoted)).into_owned()
}

/// Reads what stands in quotes, every byte as `\x41`; what is not written so stands for itself.
fn bytes(quoted: &str) -> Vec<u8> {
    assert!(!quoted.ends_with("..."), "a write was not recorded whole");
    let inner = quoted.trim_matches('"').as_bytes();
    let mut bytes = Vec::with_capacity(inner.len() / 4);
    let mut rest = inner;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'\\'
            && let [b'x', high, low, after @ ..] = rest
        {
            let digits = [*high, *low];
            let digits = std::str::from_utf8(&digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("a byte"));
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    bytes
}
