-- Notifications know the onboarding that they are of, so that none of a paused one leaves.
ALTER TABLE notification ADD COLUMN onboarding_id BLOB REFERENCES onboarding (id);
-- Each was written in one change, and is of the first onboarding that this change touched, by itself or by a task.
WITH written AS MATERIALIZED (
    SELECT entity_id AS id, min(change_seq) AS seq
    FROM op WHERE entity = 'notification' AND field = 'record' GROUP BY entity_id
),
about AS MATERIALIZED (
    SELECT w.change_seq AS seq, coalesce(g.id, k.onboarding_id) AS onboarding_id, min(w.position)
    FROM (SELECT DISTINCT seq FROM written) c
    CROSS JOIN op w ON w.change_seq = c.seq
    LEFT JOIN onboarding g ON w.entity = 'onboarding' AND g.id = w.entity_id
    LEFT JOIN task k ON w.entity = 'task' AND k.id = w.entity_id
    WHERE coalesce(g.id, k.onboarding_id) IS NOT NULL
    GROUP BY w.change_seq
)
UPDATE notification SET onboarding_id = found.onboarding_id
FROM (SELECT written.id, about.onboarding_id FROM written JOIN about USING (seq)) found
WHERE notification.id = found.id AND kind IN ('phase_change', 'task_assigned') AND state <> 'sent';

-- What was to leave and is held since its customer left or its onboarding was paused: a person is asked whether it goes
-- once they are back.
ALTER TABLE notification ADD COLUMN held_back INTEGER NOT NULL DEFAULT 0 CHECK (held_back IN (0, 1));
-- Whether an onboarding was paused as its customer left, and so goes on when it comes back.
ALTER TABLE onboarding ADD COLUMN paused_with_customer INTEGER NOT NULL DEFAULT 0 CHECK (paused_with_customer IN (0, 1));
-- Those of customers who left before.
UPDATE onboarding SET state = 'paused', paused_with_customer = 1
WHERE state = 'active' AND deleted_at IS NULL
  AND customer_id IN (SELECT id FROM customer WHERE status IN ('churned', 'archived') AND deleted_at IS NULL);

-- Customers who left are listed apart; the conditions are repeated word for word by who reads them.
DROP INDEX customer_current;
CREATE INDEX customer_current ON customer (name_key) WHERE status IN ('active', 'at_risk') AND deleted_at IS NULL;
CREATE INDEX customer_churned ON customer (name_key) WHERE status = 'churned' AND deleted_at IS NULL;
