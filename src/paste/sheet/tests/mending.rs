//! What is read of each row, and how a row is mended in its text.

use super::*;
use crate::domain::Detail;
use crate::paste::Role;

fn told(text: &str) -> Vec<String> {
    let rows = read(text);
    rows.iter()
        .map(|row| {
            format!(
                "{}|{}|{}|{}",
                row.name,
                row.email,
                row.details[Detail::Title].clone(),
                row.details[Detail::Phone].clone()
            )
        })
        .collect()
}

#[test]
fn fields_are_taken_from_their_cells() {
    for (text, wanted) in [
        (
            "Name,Email,Phone\nAnn,a@b.co ::: c@d.co,1 ::: 2\n",
            "Ann|a@b.co||1",
        ),
        ("Name,Email,Email 2\nAnn,,a@b.co\n", "Ann|a@b.co||"),
        ("Name,Email\n,Ann Lee <ann@acme.com>\n", "Ann Lee|ann@acme.com||"),
        (
            "Name,Email\nAnnie,Ann Lee <ann@acme.com>\n",
            "Annie|ann@acme.com||",
        ),
        ("First name,Last name,Email\nAnn,Lee,a@b.co\n", "Ann Lee|a@b.co||"),
        ("First name,Last name,Email\n,Lee,a@b.co\n", "Lee|a@b.co||"),
        (
            "Full name,First name,Last name,Email\nAnn Lee,,,a@b.co\n",
            "Ann Lee|a@b.co||",
        ),
        ("Name,Email,Phone\nAnn,a@b.co,tel:+49 30\n", "Ann|a@b.co||+49 30"),
        ("\"Ann,ann@acme.com,CTO\n", "Ann|ann@acme.com|CTO|"),
        (
            "\"Lee, Ann\",\"ANN@acme.com\",\"Head of \"\"IT\"\"\"\n",
            "Lee, Ann|ann@acme.com|Head of \"IT\"|",
        ),
    ] {
        assert_eq!(told(text), [wanted], "{text}");
    }
}

/// Mends the last row of a text and gives its lines then.
fn mended(text: &str) -> Option<String> {
    let row = read(text).pop()?;
    let Step::Rewrite(rewrites) = row.fix?.step else {
        return None;
    };
    let mut line = text.lines().nth(row.line)?.to_owned();
    for rewrite in rewrites.into_iter().rev() {
        line.replace_range(rewrite.range, &rewrite.text);
    }
    Some(line)
}

#[test]
fn a_row_is_mended_in_its_text() {
    for (text, wanted) in [
        ("ann@acme.com,Ann Lee,CTO\n", "Ann Lee,ann@acme.com,CTO"),
        (
            "Name,Email\nBo,bo@acme.com\nCy,cy@acme.com\n ann@acme.com , Ann Lee \n",
            " Ann Lee , ann@acme.com ",
        ),
        (
            "Email,Name\nbo@acme.com,Bo\ncy@acme.com,Cy\nAnn Lee,ann@acme.com\n",
            "ann@acme.com,Ann Lee",
        ),
        (
            "Name,Email\nBo,bo@acme.com\nCy,cy@acme.com\nann@acme.com\n",
            "Ann,ann@acme.com",
        ),
        ("\"Ann,ann@acme.com\n", "Ann,ann@acme.com"),
        ("Ann Lee,ann@acmee.com\n", "Ann Lee,ann@acme.com"),
        ("Ann Lee, ann @acme.com ,CTO\n", "Ann Lee, ann@acme.com ,CTO"),
        (",ann.lee@acme.com\n", "Ann Lee,ann.lee@acme.com"),
        (
            "First name,Last name,Email\n,,ann.lee@acme.com\n",
            "Ann,Lee,ann.lee@acme.com",
        ),
        (
            "Last name,First name,Email\n,,ann.lee@acme.com\n",
            "Lee,Ann,ann.lee@acme.com",
        ),
        (
            "Ann Lee <ann@acmee.com>, CTO, +49\n",
            "Ann Lee <ann@acme.com>, CTO, +49",
        ),
        ("\"Lee, Ann\" <ann@acmee.com>\n", "\"Lee, Ann\" <ann@acme.com>"),
        ("<ann.lee@acme.com>\n", "Ann Lee <ann.lee@acme.com>"),
    ] {
        assert_eq!(mended(text).as_deref(), Some(wanted), "{text}");
    }
    assert_eq!(mended("Ann Lee,ann@acme.com\n"), None);
}

#[test]
fn a_title_or_a_phone_that_a_contact_cannot_hold_is_told() {
    for (title, phone, field) in [(500, 60, None), (501, 1, Some("title")), (1, 61, Some("phone"))] {
        let text = format!("Ann,ann@acme.com,{},{}\n", "t".repeat(title), "5".repeat(phone));
        let row = read(&text).remove(0);
        let wanted: &[&str] = if field.is_some() { &["too_long"] } else { &[] };
        assert_eq!(codes(&row), wanted);
        assert_eq!(
            row.reasons
                .first()
                .map(|reason| reason.message.contains(field.unwrap_or("-"))),
            field.map(|_| true)
        );
    }
}

#[test]
fn what_a_person_decides_about_the_format_is_followed() {
    let source = IndexedText::new("CTO,ann@acme.com\n");
    let mut sheet = Sheet::new(&source, Options::default(), known());
    let options = Options {
        layout: None,
        columns: Some(vec![Role::Detail(Detail::Title), Role::Email]),
    };
    sheet.decide(options.clone(), &source);
    assert_eq!(sheet.options(), &options);
    assert_eq!(codes(&rows(&sheet, &source)[0]), ["missing_name"]);
}

#[test]
fn a_long_cell_over_the_end_of_what_is_read_at_once_is_read_whole() {
    let mut lines: Vec<String> = (0..5_000).map(|n| format!("P{n},p{n}@acme.com")).collect();
    lines[4_090] = "\"Ann".to_owned();
    for line in &mut lines[4_091..4_140] {
        *line = "x".to_owned();
    }
    lines[4_140] = "Lee\",ann@acme.com".to_owned();
    let text = lines.join("\n");
    let source = IndexedText::new(&text);
    let sheet = Sheet::new(&source, Options::default(), known());
    assert_eq!((sheet.counts().ready, sheet.counts().all()), (4_949, 4_950));
    let row = sheet
        .row_at_line(4_100)
        .and_then(|row| sheet.row(row, &source))
        .expect("a row");
    assert_eq!(
        (row.line, row.lines, row.email.as_str()),
        (4_090, 51, "ann@acme.com")
    );
}

#[test]
fn the_row_after_each_blank_line_is_found() {
    let text = "P,p@acme.com\n\n".repeat(3_000);
    let sheet = Sheet::new(&IndexedText::new(&text), Options::default(), known());
    for line in (1..5_998).step_by(2) {
        assert_eq!(
            sheet.row_near_line(line).map(|row| sheet.line_of(row)),
            Some(line + 1)
        );
    }
    assert_eq!(
        sheet.row_near_line(5_999).map(|row| sheet.line_of(row)),
        Some(5_998)
    );
}

#[test]
fn a_row_is_marked_as_cleaned_however_many_cells_were() {
    for (text, cleaned) in [
        ("Ann,ann@acme.com,CTO\n", false),
        ("Ann,<ann@acme.com>,CTO\n", true),
        (" Ann ,<ann@acme.com>,CTO\n", true),
        (" Ann ,<ann@acme.com>, CTO\n", true),
    ] {
        assert_eq!(read(text)[0].cleaned, cleaned, "{text}");
    }
}
