//! The notes of the sample data.

use serde::Deserialize;

use super::sample::rows;
use super::sample_plans::{ago, day};
use super::{Author, Error, Workspace, notes, record_in};
use crate::domain::{NoteDraft, NoteOn, Sending};

/// How a row says that its note is on the first onboarding of the customer.
const ONBOARDING: &str = "onboarding";

#[derive(Deserialize)]
struct NoteRow {
    /// The name of the customer.
    customer: String,
    /// The address of the contact that it is on, or that it is on an onboarding; empty for the customer.
    on: String,
    /// Before how many days it was written.
    days: i64,
    /// In how many days somebody wants to follow it up.
    follow_up: Option<i64>,
    /// What it says.
    text: String,
}

impl Workspace {
    /// Adds the notes that come with the program.
    pub(super) fn load_notes(&mut self) -> Result<(), Error> {
        for row in rows::<NoteRow>(include_str!("../../assets/demo_notes.csv"))? {
            self.load_note(&row)?;
        }
        Ok(())
    }

    fn load_note(&mut self, row: &NoteRow) -> Result<(), Error> {
        let customer = self.find_customer(&row.customer)?;
        let on = match row.on.as_str() {
            "" => NoteOn::Customer(customer.id),
            ONBOARDING => match self.onboardings(Some(customer.id))?.first() {
                Some(onboarding) => NoteOn::Onboarding(onboarding.id),
                // The phases may be the user's own, and too few for it.
                None => return Ok(()),
            },
            address => NoteOn::Contact(self.find_contact(&customer, address)?.id),
        };
        let now = self.clock.now();
        let follow_up_on = row.follow_up.map(|days| day(now).plus_days(days).to_string());
        let draft = NoteDraft {
            text: row.text.clone(),
            follow_up_on: follow_up_on.unwrap_or_default(),
        };
        let fields = draft.check(day(now)).map_err(Error::Invalid)?;
        let Self {
            store,
            actor,
            ids,
            session,
            ..
        } = self;
        let author = Author {
            actor,
            session: *session,
        };
        let at = ago(now, row.days);
        store.write(|writer| {
            record_in(writer, author, ids, at, Sending::Withheld, |recorder| {
                notes::add(recorder, on, &fields)
            })
        })?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{NoteFilter, NoteSubject};
    use crate::workspace::sample_book;
    use crate::workspace::testing::empty;

    #[test]
    fn some_are_on_customers_and_some_on_contacts_and_what_has_no_onboarding_is_left_out() {
        let mut workspace = empty();
        workspace
            .load_book(&sample_book().expect("readable"))
            .expect("loaded");
        workspace.load_notes().expect("loaded");
        let notes = workspace.notes(NoteFilter::All).expect("listed");
        let on = |is: fn(&NoteSubject) -> bool| notes.iter().filter(|note| is(&note.subject)).count();
        assert_eq!(on(|on| matches!(on, NoteSubject::Customer)), 4);
        assert_eq!(on(|on| matches!(on, NoteSubject::Contact { .. })), 3);
        assert_eq!(notes.len(), 7);
        let to_follow_up = notes.iter().filter(|note| note.follow_up_on.is_some());
        assert_eq!(to_follow_up.count(), 2);
    }
}
