//! Reads which file uses which, and finds those that use each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;

/// The path of a module, from the crate on: `app`, `overlay`, `form`.
type Path = Vec<String>;

/// A path that a file names, and the name under which it stands there.
struct Named {
    path: Path,
    name: String,
    /// Whether others may use it from there.
    is_public: bool,
}

struct Graph<'s> {
    files: BTreeMap<Path, &'s Source>,
    named: BTreeMap<Path, Vec<Named>>,
}

/// Returns the files that use each other in a circle, each circle sorted.
pub(crate) fn circles(sources: &[Source]) -> Vec<Vec<String>> {
    let graph = Graph::of(sources);
    let uses: BTreeMap<&Path, BTreeSet<&Path>> = graph
        .files
        .keys()
        .map(|file| (file, graph.used_by(file)))
        .collect();
    let reach: BTreeMap<&Path, BTreeSet<&Path>> = uses
        .keys()
        .map(|file| (*file, reached_from(file, &uses)))
        .collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    for file in graph.files.keys().filter(|file| reach[*file].contains(*file)) {
        let circle: Vec<String> = reach[file]
            .iter()
            .filter(|other| reach[*other].contains(file))
            .map(|other| graph.files[*other].path.clone())
            .collect();
        if !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

impl<'s> Graph<'s> {
    fn of(sources: &'s [Source]) -> Self {
        let files: BTreeMap<Path, &Source> = sources
            .iter()
            .map(|source| (module(&source.path), source))
            .collect();
        let mut graph = Self {
            files,
            named: BTreeMap::new(),
        };
        graph.named = graph
            .files
            .iter()
            .map(|(file, source)| (file.clone(), graph.names(file, source)))
            .collect();
        graph
    }

    /// Returns what the `use` lines of a file name, and the paths in its code.
    fn names(&self, file: &Path, source: &Source) -> Vec<Named> {
        let (uses, code) = parted(source);
        let mut found = Vec::new();
        for (is_public, tree) in uses {
            for (path, name) in leaves(&[], &tree) {
                if let Some(path) = self.absolute(file, &path) {
                    found.push(Named {
                        path,
                        name,
                        is_public,
                    });
                }
            }
        }
        let inline: Vec<Named> = paths(&code)
            .into_iter()
            .filter_map(|path| {
                let known = found.iter().find(|named| named.name == path[0]);
                let path = match known {
                    Some(named) => [&named.path[..], &path[1..]].concat(),
                    None => self.absolute(file, &path)?,
                };
                Some(Named {
                    path,
                    name: String::new(),
                    is_public: false,
                })
            })
            .collect();
        found.extend(inline);
        found
    }

    /// Returns a path from the crate on; none if it leads to another crate or to the standard library.
    fn absolute(&self, file: &Path, path: &[String]) -> Option<Path> {
        let mut from = file.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => return Some(rest[1..].to_vec()),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|first| first == "super") {
                    from.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                let own = [&from[..], &[child.to_owned()]].concat();
                self.files.get(&own)?;
            }
        }
        from.extend_from_slice(rest);
        Some(from)
    }

    /// Returns the file in which something is defined, through what its module hands on.
    fn defines(&self, path: &[String], steps: usize) -> Option<&Path> {
        let (file, named) = (1..=path.len())
            .rev()
            .find_map(|length| self.named.get_key_value(&path[..length]))?;
        let handed_on = path.get(file.len()).and_then(|name| {
            named
                .iter()
                .find(|named| named.is_public && named.name == *name)
                .filter(|named| named.path != path)
        });
        match handed_on {
            Some(named) if steps > 0 => {
                let rest = &path[file.len() + 1..];
                self.defines(&[&named.path[..], rest].concat(), steps - 1)
            }
            Some(_) | None => Some(file),
        }
    }

    /// Returns the files that a file uses; a module does not use its children by handing them on.
    fn used_by(&self, file: &Path) -> BTreeSet<&Path> {
        const MOST_STEPS: usize = 8;
        self.named[file]
            .iter()
            .filter(|named| !(named.is_public && named.path.starts_with(file)))
            .filter_map(|named| self.defines(&named.path, MOST_STEPS))
            .filter(|used| *used != file)
            .collect()
    }
}

fn reached_from<'g>(file: &Path, uses: &BTreeMap<&Path, BTreeSet<&'g Path>>) -> BTreeSet<&'g Path> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&'g Path> = uses[file].iter().copied().collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(&uses[next]);
        }
    }
    reached
}

/// Returns the module of a file: `app/overlay/mod.rs` is `app`, `overlay`.
fn module(file: &str) -> Path {
    let file = file.strip_suffix(".rs").unwrap_or(file);
    let file = file.strip_suffix("/mod").unwrap_or(file);
    file.split('/').map(str::to_owned).collect()
}

/// Parts a file into its `use` trees, each with whether others may use it, and its code.
fn parted(source: &Source) -> (Vec<(bool, String)>, String) {
    let mut uses = Vec::new();
    let mut code = String::new();
    let mut open: Option<(bool, String)> = None;
    for line in &source.lines {
        let line = line.split("//").next().unwrap_or_default().trim();
        if let Some((_, tree)) = &mut open {
            tree.push_str(line);
        } else if let Some((before, tree)) = line
            .split_once("use ")
            .filter(|(before, _)| is_visibility(before))
        {
            open = Some((!before.is_empty(), tree.to_owned()));
        } else {
            code.push_str(line);
            code.push('\n');
        }
        if let Some((is_public, tree)) = open.take_if(|(_, tree)| tree.ends_with(';')) {
            uses.push((is_public, tree.trim_end_matches(';').to_owned()));
        }
    }
    (uses, code)
}

fn is_visibility(text: &str) -> bool {
    text.is_empty() || text == "pub " || text.starts_with("pub(") && text.ends_with(") ")
}

/// Returns each path of a `use` tree with the name under which it is known.
fn leaves(before: &[String], tree: &str) -> Vec<(Path, String)> {
    let tree = tree.trim();
    if let Some((head, list)) = tree.split_once('{') {
        let mut path = before.to_vec();
        path.extend(
            head.split("::")
                .filter(|part| !part.is_empty())
                .map(str::to_owned),
        );
        let list = list.strip_suffix('}').unwrap_or(list);
        return parts(list).iter().flat_map(|part| leaves(&path, part)).collect();
    }
    let (tree, name) = tree.split_once(" as ").unwrap_or((tree, ""));
    let mut path = before.to_vec();
    path.extend(
        tree.split("::")
            .filter(|part| !part.is_empty())
            .map(str::to_owned),
    );
    path.pop_if(|last| last == "self" && !before.is_empty());
    match path.last() {
        None => Vec::new(),
        Some(last) if name.is_empty() => vec![(path.clone(), last.clone())],
        Some(_) => vec![(path, name.to_owned())],
    }
}

/// Parts a list at its commas that stand in no braces.
fn parts(list: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut depth = 0;
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match found.last_mut() {
            Some(last) if c != ',' || depth > 0 => last.push(c),
            Some(_) | None => found.push(String::new()),
        }
    }
    found.retain(|part| !part.trim().is_empty());
    found
}

/// Returns the paths in code: names with `::` between.
fn paths(code: &str) -> Vec<Path> {
    code.split(|c: char| !(c == '_' || c == ':' || c.is_alphanumeric()))
        .map(|word| {
            word.split("::")
                .filter(|part| !part.is_empty() && !part.contains(':'))
        })
        .map(|parts| parts.map(str::to_owned).collect::<Path>())
        .filter(|path| path.len() > 1)
        .collect()
}
