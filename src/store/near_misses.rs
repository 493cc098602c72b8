//! Near misses: people whom the source ties to a customer and whom the exact rule does not link.

use rusqlite::params_from_iter;

use super::remotes::{REMOTE, remote};
use super::rows::{count, name};
use super::{Reader, StoreError};
use crate::domain::{
    CustomerDomain, CustomerId, Domain, NearMiss, NearMissPerson, NearMissWhy, is_free_mail,
};

/// Everybody behind a near miss, once for each customer `c`: associated with a company with the customer's domain, with an
/// address elsewhere, and neither linked to the customer nor unlinked from it.
const ASSOCIATED: &str = "FROM customer c
    JOIN remote_company_domain d ON d.domain = c.domain
    JOIN remote_association w ON w.company_id = d.company_id
    JOIN remote_contact h ON h.id = w.contact_id
    WHERE c.deleted_at IS NULL AND c.status <> 'archived' AND h.email_domain <> c.domain
      AND NOT EXISTS (SELECT 1 FROM contact t WHERE t.link_id = h.id AND t.customer_id = c.id AND t.link IS NOT NULL)";

/// The main domains of companies with the name of a customer `c`, at which no company has the customer's domain.
const SAME_NAME: &str = "FROM customer c
    JOIN remote_company k ON k.name_key = c.name_key
    JOIN remote_company_domain d ON d.company_id = k.id AND d.place = 0
    WHERE c.deleted_at IS NULL AND c.status <> 'archived' AND d.domain IS NOT c.domain
      AND NOT EXISTS (SELECT 1 FROM remote_company_domain o WHERE o.company_id = k.id AND o.domain = c.domain)";

impl Reader<'_> {
    /// Lists the near misses of all customers, most people first.
    pub fn near_misses(&self) -> Result<Vec<NearMiss>, StoreError> {
        self.near_misses_where(None)
    }

    /// Lists the near misses of a customer, most people first.
    pub fn near_misses_of(&self, customer: CustomerId) -> Result<Vec<NearMiss>, StoreError> {
        self.near_misses_where(Some(customer))
    }

    fn near_misses_where(&self, customer: Option<CustomerId>) -> Result<Vec<NearMiss>, StoreError> {
        let only = if customer.is_some() { "AND c.id = ?1" } else { "" };
        let sql = format!(
            "SELECT c.id, c.display_id, c.name, c.domain, h.email_domain, count(DISTINCT h.id) AS people, 0
             {ASSOCIATED} {only} GROUP BY c.id, h.email_domain
             UNION ALL
             SELECT c.id, c.display_id, c.name, c.domain, d.domain,
                    (SELECT count(*) FROM remote_contact h WHERE h.email_domain = d.domain
                        AND NOT EXISTS (SELECT 1 FROM contact t WHERE t.link_id = h.id AND t.customer_id = c.id
                                        AND t.link IS NOT NULL)) AS people, 1
             {SAME_NAME} {only} GROUP BY c.id, d.domain
             HAVING people > 0 OR NOT EXISTS (SELECT 1 FROM contact t WHERE t.customer_id = c.id AND t.link IS NOT NULL)
             ORDER BY people DESC, 2, 5"
        );
        let found: Vec<NearMiss> =
            self.rows(&sql, params_from_iter(customer.map(CustomerId::uuid)), |row| {
                Ok(NearMiss {
                    customer: CustomerId::from_uuid(row.get(0)?),
                    display_id: row.get(1)?,
                    customer_name: name(row, 2)?,
                    customer_domain: row.get::<_, Option<String>>(3)?.map(Domain::from_stored),
                    domain: Domain::from_stored(row.get(4)?),
                    people: count(row, 5)?,
                    why: if row.get(6)? {
                        NearMissWhy::SameName
                    } else {
                        NearMissWhy::Associated
                    },
                })
            })?;
        let mut misses: Vec<NearMiss> = Vec::with_capacity(found.len());
        for miss in found {
            // People of a company's main domain are told once, by whichever tie was found first.
            let known = misses
                .iter()
                .any(|known| known.customer == miss.customer && known.domain == miss.domain);
            if !known {
                misses.push(miss);
            }
        }
        Ok(misses)
    }

    /// Lists the people behind the near miss of a customer at a domain, by name.
    pub fn near_miss_people(
        &self,
        customer: CustomerId,
        domain: &Domain,
    ) -> Result<Vec<NearMissPerson>, StoreError> {
        let by_name = CustomerDomain::parse(domain.ascii()).is_ok() && !is_free_mail(domain);
        let sql = format!(
            "SELECT {REMOTE} {ASSOCIATED} AND c.id = ?1 AND h.email_domain = ?2
             UNION
             SELECT {REMOTE} FROM remote_contact h WHERE ?3 AND h.email_domain = ?2
                AND EXISTS (SELECT 1 {SAME_NAME} AND c.id = ?1 AND d.domain = ?2)
                AND NOT EXISTS (SELECT 1 FROM contact t WHERE t.link_id = h.id AND t.customer_id = ?1
                                AND t.link IS NOT NULL)
             ORDER BY 2, 1"
        );
        self.rows(
            &sql,
            rusqlite::params![customer.uuid(), domain.ascii(), by_name],
            |row| remote(row).map(|person| NearMissPerson { customer, person }),
        )
    }
}
