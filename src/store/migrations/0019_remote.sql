-- What is held of the source that people are synced from, under names that hold for any source.
ALTER TABLE hubspot_contact RENAME TO remote_contact;
ALTER TABLE hubspot_company RENAME TO remote_company;
ALTER TABLE hubspot_company_domain RENAME TO remote_company_domain;
ALTER TABLE hubspot_colleague RENAME TO remote_association;
ALTER TABLE hubspot_doubt RENAME TO missing_candidate;
ALTER TABLE hubspot_conflict RENAME TO address_conflict;
ALTER TABLE hubspot_domain RENAME TO covered_domain;
ALTER TABLE hubspot_portal RENAME TO remote_account;
ALTER TABLE remote_account RENAME COLUMN token_mark TO token_fingerprint;
