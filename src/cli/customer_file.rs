//! `pivotal customer import`: the customers of a CSV file, all or none.

use std::path::Path;

use super::json::{CustomerJson, ImportedJson};
use super::{Error, Output, input_file};
use crate::domain::{Change, CustomerDraft, CustomerFields, Outcome, unmarked};
use crate::paste::{MAX_BYTES, not_text};
use crate::workspace::Workspace;

/// How many bad lines are named.
const NAMED: usize = 20;

/// The columns that are read.
const COLUMNS: [&str; 6] = ["name", "domain", "owner", "plan", "tags", "status"];

pub(super) fn import(file: &Path, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let rows = parse(&read(file)?)?;
    let done = workspace.make(Change::ImportCustomers(rows))?;
    if let Outcome::CustomersImported { added, already_here } = &done.outcome {
        output.done(
            &done.outcome.sentence(),
            &ImportedJson {
                added: added.len(),
                already_here: *already_here,
                customers: added.iter().map(CustomerJson::from).collect(),
            },
        )?;
    }
    Ok(())
}

/// Reads a file as UTF-8.
fn read(file: &Path) -> Result<String, Error> {
    let bytes = input_file::read(file, MAX_BYTES)?;
    if let Some(what) = not_text(&bytes) {
        return Err(Error::Invalid(format!("{} {what}", input_file::shown(file))));
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::Invalid(format!(
            "{} is not UTF-8 text. Save it as CSV in UTF-8 and try again.",
            input_file::shown(file)
        ))
    })
}

/// Reads the rows; one that cannot be taken makes all of them fail, named by its line.
fn parse(text: &str) -> Result<Vec<CustomerFields>, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|delimiter| header.bytes().filter(|byte| byte == delimiter).count())
        .filter(|delimiter| header.bytes().any(|byte| byte == *delimiter))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let titles: Vec<String> = match reader.headers() {
        Ok(titles) => titles.iter().map(|title| title.trim().to_lowercase()).collect(),
        Err(error) => return Err(Error::Invalid(format!("The header cannot be read: {error}."))),
    };
    let column = |name: &str| titles.iter().position(|title| title == name);
    let places = COLUMNS.map(column);
    let [Some(_), ..] = places else {
        return Err(Error::Invalid(
            "The first line names no column \"name\". Start the file with: name,domain,owner,plan,tags,status"
                .to_owned(),
        ));
    };
    let mut customers = Vec::new();
    let mut bad = Vec::new();
    let mut last = 0;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                bad.push(format!("{error}."));
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        last = record.position().map_or(0, csv::Position::byte);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let [name, domain, owner, plan, tags, status] = places.map(|place| {
            let cell = place.and_then(|place| record.get(place)).unwrap_or_default();
            unmarked(cell).unwrap_or_else(|| cell.to_owned())
        });
        let draft = CustomerDraft {
            name,
            domain,
            owner,
            plan,
            status,
            tags: if tags.contains(',') {
                tags
            } else {
                tags.replace(['|', ';'], ",")
            },
        };
        match draft.check() {
            Ok(fields) => customers.push(fields),
            Err(errors) => bad.extend(errors.iter().map(|error| format!("Line {line}: {error}"))),
        }
    }
    if let Some(line) = open_quote(text, last) {
        bad.push(format!(
            "Line {line}: a quote (\") is never closed. Close it, or double it if it is part of the text."
        ));
    }
    if bad.is_empty() {
        return Ok(customers);
    }
    let more = bad.len().saturating_sub(NAMED);
    bad.truncate(NAMED);
    if more > 0 {
        bad.push(format!("And {more} more."));
    }
    Err(Error::Invalid(format!(
        "Nothing was added. Correct the file and import it again.\n{}",
        bad.join("\n")
    )))
}

/// Finds the line of a quote that is never closed, which swallows all rows after it into the last one.
fn open_quote(text: &str, last_row: u64) -> Option<usize> {
    let start = usize::try_from(last_row).ok()?;
    let (before, row) = text.split_at_checked(start)?;
    let odd = row.matches('"').count() % 2 == 1;
    (odd && row.trim().contains('\n')).then(|| {
        let blank = row.len() - row.trim_start().len();
        let skipped = row.get(..blank).unwrap_or_default();
        1 + before.matches('\n').count() + skipped.matches('\n').count()
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("name,domain,owner,plan,tags\nAcme,acme.com,cara@us.com,Growth,\"a,b\"\n")]
    #[case(
        "\u{feff}Owner;Name;Extra;Domain;Plan;Tags\r\ncara@us.com;Acme;x;https://acme.com/;Growth;a|b\r\n\r\n"
    )]
    #[case("tags\tplan\tdomain\tname\towner\na;b\tGrowth\tACME.com\tAcme\tcara@us.com")]
    fn columns_are_found_by_name(#[case] text: &str) {
        let rows = parse(text).expect("read");
        let [fields] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        assert_eq!(fields.name.as_str(), "Acme");
        assert_eq!(
            fields.domain.as_ref().map(crate::domain::CustomerDomain::ascii),
            Some("acme.com")
        );
        assert_eq!(fields.tags.stored(), "a,b");
    }

    #[test]
    fn a_bad_row_is_named_by_its_line_and_nothing_is_taken() {
        let error =
            parse("name,domain\nAcme,acme.com\n\"Two\nlines\",gmail.com\n,x.com\n").expect_err("refused");
        let text = error.to_string();
        assert!(text.contains("Line 3: ") && text.contains("Line 5: "), "{text}");
        assert_eq!(error.exit().code(), 4);
    }

    #[rstest]
    #[case("name\nAcme\n\"Beta\nGamma\n", true)]
    #[case("name\nAcme\n\"Beta\nGamma\"\n", false)]
    #[case("name\nAcme\nThe 5\" Pipe\n", false)]
    fn a_quote_that_swallows_rows_is_named(#[case] text: &str, #[case] refused: bool) {
        match parse(text) {
            Ok(_) => assert!(!refused),
            Err(error) => assert!(
                refused && error.to_string().contains("Line 3: a quote"),
                "{error}"
            ),
        }
    }

    #[test]
    fn a_status_and_tags_come_back_as_they_were_exported() {
        let rows = parse("name,status,tags\nAcme,at_risk,a|b\nBeta,archived,\"a|b,\"\n").expect("read");
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.status.key(), row.tags.stored()))
            .collect();
        assert_eq!(
            told,
            [("at_risk", "a,b".to_owned()), ("archived", "a|b".to_owned())]
        );
        assert!(parse("name,status\nAcme,nonsense\n").is_err());
    }

    #[test]
    fn a_file_without_names_is_refused() {
        assert!(parse("").expect_err("refused").to_string().contains("\"name\""));
        assert!(parse("domain\nacme.com\n").is_err());
    }
}
