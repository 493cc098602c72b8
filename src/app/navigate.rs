//! From screen to screen: what a command does there, and what follows from it.

use super::delivery::DeliveryRequest;
use super::destination::{Destination, Found};
use super::filter::FilterInput;
use super::model::{Model, Prefix};
use super::next::Next;
use super::overlay::changes::Changes;
use super::overlay::dialog::{ChoiceAct, Dialog};
use super::overlay::export::ExportLine;
use super::overlay::form::Form;
use super::overlay::merge::Merge;
use super::overlay::pane::PastePane;
use super::overlay::search::Search;
use super::overlay::sheet::Sheet;
use super::requests::Purpose;
use super::screens::{CompaniesScreen, CustomerScreen, CustomersScreen, NotificationsScreen, Screen};
use super::sync::{Connection, SyncRequest};
use super::toast::{Offer, Tone};
use super::tour::TourStep;
use super::{Query, StoreRequest, TerminalRequest};
use crate::domain::{
    Change, ContactFilter, CustomerDomain, CustomerFilter, CustomerId, DomainEffect, FieldOf, ListOrder,
    NearMiss, Onboarding, OpenTasks, OthersActive, Outcome, PhaseMove, Reversal, SafeText, SearchField,
    SearchQuery, SearchScope, Sense, Sought, Standing, Term,
};
use crate::input::{Command, Tab};

impl Model {
    /// Carries out a command on the screen itself.
    pub(super) fn run_on_screen(&mut self, command: Command) {
        self.prefix = Prefix::None;
        if command == Command::Back {
            self.toast = None;
        }
        if let Some(screen) = Screen::opened_by(command) {
            return self.show(screen);
        }
        match command {
            Command::GoTo => self.prefix = Prefix::GoTo,
            Command::ShowCustomers => self.show_customers(),
            Command::ListCompanies => self.show_companies(),
            Command::ShowNotifications => self.show_notifications(NotificationsScreen::default()),
            Command::Sync
            | Command::SyncFull
            | Command::StopSync
            | Command::Connect
            | Command::Disconnect => self.run_sync(command),
            Command::SetUpMail
            | Command::SetUpSlack
            | Command::TestChannel
            | Command::ConfirmChannel
            | Command::ApproveAll
            | Command::SendNow => self.run_delivery(command),
            Command::Tour => self.stack.push(Dialog::tour(TourStep::People, &self.keymap)),
            Command::OpenSampleData => self.requests.send(TerminalRequest::OpenSampleData),
            Command::Undo => self.ask_to_revert(Reversal::Undo),
            Command::Redo => self.ask_to_revert(Reversal::Redo),
            command => {
                let (_, trail, mut context) = self.parts();
                let next = trail.top_mut().part_mut().run(command, &mut context);
                self.follow(next);
            }
        }
    }

    /// Goes to a screen; leaving it comes back to this one.
    fn show(&mut self, screen: impl Into<Screen>) {
        self.trail.open(screen);
        self.reload_screen();
    }

    /// Goes back to where one came from.
    pub(super) fn leave(&mut self) {
        if self.trail.leave() {
            self.reload_screen();
        }
    }

    /// Goes back to the list of customers.
    pub(super) fn show_customers(&mut self) {
        self.trail.go_home();
        self.reload_screen();
    }

    /// Asks again for what the screen shows.
    fn reload_screen(&mut self) {
        let (_, trail, mut context) = self.parts();
        trail.top_mut().part_mut().reload(&mut context);
    }

    /// Does what a screen, or what lies over it, wants of the rest of the app.
    pub(super) fn follow(&mut self, next: Next) {
        match next {
            Next::Stay => {}
            Next::Run(command) => self.run(command),
            Next::Close => drop(self.stack.pop()),
            Next::Done => {
                self.stack.pop();
                self.reload();
            }
            Next::Give(command) => {
                self.stack.pop();
                self.run(command);
            }
            Next::Choose(act) => {
                self.stack.pop();
                self.choose(*act);
            }
            Next::GoTo(found, words) => {
                self.stack.pop();
                self.go_to(*found, &words);
            }
            Next::LookUp(target) => self.look_up(Reversal::Undo, target),
            Next::Revert(reversal) => self.ask_to_revert(reversal),
            Next::Paste(pane) => self.stack.push(*pane),
            Next::Sheet(sheet) => self.stack.push(*sheet),
            Next::Export(selection, name) => self.stack.push(ExportLine::new(*selection, &name)),
            Next::Fill(form) => self.open_form(*form),
            Next::Ask(dialog) => self.stack.push(dialog),
            Next::Make(change) => self.requests.make(Purpose::Act, change),
            Next::Tell(tone, text) => self.tell(tone, Offer::None, text),
            Next::Open(customer, tab) => {
                let screen = CustomerScreen::open(*customer, tab, self.heights().list, &mut self.requests);
                self.trail.open(screen);
            }
            Next::Approve(one) => self.approve_one(&one),
            Next::Resend(one) => self.resend_one(&one),
            Next::Merge(pair) => {
                let merge = Merge::open(pair.0, pair.1, &mut self.context());
                self.stack.push(merge);
            }
            Next::Leave => self.leave(),
            Next::OpenLink(link) => self.requests.send(TerminalRequest::Open(link)),
            Next::Copy(clipping) => self.requests.send(TerminalRequest::Copy(clipping)),
            Next::Preview(change) => self.preview_change(change),
            Next::Visit(customer, destination) => self.visit(customer, destination),
            Next::Seek(one) => self.show_notifications(NotificationsScreen::seeking(one)),
            Next::FixDomain(miss) => self.preview(miss),
            Next::LinkPeople(miss) => {
                self.requests.ask(Query::NearMissPeople(miss));
            }
        }
        self.keep_in_view();
    }

    /// Does what was chosen as the answer to a question.
    fn choose(&mut self, act: ChoiceAct) {
        match act {
            ChoiceAct::Cancel => {}
            ChoiceAct::Make(change) => {
                let purpose = match self.stack.get::<Form>() {
                    Some(_) => Purpose::Save,
                    None => Purpose::Act,
                };
                self.requests.make(purpose, change);
            }
            ChoiceAct::Revert(reversal, change, label) => self.revert(reversal, change, &label),
            ChoiceAct::Flood(change, count) => self.stack.push(Dialog::really(*change, count)),
            ChoiceAct::Deliver(DeliveryRequest::Send(limit)) => self.send_now(limit),
            ChoiceAct::Deliver(request) => self.requests.send(request),
            ChoiceAct::FixAll(all) => {
                self.with(|pane: &mut PastePane, context| pane.take_fix(&all, context));
            }
            ChoiceAct::Sync(SyncRequest::Disconnect) => {
                self.requests.send(SyncRequest::Disconnect);
            }
            ChoiceAct::Sync(request) => self.start_sync(request),
            ChoiceAct::AskModel(request) => {
                self.with(|sheet: &mut Sheet, context| sheet.ask(request, context));
            }
            ChoiceAct::Move(onboarding, how) => self.preview_move(&onboarding, how),
            ChoiceAct::StartAnother(customer) => {
                self.follow(Next::Fill(Box::new(Form::new_onboarding(
                    &customer,
                    OthersActive::Allowed,
                    &self.phases,
                ))));
            }
            ChoiceAct::ReopenAnother(done) => {
                self.follow(Next::Fill(Box::new(Form::back(&done, OthersActive::Allowed))));
            }
            ChoiceAct::OpenLink(link) => self.requests.send(TerminalRequest::Open(link)),
            ChoiceAct::Tour(step) => self.stack.push(Dialog::tour(step, &self.keymap)),
            ChoiceAct::Filter(query) => self.filter_customers(&query),
            ChoiceAct::Sort(list, order) => self.sort(list, order),
            ChoiceAct::OpenDraft(id) => self.requests.ask(Query::Draft(id)),
            ChoiceAct::DiscardDraft(id) => {
                self.requests.send(StoreRequest::ForgetDraft(id));
                // It asks again which list is gone on with.
                self.run_on_screen(Command::PasteList);
            }
            ChoiceAct::Quit => self.quit_when_kept(),
            ChoiceAct::QuitUnkept => self.requests.send(TerminalRequest::Quit),
            ChoiceAct::LeaveUnkept => self.with(PastePane::forget),
        }
    }

    /// Sorts a list from now on, in the next session too.
    pub(super) fn sort(&mut self, list: FieldOf, order: ListOrder) {
        self.requests.orders.set(list, order);
        let orders = self.requests.orders;
        self.requests.send(StoreRequest::KeepOrders(orders));
        self.trail.top_mut().part_mut().search(&mut self.requests);
    }

    /// Goes to what a search by these words found.
    fn go_to(&mut self, found: Found, words: &str) {
        self.with(PastePane::leave);
        match found {
            Found::Customer(hit) => self.visit(hit.customer.id, Destination::Tab(Tab::Overview)),
            Found::Tag(hit) => self.show_tag(hit.tag),
            Found::Contact(hit) => {
                let contact = &hit.contact;
                let filter = match (contact.archived_at, contact.standing()) {
                    (_, Standing::Unlinked) => ContactFilter::Unlinked,
                    (Some(_), _) => ContactFilter::Archived,
                    (None, _) => ContactFilter::Active,
                };
                let destination = Destination::Contact(contact.id, filter);
                self.visit(contact.customer_id, destination);
            }
            Found::Note(hit) => self.visit(hit.note.customer_id, Destination::Note(hit.note.id)),
            Found::History(hit) => {
                // Words for other things than history would show nothing.
                let destination = match SearchQuery::parse(words, SearchScope::History) {
                    Ok(_) => Destination::History(words.to_owned()),
                    Err(_) => Destination::Tab(Tab::History),
                };
                self.visit(hit.customer.id, destination);
            }
        }
    }

    /// Has a customer opened at a place.
    fn visit(&mut self, customer: CustomerId, destination: Destination) {
        self.requests.ask(Query::Visit(customer, destination));
    }

    /// Shows the customers that a filter finds.
    pub(super) fn filter_customers(&mut self, query: &str) {
        self.trail.go_home();
        let customers = self.trail.top_mut().part_mut();
        if let Some(words) = customers.words_mut() {
            *words = FilterInput::new(query);
        }
        customers.search(&mut self.requests);
    }

    /// Lists the customers with a tag.
    fn show_tag(&mut self, tag: SafeText) {
        let term = Term {
            sense: Sense::Holds,
            sought: Sought::In(SearchField::Tag, tag),
        };
        if let Some(customers) = self.trail.get_mut::<CustomersScreen>() {
            customers.filter = CustomerFilter::Current;
        }
        self.filter_customers(&term.to_string());
    }

    fn show_notifications(&mut self, screen: NotificationsScreen) {
        self.look_at_delivery();
        self.show(screen);
    }

    /// Asks again for all that shows.
    pub(super) fn reload(&mut self) {
        let (stack, trail, mut context) = self.parts();
        trail.top_mut().part_mut().reload(&mut context);
        // That screen asks for them by itself.
        if !matches!(trail.top(), Screen::Fields(_)) {
            context.requests.ask(Query::CustomFields);
        }
        if let Some(search) = stack.get_mut::<Search>() {
            search.ask(&mut context);
        }
        if let Some(changes) = stack.get_mut::<Changes>() {
            changes.ask(&mut context);
        }
        if let Some(of) = stack.get().and_then(Sheet::shows_details_of) {
            context.requests.ask(Query::Details(of));
        }
        if let Some(pane) = stack.get::<PastePane>() {
            context.requests.ask(Query::List(pane.customer));
        }
    }

    /// Asks for rows that show and are not here.
    pub(super) fn load_missing(&mut self) {
        let (stack, trail, mut context) = self.parts();
        if let Some(changes) = stack.get_mut::<Changes>() {
            changes.load_missing(&mut context);
        }
        if let Some(pane) = stack.get_mut::<PastePane>() {
            pane.read_rows(&mut context);
        }
        let screen = trail.top_mut().part_mut();
        screen.load_missing(context.heights.list, context.requests);
    }

    /// Scrolls the lists so that what is selected shows in the room there is now.
    pub(super) fn keep_in_view(&mut self) {
        let (stack, trail, context) = self.parts();
        if let Some(changes) = stack.get_mut::<Changes>() {
            changes.keep_in_view(context.size);
        }
        if let Some(pane) = stack.get_mut::<PastePane>() {
            pane.fit_to(context.size);
        }
        trail.top_mut().part_mut().keep_in_view(context.heights);
    }

    fn show_companies(&mut self) {
        match self.sync.connection {
            Connection::Ready => {
                self.trail.open(CompaniesScreen::default());
                self.requests.send(SyncRequest::ListCompanies);
            }
            Connection::Unknown | Connection::NeedsToken | Connection::Unusable(_) => {
                let text = "HubSpot is not connected. Press {show_integrations}, then {integrations.connect}, to connect it.";
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    /// Asks what the domain of a near miss would do; one that cannot be a customer's is refused with the reason.
    fn preview(&mut self, miss: Box<NearMiss>) {
        match CustomerDomain::parse(miss.domain.ascii()) {
            Ok(domain) => {
                self.requests.ask(Query::DomainEffect(miss, domain));
            }
            Err(reason) => {
                let text = format!(
                    "{reason} {}",
                    self.sentence("To link people by hand, press {link_person}.")
                );
                self.tell(Tone::Notice, Offer::None, text);
            }
        }
    }

    /// Shows what the domain of a near miss would do.
    pub(super) fn previewed(&mut self, miss: &NearMiss, effect: DomainEffect) {
        if let Ok(domain) = CustomerDomain::parse(miss.domain.ascii()) {
            self.stack.push(Dialog::fix_domain(miss, domain, effect));
        }
    }

    /// Has a move of an onboarding shown before it is made.
    pub(super) fn preview_move(&mut self, onboarding: &Onboarding, how: PhaseMove) {
        let change = Change::MovePhase {
            onboarding: onboarding.id,
            how,
            open: OpenTasks::CarryOver,
            tasks: Vec::new(),
        };
        let change = self.context().with_tasks(change, onboarding.template.as_ref());
        self.preview_change(change);
    }

    /// Asks what a change would do, to show who is told before it is made.
    pub(super) fn preview_change(&mut self, change: Change) {
        self.requests.ask(Query::Preview(Box::new(change)));
    }

    /// Shows what a change would do.
    pub(super) fn previewed_change(&mut self, change: Change, outcome: &Outcome) {
        if let Outcome::TaskAdded { route: None, .. } | Outcome::TaskEdited { route: None, .. } = outcome {
            // It tells nobody, so there is nothing to see before.
            self.requests.make(Purpose::Save, change);
        } else {
            self.stack.push(Dialog::preview(change, outcome));
        }
    }
}
