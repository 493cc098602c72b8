//! The language of searches and filters: words, quoted phrases, `field:value`, `#42`, and `!` before what must not hold.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use super::field::{IS, part_of, unknown};
use crate::domain::{
    CustomField, CustomTerm, CustomerFilter, CustomerStatus, SafeText, SearchField, SearchScope, Trait, fold,
};

/// What rows must hold; every term counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchQuery {
    terms: Vec<Term>,
}

/// One thing that a row must hold, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Whether it must.
    pub sense: Sense,
    /// What.
    pub sought: Sought,
}

/// Whether a row must hold what is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// It must.
    Holds,
    /// It must not.
    HoldsNot,
}

/// What is sought; texts are never empty and keep the case in which they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sought {
    /// A text in any field.
    Text(SafeText),
    /// A text in one field.
    In(SearchField, SafeText),
    /// A trait.
    Is(Trait),
    /// The customer with this short number.
    Number(u32),
    /// A value in a field that the user defined.
    Custom(CustomTerm),
}

/// Why a text is no search, in a sentence that says what to type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SearchError(String);

impl SearchQuery {
    /// Reads what the user typed.
    ///
    /// What is not finished yet, such as a field without its value or a phrase without its second quote, is taken as far
    /// as it goes, as a list follows every key.
    pub fn parse(text: &str, scope: SearchScope) -> Result<Self, SearchError> {
        Self::parse_with(text, scope, &[])
    }

    /// Does so where there are fields that users defined.
    pub fn parse_with(text: &str, scope: SearchScope, fields: &[CustomField]) -> Result<Self, SearchError> {
        let mut rest = text.chars().peekable();
        let mut terms = Vec::new();
        loop {
            while rest.next_if(|c| c.is_whitespace()).is_some() {}
            if rest.peek().is_none() {
                return Ok(Self { terms });
            }
            let sense = match rest.next_if_eq(&'!') {
                Some(_) => Sense::HoldsNot,
                None => Sense::Holds,
            };
            if let Some(sought) = sought(&mut rest, scope, fields)? {
                terms.push(Term { sense, sought });
            }
        }
    }

    /// Returns the terms in their order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns whether every row will do.
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Returns whether rows with a trait are asked for.
    pub fn asks_for(&self, what: Trait) -> bool {
        self.sought().any(|sought| *sought == Sought::Is(what))
    }

    /// Returns the group of customers who left that is asked for, if one is.
    pub fn asked_group(&self) -> Option<CustomerFilter> {
        self.sought().find_map(|sought| match sought {
            Sought::Is(Trait::Archived) => Some(CustomerFilter::Archived),
            Sought::In(SearchField::Status, value) => {
                let mut statuses = SearchField::statuses(value.as_str());
                match (statuses.next(), statuses.next()) {
                    (Some(CustomerStatus::Archived), None) => Some(CustomerFilter::Archived),
                    (Some(CustomerStatus::Churned), None) => Some(CustomerFilter::Churned),
                    (Some(_) | None, _) => None,
                }
            }
            Sought::Text(_) | Sought::In(..) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => None,
        })
    }

    /// Returns what rows must hold.
    pub fn sought(&self) -> impl Iterator<Item = &Sought> {
        let must = self.terms.iter().filter(|term| term.sense == Sense::Holds);
        must.map(|term| &term.sought)
    }

    /// Returns whether a line of history can hold what is sought.
    pub fn asks_history(&self) -> bool {
        self.sought().any(|sought| {
            matches!(
                sought,
                Sought::Text(_) | Sought::In(SearchField::Actor | SearchField::Field, _)
            )
        })
    }

    /// Returns the words as one folded text, if there is nothing else in the search.
    pub fn phrase(&self) -> Option<String> {
        let texts: Vec<String> = self.texts().collect();
        (!texts.is_empty() && texts.len() == self.terms().len()).then(|| texts.join(" "))
    }

    /// Returns the folded texts that rows must hold in any field.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.sought().filter_map(|sought| match sought {
            Sought::Text(text) => Some(fold(text.as_str())),
            Sought::In(..) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => None,
        })
    }
}

/// Reads one thing up to the blank after it; none if it is not finished.
fn sought(
    rest: &mut Peekable<Chars<'_>>,
    scope: SearchScope,
    fields: &[CustomField],
) -> Result<Option<Sought>, SearchError> {
    if rest.next_if_eq(&'"').is_some() {
        return Ok(SafeText::optional(&phrase(rest)).map(Sought::Text));
    }
    let mut word = String::new();
    while let Some(c) = rest.next_if(|c| !c.is_whitespace()) {
        let is_name = c == ':' && !word.is_empty() && (is_plain_name(&word) || is_custom(&word, fields));
        if !is_name {
            word.push(c);
            continue;
        }
        if rest.peek() == Some(&'/') {
            // The start of a web address.
            word.push(c);
            continue;
        }
        return value(&word, rest, scope, fields);
    }
    let number = word.strip_prefix('#').filter(|digits| is_number(digits));
    Ok(match number.and_then(|digits| digits.parse().ok()) {
        Some(number) if scope != SearchScope::History => Some(Sought::Number(number)),
        Some(_) | None => SafeText::optional(&word).map(Sought::Text),
    })
}

/// Reads the value of a field up to the blank after it.
fn value(
    name: &str,
    rest: &mut Peekable<Chars<'_>>,
    scope: SearchScope,
    custom: &[CustomField],
) -> Result<Option<Sought>, SearchError> {
    let raw = if rest.next_if_eq(&'"').is_some() {
        phrase(rest)
    } else {
        let mut raw = String::new();
        while let Some(c) = rest.next_if(|c| !c.is_whitespace()) {
            raw.push(c);
        }
        raw
    };
    let key = fold(name);
    let value = SafeText::optional(&raw);
    if key == IS && scope != SearchScope::History {
        let found = value.map(|value| Trait::find(value.as_str(), scope)).transpose();
        return Ok(found.map_err(SearchError)?.map(Sought::Is));
    }
    if let Some(term) = CustomTerm::parse((&key, value.as_ref()), scope, custom) {
        return Ok(term.map_err(SearchError)?.map(Sought::Custom));
    }
    let field = SearchField::all()
        .find(|field| field.key() == key && field.is_in(scope))
        .ok_or_else(|| SearchError(unknown(SafeText::clean(name).as_str(), scope, custom)))?;
    let Some(value) = value else { return Ok(None) };
    let is_own = || custom.iter().any(|own| part_of(value.as_str(), own.label()));
    match field.fault(value.as_str()) {
        Some(_) if field == SearchField::Field && is_own() => Ok(Some(Sought::In(field, value))),
        Some(sentence) => Err(SearchError(sentence)),
        None => Ok(Some(Sought::In(field, value))),
    }
}

/// Reads a phrase up to its second quote; two quotes in a row stand for one in it.
fn phrase(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = rest.next() {
        if c == '"' && rest.next_if_eq(&'"').is_none() {
            break;
        }
        text.push(c);
    }
    text
}

/// Returns whether a word before a colon can be the name of a field that every book has.
fn is_plain_name(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '_')
}

/// Returns whether a word is the name of a field that users defined, which may have digits in it.
fn is_custom(word: &str, fields: &[CustomField]) -> bool {
    let key = fold(word);
    fields.iter().any(|field| field.key() == key)
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for SearchQuery {
    /// Writes the search so that reading it gives the same one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, term) in self.terms.iter().enumerate() {
            if place > 0 {
                f.write_str(" ")?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sense {
            Sense::Holds => {}
            Sense::HoldsNot => f.write_str("!")?,
        }
        match &self.sought {
            Sought::Text(text) => f.write_str(&quoted(text, &['"', ':', '!', '#'])),
            Sought::In(field, text) => write!(f, "{}:{}", field.key(), quoted(text, &['"', '/'])),
            Sought::Is(what) => write!(f, "{IS}:{}", what.key()),
            Sought::Number(number) => write!(f, "#{number}"),
            Sought::Custom(term) => write!(f, "{}:{}", term.key, quoted(&term.typed, &['"', '/'])),
        }
    }
}

/// Puts a text in quotes if it holds a blank or a sign that means something.
fn quoted(text: &SafeText, signs: &[char]) -> String {
    let text = text.as_str();
    if text.contains(signs) || text.contains(char::is_whitespace) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const SCOPES: [SearchScope; 4] = [
        SearchScope::Customers,
        SearchScope::Contacts,
        SearchScope::History,
        SearchScope::Everywhere,
    ];

    fn parse(text: &str) -> SearchQuery {
        SearchQuery::parse(text, SearchScope::Everywhere).expect(text)
    }

    #[rstest]
    #[case("  ann   lee ", "ann lee")]
    #[case("\"acme co\" tag:vip", "\"acme co\" tag:vip")]
    #[case("!status:At_risk !ann", "!status:At_risk !ann")]
    #[case("owner:\"Cara Osei\"", "owner:\"Cara Osei\"")]
    #[case("#42 !#7", "#42 !#7")]
    #[case("\"#42\" #4x", "\"#42\" \"#4x\"")]
    #[case("is:pri IS:Archived", "is:primary is:archived")]
    #[case("say \"a \"\"b\"\" c\"", "say \"a \"\"b\"\" c\"")]
    #[case("\"not closed", "\"not closed\"")]
    #[case("tag: is: ! \"\"", "")]
    #[case("10:30 https://acme.com", "\"10:30\" \"https://acme.com\"")]
    #[case("title:a:b", "title:a:b")]
    #[case("山田 Ｔitle", "山田 Ｔitle")]
    #[case("field:due_date source:hub", "field:due_date source:hub")]
    #[case("title:\"/etc\"", "title:\"/etc\"")]
    fn reads_and_writes(#[case] typed: &str, #[case] written: &str) {
        assert_eq!(parse(typed).to_string(), written);
    }

    #[rstest]
    #[case(
        "tga:vip",
        SearchScope::Customers,
        "Customers have no field \"tga\"; the nearest is tag. Put text with a colon in quotes."
    )]
    #[case(
        "titel:cto",
        SearchScope::Contacts,
        "Contacts have no field \"titel\"; the nearest is title. Put text with a colon in quotes."
    )]
    #[case(
        "actr:mia",
        SearchScope::History,
        "A history has no field \"actr\"; the nearest is actor. Put text with a colon in quotes."
    )]
    #[case(
        "sttus:x",
        SearchScope::Everywhere,
        "There is no field \"sttus\"; the nearest is status. Put text with a colon in quotes."
    )]
    #[case(
        "status:churnd",
        SearchScope::Everywhere,
        "There is no status \"churnd\"; the nearest is churned. Type status:churned."
    )]
    #[case(
        "is:archvied",
        SearchScope::Customers,
        "There is no is:archvied; the nearest is is:archived."
    )]
    #[case(
        "iz:primary",
        SearchScope::Contacts,
        "Contacts have no field \"iz\"; the nearest is is. Put text with a colon in quotes."
    )]
    fn what_is_not_known_is_told_with_the_nearest(
        #[case] text: &str,
        #[case] scope: SearchScope,
        #[case] sentence: &str,
    ) {
        let error = SearchQuery::parse(text, scope).expect_err("unknown");
        assert_eq!(error.to_string(), sentence);
    }

    #[test]
    fn a_scope_knows_its_own_fields_only() {
        for (text, scope) in [
            ("email:a", SearchScope::Customers),
            ("is:primary", SearchScope::Customers),
            ("actor:a", SearchScope::Contacts),
            ("name:a", SearchScope::History),
            ("is:archived", SearchScope::History),
        ] {
            assert!(SearchQuery::parse(text, scope).is_err(), "{text}");
            assert!(
                SearchQuery::parse(text, SearchScope::Everywhere).is_ok(),
                "{text}"
            );
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        let fields: Vec<&str> = SearchField::all().map(SearchField::key).collect();
        prop_oneof![
            "\\PC{0,12}",
            "[!\"#:a-c 0-9]{0,12}",
            (proptest::sample::select(fields), "[!\"#:a-c ]{0,6}")
                .prop_map(|(field, value)| format!("{field}:{value}")),
        ]
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd_and_what_is_written_reads_the_same(
            pieces in proptest::collection::vec(piece(), 0..6),
        ) {
            let text = pieces.join(" ");
            for scope in SCOPES {
                if let Ok(query) = SearchQuery::parse(&text, scope) {
                    let written = query.to_string();
                    prop_assert_eq!(SearchQuery::parse(&written, scope), Ok(query), "{}", written);
                }
            }
        }
    }

    #[test]
    fn words_are_one_phrase_where_nothing_else_is_sought() {
        let phrase = |text: &str| {
            SearchQuery::parse(text, SearchScope::Contacts)
                .expect("a search")
                .phrase()
        };
        assert_eq!(phrase("Ann Lee"), Some("ann lee".to_owned()));
        assert_eq!(phrase("\"Ann Lee\" CTO"), Some("ann lee cto".to_owned()));
        for text in ["", "!ann", "Ann !lee", "email:acme", "Ann email:acme"] {
            assert_eq!(phrase(text), None, "{text}");
        }
    }
}
