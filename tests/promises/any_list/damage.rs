//! Damages texts as copying does: lines joined or broken, signs lost, blanks widened, words put in.

use super::Random;

/// Damages a text at one or a few places.
pub(crate) fn some(random: &mut Random, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        text = once(random, &text);
    }
    text
}

fn once(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let at = random.below(lines.len());
    match random.below(10) {
        0 => {
            lines.insert(at, "Kind regards".to_owned());
        }
        1 => {
            lines.insert(at, String::new());
        }
        2 => {
            lines.insert(at, "----------".to_owned());
        }
        3 => {
            lines[at].insert_str(0, "> ");
        }
        4 => {
            lines[at] = lines[at].replace(' ', "\u{a0}");
        }
        5 => {
            lines[at].push_str("  ");
        }
        6 => {
            lines[at] = lines[at].replace(", ", ",");
        }
        7 => {
            lines.insert(at, "Sent from my phone".to_owned());
        }
        8 => {
            lines[at] = lines[at].replacen('@', "@ ", 1);
            lines[at].push(';');
        }
        _ => {
            let line = &mut lines[at];
            line.insert(0, '\u{feff}');
        }
    }
    lines.join("\n")
}
