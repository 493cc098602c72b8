-- The invitations to the portal of each contact, so that a list of contacts says how far they have come.
CREATE INDEX notification_invitation ON notification (contact_id, state) WHERE kind = 'portal_invite';
