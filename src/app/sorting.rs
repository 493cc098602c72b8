//! What the lists of customers and contacts are sorted by: a short list, of which one is chosen.

use super::next::Next;
use super::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use super::requests::Requests;
use crate::domain::{CustomField, FieldOf, ListOrder, SortDirection, SortKey, fields_of};

/// Offers what a list can be sorted by.
pub(super) fn offer_orders(list: FieldOf, requests: &Requests) -> Next {
    let order = requests.order(list);
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
