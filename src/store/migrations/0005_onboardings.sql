-- Onboardings with their tasks, and the notifications that they send.

CREATE TABLE onboarding (
    id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number      INTEGER NOT NULL UNIQUE CHECK (number > 0),
    customer_id BLOB NOT NULL REFERENCES customer (id),
    csm_id      BLOB REFERENCES owner (id),
    -- A day such as 2026-12-24.
    target      TEXT CHECK (length(target) = 10),
    phase       TEXT NOT NULL CHECK (phase <> ''),
    phase_since INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('active', 'paused', 'done')),
    -- What was said at the last move between phases.
    note        TEXT CHECK (note <> ''),
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    deleted_at  INTEGER
) STRICT;

CREATE INDEX onboarding_by_customer ON onboarding (customer_id, number) WHERE deleted_at IS NULL;

CREATE TABLE task (
    id            BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number        INTEGER NOT NULL UNIQUE CHECK (number > 0),
    onboarding_id BLOB NOT NULL REFERENCES onboarding (id),
    phase         TEXT NOT NULL CHECK (phase <> ''),
    title         TEXT NOT NULL CHECK (title <> ''),
    csm_id        BLOB REFERENCES owner (id),
    contact_id    BLOB REFERENCES contact (id),
    due           TEXT CHECK (length(due) = 10),
    audience      TEXT NOT NULL CHECK (audience IN ('internal', 'customer')),
    done_at       INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    deleted_at    INTEGER,
    CHECK (csm_id IS NULL OR contact_id IS NULL)
) STRICT;

CREATE INDEX task_by_onboarding ON task (onboarding_id, number) WHERE deleted_at IS NULL;
CREATE INDEX task_open ON task (onboarding_id, due) WHERE deleted_at IS NULL AND done_at IS NULL;

-- One row for each notification and channel. Recipient and text are those of the moment at which it was written.
CREATE TABLE notification (
    id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number          INTEGER NOT NULL UNIQUE CHECK (number > 0),
    customer_id     BLOB NOT NULL REFERENCES customer (id),
    -- The contact who gets it, if it is one.
    contact_id      BLOB REFERENCES contact (id),
    kind            TEXT NOT NULL CHECK (kind IN ('phase_change', 'task_assigned', 'portal_invite')),
    channel         TEXT NOT NULL CHECK (channel IN ('email', 'slack')),
    recipient_name  TEXT NOT NULL CHECK (recipient_name <> ''),
    recipient_email TEXT NOT NULL CHECK (instr(recipient_email, '@') > 1),
    email_domain    TEXT NOT NULL,
    reply_to_name   TEXT,
    reply_to_email  TEXT,
    reason          TEXT NOT NULL CHECK (reason IN ('primary', 'owner_fallback', 'assignee')),
    state           TEXT NOT NULL CHECK (state IN ('held', 'queued', 'sending', 'sent', 'retry', 'failed', 'unknown', 'cancelled')),
    subject         TEXT NOT NULL,
    body            TEXT NOT NULL,
    -- What the text could not say; while there is something, it is not sent.
    blanks          TEXT NOT NULL DEFAULT '',
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_at         INTEGER,
    error           TEXT,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    sent_at         INTEGER,
    deleted_at      INTEGER
) STRICT;

CREATE INDEX notification_by_customer ON notification (customer_id, number);
CREATE INDEX notification_waiting ON notification (state, next_at) WHERE state IN ('queued', 'sending', 'retry');

INSERT INTO counter (name, value) VALUES ('onboarding', 0), ('task', 0), ('notification', 0);

-- The log knows more kinds of things now.
CREATE TABLE op_of_all (
    change_seq  INTEGER NOT NULL REFERENCES change (seq),
    position    INTEGER NOT NULL,
    customer_id BLOB REFERENCES customer (id),
    entity      TEXT NOT NULL CHECK (entity IN ('customer', 'contact', 'owner', 'onboarding', 'task', 'notification')),
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
