//! Which sheets of a workbook are taken, and which stand under one heading.

use rstest::rstest;

use super::super::*;
use super::{all, facts, sheet, write, xlsx};

#[test]
fn the_sheet_with_the_most_addresses_is_taken_and_the_others_are_told() {
    let bytes = xlsx(
        ["Lists", "Partners", "People", "Old"],
        |[lists, partners, people, old]| {
            write(lists, 0, 0, &[&["Phase"], &["Kick-off"], &["Live"], &["Done"]]);
            write(
                partners,
                0,
                0,
                &[&["Company", "Mail"], &["Globex", "sales@globex.com"]],
            );
            write(
                people,
                2,
                1,
                &[
                    &["Name", "Email"],
                    &["Ann Lee", "ann@acme.com"],
                    &["Bo Wu", "bo@acme.com"],
                ],
            );
            write(
                old,
                0,
                0,
                &[
                    &["Who", "Mail"],
                    &["A B", "a@x.co"],
                    &["C D", "c@x.co"],
                    &["E F", "e@x.co"],
                ],
            );
            old.set_hidden(true);
        },
    );
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Name\tEmail\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\n"
    );
    let told: Vec<(&str, usize, usize, bool, bool)> = facts(&file)
        .sheets
        .iter()
        .map(|sheet| {
            (
                sheet.name.as_str(),
                sheet.rows,
                sheet.with_address,
                sheet.hidden,
                sheet.taken,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Lists", 4, 0, false, false),
            ("Partners", 2, 1, false, false),
            ("People", 3, 2, false, true),
            ("Old", 4, 3, true, false)
        ]
    );
    assert_eq!(
        file.origin.told().join(" "),
        "Read from sheet \"People\" of 4. Sheet \"Partners\" holds 1 row with an address too. \
         Sheet \"Old\" holds 3 rows with an address too."
    );
    assert_eq!(file.origin.words().as_deref(), Some("xlsx, sheet People of 4"));
    let partners = read(&bytes, &sheet("partners ")).expect("read");
    assert_eq!(partners.text, "Company\tMail\nGlobex\tsales@globex.com\n");
    let none = read(&bytes, &sheet("Nobody")).expect_err("refused");
    assert_eq!(
        none.to_string(),
        "has no sheet of that name. Its sheets: Lists, Partners, People, Old."
    );
    assert_eq!(
        read_part(&bytes, "Partners").map(|file| file.text),
        Ok(partners.text)
    );
}

#[test]
fn sheets_with_the_same_heading_stand_under_one_heading() {
    let bytes = xlsx(["Core", "Steering", "Other"], |[core, steering, other]| {
        write(
            core,
            0,
            0,
            &[
                &["Core team"],
                &["Name", "E-mail"],
                &["Ann Lee", "ann@acme.com"],
                &["Bo Wu", "bo@acme.com"],
            ],
        );
        write(
            steering,
            3,
            2,
            &[&["NAME", "e-mail", ""], &["Cy Day", "cy@acme.com", "since May"]],
        );
        write(other, 0, 0, &[&["Email", "Name"], &["di@acme.com", "Di Fox"]]);
    });
    let file = all(&bytes);
    assert_eq!(
        file.text,
        "Core team\nName\tE-mail\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\nCy Day\tcy@acme.com\tsince May\n"
    );
    let taken: Vec<bool> = facts(&file).sheets.iter().map(|sheet| sheet.taken).collect();
    assert_eq!(taken, [true, true, false]);
    assert_eq!(file.origin.words().as_deref(), Some("xlsx, 2 of 3 sheets"));
    assert!(
        file.origin
            .told()
            .join(" ")
            .starts_with("Read from sheets \"Core\" and \"Steering\" of 3, which have the same heading.")
    );
}

fn companies() -> Taken {
    Taken {
        looked_for: LookedFor::Companies,
        ..Taken::default()
    }
}

#[test]
fn of_companies_the_sheet_with_their_headings_is_taken() {
    let bytes = xlsx(
        ["Legend", "People", "Accounts", "More"],
        |[legend, people, accounts, more]| {
            write(legend, 0, 0, &[&["Name", "Meaning"], &["Plan", "What they pay"]]);
            write(
                people,
                0,
                0,
                &[
                    &["Name", "Email", "Company"],
                    &["Ann Lee", "ann@acme.com", "Acme"],
                    &["Bo Wu", "bo@acme.com", "Acme"],
                ],
            );
            write(
                accounts,
                0,
                0,
                &[
                    &["Accounts of May"],
                    &["Company", "Website", "Owner email"],
                    &["Acme", "acme.com", "cara@us.com"],
                ],
            );
            write(more, 0, 0, &[&["Website", "Company"], &["globex.com", "Globex"]]);
        },
    );
    let file = read(&bytes, &companies()).expect("read");
    assert_eq!(
        file.text,
        "Accounts of May\nCompany\tWebsite\tOwner email\nAcme\tacme.com\tcara@us.com\nGlobex\tglobex.com\n"
    );
    assert_eq!(
        file.origin.told().join(" "),
        "Read from sheets \"Accounts\" and \"More\" of 4, which have the same heading. \
         Not read: sheets \"Legend\" and \"People\"."
    );
    assert!(file.origin.has_choice());
    assert!(all(&bytes).text.starts_with("Name\tEmail\tCompany\n"));
    let people = Taken {
        sheet: Some("People".to_owned()),
        ..companies()
    };
    assert!(read(&bytes, &people).is_ok_and(|file| file.text.starts_with("Name\tEmail")));
}

#[rstest]
#[case(&["Company"], false, &["Name", "Email", "Company"], true, "Company\n")]
#[case(&["Name", "Domain"], true, &["Name", "Email"], false, "Name\tDomain\n")]
#[case(&["Company", "Domain"], true, &["Name", "Email", "Company"], false, "Name\tEmail\tCompany\n")]
#[case(&["Firma", "Domäne"], false, &["Vorname", "Nachname", "E-Mail"], false, "Firma\tDomäne\n")]
fn companies_come_before_people_whatever_has_more_rows(
    #[case] accounts: &[&str],
    #[case] hide_accounts: bool,
    #[case] people: &[&str],
    #[case] hide_people: bool,
    #[case] heading: &str,
) {
    let bytes = xlsx(["Note", "People", "Accounts"], |[note, second, third]| {
        write(note, 0, 0, &[&["As of May"]]);
        let row = ["x@acme.com", "y@acme.com", "Acme"];
        write(second, 0, 0, &[people, &row, &row, &row]);
        write(third, 0, 0, &[accounts, &["Acme", "acme.com"]]);
        second.set_hidden(hide_people);
        third.set_hidden(hide_accounts);
    });
    let text = read(&bytes, &companies()).expect("read").text;
    let columns = text.lines().next().map(|line| format!("{line}\n"));
    let expected = heading.trim_end();
    assert!(columns.is_some_and(|line| line.trim_end() == expected), "{text}");
}

#[rstest]
#[case(&["No.", "Name", "Email"], &["1", "Ann Lee", "ann@acme.com"], &["Email", "Name"], &["bo@acme.com", "Bo Wu"],
    "No.\tName\tEmail\n1\tAnn Lee\tann@acme.com\n\tBo Wu\tbo@acme.com\n")]
#[case(&["Name", "Email"], &["Ann Lee", "ann@acme.com"], &["Name", "Title", "Email"], &["Bo Wu", "PM", "bo@acme.com"],
    "Name\tEmail\tTitle\nAnn Lee\tann@acme.com\nBo Wu\tbo@acme.com\tPM\n")]
#[case(&["Name", "Email"], &["Ann Lee", "ann@acme.com"], &["Firm", "Email"], &["Globex", "bo@acme.com"],
    "Name\tEmail\nAnn Lee\tann@acme.com\n")]
#[case(&["Email"], &["ann@acme.com"], &["Email"], &["bo@acme.com"], "Email\nann@acme.com\n")]
fn columns_are_joined_by_their_headings(
    #[case] heading: &[&str],
    #[case] row: &[&str],
    #[case] other_heading: &[&str],
    #[case] other_row: &[&str],
    #[case] text: &str,
) {
    let bytes = xlsx(["A", "B"], |[a, b]| {
        write(a, 0, 0, &[heading, row]);
        write(b, 0, 0, &[other_heading, other_row]);
    });
    assert_eq!(all(&bytes).text, text);
}
