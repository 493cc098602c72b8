-- Notifications know the onboarding that they are of, so that none of a paused one leaves.
ALTER TABLE notification ADD COLUMN onboarding_id BLOB REFERENCES onboarding (id);
UPDATE notification SET onboarding_id = (
    SELECT coalesce(g.id, k.onboarding_id)
    FROM op o JOIN op w ON w.change_seq = o.change_seq
    LEFT JOIN onboarding g ON w.entity = 'onboarding' AND g.id = w.entity_id
    LEFT JOIN task k ON w.entity = 'task' AND k.id = w.entity_id
    WHERE o.customer_id = notification.customer_id AND o.entity = 'notification' AND o.entity_id = notification.id
      AND o.field = 'record' AND coalesce(g.id, k.onboarding_id) IS NOT NULL
    LIMIT 1)
WHERE kind IN ('phase_change', 'task_assigned') AND state <> 'sent';

-- What was to leave and is held since its customer left or its onboarding was paused: a person is asked whether it goes
-- once they are back.
ALTER TABLE notification ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0 CHECK (held_back IN (0, 1));
-- Whether an onboarding was paused as its customer left, and so goes on when it comes back.
ALTER TABLE onboarding ADD COLUMN paused_with_customer INTEGER NOT NULL DEFAULT 0 CHECK (paused_with_customer IN (0, 1));

-- Customers who left are listed apart; the conditions are repeated word for word by who reads them.
DROP INDEX customer_current;
CREATE INDEX customer_current ON customer (name_key) WHERE status IN ('active', 'at_risk') AND deleted_at IS NULL;
CREATE INDEX customer_churned ON customer (name_key) WHERE status = 'churned' AND deleted_at IS NULL;
