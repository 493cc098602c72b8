-- Fields that users define, of customers or of contacts. One that was removed keeps its values, which show no more.
CREATE TABLE custom_field (
    id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    -- What it is a field of.
    entity     TEXT NOT NULL CHECK (entity IN ('customer', 'contact')),
    name       TEXT NOT NULL CHECK (name <> ''),
    -- The name as searches and JSON know it.
    key        TEXT NOT NULL CHECK (key <> ''),
    kind       TEXT NOT NULL CHECK (kind IN ('text', 'number', 'date', 'choice')),
    -- What a field of choices takes, separated by commas.
    choices    TEXT NOT NULL DEFAULT '',
    in_lists   TEXT NOT NULL CHECK (in_lists IN ('shown', 'hidden')),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

CREATE UNIQUE INDEX custom_field_by_key ON custom_field (entity, key) WHERE deleted_at IS NULL;

-- The values that customers and contacts have in them, by the ids of these.
CREATE TABLE custom_value (
    subject_id BLOB NOT NULL CHECK (length(subject_id) = 16),
    field_id   BLOB NOT NULL REFERENCES custom_field (id),
    value      TEXT NOT NULL CHECK (value <> ''),
    -- The value as searches compare it: a number as one, any other text without case and accents.
    key        ANY NOT NULL,
    PRIMARY KEY (subject_id, field_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX custom_value_by_key ON custom_value (field_id, key, subject_id);

-- The log knows custom fields now, and which kinds of things it knows is left to the program.
CREATE TABLE op_of_any (
    change_seq  INTEGER NOT NULL REFERENCES change (seq),
    position    INTEGER NOT NULL,
    customer_id BLOB REFERENCES customer (id),
    entity      TEXT NOT NULL CHECK (entity <> ''),
    entity_id   BLOB NOT NULL CHECK (length(entity_id) = 16),
    subject     TEXT NOT NULL,
    field       TEXT NOT NULL,
    old         TEXT,
    new         TEXT,
    old_name    TEXT,
    new_name    TEXT,
    PRIMARY KEY (change_seq, position)
) STRICT, WITHOUT ROWID;
INSERT INTO op_of_any SELECT change_seq, position, customer_id, entity, entity_id, subject, field, old, new, old_name, new_name FROM op;
DROP TABLE op;
ALTER TABLE op_of_any RENAME TO op;
CREATE INDEX op_by_customer ON op (customer_id, change_seq, position) WHERE customer_id IS NOT NULL;
