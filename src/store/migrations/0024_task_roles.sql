-- A task may be for whoever of the customer holds a role: lower-case words, such as 'billing'.
ALTER TABLE task ADD COLUMN role TEXT
    CHECK (role <> '' AND (role IS NULL OR (csm_id IS NULL AND contact_id IS NULL)));

-- The role that a notification is for, and how many held it as it was written.
ALTER TABLE notification ADD COLUMN role TEXT CHECK (role <> '');
ALTER TABLE notification ADD COLUMN role_holders INTEGER
    CHECK (role_holders >= 0 AND (role_holders IS NULL) = (role IS NULL));
