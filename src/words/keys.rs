//! Names keys in sentences: a sentence names a command in braces, and the key that stands for it is filled in.

/// A sentence as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sentence {
    /// A fixed one, which may name commands in braces: `Press {add_contact} to add one.`
    Fixed(&'static str),
    /// One that was made for the occasion, with its keys in it.
    Made(String),
}

impl From<&'static str> for Sentence {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::Made(text)
    }
}

impl Sentence {
    /// Returns its text; `key` returns the key of a command by its name in the configuration.
    pub fn text(self, key: impl Fn(&str) -> String) -> String {
        match self {
            Self::Fixed(text) => with_keys(text, key),
            Self::Made(text) => text,
        }
    }
}

/// Fills the keys of the commands in braces into a fixed sentence, never into what a user wrote.
pub fn with_keys(sentence: &'static str, key: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, (command, after))) = rest
        .split_once('{')
        .and_then(|(before, after)| Some((before, after.split_once('}')?)))
    {
        text.push_str(before);
        text.push_str(&key(command));
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_into_fixed_sentences_alone() {
        let key = |command: &str| command.to_uppercase();
        assert_eq!(
            Sentence::from("Press {undo}, then {a.b}.").text(key),
            "Press UNDO, then A.B."
        );
        assert_eq!(Sentence::from("{undo").text(key), "{undo");
        assert_eq!(
            Sentence::from("Saved {undo}.".to_owned()).text(key),
            "Saved {undo}."
        );
    }
}
