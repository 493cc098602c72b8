//! Texts made to drive a terminal, a spreadsheet or a mail program, as many as are wanted and the same every time.

use crate::proof::Dice;
use crate::support::data::{naughty, terminal_sequences};

/// What hostile texts are put together from; nothing in them ends a cell of a quoted table.
const PIECES: [&str; 78] = [
    "\u{1b}[31m",
    "\u{1b}[2J",
    "\u{1b}[6n",
    "\u{1b}[?1049l",
    "\u{1b}[?2004l",
    "\u{1b}[5i",
    "\u{1b}[20;20H",
    "\u{1b}]0;owned\u{7}",
    "\u{1b}]8;;file:///etc/passwd\u{1b}\\",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}]never ends",
    "\u{1b}P1$r\u{1b}\\",
    "\u{1b}Pnever ends",
    "\u{1b}_Gi=1,a=T;AAAA\u{1b}\\",
    "\u{1b}^pm\u{1b}\\",
    "\u{1b}Xsos\u{1b}\\",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}#8",
    "\u{1b}7",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}\u{1b}[\u{1b}[31m",
    "\u{9b}2J",
    "\u{9b}",
    "\u{9d}0;x\u{9c}",
    "\u{90}q",
    "\u{9f}x\u{9c}",
    "\u{85}",
    "\u{84}",
    "\u{7}",
    "\u{8}\u{8}\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{e}",
    "\u{7f}",
    "\r",
    "\n",
    "\t",
    "\u{202e}",
    "\u{202d}",
    "\u{2066}",
    "\u{2069}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "\u{2028}",
    "\u{2029}",
    "\u{e0041}\u{e0042}\u{e007f}",
    "\u{e0100}",
    "\u{feff}",
    "\u{200b}",
    "\u{ad}",
    "\u{115f}",
    "\u{3164}",
    "\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "q\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}\u{323}",
    "\u{20d0}\u{20d1}\u{20d6}\u{20d7}\u{20d0}\u{20d1}\u{20d6}\u{20d7}\u{20d0}",
    "\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}\u{200d}",
    "\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}\u{fe0f}",
    "👩\u{200d}👩\u{200d}👧",
    "🇳🇴",
    "王小明",
    "ｱ\u{ff9e}",
    "เก็\u{e48}",
    "क्षि",
    "محمد",
    "e\u{301}",
    "ﷺ",
    "Zoë",
    "=1+1",
    "+49 30",
    "@SUM(A1)",
    "'",
    "Ann",
    "Lee",
    " ",
    "\u{fffd}",
];

/// Returns a hostile text that holds something to be seen, so that it can be a name.
pub(crate) fn hostile(dice: &mut Dice) -> String {
    let mut text = String::new();
    let count = 1 + dice.below(6);
    let seen = dice.below(count);
    for at in 0..count {
        text.push_str(dice.pick(&PIECES));
        if at == seen {
            text.push_str(dice.pick(&["Ann", "Bo", "李", "Zoë"]));
        }
        if dice.below(16) == 0 {
            let point = u32::try_from(dice.below(0x11_0000)).expect("small");
            text.extend(char::from_u32(point).filter(|c| *c != '\0'));
        }
    }
    text
}

/// Returns the collections of others.
pub(crate) fn collected() -> Vec<String> {
    let sequences = terminal_sequences()
        .into_iter()
        .map(|text| format!("Ann {text}Lee"));
    let mut all: Vec<String> = naughty().into_iter().chain(sequences).collect();
    all.retain(|text| !text.contains('\0'));
    all
}

/// Writes a cell of a comma-separated table, as it is.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
