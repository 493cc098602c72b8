//! The list of changes that can be taken back, in a long log.

use std::sync::atomic::Ordering;

use super::super::changes::MOST_LISTED;
use super::super::{Store, StoreError};
use crate::domain::PageQuery;

/// Of three changes in a row one is a sync, one was taken back, and one is in force.
const LOG: &str =
    "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 180000)
    INSERT INTO change (seq, id, actor, at, label, cause, is_sync, state)
    SELECT n, randomblob(16), 'Mia', n, 'change ' || n, 'change', n % 3 = 0, iif(n % 3 = 1, 'done', 'undone')
    FROM number";

#[test]
fn a_page_of_a_long_log_is_read_from_an_index() {
    let mut store = Store::in_memory().expect("memory");
    let written: Result<(), StoreError> =
        store.write(|writer| writer.sql(|connection| connection.execute_batch(LOG)));
    written.expect("written");
    let steps = store.count_steps();
    let mut page = |row| {
        steps.store(0, Ordering::Relaxed);
        let query = PageQuery { row, limit: 40 };
        let page = store.read(|reader| reader.changes_in_force(query)).expect("read");
        let labels: Vec<String> = page.rows.into_iter().map(|entry| entry.label).collect();
        let taken = steps.load(Ordering::Relaxed);
        assert!(taken < 12 * MOST_LISTED as u64, "{taken} steps");
        (page.total, page.offset, labels)
    };
    let (total, offset, labels) = page(0);
    assert_eq!((total, offset, labels.len()), (MOST_LISTED, 0, 40));
    assert_eq!(labels[..2], ["change 179998", "change 179995"]);
    let (_, offset, labels) = page(5_000);
    assert_eq!((offset, labels[0].as_str()), (4_980, "change 165058"));
    // Of 60,000 the oldest are not listed.
    let (_, offset, labels) = page(99_999);
    assert_eq!((offset, labels[39].as_str()), (9_960, "change 150001"));
}
