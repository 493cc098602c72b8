//! What lies over the screen, as a stack: the top one gets the keys, the pastes and the mouse, and is drawn in focus.

use super::kinds::{Kind, kinds};
use super::overlay::Part;
use super::overlay::changes::Changes;
use super::overlay::connect::Connect;
use super::overlay::dialog::Dialog;
use super::overlay::export::ExportLine;
use super::overlay::form::Form;
use super::overlay::help::Help;
use super::overlay::merge::Merge;
use super::overlay::pane::PastePane;
use super::overlay::search::Search;
use super::overlay::sheet::Sheet;

kinds! {
    /// What lies over the screen.
    Overlay as Part {
        /// A question with choices.
        Dialog(Dialog),
        /// The list of keys.
        Help(Help),
        /// The line in which a token is pasted.
        Connect(Connect),
        /// The people of a customer by role, or mails to some of them.
        Sheet(Sheet),
        /// Two contacts side by side.
        Merge(Merge),
        /// The line in which the name of a file for the list is typed.
        Export(ExportLine),
        /// The search over everything.
        Search(Search),
        /// The changes that can be taken back.
        Changes(Changes),
        /// A form.
        Form(Form),
        /// The pane in which a list is pasted.
        Pane(PastePane),
    }
}

/// What lies over the screen, the lowest first.
#[derive(Debug, Default)]
pub struct Stack(Vec<Overlay>);

impl Stack {
    /// Returns the one on top; none if the screen itself is.
    pub fn top(&self) -> Option<&Overlay> {
        self.0.last()
    }

    pub(super) fn top_mut(&mut self) -> Option<&mut Overlay> {
        self.0.last_mut()
    }

    /// Returns all of them, the lowest first.
    pub fn all(&self) -> impl Iterator<Item = &Overlay> {
        self.0.iter()
    }

    /// Returns whether nothing lies over the screen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Puts one on top, in place of another of its kind; a question stays above it until it is answered.
    pub(super) fn push(&mut self, overlay: impl Into<Overlay>) {
        let overlay = overlay.into();
        let kind = std::mem::discriminant(&overlay);
        self.0.retain(|lying| std::mem::discriminant(lying) != kind);
        let question = self.0.pop_if(|top| matches!(top, Overlay::Dialog(_)));
        self.0.push(overlay);
        self.0.extend(question);
    }

    /// Takes the top one away.
    pub(super) fn pop(&mut self) -> Option<Overlay> {
        self.0.pop()
    }

    /// Finds one of a kind, wherever it lies.
    pub fn get<K: Kind<Overlay>>(&self) -> Option<&K> {
        self.0.iter().find_map(K::of)
    }

    pub(super) fn get_mut<K: Kind<Overlay>>(&mut self) -> Option<&mut K> {
        self.0.iter_mut().find_map(K::of_mut)
    }

    /// Takes one of a kind away, wherever it lies.
    pub(super) fn close<K: Kind<Overlay>>(&mut self) {
        self.0.retain(|overlay| K::of(overlay).is_none());
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::app::Msg;
    use crate::app::delivery::DeliveryEvent;
    use crate::app::layout::areas;
    use crate::app::screens::Screen;
    use crate::app::testing::{Person, small_book};
    use crate::domain::{ContactFilter, MailSetup};

    fn at_contacts() -> Person {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("2");
        person
    }

    #[test]
    fn a_paste_goes_to_what_lies_on_top() {
        let mut person = at_contacts();
        person.keys("<space><space>M<F1>");
        person.tell(Msg::Pasted("swap".to_owned()));
        assert_eq!(person.help().expect("open").words.text(), "swap");
        assert!(person.merge().is_some());
        person.keys("<esc>");
        person.tell(Msg::Pasted("lost".to_owned()));
        assert!(person.help().is_none() && person.merge().is_some());
    }

    #[test]
    fn no_form_opens_where_something_else_lies_over_the_screen() {
        for (keys, leave) in [
            ("<ctrl-f>", "<esc>"),
            ("U", "<esc>"),
            ("?", "<esc>"),
            ("K", "<esc>"),
        ] {
            let mut person = Person::at(80, 24, &small_book());
            person.keys("gnM").keys(keys);
            let mail = Ok(Box::new(MailSetup::default()));
            person.tell(Msg::Delivery(DeliveryEvent::Offered(mail)));
            person.keys("x");
            assert!(person.form().is_none(), "{keys}");
            person.keys(leave);
            assert!(person.model.stack.is_empty(), "{keys}");
        }
        let mut person = Person::at(80, 24, &small_book());
        person.keys("gnM");
        let mail = Ok(Box::new(MailSetup::default()));
        person.tell(Msg::Delivery(DeliveryEvent::Offered(mail)));
        assert!(person.form().is_some());
    }

    #[rstest]
    #[case::export("E")]
    #[case::form("a")]
    #[case::sheet("W")]
    #[case::merge("<space><space>M")]
    #[case::search("<ctrl-f>")]
    #[case::changes("U")]
    #[case::help("?")]
    #[case::question("D")]
    fn no_click_and_no_wheel_passes_to_the_list_below(#[case] keys: &str) {
        let mut person = at_contacts();
        person.keys(keys);
        let selected = |person: &Person| match person.model.trail.top() {
            Screen::Customer(screen) => (screen.contacts.list.selected_place(), screen.contacts.filter),
            _ => panic!("elsewhere"),
        };
        let (place, _) = selected(&person);
        let rows = areas(&person.model).rows;
        for row in 0..rows.height {
            person.click(rows.x, rows.y + row);
        }
        assert_eq!(selected(&person), (place, ContactFilter::Active));
    }

    #[test]
    fn a_question_stays_on_top_until_it_is_answered() {
        let mut stack = Stack::default();
        stack.push(Dialog::message("first"));
        stack.push(Dialog::message("second"));
        assert_eq!(stack.all().count(), 1);
        stack.push(crate::app::overlay::search::Search::default());
        assert!(matches!(stack.top(), Some(Overlay::Dialog(_))));
        assert_eq!(
            stack.get::<Dialog>().map(|dialog| dialog.text.as_str()),
            Some("second")
        );
        stack.pop();
        assert!(matches!(stack.top(), Some(Overlay::Search(_))));
    }
}
