//! What must hold of the rows after every step, whatever the model says.

use std::collections::BTreeSet;

use rusqlite::Connection;
use uuid::Uuid;

use super::rows::listed;

/// A customer and a record of HubSpot.
type Pair = (Uuid, i64);

/// Who is kept away and who is linked, before a page is taken in.
#[derive(Debug, Default)]
pub(crate) struct KeptAway {
    away: BTreeSet<Pair>,
}

fn pairs(outside: &Connection, condition: &str) -> BTreeSet<Pair> {
    let sql = format!("SELECT customer_id, link_id FROM contact WHERE link IS NOT NULL AND {condition}");
    let pair = |row: &rusqlite::Row<'_>| (row.get(0).expect("an id"), row.get(1).expect("a number"));
    listed(outside, &sql, pair).into_iter().collect()
}

const LINKED: &str = "deleted_at IS NULL AND (link LIKE 'linked:%' OR link LIKE 'hand:%')";

impl KeptAway {
    /// Notes who must not come back by a sync: unlinked or deleted at a customer, and not linked there again.
    pub(crate) fn read(outside: &Connection) -> Self {
        let away = pairs(outside, "link LIKE 'unlinked:%'");
        let linked = pairs(outside, LINKED);
        Self {
            away: away.difference(&linked).copied().collect(),
        }
    }

    /// Lists who came back all the same.
    pub(crate) fn came_back(&self, outside: &Connection) -> Vec<Pair> {
        pairs(outside, LINKED).intersection(&self.away).copied().collect()
    }
}

/// Returns what is wrong with the rows, each as a sentence.
pub(crate) fn faults(outside: &Connection) -> Vec<String> {
    [
        (
            "a primary is not an active contact of its customer",
            "SELECT c.name FROM customer c LEFT JOIN contact t ON t.id = c.primary_contact_id
             WHERE c.primary_contact_id IS NOT NULL
                   AND (t.id IS NULL OR t.customer_id <> c.id OR t.archived_at IS NOT NULL OR t.deleted_at IS NOT NULL
                        OR (t.link LIKE 'unlinked:%' AND t.source = 'hubspot'))",
        ),
        (
            "an address is twice at a customer",
            "SELECT min(email) FROM contact WHERE deleted_at IS NULL GROUP BY customer_id, lower(email) HAVING count(*) > 1",
        ),
        (
            "another email is twice at a customer, or is the first one of a contact too",
            "SELECT o.mailbox FROM other_email o JOIN contact t ON t.customer_id = o.customer_id
             WHERE t.deleted_at IS NULL AND lower(t.email) = o.mailbox",
        ),
        (
            "the mailboxes of other emails are not those of the contacts",
            "SELECT coalesce(t.id, x.contact_id) FROM
                 (SELECT id, ', ' || other_emails || ',' AS listed FROM contact WHERE other_emails IS NOT NULL) t
             FULL JOIN (SELECT contact_id, count(*) AS boxes, group_concat(mailbox, ',') AS all_boxes
                        FROM other_email GROUP BY contact_id) x ON x.contact_id = t.id
             WHERE t.id IS NULL OR x.contact_id IS NULL
                   OR x.boxes <> length(t.listed) - length(replace(t.listed, ',', '')) - 1
                   OR EXISTS (SELECT 1 FROM other_email o WHERE o.contact_id = t.id
                              AND instr(t.listed, ' ' || o.mailbox || ',') = 0)",
        ),
        (
            "the count of contacts is wrong",
            "SELECT c.name FROM customer c WHERE c.contacts <> (
                 SELECT count(*) FROM contact t
                 WHERE t.customer_id = c.id AND t.archived_at IS NULL AND t.deleted_at IS NULL
                       AND NOT (t.link LIKE 'unlinked:%' AND t.source = 'hubspot' AND t.link IS NOT NULL))",
        ),
        (
            "something belongs to a customer that is gone",
            "SELECT c.id FROM customer c WHERE c.deleted_at IS NOT NULL AND (
                 EXISTS (SELECT 1 FROM contact t WHERE t.customer_id = c.id AND t.deleted_at IS NULL)
                 OR EXISTS (SELECT 1 FROM onboarding t WHERE t.customer_id = c.id AND t.deleted_at IS NULL)
                 OR EXISTS (SELECT 1 FROM note t WHERE t.customer_id = c.id AND t.deleted_at IS NULL)
                 OR EXISTS (SELECT 1 FROM notification t WHERE t.customer_id = c.id AND t.state <> 'cancelled'))",
        ),
        (
            "a note is on something that is gone, or of another customer",
            "SELECT n.number FROM note n
             LEFT JOIN contact t ON t.id = n.contact_id LEFT JOIN onboarding g ON g.id = n.onboarding_id
             WHERE n.deleted_at IS NULL AND (
                 t.deleted_at IS NOT NULL OR t.customer_id <> n.customer_id
                 OR g.deleted_at IS NOT NULL OR g.customer_id <> n.customer_id)",
        ),
        (
            "a change of phase queued a notification more than once for a channel",
            "SELECT o.change_seq FROM op o JOIN notification n ON n.id = o.entity_id
             WHERE o.entity = 'notification' AND o.field = 'record'
             GROUP BY o.change_seq, n.channel HAVING count(*) > 1",
        ),
        (
            "a notification was queued by no change, or by two",
            "SELECT n.number FROM notification n WHERE 1 <> (
                 SELECT count(*) FROM op o
                 WHERE o.entity = 'notification' AND o.field = 'record' AND o.new IS NOT NULL AND o.entity_id = n.id)",
        ),
        (
            "a derived column is stale",
            "SELECT email FROM contact WHERE deleted_at IS NULL
                 AND (email_domain <> substr(email, instr(email, '@') + 1) OR name_key <> lower(name)
                      OR instr(search_key, lower(email)) = 0 OR instr(search_key, name_key) = 0)",
        ),
        ("a foreign key points nowhere", "SELECT \"table\" FROM pragma_foreign_key_check"),
    ]
    .into_iter()
    .filter_map(|(fault, sql)| {
        let found = listed(outside, sql, |row| {
            row.get::<_, rusqlite::types::Value>(0).expect("a value")
        });
        (!found.is_empty()).then(|| format!("{fault}: {found:?}"))
    })
    .collect()
}

/// Returns whether the search finds what is there: the index against the rows.
pub(crate) fn search_faults(outside: &Connection) -> Vec<String> {
    ["contact_search", "customer_search", "note_search"]
        .into_iter()
        .filter_map(|index| {
            let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            outside
                .execute_batch(&sql)
                .err()
                .map(|error| format!("{index}: {error}"))
        })
        .collect()
}
