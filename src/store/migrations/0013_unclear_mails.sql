-- A mail whose text begins to go out is marked as unclear first, and waits for a person if no answer is written down. Those
-- that were under way before that mark was made, and those that would have gone out again by themselves, may have arrived.
UPDATE notification SET state = 'sending', next_at = NULL
    WHERE channel = 'email' AND state = 'retry' AND unclear = 1;
UPDATE notification SET unclear = 1
    WHERE channel = 'email' AND state = 'sending';
