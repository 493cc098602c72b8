//! Lines that hold nobody: they are counted and told, and no rows.

use rstest::rstest;

use super::*;

#[rstest]
#[case("Title: Team list\n\nName,Email\n# old\nAnn Lee,ann@acme.com\nName,Email\nEngineering\n----\nTotal: 1\nBo Wu,bo@acme.com\n",
    &[(0, WhyIgnored::Preamble), (3, WhyIgnored::Comment), (5, WhyIgnored::Heading), (6, WhyIgnored::NoPerson), (7, WhyIgnored::Separator), (8, WhyIgnored::Total)])]
#[case("Ann Lee,ann@acme.com,CTO\nN/A,N/A,N/A\nBo Wu\nann.acme.com\n", &[(1, WhyIgnored::NoPerson)])]
#[case("Hi all,\n\n- Ann Lee, ann@acme.com\n- Bo Wu, bo@acme.com\n---\nThanks!", &[(0, WhyIgnored::NoPerson), (4, WhyIgnored::Separator), (5, WhyIgnored::NoPerson)])]
#[case("BEGIN:VCARD\nFN:Ann Lee\nEMAIL:ann@acme.com\nEND:VCARD\n", &[])]
fn what_is_no_person_is_no_row(#[case] text: &str, #[case] expected: &[(usize, WhyIgnored)]) {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), Arc::default());
    let ignored = sheet.ignored(0, usize::MAX, &source);
    let ignored: Vec<(usize, WhyIgnored)> = ignored.iter().map(|line| (line.line, line.why)).collect();
    assert_eq!(ignored, expected);
    assert_eq!(sheet.counts().ignored, expected.len());
}

#[test]
fn a_line_that_holds_nobody_is_neither_left_out_nor_chosen() {
    let text = "Hi all,\n\n- Ann Lee, ann@acme.com\n";
    let source = IndexedText::new(text);
    let mut sheet = Sheet::new(&source, Options::default(), Arc::default());
    let before = sheet.counts();
    let greeting = sheet.nth(Filter::Ignored, 0).expect("an ignored line");
    sheet.skip(greeting, &source);
    sheet.choose_primary(greeting, &source);
    assert_eq!((sheet.counts(), sheet.chosen()), (before, None));
    assert!(sheet.marks().skipped.is_empty());
}
