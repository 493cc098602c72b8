-- Until when nothing leaves by a channel, as its limit is reached or it is away.
ALTER TABLE channel ADD COLUMN paused_until INTEGER;

-- When a notification was first handed to a sender, which is the date of the mail at each attempt.
ALTER TABLE notification ADD COLUMN first_tried_at INTEGER;
UPDATE notification SET first_tried_at = created_at WHERE attempts > 0;

-- The name of an owner can be corrected, so owners have what the other things that change have.
ALTER TABLE owner ADD COLUMN updated_at INTEGER;
ALTER TABLE owner ADD COLUMN deleted_at INTEGER;

-- The tags of the customers that are found by them; the condition is repeated word for word by who reads it.
CREATE INDEX customer_tagged ON customer (tags) WHERE tags <> '' AND deleted_at IS NULL AND status <> 'archived';
