//! SQL that names every detail of a contact, made of the table of its fields while compiling.

use rusqlite::ToSql;

use crate::domain::{Detail, Details, SafeText};

/// The longest text that is made, in bytes; a longer one does not compile.
const MOST: usize = 4096;

/// Writes what stands in square brackets once for each detail of a contact, its column in the place of each `%`.
macro_rules! for_details {
    ($template:expr) => {{
        const MADE: $crate::store::columns::Made = $crate::store::columns::made($template);
        const { MADE.text() }
    }};
}
pub(super) use for_details;

/// A text that was made.
pub(super) struct Made {
    bytes: [u8; MOST],
    length: usize,
}

impl Made {
    pub(super) const fn text(&'static self) -> &'static str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "it is run by the compiler, which sees an overflow"
    )]
    const fn push(&mut self, more: &[u8]) {
        let mut at = 0;
        while at < more.len() {
            self.bytes[self.length] = more[at];
            self.length += 1;
            at += 1;
        }
    }
}

/// Makes a text of a template.
#[expect(
    clippy::indexing_slicing,
    reason = "it is run by the compiler, which sees an overflow"
)]
pub(super) const fn made(template: &str) -> Made {
    let from = template.as_bytes();
    let mut made = Made {
        bytes: [0; MOST],
        length: 0,
    };
    let mut at = 0;
    while at < from.len() {
        if from[at] == b'[' {
            let start = at + 1;
            let mut detail = 0;
            while detail < Detail::COUNT {
                at = start;
                while from[at] != b']' {
                    match from[at] {
                        b'%' => made.push(Detail::ALL[detail].key().as_bytes()),
                        byte => made.push(&[byte]),
                    }
                    at += 1;
                }
                detail += 1;
            }
        } else {
            made.push(&[from[at]]);
        }
        at += 1;
    }
    made
}

/// Returns the details of a contact as texts for the database.
pub(super) fn as_texts(details: &Details<Option<SafeText>>) -> Details<Option<&str>> {
    Details::of(|detail| details[detail].as_ref().map(SafeText::as_str))
}

/// Returns them as the values of parameters, one by one.
pub(super) fn texts<'a>(details: &'a Details<Option<&str>>) -> impl Iterator<Item = &'a dyn ToSql> {
    details.values().map(|text| -> &dyn ToSql { text })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_stands_in_brackets_is_written_for_each_detail() {
        let made: &str = for_details!("id[, % = s.%] LIKE 'a%'");
        assert!(made.starts_with("id, title = s.title, phone = s.phone"), "{made}");
        assert!(made.ends_with(" LIKE 'a%'"), "{made}");
    }
}
