//! Keys of the user's choice in place of the defaults, refused where they would take something away.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{Binding, Command, Key, Keymap, Layer};

/// The keys that a user chose for a command of a layer, in place of the defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebinding {
    /// Where.
    pub layer: Layer,
    /// The command, which has a default binding there.
    pub command: Command,
    /// The keys; none takes the command off the keyboard.
    pub keys: Vec<Key>,
}

/// Which rebinding cannot be taken, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Its place among the rebindings.
    pub at: usize,
    /// Why.
    pub clash: Clash,
}

/// Why a rebinding cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Clash {
    /// The key has another meaning in the same layer.
    #[error("{key} is also the key of {} in [keys.{}]; give one of them another key", .other.name(), .layer.name())]
    Twice {
        /// The key.
        key: Key,
        /// Its other meaning.
        other: Command,
        /// Where.
        layer: Layer,
    },
    /// The key would hide one that holds at the same time, whose command would have no other.
    #[error(
        "{key} is the only key of {} that works in {}, and this would hide it; choose another key, or give {} one more in [keys.{}]",
        .hidden.name(), .on.name(), .hidden.name(), .of.name()
    )]
    Hides {
        /// The key.
        key: Key,
        /// The command that could not be given any more.
        hidden: Command,
        /// The layer in which it could not.
        on: Layer,
        /// The layer that it belongs to.
        of: Layer,
    },
    /// The layer takes typed text, of which the key is a part.
    #[error("{key} is typed as text in [keys.{}]; choose a key with ctrl or alt, or one such as F2", .layer.name())]
    Typed {
        /// The key.
        key: Key,
        /// Where.
        layer: Layer,
    },
    /// Terminals send another key in its place.
    #[error("terminals send {sent} for {key}; write {sent}")]
    Unsent {
        /// The key.
        key: Key,
        /// What is sent for it.
        sent: Key,
    },
    /// Without a key for it there would be no way on.
    #[error("{} needs a key in [keys.{}]; otherwise there is no way out", .command.name(), .layer.name())]
    Needed {
        /// The command.
        command: Command,
        /// Where.
        layer: Layer,
    },
}

/// Which layers hold together, the strongest first; [`Model::layers`](crate::app::Model::layers) gives no others.
pub const STACKS: &[&[Layer]] = &[
    &[Layer::Dialog, Layer::Always],
    &[Layer::Help, Layer::Always],
    &[Layer::Connect, Layer::Always],
    &[Layer::Form, Layer::Always],
    &[Layer::FormText, Layer::Form, Layer::Always],
    &[Layer::Pane, Layer::PaneText, Layer::Always],
    &[
        Layer::PanePreview,
        Layer::Pane,
        Layer::List,
        Layer::Global,
        Layer::Always,
    ],
    &[Layer::PaneColumns, Layer::Always],
    &[Layer::PaneFile, Layer::Always],
    &[Layer::FilterLine, Layer::Always],
    &[Layer::GoTo, Layer::Always],
    &[Layer::Welcome, Layer::Global, Layer::Always],
    &[Layer::Customers, Layer::List, Layer::Global, Layer::Always],
    &[Layer::Integrations, Layer::List, Layer::Global, Layer::Always],
    &[Layer::Companies, Layer::List, Layer::Global, Layer::Always],
    &[Layer::Fields, Layer::List, Layer::Global, Layer::Always],
    &[Layer::Notifications, Layer::List, Layer::Global, Layer::Always],
    &[Layer::DrillDown, Layer::List, Layer::Global, Layer::Always],
    &[Layer::Overview, Layer::Customer, Layer::Global, Layer::Always],
    &[
        Layer::Contacts,
        Layer::Customer,
        Layer::List,
        Layer::Global,
        Layer::Always,
    ],
    &[
        Layer::Onboardings,
        Layer::Customer,
        Layer::List,
        Layer::Global,
        Layer::Always,
    ],
    &[
        Layer::History,
        Layer::Customer,
        Layer::List,
        Layer::Global,
        Layer::Always,
    ],
    &[
        Layer::Notes,
        Layer::Customer,
        Layer::List,
        Layer::Global,
        Layer::Always,
    ],
    &[Layer::ExportFile, Layer::Always],
    &[Layer::Search, Layer::Always],
    &[Layer::Changes, Layer::List, Layer::Always],
    &[Layer::Merge, Layer::Always],
    &[Layer::Who, Layer::Sheet, Layer::Always],
    &[Layer::Drafts, Layer::Sheet, Layer::Always],
    &[Layer::Details, Layer::Sheet, Layer::Always],
    &[Layer::Sheet, Layer::Always],
];

/// The layers in which characters are typed as text.
const TYPED: [Layer; 10] = [
    Layer::Always,
    Layer::ExportFile,
    Layer::Form,
    Layer::Pane,
    Layer::PaneText,
    Layer::PaneFile,
    Layer::FilterLine,
    Layer::Help,
    Layer::Connect,
    Layer::Search,
];

/// Keys for which terminals send others.
const UNSENT: [(Key, Key); 3] = [
    (Key::ctrl('i'), Key::plain(KeyCode::Tab)),
    (Key::ctrl('m'), Key::plain(KeyCode::Enter)),
    (Key::ctrl('['), Key::plain(KeyCode::Esc)),
];

impl Keymap {
    /// Makes the bindings that hold with keys of the user's choice.
    pub fn rebound(rebindings: &[Rebinding]) -> Result<Self, Refused> {
        let mut keymap = Self::default();
        for rebinding in rebindings {
            keymap.set(rebinding.layer, rebinding.command, rebinding.keys.clone());
        }
        for (at, rebinding) in rebindings.iter().enumerate() {
            keymap.check(rebinding).map_err(|clash| Refused { at, clash })?;
        }
        keymap.check_reach(rebindings)?;
        Ok(keymap)
    }

    /// Checks what can be wrong within the layer.
    fn check(&self, rebinding: &Rebinding) -> Result<(), Clash> {
        let Rebinding { layer, command, keys } = rebinding;
        if keys.is_empty() && is_needed(*layer, *command) {
            return Err(Clash::Needed {
                command: *command,
                layer: *layer,
            });
        }
        for key in keys {
            if let Some((_, sent)) = UNSENT.iter().find(|(unsent, _)| unsent == key) {
                return Err(Clash::Unsent {
                    key: *key,
                    sent: *sent,
                });
            }
            let types = matches!(key.code, KeyCode::Char(_))
                && !key
                    .modifiers
                    .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
            if types && TYPED.contains(layer) {
                return Err(Clash::Typed {
                    key: *key,
                    layer: *layer,
                });
            }
            let other = self
                .of(*layer)
                .find(|other| other.command != *command && other.keys.contains(key));
            if let Some(other) = other {
                return Err(Clash::Twice {
                    key: *key,
                    other: other.command,
                    layer: *layer,
                });
            }
        }
        Ok(())
    }

    /// Checks that whatever can be given by default where layers hold together can still be given there.
    fn check_reach(&self, rebindings: &[Rebinding]) -> Result<(), Refused> {
        let defaults = Self::default();
        for stack in STACKS {
            for (depth, layer) in stack.iter().enumerate() {
                let above = stack.get(..depth).unwrap_or_default();
                for binding in self.of(*layer).filter(|binding| !binding.keys.is_empty()) {
                    let before = defaults.binding(*layer, binding.command);
                    if self.reaches(above, binding)
                        || !before.is_some_and(|before| defaults.reaches(above, before))
                    {
                        continue;
                    }
                    let at_fault = |one: &Rebinding| {
                        let hides = above.contains(&one.layer)
                            && one.keys.iter().any(|key| binding.keys.contains(key));
                        hides || (one.layer, one.command) == (*layer, binding.command)
                    };
                    if let (Some(at), Some(key), Some(on)) = (
                        rebindings.iter().position(at_fault),
                        binding.keys.first(),
                        stack.first(),
                    ) {
                        let clash = Clash::Hides {
                            key: *key,
                            hidden: binding.command,
                            on: *on,
                            of: *layer,
                        };
                        return Err(Refused { at, clash });
                    }
                }
            }
        }
        Ok(())
    }

    /// Returns whether a key of the binding, or the same command, is there below these layers.
    fn reaches(&self, above: &[Layer], binding: &Binding) -> bool {
        let mut keys = binding.keys.iter();
        keys.any(|key| {
            self.command_for(above, *key)
                .is_none_or(|command| command == binding.command)
        })
    }
}

/// Returns whether a layer cannot be left, or the program not ended, without a command.
fn is_needed(layer: Layer, command: Command) -> bool {
    match command {
        Command::Back => layer != Layer::Global,
        Command::Quit => layer == Layer::Always,
        Command::Accept => layer == Layer::Dialog,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn one(layer: Layer, command: Command, keys: &[&str]) -> Rebinding {
        Rebinding {
            layer,
            command,
            keys: keys.iter().map(|key| key.parse().expect("a key")).collect(),
        }
    }

    #[test]
    fn the_keys_of_the_user_take_the_place_of_the_defaults() {
        let keymap = Keymap::rebound(&[
            one(Layer::Contacts, Command::AddContact, &["insert", "b"]),
            one(Layer::Contacts, Command::EditContact, &["a"]),
            one(Layer::Global, Command::GoTo, &["z"]),
            one(Layer::Contacts, Command::Invite, &[]),
        ])
        .expect("taken");
        let stack = [Layer::Contacts, Layer::Customer, Layer::List, Layer::Global];
        let find = |text: &str| keymap.command_for(&stack, text.parse().expect("a key"));
        assert_eq!(find("insert"), Some(Command::AddContact));
        assert_eq!(find("b"), Some(Command::AddContact));
        assert_eq!(find("a"), Some(Command::EditContact));
        assert_eq!(find("e"), None);
        assert_eq!(find("i"), None);
        assert_eq!(find("z"), Some(Command::GoTo));
        let shown = |command| keymap.key_for(&stack, command).map(|key| key.to_string());
        assert_eq!(shown(Command::AddContact).as_deref(), Some("insert"));
        assert_eq!(shown(Command::Invite), None);
    }

    #[rstest]
    // The same key twice in a layer, and one that a default has.
    #[case(one(Layer::Contacts, Command::AddContact, &["p"]), "p is also the key of paste_list")]
    // The only key of a command that works anywhere.
    #[case(one(Layer::Contacts, Command::AddContact, &["u"]), "only key of undo that works in contacts")]
    #[case(one(Layer::Global, Command::Undo, &["a"]), "only key of undo")]
    #[case(one(Layer::Customers, Command::Open, &["ctrl-c"]), "only key of quit")]
    // What is typed.
    #[case(one(Layer::Form, Command::Save, &["s"]), "typed as text")]
    #[case(one(Layer::Help, Command::Accept, &["space"]), "typed as text")]
    #[case(one(Layer::Form, Command::Save, &["ctrl-m"]), "send enter for ctrl-m")]
    // No way out.
    #[case(one(Layer::Always, Command::Quit, &[]), "needs a key")]
    #[case(one(Layer::Form, Command::Back, &[]), "needs a key")]
    #[case(one(Layer::Dialog, Command::Accept, &[]), "needs a key")]
    fn what_would_take_something_away_is_refused(#[case] rebinding: Rebinding, #[case] told: &str) {
        let refused = Keymap::rebound(&[rebinding]).expect_err("refused");
        assert_eq!(refused.at, 0);
        assert!(refused.clash.to_string().contains(told), "{}", refused.clash);
    }

    #[test]
    fn a_key_may_hide_one_whose_command_has_another() {
        // k goes up too, and the arrow still does.
        let taken = Keymap::rebound(&[one(Layer::Contacts, Command::AddContact, &["k"])]);
        assert!(taken.is_ok(), "{taken:?}");
    }

    #[test]
    fn the_defaults_and_two_that_change_places_are_taken() {
        assert_eq!(Keymap::rebound(&[]), Ok(Keymap::default()));
        let swapped = [
            one(Layer::Contacts, Command::AddContact, &["p"]),
            one(Layer::Contacts, Command::PasteList, &["a"]),
        ];
        assert!(Keymap::rebound(&swapped).is_ok());
    }
}
