//! `pivotal history`: every change of a customer.

use super::args::Export;
use super::{Error, Format, Output};
use crate::domain::{HistorySelection, SearchQuery, Selection};
use crate::export;
use crate::workspace::Workspace;

pub(super) fn run(
    named: &str,
    export: Option<Export>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(named)?;
    let selection = HistorySelection {
        customer: customer.id,
        words: SearchQuery::default(),
    };
    let format = match (export, output.format) {
        (Some(Export::Csv), _) => Some(export::Format::Csv),
        (Some(Export::Json), _) | (None, Format::Json) => Some(export::Format::Json),
        (None, Format::Text) => None,
    };
    if let Some(format) = format {
        workspace.export(&Selection::History(selection), format, output.results)?;
        return Ok(());
    }
    let zone = jiff::tz::TimeZone::system();
    let mut rows: Vec<[String; 3]> = Vec::new();
    workspace.each_entry(&selection, |entry| {
        rows.push([
            entry.at.minute_in(&zone),
            entry.actor.to_string(),
            entry.sentence(),
        ]);
    })?;
    output.table(["When", "Who", "What"], &rows)?;
    Ok(())
}
