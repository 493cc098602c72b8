-- How each channel stands with the settings of which the mark is a digest; other settings are tested anew.
CREATE TABLE channel (
    name  TEXT NOT NULL PRIMARY KEY CHECK (name IN ('email', 'slack')),
    mark  TEXT NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('untested', 'tested', 'confirmed', 'open')),
    -- Why nothing leaves by it until a person does something.
    fault TEXT
) STRICT, WITHOUT ROWID;

-- Whether an attempt ended without an answer, so that the message may have arrived.
ALTER TABLE notification ADD COLUMN unclear INTEGER NOT NULL DEFAULT 0 CHECK (unclear IN (0, 1));
-- How many of the attempts were made before a person last had it sent.
ALTER TABLE notification ADD COLUMN attempts_before INTEGER NOT NULL DEFAULT 0;

-- What is on its way, by channel and age; the list of states is repeated word for word by who reads it.
DROP INDEX notification_waiting;
CREATE INDEX notification_leaving ON notification (channel, number) WHERE state IN ('queued', 'sending', 'retry');
