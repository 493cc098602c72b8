//! What was asked and not yet answered, and the effects that go out with the next update.

use std::sync::Arc;

use super::document::Snapshot;
use super::effect::{Effect, RequestId, StoreRequest};
use super::questions::Query;
use crate::domain::{Change, CustomField, CustomerId, FieldOf, ListOrder, ListOrders};
use crate::paste::ReadyRows;

/// Why a change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A key asks for it.
    Act,
    /// It saves the form.
    Save,
    /// It adds a pasted list.
    Import,
}

/// Effects on their way out, and the questions and changes that wait for a reply.
#[derive(Debug, Clone, Default)]
pub(super) struct Requests {
    /// The fields that users defined, which searches and forms know.
    pub(super) custom: Arc<[CustomField]>,
    /// How the lists of customers and of contacts are sorted.
    pub(super) orders: ListOrders,
    last: RequestId,
    asked: Vec<(RequestId, Query)>,
    making: Vec<(RequestId, Purpose)>,
    outbox: Vec<Effect>,
}

impl Requests {
    /// Starts with lists that are sorted so.
    pub(super) fn sorting(orders: ListOrders) -> Self {
        Self {
            orders,
            ..Self::default()
        }
    }

    /// Returns how the list of customers, or that of contacts, is sorted.
    pub(super) fn order(&self, list: FieldOf) -> ListOrder {
        self.orders.of(list).among(&self.custom)
    }

    /// Asks the store; a later question of the same kind makes an earlier one stale.
    pub(super) fn ask(&mut self, query: Query) {
        let request = self.send_numbered(|request| StoreRequest::Ask {
            request,
            query: query.clone(),
        });
        self.asked.push((request, query));
    }

    /// Has a change made.
    pub(super) fn make(&mut self, purpose: Purpose, change: Change) {
        let change = Box::new(change);
        let request = self.send_numbered(|request| StoreRequest::Make { request, change });
        self.making.push((request, purpose));
    }

    /// Has the ready rows of a list added.
    pub(super) fn add(&mut self, customer: CustomerId, rows: ReadyRows, text: Snapshot) {
        let request = self.send_numbered(|request| StoreRequest::Add {
            request,
            customer,
            rows: Box::new(rows),
            text,
        });
        self.making.push((request, Purpose::Import));
    }

    /// Sends an effect whose reply is known by a number, to whoever sends it.
    pub(super) fn send_numbered<E: Into<Effect>>(
        &mut self,
        effect: impl FnOnce(RequestId) -> E,
    ) -> RequestId {
        self.last = self.last.next();
        self.outbox.push(effect(self.last).into());
        self.last
    }

    /// Sends an effect that has no reply, or one that is known without a number.
    pub(super) fn send(&mut self, effect: impl Into<Effect>) {
        self.outbox.push(effect.into());
    }

    /// Takes an answer off the list and returns its question: none if it is unknown or a later question made it stale.
    pub(super) fn settle(&mut self, request: RequestId) -> Option<Query> {
        let at = self.asked.iter().position(|(id, _)| *id == request)?;
        let (_, query) = self.asked.remove(at);
        let kind = std::mem::discriminant(&query);
        let is_stale = self.waits_for(|later| std::mem::discriminant(later) == kind);
        (!is_stale).then_some(query)
    }

    /// Takes the result of a change off the list and returns why it was made; none if it is unknown.
    pub(super) fn settle_change(&mut self, request: RequestId) -> Option<Purpose> {
        let at = self.making.iter().position(|(id, _)| *id == request)?;
        Some(self.making.remove(at).1)
    }

    /// Returns why a change is made whose result is still to come.
    pub(super) fn purpose_of(&self, request: RequestId) -> Option<Purpose> {
        let found = self.making.iter().find(|(id, _)| *id == request);
        found.map(|(_, purpose)| *purpose)
    }

    /// Returns whether the answer to such a question is still to come.
    pub(super) fn waits_for(&self, is_such: impl Fn(&Query) -> bool) -> bool {
        self.asked.iter().any(|(_, query)| is_such(query))
    }

    /// Returns whether a change that a key asked for is still being made.
    pub(super) fn is_acting(&self) -> bool {
        self.making.iter().any(|(_, purpose)| *purpose == Purpose::Act)
    }

    /// Returns whether a reply is still to come on which the meaning of every key depends; a change that a key asked for
    /// is looked at apart.
    pub(super) fn holds_keys(&self) -> bool {
        self.waits_for(Query::holds_keys) || self.is_filling()
    }

    /// Returns whether a reply other than to the change of a key is still to come.
    pub(super) fn waits_for_answer(&self) -> bool {
        !self.asked.is_empty() || self.is_filling()
    }

    /// Returns whether any reply is still to come.
    pub(super) fn is_waiting(&self) -> bool {
        !self.asked.is_empty() || !self.making.is_empty()
    }

    /// Hands the effects out.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.outbox)
    }

    /// Returns whether a form is being saved or a list added.
    fn is_filling(&self) -> bool {
        let is_one = |purpose: &Purpose| match purpose {
            Purpose::Save | Purpose::Import => true,
            Purpose::Act => false,
        };
        self.making.iter().any(|(_, purpose)| is_one(purpose))
    }
}
