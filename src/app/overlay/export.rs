//! The line in which the name of a file is typed that takes the rows of the list.

use std::path::{Path, PathBuf};

use super::{Part, TextEntry};
use crate::app::StoreRequest;
use crate::app::context::Context;
use crate::app::editor::LineEditor;
use crate::app::next::Next;
use crate::app::toast::{Offer, Tone};
use crate::domain::{SearchError, Selection, fold};
use crate::input::{Command, Key, Layer, Pointer};

/// Whether the name is being typed or the file written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportState {
    /// It is typed.
    Typing,
    /// It is written.
    Writing,
}

/// The line in which the name of a file is typed.
#[derive(Debug, Clone)]
pub struct ExportLine {
    /// The name.
    pub line: LineEditor,
    /// What is written.
    pub selection: Selection,
    /// How far it is.
    pub state: ExportState,
}

impl ExportLine {
    /// Opens the line for what a list holds, with a name that fits it.
    pub(in crate::app) fn new(selection: Selection, name: &str) -> Self {
        Self {
            line: LineEditor::new(&format!("~/{name}.csv")),
            selection,
            state: ExportState::Typing,
        }
    }

    /// Opens the line for a list, or tells why its words cannot be searched for.
    pub(in crate::app) fn open(
        list: Result<(Selection, String), SearchError>,
        context: &mut Context<'_>,
    ) -> Next {
        match list {
            Ok((selection, name)) => {
                *context.toast = None;
                Next::Export(Box::new(selection), name)
            }
            Err(error) => {
                context.tell(Tone::Refused, Offer::None, error.to_string());
                Next::Stay
            }
        }
    }

    /// Closes once its file is written; if that was refused, another name can be typed.
    pub(in crate::app) fn take_written(&mut self, path: &Path, is_written: bool) -> Next {
        if self.state != ExportState::Writing || self.path() != path {
            return Next::Stay;
        }
        self.state = ExportState::Typing;
        if is_written { Next::Close } else { Next::Stay }
    }

    fn path(&self) -> PathBuf {
        PathBuf::from(self.line.text().trim())
    }
}

impl Part for ExportLine {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::ExportFile, Layer::Always]
    }

    fn text_entry(&self) -> TextEntry {
        TextEntry::Line
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match (command, self.state) {
            (Command::Accept, ExportState::Typing) if self.line.text().trim().is_empty() => {
                let text = "Type a file name, such as ~/list.csv.";
                context.tell(Tone::Notice, Offer::None, text);
            }
            (Command::Accept, ExportState::Typing) => {
                self.state = ExportState::Writing;
                let (path, selection) = (self.path(), self.selection.clone());
                *context.toast = None;
                context.requests.send(StoreRequest::Export { selection, path });
            }
            (Command::Back, _) => return Next::Close,
            _ => {}
        }
        Next::Stay
    }

    fn take_key(&mut self, key: Key, _context: &mut Context<'_>) -> Next {
        if self.state == ExportState::Typing {
            self.line.press(key);
        }
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, _context: &mut Context<'_>) -> Next {
        if self.state == ExportState::Typing {
            self.line.paste(text);
        }
        Next::Stay
    }

    fn take_wheel(&mut self, _at: Pointer, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }
}

/// Makes a word for the name of a file: letters and digits of a name, with hyphens between.
pub(in crate::app) fn file_word(name: &str, number: u32) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(6)
        .collect();
    match words.join("-") {
        word if word.is_empty() => format!("customer-{number}"),
        word => word.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Effect;
    use crate::app::Msg;
    use crate::app::testing::{Person, small_book};
    use crate::domain::{ContactFilter, CustomerFilter, CustomerSelection, SearchQuery, SearchScope};

    fn line(person: &Person) -> &str {
        person.export().map_or("", |export| export.line.text())
    }

    fn asked(person: &Person) -> (&Selection, &Path) {
        match person.wished.last() {
            Some(Effect::Store(StoreRequest::Export { selection, path })) => (selection, path),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_contacts_that_show_go_into_the_file_that_is_named() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("2f/zed<enter>E");
        assert_eq!(line(&person), "~/acme-contacts.csv");
        person.keys("<backspace><backspace><backspace>vcf<enter>");
        let (selection, path) = asked(&person);
        let Selection::Contacts(selection) = selection else {
            panic!("{selection:?}")
        };
        assert_eq!(path, Path::new("~/acme-contacts.vcf"));
        assert_eq!(
            (selection.filter, selection.words.to_string().as_str()),
            (ContactFilter::Archived, "zed")
        );
        let path = path.to_owned();
        person.tell(Msg::Exported {
            path,
            result: Ok("Exported 1 contact to ~/acme-contacts.vcf.".to_owned()),
        });
        assert!(person.export().is_none());
        assert_eq!(person.toast(), "Exported 1 contact to ~/acme-contacts.vcf.");
    }

    #[test]
    fn customers_and_a_history_have_files_of_their_own() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("ff/acme<enter>E");
        assert_eq!(line(&person), "~/customers.csv");
        person.keys("<enter>");
        let selection = CustomerSelection {
            filter: CustomerFilter::Archived,
            words: SearchQuery::parse("acme", SearchScope::Customers).expect("words"),
        };
        assert_eq!(asked(&person).0, &Selection::Customers(selection));
        let mut person = Person::at(80, 24, &small_book());
        person.keys("4/Dana<enter>E");
        assert_eq!(line(&person), "~/acme-history.csv");
        person.keys("<enter>");
        let Selection::History(selection) = asked(&person).0 else {
            panic!("{:?}", asked(&person))
        };
        assert_eq!(selection.words.to_string(), "Dana");
    }

    #[test]
    fn a_list_that_cannot_be_shown_is_not_exported() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("/email:dana<enter>E");
        assert!(person.export().is_none());
        assert!(person.toast().contains("email"), "{}", person.toast());
    }

    #[test]
    fn a_refusal_leaves_the_name_to_be_changed() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("2E<enter>x");
        assert_eq!(
            line(&person),
            "~/acme-contacts.csv",
            "nothing is typed while it is written"
        );
        let path = asked(&person).1.to_owned();
        let result = Err("~/acme-contacts.csv already exists; nothing was written.".to_owned());
        person.tell(Msg::Exported { path, result });
        assert!(person.toast().contains("already exists"), "{}", person.toast());
        person.keys("2<enter>");
        assert_eq!(asked(&person).1, Path::new("~/acme-contacts.csv2"));
    }

    #[test]
    fn a_late_reply_closes_no_other_line() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("2E<enter>");
        let path = asked(&person).1.to_owned();
        person.keys("<esc>E2");
        person.tell(Msg::Exported {
            path,
            result: Ok("Exported 3 contacts to ~/acme-contacts.csv.".to_owned()),
        });
        assert_eq!(line(&person), "~/acme-contacts.csv2");
    }

    #[test]
    fn esc_writes_nothing_and_no_name_is_no_file() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("2E<esc>");
        assert!(person.export().is_none());
        person.keys("E").keys(&"<backspace>".repeat(30)).keys("<enter>");
        assert!(person.toast().contains("file name"), "{}", person.toast());
        assert!(person.wished.is_empty());
        person.tell(Msg::Pasted("/tmp/x.csv\n".to_owned()));
        assert_eq!(line(&person), "/tmp/x.csv");
        person.keys("<F1>");
        assert!(person.help().is_some());
    }

    #[test]
    fn there_is_no_list_on_the_overview() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("<enter>E");
        assert!(person.export().is_none());
        assert!(person.toast().contains("does nothing here"), "{}", person.toast());
    }

    #[test]
    fn a_name_makes_a_word_for_a_file() {
        assert_eq!(file_word("Åcme / Söhne & Co. ../etc", 7), "acme-sohne-co-etc");
        assert_eq!(file_word("!!!", 7), "customer-7");
    }
}
