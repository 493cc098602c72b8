//! The names that a search knows before a colon, and where each of them can be asked for.

use crate::domain::keyed::keyed;
use crate::domain::{ContactSource, CustomField, CustomerStatus, Detail, Field, FieldOf, fold};

/// Where a search looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchScope {
    /// The list of customers.
    Customers,
    /// The contacts of a customer.
    Contacts,
    /// The history of a customer.
    History,
    /// Everything at once.
    Everywhere,
}

/// A field that a search can ask for by name, as in `title:cto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SearchField {
    /// The name of a customer or contact.
    Name,
    /// A customer's domain.
    Domain,
    /// A customer's owner.
    Owner,
    /// A customer's plan.
    Plan,
    /// A customer's status.
    Status,
    /// Why a customer is at risk.
    Risk,
    /// A customer's tags.
    Tag,
    /// A customer's primary contact.
    Primary,
    /// A contact's address.
    Email,
    /// A contact's job title, phone number and the like.
    Detail(Detail),
    /// Where a contact came from.
    Source,
    /// The notes on a customer, its contacts and its onboardings, or on a contact.
    Note,
    /// The customer of a contact or of a line of history: name, number or domain.
    Customer,
    /// Who made a change.
    Actor,
    /// Which field a change gave another value.
    Field,
}

keyed! {
    /// What a contact or customer can be, as in `is:primary`.
    pub enum Trait {
        /// The contact is the primary of its customer.
        Primary = "primary",
        /// It is put away.
        Archived = "archived",
        /// The user unlinked the contact from the source.
        Unlinked = "unlinked",
    }
}

/// The name before the colon that asks for a [`Trait`].
pub(super) const IS: &str = "is";

impl SearchField {
    /// Those before the details of contacts, and those behind them.
    const AROUND: ([Self; 9], [Self; 5]) = (
        [
            Self::Name,
            Self::Domain,
            Self::Owner,
            Self::Plan,
            Self::Status,
            Self::Risk,
            Self::Tag,
            Self::Primary,
            Self::Email,
        ],
        [Self::Source, Self::Note, Self::Customer, Self::Actor, Self::Field],
    );

    /// Returns all fields.
    pub fn all() -> impl Iterator<Item = Self> {
        let (before, behind) = Self::AROUND;
        let details = Detail::ALL.map(Self::Detail);
        before.into_iter().chain(details).chain(behind)
    }

    /// Returns the name before the colon.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
            Self::Owner => "owner",
            Self::Plan => "plan",
            Self::Status => "status",
            Self::Risk => "risk",
            Self::Tag => "tag",
            Self::Primary => "primary",
            Self::Email => "email",
            // One of several that a contact has.
            Self::Detail(Detail::Roles) => "role",
            Self::Detail(Detail::OtherEmails) => "other_email",
            Self::Detail(detail) => detail.key(),
            Self::Source => "source",
            Self::Note => "note",
            Self::Customer => "customer",
            Self::Actor => "actor",
            Self::Field => "field",
        }
    }

    /// Returns whether the field can be asked for in a scope.
    pub const fn is_in(self, scope: SearchScope) -> bool {
        match (scope, self) {
            (SearchScope::Everywhere, _) => true,
            (SearchScope::History, Self::Actor | Self::Field) => true,
            (SearchScope::History, _) | (_, Self::Actor | Self::Field) => false,
            (SearchScope::Contacts, _) => true,
            (SearchScope::Customers, Self::Detail(Detail::Roles)) => true,
            (SearchScope::Customers, Self::Email | Self::Detail(_) | Self::Source) => false,
            (SearchScope::Customers, _) => true,
        }
    }

    /// Lists the words of which a value must be a part; none if any text will do.
    fn words(self) -> Vec<String> {
        match self {
            Self::Status => CustomerStatus::ALL.map(|status| status.key().to_owned()).to_vec(),
            Self::Source => ContactSource::ALL.map(|source| source.key().to_owned()).to_vec(),
            Self::Field => Field::all().map(|field| field.to_string()).collect(),
            Self::Name
            | Self::Domain
            | Self::Owner
            | Self::Plan
            | Self::Risk
            | Self::Tag
            | Self::Primary
            | Self::Email
            | Self::Detail(_)
            | Self::Note
            | Self::Customer
            | Self::Actor => Vec::new(),
        }
    }

    /// Returns what is wrong with a value, if no word of the field holds it.
    pub(super) fn fault(self, value: &str) -> Option<String> {
        let words = self.words();
        let holds = |word: &String| part_of(value, word);
        if words.is_empty() || words.iter().any(holds) {
            return None;
        }
        let nearest = nearest(value, words.iter().map(String::as_str));
        let key = self.key();
        Some(format!(
            "There is no {key} {value:?}; the nearest is {nearest}. Type {key}:{}.",
            nearest.replace(' ', "_")
        ))
    }

    /// Finds the statuses that a value names.
    pub fn statuses(value: &str) -> impl Iterator<Item = CustomerStatus> {
        CustomerStatus::ALL
            .into_iter()
            .filter(move |status| part_of(value, status.key()))
    }

    /// Finds the sources that a value names.
    pub fn sources(value: &str) -> impl Iterator<Item = ContactSource> {
        ContactSource::ALL
            .into_iter()
            .filter(move |source| part_of(value, source.key()))
    }

    /// Finds the fields of the history that a value names.
    pub fn changed(value: &str) -> impl Iterator<Item = Field> {
        Field::all().filter(move |field| part_of(value, &field.to_string()))
    }
}

impl Trait {
    /// Returns whether the trait can be asked for in a scope.
    const fn is_in(self, scope: SearchScope) -> bool {
        match scope {
            SearchScope::Everywhere | SearchScope::Contacts => true,
            SearchScope::Customers => matches!(self, Self::Archived),
            SearchScope::History => false,
        }
    }

    /// Finds the trait that begins with a value.
    pub(super) fn find(value: &str, scope: SearchScope) -> Result<Self, String> {
        let value = fold(value);
        let known = || Self::ALL.into_iter().filter(|what| what.is_in(scope));
        let found = known().find(|what| what.key().starts_with(&value));
        found.ok_or_else(|| {
            let nearest = nearest(&value, known().map(Self::key));
            format!("There is no is:{value}; the nearest is is:{nearest}.")
        })
    }
}

/// Returns whether a value is a part of a word, blanks and underlines alike.
pub(super) fn part_of(value: &str, word: &str) -> bool {
    even_words(word).contains(&even_words(value))
}

/// Folds words, so that they are the same whether blanks, underlines or hyphens part them.
pub fn even_words(text: &str) -> String {
    fold(text).replace(['_', '-'], " ")
}

/// Says that a scope does not know a field, and which one it knows is nearest.
pub(super) fn unknown(name: &str, scope: SearchScope, custom: &[CustomField]) -> String {
    let is = (scope != SearchScope::History).then_some(IS);
    let known = SearchField::all().filter(|field| field.is_in(scope));
    let custom = custom.iter().filter(|field| match scope {
        SearchScope::Customers => field.fields.of == FieldOf::Customer,
        SearchScope::Contacts | SearchScope::Everywhere => true,
        SearchScope::History => false,
    });
    let custom = custom.map(CustomField::key);
    let known = known.map(|field| -> &str { field.key() });
    let nearest = nearest(&fold(name), known.chain(is).chain(custom));
    let whose = match scope {
        SearchScope::Customers => "Customers have",
        SearchScope::Contacts => "Contacts have",
        SearchScope::History => "A history has",
        SearchScope::Everywhere => "There is",
    };
    format!("{whose} no field {name:?}; the nearest is {nearest}. Put text with a colon in quotes.")
}

/// Finds the word that is most like a text.
fn nearest<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> &'a str {
    let likeness = |word: &str| strsim::normalized_damerau_levenshtein(text, word);
    words
        .max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
        .unwrap_or_default()
}
