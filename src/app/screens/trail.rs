//! The screens on the way to the one that shows: leaving it goes back to where one came from.

use super::{CustomerScreen, CustomersScreen, Screen};
use crate::app::kinds::Kind;
use crate::domain::CustomerId;

/// How many screens are remembered at most.
const MOST: usize = 20;

/// The screen that shows, and those from which one came to it.
#[derive(Debug)]
pub struct Trail {
    top: Screen,
    /// The first one is the list of customers, unless that shows.
    below: Vec<Screen>,
}

impl Trail {
    /// Starts at the list of customers.
    pub(in crate::app) fn new() -> Self {
        Self {
            top: CustomersScreen::new().into(),
            below: Vec::new(),
        }
    }

    /// Returns the screen that shows.
    pub const fn top(&self) -> &Screen {
        &self.top
    }

    pub(in crate::app) const fn top_mut(&mut self) -> &mut Screen {
        &mut self.top
    }

    /// Goes to a screen, in place of the same one on the way here.
    pub(in crate::app) fn open(&mut self, screen: impl Into<Screen>) {
        let screen = screen.into();
        self.below.push(std::mem::replace(&mut self.top, screen));
        let same = identity(&self.top);
        self.below.retain(|before| identity(before) != same);
        if self.below.len() > MOST {
            // The list of customers stays.
            self.below.remove(1);
        }
    }

    /// Goes back to where one came from; returns whether there was such a screen.
    pub(in crate::app) fn leave(&mut self) -> bool {
        let before = self.below.pop();
        let left = before.is_some();
        if let Some(before) = before {
            self.top = before;
        }
        left
    }

    /// Goes back to the list of customers.
    pub(in crate::app) fn go_home(&mut self) {
        while self.leave() {}
    }

    /// Unmarks all rows, as what is marked is kept as it was before a change.
    pub(in crate::app) fn unmark(&mut self) {
        for screen in self.below.iter_mut().chain([&mut self.top]) {
            screen.part_mut().unmark();
        }
    }

    /// Finds a screen of a kind, wherever it is on the way: the one that shows first.
    pub fn get<K: Kind<Screen>>(&self) -> Option<&K> {
        let below = self.below.iter().rev();
        std::iter::once(&self.top).chain(below).find_map(K::of)
    }

    pub(in crate::app) fn get_mut<K: Kind<Screen>>(&mut self) -> Option<&mut K> {
        let below = self.below.iter_mut().rev();
        std::iter::once(&mut self.top).chain(below).find_map(K::of_mut)
    }
}

/// Returns what makes a screen the same as another: its kind, and the customer that it shows.
fn identity(screen: &Screen) -> (std::mem::Discriminant<Screen>, Option<CustomerId>) {
    let customer = CustomerScreen::of(screen).map(|screen| screen.customer.id);
    (std::mem::discriminant(screen), customer)
}

#[cfg(test)]
mod tests {
    use super::super::CustomerScreen;
    use super::*;
    use crate::app::testing::{Person, small_book};
    use crate::domain::{ContactFilter, Failure};
    use crate::input::Tab;

    fn title(person: &Person) -> String {
        let top = person.model.trail.top();
        match CustomerScreen::of(top) {
            Some(screen) => screen.customer.name.to_string(),
            None => top.title().to_lowercase(),
        }
    }

    #[test]
    fn esc_goes_back_to_where_one_came_from_with_its_selection_and_filter() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("/acme<enter>j2");
        assert_eq!(title(&person), "Acme Labs");
        person.keys("<esc>k2f/zed<enter>");
        person.keys("gn");
        assert_eq!(title(&person), "notifications");
        person.keys("gi<esc>");
        assert_eq!(title(&person), "notifications");
        person.keys("<esc>");
        let Screen::Customer(screen) = person.model.trail.top() else {
            panic!("{}", title(&person))
        };
        assert_eq!(screen.customer.name.as_str(), "Acme");
        assert_eq!(
            (screen.tab, screen.contacts.filter),
            (Tab::Contacts, ContactFilter::Archived)
        );
        assert_eq!(screen.contacts.words.line.text(), "zed");
        assert_eq!(screen.contacts.list.total(), 1);
        // The filter goes first, then the screen.
        person.keys("<esc><esc>");
        assert_eq!(title(&person), "customers");
        assert_eq!(person.customers().words.line.text(), "acme");
        assert_eq!(person.customers().list.selected_place(), 0);
    }

    #[test]
    fn a_screen_is_on_the_way_once_and_the_list_of_customers_always() {
        let mut person = Person::at(80, 24, &small_book());
        for _ in 0..MOST {
            person.keys("gngigwgo");
        }
        assert_eq!(person.model.trail.below.len(), 4);
        person.keys("<esc><esc><esc>");
        assert_eq!(title(&person), "notifications");
        person.keys("<esc>");
        assert_eq!(title(&person), "customers");
        person.keys("gngwgc<esc>");
        assert_eq!(title(&person), "customers");
    }
    fn marked_at_customer(person: &Person) -> usize {
        let screen: Option<&CustomerScreen> = person.model.trail.get();
        screen.map_or(0, |screen| screen.contacts.marked.len())
    }

    #[test]
    fn rows_marked_on_the_way_are_unmarked_once_something_changes() {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("<enter>2j*k<space><space>gn");
        assert_eq!(marked_at_customer(&person), 2);
        person.keys("u");
        assert!(
            person.toast().contains("without a primary contact"),
            "{}",
            person.toast()
        );
        assert_eq!(marked_at_customer(&person), 0);
    }

    #[test]
    fn what_cannot_be_read_for_a_screen_that_was_left_is_told() {
        let mut person = Person::at(80, 24, &small_book());
        person.hold_replies();
        person.keys("gn<esc>");
        let failure = Failure::Store("The disk is gone.".to_owned());
        person.fail_held(failure);
        assert!(person.toast().contains("The disk is gone."), "{}", person.toast());
    }
}
