-- HubSpot: what contacts are to its records, what is held of them, and the runs of the sync.

-- What a contact is to a record of HubSpot: 'linked:101', 'hand:101', 'archived:101@<millis>', 'unlinked:101@<millis>'.
-- `hubspot_id` of the first format stays empty: a deleted contact, too, must remember what it was unlinked from.
ALTER TABLE contact ADD COLUMN link TEXT CHECK (instr(link, ':') > 1);
ALTER TABLE contact ADD COLUMN link_id INTEGER
    GENERATED ALWAYS AS (CAST(substr(link, instr(link, ':') + 1) AS INTEGER)) VIRTUAL;
ALTER TABLE contact ADD COLUMN is_unlinked INTEGER
    GENERATED ALWAYS AS (link IS NOT NULL AND substr(link, 1, 9) = 'unlinked:') VIRTUAL;
-- Whom sync brought and a person unlinked has left the customer.
ALTER TABLE contact ADD COLUMN is_here INTEGER
    GENERATED ALWAYS AS (NOT (link IS NOT NULL AND substr(link, 1, 9) = 'unlinked:' AND source = 'hubspot')) VIRTUAL;

CREATE INDEX contact_by_link ON contact (link_id, customer_id) WHERE link IS NOT NULL;
CREATE INDEX contact_unlinked ON contact (customer_id, name_key) WHERE is_unlinked AND deleted_at IS NULL;

DROP INDEX contact_active;
DROP INDEX contact_archived;
CREATE INDEX contact_active ON contact (customer_id, name_key)
    WHERE archived_at IS NULL AND deleted_at IS NULL AND is_here;
CREATE INDEX contact_archived ON contact (customer_id, name_key)
    WHERE archived_at IS NOT NULL AND deleted_at IS NULL AND is_here;

DROP TRIGGER contact_is_counted;
CREATE TRIGGER contact_is_counted AFTER INSERT ON contact
WHEN new.archived_at IS NULL AND new.deleted_at IS NULL AND new.is_here
BEGIN
    UPDATE customer SET contacts = contacts + 1 WHERE id = new.customer_id;
END;

DROP TRIGGER contact_is_recounted;
CREATE TRIGGER contact_is_recounted AFTER UPDATE OF archived_at, deleted_at, link ON contact
WHEN (old.archived_at IS NULL AND old.deleted_at IS NULL AND old.is_here)
     <> (new.archived_at IS NULL AND new.deleted_at IS NULL AND new.is_here)
BEGIN
    UPDATE customer
    SET contacts = contacts + iif(new.archived_at IS NULL AND new.deleted_at IS NULL AND new.is_here, 1, -1)
    WHERE id = new.customer_id;
END;

DROP TRIGGER primary_is_an_active_contact;
CREATE TRIGGER primary_is_an_active_contact BEFORE UPDATE OF primary_contact_id ON customer
WHEN new.primary_contact_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM contact
    WHERE id = new.primary_contact_id AND customer_id = new.id
          AND archived_at IS NULL AND deleted_at IS NULL AND is_here)
BEGIN
    SELECT RAISE(ABORT, 'the primary must be an active contact of the customer');
END;

DROP TRIGGER primary_stays_active;
CREATE TRIGGER primary_stays_active AFTER UPDATE OF archived_at, deleted_at, customer_id, link ON contact
WHEN (new.archived_at IS NOT NULL OR new.deleted_at IS NOT NULL OR NOT new.is_here
      OR new.customer_id <> old.customer_id)
     AND EXISTS (SELECT 1 FROM customer WHERE id = old.customer_id AND primary_contact_id = old.id)
BEGIN
    SELECT RAISE(ABORT, 'a primary contact must first lose the star');
END;

-- Changes that a sync made: they stand in the history and not in the list of undo.
ALTER TABLE change ADD COLUMN is_sync INTEGER NOT NULL DEFAULT 0 CHECK (is_sync IN (0, 1));
DROP INDEX change_by_state;
CREATE INDEX change_by_state ON change (state, seq) WHERE cause = 'change' AND is_sync = 0;

-- People of HubSpot as they were last read.
CREATE TABLE hubspot_contact (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    name         TEXT NOT NULL CHECK (name <> ''),
    email        TEXT,
    email_domain TEXT,
    title        TEXT CHECK (title <> ''),
    phone        TEXT CHECK (phone <> ''),
    CHECK ((email IS NULL) = (email_domain IS NULL))
) STRICT;

CREATE INDEX hubspot_contact_by_domain ON hubspot_contact (email_domain, id) WHERE email_domain IS NOT NULL;

-- Companies of HubSpot with the domain or the name of a customer.
CREATE TABLE hubspot_company (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    name     TEXT NOT NULL CHECK (name <> ''),
    name_key TEXT NOT NULL,
    -- Whether its people are still to be asked for.
    is_due   INTEGER NOT NULL CHECK (is_due IN (0, 1))
) STRICT;

CREATE INDEX hubspot_company_by_name ON hubspot_company (name_key);
CREATE INDEX hubspot_company_due ON hubspot_company (id) WHERE is_due = 1;

-- The domains of companies; the primary one has place 0.
CREATE TABLE hubspot_company_domain (
    domain     TEXT NOT NULL,
    company_id INTEGER NOT NULL REFERENCES hubspot_company (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL,
    PRIMARY KEY (domain, company_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX hubspot_company_domain_by_company ON hubspot_company_domain (company_id);

-- Who HubSpot counts to a company, as far as the address is not at one of its domains.
CREATE TABLE hubspot_colleague (
    company_id INTEGER NOT NULL REFERENCES hubspot_company (id) ON DELETE CASCADE,
    contact_id INTEGER NOT NULL,
    PRIMARY KEY (company_id, contact_id)
) STRICT, WITHOUT ROWID;

-- Records that were not where they were expected: first to be asked for, then with what became of them.
CREATE TABLE hubspot_doubt (
    contact_id INTEGER NOT NULL PRIMARY KEY,
    verdict    TEXT CHECK (verdict IN ('archived', 'deleted', 'moved', 'merged'))
) STRICT;

-- Domains whose people were all asked for.
CREATE TABLE hubspot_domain (
    domain TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The account to which all links belong; one row at most.
CREATE TABLE hubspot_portal (
    only           INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    id             INTEGER NOT NULL,
    time_zone      TEXT NOT NULL,
    host           TEXT NOT NULL,
    -- A hash of the token that was last seen to open it.
    token_mark     TEXT NOT NULL,
    -- HubSpot's time up to which all changes are here, in milliseconds.
    watermark      INTEGER,
    -- When the token was last seen to open it.
    checked_at     INTEGER NOT NULL,
    full_at        INTEGER,
    incremental_at INTEGER,
    -- Whether changes were skipped that only a full sync brings.
    is_full_due    INTEGER NOT NULL DEFAULT 0 CHECK (is_full_due IN (0, 1))
) STRICT;

CREATE TABLE sync_run (
    id          INTEGER NOT NULL PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('full', 'incremental')),
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    state       TEXT NOT NULL CHECK (state IN ('running', 'ok', 'failed')),
    linked      INTEGER NOT NULL DEFAULT 0,
    updated     INTEGER NOT NULL DEFAULT 0,
    unchanged   INTEGER NOT NULL DEFAULT 0,
    gone        INTEGER NOT NULL DEFAULT 0,
    kept_away   INTEGER NOT NULL DEFAULT 0,
    near_misses INTEGER NOT NULL DEFAULT 0,
    requests    INTEGER NOT NULL DEFAULT 0,
    error_kind  TEXT,
    error       TEXT,
    -- How far it came, as JSON; none once it cannot be taken up again.
    cursor      TEXT
) STRICT;

CREATE INDEX sync_run_failed ON sync_run (id) WHERE state = 'failed';
