-- Who was erased, so that no sync brings them back: digests of their addresses and of their ids at the source, made with a
-- key of this store. Nothing of a person can be read from them.
CREATE TABLE erased_mark (
    mark BLOB NOT NULL PRIMARY KEY CHECK (length(mark) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasing_key (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    key  BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;
