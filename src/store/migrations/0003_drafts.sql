-- Lists that were pasted for a customer and not added yet.

CREATE TABLE draft (
    customer_id BLOB NOT NULL PRIMARY KEY REFERENCES customer (id),
    text        TEXT NOT NULL CHECK (text <> '')
) STRICT;
