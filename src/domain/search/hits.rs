//! What a search over everything found.

use std::borrow::Cow;

use crate::domain::{
    Contact, Customer, CustomerId, CustomerStatus, HistoryEntry, Name, Note, SafeText, SearchField,
    SearchQuery, Sense, Sought, fold,
};

/// What a search found, in groups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hits {
    /// Customers, by name.
    pub customers: Vec<CustomerHit>,
    /// Tags, those of the most customers first.
    pub tags: Vec<TagHit>,
    /// Contacts; those whose name begins with what was sought come first.
    pub contacts: Vec<ContactHit>,
    /// Notes, newest first.
    pub notes: Vec<NoteHit>,
    /// Lines of histories, newest first.
    pub history: Vec<HistoryHit>,
    /// Whether there may be more than was looked at.
    pub rest: Rest,
}

/// How many things of each kind a search gives at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Customers.
    pub customers: usize,
    /// Tags.
    pub tags: usize,
    /// Contacts.
    pub contacts: usize,
    /// Notes.
    pub notes: usize,
    /// Lines of history.
    pub history: usize,
}

impl Limits {
    /// Returns the same limit for each kind.
    pub const fn each(limit: usize) -> Self {
        Self {
            customers: limit,
            tags: limit,
            contacts: limit,
            notes: limit,
            history: limit,
        }
    }
}

/// What a search left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Rest {
    /// Nothing.
    #[default]
    None,
    /// What is beyond the number that was asked for.
    More,
    /// What is beyond the part that was read.
    Unread,
}

/// How much a search reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// As much as it can between two keys.
    Quick,
    /// As much as it can while the user looks at what was found so far.
    Deep,
    /// Everything, but of the history only its newest lines.
    Whole,
}

/// A customer that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerHit {
    /// The customer.
    pub customer: Customer,
    /// Why.
    pub matched: Matched,
}

/// A tag that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagHit {
    /// The tag.
    pub tag: SafeText,
    /// How many customers that are not archived have it.
    pub customers: usize,
}

/// A contact that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactHit {
    /// The contact.
    pub contact: Contact,
    /// Whose it is.
    pub customer: CustomerName,
    /// Why.
    pub matched: Matched,
}

/// A note that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteHit {
    /// The note.
    pub note: Note,
    /// On whose side it is.
    pub customer: CustomerName,
}

/// A line of history that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryHit {
    /// The line.
    pub entry: HistoryEntry,
    /// In whose history it stands.
    pub customer: CustomerName,
}

/// By what a customer is known to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerName {
    /// Its id.
    pub id: CustomerId,
    /// Its short number.
    pub display_id: u32,
    /// Its name.
    pub name: Name,
    /// How it is doing.
    pub status: CustomerStatus,
}

/// The field in which the first thing sought was found, with its whole value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// The field.
    pub field: SearchField,
    /// What it holds.
    pub text: String,
}

impl Hits {
    /// Counts what was found.
    pub fn len(&self) -> usize {
        self.customers.len() + self.tags.len() + self.contacts.len() + self.notes.len() + self.history.len()
    }

    /// Returns whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl SearchQuery {
    /// Returns in which field of a customer the first thing sought is found; the name if it is in none that shows.
    pub fn matched_in_customer(&self, customer: &Customer) -> Matched {
        let owner = customer.owner.as_ref();
        let primary = customer.primary.as_ref();
        let fields = [
            (SearchField::Name, Some(customer.name.as_str().into())),
            (
                SearchField::Domain,
                customer.domain.as_ref().map(|domain| domain.domain().unicode()),
            ),
            (
                SearchField::Tag,
                Some(customer.tags.to_string())
                    .filter(|tags| !tags.is_empty())
                    .map(Cow::Owned),
            ),
            (
                SearchField::Owner,
                owner.map(|owner| format!("{} <{}>", owner.name, owner.email).into()),
            ),
            (
                SearchField::Primary,
                primary.map(|contact| format!("{} <{}>", contact.name, contact.email).into()),
            ),
            (
                SearchField::Plan,
                customer.plan.as_ref().map(|plan| plan.as_str().into()),
            ),
            (SearchField::Status, Some(customer.status.to_string().into())),
            (
                SearchField::Risk,
                customer
                    .risk()
                    .and_then(|risk| risk.reason)
                    .map(|reason| reason.as_str().into()),
            ),
        ];
        self.first_matched(&customer.name, fields)
    }

    /// Returns in which field of a contact the first thing sought is found; the name if it is in none that shows.
    pub fn matched_in_contact(&self, contact: &Contact) -> Matched {
        let details = contact.details.iter().map(|(detail, text)| {
            let text = text.as_ref().map(|text| text.as_str().into());
            (SearchField::Detail(detail), text)
        });
        let fields = [
            (SearchField::Name, Some(contact.name.as_str().into())),
            (SearchField::Email, Some(contact.email.as_str().into())),
        ];
        let source = (SearchField::Source, Some(contact.source.key().into()));
        let fields = fields.into_iter().chain(details).chain([source]);
        self.first_matched(&contact.name, fields)
    }

    /// Returns the first of some notes that holds what is sought first, if that is sought in notes.
    pub fn matched_in_notes(&self, notes: &[Note]) -> Option<Matched> {
        let text = self.sought_in_notes()?;
        let mut texts = notes.iter().map(|note| note.text.one_line().to_string());
        texts.find(|note| fold(note).contains(&text)).map(|text| Matched {
            field: SearchField::Note,
            text,
        })
    }

    /// Returns the folded text that is sought first, if it is sought in notes.
    pub fn sought_in_notes(&self) -> Option<String> {
        match self.sought().next()? {
            Sought::In(SearchField::Note, text) => Some(fold(text.as_str())),
            Sought::In(..) | Sought::Text(_) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => None,
        }
    }

    fn first_matched<'a>(
        &self,
        name: &Name,
        fields: impl IntoIterator<Item = (SearchField, Option<Cow<'a, str>>)>,
    ) -> Matched {
        let by_name = Matched {
            field: SearchField::Name,
            text: name.to_string(),
        };
        let first = self.terms().iter().find(|term| term.sense == Sense::Holds);
        let (wanted, text) = match first.map(|term| &term.sought) {
            Some(Sought::Text(text)) => (None, fold(text.as_str())),
            Some(Sought::In(field, text)) => (Some(*field), fold(text.as_str())),
            Some(Sought::Is(_) | Sought::Number(_) | Sought::Custom(_)) | None => return by_name,
        };
        let fits = |(field, value): &(SearchField, Option<Cow<'_, str>>)| {
            let holds = value.as_ref().is_some_and(|value| fold(value).contains(&text));
            match wanted {
                None => holds,
                // Values of some fields are named otherwise than they show: `at_risk` shows as `at risk`.
                Some(wanted) => wanted == *field,
            }
        };
        match fields.into_iter().find(fits) {
            Some((field, Some(text))) => Matched {
                field,
                text: text.into_owned(),
            },
            Some((_, None)) | None => by_name,
        }
    }
}
