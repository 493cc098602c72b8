-- Several lists of a customer may wait, each kept by the window that holds it, with what was decided about its rows.

CREATE TABLE list_draft (
    id          BLOB NOT NULL PRIMARY KEY,
    customer_id BLOB NOT NULL REFERENCES customer (id),
    -- The number of the window that holds it; 0 is none.
    window      INTEGER NOT NULL,
    text        TEXT NOT NULL CHECK (text <> ''),
    marks       TEXT NOT NULL,
    lines       INTEGER NOT NULL,
    kept_at     INTEGER
) STRICT;

CREATE INDEX list_draft_of_customer ON list_draft (customer_id);

INSERT INTO list_draft (id, customer_id, window, text, marks, lines)
SELECT customer_id, customer_id, 0, text, '', 1 + length(text) - length(replace(text, char(10), ''))
FROM draft;

DROP TABLE draft;
