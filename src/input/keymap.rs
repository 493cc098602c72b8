//! Keymap layers: which keys stand for which commands where.

use super::{Command, DEFAULTS, Key};

/// A part of the app with keys of its own; several hold at once, the first one that knows a key wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Anywhere, text fields included.
    Always,
    /// Anywhere outside text fields and dialogs.
    Global,
    /// After `g`.
    GoTo,
    /// Any list.
    List,
    /// The welcome on an empty store.
    Welcome,
    /// The list of customers.
    Customers,
    /// Any tab of a customer.
    Customer,
    /// The tab with a customer's fields.
    Overview,
    /// The tab with a customer's people.
    Contacts,
    /// The tab with a customer's onboardings.
    Onboardings,
    /// The notifications of all customers.
    Notifications,
    /// A list whose rows lead to customers.
    Visits,
    /// The connection to HubSpot.
    Integrations,
    /// Companies of HubSpot that are no customers yet.
    Companies,
    /// The line in which a token is pasted.
    Connect,
    /// The pane in which a list is pasted.
    Pane,
    /// Its text.
    PaneText,
    /// Its preview.
    PanePreview,
    /// The columns of its preview.
    PaneColumns,
    /// The line in which the name of a file is typed.
    PaneFile,
    /// The people of a customer by role, over the screen.
    Who,
    /// Mails to people of a customer, over the screen.
    Drafts,
    /// Either of them.
    Sheet,
    /// A form.
    Form,
    /// The line with the words of a filter.
    FilterLine,
    /// A question with choices.
    Dialog,
    /// The list of keys.
    Help,
}

/// Keys that stand for a command in a layer, with the words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub layer: Layer,
    /// The keys; the first one is shown.
    pub keys: &'static [Key],
    /// The command.
    pub command: Command,
    /// The word beside the key on the bottom line; none keeps it off the line.
    pub hint: Option<&'static str>,
    /// What it does, for the help.
    pub words: &'static str,
}

/// Finds the command of a key in the layers that hold.
pub fn command_for(layers: &[Layer], key: Key) -> Option<Command> {
    layers.iter().find_map(|layer| {
        DEFAULTS
            .iter()
            .find(|binding| binding.layer == *layer && binding.keys.contains(&key))
            .map(|binding| binding.command)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_key_has_two_meanings_in_a_layer() {
        let mut seen = HashSet::new();
        for binding in DEFAULTS {
            for key in binding.keys {
                assert!(
                    seen.insert((binding.layer, *key)),
                    "{key} twice in {:?}",
                    binding.layer
                );
            }
        }
    }

    #[test]
    fn the_first_layer_that_knows_a_key_wins() {
        let key = Key::char('e');
        assert_eq!(
            command_for(&[Layer::Contacts, Layer::Customers], key),
            Some(Command::EditContact)
        );
        assert_eq!(
            command_for(&[Layer::Customers, Layer::Global], key),
            Some(Command::EditCustomer)
        );
        assert_eq!(command_for(&[Layer::Form], key), None);
    }

    #[test]
    fn words_fit_the_list_of_keys_at_80_columns() {
        for binding in DEFAULTS {
            assert!(binding.words.len() <= 54, "{}", binding.words);
        }
    }
}
