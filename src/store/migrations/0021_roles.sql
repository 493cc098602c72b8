-- What a contact is to its customer: lower-case words, such as 'billing, legal'. A record of HubSpot has none.
ALTER TABLE contact ADD COLUMN roles TEXT CHECK (roles <> '');
ALTER TABLE remote_contact ADD COLUMN roles TEXT CHECK (roles IS NULL);
