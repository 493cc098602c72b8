-- The search over all contacts and customers: every three letters that follow each other in their folded fields.
--
-- `search_key` is filled by who writes a row: its fields without case and accents, a line each. Nothing that stays here
-- needs a function of the program, so that other programs can read and write the file; a tombstone has an empty key.

DROP TRIGGER contact_is_searched;
DROP TRIGGER contact_is_searched_anew;
DROP TRIGGER contact_is_searched_no_more;
DROP TABLE contact_search;

-- Letters such as ø and ł lose their strokes in folded text from now on.
UPDATE contact SET name_key = fold(name) WHERE name_key <> fold(name);
UPDATE customer SET name_key = fold(name) WHERE name_key <> fold(name);
UPDATE customer SET domain_key = fold(domain_key) WHERE domain_key <> fold(domain_key);
UPDATE owner SET name_key = fold(name) WHERE name_key <> fold(name);
UPDATE hubspot_company SET name_key = fold(name) WHERE name_key <> fold(name);

ALTER TABLE contact ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
UPDATE contact SET search_key = folded_lines(name, email, title, phone) WHERE deleted_at IS NULL;
ALTER TABLE customer ADD COLUMN search_key TEXT NOT NULL DEFAULT '';
UPDATE customer
SET search_key = folded_lines(name, '#' || display_id, domain, domain_key, replace(tags, ',', char(10)))
WHERE deleted_at IS NULL;

-- The texts are folded already, so the indexes keep them as they are. Each is written at the end of a statement, so many
-- rows belong into one.
CREATE VIRTUAL TABLE contact_search USING fts5 (
    search_key,
    content = 'contact', content_rowid = 'rowid',
    tokenize = 'trigram case_sensitive 1', detail = none
);

-- The three letters that occur, to find one or two.
CREATE VIRTUAL TABLE contact_letters USING fts5vocab ('contact_search', 'row');

CREATE TRIGGER contact_is_searched AFTER INSERT ON contact
BEGIN
    INSERT INTO contact_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER contact_is_searched_anew AFTER UPDATE OF search_key ON contact
WHEN new.search_key <> old.search_key
BEGIN
    INSERT INTO contact_search (contact_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
    INSERT INTO contact_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER contact_is_searched_no_more AFTER DELETE ON contact
BEGIN
    INSERT INTO contact_search (contact_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
END;

INSERT INTO contact_search (contact_search) VALUES ('rebuild');

-- New letters are gathered in memory up to this size, so that a long list makes few segments to merge.
INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', 67108864);

CREATE VIRTUAL TABLE customer_search USING fts5 (
    search_key,
    content = 'customer', content_rowid = 'rowid',
    tokenize = 'trigram case_sensitive 1', detail = none
);

CREATE VIRTUAL TABLE customer_letters USING fts5vocab ('customer_search', 'row');

CREATE TRIGGER customer_is_searched AFTER INSERT ON customer
BEGIN
    INSERT INTO customer_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER customer_is_searched_anew AFTER UPDATE OF search_key ON customer
WHEN new.search_key <> old.search_key
BEGIN
    INSERT INTO customer_search (customer_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
    INSERT INTO customer_search (rowid, search_key) VALUES (new.rowid, new.search_key);
END;

CREATE TRIGGER customer_is_searched_no_more AFTER DELETE ON customer
BEGIN
    INSERT INTO customer_search (customer_search, rowid, search_key) VALUES ('delete', old.rowid, old.search_key);
END;

INSERT INTO customer_search (customer_search) VALUES ('rebuild');
