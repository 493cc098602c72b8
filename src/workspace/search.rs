//! Finds customers, tags, contacts and lines of history with one search.

use super::{Error, Reach, Workspace};
use crate::domain::{ContactHit, CustomerHit, Hits, Rest, SearchQuery, fold};

impl Workspace {
    /// Finds what holds every term of a search, at most `limit` of each kind; nothing for an empty one.
    pub fn search(&mut self, query: &SearchQuery, limit: usize, reach: Reach) -> Result<Hits, Error> {
        if query.is_empty() {
            return Ok(Hits::default());
        }
        self.store.read(|reader| {
            let (mut customers, customers_left) = reader.search_customers(query, limit, reach)?;
            customers.sort_by_key(|customer| fold(customer.name.as_str()));
            let (contacts, contacts_left) = reader.search_contacts(query, limit, reach)?;
            let (history, history_left) = reader.search_history(query, limit, reach)?;
            let customers = customers.into_iter().map(|customer| CustomerHit {
                matched: query.matched_in_customer(&customer),
                customer,
            });
            let contacts = contacts.into_iter().map(|(contact, customer)| ContactHit {
                matched: query.matched_in_contact(&contact),
                contact,
                customer,
            });
            let mut hits = Hits {
                customers: customers.collect(),
                tags: reader.search_tags(query, limit)?,
                contacts: contacts.collect(),
                history,
                rest: if [customers_left, contacts_left, history_left].contains(&Rest::Unseen) {
                    Rest::Unseen
                } else {
                    Rest::None
                },
            };
            if let Some(text) = query.texts().next() {
                hits.contacts.sort_by_key(|hit| !begins(hit, &text));
            }
            Ok(hits)
        })
    }
}

/// Says whether a word of the name begins with a text.
fn begins(hit: &ContactHit, text: &str) -> bool {
    let name = fold(hit.contact.name.as_str());
    name.starts_with(text) || name.split_whitespace().any(|word| word.starts_with(text))
}
