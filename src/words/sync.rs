//! What the user may have to settle after a sync: people at other domains, and addresses that two contacts claim.

use crate::domain::{AddressConflict, Link, NearMiss, NearMissWhy, Standing};

impl NearMiss {
    /// Returns it in a sentence: `3 people at acmecorp.io, not acme.com`.
    pub fn sentence(&self) -> String {
        let people = match self.people {
            0 => "A company".to_owned(),
            1 => "1 person".to_owned(),
            many => format!("{many} people"),
        };
        let domain = &self.domain;
        match (&self.customer_domain, self.why) {
            (Some(own), NearMissWhy::Associated) => format!("{people} at {domain}, not {own}"),
            (Some(own), NearMissWhy::SameName) => {
                format!("{people} at {domain}, not {own} (company of this name)")
            }
            (None, _) => {
                format!("{people} at {domain}; no domain here (company of this name)")
            }
        }
    }
}

impl AddressConflict {
    /// Returns it in a sentence with both names.
    pub fn sentence(&self) -> String {
        let (person, holder) = (&self.person.name, &self.holder.name);
        let address = &self.holder.email;
        let state = match (self.holder.standing(), self.holder.link) {
            (Standing::Archived, _) => " (archived)",
            (Standing::Unlinked, _) => " (unlinked)",
            (Standing::Active, Some(Link::Gone { .. })) => " (gone from HubSpot)",
            (Standing::Active, _) => "",
        };
        match &self.contact {
            Some(contact) => format!(
                "{} has {address} in HubSpot, but here that is the address of {holder}{state}; mail to {} still goes to {}.",
                contact.name, contact.name, contact.email
            ),
            None => format!(
                "{person} has {address} in HubSpot, but here that is the address of {holder}{state}; {person} is not linked."
            ),
        }
    }

    /// Returns what to do about it.
    pub fn fix(&self) -> String {
        let holder = &self.holder.name;
        match (self.holder.standing(), &self.contact) {
            (Standing::Unlinked, _) => format!("Relink {holder} or delete that contact, then sync."),
            (Standing::Active | Standing::Archived, Some(contact)) => format!(
                "If they are the same person, merge {holder} into {}; otherwise give {holder} another address. Then sync.",
                contact.name
            ),
            (Standing::Active | Standing::Archived, None) => {
                format!("Give {holder} another address or delete that contact, then sync.")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{acme, contact};
    use crate::domain::{
        CustomerId, Details, Domain, Email, IdSource, Name, RemoteContact, RemoteId, Timestamp,
    };

    #[test]
    fn tells_how_many_where_and_why() {
        let mut miss = NearMiss {
            customer: CustomerId::from_uuid(IdSource::Counting(0).next(Timestamp::default())),
            display_id: 1,
            customer_name: Name::parse("Acme").expect("a name"),
            customer_domain: Domain::parse("acme.com").ok(),
            domain: Domain::parse("acmecorp.io").expect("a domain"),
            people: 3,
            why: NearMissWhy::Associated,
        };
        assert_eq!(miss.sentence(), "3 people at acmecorp.io, not acme.com");
        miss.people = 1;
        miss.customer_domain = None;
        miss.why = NearMissWhy::SameName;
        assert!(
            miss.sentence()
                .starts_with("1 person at acmecorp.io; no domain here")
        );
    }

    #[test]
    fn a_conflict_names_both_and_says_what_to_do() {
        let (ann, mut bo) = (contact(1), contact(2));
        bo.name = Name::parse("Bo Ek").expect("a name");
        let acme = acme();
        let mut conflict = AddressConflict {
            customer: acme.id,
            display_id: 1,
            customer_name: acme.name,
            person: RemoteContact {
                id: RemoteId::hubspot(101).expect("an id"),
                name: ann.name.clone(),
                is_named: true,
                email: Email::parse("ann2@acme.com").ok(),
                details: Details::default(),
            },
            contact: Some(ann),
            holder: bo,
        };
        let told = conflict.sentence();
        for part in ["Ann 1", "Bo Ek", "ann2@acme.com", "ann1@acme.com"] {
            assert!(told.contains(part), "{told}");
        }
        assert!(conflict.fix().contains("merge Bo Ek into Ann 1"));
        conflict.contact = None;
        assert!(conflict.sentence().ends_with("Ann 1 is not linked."));
        assert!(conflict.fix().contains("another address"));
    }
}
