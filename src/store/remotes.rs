//! The table of remote people, and the contacts that follow them.

use rusqlite::{Row, ToSql, params, params_from_iter};

use super::columns::{as_texts, for_details, texts};
use super::rows::{count, details, link, name, word};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    ContactField, ContactId, ContactSource, CustomerId, Domain, Email, Follows, Link, OtherEmails,
    RemoteContact, RemoteId, SafeText,
};

/// A contact that follows, followed or was unlinked from a remote record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follower {
    /// The contact.
    pub contact: ContactId,
    /// Its customer.
    pub customer: CustomerId,
    /// What it is to the record.
    pub link: Link,
    /// Where it came from.
    pub source: ContactSource,
    /// Whether a person took it away, so that only the link is left.
    pub is_deleted: bool,
    /// Whether a field that follows the record is not as it is in the one with which it was compared.
    pub is_behind: bool,
}

/// The columns of a remote person `h`, as [`remote`] reads them.
pub(super) const REMOTE: &str = for_details!("h.id, h.name, h.email, h.email_domain, h.is_named[, h.%]");

impl Reader<'_> {
    /// Finds a person at the source as they were last read.
    pub fn remote(&self, id: RemoteId) -> Result<Option<RemoteContact>, StoreError> {
        self.row_if_any(
            &format!("SELECT {REMOTE} FROM remote_contact h WHERE h.id = ?"),
            [id],
            remote,
        )
    }

    /// Lists the people at the source who have an address at a domain, by id.
    pub fn remotes_at(&self, domain: &Domain) -> Result<Vec<RemoteContact>, StoreError> {
        let mut people = self.rows(
            &format!(
                "SELECT {REMOTE} FROM remote_contact h WHERE h.email_domain = ?
                 UNION SELECT {REMOTE} FROM remote_contact h WHERE h.other_emails IS NOT NULL ORDER BY 1"
            ),
            [domain.ascii()],
            remote,
        )?;
        people.retain(|person| person.is_at(domain));
        Ok(people)
    }

    /// Lists the contacts of all customers that have to do with a record: those that follow it first, tombstones last.
    pub fn followers(&self, id: RemoteId) -> Result<Vec<Follower>, StoreError> {
        self.followers_against(id, None)
    }

    /// Does so, and compares them with the record as it was last read.
    pub fn followers_against(
        &self,
        id: RemoteId,
        held: Option<&RemoteContact>,
    ) -> Result<Vec<Follower>, StoreError> {
        let mut followers = self.rows(
            for_details!(
                "SELECT id, customer_id, link, source, deleted_at IS NOT NULL, follows, name, email[, %]
                 FROM contact WHERE link_id = ? AND link IS NOT NULL ORDER BY rowid"
            ),
            [id],
            |row| follower(row, held),
        )?;
        followers.sort_by_key(|follower| {
            let rank = match follower.link {
                Link::Linked { .. } => 0,
                Link::Gone { .. } => 1,
                Link::Unlinked { .. } => 2,
            };
            (follower.is_deleted, rank)
        });
        Ok(followers)
    }

    /// Lists the contacts of a customer that follow a record by their domain, but whose record is at none or another.
    pub fn strays(
        &self,
        customer: CustomerId,
        domain: Option<&Domain>,
    ) -> Result<Vec<ContactId>, StoreError> {
        let mut strays = self.rows(
            "SELECT t.id, h.other_emails FROM contact t LEFT JOIN remote_contact h ON h.id = t.link_id
             WHERE t.customer_id = ?1 AND t.deleted_at IS NULL AND t.link LIKE 'linked:%'
                   AND (?2 IS NULL OR coalesce(h.email_domain, t.email_domain) <> ?2)
             ORDER BY t.rowid",
            params![customer.uuid(), domain.map(Domain::ascii)],
            |row| {
                let others: Option<String> = row.get(1)?;
                let others = OtherEmails::valid_of(&others.unwrap_or_default());
                let is_at = others.iter().any(|other| Some(other.email.domain()) == domain);
                Ok((ContactId::from_uuid(row.get(0)?), is_at))
            },
        )?;
        strays.retain(|(_, is_at)| !is_at);
        Ok(strays.into_iter().map(|(id, _)| id).collect())
    }

    /// Lists the customers at a domain that are not archived.
    pub fn customers_at(&self, domain: &Domain) -> Result<Vec<CustomerId>, StoreError> {
        self.rows(
            "SELECT id FROM customer WHERE domain = ? AND deleted_at IS NULL AND status <> 'archived'
             ORDER BY display_id",
            [domain.ascii()],
            |row| row.get(0).map(CustomerId::from_uuid),
        )
    }

    /// Counts the contacts of a customer that follow a record.
    pub fn linked_contacts(&self, customer: CustomerId) -> Result<u64, StoreError> {
        self.row(
            "SELECT count(*) FROM contact
             WHERE customer_id = ? AND deleted_at IS NULL AND (link LIKE 'linked:%' OR link LIKE 'hand:%')",
            [customer.uuid()],
            |row| count(row, 0),
        )
    }

    /// Returns the domain of a customer.
    pub fn domain_of(&self, customer: CustomerId) -> Result<Option<Domain>, StoreError> {
        let domain = self.row_if_any(
            "SELECT domain FROM customer WHERE id = ? AND domain IS NOT NULL",
            [customer.uuid()],
            |row| row.get(0),
        )?;
        Ok(domain.map(Domain::from_stored))
    }

    /// Lists the domains of all customers that are not archived, sorted, each once.
    pub fn customer_domains(&self) -> Result<Vec<Domain>, StoreError> {
        self.domains(
            "SELECT DISTINCT domain FROM customer
             WHERE domain IS NOT NULL AND deleted_at IS NULL AND status <> 'archived' ORDER BY domain",
        )
    }

    /// Lists those domains of customers whose people were not all asked for yet.
    pub fn uncovered_domains(&self) -> Result<Vec<Domain>, StoreError> {
        self.domains(
            "SELECT DISTINCT domain FROM customer
             WHERE domain IS NOT NULL AND deleted_at IS NULL AND status <> 'archived'
                   AND domain NOT IN (SELECT domain FROM covered_domain) ORDER BY domain",
        )
    }

    fn domains(&self, sql: &str) -> Result<Vec<Domain>, StoreError> {
        self.rows(sql, [], |row| row.get(0).map(Domain::from_stored))
    }

    /// Returns whether people at a domain were all asked for.
    pub fn is_covered(&self, domain: &Domain) -> Result<bool, StoreError> {
        self.row(
            "SELECT EXISTS (SELECT 1 FROM covered_domain WHERE domain = ?)",
            [domain.ascii()],
            |row| row.get(0),
        )
    }
}

impl Writer<'_> {
    /// Keeps a person as the source has them now.
    pub fn put_remote(&self, remote: &RemoteContact) -> Result<(), StoreError> {
        let email = remote.email.as_ref().map(Email::as_str);
        let domain = remote.domain().map(Domain::ascii);
        let details = as_texts(&remote.details);
        let values: [&dyn ToSql; 5] = [
            &remote.id,
            &remote.name.as_str(),
            &email,
            &domain,
            &remote.is_named,
        ];
        self.write(
            for_details!(
                "INSERT INTO remote_contact (id, name, email, email_domain, is_named[, %])
                 VALUES (?, ?, ?, ?, ?[, ?])
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email,
                    email_domain = excluded.email_domain, is_named = excluded.is_named[, % = excluded.%]"
            ),
            params_from_iter(values.iter().copied().chain(texts(&details))),
        )
    }

    /// Puts a person under the id that a merge gave them; what was known under the old one is kept for comparison.
    pub fn rename_remote(&self, old: RemoteId, new: RemoteId) -> Result<(), StoreError> {
        // Without the old one, what is held of the new one stays.
        self.write(
            "UPDATE OR REPLACE remote_contact SET id = ?2 WHERE id = ?1",
            [old, new],
        )
    }

    /// Takes the address from a person who is archived at the source, so that nobody is linked by it; the rest is kept.
    pub fn hide_remote(&self, id: RemoteId) -> Result<(), StoreError> {
        self.write(
            "UPDATE remote_contact SET email = NULL, email_domain = NULL WHERE id = ?",
            [id],
        )
    }

    /// Forgets a person who is not at the source any more.
    pub fn forget_remote(&self, id: RemoteId) -> Result<(), StoreError> {
        self.forget_association(id)?;
        self.write("DELETE FROM remote_contact WHERE id = ?", [id])
    }

    /// Notes that people at these domains were all asked for, and forgets domains that no customer has any more.
    pub fn cover_domains(&self, domains: &[Domain]) -> Result<(), StoreError> {
        for domain in domains {
            self.write(
                "INSERT OR IGNORE INTO covered_domain (domain) VALUES (?)",
                [domain.ascii()],
            )?;
        }
        self.write(
            "DELETE FROM covered_domain WHERE domain NOT IN (
                 SELECT domain FROM customer
                 WHERE domain IS NOT NULL AND deleted_at IS NULL AND status <> 'archived')",
            [],
        )
    }
}

/// Reads a person whose columns are those of [`REMOTE`].
pub(super) fn remote(row: &Row<'_>) -> rusqlite::Result<RemoteContact> {
    let email: Option<String> = row.get(2)?;
    let domain: Option<String> = row.get(3)?;
    Ok(RemoteContact {
        id: row.get(0)?,
        name: name(row, 1)?,
        email: email
            .zip(domain)
            .map(|(email, domain)| Email::from_stored(email, domain)),
        is_named: row.get(4)?,
        details: details(row, 5)?,
    })
}

fn follower(row: &Row<'_>, held: Option<&RemoteContact>) -> rusqlite::Result<Follower> {
    let is_deleted: bool = row.get(4)?;
    let is_behind = match held {
        Some(held) if !is_deleted => is_behind(row, held)?,
        Some(_) | None => false,
    };
    Ok(Follower {
        contact: ContactId::from_uuid(row.get(0)?),
        customer: CustomerId::from_uuid(row.get(1)?),
        link: link(row, 2)?.ok_or(rusqlite::Error::InvalidQuery)?,
        source: word(row, 3, ContactSource::from_key)?,
        is_deleted,
        is_behind,
    })
}

/// Returns whether a field that follows a record is not as it is there.
fn is_behind(row: &Row<'_>, held: &RemoteContact) -> rusqlite::Result<bool> {
    let text = |at| -> rusqlite::Result<Option<&str>> { Ok(row.get_ref(at)?.as_str_or_null()?) };
    let Some(follows) = text(5)?.map(Follows::from_stored) else {
        return Ok(true);
    };
    let email = held.email.as_ref().map(Email::as_str);
    for field in ContactField::all().filter(|field| follows.holds(field.field())) {
        let here = text(6 + field.place())?;
        let differs = match field {
            ContactField::Name => held.is_named && here != Some(held.name.as_str()),
            ContactField::Email => email.is_some() && here != email,
            ContactField::Detail(detail) => here != held.details[detail].as_ref().map(SafeText::as_str),
        };
        if differs {
            return Ok(true);
        }
    }
    Ok(false)
}
