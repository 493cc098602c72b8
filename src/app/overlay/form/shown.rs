//! Which fields of a form show: some belong to a status of the customer, and show while that is chosen.

use super::{Form, Value};
use crate::domain::{Field, misfit};

impl Form {
    /// Returns whether a field shows.
    pub(in crate::app) fn shows(&self, field: Field) -> bool {
        let status = self.fields.iter().find_map(|one| match one.value {
            Value::Status(status) => Some(status),
            Value::Text(_)
            | Value::Lines(_)
            | Value::Audience(_)
            | Value::Security(_)
            | Value::Pick(_)
            | Value::Hidden(_)
            | Value::OpenTasks { .. } => None,
        });
        status.is_none_or(|status| misfit(field, status).is_none())
    }

    /// Returns what was typed into a field that shows.
    pub(super) fn text_shown(&self, field: Field) -> String {
        if self.shows(field) {
            self.text_of(field)
        } else {
            String::new()
        }
    }

    /// Moves to the next field, and from the last one to the first.
    pub(super) fn next_field(&mut self) {
        let behind = self.focus + 1..self.fields.len();
        let next = behind.chain(0..self.focus).find(|place| self.shows_at(*place));
        self.focus = next.unwrap_or(self.focus);
    }

    /// Moves to the field before, and from the first one to the last.
    pub(super) fn previous_field(&mut self) {
        let before = (0..self.focus).rev();
        let behind = (self.focus + 1..self.fields.len()).rev();
        let next = before.chain(behind).find(|place| self.shows_at(*place));
        self.focus = next.unwrap_or(self.focus);
    }

    fn shows_at(&self, place: usize) -> bool {
        self.fields
            .get(place)
            .is_some_and(|field| self.shows(field.field))
    }
}

#[cfg(test)]
mod tests {
    use crate::app::overlay::form::Form;
    use crate::domain::Field;
    use crate::domain::testing::acme;
    use crate::input::Key;

    fn focused(form: &Form) -> Field {
        form.fields[form.focus].field
    }

    fn typed(form: &mut Form, text: &str) {
        for letter in text.chars() {
            form.press(Key::plain(crossterm::event::KeyCode::Char(letter)));
        }
    }

    #[test]
    fn the_row_of_a_status_shows_while_that_is_chosen_and_keeps_what_was_typed() {
        let mut form = Form::edit_customer(&acme(), &[]);
        let right = Key::plain(crossterm::event::KeyCode::Right);
        assert!(!form.shows(Field::RiskReason) && !form.shows(Field::WinBackOn));
        while focused(&form) != Field::Status {
            form.next_field();
        }
        form.next_field();
        assert_eq!(focused(&form), Field::Tags);
        form.previous_field();
        assert_eq!(focused(&form), Field::Status);
        form.press(right);
        form.next_field();
        assert_eq!(focused(&form), Field::RiskReason);
        typed(&mut form, "Budget frozen");
        assert_eq!(form.text_shown(Field::RiskReason), "Budget frozen");
        form.previous_field();
        form.press(right);
        assert_eq!(form.text_shown(Field::RiskReason), "");
        form.next_field();
        assert_eq!(focused(&form), Field::WinBackOn);
        form.previous_field();
        form.press(Key::plain(crossterm::event::KeyCode::Left));
        assert_eq!(form.text_shown(Field::RiskReason), "Budget frozen");
        // Round and round, over what does not show.
        let first = form.focus;
        for _ in 0..7 {
            form.next_field();
        }
        assert_eq!(form.focus, first);
        for _ in 0..7 {
            form.previous_field();
        }
        assert_eq!(form.focus, first);
    }
}
