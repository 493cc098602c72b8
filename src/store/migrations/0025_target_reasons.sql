-- Why the target of an onboarding was last moved.
ALTER TABLE onboarding ADD COLUMN target_reason TEXT CHECK (target_reason <> '');
