//! `pivotal history`: every change of a customer.

use super::args::Export;
use super::json::{EntryJson, HistoryJson};
use super::{Error, Format, Output, pages};
use crate::domain::{HistoryQuery, HistorySelection, SearchQuery, Selection};
use crate::export;
use crate::workspace::Workspace;

pub(super) fn run(
    named: &str,
    export: Option<Export>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(named)?;
    if export == Some(Export::Csv) {
        let selection = Selection::History(HistorySelection {
            customer: customer.id,
            words: SearchQuery::default(),
        });
        workspace.export(&selection, export::Format::Csv, output.results)?;
        return Ok(());
    }
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
        (Some(_), _) | (None, Format::Json) => output.json(&document())?,
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
