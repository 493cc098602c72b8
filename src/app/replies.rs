//! Takes the store's replies into the model.

use super::effect::RequestId;
use super::model::Model;
use super::next::Next;
use super::overlay::changes::Changes;
use super::overlay::dialog::Dialog;
use super::overlay::form::{Form, FormState};
use super::overlay::merge::Merge;
use super::overlay::pane::PastePane;
use super::overlay::search::Search;
use super::overlay::sheet::{Sheet, gone};
use super::questions::{Answer, Query};
use super::requests::Purpose;
use super::screens::{CustomerScreen, CustomersScreen, Emptiness, Screen};
use super::toast::{Offer, Tone};

use crate::domain::{Done, Failure, Field, Outcome, Page, PastChange, PlanId, Progress, UndoEffect};

impl Model {
    /// Takes an answer; one that came too late is dropped.
    pub(super) fn answered(&mut self, request: RequestId, answer: Result<Answer, Failure>) {
        let Some(query) = self.requests.settle(request) else {
            tracing::debug!(?request, "dropped a stale answer");
            return;
        };
        match answer {
            Ok(answer) => self.take(query, answer),
            Err(failure) => self.fail(&query, &failure),
        }
    }

    fn take(&mut self, query: Query, answer: Answer) {
        let height = self.heights().list;
        match (query, answer) {
            (Query::Customers(_), Answer::Customers(page)) => {
                if let Some(customers) = self.trail.get_mut::<CustomersScreen>() {
                    customers.take_page(page, height, &mut self.requests);
                }
            }
            (Query::AnyCustomer(_), Answer::AnyCustomer(page)) => {
                if let Some(customers) = self.trail.get_mut::<CustomersScreen>() {
                    customers.emptiness = if page.total == 0 {
                        Emptiness::Empty
                    } else {
                        Emptiness::Filled
                    };
                }
            }
            (Query::Visit(_, destination), Answer::Visit(customer)) => {
                let mut screen =
                    CustomerScreen::open(*customer, destination.tab(), height, &mut self.requests);
                screen.land(destination, &mut self.requests);
                self.trail.open(screen);
            }
            (Query::Search(..), Answer::Search(hits)) => self.with(|search: &mut Search, context| {
                search.take_hits(*hits, context);
                Next::Stay
            }),
            (Query::Integration, Answer::Integration(integration)) => {
                self.sync.learn(&integration);
                if let Screen::Integrations(screen) = self.trail.top_mut() {
                    screen.integration = Some(*integration);
                }
            }
            (Query::DomainEffect(miss, _), Answer::DomainEffect(effect)) => self.previewed(&miss, effect),
            (Query::MergePreview(_), Answer::MergePreview(outcome)) => {
                if let Some(merge) = self.stack.get_mut::<Merge>() {
                    merge.learn(&outcome);
                }
            }
            (Query::Tags, Answer::Tags(tags)) => self.tags = tags,
            (Query::CustomFields, Answer::CustomFields(fields)) => {
                self.requests.custom = fields.as_slice().into();
                let height = self.heights().list;
                if let Screen::Fields(screen) = self.trail.top_mut() {
                    screen.take_rows(fields, height);
                }
            }
            (Query::Preview(change), Answer::Preview(outcome)) => {
                self.previewed_change(*change, &outcome);
            }
            (Query::Reversal(..), Answer::Reversal(preview)) => self.reversal_found(preview.as_deref()),
            (Query::Changes(_), Answer::Changes(page)) => self.take_changes(Ok(page)),
            (Query::UndoEffect(_), Answer::UndoEffect(effect)) => {
                self.take_undo_effect(Ok(effect.map(|effect| *effect)));
            }
            (Query::NearMissPeople(miss), Answer::NearMissPeople(people)) => {
                self.stack.push(Dialog::link_people(&miss, &people));
            }
            (Query::Successors(_), Answer::Successors(page)) => {
                if let Some(dialog) = self.stack.get_mut::<Dialog>() {
                    dialog.offer_successors(&page.rows);
                }
            }
            (Query::List(_), Answer::List(start)) => {
                self.with(|pane: &mut PastePane, context| pane.take_known(*start, context));
            }
            (Query::OpenDetails(of), Answer::OpenDetails(found)) => match found {
                Some(details) => {
                    self.toast = None;
                    self.stack.push(Sheet::details(*details));
                }
                None => self.tell(Tone::Notice, Offer::None, gone(of)),
            },
            (Query::Details(of), Answer::Details(found)) => {
                self.with(|sheet: &mut Sheet, context| sheet.take_details(of, found, context));
            }
            (Query::Draft(_), Answer::Draft(draft)) => {
                self.with(|pane: &mut PastePane, context| pane.take_draft(draft.as_deref(), context));
            }
            (query, answer) => {
                let (_, trail, mut context) = self.parts();
                let next = trail.top_mut().part_mut().take(&query, answer, &mut context);
                self.follow(next);
            }
        }
    }

    fn take_changes(&mut self, rows: Result<Page<PastChange>, String>) {
        let size = self.size;
        if let Some(changes) = self.stack.get_mut::<Changes>() {
            changes.take(rows, size);
        }
    }

    fn take_undo_effect(&mut self, effect: Result<Option<UndoEffect>, String>) {
        if let Some(changes) = self.stack.get_mut::<Changes>() {
            changes.take_effect(effect);
        }
    }

    fn fail(&mut self, query: &Query, failure: &Failure) {
        let sentence = failure.to_string();
        let is_at_customer = matches!(self.trail.top(), Screen::Customer(_));
        let is_gone = is_at_customer && matches!(failure, Failure::NotFound(_));
        match query {
            Query::Customers(_) => {
                if let Some(customers) = self.trail.get_mut::<CustomersScreen>() {
                    customers.list.fail(sentence);
                }
            }
            Query::Customer(_) if is_gone => self.leave(),
            Query::Preview(_) => self.refused_change(failure),
            Query::Reversal(..) => {
                self.reverting = None;
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            Query::Changes(_) => self.take_changes(Err(sentence)),
            Query::UndoEffect(_) => self.take_undo_effect(Err(sentence)),
            Query::Search(..) => {
                if let Some(search) = self.stack.get_mut::<Search>() {
                    search.fail(sentence);
                }
            }
            Query::MergePreview(_) => {
                self.stack.close::<Merge>();
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            Query::List(_) => {
                // Nothing was typed yet, and without an id nothing could be kept.
                let pane = self.stack.get::<PastePane>();
                if pane.is_some_and(|pane| pane.keeping.draft.is_none()) {
                    self.stack.close::<PastePane>();
                }
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            query => {
                // What no list of the screen shows, or was asked for a screen that was left, is told in a message.
                if let Some(sentence) = self.trail.top_mut().part_mut().fail(query, sentence) {
                    self.tell(Tone::Refused, Offer::None, sentence);
                }
            }
        }
    }

    /// Shows why a change would be refused: beside the fields of the form, if it is that of one.
    fn refused_change(&mut self, failure: &Failure) {
        match (failure, self.stack.get_mut::<Form>()) {
            (Failure::Invalid(errors), Some(form)) => form.show_errors(errors.clone()),
            (failure, Some(form)) => {
                form.state = FormState::Editing;
                form.error = Some(failure.to_string());
            }
            (failure, None) => self.tell(Tone::Refused, Offer::None, failure.to_string()),
        }
    }

    /// Takes how far a change of many rows is.
    pub(super) fn progressed(&mut self, request: RequestId, progress: Progress) {
        let purpose = self.requests.purpose_of(request);
        if purpose == Some(Purpose::Import) {
            let pane = self.stack.get_mut::<PastePane>();
            if let Some(adding) = pane.and_then(|pane| pane.adding.as_mut()) {
                adding.progress = Some(progress);
            }
        } else if purpose == Some(Purpose::Act)
            && let Some(reverting) = &mut self.reverting
        {
            reverting.take_progress(progress);
            self.catch_up();
        }
    }

    /// Takes the result of a change.
    pub(super) fn made(&mut self, request: RequestId, result: Result<Done, Failure>) {
        let Some(purpose) = self.requests.settle_change(request) else {
            tracing::debug!(?request, "dropped a result that nobody waits for");
            return;
        };
        self.reverting = None;
        let pane = self.stack.get_mut::<PastePane>();
        let pane = pane.filter(|_| purpose == Purpose::Import);
        let added = pane.and_then(|pane| pane.adding.take()).map(|adding| adding.text);
        match (result, purpose == Purpose::Save, self.stack.get_mut::<Form>()) {
            (Ok(done), _, _) if purpose == Purpose::Import => {
                let offer = done.change.map_or(Offer::None, Offer::Undo);
                let sentence = done.outcome.sentence();
                if self.stack.get::<PastePane>().is_none() {
                    self.tell(Tone::Done, offer, sentence.clone());
                }
                self.with(|pane: &mut PastePane, context| {
                    pane.take_added(&sentence, offer, added.as_ref(), context)
                });
                self.reload();
            }
            (Ok(done), saved, _) => {
                if saved {
                    self.stack.close::<Form>();
                }
                self.after(&done);
            }
            (Err(Failure::Invalid(errors)), true, Some(form)) => form.show_errors(errors),
            (Err(Failure::ChangedMeanwhile(errors)), true, Some(form)) => form.show_collisions(errors),
            (Err(failure), true, Some(form)) => {
                form.state = FormState::Editing;
                form.error = Some(failure.to_string());
            }
            (Err(failure), _, _) => self.tell(Tone::Refused, Offer::None, failure.to_string()),
        }
        self.keep_in_view();
    }

    /// Shows what was done, and the rows that it changed.
    fn after(&mut self, done: &Done) {
        let offer = match (&done.outcome, done.change) {
            (Outcome::Undone(reverted), _) if reverted.applied > 0 => Offer::Redo(reverted.change),
            (Outcome::Undone(_), _) | (_, None) => Offer::None,
            (_, Some(change)) => Offer::Undo(change),
        };
        self.tell(tone(&done.outcome), offer, done.outcome.sentence());
        self.deliver_after(&done.outcome);
        if let Outcome::MessagesHeld(held) = &done.outcome {
            self.with(|sheet: &mut Sheet, _| sheet.take_held(held));
        }
        if let Outcome::CustomerEdited { status, .. }
        | Outcome::CustomersEdited { status, .. }
        | Outcome::ContactsRestored { status, .. }
        | Outcome::ContactsRelinked { status, .. }
        | Outcome::OnboardingStateSet { status, .. } = &done.outcome
        {
            self.ask_for_release(&status.may_leave);
        }
        if let Outcome::Undone(reverted) | Outcome::Redone(reverted) = &done.outcome {
            self.ask_for_release(&reverted.may_leave);
        }
        if has_new_domain(&done.outcome) {
            self.sync_after_change();
        }
        self.trail.unmark();
        let top = self.trail.top_mut();
        if let (Outcome::CustomerAdded(customer), Screen::Customers(screen)) = (&done.outcome, &mut *top) {
            return screen.show(customer.id, &mut self.requests);
        }
        if let (Outcome::ContactAdded { contact, .. }, Screen::Customer(screen)) = (&done.outcome, &mut *top)
        {
            screen.ask(&mut self.requests);
            return screen.contacts.show(contact.id, &mut self.requests);
        }
        if let (Outcome::OnboardingStarted { onboarding, .. }, Screen::Customer(screen)) =
            (&done.outcome, &mut *top)
        {
            screen.onboardings.seek(PlanId::Onboarding(onboarding.id));
        }
        if let (Outcome::NoteAdded(note), Screen::Customer(screen)) = (&done.outcome, &mut *top) {
            screen.notes.seek(note.id);
            if let Some(pane) = self.stack.get_mut::<PastePane>() {
                pane.kept_note = Some(note.text.clone());
            }
        }
        if let (Outcome::CustomersImported { .. }, Screen::Companies(_)) = (&done.outcome, top) {
            self.trail.go_home();
        }
        self.reload();
    }
}

/// Returns whether there is a domain for which the source may have people.
fn has_new_domain(outcome: &Outcome) -> bool {
    if let Outcome::CustomerEdited { customer, fields, .. } = outcome {
        return fields.contains(&Field::Domain) && customer.domain.is_some();
    }
    matches!(outcome, Outcome::CustomerAdded(customer) if customer.domain.is_some())
        || matches!(outcome, Outcome::CustomersImported { added, .. } if !added.is_empty())
}

/// Returns whether the user should look twice at what was done.
fn tone(outcome: &Outcome) -> Tone {
    let notice = match outcome {
        Outcome::ContactAdded { also_at, .. }
        | Outcome::ContactEdited { also_at, .. }
        | Outcome::PersonLinked { also_at, .. } => !also_at.is_empty(),
        Outcome::ContactsArchived {
            primary_left,
            customer,
            ..
        }
        | Outcome::ContactsDeleted {
            primary_left,
            customer,
            ..
        }
        | Outcome::ContactsUnlinked {
            primary_left,
            customer,
            ..
        } => *primary_left && customer.primary.is_none(),
        Outcome::PrimarySet(customer) => customer.primary.is_none(),
        Outcome::ContactErased {
            backups,
            also_at,
            is_pending,
            ..
        } => *is_pending || !backups.is_empty() || !also_at.is_empty(),
        Outcome::Undone(reverted) | Outcome::Redone(reverted) => !reverted.refused.is_empty(),
        Outcome::CustomerAdded(_)
        | Outcome::CustomersImported { .. }
        | Outcome::CustomerEdited { .. }
        | Outcome::CustomersEdited { .. }
        | Outcome::RolesChanged { .. }
        | Outcome::ContactsMerged { .. }
        | Outcome::ToldApart(..)
        | Outcome::ContactsImported { .. }
        | Outcome::ContactsImportedByCustomer { .. }
        | Outcome::ContactsRestored { .. }
        | Outcome::ContactsRelinked { .. }
        | Outcome::OnboardingStarted { .. }
        | Outcome::OnboardingEdited { .. }
        | Outcome::OnboardingStateSet { .. }
        | Outcome::TasksDone(_)
        | Outcome::TaskReopened(_)
        | Outcome::NoteAdded(_)
        | Outcome::NoteEdited { .. }
        | Outcome::NoteDeleted(_)
        | Outcome::CustomFieldsAdded(_)
        | Outcome::CustomFieldEdited { .. }
        | Outcome::CustomFieldRemoved(_)
        | Outcome::MessagesHeld(_)
        | Outcome::NotificationsSet(_) => false,
        Outcome::PhaseMoved {
            notifications, route, ..
        }
        | Outcome::TaskAdded {
            notifications, route, ..
        }
        | Outcome::TaskEdited {
            notifications, route, ..
        } => route.is_some() && notifications.is_empty(),
        Outcome::Invited { notifications, .. } => notifications.is_empty(),
    };
    if notice { Tone::Notice } else { Tone::Done }
}
