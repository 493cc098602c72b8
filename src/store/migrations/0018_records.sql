-- The log holds whole records as JSON. Sentences of earlier releases cannot become records, and are marked as such.
UPDATE op SET
    old = iif(old IS NULL, NULL, json_object('legacy', old)),
    new = iif(new IS NULL, NULL, json_object('legacy', new))
WHERE field = 'record' AND entity IN ('onboarding', 'task', 'notification');

-- Owners were told as 'Cara Osei <cara@us.com>'.
UPDATE op SET new = (SELECT json_object('email', w.email, 'name', op.subject, 'v', 1) FROM owner w WHERE w.id = op.entity_id)
WHERE field = 'record' AND entity = 'owner' AND new IS NOT NULL;

-- Of pairs that are not the same only the time was told.
WITH pair AS MATERIALIZED (
    SELECT id,
        lower(format('%s-%s-%s-%s-%s', substr(hex(one_id), 1, 8), substr(hex(one_id), 9, 4),
              substr(hex(one_id), 13, 4), substr(hex(one_id), 17, 4), substr(hex(one_id), 21))) AS one,
        lower(format('%s-%s-%s-%s-%s', substr(hex(other_id), 1, 8), substr(hex(other_id), 9, 4),
              substr(hex(other_id), 13, 4), substr(hex(other_id), 17, 4), substr(hex(other_id), 21))) AS other
    FROM distinct_pair
)
UPDATE op SET
    old = iif(op.old IS NULL, NULL,
              json_object('one', pair.one, 'other', pair.other, 'told_at', CAST(op.old AS INTEGER), 'v', 1)),
    new = iif(op.new IS NULL, NULL,
              json_object('one', pair.one, 'other', pair.other, 'told_at', CAST(op.new AS INTEGER), 'v', 1))
FROM pair
WHERE pair.id = op.entity_id AND op.entity = 'pair' AND op.field = 'told_apart';
