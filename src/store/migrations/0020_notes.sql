-- Notes on customers, contacts and onboardings. A note that was deleted is a tombstone: its fields are scrubbed.
CREATE TABLE note (
    id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number        INTEGER NOT NULL UNIQUE CHECK (number > 0),
    customer_id   BLOB NOT NULL REFERENCES customer (id),
    -- What it is on besides its customer, if anything.
    contact_id    BLOB REFERENCES contact (id),
    onboarding_id BLOB REFERENCES onboarding (id),
    author        TEXT NOT NULL,
    text          TEXT NOT NULL,
    -- The text without case and accents, in which searches look.
    search_key    TEXT NOT NULL DEFAULT '',
    -- A day such as 2026-12-24.
    follow_up_on  TEXT CHECK (length(follow_up_on) = 10),
    created_at    INTEGER NOT NULL,
    edited_at     INTEGER,
    updated_at    INTEGER NOT NULL,
    deleted_at    INTEGER,
    CHECK (contact_id IS NULL OR onboarding_id IS NULL),
    CHECK ((text = '') = (deleted_at IS NOT NULL)),
    CHECK (deleted_at IS NULL OR (author = '' AND contact_id IS NULL AND onboarding_id IS NULL AND search_key = ''
                                  AND follow_up_on IS NULL AND edited_at IS NULL))
) STRICT;

CREATE INDEX note_by_customer ON note (customer_id, number) WHERE deleted_at IS NULL;
CREATE INDEX note_by_contact ON note (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX note_by_onboarding ON note (onboarding_id) WHERE onboarding_id IS NOT NULL;
CREATE INDEX note_by_follow_up ON note (follow_up_on) WHERE follow_up_on IS NOT NULL;

INSERT INTO counter (name, value) VALUES ('note', 0);

-- Every three letters that follow each other in a note, as for contacts and customers.
CREATE VIRTUAL TABLE note_search USING fts5 (
    search_key,
    content = 'note', content_rowid = 'rowid',
    tokenize = 'trigram case_sensitive 1', detail = none
);

CREATE TRIGGER note_is_searched AFTER INSERT ON note
BEGIN
    INSERT INTO note_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER note_is_searched_anew AFTER UPDATE OF search_key ON note
WHEN new.search_key <> old.search_key
BEGIN
    INSERT INTO note_search (note_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
    INSERT INTO note_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER note_is_searched_no_more AFTER DELETE ON note
BEGIN
    INSERT INTO note_search (note_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
END;

-- The log knows notes now.
CREATE TABLE op_of_all (
    change_seq  INTEGER NOT NULL REFERENCES change (seq),
    position    INTEGER NOT NULL,
    customer_id BLOB REFERENCES customer (id),
    entity      TEXT NOT NULL
                CHECK (entity IN ('customer', 'contact', 'owner', 'onboarding', 'task', 'notification', 'pair', 'note')),
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
