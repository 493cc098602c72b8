-- By how long HubSpot's search was late in showing a change, in milliseconds: the next run looks back as much further.
ALTER TABLE hubspot_portal ADD COLUMN lag INTEGER NOT NULL DEFAULT 0 CHECK (lag >= 0);
