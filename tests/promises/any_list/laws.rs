//! What must hold of every list, whatever its shape.

use std::collections::HashMap;
use std::sync::Arc;

use pivotal::domain::{Detail, Domain, NameQuality, name_quality};
use pivotal::paste::{Codes, IndexedText, Known, Options, Row, Sheet, Status, Step};

use super::{Person, Text};

fn sheet(source: &IndexedText<'_>) -> Sheet {
    let known = Known::of_customer(Domain::parse("acme.com").ok(), false);
    Sheet::new(source, Options::default(), Arc::new(known))
}

/// Checks all laws; tells of the first breach.
pub(crate) fn check(text: &Text) -> Result<(), String> {
    let source = IndexedText::new(&text.text);
    let sheet = sheet(&source);
    let rows = sheet.rows(&sheet.all(), &source);
    let mut places: HashMap<String, Vec<&Row>> = HashMap::new();
    for row in &rows {
        places.entry(row.email.to_lowercase()).or_default().push(row);
    }
    if rows.len() != sheet.counts().all() {
        return Err(format!(
            "{} rows are shown of {}",
            rows.len(),
            sheet.counts().all()
        ));
    }
    let ignored = sheet.ignored(0, usize::MAX, &source);
    for person in &text.people {
        if !text.text.contains(&person.email) {
            continue;
        }
        let found = places.get(&person.email);
        // Only damage may leave an address on a line that is ignored.
        let is_told = || !text.is_whole && ignored.iter().any(|line| line.text.contains(&person.email));
        match found.map(Vec::as_slice) {
            None | Some([]) if is_told() => {}
            None | Some([]) => {
                // A flagged row that stands on the line of the address asks for a hand.
                let lines = text.text.split('\n').enumerate();
                let mut own = lines
                    .filter(|(_, line)| line.contains(&person.email))
                    .map(|(at, _)| at);
                let is_flagged = |line: usize| {
                    let row = sheet.row_of_line(line);
                    row.and_then(|row| sheet.status_of(row)) == Some(Status::Flagged)
                };
                if !own.any(is_flagged) {
                    return Err(format!("{} vanished", person.email));
                }
            }
            Some([row]) => check_person(text, person, row)?,
            Some(several) => {
                let ready = several.iter().filter(|row| row.status == Status::Ready);
                if ready.count() > 1 {
                    return Err(format!("{} is ready twice", person.email));
                }
                for row in several {
                    check_person(text, person, row)?;
                }
            }
        }
    }
    for row in &rows {
        check_row(row, text)?;
    }
    let plan = sheet.ready().read(&source);
    if plan.contacts.len() != sheet.counts().ready {
        return Err("the forecast is not the result".to_owned());
    }
    check_fixes(&sheet, &source, text)
}

/// Nobody is mixed: a ready row has what belongs to its address.
fn check_person(text: &Text, person: &Person, row: &Row) -> Result<(), String> {
    if row.status != Status::Ready {
        return Ok(());
    }
    let names = [
        person.name(),
        format!("{}, {}", person.last, person.first),
        format!("{} {}", person.last, person.first),
    ];
    // Where damage cut a record, a part of the name may be all there is.
    let is_told = |code: &str| row.reasons.iter().any(|reason| reason.code.key() == code);
    let may_be_part = !text.is_whole || is_told("odd_name") || is_told("read_from_text");
    let is_part = may_be_part && (person.name().contains(&row.name) || row.name.contains(&person.name()));
    if !names.contains(&row.name) && !is_part {
        return Err(format!(
            "{} is ready as {:?}, not {:?}",
            person.email,
            row.name,
            person.name()
        ));
    }
    Ok(())
}

fn check_row(row: &Row, text: &Text) -> Result<(), String> {
    if row.status != Status::Ready {
        return Ok(());
    }
    let is_odd = row.reasons.iter().any(|reason| reason.code.key() == "odd_name");
    match name_quality(&row.name) {
        NameQuality::Good => {}
        NameQuality::Odd if is_odd => {}
        quality => return Err(format!("{row:?} is ready with {quality:?}")),
    }
    let owner = text
        .people
        .iter()
        .find(|person| person.email == row.email.to_lowercase());
    let Some(owner) = owner else {
        return Err(format!("{row:?} is ready and nobody"));
    };
    for other in text.people.iter().filter(|other| other.email != owner.email) {
        let phone = &row.details[Detail::Phone];
        if *phone == other.phone && owner.phone != other.phone {
            return Err(format!("{row:?} has the number of {}", other.name()));
        }
        if row.name == other.name() || row.details[Detail::Title].contains(&other.name()) {
            return Err(format!("{row:?} has the name of {}", other.name()));
        }
    }
    Ok(())
}

/// A fix mends: the row, read again with it, has fewer reasons and no new one, and the others stay as they were.
fn check_fixes(sheet: &Sheet, source: &IndexedText<'_>, text: &Text) -> Result<(), String> {
    let rows = sheet.rows(&sheet.all(), source);
    for (own, row) in rows.iter().enumerate() {
        let Some(Step::Rewrite(rewrites)) = row.fix.as_ref().map(|fix| &fix.step) else {
            continue;
        };
        let start: usize = text.text.split_inclusive('\n').take(row.line).map(str::len).sum();
        let mut fixed = text.text.clone();
        for rewrite in rewrites.iter().rev() {
            fixed.replace_range(
                rewrite.range.start + start..rewrite.range.end + start,
                &rewrite.text,
            );
        }
        let source = IndexedText::new(&fixed);
        let before = sheet.format().clone();
        let sheet = self::sheet(&source);
        if *sheet.format() != before {
            // A text that was read wrongly as a whole is read in another way once it is mended.
            continue;
        }
        let after = sheet.rows(&sheet.all(), &source);
        let told = |what: &str| format!("the fix {:?} {what}:\n{fixed}\nfrom", row.fix);
        if after.len() != rows.len() {
            return Err(told("changes the number of rows"));
        }
        for (at, (before, after)) in rows.iter().zip(&after).enumerate() {
            let stays =
                before.name == after.name && before.email == after.email && before.details == after.details;
            if at != own && !stays {
                return Err(told("changes another row"));
            }
            // What is said of an address once it is one is no fault of the fix.
            let blocks = |row: &Row| {
                let codes = row.reasons.iter().map(|reason| reason.code);
                Codes::of(&codes.collect::<Vec<_>>()).among(Codes::FLAGS)
            };
            let (had, has) = (blocks(before), blocks(after));
            if at == own && (has.count() >= had.count() || has.without(had).count() > 0) {
                return Err(told("mends nothing"));
            }
        }
    }
    Ok(())
}

/// Counts the people of a text, and those that are right in name, address, title and number.
pub(crate) fn right(text: &Text) -> (usize, usize) {
    let source = IndexedText::new(&text.text);
    let sheet = sheet(&source);
    let rows = sheet.rows(&sheet.all(), &source);
    let there: Vec<&Person> = text
        .people
        .iter()
        .filter(|person| {
            [&person.email, person.first, person.last]
                .iter()
                .all(|part| text.text.contains(*part))
        })
        .collect();
    let right = there.iter().filter(|person| {
        let is_wanted =
            |shown: &str, wanted: &str| shown == wanted || (shown.is_empty() && !text.text.contains(wanted));
        let is_right = rows.iter().any(|row| {
            row.email == person.email
                && row.status == Status::Ready
                && row.name == person.name()
                && (is_wanted(&row.details[Detail::Title], person.title)
                    || !text.text.contains(person.title)
                    || row
                        .reasons
                        .iter()
                        .any(|reason| reason.code.key() == "read_from_text"))
                && (is_wanted(&row.details[Detail::Phone], &person.phone))
        });
        if !is_right && std::env::var_os("PIVOTAL_TELL").is_some() {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    format!(
                        "{:?} <{}> {:?} {:?}",
                        row.name, row.email, row.details, row.status
                    )
                })
                .collect();
            println!(
                "WANTED {person:?} in\n{}\nREAD {:?}\n{}\n",
                text.text,
                sheet.format().layout,
                rows.join("\n")
            );
        }
        is_right
    });
    let right = right.count();
    (there.len(), right)
}
