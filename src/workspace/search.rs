//! Finds customers, tags, contacts and lines of history with one search.

use super::{Error, Workspace};
use crate::domain::{ContactHit, Customer, CustomerDomain, CustomerHit, Depth, Hits, SearchQuery, fold};

impl Workspace {
    /// Finds what holds every term of a search, at most `limit` of each kind; nothing for an empty one.
    pub fn search(&mut self, query: &SearchQuery, limit: usize, depth: Depth) -> Result<Hits, Error> {
        if query.is_empty() {
            return Ok(Hits::default());
        }
        self.store.read(|reader| {
            let (mut customers, customers_left) = reader.search_customers(query, limit, depth)?;
            let phrase = query.phrase();
            let is_exact = |customer: &Customer| {
                let domain = customer.domain.as_ref().map(CustomerDomain::ascii);
                phrase
                    .as_deref()
                    .is_some_and(|phrase| fold(customer.name.as_str()) == phrase || domain == Some(phrase))
            };
            customers.sort_by_cached_key(|customer| (!is_exact(customer), fold(customer.name.as_str())));
            let (tags, tags_left) = reader.search_tags(query, limit, depth)?;
            let (contacts, contacts_left) = reader.search_contacts(query, limit, depth)?;
            let (history, history_left) = reader.search_history(query, limit, depth)?;
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
                tags,
                contacts: contacts.collect(),
                history,
                rest: customers_left.max(contacts_left).max(history_left).max(tags_left),
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
