//! The default keys as a reference: for the configuration, and for `docs/reference.md`.

use std::fmt::Write as _;

use super::{Binding, Keymap, Layer};

/// Writes the section of the default configuration with every layer and its keys, each commented out.
pub fn commented_keys() -> String {
    let mut text = String::from(
        "[keys]\n# Keys of your own, by layer and command, in place of the defaults; a list of none takes the key away.\n# Keys are written a, A, space, enter, ctrl-s, alt-enter, shift-tab, F8. The help and the bottom line follow.\n",
    );
    let keymap = Keymap::default();
    for layer in keymap.layers() {
        let words = layer.words().replace('`', "");
        let _ = write!(text, "\n# Where: {words}.\n[keys.{}]\n", layer.name());
        for binding in keymap.of(layer) {
            let keys: Vec<String> = binding.keys.iter().map(|key| quoted(&key.to_string())).collect();
            let _ = writeln!(
                text,
                "# {} = [{}] # {}",
                binding.command.name(),
                keys.join(", "),
                binding.words
            );
        }
    }
    text
}

/// Returns the keys as a table in Markdown: a row for each layer.
pub fn key_table() -> String {
    let mut text = String::from("| where | keys |\n|---|---|\n");
    let keymap = Keymap::default();
    for layer in keymap.layers().into_iter().filter(|layer| is_listed(*layer)) {
        let keys: Vec<String> = keymap
            .of(layer)
            .filter(|binding| !binding.keys.is_empty())
            .map(|binding| entry(layer, binding))
            .collect();
        let _ = writeln!(text, "| {} | {} |", layer.words(), keys.join(" · "));
    }
    text
}

fn entry(layer: Layer, binding: &Binding) -> String {
    let keys: Vec<String> = binding
        .keys
        .iter()
        .map(|key| format!("`{}`", key.to_string().replace('|', "\\|")))
        .collect();
    let own = binding.command.name().replace('_', " ");
    let prefix = if layer == Layer::GoTo { "`g` " } else { "" };
    format!("{prefix}{} {}", keys.join(" "), binding.hint.unwrap_or(&own))
}

/// Returns whether the reference lists a layer: in a text, a line and a question the keys are those of any other program.
const fn is_listed(layer: Layer) -> bool {
    !matches!(
        layer,
        Layer::PaneText
            | Layer::PaneFile
            | Layer::PaneColumns
            | Layer::FilterLine
            | Layer::Connect
            | Layer::Dialog
            | Layer::Help
    )
}

/// Writes a key as a string of TOML.
fn quoted(key: &str) -> String {
    format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "<!-- keys: made from the default table -->\n";
    const END: &str = "<!-- end of keys -->";

    #[test]
    fn the_reference_has_the_keys_of_the_default_table() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/reference.md");
        let reference = std::fs::read_to_string(file).expect("read");
        let block = reference
            .split_once(START)
            .and_then(|(_, rest)| rest.split_once(END))
            .map(|(block, _)| block);
        let made = key_table();
        assert!(
            block == Some(&made),
            "put this between the markers in docs/reference.md:\n{START}{made}{END}"
        );
    }
}
