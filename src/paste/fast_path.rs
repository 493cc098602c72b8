//! Gives the verdict on plain rows straight from their bytes.
//!
//! Most rows of a list need no care: quotes around whole cells if any, one address in its cell, a name that starts with a
//! letter. For these the verdict is found without making an entry, and what was found out about a word of a name or a
//! title holds wherever it comes again; any other row is left to the thorough way, which gives the same verdicts.

use unicode_width::UnicodeWidthChar;

use super::check::{Checker, SHORT, Verdict};
use super::format::Columns;
use super::plain_address::{Letters, PlainAddress};
use super::plain_cells::PlainCells;
use super::shape::{PHONE_DIGITS, fits, is_usual_letter};
use crate::domain::{Detail, Seen, SeenWords, is_dropped};

/// Reads plain rows of one piece of text.
pub(super) struct FastPath {
    row: PlainCells,
    /// Whether a line may turn out to be an address list.
    mixed: bool,
    columns: PlainColumns,
    titles: Seen<Title>,
}

/// The cells in which the fields of a contact stand.
struct PlainColumns {
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    email: Option<usize>,
    /// The columns with titles and the like, the best of each first.
    details: Vec<(usize, Detail)>,
}

impl FastPath {
    pub(super) fn new(delimiter: u8, mixed: bool, columns: &Columns) -> Self {
        let of = |detail: Detail| columns.details[detail].iter().map(move |at| (*at, detail));
        Self {
            row: PlainCells::new(delimiter, mixed),
            mixed,
            columns: PlainColumns {
                name: columns.name,
                first: columns.first,
                last: columns.last,
                email: columns.email.first().copied(),
                details: Detail::ALL.into_iter().flat_map(of).collect(),
            },
            titles: Seen::default(),
        }
    }

    /// Starts with another piece of text.
    pub(super) fn reset(&mut self) {
        self.row.reset();
    }

    /// Judges the row that starts at a byte, if it is plain; gives where the next row starts.
    pub(super) fn row(&mut self, bytes: &[u8], at: usize, checker: &mut Checker) -> Option<(usize, Verdict)> {
        if !starts_name(bytes.get(at..)?) {
            return None;
        }
        let row = self.row.cut(bytes, at)?;
        // A line that begins with an address may be a list of them.
        if Some(row.sign_cell) != self.columns.email || (self.mixed && row.sign_cell == 0) {
            return None;
        }
        let cell = self.row.cells.get(row.sign_cell)?;
        let address = PlainAddress::of(bytes.get(cell.clone())?, row.sign.checked_sub(cell.start)?)?;
        if !self.is_name(bytes, checker) || !self.has_plain_details(bytes, &address) {
            return None;
        }
        let verdict = address.judge(checker)?;
        Some(((row.end + 1).min(bytes.len()), verdict))
    }

    fn is_name(&self, bytes: &[u8], checker: &mut Checker) -> bool {
        let named = |at: Option<usize>| {
            at.and_then(|at| self.row.cell(bytes, at))
                .filter(|cell| !cell.is_empty())
        };
        let mut is_plain = |cell: &[u8]| is_plain_name(cell, &mut checker.names);
        match (named(self.columns.first), named(self.columns.last)) {
            (None, None) => named(self.columns.name).is_some_and(is_plain),
            (Some(one), None) | (None, Some(one)) => is_plain(one),
            (Some(first), Some(last)) => is_plain(first) && is_plain(last),
        }
    }

    /// Returns whether the details surely are what their columns say, and the address is not that of the words of the title,
    /// nor of the last of two names alone.
    fn has_plain_details(&mut self, bytes: &[u8], address: &PlainAddress<'_>) -> bool {
        let is_last = |last: &[u8]| last.trim_ascii().eq_ignore_ascii_case(address.local());
        if self.columns.first.is_some()
            && let Some(last) = self.columns.last
            && is_last(self.row.cell(bytes, last).unwrap_or_default())
        {
            return false;
        }
        let name = self.columns.name.or(self.columns.first);
        let name = name.and_then(|at| self.row.cell(bytes, at)).unwrap_or_default();
        self.columns.details.iter().all(|(at, detail)| {
            let Some(cell) = self.row.cell(bytes, *at) else {
                return true;
            };
            cell.len() <= SHORT
                && match detail {
                    Detail::Title => {
                        let title = self.titles.of(cell, || Title::of(cell));
                        let may_fit = title.may_fit(address.letters());
                        title.is_plain && !(may_fit && is_of_title(cell, address.local(), name))
                    }
                    Detail::Phone => is_plain_phone(cell),
                    Detail::Roles | Detail::OtherEmails => cell.is_empty(),
                }
        })
    }
}

/// Returns whether an address may be made of the words of a title, and not of those of the name.
fn is_of_title(title: &[u8], local: &[u8], name: &[u8]) -> bool {
    let first = name.split(|byte| *byte == b' ').next().unwrap_or_default();
    let start = local.get(..first.len());
    let is_own = first.len() > 2 && start.is_some_and(|start| start.eq_ignore_ascii_case(first));
    !is_own
        && match (std::str::from_utf8(local), std::str::from_utf8(title)) {
            (Ok(local), Ok(title)) => fits(local, title),
            _ => true,
        }
}

/// What a title tells by itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Title {
    /// The letters of each word, and of none behind the last; of the first word those that any address has, where they are not
    /// known of all of them.
    words: [Letters; MOST_WORDS],
    /// Whether it surely is no phone number.
    is_plain: bool,
}

/// The most words of a title of which each is looked at.
const MOST_WORDS: usize = 6;

impl Title {
    pub(super) fn of(title: &[u8]) -> Self {
        let all = title.split(|byte| !byte.is_ascii_alphanumeric());
        let mut all = all.filter(|word| word.len() > 1).map(Letters::of);
        let mut words = std::array::from_fn(|_| all.next().unwrap_or(Letters::OTHER));
        if !title.is_ascii() || all.next().is_some() {
            words[0] = Letters::default();
        }
        Self {
            words,
            is_plain: is_plain_title(title),
        }
    }

    /// Returns whether some word has none but letters of a local part; if not, none is a part of it.
    pub(super) fn may_fit(&self, local: Letters) -> bool {
        self.words
            .iter()
            .fold(false, |fits, word| fits | word.are_among(local))
    }
}

/// Says whether a row can start like this and be plain: not with a blank, a remark or an empty cell.
fn starts_name(row: &[u8]) -> bool {
    matches!(row.first(), Some(b'0'..=b'9' | b'"')) || starts_with_letter(row)
}

/// Says whether a cell surely holds a name: short, and one by the rule for names.
pub(super) fn is_plain_name(cell: &[u8], names: &mut SeenWords) -> bool {
    cell.len() <= SHORT && names.are_surely_a_name(cell)
}

/// Says whether a cell surely does not hold a phone number.
pub(super) fn is_plain_title(cell: &[u8]) -> bool {
    cell.iter().filter(|byte| byte.is_ascii_digit()).count() < PHONE_DIGITS
}

/// Says whether a cell surely does not hold words.
pub(super) fn is_plain_phone(cell: &[u8]) -> bool {
    // All signs from the first bracket to the last digit but a star and a comma; no early end, so that many are compared at once.
    let is_of_number =
        |byte: u8| (byte == b' ') | (matches!(byte, b'('..=b'9') & (byte != b'*') & (byte != b','));
    cell.iter().fold(true, |all, byte| all & is_of_number(*byte))
}

fn starts_with_letter(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'a'..=b'z' | b'A'..=b'Z') => true,
        Some(0xc3..) => first_char(bytes).is_some_and(|c| is_usual_letter(c) || is_letter(c)),
        Some(_) | None => false,
    }
}

/// Says whether a letter is one that shows.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_dropped(c) && c.width() > Some(0)
}

fn first_char(bytes: &[u8]) -> Option<char> {
    let length = match bytes.first()? {
        ..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    };
    std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::Domain;
    use crate::paste::format::{Format, Options, Role};
    use crate::paste::found::Found;
    use crate::paste::known::Known;
    use crate::paste::scan::Scanner;
    use crate::paste::{entry, record};

    const LINE: &str = "[A-Za-zé ö'.@山さ민עשप\u{3164}\u{3000}\"＠]{0,12},( ?[a-zA-Z.+]{0,8}@(acme|gmail|Acme|a_b)\\.(com|con| com)|[a-z@ ]{0,9}|\"[a-z]{1,4}@acme.com\")(,[A-Za-z (),\"“＠]{0,70}|,\"[A-Z, ]{0,9}(\"\"[a-z]\"\")?\"|,(CTO|Bo Wu|Ann Lee|Head of IT 1234567))?(,[0-9 +]{0,70})?";

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn gives_the_verdict_of_the_thorough_way(
            lines in prop::collection::vec(LINE, 1..6),
            mixed in any::<bool>(),
        ) {
            let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
            let mut checker = Checker::new(Arc::clone(&known));
            let format = Format::plain();
            let layout = (!mixed).then_some(format.layout);
            let options = Options { layout, ..Options::default() };
            let mut fast_path = FastPath::new(b',', mixed, &format.columns);
            let text = lines.join("\n");
            // What was found out about one row holds for the next ones.
            for line in [0].into_iter().chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)) {
                let Some((next, verdict)) = fast_path.row(text.as_bytes(), line, &mut checker) else {
                    continue;
                };
                let found = Scanner::new(&format, &options).record(&text, line, false);
                let Found::Cells { end, entry } = found else {
                    return Err(TestCaseError::fail("no row"));
                };
                prop_assert_eq!(verdict, Checker::new(Arc::clone(&known)).judge(&entry));
                prop_assert_eq!(next, end.next);
            }
        }
    }

    #[test]
    fn usual_letters_are_letters() {
        let usual: Vec<char> = (char::MIN..=char::MAX).filter(|c| is_usual_letter(*c)).collect();
        assert!(usual.len() > 30_000, "{}", usual.len());
        for c in usual {
            assert!(is_letter(c), "{c} {:x}", u32::from(c));
        }
    }

    fn judged(line: &str, roles: &[Role]) -> Option<usize> {
        let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
        let columns = Columns::from_roles(roles.to_vec());
        let mut checker = Checker::new(known);
        let mut fast_path = FastPath::new(b',', true, &columns);
        let (next, verdict) = fast_path.row(line.as_bytes(), 0, &mut checker)?;
        let mut cells = Vec::new();
        let end = record::read(line, 0, b',', &mut cells);
        let entry = entry::from_cells(line, &cells, &columns, end.unterminated);
        assert_eq!((next, verdict), (end.next, checker.judge(&entry)), "{line}");
        Some(next)
    }

    #[rstest]
    #[case("Ann Lee,ann@acme.com")]
    #[case("Éa Lee, ann.lee+x@Acme.com ,CTO,+49 30")]
    #[case("ann,a_b-c'd@gmail.com,,")]
    #[case("Ann Lee,ann@acme.com\nBo,bo@acme.com")]
    #[case("\"Lee, Ann\",ann@acme.com")]
    #[case("さくら,sakura@acme.com,\"VP, \"\"Sales\"\"\"\nBo,bo@acme.com")]
    fn plain_rows_take_the_short_way(#[case] line: &str) {
        let roles = Columns::plain().roles;
        assert!(judged(line, &roles).is_some(), "{line}");
    }

    #[rstest]
    #[case(" Ann,ann@acme.com")]
    #[case("\"Ann\" Lee,ann@acme.com")]
    #[case("“Ann”,ann@acme.com")]
    #[case("\u{3164},ann@acme.com")]
    #[case("7,ann@acme.com")]
    #[case("Ann,bo@acme.com,a@b.co")]
    #[case("Ann,.a@acme.com")]
    #[case("Ann,a.@acme.com")]
    #[case("Ann,a..b@acme.com")]
    #[case("Ann,a b@acme.com")]
    #[case("Ann,@acme.com")]
    #[case("Ann,ann@nothing")]
    #[case("Ann,ann")]
    #[case("Ann <ann@acme.com>,CTO")]
    #[case("ann@acme.com,Ann")]
    #[case("Ann,ann@acme.com,\"CTO")]
    #[case("Ann,ann@acme.com, \"CTO\"")]
    #[case("Ann,ann@acme.com,(CTO)")]
    #[case("NULL,ann@acme.com")]
    #[case("Ann,ann@acme。com")]
    #[case("Ann,ann@müller.de")]
    #[case("Project Manager,ann@acme.com")]
    #[case("Ann 1,ann@acme.com")]
    #[case("Ann,ann@acme.com,+49 30 123456")]
    #[case("Ann,ann@acme.com,,CTO")]
    #[case("Ann,ann@acme.com,bo＠acme.com")]
    #[case("Bo Wu,ann.lee@acme.com,Ann Lee")]
    fn any_other_row_is_left_to_the_thorough_way(#[case] line: &str) {
        let roles = Columns::plain().roles;
        assert_eq!(judged(line, &roles), None, "{line}");
    }

    #[test]
    fn long_fields_are_left_to_the_thorough_way_and_others_are_not() {
        let roles = [Role::Name, Role::Email, Role::Detail(Detail::Title)];
        for (length, plain) in [(60, true), (61, false)] {
            let long = "x".repeat(length);
            assert_eq!(
                judged(&format!("Ann,ann@acme.com,{long}"), &roles).is_some(),
                plain
            );
            assert_eq!(judged(&format!("{long},ann@acme.com"), &roles).is_some(), plain);
        }
        for (length, plain) in [(64, true), (65, false)] {
            let local = "a".repeat(length);
            assert_eq!(judged(&format!("Ann,{local}@acme.com"), &roles).is_some(), plain);
        }
    }

    #[test]
    fn given_and_family_names_are_looked_at_both() {
        let roles = [Role::First, Role::Last, Role::Email];
        for (line, plain) in [
            ("Ann,Lee,ann@acme.com", true),
            ("Ann,,ann@acme.com", true),
            ("Ann,7,ann@acme.com", false),
        ] {
            assert_eq!(judged(line, &roles).is_some(), plain, "{line}");
        }
    }
}
