-- Where the fields of a contact come from, names that HubSpot does not have, and addresses that cannot be followed.

-- The fields that hold what HubSpot says and change with it: 'name,email,title,phone', with 'stand_in' for a name that
-- was made up; none for a contact that never had to do with HubSpot.
ALTER TABLE contact ADD COLUMN follows TEXT;

-- Whether HubSpot has the name; else it was made up.
ALTER TABLE hubspot_contact ADD COLUMN is_named INTEGER NOT NULL DEFAULT 1 CHECK (is_named IN (0, 1));

-- People of HubSpot whose address a customer cannot take over, as another of its contacts has it.
CREATE TABLE hubspot_conflict (
    customer_id BLOB NOT NULL REFERENCES customer (id),
    person_id   INTEGER NOT NULL,
    PRIMARY KEY (customer_id, person_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE sync_run ADD COLUMN conflicts INTEGER NOT NULL DEFAULT 0;

-- Who wrote each field last: a sync, or a person whose change is in force.
CREATE TABLE last_writer (
    contact_id BLOB NOT NULL,
    field      TEXT NOT NULL,
    is_sync    INTEGER NOT NULL,
    PRIMARY KEY (contact_id, field)
) STRICT, WITHOUT ROWID;

INSERT INTO last_writer (contact_id, field, is_sync)
SELECT entity_id, field, is_sync FROM (
    SELECT o.entity_id, o.field, c.is_sync, max(o.change_seq)
    FROM op o JOIN change c ON c.seq = o.change_seq
    WHERE o.entity = 'contact' AND o.field IN ('name', 'email', 'title', 'phone')
          AND (c.is_sync = 1 OR c.cause = 'change' AND c.state = 'done')
    GROUP BY o.entity_id, o.field);

-- What nobody wrote here follows, and so does what is as HubSpot has it.
UPDATE contact SET follows = (
    SELECT ltrim(
        iif(contact.name IS h.name
            OR coalesce((SELECT is_sync FROM last_writer w WHERE w.contact_id = contact.id AND w.field = 'name'),
                        contact.source = 'hubspot'), ',name', '')
        || iif(contact.email IS h.email
            OR coalesce((SELECT is_sync FROM last_writer w WHERE w.contact_id = contact.id AND w.field = 'email'),
                        contact.source = 'hubspot'), ',email', '')
        || iif(contact.title IS h.title
            OR coalesce((SELECT is_sync FROM last_writer w WHERE w.contact_id = contact.id AND w.field = 'title'),
                        contact.source = 'hubspot'), ',title', '')
        || iif(contact.phone IS h.phone
            OR coalesce((SELECT is_sync FROM last_writer w WHERE w.contact_id = contact.id AND w.field = 'phone'),
                        contact.source = 'hubspot'), ',phone', ''), ',')
    FROM (SELECT 1) LEFT JOIN hubspot_contact h ON h.id = contact.link_id)
WHERE deleted_at IS NULL AND (link IS NOT NULL OR source = 'hubspot');

DROP TABLE last_writer;

-- The addresses that were left behind without a word.
INSERT INTO hubspot_conflict (customer_id, person_id)
SELECT DISTINCT t.customer_id, h.id FROM contact t JOIN hubspot_contact h ON h.id = t.link_id
WHERE t.deleted_at IS NULL AND (t.link LIKE 'linked:%' OR t.link LIKE 'hand:%') AND instr(t.follows, 'email') > 0
      AND h.email IS NOT NULL AND h.email <> t.email;
