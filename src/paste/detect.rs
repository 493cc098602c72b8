//! Finds out how a text is laid out from its first lines.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::check::{Checker, Verdict};
use super::columns;
use super::format::{Columns, Delimiter, Format, Layout, Options, Role};
use super::known::Known;
use super::nobody::is_blank;
use super::own_columns::{self, OwnNames};
use super::sample::Sample;
use super::scan::{IndexedText, Lines, Scanner, Spot};
use super::status::{Code, Codes, Status};
use super::structured;
use super::tabular::is_tabular;
use super::text;
use super::wrapped;

/// The lines from which the format is found out.
pub(super) const SAMPLE_LINES: usize = 64;

/// The bytes from which the format is found out; a longer line costs no more than that with each key.
const SAMPLE_BYTES: usize = 256 * 1024;

/// Finds out the format of a text, as far as no person decided it.
pub(super) fn detect(source: &dyn Lines, options: &Options, own: &OwnNames) -> Format {
    let mut all = String::new();
    source.read(0..SAMPLE_LINES.min(source.count()), &mut all);
    all.truncate(all.floor_char_boundary(SAMPLE_BYTES));
    if let (None, None, Some(structure)) = (options.layout, &options.columns, structured::detect(&all)) {
        return Format::of(Layout::Structured(structure));
    }
    if let Some(layout @ (Layout::Text | Layout::Structured(_))) = options.layout {
        return Format::of(layout);
    }
    let unwrapped = wrapped::unwrapped(&all).filter(|_| options.layout.is_none());
    let are_wrapped = unwrapped.is_some();
    let all = unwrapped.unwrap_or(all);
    let (separator, skipped) = separator_line(&all);
    let body = all.get(skipped..).unwrap_or_default();
    let lines_before = usize::from(skipped > 0);
    let forced = match options.layout {
        Some(Layout::Delimited(delimiter)) => Some(delimiter),
        Some(Layout::AddressList | Layout::Text | Layout::Structured(_)) => None,
        None => separator,
    };
    let samples: Vec<Sample<'_>> = match forced {
        Some(delimiter) => vec![Sample::read(body, delimiter)],
        None => Delimiter::ALL.iter().map(|d| Sample::read(body, *d)).collect(),
    };
    let best = samples
        .into_iter()
        .reduce(|best, other| if other.score() > best.score() { other } else { best });
    let Some(sample) = best else {
        return Format::plain();
    };
    let follows_people = sample.header.as_ref().is_some_and(|header| header.follows_people);
    let is_free = options.layout.is_none() && options.columns.is_none() && forced.is_none();
    if follows_people && is_free {
        return Format::of(Layout::Text);
    }
    let layout = options.layout.unwrap_or(match (&sample.header, forced) {
        (None, None) if sample.is_address_list(body) => Layout::AddressList,
        _ => Layout::Delimited(sample.delimiter),
    });
    let header = sample
        .header
        .as_ref()
        .filter(|_| matches!(layout, Layout::Delimited(_)));
    let mut columns = match (&options.columns, header) {
        (Some(roles), _) => Columns::from_roles(roles.clone()),
        (None, _) if layout == Layout::AddressList => Columns::from_roles(vec![Role::Name, Role::Email]),
        (None, Some(header)) => {
            let names = sample
                .records
                .get(header.record)
                .map_or(&[][..], |row| row.cells());
            own_columns::beside_own(names, &header.readings, &sample.table(header.record + 1), own)
        }
        (None, None) => columns::unnamed(&sample.table(0)),
    };
    columns.in_markdown = layout == Layout::Delimited(Delimiter::Pipe);
    columns.are_wrapped = are_wrapped && matches!(layout, Layout::Delimited(_));
    let format = Format {
        layout,
        skipped_lines: lines_before + header.map_or(0, |header| header.end_line),
        preamble: header.map_or_else(Vec::new, |header| preamble(body, header.line, lines_before)),
        header: header.is_some(),
        columns,
    };
    let names_columns = header.is_some_and(|header| header.readings.len() > 1);
    if is_free
        && !names_columns
        && !is_tabular(body, sample.delimiter)
        && text_suits_better(&all, &format, options)
    {
        return Format::of(Layout::Text);
    }
    format
}

/// Returns whether more people can be added from a sample if it is read as text. What reads well as a table stays one.
fn text_suits_better(sample: &str, table: &Format, options: &Options) -> bool {
    let lines = IndexedText::new(sample);
    let ready = |format: &Format| {
        let (mut ready, mut flagged) = (0, 0);
        let mut checker = Checker::new(Arc::new(Known::default()));
        let count = |_: Spot, verdict: Verdict| match verdict.codes.status() {
            Status::Ready => ready += 1,
            // A good name in its place beside a damaged address is a row as well.
            Status::Flagged if verdict.codes == Codes::of(&[Code::InvalidEmail]) => {
                ready += usize::from(matches!(format.layout, Layout::Delimited(_)));
                flagged += 1;
            }
            Status::Flagged | Status::Existing | Status::Skipped => flagged += 1,
            Status::Ignored => {}
        };
        let first = format.skipped_lines.min(lines.count());
        let go_on = |_, _| ControlFlow::Continue(());
        Scanner::new(format, options).walk(&lines, first, SAMPLE_LINES, go_on, &mut checker, count);
        (ready, flagged)
    };
    let (of_table, flagged) = ready(table);
    if flagged == 0 || memchr::memchr(b'@', sample.as_bytes()).is_none() {
        return false;
    }
    let (mut people, mut marked) = (0, 0);
    for line in sample.lines().filter(|line| line.contains('@')) {
        people += 1;
        marked += usize::from(text::is_marked(line) || text::is_of_mail_head(line));
    }
    let of_text = ready(&Format::of(Layout::Text)).0;
    of_text > of_table || (of_text == of_table && marked * 2 > people)
}

/// Returns the lines before a header that hold something; `before` others stand before them.
fn preamble(body: &str, header: usize, before: usize) -> Vec<usize> {
    let lines = body.split('\n').take(header).enumerate();
    let filled = lines.filter(|(_, line)| !is_blank(line, Delimiter::Comma));
    filled.map(|(at, _)| before + at).collect()
}

/// Reads a first line such as `sep=;`; gives its delimiter and where the next line starts.
pub(super) fn separator_line(text: &str) -> (Option<Delimiter>, usize) {
    let end = text.find('\n').map_or(text.len(), |at| at + 1);
    let line = text
        .get(..end)
        .unwrap_or_default()
        .trim_matches(['\u{feff}', '"', '\n', ' ']);
    let Some(rest) = line
        .get(..4)
        .filter(|s| s.eq_ignore_ascii_case("sep="))
        .and_then(|_| line.get(4..))
    else {
        return (None, 0);
    };
    match rest.chars().next().or(Some('\t')).and_then(Delimiter::from_char) {
        Some(delimiter) => (Some(delimiter), end),
        None => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::Detail;
    use crate::paste::IndexedText;

    fn told(text: &str, options: &Options) -> String {
        let format = detect(&IndexedText::new(text), options, &OwnNames::default());
        let mut words = vec![format.layout.key().to_owned(), format.skipped_lines.to_string()];
        words.extend(format.columns.roles.iter().map(|role| role.key().to_owned()));
        words.join(" ")
    }

    #[rstest]
    #[case(
        "Name,Email,Title,Phone\nAnn Lee,ann@acme.com,CTO,+1\n",
        "comma 1 name email title phone"
    )]
    #[case("Email\nann@acme.com\n", "comma 1 email")]
    #[case("Name\nAnn Lee\nBo Ruiz\n", "comma 1 name")]
    #[case("First name,Last name\nAnn,Lee\n", "comma 1 first_name last_name")]
    #[case("Name,Notes,Title\nAnn Lee,new,CTO\n", "comma 1 name ignored title")]
    #[case("Name,Notes\nAnn Lee,new\n", "comma 0 name email title phone")]
    #[case("Name,Notes,Place\nAnn Lee,new,Ulm\n", "comma 0 name email title phone")]
    #[case("Name,Email,2026\nAnn Lee,ann@acme.com,5\n", "comma 1 name email ignored")]
    #[case(
        "Name,Email,20265\nAnn Lee,ann@acme.com,5\n",
        "comma 0 name email title phone"
    )]
    #[case("# exported\n\nName,Email\nAnn Lee,ann@acme.com\n", "comma 3 name email")]
    #[case("Export of May\n\nName,Email\nAnn Lee,ann@acme.com\n", "comma 3 name email")]
    #[case(
        "Name,Email\nName,Email,Title\nAnn,ann@acme.com,CTO\n",
        "comma 2 name email title"
    )]
    #[case("Report\nEmail\nann@acme.com\n", "comma 0 name email title phone")]
    fn a_header_is_known_by_its_names_and_what_stands_before_it_is_left_out(
        #[case] text: &str,
        #[case] format: &str,
    ) {
        assert_eq!(told(text, &Options::default()), format);
    }

    #[rstest]
    #[case(
        "Name,Email,Post\nAnn Lee,yes,ann@acme.com\nBo Ruiz,no,bo@acme.com\n",
        "name ignored email"
    )]
    #[case("Name,Email\nAnn Lee,n/a\nBo Ruiz,none\n", "name email")]
    #[case(
        "Name,Email,Post\nA,a@b.co,a@d.co\nB,-,b@d.co\nC,-,c@d.co\nD,-,d@d.co\n",
        "name email email"
    )]
    #[case(
        "Name,Email,Post\nA,a@b.co,a@d.co\nB,-,b@d.co\nC,-,c@d.co\nD,-,d@d.co\nE,-,e@d.co\n",
        "name ignored email"
    )]
    #[case("Name,Email,Post\nA,,a@d.co\nB,,no\n", "name email ignored")]
    #[case("First name,Name,Email\nAnn,Lee,ann@acme.com\n", "first_name last_name email")]
    #[case("Name,Surname,Email\nAnn,Lee,ann@acme.com\n", "first_name last_name email")]
    #[case(
        "Full name,First name,Email\nAnn Lee,Ann,ann@acme.com\n",
        "name first_name email"
    )]
    #[case(
        "Title,Name,Email\nDr.,Ann Lee,ann@acme.com\nMr,Bo Ruiz,bo@acme.com\n",
        "ignored name email"
    )]
    #[case(
        "Title,Name,Email\nCTO,Ann Lee,ann@acme.com\nMr,Bo Ruiz,bo@acme.com\n",
        "title name email"
    )]
    #[case(
        "Title,Job title,Name,Email\nCTO,CIO,Ann Lee,ann@acme.com\n",
        "ignored title name email"
    )]
    fn names_of_columns_are_held_against_what_stands_below_them(#[case] text: &str, #[case] roles: &str) {
        assert_eq!(told(text, &Options::default()), format!("comma 1 {roles}"));
    }

    #[rstest]
    #[case("E-mail 2 - Value,E-mail 1 - Value\na@b.co,c@d.co\n", &[1, 0], &[])]
    #[case("Email,Home phone,Work phone\na@b.co,1,2\n", &[0], &[2, 1])]
    #[case("Email,Phone,Phone\na@b.co,1,2\n", &[0], &[1, 2])]
    fn of_several_columns_of_a_kind_the_best_comes_first(
        #[case] text: &str,
        #[case] email: &[usize],
        #[case] phone: &[usize],
    ) {
        let columns = detect(&IndexedText::new(text), &Options::default(), &OwnNames::default()).columns;
        assert_eq!(
            (
                columns.email.as_slice(),
                columns.details[Detail::Phone].as_slice()
            ),
            (email, phone)
        );
    }

    #[rstest]
    #[case("Ann,ann@acme.com,CTO\n", "name email title phone")]
    #[case("Ann,Lee,x1@acme.com\nBo,Ruiz,x2@acme.com\n", "first_name last_name email")]
    #[case(
        "Ann Mary,Lee,ann.lee@acme.com,CTO\nBo,Ruiz,bo.ruiz@acme.com,CIO\n",
        "first_name last_name email title"
    )]
    #[case("Ann,Head of IT,x1@acme.com\nBo,Head of HR,x2@acme.com\n", "name title email")]
    #[case("Ann Lee,CTO,x1@acme.com\nBo Ruiz,CIO,x2@acme.com\n", "name title email")]
    #[case("A B,Ray,ray@acme.com\nC D,Ops,x@acme.com\n", "name title email")]
    #[case("Paris,Bo Wu,bo.wu@acme.com\n", "name title email")]
    #[case("Ana,Ruiz Gil,ana.ruiz.gil@acme.com\n", "first_name last_name email")]
    #[case(
        "A B,Ray,ray@b.co\nC D,Lee,lee@b.co\nE F,Ho,ho@b.co\nG H,Ops,x@b.co\n",
        "first_name last_name email"
    )]
    #[case(
        "A B,Ray,ray@b.co\nC D,Lee,lee@b.co\nE F,IT,x@b.co\nG H,Ops,y@b.co\n",
        "name title email"
    )]
    #[case("Ann May,B,bob@acme.com\nCy May,D,dan@acme.com\n", "name title email")]
    #[case("1,Ann Lee,ann@acme.com\n2,Bo Ruiz,bo@acme.com\n", "ignored name email")]
    #[case("Ann Lee,+1 202 555 ext 7,ann@acme.com,CTO\n", "name phone email title")]
    #[case("Ann Lee,CTO,2026-01-05 10:30,ann@acme.com\n", "name title ignored email")]
    #[case("Ann Lee,CTO,Invoice 2026010,ann@acme.com\n", "name title ignored email")]
    #[case("Ann Lee,CTO,12-345,ann@acme.com\n", "name title ignored email")]
    #[case(
        "A,a@b.co,a@d.co\nB,b@b.co,b@d.co\nC,,c@d.co\nD,,d@d.co\n",
        "name email title phone"
    )]
    fn without_a_header_the_content_says_what_a_column_holds(#[case] text: &str, #[case] roles: &str) {
        assert_eq!(told(text, &Options::default()), format!("comma 0 {roles}"));
    }

    #[rstest]
    #[case("sep=;\nName;Email\nAnn, Lee;ann@acme.com\n", "semicolon 2 name email")]
    #[case("\"SEP=|\"\nAnn|ann@acme.com\n", "pipe 1 name email title phone")]
    #[case("sep=\nAnn\tann@acme.com\n", "tab 1 name email title phone")]
    #[case("sep=x\nAnn,ann@acme.com\n", "comma 0 name email title phone")]
    #[case(
        "Lee, Ann\tann@acme.com\nRuiz, Bo\tbo@acme.com\n",
        "tab 0 name email title phone"
    )]
    #[case(
        "Ann;ann@acme.com;a, b\nBo;bo@acme.com;c\n",
        "semicolon 0 name email title phone"
    )]
    #[case("Ann <ann@acme.com>\nBo <bo@acme.com>\nnobody\n", "address_list 0 name email")]
    #[case("Ann <ann@acme.com>\nnobody\n", "comma 0 name email title phone")]
    fn a_delimiter_is_told_by_a_line_or_found(#[case] text: &str, #[case] format: &str) {
        assert_eq!(told(text, &Options::default()), format);
    }

    #[test]
    fn what_a_person_decided_is_taken() {
        let text = "Name,Email\nAnn,ann@acme.com\n";
        let list = Options {
            layout: Some(Layout::AddressList),
            columns: None,
        };
        assert_eq!(told(text, &list), "address_list 0 name email");
        let columns = Options {
            layout: Some(Layout::Delimited(Delimiter::Comma)),
            columns: Some(vec![Role::Detail(Detail::Title), Role::Email]),
        };
        assert_eq!(told(text, &columns), "comma 1 title email");
    }
}
