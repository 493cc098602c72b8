//! What is worth a warning about the domain of an address.

use strsim::osa_distance;

use crate::domain::{Domain, is_free_mail};

/// Providers whose names are often mistyped.
const PROVIDERS: [&str; 18] = [
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "hotmail.fr",
    "outlook.com",
    "outlook.de",
    "icloud.com",
    "protonmail.com",
    "comcast.net",
    "verizon.net",
    "fastmail.com",
    "btinternet.com",
    "t-online.de",
    "qq.com",
];

/// Endings that a mistyped ending may stand for.
const ENDINGS: [&str; 4] = ["com", "net", "org", "edu"];

/// The shortest domain that one letter more or less makes a likely slip and not another company.
const MIN_COMPARED: usize = 8;

/// Suggests the domain that was probably meant.
pub(super) fn suggestion(domain: &Domain, customer: Option<&Domain>) -> Option<String> {
    let given = domain.ascii();
    if is_free_mail(domain) || PROVIDERS.contains(&given) || customer == Some(domain) {
        return None;
    }
    let ending = with_known_ending(given);
    let candidate = ending.as_deref().unwrap_or(given);
    let own = customer.map(Domain::ascii);
    if let Some(own) = own.filter(|own| *own == candidate) {
        return Some(own.to_owned());
    }
    own.into_iter()
        .chain(PROVIDERS)
        .filter(|known| known.len() >= MIN_COMPARED)
        .find(|known| *known == candidate || osa_distance(known, candidate) == 1)
        .map(str::to_owned)
        .or(ending)
}

/// Repairs an ending under which nobody can register: `acme.con`.
fn with_known_ending(domain: &str) -> Option<String> {
    let (name, ending) = domain.rsplit_once('.')?;
    let known = psl::suffix(domain.as_bytes()).is_some_and(|suffix| suffix.is_known());
    if known || RESERVED.contains(&ending) {
        return None;
    }
    let near = ENDINGS
        .into_iter()
        .find(|known| osa_distance(known, ending) == 1)?;
    Some(format!("{name}.{near}"))
}

/// Endings kept for tests and documents (RFC 2606, RFC 6761).
const RESERVED: [&str; 4] = ["example", "test", "invalid", "localhost"];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("gmial.com", Some("gmail.com"))]
    #[case("gmail.co", Some("gmail.com"))]
    #[case("gnail.con", Some("gmail.com"))]
    #[case("homail.con", Some("hotmail.com"))]
    #[case("yajoo.com", Some("yahoo.com"))]
    #[case("acme.cmo", Some("acme.com"))]
    #[case("acmee.com", Some("acme.com"))]
    #[case("acme.com", None)]
    #[case("gmail.com", None)]
    #[case("ymail.com", None)]
    #[case("other.example", None)]
    #[case("mail.example.org", None)]
    #[case("bolt.com", None)]
    fn suggests(#[case] given: &str, #[case] expected: Option<&str>) {
        let customer = Domain::parse("acme.com").expect("a domain");
        let given = Domain::parse(given).expect("a domain");
        assert_eq!(suggestion(&given, Some(&customer)).as_deref(), expected);
    }
}
