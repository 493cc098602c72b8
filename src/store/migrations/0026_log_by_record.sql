-- Who wrote the fields of a record, newest first, without a walk through the history of its customer.
CREATE INDEX op_by_record ON op (entity_id, change_seq, position);
