-- Other addresses of a contact: 'ann@acme.io (work), ann@home.net'. Mail goes to the first one, `email`.
ALTER TABLE contact ADD COLUMN other_emails TEXT CHECK (other_emails <> '');
ALTER TABLE remote_contact ADD COLUMN other_emails TEXT CHECK (other_emails <> '');

-- The mailboxes of these, by which a contact is found as by its first one.
CREATE TABLE other_email (
    mailbox     TEXT NOT NULL CHECK (instr(mailbox, '@') > 1),
    customer_id BLOB NOT NULL REFERENCES customer (id),
    contact_id  BLOB NOT NULL REFERENCES contact (id),
    PRIMARY KEY (mailbox, customer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX other_email_by_contact ON other_email (contact_id);

CREATE INDEX remote_contact_with_others ON remote_contact (id) WHERE other_emails IS NOT NULL;

-- What nobody could write before follows HubSpot, which a full sync is asked for.
UPDATE contact SET follows = ltrim(
    iif(instr(follows, 'stand_in') > 0, replace(follows, 'stand_in', 'other_emails,stand_in'), follows || ',other_emails'), ',')
WHERE follows IS NOT NULL;
UPDATE remote_account SET is_full_due = 1;
