-- Contacts that look alike: which pairs a person told apart, and how the others are found. What a list of customers
-- shows of their health is looked up by the indexes at the end.

CREATE TABLE distinct_pair (
    id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    one_id     BLOB NOT NULL REFERENCES contact (id),
    other_id   BLOB NOT NULL REFERENCES contact (id),
    -- When they were told apart; none once that was taken back.
    told_at    INTEGER,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER,
    UNIQUE (one_id, other_id),
    CHECK (one_id < other_id)
) STRICT;

CREATE INDEX contact_by_local_part ON contact (customer_id, substr(email, 1, instr(email, '@')))
    WHERE archived_at IS NULL AND deleted_at IS NULL AND is_here;

CREATE INDEX task_by_contact ON task (contact_id) WHERE contact_id IS NOT NULL;

-- The list of states is repeated word for word by who reads it.
CREATE INDEX notification_failed ON notification (customer_id) WHERE state IN ('failed', 'unknown');

-- The log knows pairs now.
CREATE TABLE op_of_all (
    change_seq  INTEGER NOT NULL REFERENCES change (seq),
    position    INTEGER NOT NULL,
    customer_id BLOB REFERENCES customer (id),
    entity      TEXT NOT NULL
                CHECK (entity IN ('customer', 'contact', 'owner', 'onboarding', 'task', 'notification', 'pair')),
    entity_id   BLOB NOT NULL CHECK (length(entity_id) = 16),
    subject     TEXT NOT NULL,
    field       TEXT NOT NULL,
    old         TEXT,
    new         TEXT,
    old_name    TEXT,
    new_name    TEXT,
    PRIMARY KEY (change_seq, position)
) STRICT, WITHOUT ROWID;
INSERT INTO op_of_all SELECT change_seq, position, customer_id, entity, entity_id, subject, field, old, new, old_name, new_name FROM op;
DROP TABLE op;
ALTER TABLE op_of_all RENAME TO op;
CREATE INDEX op_by_customer ON op (customer_id, change_seq, position) WHERE customer_id IS NOT NULL;
