//! The update that names what is held of a source for any source.

use rusqlite::Connection;

use crate::store::migrate::{STEPS, run, up_to};
use crate::store::testing::read;

#[test]
fn what_was_held_of_hubspot_is_held_under_names_that_fit_any_source() {
    let mut connection = Connection::open_in_memory().expect("memory");
    up_to(&connection, 18);
    connection
        .execute_batch(
            "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
             VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);
             INSERT INTO hubspot_contact (id, name, email, email_domain) VALUES (101, 'Ann', 'ann@acme.com', 'acme.com');
             INSERT INTO hubspot_company (id, name, name_key, is_due) VALUES (501, 'Acme', 'acme', 1);
             INSERT INTO hubspot_company_domain (domain, company_id, place) VALUES ('acme.com', 501, 0);
             INSERT INTO hubspot_colleague (company_id, contact_id) VALUES (501, 101);
             INSERT INTO hubspot_doubt (contact_id, verdict) VALUES (101, 'moved');
             INSERT INTO hubspot_conflict (customer_id, person_id) VALUES (zeroblob(16), 101);
             INSERT INTO hubspot_domain (domain) VALUES ('acme.com');
             INSERT INTO hubspot_portal (only, id, time_zone, host, token_mark, checked_at, lag)
             VALUES (1, 77, 'UTC', 'app.hubspot.com', 'abc', 5, 9);",
        )
        .expect("rows");
    run(&mut connection, &STEPS).expect("migrated");
    let found: Vec<String> = read(
        &connection,
        "SELECT concat_ws(' ', id, email, is_named) FROM remote_contact
             UNION ALL SELECT concat_ws(' ', id, name, is_due) FROM remote_company
             UNION ALL SELECT concat_ws(' ', domain, company_id, place) FROM remote_company_domain
             UNION ALL SELECT concat_ws(' ', company_id, contact_id) FROM remote_association
             UNION ALL SELECT concat_ws(' ', contact_id, verdict) FROM missing_candidate
             UNION ALL SELECT concat_ws(' ', hex(customer_id), person_id) FROM address_conflict
             UNION ALL SELECT domain FROM covered_domain
             UNION ALL SELECT concat_ws(' ', id, token_fingerprint, lag) FROM remote_account",
        |row| row.get(0),
    );
    let customer = "00".repeat(16);
    let expected = [
        "101 ann@acme.com 1",
        "501 Acme 1",
        "acme.com 501 0",
        "501 101",
        "101 moved",
        &format!("{customer} 101"),
        "acme.com",
        "77 abc 9",
    ];
    assert_eq!(found, expected);
    // What belongs to a company still goes with it.
    connection
        .execute_batch("DELETE FROM remote_company")
        .expect("deleted");
    let left: i64 = connection
        .query_row(
            "SELECT (SELECT count(*) FROM remote_company_domain) + (SELECT count(*) FROM remote_association)",
            [],
            |row| row.get(0),
        )
        .expect("read");
    assert_eq!(left, 0);
}
