//! Stores of every earlier format, as the releases of their time left them.

#![expect(
    clippy::disallowed_types,
    reason = "no release of today writes an earlier format"
)]

use std::collections::BTreeSet;
use std::path::Path;

use pivotal::domain::fold;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

/// The steps that were released, in order.
pub(crate) const STEPS: [&str; 29] = [
    include_str!("../../../src/store/migrations/0001_customers_and_contacts.sql"),
    include_str!("../../../src/store/migrations/0002_contact_search.sql"),
    include_str!("../../../src/store/migrations/0003_drafts.sql"),
    include_str!("../../../src/store/migrations/0004_hubspot.sql"),
    include_str!("../../../src/store/migrations/0005_onboardings.sql"),
    include_str!("../../../src/store/migrations/0006_delivery.sql"),
    include_str!("../../../src/store/migrations/0007_portal.sql"),
    include_str!("../../../src/store/migrations/0008_search.sql"),
    include_str!("../../../src/store/migrations/0009_merging.sql"),
    include_str!("../../../src/store/migrations/0010_messages.sql"),
    include_str!("../../../src/store/migrations/0011_posting.sql"),
    include_str!("../../../src/store/migrations/0012_list_drafts.sql"),
    include_str!("../../../src/store/migrations/0013_unclear_mails.sql"),
    include_str!("../../../src/store/migrations/0014_peace.sql"),
    include_str!("../../../src/store/migrations/0015_provenance.sql"),
    include_str!("../../../src/store/migrations/0016_sessions.sql"),
    include_str!("../../../src/store/migrations/0017_search_lag.sql"),
    include_str!("../../../src/store/migrations/0018_records.sql"),
    include_str!("../../../src/store/migrations/0019_remote.sql"),
    include_str!("../../../src/store/migrations/0020_notes.sql"),
    include_str!("../../../src/store/migrations/0021_roles.sql"),
    include_str!("../../../src/store/migrations/0022_custom_fields.sql"),
    include_str!("../../../src/store/migrations/0023_other_emails.sql"),
    include_str!("../../../src/store/migrations/0024_task_roles.sql"),
    include_str!("../../../src/store/migrations/0025_target_reasons.sql"),
    include_str!("../../../src/store/migrations/0026_log_by_record.sql"),
    include_str!("../../../src/store/migrations/0027_states.sql"),
    include_str!("../../../src/store/migrations/0028_erasing.sql"),
    include_str!("../../../src/store/migrations/0029_subtasks.sql"),
];

/// Makes a store of a format with the customer Acme and contacts.
pub(crate) fn make(file: &Path, format: usize, emails: &BTreeSet<String>) {
    let mut connection = Connection::open(file).expect("made");
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function("fold", 1, flags, |context| {
            Ok(context.get::<Option<String>>(0)?.map(|text| fold(&text)))
        })
        .expect("a function");
    // No row is there yet when a step asks for it.
    connection
        .create_scalar_function("folded_lines", -1, flags, |_| Ok(String::new()))
        .expect("a function");
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .expect("set");
    for step in STEPS.iter().take(format) {
        connection.execute_batch(step).expect("a step");
    }
    connection
        .pragma_update(None, "application_id", 0x7076_746c)
        .expect("marked");
    let number = i64::try_from(format).expect("small");
    connection
        .pragma_update(None, "user_version", number)
        .expect("marked");
    let tx = connection.transaction().expect("begun");
    tx.execute_batch(
        "INSERT INTO customer (id, display_id, name, name_key, domain, domain_key, status, tags, created_at, updated_at)
         VALUES (zeroblob(16), 1, 'Acme', 'acme', 'acme.com', 'acme.com', 'active', '', 0, 0);
         UPDATE counter SET value = 1 WHERE name = 'customer_display_id';
         INSERT INTO change (id, actor, at, label, cause, state)
         VALUES (zeroblob(16), 'Mia', 5, 'added Acme', 'change', 'done');
         INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, new)
         VALUES (1, 0, zeroblob(16), 'customer', zeroblob(16), 'Acme', 'record', '{}');",
    )
    .expect("a customer");
    for email in emails {
        let insert = "INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at, updated_at)
            VALUES (randomblob(16), zeroblob(16), ?1, ?2, ?3, 'acme.com', 'manual', 0, 0)";
        let name = format!("Ann {email}");
        tx.execute(insert, params![name, fold(&name), email])
            .expect("a contact");
    }
    tx.commit().expect("committed");
    connection.close().expect("closed");
}
