//! Puts the verdict on a row into words, each with a suggestion where there is one.

use super::check::{Verdict, check_name, long_fields};
use super::domains;
use super::entry::Entry;
use super::known::{Here, Known};
use super::row::Reason;
use super::shape;
use super::status::Code;
use crate::domain::{
    Detail, Domain, Email, EmailError, Field, NameError, NameQuality, OtherEmails, bare,
    name_from_local_part, name_quality, name_within,
};

/// Gives every reason for the status of a row; `repeats` is the line, counted from 0, of the first row with its address.
pub(super) fn reasons(
    entry: &Entry<'_>,
    verdict: Verdict,
    repeats: Option<usize>,
    known: &Known,
) -> Vec<Reason> {
    let email = Email::parse(&entry.email);
    verdict
        .codes
        .iter()
        .flat_map(|code| {
            if code == Code::TooLong {
                return too_long(entry);
            }
            let suggestion = suggestion(code, entry, email.as_ref(), known);
            let message = message(
                code,
                entry,
                &email,
                verdict,
                repeats,
                known,
                suggestion.as_deref(),
            );
            vec![Reason {
                code,
                field: field(code),
                message,
                suggestion,
            }]
        })
        .collect()
}

fn field(code: Code) -> Field {
    match code {
        Code::NameEmailSwapped
        | Code::UnterminatedQuote
        | Code::MissingName
        | Code::OddName
        | Code::TooLong => Field::Name,
        Code::OtherEmails => Field::Detail(Detail::OtherEmails),
        Code::Misplaced => Field::TITLE,
        Code::MixedPeople
        | Code::NotWanted
        | Code::ReadFromText
        | Code::MissingEmail
        | Code::InvalidEmail
        | Code::DuplicateInList
        | Code::AlreadyContact
        | Code::ArchivedContact
        | Code::UnlinkedContact
        | Code::DomainMismatch
        | Code::TypoDomain
        | Code::FreeMail
        | Code::RoleAddress
        | Code::AtOtherCustomer => Field::Email,
    }
}

/// Tells why each field is too long; several fields may be.
fn too_long(entry: &Entry<'_>) -> Vec<Reason> {
    let name = match check_name(entry) {
        Err(error @ NameError::TooLong) => Some((Field::Name, error.to_string())),
        Ok(()) | Err(NameError::Missing) => None,
    };
    name.into_iter()
        .chain(long_fields(entry))
        .map(|(field, message)| Reason {
            code: Code::TooLong,
            field,
            message,
            suggestion: None,
        })
        .collect()
}

fn message(
    code: Code,
    entry: &Entry<'_>,
    email: &Result<Email, EmailError>,
    verdict: Verdict,
    repeats: Option<usize>,
    known: &Known,
    suggestion: Option<&str>,
) -> String {
    let others = OtherEmails::valid_of(&entry.details[Detail::OtherEmails]);
    let domain = || {
        email
            .as_ref()
            .map(|email| email.domain().to_string())
            .unwrap_or_default()
    };
    let here = || {
        let by_first = verdict.key.and_then(|key| known.here(key));
        let here = by_first.or_else(|| known.by_other(&others));
        here.map(Here::words).unwrap_or_default()
    };
    match code {
        Code::NameEmailSwapped => "Name and email are swapped.".to_owned(),
        Code::UnterminatedQuote => "A quote is never closed.".to_owned(),
        Code::MixedPeople => {
            "This line may hold two people. Put each on a line of their own, with their own email.".to_owned()
        }
        Code::MissingName => match name_quality(&entry.name) {
            NameQuality::NotAName(what) if !entry.name.eq_ignore_ascii_case(&entry.email) => what.to_string(),
            NameQuality::NotAName(_) | NameQuality::Odd | NameQuality::Good => {
                "The name is missing.".to_owned()
            }
        },
        Code::OddName => "The name looks odd. Check it.".to_owned(),
        Code::NotWanted => "The text says that this person has left or should not be added.".to_owned(),
        Code::ReadFromText => "Read from a sentence. Check it.".to_owned(),
        Code::Misplaced if shape::is_phone(entry.title()) => {
            "The title looks like a phone number.".to_owned()
        }
        Code::Misplaced => "The phone number looks like a title.".to_owned(),
        Code::MissingEmail => "The email is missing.".to_owned(),
        Code::InvalidEmail => match email {
            Err(error) => error.to_string(),
            Ok(_) => match OtherEmails::parse(&entry.details[Detail::OtherEmails]) {
                Err(error) => error.to_string(),
                Ok(_) => "The email is not valid.".to_owned(),
            },
        },
        Code::TooLong => "A field is too long; shorten it.".to_owned(),
        Code::DuplicateInList => match repeats {
            Some(line) => format!("The same email is on line {}.", line + 1),
            None => "The same email is in the list twice.".to_owned(),
        },
        Code::OtherEmails => format!("Other emails of the same person: {others}. Mail goes to the first."),
        Code::AlreadyContact => format!("Already a contact: {}.", here()),
        Code::ArchivedContact => format!("An archived contact: {}. Restore it instead.", here()),
        Code::UnlinkedContact => format!("An unlinked contact: {}. Relink it instead.", here()),
        Code::DomainMismatch => match known.domain() {
            Some(own) => format!("{} is not {own}, so HubSpot will not link it.", domain()),
            None => format!("{} is not the customer's domain.", domain()),
        },
        Code::TypoDomain => match suggestion.and_then(|address| address.rsplit_once('@')) {
            Some((_, meant)) => format!("{} may be a typo; did you mean {meant}?", domain()),
            None => format!("{} may be a typo.", domain()),
        },
        Code::FreeMail => format!("{} is a free-mail provider, not a company.", domain()),
        Code::RoleAddress => format!("{} is a shared mailbox, not a person.", entry.email),
        Code::AtOtherCustomer => match verdict.key.and_then(|key| known.elsewhere(key)) {
            Some(customer) => format!("Also a contact of {customer}."),
            None => "Also a contact of another customer.".to_owned(),
        },
    }
}

fn suggestion(
    code: Code,
    entry: &Entry<'_>,
    email: Result<&Email, &EmailError>,
    known: &Known,
) -> Option<String> {
    match code {
        Code::NameEmailSwapped => Some(match entry.email.is_empty() {
            true => entry.name.to_string(),
            false => format!("{}, {}", entry.email, entry.name),
        }),
        Code::MissingName => {
            let from_address = || name_from_local_part(email.ok()?.local_part());
            name_within(&entry.name)
                .or_else(from_address)
                .filter(|name| name_quality(name) == NameQuality::Good)
        }
        Code::InvalidEmail => repaired(&entry.email, known),
        Code::TypoDomain => {
            let email = email.ok()?;
            let meant = domains::suggestion(email.domain(), known.domain())?;
            Some(format!("{}@{meant}", email.local_part()))
        }
        Code::ArchivedContact => Some("restore".to_owned()),
        Code::UnlinkedContact => Some("relink".to_owned()),
        Code::UnterminatedQuote
        | Code::MixedPeople
        | Code::Misplaced
        | Code::OddName
        | Code::NotWanted
        | Code::ReadFromText
        | Code::MissingEmail
        | Code::TooLong
        | Code::DuplicateInList
        | Code::AlreadyContact
        | Code::DomainMismatch
        | Code::FreeMail
        | Code::RoleAddress
        | Code::AtOtherCustomer
        | Code::OtherEmails => None,
    }
}

/// Makes an address of one with a common slip, if one small repair does it.
fn repaired(raw: &str, known: &Known) -> Option<String> {
    let lower = raw.to_lowercase();
    match addresses_in(&lower).as_slice() {
        [] => {}
        [only] => return Some(only.to_string()).filter(|only| *only != lower),
        // Which of them is meant, a person must say.
        _ => return None,
    }
    let lower = plain_signs(&lower);
    let own = known.domain().map(Domain::ascii);
    let unspaced = closed_up(&lower);
    let candidates = [
        unspaced.clone(),
        unspaced.replace(',', "."),
        unspaced.replace("@@", "@"),
        unspaced.replace("..", "."),
        unspaced
            .trim_end_matches(['.', ',', ';', ':', ')', '>', '-'])
            .to_owned(),
        unspaced
            .trim_start_matches(['.', ',', ';', ':', '(', '<'])
            .to_owned(),
        unspaced.replace(".@", "@").replace("@.", "@"),
        unspaced
            .replace("(at)", "@")
            .replace("[at]", "@")
            .replace("(dot)", ".")
            .replace("[dot]", "."),
        lower.replace(" at ", "@").replace(" dot ", "."),
        closed_up(&lower.replace(" at ", "@").replace(" dot ", ".")),
        own.map(|own| with_own_domain(&unspaced, own)).unwrap_or_default(),
    ];
    candidates
        .into_iter()
        .filter(|candidate| !candidate.contains(char::is_whitespace) && *candidate != raw.to_lowercase())
        .find_map(|candidate| Email::parse(&candidate).ok().map(|email| email.to_string()))
}

/// Finds the addresses that stand among other words.
fn addresses_in(text: &str) -> Vec<Email> {
    let mut found: Vec<Email> = Vec::new();
    let parts = text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '/' | ';' | ',' | '|' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '„'
            )
    });
    for part in parts.filter(|part| part.contains('@')) {
        let part = bare(part).trim_matches(['.', ':', '-', '–', '—', '•', '’', '‘']);
        if let Ok(email) = Email::parse(part)
            && !found.contains(&email)
        {
            found.push(email);
        }
    }
    found
}

/// Closes blanks that stand beside the @ or a dot; words that stand apart are never joined.
fn closed_up(text: &str) -> String {
    let mut closed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let joins = closed.ends_with(['@', '.']) || word.starts_with(['@', '.']);
        if !closed.is_empty() && !joins {
            closed.push(' ');
        }
        closed.push_str(word);
    }
    closed
}

/// Writes the signs of other keyboards and of word processors as an address has them.
fn plain_signs(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '“' | '”' | '„' | '™' | '®' | '\u{ad}'))
        .map(|c| match c {
            '＠' | '﹫' => '@',
            '–' | '—' | '‐' | '‑' | '−' => '-',
            '．' | '。' | '｡' => '.',
            '’' | '‘' => '\'',
            c => c,
        })
        .collect()
}

/// Completes `ann@acme` where the customer's domain is `acme.com`.
fn with_own_domain(address: &str, own: &str) -> String {
    match (address.split_once('@'), own.split_once('.')) {
        (Some((local, host)), Some((name, _))) if host == name || host.is_empty() => format!("{local}@{own}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ann @acme.com", Some("ann@acme.com"))]
    #[case("ann@acme,com", Some("ann@acme.com"))]
    #[case("ann@@acme.com", Some("ann@acme.com"))]
    #[case("ann@acme.com.", Some("ann@acme.com"))]
    #[case("ann@acme", Some("ann@acme.com"))]
    #[case("ann(at)acme.com", Some("ann@acme.com"))]
    #[case("ann at acme.com", Some("ann@acme.com"))]
    #[case("ann@acme.com / bo@acme.com", None)]
    #[case("ann@acme.com CTO", Some("ann@acme.com"))]
    #[case("ann@acme.com ext 12", Some("ann@acme.com"))]
    #[case("email cy@acme.com", Some("cy@acme.com"))]
    #[case("ann@gmail. com", Some("ann@gmail.com"))]
    #[case("ann lee@acme", None)]
    #[case("ann＠acme.com", Some("ann@acme.com"))]
    #[case("jean–luc@acme.com", Some("jean-luc@acme.com"))]
    #[case("ann@acme.com”", Some("ann@acme.com"))]
    #[case("ann@acme–corp.com", Some("ann@acme-corp.com"))]
    #[case("Ann Lee <ann8@acme.com> PM", Some("ann8@acme.com"))]
    #[case("n/a", None)]
    fn repairs(#[case] raw: &str, #[case] expected: Option<&str>) {
        let known = Known::of_customer(Domain::parse("acme.com").ok(), false);
        assert_eq!(repaired(raw, &known).as_deref(), expected);
    }
}
