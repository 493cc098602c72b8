//! The terms of a search as conditions in SQL.

use rusqlite::types::Value;

use super::history::TOLD;
use super::trigrams::{question, trigrams_of};
use crate::domain::{
    Comparison, ContactSource, CustomTest, CustomerStatus, Detail, Field, SafeText, SearchField, SearchQuery,
    Sense, Sought, Trait, ValueTest, even_words, fold,
};

/// What rows are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// Customers, under this name, with all that their list shows.
    Customers(&'static str),
    /// Customers `t` of the search over everything, where people are found as contacts.
    Found,
    /// Contacts `t`.
    Contacts,
    /// Lines of history `o` of changes `c`.
    History,
}

/// A condition with the values of its numbered parameters.
#[derive(Debug, Clone, Default)]
pub(super) struct Criteria {
    /// The condition; what is demanded is added with `AND`.
    pub(super) sql: String,
    /// The values, those of what comes before it included.
    pub(super) params: Vec<Value>,
}

impl Criteria {
    /// Goes on behind values that are numbered already.
    pub(super) fn after(params: Vec<Value>) -> Self {
        Self {
            sql: String::new(),
            params,
        }
    }

    /// Demands every term of a search.
    pub(super) fn demand(&mut self, query: &SearchQuery, rows: Rows) {
        for term in query.terms() {
            let condition = self.condition(&term.sought, rows);
            self.sql.push_str(match term.sense {
                Sense::Holds => " AND (",
                Sense::HoldsNot => " AND NOT (",
            });
            self.sql.push_str(&condition);
            self.sql.push(')');
        }
    }

    /// Demands what concerns the customers of contacts, of what must hold; says whether there is any.
    pub(super) fn demand_of_customers(&mut self, query: &SearchQuery, name: &'static str) -> bool {
        let before = self.sql.len();
        for sought in query.sought().filter(|sought| is_of_customer(sought)) {
            let condition = self.condition(sought, Rows::Customers(name));
            self.sql.push_str(&format!(" AND ({condition})"));
        }
        self.sql.len() > before
    }

    fn condition(&mut self, sought: &Sought, rows: Rows) -> String {
        match rows {
            Rows::Customers(name) => self.of_customer(sought, name),
            Rows::Found => match sought {
                Sought::Text(text) => self.holds(text, &["t.search_key"]),
                Sought::In(SearchField::Detail(_), _) => "0".to_owned(),
                Sought::In(..) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => {
                    self.of_customer(sought, "t")
                }
            },
            Rows::Contacts if is_of_customer(sought) => {
                let condition = self.of_customer(sought, "k");
                format!("EXISTS (SELECT 1 FROM customer k WHERE k.id = t.customer_id AND ({condition}))")
            }
            Rows::Contacts => self.of_contact(sought),
            Rows::History => self.of_history(sought),
        }
    }

    fn of_customer(&mut self, sought: &Sought, t: &str) -> String {
        let (field, text) = match sought {
            Sought::Text(text) => return self.text_of_customer(text, t),
            Sought::In(field, text) => (*field, text),
            Sought::Number(number) => return format!("{t}.display_id = {number}"),
            Sought::Is(Trait::Archived) => return format!("{t}.status = 'archived'"),
            Sought::Is(Trait::Primary | Trait::Unlinked) => return "0".to_owned(),
            Sought::Custom(term) => return self.has_value(term.of_customer.as_ref(), t),
        };
        match field {
            SearchField::Name => self.holds(text, &[&format!("{t}.name_key")]),
            SearchField::Domain => self.holds(text, &[&format!("{t}.domain"), &format!("{t}.domain_key")]),
            SearchField::Customer => self.holds(
                text,
                &[
                    &format!("{t}.name_key"),
                    &format!("{t}.domain"),
                    &format!("{t}.domain_key"),
                    &format!("'#' || {t}.display_id"),
                ],
            ),
            SearchField::Owner => self.owned(text, t),
            SearchField::Primary => self.led(text, t),
            SearchField::Plan => self.holds(text, &[&format!("fold({t}.plan)")]),
            SearchField::Risk => self.holds(
                text,
                &[&format!(
                    "iif({t}.status = 'at_risk', fold({t}.risk_reason), NULL)"
                )],
            ),
            // A comma parts tags and is in none.
            SearchField::Tag => self.holds(text, &[&format!("replace(fold({t}.tags), ',', char(10))")]),
            SearchField::Status => {
                let keys = SearchField::statuses(text.as_str()).map(CustomerStatus::key);
                format!("{t}.status IN ({})", quoted(keys))
            }
            SearchField::Note => self.noted(text, "customer_id", t),
            SearchField::Detail(Detail::Roles) => {
                let holds = self.holds(text, &["h.roles"]);
                let active = "h.archived_at IS NULL AND h.deleted_at IS NULL AND h.is_here";
                format!(
                    "EXISTS (SELECT 1 FROM contact h WHERE h.customer_id = {t}.id AND {active} AND ({holds}))"
                )
            }
            SearchField::Email
            | SearchField::Detail(_)
            | SearchField::Source
            | SearchField::Actor
            | SearchField::Field => "0".to_owned(),
        }
    }

    /// Finds a text in what the list of customers shows.
    fn text_of_customer(&mut self, text: &SafeText, t: &str) -> String {
        let own = self.holds(
            text,
            &[
                &format!("{t}.search_key"),
                &format!("replace({t}.status, '_', ' ')"),
            ],
        );
        let owner = self.owned(text, t);
        let primary = self.led(text, t);
        format!("{own} OR {owner} OR {primary}")
    }

    fn of_contact(&mut self, sought: &Sought) -> String {
        let (field, text) = match sought {
            Sought::Text(text) => return self.holds(text, &["t.search_key"]),
            Sought::In(field, text) => (*field, text),
            Sought::Is(Trait::Archived) => return "t.archived_at IS NOT NULL".to_owned(),
            Sought::Is(Trait::Unlinked) => return "t.is_unlinked".to_owned(),
            Sought::Is(Trait::Primary) => {
                return "EXISTS (SELECT 1 FROM customer k WHERE k.id = t.customer_id AND k.primary_contact_id = t.id)"
                    .to_owned();
            }
            Sought::Custom(term) => return self.has_value(term.of_contact.as_ref(), "t"),
            Sought::Number(_) => return "0".to_owned(),
        };
        match field {
            SearchField::Name => self.holds(text, &["t.name_key"]),
            SearchField::Email => self.holds(text, &["fold(t.email)", "fold(t.other_emails)"]),
            SearchField::Detail(detail) => self.holds(text, &[&format!("fold(t.{})", detail.key())]),
            SearchField::Source => {
                let keys = SearchField::sources(text.as_str()).map(ContactSource::key);
                format!("t.source IN ({})", quoted(keys))
            }
            SearchField::Note => self.noted(text, "contact_id", "t"),
            SearchField::Domain
            | SearchField::Owner
            | SearchField::Plan
            | SearchField::Status
            | SearchField::Risk
            | SearchField::Tag
            | SearchField::Primary
            | SearchField::Customer
            | SearchField::Actor
            | SearchField::Field => "0".to_owned(),
        }
    }

    fn of_history(&mut self, sought: &Sought) -> String {
        match sought {
            Sought::Text(text) => self.holds(text, &[TOLD]),
            Sought::In(SearchField::Actor, text) => self.holds(text, &["fold(c.actor)"]),
            Sought::In(SearchField::Field, text) => {
                let keys: Vec<_> = SearchField::changed(text.as_str()).map(Field::key).collect();
                let keys = quoted(keys.iter().map(AsRef::as_ref));
                // By the name that the field has now, and had last if it is removed.
                let number = self.numbered(even_words(text.as_str()));
                format!(
                    "o.field IN ({keys}) OR (o.field LIKE 'custom:%' AND EXISTS (
                         SELECT 1 FROM custom_field f WHERE f.id = unhex(substr(o.field, 8), '-')
                         AND instr(replace(replace(fold(f.name), '_', ' '), '-', ' '), ?{number}) > 0))"
                )
            }
            Sought::In(SearchField::Customer, _) | Sought::Number(_) => {
                let condition = self.of_customer(sought, "k");
                format!("EXISTS (SELECT 1 FROM customer k WHERE k.id = o.customer_id AND ({condition}))")
            }
            Sought::In(..) | Sought::Is(_) | Sought::Custom(_) => "0".to_owned(),
        }
    }

    /// Demands that a row has a value in a custom field; no row does without a test.
    fn has_value(&mut self, test: Option<&CustomTest>, t: &str) -> String {
        let Some(test) = test else { return "0".to_owned() };
        let holds = self.value(test);
        format!("EXISTS (SELECT 1 FROM custom_value v WHERE v.subject_id = {t}.id AND {holds})")
    }

    /// Demands that a row `v` of the values is of the field of a test, and fulfils it.
    pub(super) fn value(&mut self, test: &CustomTest) -> String {
        let field = self.numbered(test.field.uuid());
        let holds = match &test.value {
            ValueTest::Begins(text) => {
                let number = self.numbered(text.clone());
                format!("v.key >= ?{number} AND v.key < {}", behind(number))
            }
            ValueTest::Number(comparison, number) => {
                let number = self.numbered(number.as_str().parse::<f64>().unwrap_or_default());
                format!("v.key {} ?{number}", sign(*comparison))
            }
            ValueTest::Day(comparison, day) => {
                let number = self.numbered(day.clone());
                match comparison {
                    Comparison::Less | Comparison::AtLeast => {
                        format!("v.key {} ?{number}", sign(*comparison))
                    }
                    Comparison::AtMost => format!("v.key < {}", behind(number)),
                    Comparison::Equal => format!("v.key >= ?{number} AND v.key < {}", behind(number)),
                    Comparison::Greater => format!("v.key >= {}", behind(number)),
                }
            }
        };
        format!("v.field_id = ?{field} AND {holds}")
    }

    /// Demands that one of some expressions holds a text.
    fn holds(&mut self, text: &SafeText, expressions: &[&str]) -> String {
        let number = self.folded(text);
        let parts: Vec<String> = expressions
            .iter()
            .map(|expression| format!("ifnull(instr({expression}, ?{number}), 0) > 0"))
            .collect();
        parts.join(" OR ")
    }

    /// Demands that a text names the owner of a customer; the few owners are looked at once.
    fn owned(&mut self, text: &SafeText, t: &str) -> String {
        let names = self.names(text);
        format!("ifnull({t}.owner_id IN (SELECT p.id FROM owner p WHERE {names}), 0)")
    }

    /// Demands that a text names the primary of a customer.
    fn led(&mut self, text: &SafeText, t: &str) -> String {
        let names = self.names(text);
        format!("EXISTS (SELECT 1 FROM contact p WHERE p.id = {t}.primary_contact_id AND ({names}))")
    }

    /// Demands that a note on a row holds a text: one that the index of notes knows, else one of the notes on the row.
    fn noted(&mut self, text: &SafeText, on: &str, t: &str) -> String {
        let number = self.folded(text);
        let trigrams = trigrams_of(&[fold(text.as_str())], 1);
        let holds = format!("n.deleted_at IS NULL AND instr(n.search_key, ?{number}) > 0");
        if trigrams.is_empty() {
            return format!("EXISTS (SELECT 1 FROM note n WHERE n.{on} = {t}.id AND {holds})");
        }
        self.params.push(Value::Text(question(trigrams.iter(), " AND ")));
        let asked = self.params.len();
        format!(
            "{t}.id IN (SELECT n.{on} FROM note n WHERE n.{on} IS NOT NULL AND {holds}
                        AND n.rowid IN (SELECT s.rowid FROM note_search s WHERE note_search MATCH ?{asked}))"
        )
    }

    /// Demands that a text names a person `p`.
    fn names(&mut self, text: &SafeText) -> String {
        let number = self.folded(text);
        format!("instr(p.name_key, ?{number}) > 0 OR instr(fold(p.email), ?{number}) > 0")
    }

    /// Adds a folded text to the values and gives its number.
    fn folded(&mut self, text: &SafeText) -> usize {
        self.numbered(fold(text.as_str()))
    }

    /// Adds a value and gives its number.
    fn numbered(&mut self, value: impl Into<Value>) -> usize {
        self.params.push(value.into());
        self.params.len()
    }
}

/// Returns in SQL what comes behind all texts that begin with a numbered one.
fn behind(number: usize) -> String {
    format!("?{number} || char(1114111)")
}

/// Returns the sign of a comparison in SQL.
const fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => "=",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    }
}

/// Returns whether a contact has what is sought by its customer.
pub(super) const fn is_of_customer(sought: &Sought) -> bool {
    match sought {
        Sought::Number(_) => true,
        Sought::Text(_) | Sought::Is(_) => false,
        Sought::Custom(term) => term.is_of_customer(),
        Sought::In(field, _) => match field {
            SearchField::Domain
            | SearchField::Owner
            | SearchField::Plan
            | SearchField::Status
            | SearchField::Risk
            | SearchField::Tag
            | SearchField::Primary
            | SearchField::Customer => true,
            SearchField::Name
            | SearchField::Email
            | SearchField::Detail(_)
            | SearchField::Source
            | SearchField::Note
            | SearchField::Actor
            | SearchField::Field => false,
        },
    }
}

/// Writes words of the program as a list of texts.
fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words
        .map(|word| format!("'{word}'"))
        .collect::<Vec<_>>()
        .join(", ")
}
