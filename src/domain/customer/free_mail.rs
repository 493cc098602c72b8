//! Consumer mail providers, whose domains belong to nobody's company.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::domain::Domain;

static PROVIDERS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../../assets/free_mail_domains.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Returns whether addresses at a domain can be had by the public, as at gmail.com.
pub fn is_free_mail(domain: &Domain) -> bool {
    PROVIDERS.contains(domain.ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_a_domain_in_its_stored_form() {
        assert!(PROVIDERS.len() > 300);
        for entry in PROVIDERS.iter() {
            assert_eq!(
                Domain::parse(entry).map(|d| d.ascii().to_owned()),
                Ok((*entry).to_owned())
            );
        }
    }
}
