//! The tables of remote companies and of the people who are associated with them.

use std::collections::HashSet;

use rusqlite::{ToSql, params};

use super::listing::integer;
use super::{IdRange, Reader, StoreError, Writer};
use crate::domain::{CustomerDomain, RemoteCompany, RemoteId, fold};

impl Reader<'_> {
    /// Lists companies after an id, by id.
    pub fn companies_after(
        &self,
        after: Option<RemoteId>,
        limit: usize,
    ) -> Result<Vec<RemoteId>, StoreError> {
        self.ids(
            "SELECT id FROM remote_company WHERE id > ?1 ORDER BY id LIMIT ?2",
            after,
            limit,
        )
    }

    /// Lists companies after an id whose people are still to be asked for, by id.
    pub fn companies_due(&self, after: Option<RemoteId>, limit: usize) -> Result<Vec<RemoteId>, StoreError> {
        self.ids(
            "SELECT id FROM remote_company WHERE is_due = 1 AND id > ?1 ORDER BY id LIMIT ?2",
            after,
            limit,
        )
    }

    /// Lists people after an id who are associated with a company and of whom nothing else is known yet, by id.
    pub fn unknown_associations(
        &self,
        after: Option<RemoteId>,
        limit: usize,
    ) -> Result<Vec<RemoteId>, StoreError> {
        self.ids(
            "SELECT DISTINCT contact_id FROM remote_association
             WHERE contact_id > ?1 AND contact_id NOT IN (SELECT id FROM remote_contact)
             ORDER BY contact_id LIMIT ?2",
            after,
            limit,
        )
    }

    fn ids(&self, sql: &str, after: Option<RemoteId>, limit: usize) -> Result<Vec<RemoteId>, StoreError> {
        self.rows(
            sql,
            params![after.as_ref().map_or(&0 as &dyn ToSql, |id| id), integer(limit)],
            |row| row.get(0),
        )
    }

    /// Lists the names of customers that are not archived, folded, sorted, each once.
    pub fn customer_names(&self) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT DISTINCT lower(name) FROM customer
             WHERE deleted_at IS NULL AND status <> 'archived' ORDER BY 1",
            [],
            |row| row.get(0),
        )
    }

    /// Returns whether a customer that is not archived has this name, but for case and accents.
    pub fn is_customer_name(&self, name: &str) -> Result<bool, StoreError> {
        self.row(
            "SELECT EXISTS (SELECT 1 FROM customer
             WHERE name_key = ? AND deleted_at IS NULL AND status <> 'archived')",
            [fold(name)],
            |row| row.get(0),
        )
    }

    fn company(&self, id: RemoteId) -> Result<Option<(String, Vec<String>)>, StoreError> {
        let name = self.row_if_any("SELECT name FROM remote_company WHERE id = ?", [id], |row| {
            row.get(0)
        })?;
        let domains = self.rows(
            "SELECT domain FROM remote_company_domain WHERE company_id = ? ORDER BY place",
            [id],
            |row| row.get(0),
        )?;
        Ok(name.map(|name| (name, domains)))
    }
}

impl Writer<'_> {
    /// Keeps a company, whose people are to be asked for if it is new or changed; says whether it was.
    pub fn put_company(&self, company: &RemoteCompany) -> Result<bool, StoreError> {
        let domains: Vec<String> = company
            .domains
            .iter()
            .map(|domain| domain.ascii().to_owned())
            .collect();
        if self.company(company.id)? == Some((company.name.to_string(), domains)) {
            return Ok(false);
        }
        let name = company.name.as_str();
        self.write(
            "INSERT INTO remote_company (id, name, name_key, is_due) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (id) DO UPDATE SET name = ?2, name_key = ?3, is_due = 1",
            params![company.id, name, fold(name)],
        )?;
        self.write(
            "DELETE FROM remote_company_domain WHERE company_id = ?",
            [company.id],
        )?;
        for (place, domain) in company.domains.iter().enumerate() {
            self.write(
                "INSERT OR IGNORE INTO remote_company_domain (domain, company_id, place) VALUES (?, ?, ?)",
                params![domain.ascii(), company.id, integer(place)],
            )?;
        }
        Ok(true)
    }

    /// Has the people of a company asked for again.
    pub fn make_company_due(&self, id: RemoteId) -> Result<(), StoreError> {
        self.write(
            "UPDATE remote_company SET is_due = 1 WHERE id = ? AND is_due = 0",
            [id],
        )
    }

    /// Forgets the companies that a page over domains should have held and that no customer has the name of.
    pub fn forget_absent_companies(
        &self,
        range: &IdRange,
        seen: &HashSet<RemoteId>,
    ) -> Result<(), StoreError> {
        let held = "SELECT d.company_id FROM remote_company_domain d
            WHERE d.domain = ? AND d.place = 0 AND d.company_id > ? AND d.company_id <= ?";
        for id in self.absent(held, range, seen)? {
            self.write("DELETE FROM remote_company WHERE id = ?", [id])?;
        }
        Ok(())
    }

    /// Keeps who is associated with a company, less those at one of its domains that is a customer's: the exact rule has
    /// them.
    pub fn put_associations(&self, company: RemoteId, people: &[RemoteId]) -> Result<(), StoreError> {
        let before = self.rows(
            "SELECT contact_id FROM remote_association WHERE company_id = ?",
            [company],
            |row| row.get(0),
        )?;
        let before: HashSet<RemoteId> = before.into_iter().collect();
        let mut after = HashSet::new();
        for person in people {
            let is_own: bool = self.row(
                "SELECT EXISTS (SELECT 1 FROM remote_contact h JOIN remote_company_domain d
                                ON d.domain = h.email_domain AND d.company_id = ?2 WHERE h.id = ?1
                                AND EXISTS (SELECT 1 FROM customer c WHERE c.domain = d.domain
                                            AND c.deleted_at IS NULL AND c.status <> 'archived'))",
                [*person, company],
                |row| row.get(0),
            )?;
            if !is_own {
                after.insert(*person);
            }
        }
        for gone in before.difference(&after) {
            self.write(
                "DELETE FROM remote_association WHERE company_id = ? AND contact_id = ?",
                [company, *gone],
            )?;
        }
        for new in after.difference(&before) {
            self.write(
                "INSERT INTO remote_association (company_id, contact_id) VALUES (?, ?)",
                [company, *new],
            )?;
        }
        self.write(
            "UPDATE remote_company SET is_due = 0 WHERE id = ? AND is_due = 1",
            [company],
        )
    }

    /// Forgets that somebody of whom the source says nothing is associated with a company.
    pub fn forget_association(&self, id: RemoteId) -> Result<(), StoreError> {
        self.write("DELETE FROM remote_association WHERE contact_id = ?", [id])
    }
}

impl Reader<'_> {
    /// Returns whether a customer that is not archived has one of these domains.
    pub fn is_customer_domain(&self, domains: &[CustomerDomain]) -> Result<bool, StoreError> {
        for domain in domains {
            if !self.customers_at(domain.domain())?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
