//! The section `keys`: keys of the user's choice, read with the lines on which they stand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::de::{DeTable, DeValue};

use super::Error;
use super::wording::nearest;
use crate::input::{Binding, Key, Keymap, Layer, Rebinding, Refused};

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
    let found = DeTable::parse(text)
        .map_err(|error| Fault {
            span: error.span().unwrap_or_default(),
            reason: error.message().to_owned(),
        })
        .and_then(|table| keymap(table.get_ref()));
    found
        .map(Keys)
        .map_err(|fault| Error::at(path, text, &fault.span, fault.reason))
}

fn keymap(table: &DeTable<'_>) -> Result<Keymap, Fault> {
    let section = table.iter().find(|(name, _)| name.get_ref().as_ref() == "keys");
    let Some((_, value)) = section else {
        return Ok(Keymap::default());
    };
    let layers = as_table(
        value.get_ref(),
        value.span(),
        "keys holds a section for each layer, such as [keys.contacts]",
    )?;
    let defaults = Keymap::default();
    let (mut rebindings, mut spans) = (Vec::new(), Vec::new());
    for (name, value) in layers {
        let layer = find_layer(&defaults, name.get_ref()).map_err(|reason| Fault {
            span: name.span(),
            reason,
        })?;
        let words = format!(
            "[keys.{}] holds commands with their keys, such as {}",
            layer.name(),
            example(&defaults, layer)
        );
        for (name, value) in as_table(value.get_ref(), value.span(), &words)? {
            let at_name = |reason| Fault {
                span: name.span(),
                reason,
            };
            let binding = find_binding(&defaults, layer, name.get_ref()).map_err(at_name)?;
            rebindings.push(Rebinding {
                layer,
                command: binding.command,
                keys: keys(value.get_ref(), value.span())?,
            });
            spans.push(name.span());
        }
    }
    Keymap::rebound(&rebindings).map_err(|Refused { at, clash }| Fault {
        span: spans.get(at).cloned().unwrap_or_default(),
        reason: clash.to_string(),
    })
}

fn as_table<'a, 'i>(
    value: &'a DeValue<'i>,
    span: Range<usize>,
    reason: &str,
) -> Result<&'a DeTable<'i>, Fault> {
    match value {
        DeValue::Table(table) => Ok(table),
        _ => Err(Fault {
            span,
            reason: reason.to_owned(),
        }),
    }
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
    let found = keymap.of(layer).find(|binding| binding.command.name() == name);
    found.ok_or_else(|| {
        let names = keymap.of(layer).map(|binding| binding.command.name());
        let nearest = nearest(name, names);
        format!("there is no command {name} in [keys.{}]{nearest}", layer.name())
    })
}

/// Reads one key, or a list of them.
fn keys(value: &DeValue<'_>, span: Range<usize>) -> Result<Vec<Key>, Fault> {
    match value {
        DeValue::String(text) => Ok(vec![key(text, span)?]),
        DeValue::Array(items) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => key(text, item.span()),
                _ => Err(no_key(item.span())),
            })
            .collect(),
        _ => Err(no_key(span)),
    }
}

fn key(text: &str, span: Range<usize>) -> Result<Key, Fault> {
    text.parse().map_err(|error: crate::input::KeyError| Fault {
        span,
        reason: error.to_string(),
    })
}

fn no_key(span: Range<usize>) -> Fault {
    Fault {
        span,
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
        "p stands for paste_list too"
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
