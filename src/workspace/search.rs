//! Finds customers, tags, contacts, notes and lines of history with one search.

use super::{Error, Workspace};
use crate::domain::{
    ContactHit, CustomerHit, Depth, Hits, Limits, Matched, NoteFilter, Rest, SearchQuery, fold,
};
use crate::store::Reader;

impl Workspace {
    /// Finds what holds every term of a search; nothing for an empty one.
    pub fn search(&mut self, query: &SearchQuery, limits: Limits, depth: Depth) -> Result<Hits, Error> {
        if query.is_empty() {
            return Ok(Hits::default());
        }
        self.store.read(|reader| {
            let (customers, customers_left) = reader.search_customers(query, limits.customers, depth)?;
            let (tags, tags_left) = reader.search_tags(query, limits.tags, depth)?;
            let (contacts, contacts_left) = reader.search_contacts(query, limits.contacts, depth)?;
            // Lines of history stand below the contacts: out of sight, if those are as many as may be.
            let (history, history_left) =
                if depth == Depth::Quick && contacts.len() == limits.contacts && query.asks_history() {
                    (Vec::new(), Rest::Unread)
                } else {
                    reader.search_history(query, limits.history, depth)?
                };
            let (notes, notes_left) = reader.search_notes(query, limits.notes, depth)?;
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
                notes,
                history,
                rest: customers_left
                    .max(contacts_left)
                    .max(notes_left)
                    .max(history_left)
                    .max(tags_left),
            };
            if query.sought_in_notes().is_some() {
                for hit in &mut hits.customers {
                    let of = NoteFilter::OfCustomer(hit.customer.id);
                    tell_note(reader, query, of, &mut hit.matched)?;
                }
                for hit in &mut hits.contacts {
                    tell_note(
                        reader,
                        query,
                        NoteFilter::OnContact(hit.contact.id),
                        &mut hit.matched,
                    )?;
                }
            }
            if let Some(text) = query.texts().next() {
                hits.contacts.sort_by_cached_key(|hit| !begins(hit, &text));
            }
            Ok(hits)
        })
    }
}

/// Tells by which note something was found.
fn tell_note(
    reader: &Reader<'_>,
    query: &SearchQuery,
    filter: NoteFilter,
    matched: &mut Matched,
) -> Result<(), Error> {
    if let Some(found) = query.matched_in_notes(&reader.notes(filter)?) {
        *matched = found;
    }
    Ok(())
}

/// Returns whether a word of the name begins with a text.
fn begins(hit: &ContactHit, text: &str) -> bool {
    let name = fold(hit.contact.name.as_str());
    name.starts_with(text) || name.split_whitespace().any(|word| word.starts_with(text))
}
