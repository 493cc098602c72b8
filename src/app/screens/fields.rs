//! The fields that users define: of customers first, then of contacts.

use super::part::{Count, ScreenPart, Shown, click, drop_answer, whole};
use crate::app::context::{Context, Heights};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::form::Form;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{Change, CustomField, Entity, TouchedRecord};
use crate::input::{Command, Layer};

/// The fields that users define.
#[derive(Debug, Clone, Default)]
pub struct FieldsScreen {
    /// The fields, oldest first.
    pub list: List<CustomField>,
}

impl FieldsScreen {
    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take_rows(&mut self, rows: Vec<CustomField>, height: usize) {
        let selected = self.list.selected().map(|field| field.id);
        let found = selected.and_then(|id| rows.iter().position(|row| row.id == id));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}

impl ScreenPart for FieldsScreen {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Fields, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::EditField | Command::RemoveField);
        (needs_row && self.list.selected().is_none())
            .then_some("No field is selected. Press {add_field} to add one.")
    }

    fn title(&self) -> &'static str {
        "Fields"
    }

    fn count(&self) -> Option<Count> {
        Some(Count::of(&self.list, "field", "fields"))
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::AddField, _) => return Next::Fill(Box::new(Form::new_field())),
            (Command::EditField, Some(field)) => return Next::Fill(Box::new(Form::edit_field(field))),
            (Command::RemoveField, Some(field)) => return Next::Make(Change::RemoveCustomField(field.id)),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        context.requests.ask(Query::CustomFields);
    }

    fn take(&mut self, query: &Query, _answer: Answer, _context: &mut Context<'_>) -> Next {
        drop_answer(query);
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::CustomFields) {
            self.list.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn shows(&self, records: &[TouchedRecord], _height: usize) -> bool {
        records.iter().all(|record| record.entity == Entity::CustomField)
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        click(&mut self.list, place, height, Command::EditField)
    }
}
