//! `pivotal history`: every change of a customer.

use super::args::Export;
use super::json::{EntryJson, HistoryJson};
use super::{Error, Format, Output, pages};
use crate::domain::{HistoryQuery, SearchQuery};
use crate::workspace::Workspace;

pub(super) fn run(
    named: &str,
    export: Option<Export>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(named)?;
    let entries = pages::all(|row| {
        workspace.history(&HistoryQuery {
            customer: customer.id,
            words: SearchQuery::default(),
            row,
            limit: pages::ROWS,
        })
    })?;
    let document = || HistoryJson {
        history: entries.iter().map(EntryJson::from).collect(),
    };
    match (export, output.format) {
        (Some(Export::Csv), _) => csv(&document(), output)?,
        (Some(Export::Json), _) | (None, Format::Json) => output.json(&document())?,
        (None, Format::Text) => {
            let zone = jiff::tz::TimeZone::system();
            let rows: Vec<[String; 3]> = entries
                .iter()
                .map(|entry| {
                    [
                        entry.at.minute_in(&zone),
                        entry.actor.to_string(),
                        entry.sentence(),
                    ]
                })
                .collect();
            output.table(["When", "Who", "What"], &rows)?;
        }
    }
    Ok(())
}

fn csv(document: &HistoryJson<'_>, output: &mut Output<'_>) -> Result<(), Error> {
    let broken = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Error::Output(error),
        kind => Error::Failed(format!("Cannot write CSV: {kind:?}.")),
    };
    let mut writer = csv::Writer::from_writer(&mut *output.results);
    writer
        .write_record([
            "at",
            "actor",
            "cause",
            "entity",
            "entity_id",
            "subject",
            "event",
            "field",
            "old",
            "new",
        ])
        .map_err(broken)?;
    for entry in &document.history {
        let cells = [
            entry.at.to_string(),
            inert(entry.actor),
            entry.cause.to_owned(),
            entry.entity.to_owned(),
            entry.entity_id.clone(),
            inert(entry.subject),
            entry.event.to_owned(),
            entry.field.to_owned(),
            inert(entry.old.unwrap_or_default()),
            inert(entry.new.unwrap_or_default()),
        ];
        writer.write_record(&cells).map_err(broken)?;
    }
    writer.flush()?;
    Ok(())
}

/// Puts an apostrophe before what a spreadsheet would take for a formula.
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
