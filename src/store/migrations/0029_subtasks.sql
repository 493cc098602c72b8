-- A task may be a part of another one, which is a part of none, and may have a note.
ALTER TABLE task ADD COLUMN parent_id BLOB REFERENCES task (id);
ALTER TABLE task ADD COLUMN note TEXT CHECK (note <> '');
CREATE INDEX task_by_parent ON task (parent_id) WHERE parent_id IS NOT NULL;

-- The template of an onboarding, which only the log knew before.
ALTER TABLE onboarding ADD COLUMN template TEXT CHECK (template <> '');
UPDATE onboarding SET template = (
    SELECT p.new ->> 'template' FROM op p
    WHERE p.entity_id = onboarding.id AND p.entity = 'onboarding' AND p.field = 'record' AND json_valid(p.new)
    ORDER BY p.change_seq LIMIT 1);
