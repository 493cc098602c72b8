//! Takes the store's replies into the model.

use super::dialog::Dialog;
use super::form::FormState;
use super::model::{Model, Place};
use super::requests::Purpose;
use super::screens::{CustomerScreen, Stock};
use super::toast::{Offer, Tone};
use super::{Answer, RequestId};
use crate::domain::{Done, Failure, Field, Outcome, Progress};

impl Model {
    /// Takes an answer; one that came too late is dropped.
    pub(super) fn answered(&mut self, request: RequestId, answer: Result<Answer, Failure>) {
        let Some(purpose) = self.requests.settle(request) else {
            tracing::debug!(?request, "dropped a stale answer");
            return;
        };
        match answer {
            Ok(answer) => self.take(purpose, answer),
            Err(failure) => self.fail(purpose, &failure),
        }
    }

    fn take(&mut self, purpose: Purpose, answer: Answer) {
        let (height, heights) = (self.list_height(), self.half_heights());
        let schedule = self.schedule();
        match (purpose, answer, &mut self.place) {
            (Purpose::Customers, Answer::Customers(page), _) => {
                self.customers.take(page, height, &mut self.requests);
            }
            (Purpose::Stock, Answer::Customers(page), _) => {
                self.customers.stock = if page.total == 0 {
                    Stock::Empty
                } else {
                    Stock::Some
                };
            }
            (Purpose::Customer, Answer::Customer { customer, links }, Place::Customer(screen))
                if customer.id == screen.customer.id =>
            {
                screen.customer = *customer;
                screen.links = Some(*links);
            }
            (Purpose::Visit(landing), Answer::Customer { customer, .. }, _) => {
                let mut screen = CustomerScreen::open(*customer, landing.tab(), height, &mut self.requests);
                screen.land(landing, &mut self.requests);
                self.place = Place::Customer(Box::new(screen));
            }
            (Purpose::Search, Answer::Search(hits), _) => self.take_hits(*hits),
            (Purpose::Integration, Answer::Integration(integration), place) => {
                self.sync.learn(&integration);
                if let Place::Integrations(screen) = place {
                    screen.integration = Some(*integration);
                }
            }
            (Purpose::NearMisses, Answer::NearMisses(misses), Place::Integrations(screen)) => {
                screen.take_misses(misses, heights.misses);
            }
            (Purpose::Runs, Answer::Runs(runs), Place::Integrations(screen)) => {
                screen.take_runs(runs, heights.runs);
            }
            (Purpose::Mend, Answer::DomainEffect(effect), _) => self.rehearsed(effect),
            (Purpose::Plans, Answer::Plans(rows), Place::Customer(screen)) => {
                screen.onboardings.take(rows, height);
            }
            (Purpose::Who, Answer::Who(groups), _) => self.show_who(groups),
            (Purpose::Write, Answer::MessageDrafts(drafts), _) => self.show_drafts(drafts),
            (Purpose::Notifications, Answer::Notifications(rows), Place::Notifications(screen)) => {
                let sought = self.sought.take();
                screen.take(rows, height);
                let place = sought.and_then(|id| screen.all().position(|row| row.id == id));
                if let Some(place) = place {
                    screen.list.select(place, height);
                }
            }
            (Purpose::AllOnboardings, Answer::AllOnboardings(rows), Place::Onboardings(screen)) => {
                screen.take(rows, &schedule, height);
            }
            (Purpose::Work, Answer::Work(rows), Place::Workbench(screen)) => screen.take(rows, height),
            (Purpose::Merge, Answer::Rehearsed(outcome), _) => self.learn_merge(&outcome),
            (Purpose::Duplicates, Answer::Duplicates(found), Place::Customer(screen)) => {
                screen.contacts.alike = found;
            }
            (Purpose::Tags, Answer::Tags(tags), _) => self.tags = tags,
            (Purpose::MarkAll, answer, _) => self.mark_all(answer),
            (Purpose::Rehearse, Answer::Rehearsed(outcome), _) => self.rehearsed_change(&outcome),
            (Purpose::Reversal, Answer::Reversal(preview), _) => self.reversal_found(preview.as_deref()),
            (Purpose::Changes, Answer::Changes(page), _) => self.take_changes(Ok(page)),
            (Purpose::UndoEffect, Answer::UndoEffect(effect), _) => {
                self.take_undo_effect(Ok(effect.map(|effect| *effect)));
            }
            (Purpose::People, Answer::NearMissPeople(people), _) => {
                if let Some(miss) = self.miss.take() {
                    self.dialog = Some(Dialog::link_people(&miss, &people));
                }
            }
            (Purpose::Contacts, Answer::Contacts(page), Place::Customer(screen)) => {
                screen.contacts.take(page, height);
            }
            (Purpose::Successors, Answer::Contacts(page), _) => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.offer_successors(&page.rows);
                }
            }
            (Purpose::History, Answer::History(page), Place::Customer(screen)) => {
                screen.history.take(page, height);
            }
            (Purpose::Pane, Answer::List(start), _) => self.pane_known(*start),
            (Purpose::Draft, Answer::Draft(draft), _) => self.draft_opened(draft.map(|draft| *draft)),
            (purpose, _, _) => tracing::debug!(?purpose, "dropped an answer that nobody waits for"),
        }
    }

    fn fail(&mut self, purpose: Purpose, failure: &Failure) {
        let sentence = failure.to_string();
        match (purpose, &mut self.place) {
            (Purpose::Customers, _) => self.customers.list.fail(sentence),
            (Purpose::Contacts, Place::Customer(screen)) => screen.contacts.list.fail(sentence),
            (Purpose::History, Place::Customer(screen)) => screen.history.list.fail(sentence),
            (Purpose::NearMisses, Place::Integrations(screen)) => screen.misses.fail(sentence),
            (Purpose::Plans, Place::Customer(screen)) => screen.onboardings.rows.fail(sentence),
            (Purpose::Notifications, Place::Notifications(screen)) => screen.list.fail(sentence),
            (Purpose::AllOnboardings, Place::Onboardings(screen)) => screen.list.fail(sentence),
            (Purpose::Work, Place::Workbench(screen)) => screen.list.fail(sentence),
            (Purpose::Rehearse, _) => self.refused_change(failure),
            (Purpose::Reversal, _) => {
                self.reverting = None;
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            (Purpose::Changes, _) => self.take_changes(Err(sentence)),
            (Purpose::UndoEffect, _) => self.take_undo_effect(Err(sentence)),
            (Purpose::Search, _) => self.search_failed(sentence),
            (Purpose::Merge, _) => {
                self.merge = None;
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            (Purpose::Runs, Place::Integrations(screen)) => screen.runs.fail(sentence),
            (Purpose::Customer, Place::Customer(_)) => {
                if let Failure::NotFound(_) = failure {
                    self.place = Place::Customers;
                    self.customers.reload(&mut self.requests);
                } else {
                    self.tell(Tone::Refused, Offer::None, sentence);
                }
            }
            (Purpose::Pane, _) => {
                // Nothing was typed yet, and without an id nothing could be kept.
                self.pane.take_if(|pane| pane.keeping.draft.is_none());
                self.tell(Tone::Refused, Offer::None, sentence);
            }
            (_, _) => self.tell(Tone::Refused, Offer::None, sentence),
        }
    }

    /// Tells why a change would be refused: beside the fields of the form, if it is that of one.
    fn refused_change(&mut self, failure: &Failure) {
        self.rehearsing = None;
        match (failure, &mut self.form) {
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
        match self.requests.purpose_of(request) {
            Some(Purpose::Import) => {
                if let Some(adding) = self.pane.as_mut().and_then(|pane| pane.adding.as_mut()) {
                    adding.progress = Some(progress);
                }
            }
            Some(Purpose::Act) => self.reverting_progressed(progress),
            _ => {}
        }
    }

    /// Takes the result of a change.
    pub(super) fn made(&mut self, request: RequestId, result: Result<Done, Failure>) {
        let Some(purpose) = self.requests.settle(request) else {
            tracing::debug!(?request, "dropped a result that nobody waits for");
            return;
        };
        self.reverting = None;
        let pane = self.pane.as_mut().filter(|_| purpose == Purpose::Import);
        let added = pane.and_then(|pane| pane.adding.take()).map(|adding| adding.text);
        match (result, purpose == Purpose::Save, &mut self.form) {
            (Ok(done), _, _) if purpose == Purpose::Import => {
                let offer = done.change.map_or(Offer::None, Offer::Undo);
                self.rows_added(&done.outcome.sentence(), offer, added.as_ref());
                self.reload();
            }
            (Ok(done), saved, _) => {
                if saved {
                    self.form = None;
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

    /// Tells what was done and shows it.
    fn after(&mut self, done: &Done) {
        let offer = match (&done.outcome, done.change) {
            (Outcome::Undone(reverted), _) if reverted.applied > 0 => Offer::Redo(reverted.change),
            (Outcome::Undone(_), _) | (_, None) => Offer::None,
            (_, Some(change)) => Offer::Undo(change),
        };
        self.tell(tone(&done.outcome), offer, done.outcome.sentence());
        self.deliver_after(&done.outcome);
        if let Outcome::MessagesHeld(held) = &done.outcome {
            self.messages_held(held);
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
        let has_new_domain = match &done.outcome {
            Outcome::CustomerEdited { customer, fields, .. } => {
                fields.contains(&Field::Domain) && customer.domain.is_some()
            }
            Outcome::CustomerAdded(customer) => customer.domain.is_some(),
            Outcome::CustomersImported { added, .. } => !added.is_empty(),
            _ => false,
        };
        if has_new_domain {
            self.sync_after_change();
        }
        match (&done.outcome, &mut self.place) {
            (Outcome::CustomerAdded(customer), Place::Customers) => {
                self.customers.show(customer.id, &mut self.requests);
                return;
            }
            (Outcome::ContactAdded { contact, .. }, Place::Customer(screen)) => {
                screen.reload(&mut self.requests);
                screen.contacts.show(contact.id, &mut self.requests);
                return;
            }
            (_, Place::Customer(screen)) => screen.contacts.marked.clear(),
            (Outcome::CustomersImported { .. }, Place::Companies(_)) => self.place = Place::Customers,
            (_, Place::Customers) => self.customers.marked.clear(),
            (
                _,
                Place::Integrations(_)
                | Place::Companies(_)
                | Place::Notifications(_)
                | Place::Onboardings(_)
                | Place::Workbench(_),
            ) => {}
        }
        self.reload();
    }
}

/// Says whether the person should look twice at what was done.
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
        Outcome::Undone(reverted) | Outcome::Redone(reverted) => !reverted.refused.is_empty(),
        Outcome::CustomerAdded(_)
        | Outcome::CustomersImported { .. }
        | Outcome::CustomerEdited { .. }
        | Outcome::CustomersEdited { .. }
        | Outcome::ContactsMerged { .. }
        | Outcome::ToldApart(..)
        | Outcome::ContactsImported { .. }
        | Outcome::ContactsRestored { .. }
        | Outcome::ContactsRelinked { .. }
        | Outcome::OnboardingStarted { .. }
        | Outcome::OnboardingEdited { .. }
        | Outcome::OnboardingStateSet { .. }
        | Outcome::TaskSet(_)
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
