//! The text of a mail that is written in HTML: its words, a line for each paragraph, row and item.

use std::borrow::Cow;

use html_escape::decode_html_entities;

use crate::paste::shape::has_sign;

/// The tags that begin or end a line.
const LINES: [&str; 16] = [
    "p",
    "br",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "hr",
    "body",
    "pre",
];

/// The tags whose content nobody sees.
const HIDDEN: [&str; 3] = ["style", "script", "title"];

/// Returns the words of a text in HTML. An address that only a link holds goes behind the words of the link.
pub(super) fn text_of(markup: &str) -> String {
    let mut reader = Reader {
        rest: markup,
        text: String::with_capacity(markup.len() / 2),
        link: None,
        unclosed: Vec::new(),
    };
    while let Some(at) = memchr::memchr(b'<', reader.rest.as_bytes()) {
        let (before, from) = reader.rest.split_at(at);
        reader.words(before);
        reader.rest = from;
        reader.tag();
    }
    reader.words(reader.rest);
    reader.end_link();
    reader.text
}

/// What is read of a text in HTML.
struct Reader<'m> {
    rest: &'m str,
    text: String,
    /// The address to which the words behind a place of the text link.
    link: Option<(Cow<'m, str>, usize)>,
    /// What was looked for in vain, so that it is not looked for again.
    unclosed: Vec<&'static str>,
}

impl<'m> Reader<'m> {
    /// Writes words, whose line breaks are blanks.
    fn words(&mut self, words: &str) {
        for c in decode_html_entities(words).chars() {
            match c {
                '\n' | '\t' | ' ' if self.text.ends_with([' ', '\n']) || self.text.is_empty() => {}
                '\n' | '\t' | '\u{a0}' => self.text.push(' '),
                '\u{ad}' => {}
                c => self.text.push(c),
            }
        }
    }

    /// Takes the tag at the start of what is left, or the sign alone if it begins none.
    fn tag(&mut self) {
        let from = self.rest;
        if from.starts_with("<!--") && self.skip("-->") {
            return;
        }
        let is_end = from.starts_with("</");
        let inside = from.get(1 + usize::from(is_end)..).unwrap_or_default();
        let end = inside
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(inside.len());
        let name = inside.get(..end).unwrap_or_default().to_ascii_lowercase();
        let begins = name.starts_with(|c: char| c.is_ascii_alphabetic()) || from.starts_with("<!");
        let of_name = inside
            .get(end..)
            .unwrap_or_default()
            .split(['>', ' ', '<'])
            .next();
        if !begins || of_name.is_some_and(has_sign) || !self.skip(">") {
            // A sign that begins no tag: `<ann@acme.com>`, `I <3 you`.
            self.words("<");
            self.rest = from.get(1..).unwrap_or_default();
            return;
        }
        if name == "a" {
            let tag = from.get(..from.len() - self.rest.len()).unwrap_or_default();
            self.end_link();
            self.link = linked(tag).map(|address| (address, self.text.len()));
        } else if LINES.contains(&name.as_str()) {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\n');
        } else if name == "td" || name == "th" {
            self.words(" ");
        } else if let Some(hidden) = HIDDEN.iter().find(|hidden| **hidden == name).filter(|_| !is_end)
            && self.skip(hidden)
        {
            self.skip(">");
        }
    }

    /// Writes the address of the last link, if its words do not name it.
    fn end_link(&mut self) {
        if let Some((address, start)) = self.link.take()
            && !self
                .text
                .get(start..)
                .is_some_and(|words| words.contains(&*address))
        {
            self.text.push_str(&format!(" <{address}>"));
        }
    }

    /// Goes behind the next mark, or behind the end tag of what nobody sees; returns whether there is one.
    fn skip(&mut self, mark: &'static str) -> bool {
        if self.unclosed.contains(&mark) {
            return false;
        }
        let bytes = self.rest.as_bytes();
        let found = match HIDDEN.contains(&mark) {
            true => memchr::memmem::find_iter(bytes, "</").find_map(|at| {
                let name = bytes.get(at + 2..at + 2 + mark.len())?;
                name.eq_ignore_ascii_case(mark.as_bytes()).then_some(at + 2)
            }),
            false => memchr::memmem::find(bytes, mark.as_bytes()),
        };
        match found {
            Some(at) => self.rest = self.rest.get(at + mark.len()..).unwrap_or_default(),
            None => self.unclosed.push(mark),
        }
        found.is_some()
    }
}

/// Returns the address to which a tag links: `<a href="mailto:ann@acme.com?subject=Hi">`.
fn linked(tag: &str) -> Option<Cow<'_, str>> {
    const SCHEME: &str = "mailto:";
    let at = tag
        .as_bytes()
        .windows(SCHEME.len())
        .position(|window| window.eq_ignore_ascii_case(SCHEME.as_bytes()))?;
    let address = tag.get(at + SCHEME.len()..)?;
    let address = address.split(['"', '\'', '?', '>', ' ']).next()?;
    has_sign(address).then(|| decode_html_entities(address))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "<p>Ann Lee &lt;ann@acme.com&gt;</p><p>Bo&nbsp;Wu</p>",
        "\nAnn Lee <ann@acme.com>\n\nBo Wu\n"
    )]
    #[case("Ann Lee <ann@acme.com>, CTO", "Ann Lee <ann@acme.com>, CTO")]
    #[case("I <3 you, a < b", "I <3 you, a < b")]
    #[case("Ann <b>Lee</b> <x", "Ann Lee <x")]
    #[case("<!-- never ends: ann@acme.com", "<!-- never ends: ann@acme.com")]
    #[case("<style>p { }</STYLE>Ann", "Ann")]
    #[case("<style>p { } ann@acme.com", "p { } ann@acme.com")]
    #[case("Zo&euml; &Scaron;&#353;&#x161; &unknown; & co", "Zoë Ššš &unknown; & co")]
    #[case(
        "<a href=\"mailto:ann@acme.com?subject=Hi\">Ann Lee</a>, CTO",
        "Ann Lee <ann@acme.com>, CTO"
    )]
    #[case("<a href='mailto:ann@acme.com'>ann@acme.com</a>", "ann@acme.com")]
    #[case("<a href=mailto:ann@acme.com>Ann Lee", "Ann Lee <ann@acme.com>")]
    #[case("<a href=\"https://acme.com\">Ann</a>", "Ann")]
    #[case("<!DOCTYPE html><tr><td>Ann</td><td>CTO</td></tr>", "\nAnn CTO\n")]
    fn words_are_kept_and_tags_are_not(#[case] markup: &str, #[case] text: &str) {
        assert_eq!(text_of(markup), text);
    }
}
