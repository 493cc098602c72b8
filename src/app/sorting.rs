//! What the lists of customers and contacts are sorted by: a short list, of which one is chosen.

use super::Model;
use super::effect::StoreRequest;
use super::next::Next;
use super::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use super::requests::Requests;
use crate::domain::{CustomField, FieldOf, ListOrder, SortDirection, SortKey, fields_of};

/// Offers what a list can be sorted by.
pub(super) fn offer_orders(list: FieldOf, requests: &Requests) -> Next {
    let order = requests.orders.of(list).among(&requests.custom);
    Next::Ask(Dialog::orders(list, order, &requests.custom))
}

impl Dialog {
    /// Lists what a list can be sorted by, what it is sorted by in focus.
    fn orders(list: FieldOf, order: ListOrder, fields: &[CustomField]) -> Self {
        let own = fields_of(fields, list).map(|field| (field.label(), SortKey::Field(field.id)));
        let keys: Vec<(&str, SortKey)> = std::iter::once(("Name", SortKey::Name)).chain(own).collect();
        let choice = |(name, by): &(&str, SortKey)| Choice {
            label: match (order.by == *by, order.direction) {
                (false, _) => (*name).to_owned(),
                (true, SortDirection::Ascending) => format!("{name}, descending"),
                (true, SortDirection::Descending) => format!("{name}, ascending"),
            },
            act: ChoiceAct::Sort(list, order.chosen(*by)),
        };
        Self {
            title: format!("Sort {} by", list.plural()),
            text: "Rows without a value come last.".to_owned(),
            choices: keys.iter().map(choice).collect(),
            focus: keys.iter().position(|(_, by)| *by == order.by).unwrap_or(0),
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}

impl Model {
    /// Sorts a list from now on, in the next session too.
    pub(super) fn sort(&mut self, list: FieldOf, order: ListOrder) {
        self.requests.orders.set(list, order);
        let orders = self.requests.orders;
        self.requests.send(StoreRequest::KeepOrders(orders));
        self.trail.top_mut().part_mut().search(&mut self.requests);
    }

    /// Writes how a list is sorted: `by Seats, descending`; nothing where it is as usual.
    pub fn order_words(&self, list: FieldOf) -> Option<String> {
        let order = self.list_order(list);
        if order == ListOrder::default() {
            return None;
        }
        let name = match order.by {
            SortKey::Name => "name",
            SortKey::Field(id) => self.custom_fields().iter().find(|field| field.id == id)?.label(),
        };
        Some(match order.direction {
            SortDirection::Ascending => format!("by {name}"),
            SortDirection::Descending => format!("by {name}, descending"),
        })
    }
}
