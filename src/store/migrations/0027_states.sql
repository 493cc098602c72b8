-- Since when and why a customer is at risk, and from when to win back one that is churned.
ALTER TABLE customer ADD COLUMN risk_reason TEXT CHECK (risk_reason <> '');
ALTER TABLE customer ADD COLUMN at_risk_since INTEGER;
ALTER TABLE customer ADD COLUMN win_back_on TEXT;

UPDATE customer SET at_risk_since = coalesce(
    (SELECT max(c.at) FROM op o JOIN change c ON c.seq = o.change_seq
     WHERE o.customer_id = customer.id AND o.entity = 'customer' AND o.field = 'status' AND o.new = 'at_risk'),
    created_at)
WHERE status = 'at_risk' AND deleted_at IS NULL;

-- The target of an onboarding that was agreed on, as it moved from there without a reason.
ALTER TABLE onboarding ADD COLUMN moved_from TEXT;
