//! Whose contact somebody of a list is, by what the list says of their company.

use crate::domain::{Domain, Name, SafeText};

/// A customer to which somebody may belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its place among the customers.
    pub at: usize,
    /// Its short number.
    pub display_id: u32,
    /// Its name.
    pub name: Name,
}

/// The customers that what is said of somebody fits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidates {
    /// The domain that the list gives for the company, with the customers that have it.
    pub stated: Option<(Domain, Vec<Candidate>)>,
    /// The domain of the address, with the customers that have it.
    pub address: Option<(Domain, Vec<Candidate>)>,
    /// The name of the company, with the customers that have exactly it.
    pub company: Option<(SafeText, Vec<Candidate>)>,
}

/// Why somebody of a list goes to no customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unassigned {
    /// No customer has the domain or the name.
    Nobody {
        /// The domain that was looked for.
        domain: Option<Domain>,
        /// The name that was looked for.
        company: Option<SafeText>,
    },
    /// Several customers have the domain or the name.
    Several(Vec<Candidate>),
    /// The address is at the domain of one customer, the company is another.
    Differ {
        /// The customer whose domain the address has.
        address: Candidate,
        /// The customer that has the name of the company.
        company: Candidate,
    },
}

/// Finds the customer: by the domain that the list gives, else by that of the address, then by the exact name of the
/// company.
///
/// Nothing is guessed: where the address and the name of the company speak of two customers, it is neither of them.
pub fn assign(candidates: Candidates) -> Result<usize, Unassigned> {
    let Candidates {
        stated,
        address,
        company,
    } = candidates;
    let (domain, by_domain, is_stated) = match (stated, address) {
        (Some((domain, found)), _) => (Some(domain), found, true),
        (None, Some((domain, found))) => (Some(domain), found, false),
        (None, None) => (None, Vec::new(), false),
    };
    let (company, by_name) = company.map_or((None, Vec::new()), |(name, found)| (Some(name), found));
    let named = |one: &Candidate| by_name.iter().any(|named| named.at == one.at);
    match (by_domain.as_slice(), by_name.as_slice()) {
        ([], []) => Err(Unassigned::Nobody { domain, company }),
        ([], [one]) => Ok(one.at),
        ([], _) => Err(Unassigned::Several(by_name)),
        ([one], [other]) if !is_stated && one.at != other.at => Err(Unassigned::Differ {
            address: one.clone(),
            company: other.clone(),
        }),
        ([one], []) => Ok(one.at),
        ([one], _) if is_stated || named(one) => Ok(one.at),
        ([_], _) => Err(Unassigned::Several(by_name)),
        (all, _) => {
            let mut both = all.iter().filter(|one| named(one));
            match (both.next(), both.next()) {
                (Some(one), None) => Ok(one.at),
                (Some(_) | None, _) => Err(Unassigned::Several(by_domain)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn customers(places: &[usize]) -> Vec<Candidate> {
        let one = |at: &usize| Candidate {
            at: *at,
            display_id: u32::try_from(*at).expect("small"),
            name: Name::parse(&format!("Customer {at}")).expect("a name"),
        };
        places.iter().map(one).collect()
    }

    fn domain(text: &str) -> Domain {
        Domain::parse(text).expect("a domain")
    }

    type Found<'a> = Option<&'a [usize]>;

    fn told(stated: Found<'_>, address: Found<'_>, company: Found<'_>) -> Result<usize, &'static str> {
        let assigned = assign(Candidates {
            stated: stated.map(|found| (domain("stated.com"), customers(found))),
            address: address.map(|found| (domain("address.com"), customers(found))),
            company: company.map(|found| (SafeText::clean("Acme"), customers(found))),
        });
        assigned.map_err(|why| match why {
            Unassigned::Nobody { .. } => "nobody",
            Unassigned::Several(_) => "several",
            Unassigned::Differ { .. } => "differ",
        })
    }

    #[rstest]
    #[case::by_the_stated_domain(Some(&[1][..]), None, None, Ok(1))]
    #[case::which_comes_before_the_address(Some(&[1][..]), Some(&[2][..]), None, Ok(1))]
    #[case::and_before_the_name(Some(&[1][..]), None, Some(&[2][..]), Ok(1))]
    #[case::then_by_the_name(Some(&[][..]), None, Some(&[2][..]), Ok(2))]
    #[case::never_by_the_address_beside_another_domain(Some(&[][..]), Some(&[1][..]), None, Err("nobody"))]
    #[case::by_the_address(None, Some(&[1][..]), None, Ok(1))]
    #[case::by_the_address_of_a_company_of_another_name(None, Some(&[1][..]), Some(&[][..]), Ok(1))]
    #[case::by_the_address_and_the_name(None, Some(&[1][..]), Some(&[1][..]), Ok(1))]
    #[case::not_where_they_differ(None, Some(&[1][..]), Some(&[2][..]), Err("differ"))]
    #[case::by_the_name_alone(None, Some(&[][..]), Some(&[2][..]), Ok(2))]
    #[case::not_by_a_name_of_several(None, None, Some(&[1, 2][..]), Err("several"))]
    #[case::but_by_one_of_them_with_the_domain(None, Some(&[2][..]), Some(&[1, 2][..]), Ok(2))]
    #[case::not_by_the_address_of_a_third(None, Some(&[3][..]), Some(&[1, 2][..]), Err("several"))]
    #[case::not_by_a_domain_of_several(Some(&[1, 2][..]), None, None, Err("several"))]
    #[case::but_by_one_of_them_with_the_name(Some(&[1, 2][..]), None, Some(&[2, 3][..]), Ok(2))]
    #[case::not_by_two_with_both(Some(&[1, 2][..]), None, Some(&[1, 2][..]), Err("several"))]
    #[case::by_nothing(None, None, None, Err("nobody"))]
    fn a_row_goes_where_what_is_said_fits_one_customer(
        #[case] stated: Found<'_>,
        #[case] address: Found<'_>,
        #[case] company: Found<'_>,
        #[case] customer: Result<usize, &str>,
    ) {
        assert_eq!(told(stated, address, company), customer);
    }

    #[test]
    fn what_was_looked_for_is_told() {
        let why = assign(Candidates {
            stated: Some((domain("acme.io"), Vec::new())),
            address: Some((domain("x.com"), customers(&[1]))),
            company: Some((SafeText::clean("Acme"), Vec::new())),
        });
        assert_eq!(
            why,
            Err(Unassigned::Nobody {
                domain: Some(domain("acme.io")),
                company: Some(SafeText::clean("Acme")),
            })
        );
    }
}
