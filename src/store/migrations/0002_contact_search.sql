-- The words of contacts, for the search over all customers.
--
-- The index holds no text of its own: it reads that of `contact`, whose rowids stay as they are, also in a VACUUM, as
-- the table has an index. A tombstone is scrubbed, so it stands in the index without a word.

CREATE VIRTUAL TABLE contact_search USING fts5 (
    name, email, title, phone,
    content = 'contact', content_rowid = 'rowid',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);

-- New words are gathered in memory up to this size, so that a long list makes few segments to merge.
INSERT INTO contact_search (contact_search, rank) VALUES ('hashsize', 67108864);

-- The index is written at the end of each statement, so many rows belong into one statement.
CREATE TRIGGER contact_is_searched AFTER INSERT ON contact
BEGIN
    INSERT INTO contact_search (rowid, name, email, title, phone)
    VALUES (new.rowid, new.name, new.email, new.title, new.phone);
END;

CREATE TRIGGER contact_is_searched_anew AFTER UPDATE OF name, email, title, phone ON contact
BEGIN
    INSERT INTO contact_search (contact_search, rowid, name, email, title, phone)
    VALUES ('delete', old.rowid, old.name, old.email, old.title, old.phone);
    INSERT INTO contact_search (rowid, name, email, title, phone)
    VALUES (new.rowid, new.name, new.email, new.title, new.phone);
END;

CREATE TRIGGER contact_is_searched_no_more AFTER DELETE ON contact
BEGIN
    INSERT INTO contact_search (contact_search, rowid, name, email, title, phone)
    VALUES ('delete', old.rowid, old.name, old.email, old.title, old.phone);
END;

INSERT INTO contact_search (contact_search) VALUES ('rebuild');
