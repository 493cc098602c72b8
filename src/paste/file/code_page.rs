//! The encodings in which texts are written, by name.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// An encoding of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodePage(Page);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// One that browsers know as well.
    Common(&'static Encoding),
    /// One of DOS, which knows 128 characters beside ASCII.
    Dos(&'static Dos),
}

#[derive(Debug, PartialEq, Eq)]
struct Dos {
    name: &'static str,
    /// The characters from 0x80 on.
    upper: &'static str,
}

/// The code page of DOS in the United States.
const DOS_437: Dos = Dos {
    name: "ibm437",
    upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
            └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
};

/// The code page of DOS in western Europe, in which the command line and old exports still write.
const DOS_850: Dos = Dos {
    name: "ibm850",
    upper: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
            └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
};

impl CodePage {
    /// UTF-8, without which no other is looked for.
    pub const UTF_8: Self = Self(Page::Common(UTF_8));
    pub(super) const UTF_16LE: Self = Self(Page::Common(UTF_16LE));
    pub(super) const UTF_16BE: Self = Self(Page::Common(UTF_16BE));
    pub(super) const DOS_437: Self = Self(Page::Dos(&DOS_437));
    pub(super) const DOS_850: Self = Self(Page::Dos(&DOS_850));

    pub(super) const fn common(encoding: &'static Encoding) -> Self {
        Self(Page::Common(encoding))
    }

    /// Finds an encoding by a name of the web, or by the number of its code page.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace('_', "-");
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            // The web takes these for windows-1252, and some for nothing at all.
            return (encoding != encoding_rs::REPLACEMENT && encoding != encoding_rs::X_USER_DEFINED)
                .then_some(Self::common(encoding));
        }
        let short = [
            "windows",
            "code-page",
            "codepage",
            "ibm",
            "oem",
            "dos",
            "cp",
            "ms",
        ]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(&name)
        .trim_start_matches(['-', ' ']);
        let label = match short {
            "437" => return Some(Self::DOS_437),
            "850" | "858" => return Some(Self::DOS_850),
            "utf8" | "65001" => "utf-8",
            "utf16" | "unicode" | "1200" => "utf-16le",
            "utf16be" | "1201" => "utf-16be",
            "mac-roman" | "macroman" | "mac" | "10000" => "macintosh",
            "932" | "shiftjis" => "shift_jis",
            "936" => "gbk",
            "949" => "euc-kr",
            "950" => "big5",
            "874" => "windows-874",
            "866" => "ibm866",
            number if number.len() == 4 && number.starts_with("125") => {
                return Encoding::for_label(format!("windows-{number}").as_bytes()).map(Self::common);
            }
            _ => return None,
        };
        Encoding::for_label(label.as_bytes()).map(Self::common)
    }

    /// Returns the name, as it is told and taken.
    pub fn name(self) -> &'static str {
        match self.0 {
            Page::Common(encoding) => encoding.name(),
            Page::Dos(dos) => dos.name,
        }
    }

    /// Returns whether it is UTF-8, which is not worth a word.
    pub fn is_utf_8(self) -> bool {
        self == Self::UTF_8
    }

    /// Decodes a text; what has no meaning in it becomes the sign for that.
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self.0 {
            Page::Common(encoding) => encoding.decode_with_bom_removal(bytes).0,
            Page::Dos(dos) => {
                let upper: Vec<char> = dos.upper.chars().collect();
                let letter = |byte: &u8| match byte.checked_sub(0x80) {
                    None => char::from(*byte),
                    Some(at) => upper
                        .get(usize::from(at))
                        .copied()
                        .unwrap_or(char::REPLACEMENT_CHARACTER),
                };
                Cow::Owned(bytes.iter().map(letter).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("cp1250", "windows-1250")]
    #[case("1251", "windows-1251")]
    #[case("Windows-1252", "windows-1252")]
    #[case("latin1", "windows-1252")]
    #[case("cp437", "ibm437")]
    #[case("IBM850", "ibm850")]
    #[case("850", "ibm850")]
    #[case("MacRoman", "macintosh")]
    #[case("shift_jis", "Shift_JIS")]
    #[case("cp932", "Shift_JIS")]
    #[case("gb2312", "GBK")]
    #[case("big5", "Big5")]
    #[case("euc-kr", "EUC-KR")]
    #[case("utf16", "UTF-16LE")]
    #[case("utf8", "UTF-8")]
    fn encodings_are_known_by_many_names(#[case] name: &str, #[case] known: &str) {
        let page = CodePage::parse(name).expect("known");
        assert_eq!(page.name(), known);
        assert_eq!(
            CodePage::parse(page.name()),
            Some(page),
            "a name that is told is taken"
        );
    }

    #[rstest]
    #[case("")]
    #[case("klingon")]
    #[case("utf-7")]
    fn others_are_unknown(#[case] name: &str) {
        assert_eq!(CodePage::parse(name), None);
    }

    #[test]
    fn code_pages_of_dos_have_all_their_characters() {
        for dos in [&DOS_437, &DOS_850] {
            assert_eq!(dos.upper.chars().count(), 128, "{}", dos.name);
        }
        assert_eq!(
            CodePage::DOS_850.decode(b"M\x81ller, J\x9brgen \xc6"),
            "Müller, Jørgen ã"
        );
        assert_eq!(CodePage::DOS_437.decode(b"M\x81ller \x9b"), "Müller ¢");
    }
}
