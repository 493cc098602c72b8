//! Keymap layers: which keys stand for which commands where.

use std::borrow::Cow;

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
    /// The tab with a customer's history.
    History,
    /// The notes of a customer.
    Notes,
    /// The fields that users define.
    Fields,
    /// The notifications of all customers.
    Notifications,
    /// A list whose rows lead to customers.
    DrillDown,
    /// The connection to the source.
    Integrations,
    /// Companies at the source that are no customers yet.
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
    /// The line in which the name of a file for a list is typed.
    ExportFile,
    /// Two contacts side by side.
    Merge,
    /// The people of a customer by role, over the screen.
    Who,
    /// Mails to people of a customer, over the screen.
    Drafts,
    /// The details of a contact or customer, over the screen.
    Details,
    /// Any of them.
    Sheet,
    /// A form.
    Form,
    /// A field of several lines in a form.
    FormText,
    /// The line with the words of a filter.
    FilterLine,
    /// A question with choices.
    Dialog,
    /// The list of keys.
    Help,
    /// The search over everything.
    Search,
    /// The list of changes that can be taken back.
    Changes,
}

/// Whether a command only reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It changes nothing that is stored, nor opens what would.
    Reads,
    /// It may change something, or opens what may.
    Writes,
}

/// When a command is carried out that was given while an answer is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// Once the answer is here, as it acts on what is selected or shows.
    Waits,
    /// At once.
    AtOnce,
}

/// Keys that stand for a command in a layer, with the words for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where.
    pub layer: Layer,
    /// The keys; the first one is shown, and with none the command is found by its words alone.
    pub keys: Cow<'static, [Key]>,
    /// The command.
    pub command: Command,
    /// Whether it only reads.
    pub access: Access,
    /// When it is carried out while an answer is to come.
    pub timing: Timing,
    /// The word beside the key on the bottom line; none keeps it off the line.
    pub hint: Option<&'static str>,
    /// What it does, for the help.
    pub words: &'static str,
}

/// The bindings that hold: the defaults, with the keys that the user chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self {
            bindings: DEFAULTS.to_vec(),
        }
    }
}

impl Keymap {
    /// Returns the bindings of a layer, in the order of the bottom line.
    pub fn of(&self, layer: Layer) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |binding| binding.layer == layer)
    }

    /// Returns the layers, in the order of the default table.
    pub fn layers(&self) -> Vec<Layer> {
        let mut layers: Vec<Layer> = Vec::new();
        for binding in &self.bindings {
            if !layers.contains(&binding.layer) {
                layers.push(binding.layer);
            }
        }
        layers
    }

    /// Finds the command of a key in the layers that hold.
    pub fn command_for(&self, layers: &[Layer], key: Key) -> Option<Command> {
        layers.iter().find_map(|layer| {
            self.of(*layer)
                .find(|binding| binding.keys.contains(&key))
                .map(|binding| binding.command)
        })
    }

    /// Returns whether a command only reads.
    pub fn only_reads(&self, command: Command) -> bool {
        self.any(command)
            .is_some_and(|binding| binding.access == Access::Reads)
    }

    /// Returns whether a command waits for answers, as it acts on what is selected or shows.
    pub fn waits(&self, command: Command) -> bool {
        self.any(command)
            .is_some_and(|binding| binding.timing == Timing::Waits)
    }

    /// Finds a binding of a command, in whatever layer: what it does is the same in all of them.
    fn any(&self, command: Command) -> Option<&Binding> {
        self.bindings.iter().find(|binding| binding.command == command)
    }

    /// Finds the first key of a command in the layers that hold, and where they have none, in any.
    pub fn key_for(&self, layers: &[Layer], command: Command) -> Option<Key> {
        let of = |binding: &Binding| {
            let key = binding.keys.first().filter(|_| binding.command == command);
            key.copied()
        };
        layers
            .iter()
            .find_map(|layer| self.of(*layer).find_map(of))
            .or_else(|| self.bindings.iter().find_map(of))
    }

    /// Writes the key of a command by its name in the configuration: as it holds in these layers, else as it does in
    /// any, or in the one that is named before it, as in `contacts.add_contact`. A command without a key is found by
    /// its name in the list of all commands.
    pub fn key_named(&self, layers: &[Layer], command: &str) -> String {
        let (layer, name) = match command.split_once('.') {
            Some((layer, name)) => (Some(layer), name),
            None => (None, command),
        };
        let all = || {
            self.bindings
                .iter()
                .filter(|binding| binding.command.name() == name)
        };
        debug_assert!(all().next().is_some(), "{command} is no command");
        let with_key = || all().filter(|binding| !binding.keys.is_empty());
        let found = match layer {
            Some(layer) => with_key().find(|binding| binding.layer.name() == layer),
            None => layers
                .iter()
                .find_map(|layer| with_key().find(|binding| binding.layer == *layer))
                .or_else(|| with_key().next()),
        };
        let written = |binding: &Binding| {
            let key = binding.keys.first()?.to_string();
            match (binding.layer, self.key_for(&[Layer::Global], Command::GoTo)) {
                (Layer::GoTo, Some(first)) => Some(format!("{first} {key}")),
                (_, _) => Some(key),
            }
        };
        found.and_then(written).unwrap_or_else(|| {
            let list = self.key_for(&[Layer::Global], Command::Palette);
            let list = list.map(|key| key.to_string()).unwrap_or_default();
            format!("{list} {}", name.replace('_', " ")).trim().to_owned()
        })
    }

    pub(super) fn binding(&self, layer: Layer, command: Command) -> Option<&Binding> {
        self.of(layer).find(|binding| binding.command == command)
    }

    /// Binds a command of a layer to other keys.
    pub(super) fn set(&mut self, layer: Layer, command: Command, keys: Vec<Key>) {
        let found = self
            .bindings
            .iter_mut()
            .find(|binding| binding.layer == layer && binding.command == command);
        if let Some(binding) = found {
            binding.keys = Cow::Owned(keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn no_key_has_two_meanings_in_a_layer() {
        let mut seen = HashSet::new();
        for binding in DEFAULTS {
            for key in binding.keys.iter() {
                assert!(
                    seen.insert((binding.layer, *key)),
                    "{key} twice in {:?}",
                    binding.layer
                );
            }
        }
    }

    #[test]
    fn a_command_reads_and_waits_alike_in_every_layer() {
        let mut known = HashMap::new();
        for binding in DEFAULTS {
            let columns = (binding.access, binding.timing);
            let before = known.insert(binding.command, columns);
            assert!(
                before.is_none_or(|before| before == columns),
                "{:?}",
                binding.command
            );
        }
    }

    #[test]
    fn the_first_layer_that_knows_a_key_wins() {
        let keymap = Keymap::default();
        let key = Key::char('e');
        assert_eq!(
            keymap.command_for(&[Layer::Contacts, Layer::Customers], key),
            Some(Command::EditContact)
        );
        assert_eq!(
            keymap.command_for(&[Layer::Customers, Layer::Global], key),
            Some(Command::EditCustomer)
        );
        assert_eq!(keymap.command_for(&[Layer::Form], key), None);
    }

    #[test]
    fn a_key_is_written_as_it_holds_and_a_command_without_one_by_its_name() {
        let keymap = Keymap::rebound(&[
            crate::input::Rebinding {
                layer: Layer::Contacts,
                command: Command::AddContact,
                keys: Vec::new(),
            },
            crate::input::Rebinding {
                layer: Layer::GoTo,
                command: Command::ShowNotifications,
                keys: vec![Key::char('x')],
            },
        ])
        .expect("taken");
        let at = |layers: &[Layer], name: &str| keymap.key_named(layers, name);
        assert_eq!(at(&[], "add_contact"), ": add contact");
        assert_eq!(at(&[Layer::Customers], "show_notifications"), "g x");
        assert_eq!(at(&[Layer::Integrations], "connect"), "c");
        assert_eq!(at(&[Layer::Contacts], "customer.tab_contacts"), "2");
        assert_eq!(at(&[Layer::Merge], "back"), "esc");
    }

    #[test]
    fn words_fit_the_list_of_keys_at_80_columns() {
        for binding in DEFAULTS {
            assert!(binding.words.len() <= 54, "{}", binding.words);
        }
    }
}
