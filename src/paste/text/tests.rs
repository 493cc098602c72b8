//! Lists of any shape: each becomes its people, and an edit is read as the new text is.

mod other_emails;

use std::ops::Range;
use std::sync::Arc;

use proptest::prelude::*;
use rstest::rstest;

use crate::domain::{Detail, Domain};
use crate::paste::{Format, IndexedText, Known, Layout, Options, Row, Sheet, Status, Step, Whole};

fn known() -> Arc<Known> {
    Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false))
}

fn rows(sheet: &Sheet, source: &IndexedText<'_>) -> Vec<Row> {
    sheet.rows(&sheet.all(), source)
}

fn as_text() -> Options {
    Options {
        layout: Some(Layout::Text),
        columns: None,
    }
}

/// Reads a text as it is detected: each person as `name|address|title|phone`, with a mark before those that are not ready.
fn people(text: &str) -> Vec<String> {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    let told = |row: Row| {
        let mark = if row.status == Status::Ready { "" } else { "!" };
        let (title, phone) = (&row.details[Detail::Title], &row.details[Detail::Phone]);
        format!("{mark}{}|{}|{title}|{phone}", row.name, row.email)
    };
    rows(&sheet, &source).into_iter().map(told).collect()
}

#[rstest]
#[case("- Ann Lee - Head of IT - ann@acme.com\n- Bo Wu / QA Lead / bo@acme.com", &["Ann Lee|ann@acme.com|Head of IT|", "Bo Wu|bo@acme.com|QA Lead|"])]
#[case("1. Ann Lee | CFO | ann@acme.com | 555-0190\n2) Bo Wu (Buyer) bo@acme.com\n3) Cy Dee - no email yet", &["Ann Lee|ann@acme.com|CFO|555-0190", "Bo Wu|bo@acme.com|Buyer|", "!Cy Dee|||"])]
#[case("Ann Lee (Head of IT) <ann@acme.com>\nBo Wu (CTO): bo@acme.com", &["Ann Lee|ann@acme.com|Head of IT|", "Bo Wu|bo@acme.com|CTO|"])]
#[case("Project lead: Ann Lee <ann@acme.com>\nBilling contact - Bo Wu - bo@acme.com\nTechnical contact: Cy Dee (cy@acme.com, +420 555 010 210)", &["Ann Lee|ann@acme.com|Project lead|", "Bo Wu|bo@acme.com|Billing contact|", "Cy Dee|cy@acme.com|Technical contact|+420 555 010 210"])]
#[case("Name: Ann Lee\nE-mail: ann@acme.com\nPhone: +1 (312) 555-0142\nJob title: CTO, EMEA\n\nName: Bo Wu\nE-Mail: bo@acme.com", &["Ann Lee|ann@acme.com|CTO, EMEA|+1 (312) 555-0142", "Bo Wu|bo@acme.com||"])]
#[case("Ann Lee\nHead of Sales\nann@acme.com\n+47 555 01 220\n\nBo Wu\nArchitect\nbo@acme.com", &["Ann Lee|ann@acme.com|Head of Sales|+47 555 01 220", "Bo Wu|bo@acme.com|Architect|"])]
#[case("Ann Lee\nHead of Sales\n\nAcme GmbH\nTel.: +49 40 5550-120\nE-Mail: ann@acme.com", &["Ann Lee|ann@acme.com|Head of Sales|+49 40 5550-120"])]
#[case("Please add Ann Lee (ann@acme.com), our PM, and also Bo Wu, who runs all of IT there: bo@acme.com. Please do not add Cy Dee, who left in May (cy@acme.com).", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||", "!Cy Dee|cy@acme.com||"])]
#[case("Hi Mia,\n\nhere they are:\n- Ann Lee, ann@acme.com\n\nThanks!", &["Ann Lee|ann@acme.com||"])]
#[case("BEGIN:VCARD\nFN:Ann Lee\nEMAIL;TYPE=HOME:ann@home.example\nEMAIL;TYPE=WORK:ann@acme.com\nTITLE:CTO\nTEL;TYPE=FAX:1234567\nTEL:+49 30 12345\nEND:VCARD", &["Ann Lee|ann@acme.com|CTO|+49 30 12345"])]
#[case("BEGIN:VCALENDAR\nATTENDEE;CN=\"Lee,\n  Ann\":mailto:ann@acme.com\nATTENDEE;CUTYPE=ROOM;CN=Fjord:mailto:fjord@acme.com\nEND:VCALENDAR", &["Lee, Ann|ann@acme.com||"])]
#[case("dn: uid=ann,dc=acme\nobjectClass: person\ncn:: SsO8cmdlbiBNw7xsbGVy\nmail: j@acme.com\n", &["Jürgen Müller|j@acme.com||"])]
#[case("[{\"firstName\": \"Ann\", \"lastName\": \"Lee\", \"emailAddress\": \"ann@acme.com\", \"jobTitle\": \"CTO\"},\n {\"name\": \"Bo Wu\", \"email\": \"\"}]", &["Ann Lee|ann@acme.com|CTO|", "!Bo Wu|||"])]
#[case("Received: by x\nMessage-ID: <1@x>\nFrom: =?utf-8?B?U8O4cmVuIEJhaw==?= <soren@acme.com>\nTo: Ann Lee <ann@acme.com>,\n bo@acme.com\n\nHello", &["Søren Bak|soren@acme.com||", "Ann Lee|ann@acme.com||", "!|bo@acme.com||"])]
#[case("Date: Tue, 3 Mar 2026 09:12:38 +0100\nMessage-ID: <1@x>\nMIME-Version: 1.0\nFrom: Ann Lee <ann@acme.com>\n\nplease add Bo:\n\n> *From:* Bo Wu <bo@acme.com>\n> *Sent:* Monday\n> *To:* Cy Dee <cy@acme.com>; Di Fox\n> <di@acme.com>\n> *Subject:* Kick-off\n>\n> From: the list: ed@acme.com", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||", "Cy Dee|cy@acme.com||", "Di Fox|di@acme.com||"])]
#[case("BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=FCrgen=\n M=FCller\nTITLE;BASE64;CHARSET=UTF-8:\n R2VzY2jDpGZ0c2bDvGhyZXI=\n\nEMAIL;INTERNET:j@acme.com\nEND:VCARD", &["Jürgen Müller|j@acme.com|Geschäftsführer|"])]
#[case("| Name | Email |\n|---|:--|\n| **Ann Lee** | [ann@acme.com](mailto:ann@acme.com) |\n| Bo Wu | `bo@acme.com` |", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Owner\tEmail\tIT owner\tEmail\nAnn Lee\tann@acme.com\tBo Wu\tbo@acme.com\nCy Dee\tcy@acme.com\t\t", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||", "Cy Dee|cy@acme.com||"])]
#[case("Name,Email\n\"Ann Lee, Bo Wu\",\"ann@acme.com, bo@acme.com\"", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Ann Lee, ann@acme.com, on leave until May\nBo Wu,bo@acme.com", &["Ann Lee|ann@acme.com|on leave until May|", "Bo Wu|bo@acme.com||"])]
#[case("First name\nAnn\nLast name\nLee\nEmail\nann@acme.com\nFirst name\nBo\nLast name\nWu\nEmail\nbo@acme.com", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Your name\nann lee\nYour email\nann@acme.com\nYour name\nbo wu\nYour email\nbo@acme.com", &["ann lee|ann@acme.com||", "bo wu|bo@acme.com||"])]
#[case("Email: ann@acme.com\nName: Ann Lee\nTitle: CTO\nEmail: bo@acme.com\nName: Bo Wu\nTitle: CIO", &["Ann Lee|ann@acme.com|CTO|", "Bo Wu|bo@acme.com|CIO|"])]
#[case("Title: CTO\nEmail: ann@acme.com\nName: Ann Lee\nTitle: CIO\nEmail: bo@acme.com\nName: Bo Wu", &["Ann Lee|ann@acme.com|CTO|", "Bo Wu|bo@acme.com|CIO|"])]
#[case("Name: Ann Lee\nEmail: ann@acme.com\n> Title: CTO\nName: Bo Wu\nEmail: bo@acme.com", &["Ann Lee|ann@acme.com|CTO|", "Bo Wu|bo@acme.com||"])]
#[case("Title: CTO\nPhone: 555-0101\nName: Bo Wu\nEmail: bo@acme.com\nTitle: CIO\nPhone: 555-0102", &["Bo Wu|bo@acme.com|CIO|555-0102"])]
#[case("Hi\nann@acme.com\nAnn Lee\nbo@acme.com\nBo Wu", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Hello Eve,\nhere they are:\n[{\n\"email\": \"ann@acme.com\",\n\"full_name\": \"Ann Lee\",\n\"reports\": [{\n\"email\": \"bo@acme.com\",\n\"full_name\": \"Bo Wu\"\n}]}]", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("[{\"email\":\u{a0}\"ann@acme.com\",\n\u{feff}\"name\": \"Ann Lee\"}]", &["Ann Lee|ann@acme.com||"])]
#[case("BEGIN:VCARD\nEMAIL:ann@acme.com\nEND:VCARD\nBEGIN:VCARD\nFN:Bo Wu\nEMAIL:bo@acme.com\nBEGIN:VCARD\nFN:Cy Dee\nEMAIL:cy@acme.com\nEND:VCARD\nBEGIN:VCARD\nFN:Di Fox\nEMAIL:di@acme.com", &["!|ann@acme.com||", "!Bo Wu|bo@acme.com||", "Cy Dee|cy@acme.com||", "!Di Fox|di@acme.com||"])]
#[case("\"Ann Lee,ann@acme.com,bo@acme.com\"\n\"Cy Dee,cy@acme.com,\"", &["!Ann Lee|ann@acme.com|bo@acme.com|", "Cy Dee|cy@acme.com||"])]
#[case("Contact 1 Name,Contact 1 Email,Contact 2 Name,Contact 2 Email,Notes\nAnn Lee,ann@acme.com,Bo Wu,bo@acme.com,ask cy@acme.com\n,,,,only di@acme.com", &["!Ann Lee|ann@acme.com||", "!Bo Wu|bo@acme.com||", "!|||"])]
#[case("Contact 1 Name,Contact 1 Email,Contact 2 Name,Contact 2 Email\nAnn Lee,ann@ acme.com,Bo Wu,bo@acme.com", &["!Ann Lee|ann@ acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Ann Lee <ann@acme.com>\nName,Email\nBo Wu,bo@acme.com", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("From: Ann Lee <ann@acme.com>\nSent: Monday, 2 March 2026 10:04\nTo: Bo Wu <bo@acme.com>; Cy Dee <cy@acme.com>\nSubject: Kickoff\n\nHi all,\nsee you on Monday.", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||", "Cy Dee|cy@acme.com||"])]
#[case("Exported by Ann Lee <ann@acme.com>\nName,Email\nBo Wu,bo@acme.com", &["Bo Wu|bo@acme.com||"])]
#[case("Contact: Ann Lee <ann@our.co>\nName,Email\nBo Wu,bo@acme.com", &["Bo Wu|bo@acme.com||"])]
#[case("Name,Email,Phone\nAnn Lee,ann@acme.com,\nSum Wong,,+1 555 123 4567\nTotal,,12", &["Ann Lee|ann@acme.com||", "!Sum Wong|||+1 555 123 4567"])]
#[case("Team:\n- Max Noor, IT, max@acme\n- ap@acme.com\nThanks, Eve", &["!Max Noor|max@acme|IT|", "!|ap@acme.com||"])]
#[case("First name\nAnn\n-----\nLast name\nLee\nEmail\nann@acme.com\nFirst name\nBo\nLast name\nWu\nEmail\nbo@acme.com", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Last name\nLee\nEmail\nann.lee@acme.com\nFirst name\nBo\nLast name\nWu\nEmail\nbo@acme.com", &["Lee|ann.lee@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Name: Ann Lee\nEmail: ann@acme.com\n\nPhone: +49 30 12345\nName: Bo Wu\nEmail: bo@acme.com", &["Ann Lee|ann@acme.com||+49 30 12345", "Bo Wu|bo@acme.com||"])]
#[case("Name: Ann Lee\nEmail: ann@acme.com\n\nTitle: CTO\n---\nPhone: +49 30 12345\nName: Bo Wu\nEmail: bo@acme.com", &["Ann Lee|ann@acme.com|CTO|+49 30 12345", "Bo Wu|bo@acme.com||"])]
#[case("1. Ann Lee, CTO, ann@ acme.com\n2. Bo Wu, CIO, bo@acme.com", &["!Ann Lee|ann@ acme.com|CTO|", "Bo Wu|bo@acme.com|CIO|"])]
#[case("dn: uid=ann,dc=acme\ncn: Ann Lee\nmail: ann@acme.com\n> \n>> dn: uid=bo,dc=acme\n> > cn: Bo Wu\n> mail: bo@acme.com\n---\nCy Dee <cy@acme.com>", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||", "Cy Dee|cy@acme.com||"])]
#[case("BEGIN:VCARD\nFN:Ann Lee\nEMAIL:ann@acme.com\n\u{feff}END:VCARD\n\u{feff}BEGIN:VCARD\nFN:Bo Wu\nEMAIL:bo@acme.com\nEND:VCARD", &["Ann Lee|ann@acme.com||", "Bo Wu|bo@acme.com||"])]
#[case("Name,Email,Title\nAnn Lee,ann@acme.com,CTO\n\nTitle,Email,Name\nProjektleiter Logistik,bo.wu@acme.com,Bo Wu", &["Ann Lee|ann@acme.com|CTO|", "!Projektleiter Logistik|bo.wu@acme.com|Bo Wu|"])]
fn any_list_becomes_its_people(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(people(text), expected);
}

#[test]
fn a_part_of_a_damaged_address_is_nobodys() {
    let text =
        "- Ann Lee - jean\u{2013}luc@acme.com\n- Bo Wu - bo@acme.com\n- Cy Dee - otto.fr\u{ad}ey@acme.com";
    let people = people(text);
    let has = |address: &str| {
        people
            .iter()
            .any(|person| person.split('|').nth(1) == Some(address))
    };
    assert!(
        people.len() == 3 && !has("luc@acme.com") && !has("ey@acme.com"),
        "{people:?}"
    );
}

const PIECES: [&str; 26] = [
    "- Ann Lee - CTO - ann@acme.com",
    "1. Bo Wu (Buyer) bo@acme.com",
    "Name: Cy Dee",
    "Email: cy@acme.com",
    "Title: Head of IT",
    "Phone: +49 30 123456",
    "Dana Ruiz",
    "Head of Sales",
    "dana@acme.com",
    "+1 202 555 0101",
    "Acme GmbH",
    "**Sponsor**",
    "Project lead: Eva Fox <eva@acme.com>",
    "Please add Flo Gray (flo@acme.com) and Hal Ito <hal@acme.com>.",
    "Thanks!",
    "",
    "",
    "",
    "---",
    "Email",
    "Your name",
    "Job title",
    "someone@",
    "Best regards,",
    "x",
    "From: Ida Jung <ida@acme.com>",
];

fn joined(pieces: &[usize]) -> String {
    let pieces: Vec<&str> = pieces.iter().map(|at| PIECES[*at]).collect();
    pieces.join("\n")
}

/// Replaces lines of a text; returns the rows of its sheet, which follows, and those of a new one.
fn edited(sheet: &mut Sheet, text: &mut String, lines: Range<usize>, new: &str) -> (Vec<Row>, Vec<Row>) {
    let mut all: Vec<&str> = text.split('\n').collect();
    all.splice(lines.clone(), new.split('\n'));
    *text = all.join("\n");
    let source = IndexedText::new(text);
    let come = new.split('\n').count();
    sheet.edit(lines.start, lines.len(), come, &source, Whole::Here);
    let fresh = Sheet::new(&source, as_text(), known());
    assert_eq!(sheet.counts(), fresh.counts(), "after {lines:?} of {text:?}");
    (rows(sheet, &source), rows(&fresh, &source))
}

fn addresses_are_in_rows(text: &str) {
    let source = IndexedText::new(text);
    let rows = rows(&Sheet::new(&source, as_text(), known()), &source);
    for name in ["ann", "bo", "cy", "dana", "eva", "flo", "hal", "ida"] {
        let address = format!("{name}@acme.com");
        let wanted = text.matches(&address).count();
        let found = rows.iter().filter(|row| row.email == address).count();
        assert!(
            found >= wanted.min(1) && found <= wanted,
            "{address}: {found} of {wanted} in {text:?}"
        );
    }
}

#[rstest]
#[case::a_card_within_the_lines_before_a_gap("Dana Ruiz\nName: Cy Dee\n\ndana@acme.com")]
#[case::a_label_that_a_field_has_above(
    "Title: CTO\nName: Cy Dee\nYour name\nTitle: CTO\n\nEmail: cy@acme.com"
)]
fn an_address_behind_a_gap_is_in_a_row(#[case] text: &str) {
    addresses_are_in_rows(text);
}

/// People of a list without a blank line, longer than what is read together.
fn long_list(lines: usize) -> String {
    let people = "Kim Lund\nkim@acme.com\nLegal\n- Max Noor - max@acme.com\n".repeat(lines.div_ceil(4));
    people.split_inclusive('\n').take(lines).collect()
}

#[rstest]
#[case::the_lines_become_few_enough_to_be_read_together(
    "\n- Ann Lee - ann@acme.com\n- Bo Wu - bo@acme.com\n",
    60,
    "Email\n- Cy Dee - cy@acme.com\n\nEmail\ndana@acme.com\n",
    66
)]
#[case::a_gap_joins_what_stands_before_a_block(
    "",
    95,
    "Email\n- Ann Lee - CTO - ann@acme.com\n\nEmail\nKim Lund\nkim@acme.com\nLegal\n- Max Noor - max@acme.com\nKim Lund\nkim@acme.com\nLegal\n",
    105
)]
fn an_edit_that_a_gap_joins_to_a_long_list_is_read_as_a_new_text(
    #[case] before: &str,
    #[case] long: usize,
    #[case] after: &str,
    #[case] at: usize,
) {
    let mut text = format!("{before}{}{after}{}", long_list(long), long_list(80));
    let mut sheet = Sheet::new(&IndexedText::new(&text), as_text(), known());
    let (followed, fresh) = edited(&mut sheet, &mut text, at..at + 1, "");
    assert_eq!(followed, fresh);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_text_is_read_as_a_new_one(
        long in 0..2usize,
        start in prop::collection::vec(0..PIECES.len(), 0..60),
        edits in prop::collection::vec((0..300usize, 0..4usize, prop::collection::vec(0..PIECES.len(), 0..5)), 1..8),
    ) {
        let mut text = long_list(long * 160);
        text.push_str(&joined(&start));
        let mut sheet = Sheet::new(&IndexedText::new(&text), as_text(), known());
        for (at, removed, pieces) in edits {
            let count = text.split('\n').count();
            let first = at % count;
            let last = (first + removed.max(1)).min(count);
            let (followed, fresh) = edited(&mut sheet, &mut text, first..last, &joined(&pieces));
            prop_assert_eq!(followed, fresh, "after line {} of {:?}", first, &text);
        }
    }

    #[test]
    fn every_address_of_a_text_is_in_a_row(start in prop::collection::vec(0..PIECES.len(), 1..60)) {
        addresses_are_in_rows(&joined(&start));
    }
}

#[test]
fn a_text_without_a_table_has_no_columns() {
    let text = "- Ann Lee - ann@acme.com\n- Bo Wu - bo@acme.com";
    let format: Format = Sheet::new(&IndexedText::new(text), Options::default(), known())
        .format()
        .clone();
    assert_eq!(
        (format.layout, format.header, format.skipped_lines),
        (Layout::Text, false, 0)
    );
}

#[test]
fn a_list_of_addresses_above_their_names_is_never_shifted_however_long_it_is() {
    let names = ["Ann Lee", "Bo Wu", "Cy Dee", "Di Fox", "Ed Poe"];
    let card = |at: usize| {
        let name = names[at % names.len()];
        let local = name.to_lowercase().replace(' ', ".");
        format!("Email: {local}{at}@acme.com\nName: {name}\nTitle: CTO\n")
    };
    let text: String = (0..60).map(card).collect();
    let found = people(&text);
    // Below the last one nobody tells of the order, so that its name is not sure.
    assert_eq!(found.len(), 61);
    for (at, person) in found.iter().take(59).enumerate() {
        let name = names[at % names.len()];
        assert!(person.starts_with(&format!("{name}|")), "{person}");
    }
    assert!(
        found.iter().skip(59).all(|person| person.starts_with('!')),
        "{found:?}"
    );
}

#[test]
fn a_record_of_more_lines_than_a_byte_counts_is_added() {
    let picture = " AAAA\n".repeat(300);
    let text =
        format!("BEGIN:VCARD\nFN:Ann Lee\nPHOTO;ENCODING=b:\n{picture}EMAIL:ann@acme.com\nEND:VCARD\n");
    let source = IndexedText::new(&text);
    let sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!(rows(&sheet, &source).len(), 1);
    assert_eq!(sheet.ready().read(&source).contacts.len(), 1);
}

#[rstest]
#[case(
    "Hi,\n- Ann Lee, ann@acme.com\n- Bo Wu, bo@gmial.com\n",
    1,
    "Bo Wu <bo@gmail.com>"
)]
#[case(
    "Name: Bo Wu\nTitle: CTO\nEmail: bo@gmial.com\n\nName: Ann Lee\nEmail: ann@acme.com\n",
    0,
    "Bo Wu <bo@gmail.com>"
)]
#[case(
    "Hi,\n- Ann Lee, ann@acme.com\n- bo.wu@acme.com\n",
    1,
    "Bo Wu <bo.wu@acme.com>"
)]
#[case(
    "[{\"name\":\"Bo Wu\",\n\"email\":\"bo@gmial.com\"}]",
    0,
    "Bo Wu <bo@gmail.com>"
)]
fn a_fix_mends_a_block_on_the_line_that_shows_it(
    #[case] text: &str,
    #[case] at: usize,
    #[case] expected: &str,
) {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    let row = rows(&sheet, &source).swap_remove(at);
    let Some(Step::Rewrite(rewrites)) = row.fix.map(|fix| fix.step) else {
        panic!("no fix")
    };
    let start: usize = text.split_inclusive('\n').take(row.line).map(str::len).sum();
    let mut mended = text.to_owned();
    for rewrite in rewrites.iter().rev() {
        mended.replace_range(
            rewrite.range.start + start..rewrite.range.end + start,
            &rewrite.text,
        );
    }
    let source = IndexedText::new(&mended);
    let sheet = Sheet::new(&source, Options::default(), known());
    let row = rows(&sheet, &source).swap_remove(at);
    assert_eq!(format!("{} <{}>", row.name, row.email), expected, "{mended}");
}

#[rstest]
#[case("Name: Ann Lee\nEmail: ann@acme.com\nTitle: CFO\nRoles: Billing, legal")]
#[case("name,email,title,contact role\nAnn Lee,ann@acme.com,CFO,\"Billing;Legal\"")]
#[case(r#"[{"name":"Ann Lee","email":"ann@acme.com","title":"CFO","roles":["billing","legal"]}]"#)]
#[case(r#"{"name":"Ann Lee","email":"ann@acme.com","title":"CFO","roles":"billing, legal"}"#)]
fn the_roles_of_a_list_are_read_beside_the_title(#[case] text: &str) {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    let told: Vec<(String, String)> = rows(&sheet, &source)
        .into_iter()
        .map(|row| {
            (
                row.details[Detail::Title].clone(),
                row.details[Detail::Roles].clone(),
            )
        })
        .collect();
    assert_eq!(told, [("CFO".to_owned(), "billing, legal".to_owned())]);
}
