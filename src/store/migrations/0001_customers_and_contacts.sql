-- Customers, their owners and contacts, and the operation log. Times are milliseconds since 1970 UTC; ids are UUIDv7.

CREATE TABLE owner (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name         TEXT NOT NULL CHECK (name <> ''),
    name_key     TEXT NOT NULL,
    email        TEXT NOT NULL CHECK (instr(email, '@') > 1),
    email_domain TEXT NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX owner_by_email ON owner (substr(email, 1, instr(email, '@')) || email_domain);

CREATE TABLE customer (
    id                 BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    display_id         INTEGER NOT NULL UNIQUE CHECK (display_id > 0),
    name               TEXT NOT NULL,
    name_key           TEXT NOT NULL,
    domain             TEXT CHECK (domain = lower(domain) AND instr(domain, '.') > 1),
    domain_key         TEXT,
    owner_id           BLOB REFERENCES owner (id),
    plan               TEXT CHECK (plan <> ''),
    status             TEXT NOT NULL CHECK (status IN ('active', 'at_risk', 'churned', 'archived')),
    tags               TEXT NOT NULL,
    -- The primary is this one cell, so there can never be two.
    primary_contact_id BLOB REFERENCES contact (id),
    -- Contacts that are neither archived nor deleted; kept by the triggers below.
    contacts           INTEGER NOT NULL DEFAULT 0 CHECK (contacts >= 0),
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL,
    deleted_at         INTEGER,
    CHECK ((name = '') = (deleted_at IS NOT NULL)),
    CHECK (deleted_at IS NULL OR primary_contact_id IS NULL)
) STRICT;

CREATE INDEX customer_by_name ON customer (name_key) WHERE deleted_at IS NULL;
CREATE INDEX customer_current ON customer (name_key) WHERE status <> 'archived' AND deleted_at IS NULL;
CREATE INDEX customer_archived ON customer (name_key) WHERE status = 'archived' AND deleted_at IS NULL;
CREATE INDEX customer_by_domain ON customer (domain) WHERE domain IS NOT NULL AND deleted_at IS NULL;

CREATE TABLE contact (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    customer_id  BLOB NOT NULL REFERENCES customer (id),
    name         TEXT NOT NULL,
    name_key     TEXT NOT NULL,
    email        TEXT NOT NULL,
    email_domain TEXT NOT NULL,
    title        TEXT CHECK (title <> ''),
    phone        TEXT CHECK (phone <> ''),
    source       TEXT NOT NULL CHECK (source IN ('manual', 'paste', 'hubspot')),
    hubspot_id   TEXT CHECK (hubspot_id <> ''),
    archived_at  INTEGER,
    created_at   INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    -- A deleted contact is a tombstone: its fields are scrubbed.
    deleted_at   INTEGER,
    CHECK ((name = '') = (deleted_at IS NOT NULL)),
    CHECK (CASE WHEN deleted_at IS NULL THEN instr(email, '@') > 1 AND email_domain <> ''
                ELSE email = '' AND email_domain = '' AND name_key = '' AND title IS NULL AND phone IS NULL
                     AND hubspot_id IS NULL AND archived_at IS NULL END)
) STRICT;

-- Two spellings of an international domain are one mailbox, so the domain counts in its ASCII form.
CREATE UNIQUE INDEX contact_by_email
    ON contact (substr(email, 1, instr(email, '@')) || email_domain, customer_id) WHERE deleted_at IS NULL;
CREATE INDEX contact_active ON contact (customer_id, name_key) WHERE archived_at IS NULL AND deleted_at IS NULL;
CREATE INDEX contact_archived ON contact (customer_id, name_key) WHERE archived_at IS NOT NULL AND deleted_at IS NULL;

CREATE TRIGGER contact_is_counted AFTER INSERT ON contact
WHEN new.archived_at IS NULL AND new.deleted_at IS NULL
BEGIN
    UPDATE customer SET contacts = contacts + 1 WHERE id = new.customer_id;
END;

CREATE TRIGGER contact_is_recounted AFTER UPDATE OF archived_at, deleted_at ON contact
WHEN (old.archived_at IS NULL AND old.deleted_at IS NULL) <> (new.archived_at IS NULL AND new.deleted_at IS NULL)
BEGIN
    UPDATE customer
    SET contacts = contacts + iif(new.archived_at IS NULL AND new.deleted_at IS NULL, 1, -1)
    WHERE id = new.customer_id;
END;

CREATE TRIGGER primary_is_an_active_contact BEFORE UPDATE OF primary_contact_id ON customer
WHEN new.primary_contact_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contact
    WHERE id = new.primary_contact_id AND customer_id = new.id AND archived_at IS NULL AND deleted_at IS NULL)
BEGIN
    SELECT RAISE(ABORT, 'the primary must be an active contact of the customer');
END;

CREATE TRIGGER primary_stays_active BEFORE UPDATE OF archived_at, deleted_at, customer_id ON contact
WHEN (new.archived_at IS NOT NULL OR new.deleted_at IS NOT NULL OR new.customer_id <> old.customer_id)
     AND EXISTS (SELECT 1 FROM customer WHERE id = old.customer_id AND primary_contact_id = old.id)
BEGIN
    SELECT RAISE(ABORT, 'a primary contact must first lose the star');
END;

-- Numbers that are given out once.
CREATE TABLE counter (
    name  TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

INSERT INTO counter (name, value) VALUES ('customer_display_id', 0);

-- One row for each act of a person; undo and redo append their own.
CREATE TABLE change (
    seq    INTEGER NOT NULL PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    actor  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    label  TEXT NOT NULL,
    cause  TEXT NOT NULL CHECK (cause IN ('change', 'undo', 'redo')),
    -- What an undo took back or a redo made again.
    target INTEGER REFERENCES change (seq),
    state  TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
    CHECK ((cause = 'change') = (target IS NULL))
) STRICT;

CREATE INDEX change_by_state ON change (state, seq) WHERE cause = 'change';
CREATE INDEX change_by_target ON change (target, seq) WHERE target IS NOT NULL;

-- One row for each field that an act changed, with the name of the thing at that time.
CREATE TABLE op (
    change_seq  INTEGER NOT NULL REFERENCES change (seq),
    position    INTEGER NOT NULL,
    customer_id BLOB REFERENCES customer (id),
    entity      TEXT NOT NULL CHECK (entity IN ('customer', 'contact', 'owner')),
    entity_id   BLOB NOT NULL CHECK (length(entity_id) = 16),
    subject     TEXT NOT NULL,
    field       TEXT NOT NULL,
    old         TEXT,
    new         TEXT,
    -- The names behind old and new where these are ids.
    old_name    TEXT,
    new_name    TEXT,
    PRIMARY KEY (change_seq, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX op_by_customer ON op (customer_id, change_seq, position) WHERE customer_id IS NOT NULL;
