//! The table of customers.

use rusqlite::{ToSql, params};

use super::criteria::Rows;
use super::listing::Listing;
use super::rows::{CUSTOMER, CUSTOMER_JOINS, customer};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    Customer, CustomerDomain, CustomerFilter, CustomerId, CustomerQuery, CustomerRecord, Domain, FieldOf,
    OwnerId, Page, SafeText, SearchQuery, Timestamp, fold,
};

/// Returns the folded Unicode form of a domain, in which filters look.
pub(super) fn domain_key(domain: &Domain) -> String {
    fold(&domain.unicode())
}

/// Returns the condition on customers `t` of a group, or of the group that a search asks for; in the words of the indexes
/// that serve it.
pub(super) fn group(query: &SearchQuery, filter: CustomerFilter) -> String {
    let status = match query.asked_group().unwrap_or(filter) {
        CustomerFilter::Current => " AND t.status IN ('active', 'at_risk')",
        CustomerFilter::Churned => " AND t.status = 'churned'",
        CustomerFilter::Archived => " AND t.status = 'archived'",
        CustomerFilter::All => "",
    };
    format!("t.deleted_at IS NULL{status}")
}

/// Returns the condition on customers `t` that a search over everything finds: all but the archived ones, or the group
/// that it asks for.
pub(super) fn found(query: &SearchQuery) -> String {
    match query.asked_group() {
        Some(filter) => group(query, filter),
        None => "t.deleted_at IS NULL AND t.status <> 'archived'".to_owned(),
    }
}

impl Reader<'_> {
    /// Finds a customer.
    pub fn customer(&self, id: CustomerId) -> Result<Option<Customer>, StoreError> {
        Ok(self.customers_where("t.id = ?1", &id.uuid())?.pop())
    }

    /// Finds the customer with a short number.
    pub fn customer_by_display_id(&self, number: u32) -> Result<Option<Customer>, StoreError> {
        Ok(self.customers_where("t.display_id = ?1", &number)?.pop())
    }

    /// Finds the customers with a domain, lowest number first.
    pub fn customers_by_domain(&self, domain: &Domain) -> Result<Vec<Customer>, StoreError> {
        self.customers_where("t.domain = ?1", &domain.ascii())
    }

    /// Finds the customers whose name is the same but for case and accents, lowest number first.
    pub fn customers_by_name(&self, name: &str) -> Result<Vec<Customer>, StoreError> {
        self.customers_where("t.name_key = ?1", &fold(name))
    }

    fn customers_where(&self, condition: &str, value: &dyn ToSql) -> Result<Vec<Customer>, StoreError> {
        self.rows(
            &format!(
                "SELECT {CUSTOMER} FROM customer t {CUSTOMER_JOINS}
                 WHERE {condition} AND t.deleted_at IS NULL ORDER BY t.display_id"
            ),
            [value],
            customer,
        )
    }

    /// Lists a part of the customers.
    pub fn customers(&self, query: &CustomerQuery) -> Result<Page<Customer>, StoreError> {
        let order = self.row_order(query.order, FieldOf::Customer)?;
        let mut listing = Listing {
            table: "customer t",
            condition: group(&query.words, query.filter),
            params: Vec::new(),
            order,
        };
        listing.demand(&query.words, Rows::Customers("t"));
        self.sql(|connection| {
            let what = (CUSTOMER, CUSTOMER_JOINS);
            listing.page(
                (connection, self.sorted),
                what,
                query.anchor,
                query.limit,
                CustomerId::uuid,
                customer,
            )
        })
    }
}

impl Writer<'_> {
    /// Takes the next short number; no number is given out twice.
    pub fn next_display_id(&self) -> Result<u32, StoreError> {
        self.count_up("customer_display_id")
    }

    /// Takes the next number of a counter.
    pub(super) fn count_up(&self, counter: &str) -> Result<u32, StoreError> {
        self.row(
            "UPDATE counter SET value = value + 1 WHERE name = ? RETURNING value",
            [counter],
            |row| row.get(0),
        )
    }

    /// Adds a customer without contacts.
    pub fn insert_customer(
        &self,
        id: CustomerId,
        record: &CustomerRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO customer (id, display_id, name, name_key, tags, status, created_at, updated_at)
             VALUES (?1, ?2, '-', '', '', 'active', ?3, ?3)",
            params![id.uuid(), record.number, now.as_millis()],
        )?;
        self.revive_customer(id, record, now)
    }

    /// Scrubs a customer: its number and a tombstone stay.
    pub fn scrub_customer(&self, id: CustomerId, now: Timestamp) -> Result<(), StoreError> {
        self.write(
            "UPDATE customer SET name = '', name_key = '', domain = NULL, domain_key = NULL,
                     owner_id = NULL, plan = NULL, status = 'archived', risk_reason = NULL, at_risk_since = NULL,
                     win_back_on = NULL, tags = '', search_key = '',
                     updated_at = ?2, deleted_at = ?2
             WHERE id = ?1",
            params![id.uuid(), now.as_millis()],
        )?;
        self.delete_custom_values(id.uuid())
    }

    /// Fills a scrubbed customer again.
    pub fn revive_customer(
        &self,
        id: CustomerId,
        record: &CustomerRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "UPDATE customer SET name = ?2, name_key = ?3, domain = ?4, domain_key = ?5, owner_id = ?6,
                     plan = ?7, status = ?8, tags = ?9, updated_at = ?10, deleted_at = NULL,
                     risk_reason = ?11, at_risk_since = ?12, win_back_on = ?13,
                     search_key = folded_lines(?2, '#' || display_id, ?4, ?5, replace(?9, ',', char(10)))
             WHERE id = ?1",
            params![
                id.uuid(),
                record.name.as_str(),
                fold(record.name.as_str()),
                record.domain.as_ref().map(CustomerDomain::ascii),
                record.domain.as_ref().map(|domain| domain_key(domain.domain())),
                record.owner.map(OwnerId::uuid),
                record.plan.as_ref().map(SafeText::as_str),
                record.status.key(),
                record.tags.stored(),
                now.as_millis(),
                record.about_status.risk_reason.as_ref().map(SafeText::as_str),
                record.about_status.at_risk_since.map(Timestamp::as_millis),
                record.about_status.win_back_on.map(|day| day.to_string()),
            ],
        )?;
        self.insert_custom_values(id.uuid(), &record.custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::query_plan;

    #[test]
    fn the_health_of_the_rows_of_a_page_is_looked_up_by_indexes() {
        let page = format!(
            "SELECT {CUSTOMER} FROM (
                 SELECT t.rowid AS at FROM customer t WHERE t.deleted_at IS NULL AND t.status IN ('active', 'at_risk')
                 ORDER BY t.name_key, t.rowid LIMIT 80 OFFSET 5000
             ) w CROSS JOIN customer t ON t.rowid = w.at {CUSTOMER_JOINS} ORDER BY t.name_key, t.rowid"
        );
        let steps = query_plan(&page, []);
        for wanted in [
            "INDEX onboarding_by_customer (customer_id=?)",
            "INDEX task_open (onboarding_id=?)",
            "INDEX notification_failed (customer_id=?)",
        ] {
            assert!(steps.iter().any(|step| step.contains(wanted)), "{steps:#?}");
        }
        for table in ["SCAN g", "SCAN k", "SCAN f"] {
            assert!(!steps.iter().any(|step| step.contains(table)), "{steps:#?}");
        }
    }
}
