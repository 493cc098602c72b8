//! Why a command cannot be carried out on the contacts of a customer now.

use super::ContactsTab;
use crate::domain::{ContactFilter, Standing};
use crate::input::Command;

impl ContactsTab {
    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        let (for_one, needs_row) = match command {
            Command::EditContact
            | Command::SwapEmail
            | Command::EraseContact
            | Command::TogglePrimary
            | Command::Invite
            | Command::WriteNote => (true, true),
            Command::ArchiveContacts
            | Command::RestoreContacts
            | Command::UnlinkContacts
            | Command::DeleteContacts
            | Command::Copy
            | Command::CopyNamed
            | Command::CopyRows
            | Command::MarkAll
            | Command::ShowDetails
            | Command::WriteMail
            | Command::ChangeRoles
            | Command::Mark => (false, true),
            _ => (false, false),
        };
        if needs_row && self.list.selected().is_none() {
            return Some("No contact is selected. Press {add_contact} to add one.");
        }
        if for_one && !self.marked.is_empty() {
            return Some("This works on one contact. Press {back} to unselect, then try again.");
        }
        match (command, self.filter) {
            (Command::MergeContacts, _) if self.pair().is_none() => Some(if self.marked.is_empty() {
                "No likely duplicates. Select two contacts with {mark}, then press {merge_contacts}."
            } else {
                "Select exactly two contacts to merge."
            }),
            (
                Command::ArchiveContacts
                | Command::TogglePrimary
                | Command::EditContact
                | Command::SwapEmail
                | Command::ChangeRoles,
                ContactFilter::Unlinked,
            ) if self
                .targets()
                .iter()
                .any(|contact| contact.standing() == Standing::Unlinked) =>
            {
                Some("This contact is unlinked. Press {restore_contacts} to relink it first.")
            }
            (Command::SwapEmail, _)
                if self
                    .list
                    .selected()
                    .is_some_and(|contact| contact.other_emails().is_empty()) =>
            {
                Some("This contact has no other email. Press {edit_contact} to add one.")
            }
            (Command::UnlinkContacts, ContactFilter::Unlinked) => {
                Some("Already unlinked. Press {restore_contacts} to relink it.")
            }
            (Command::UnlinkContacts, _)
                if self.targets().iter().any(|contact| contact.remote_id().is_none()) =>
            {
                Some("Not linked to HubSpot. Press {archive_contacts} to archive it instead.")
            }
            (Command::ArchiveContacts, ContactFilter::Archived) => {
                Some("Already archived. Press {restore_contacts} to restore it.")
            }
            (Command::TogglePrimary, ContactFilter::Archived) => {
                Some("An archived contact cannot be primary. Press {restore_contacts} to restore it first.")
            }
            (Command::WriteMail, ContactFilter::Archived) => {
                Some("This contact is archived and gets no messages. Press {restore_contacts} to restore it.")
            }
            (Command::WriteMail, ContactFilter::Unlinked) => {
                Some("This contact is unlinked and gets no messages. Press {restore_contacts} to relink it.")
            }
            (Command::RestoreContacts, ContactFilter::Active) => {
                Some("Not archived. Press {next_group} to see the archived contacts.")
            }
            _ => None,
        }
    }
}
