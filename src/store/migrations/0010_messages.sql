-- Mails that a person writes to a contact are a kind of notification too.
CREATE TABLE notification_of_all (
    id              BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    number          INTEGER NOT NULL UNIQUE CHECK (number > 0),
    customer_id     BLOB NOT NULL REFERENCES customer (id),
    -- The contact who gets it, if it is one.
    contact_id      BLOB REFERENCES contact (id),
    kind            TEXT NOT NULL CHECK (kind IN ('phase_change', 'task_assigned', 'portal_invite', 'message')),
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
    deleted_at      INTEGER,
    -- Whether an attempt ended without an answer, so that the message may have arrived.
    unclear         INTEGER NOT NULL DEFAULT 0 CHECK (unclear IN (0, 1)),
    -- How many of the attempts were made before a person last had it sent.
    attempts_before INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO notification_of_all (id, number, customer_id, contact_id, kind, channel, recipient_name, recipient_email,
    email_domain, reply_to_name, reply_to_email, reason, state, subject, body, blanks, attempts, next_at, error, created_at,
    updated_at, sent_at, deleted_at, unclear, attempts_before)
SELECT id, number, customer_id, contact_id, kind, channel, recipient_name, recipient_email,
    email_domain, reply_to_name, reply_to_email, reason, state, subject, body, blanks, attempts, next_at, error, created_at,
    updated_at, sent_at, deleted_at, unclear, attempts_before
FROM notification;
DROP TABLE notification;
ALTER TABLE notification_of_all RENAME TO notification;
CREATE INDEX notification_by_customer ON notification (customer_id, number);
CREATE INDEX notification_leaving ON notification (channel, number) WHERE state IN ('queued', 'sending', 'retry');
CREATE INDEX notification_invitation ON notification (contact_id, state) WHERE kind = 'portal_invite';
CREATE INDEX notification_failed ON notification (customer_id) WHERE state IN ('failed', 'unknown');
