//! The details of a contact or customer, as `show` prints them.

use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::details_json::{ContactDetailsJson, CustomerDetailsJson};
use super::{Error, Format, Output};
use crate::domain::{DetailsOf, RecordDetails};
use crate::workspace::{self, Workspace};

/// The width of a day: `12 Nov 2026`.
const WHEN: usize = 11;

/// Prints all that is known of a contact or customer that was found by a name.
pub(super) fn show(
    of: DetailsOf,
    name: &str,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    // It may have been removed since it was found.
    let gone = || workspace::Error::NotFound(format!("{name} was deleted in the meantime."));
    let details = workspace.details(of)?.ok_or_else(gone)?;
    match (output.format, &details) {
        (Format::Json, RecordDetails::Contact(of)) => output.json(&ContactDetailsJson::from(&**of))?,
        (Format::Json, RecordDetails::Customer(of)) => output.json(&CustomerDetailsJson::from(&**of))?,
        (Format::Text, details) => print(details, output)?,
    }
    Ok(())
}

fn print(details: &RecordDetails, output: &mut Output<'_>) -> Result<(), Error> {
    let words = details.words(&TimeZone::system());
    let told = words.values.iter().chain(&words.facts);
    let mut rows: Vec<[&str; 3]> = told
        .map(|told| [told.label.as_str(), told.value.as_str(), told.origin.as_str()])
        .collect();
    match details {
        RecordDetails::Contact(_) => {
            let head = format!("{}  {}", words.head, words.state);
            output.line(head.trim_end())?;
            output.line(&words.routing)?;
        }
        // Its fields were printed before.
        RecordDetails::Customer(_) => {
            let is_fact = |label: &str| words.facts.iter().any(|fact| fact.label == label);
            rows.retain(|[label, _, origin]| !origin.is_empty() || is_fact(label));
            output.line("Where it came from")?;
        }
    }
    output.line("")?;
    columns(&rows, output)?;
    for section in &words.sections {
        let separator = if section.count.is_empty() { "" } else { ": " };
        output.line("")?;
        output.line(&format!("{}{separator}{}", section.title, section.count))?;
        for entry in &section.entries {
            row(&entry.when, [&entry.what, &entry.about, &entry.trouble], output)?;
        }
    }
    Ok(())
}

/// Prints rows in columns of even width; a dash stands for no value.
fn columns(rows: &[[&str; 3]], output: &mut Output<'_>) -> Result<(), Error> {
    let width = |place: usize| {
        let cells = rows.iter().filter_map(|row| row.get(place));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    let (first, second) = (width(0), width(1));
    for [label, value, origin] in rows {
        let value = if value.is_empty() { "-" } else { value };
        let line = [padded(label, first), padded(value, second), (*origin).to_owned()].join("  ");
        output.line(line.trim_end())?;
    }
    Ok(())
}

/// Prints a row of a list: when, and what stands below each other beside it.
fn row(when: &str, texts: [&String; 3], output: &mut Output<'_>) -> Result<(), Error> {
    let lines = texts.into_iter().flat_map(|text| text.lines());
    for (place, line) in lines.enumerate() {
        let beside = padded(if place == 0 { when } else { "" }, WHEN);
        output.line(format!("  {beside}  {line}").trim_end())?;
    }
    Ok(())
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
