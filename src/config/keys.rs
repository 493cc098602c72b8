//! The section `keys`: keys of the user's choice, read with the lines on which they stand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml_edit::{Document, Item, Key as Name, TableLike, Value};

use super::Error;
use super::wording::nearest;
use crate::input::{Binding, Key, KeyError, Keymap, Layer, Rebinding, Refused};

/// The keys that hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys(pub Keymap);

impl<'de> Deserialize<'de> for Keys {
    /// Passes over the section: `read` takes it with its lines.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer)?;
        Ok(Self::default())
    }
}

impl Serialize for Keys {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let texts = |binding: &Binding| {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            (binding.command.name(), keys)
        };
        serializer.collect_map(self.0.layers().into_iter().map(|layer| {
            let commands: BTreeMap<&str, Vec<String>> = self.0.of(layer).map(texts).collect();
            (layer.name(), commands)
        }))
    }
}

/// What is wrong, and where in the text.
struct Fault {
    span: Range<usize>,
    reason: String,
}

/// Reads the section; without one the defaults hold.
pub(super) fn read(path: &Path, text: &str) -> Result<Keys, Error> {
    let found = Document::parse(text)
        .map_err(|error| Fault {
            span: error.span().unwrap_or_default(),
            reason: error.message().to_owned(),
        })
        .and_then(|document| keymap(document.as_table()));
    found
        .map(Keys)
        .map_err(|fault| Error::at(path, text, &fault.span, fault.reason))
}

fn keymap(table: &dyn TableLike) -> Result<Keymap, Fault> {
    let Some(section) = table.get("keys") else {
        return Ok(Keymap::default());
    };
    let layers = as_table(
        section,
        "keys has a section for each layer, such as [keys.contacts]",
    )?;
    let defaults = Keymap::default();
    let (mut rebindings, mut spans) = (Vec::new(), Vec::new());
    for (name, section) in entries(layers) {
        let layer = find_layer(&defaults, name).map_err(|reason| at_name(name, reason))?;
        let words = format!(
            "[keys.{}] has commands with their keys, such as {}",
            layer.name(),
            example(&defaults, layer)
        );
        for (name, value) in entries(as_table(section, &words)?) {
            let binding = find_binding(&defaults, layer, name).map_err(|reason| at_name(name, reason))?;
            rebindings.push(Rebinding {
                layer,
                command: binding.command,
                keys: keys(value)?,
            });
            spans.push(name.span().unwrap_or_default());
        }
    }
    Keymap::rebound(&rebindings).map_err(|Refused { at, clash }| Fault {
        span: spans.get(at).cloned().unwrap_or_default(),
        reason: clash.to_string(),
    })
}

/// Returns what stands in a table, with the places of the names.
fn entries(table: &dyn TableLike) -> impl Iterator<Item = (&Name, &Item)> {
    table.iter().filter_map(|(name, _)| table.get_key_value(name))
}

fn at_name(name: &Name, reason: String) -> Fault {
    Fault {
        span: name.span().unwrap_or_default(),
        reason,
    }
}

fn as_table<'a>(item: &'a Item, reason: &str) -> Result<&'a dyn TableLike, Fault> {
    item.as_table_like().ok_or_else(|| Fault {
        span: item.span().unwrap_or_default(),
        reason: reason.to_owned(),
    })
}

fn find_layer(keymap: &Keymap, name: &str) -> Result<Layer, String> {
    let layers = keymap.layers();
    let found = layers.iter().find(|layer| layer.name() == name);
    found.copied().ok_or_else(|| {
        let names = layers.iter().map(|layer| layer.name());
        format!("there is no layer {name} of keys{}", nearest(name, names))
    })
}

fn find_binding<'a>(keymap: &'a Keymap, layer: Layer, name: &str) -> Result<&'a Binding, String> {
    let found = keymap.of(layer).find(|binding| binding.command.is_named(name));
    found.ok_or_else(|| {
        let names = keymap.of(layer).map(|binding| binding.command.name());
        let nearest = nearest(name, names);
        format!("there is no command {name} in [keys.{}]{nearest}", layer.name())
    })
}

/// Reads one key, or a list of them.
fn keys(item: &Item) -> Result<Vec<Key>, Fault> {
    match item.as_array() {
        Some(list) => list.iter().map(key).collect(),
        None => {
            let one = item.as_value().ok_or_else(|| no_key(item.span()))?;
            Ok(vec![key(one)?])
        }
    }
}

fn key(value: &Value) -> Result<Key, Fault> {
    let text = value.as_str().ok_or_else(|| no_key(value.span()))?;
    text.parse().map_err(|error: KeyError| Fault {
        span: value.span().unwrap_or_default(),
        reason: error.to_string(),
    })
}

fn no_key(span: Option<Range<usize>>) -> Fault {
    Fault {
        span: span.unwrap_or_default(),
        reason: "a key is a text, such as \"a\", or a list of them, such as [\"a\", \"insert\"]".to_owned(),
    }
}

/// Writes the first binding of a layer as the configuration has it.
fn example(keymap: &Keymap, layer: Layer) -> String {
    let first = keymap.of(layer).next();
    first.map_or_else(String::new, |binding| {
        let key = binding.keys.first().map(ToString::to_string).unwrap_or_default();
        format!("{} = [{key:?}]", binding.command.name())
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::input::Command;

    fn read_text(text: &str) -> Result<Keys, Error> {
        read(Path::new("/c.toml"), text)
    }

    #[test]
    fn keys_are_read_alone_or_as_a_list() {
        let text = "[keys.contacts]\nadd_contact = [\"insert\", \"b\"]\nedit_contact = \"a\"\ninvite = []\n";
        let Keys(keymap) = read_text(text).expect("read");
        let find = |key: &str| keymap.command_for(&[Layer::Contacts], key.parse().expect("a key"));
        assert_eq!(find("insert"), Some(Command::AddContact));
        assert_eq!(find("a"), Some(Command::EditContact));
        assert_eq!(find("i"), None);
        assert_eq!(read_text("").expect("read"), Keys::default());
    }

    #[rstest]
    #[case(
        "onboardings",
        "rest_onboarding",
        Layer::Onboardings,
        Command::PauseOnboarding
    )]
    #[case("integrations", "mend", Layer::Integrations, Command::FixDomain)]
    fn a_command_may_be_called_as_in_an_earlier_release(
        #[case] table: &str,
        #[case] name: &str,
        #[case] layer: Layer,
        #[case] command: Command,
    ) {
        let Keys(keymap) = read_text(&format!("[keys.{table}]\n{name} = \"Z\"\n")).expect("read");
        let key = "Z".parse().expect("a key");
        assert_eq!(keymap.command_for(&[layer], key), Some(command));
    }

    #[rstest]
    #[case(
        "[keys.contact]\nadd_contact = \"b\"\n",
        1,
        "no layer contact of keys; the nearest is contacts"
    )]
    #[case(
        "[keys.contacts]\n\nadd_contakt = \"b\"\n",
        3,
        "no command add_contakt in [keys.contacts]; the nearest is add_contact"
    )]
    #[case(
        "[keys.contacts]\nadd_contact = [\n  \"b\",\n  \"banana\",\n]\n",
        4,
        "\"banana\" is not a key"
    )]
    #[case("[keys.contacts]\nadd_contact = \"shift-a\"\n", 2, "not a key")]
    #[case("[keys.contacts]\nadd_contact = 7\n", 2, "a key is a text")]
    #[case("[keys]\ncontacts = \"a\"\n", 2, "such as add_contact = [\"a\"]")]
    #[case("keys = 1\n", 1, "a section for each layer")]
    #[case(
        "[keys.contacts]\ninvite = []\nadd_contact = \"p\"\n",
        3,
        "p is also the key of paste_list"
    )]
    #[case("[keys.form]\nsave = \"s\"\n", 2, "typed as text")]
    fn what_cannot_be_taken_is_told_with_its_line(
        #[case] text: &str,
        #[case] line: usize,
        #[case] told: &str,
    ) {
        let error = read_text(text).expect_err("refused").to_string();
        assert!(error.starts_with(&format!("/c.toml, line {line}: ")), "{error}");
        assert!(error.contains(told), "{error}");
    }
}
