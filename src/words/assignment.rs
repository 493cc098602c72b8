//! Why somebody of a list goes to no customer.

use crate::domain::{Candidate, Unassigned};

impl Unassigned {
    /// Returns the name under which JSON knows the reason.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Nobody { .. } => "no_customer",
            Self::Several(_) => "several_customers",
            Self::Differ { .. } => "customers_differ",
        }
    }

    /// Returns it in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Nobody { domain, company } => {
                let looked_for = match (domain, company) {
                    (None, None) => return "Neither a company nor a domain is given.".to_owned(),
                    (Some(domain), None) => format!("the domain {domain}"),
                    (None, Some(company)) => format!("the name {:?}", company.as_str()),
                    (Some(domain), Some(company)) => {
                        format!("the domain {domain} or the name {:?}", company.as_str())
                    }
                };
                format!("No customer has {looked_for}.")
            }
            Self::Several(candidates) => {
                let names: Vec<String> = candidates.iter().map(named).collect();
                format!("Several customers match: {}.", names.join(", "))
            }
            Self::Differ { address, company } => format!(
                "The address belongs to {}, but the company is {}.",
                named(address),
                named(company)
            ),
        }
    }
}

fn named(candidate: &Candidate) -> String {
    format!("#{} {}", candidate.display_id, candidate.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Domain, Name, SafeText};

    #[test]
    fn it_says_what_was_looked_for_and_what_was_found() {
        let domain = Domain::parse("acme.io").ok();
        let company = Some(SafeText::clean("Acme"));
        let nobody = |domain, company| Unassigned::Nobody { domain, company }.sentence();
        assert_eq!(nobody(None, None), "Neither a company nor a domain is given.");
        assert_eq!(
            nobody(domain.clone(), None),
            "No customer has the domain acme.io."
        );
        assert_eq!(
            nobody(None, company.clone()),
            "No customer has the name \"Acme\"."
        );
        assert_eq!(
            nobody(domain, company),
            "No customer has the domain acme.io or the name \"Acme\"."
        );
        let one = |number: u32, name: &str| Candidate {
            at: 0,
            display_id: number,
            name: Name::parse(name).expect("a name"),
        };
        assert_eq!(
            Unassigned::Several(vec![one(3, "Acme"), one(7, "ACME")]).sentence(),
            "Several customers match: #3 Acme, #7 ACME."
        );
        let differ = Unassigned::Differ {
            address: one(1, "Acme"),
            company: one(2, "Beta"),
        };
        assert_eq!(
            (differ.key(), differ.sentence().as_str()),
            (
                "customers_differ",
                "The address belongs to #1 Acme, but the company is #2 Beta."
            )
        );
    }
}
