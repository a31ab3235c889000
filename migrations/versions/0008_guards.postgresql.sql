CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only: posted facts are never changed or deleted', ERRCODE = 'restrict_violation'; END $$

CREATE FUNCTION invoice_is_posted(key integer) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN RETURN EXISTS (SELECT 1 FROM invoice WHERE id = key AND posted_at IS NOT NULL); END $$

CREATE TRIGGER actual_update_guard BEFORE UPDATE ON actual FOR EACH ROW
WHEN ((
OLD.id, OLD.transaction_type, OLD.transaction_class, OLD.billing_type, OLD.description,
OLD.transaction_date, OLD.recorded_at, OLD.quantity, OLD.unit_price, OLD.amount, OLD.tax_amount,
OLD.currency, OLD.customer_id, OLD.order_id, OLD.contract_line_id, OLD.invoice_id,
OLD.invoice_line_id, OLD.invoice_line_detail_id, OLD.reverses_id, OLD.root_id, OLD.rule,
OLD.milestone_id, OLD.retainer_id
) IS DISTINCT FROM (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.recorded_at, NEW.quantity, NEW.unit_price, NEW.amount, NEW.tax_amount,
NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id, NEW.invoice_id,
NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id, NEW.rule,
NEW.milestone_id, NEW.retainer_id
)
OR (OLD.billing_status IS DISTINCT FROM NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CANCELED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CANCELED')))
OR (OLD.adjustment_status IS DISTINCT FROM NEW.adjustment_status AND NOT (
  (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'IN_PROCESS')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', '')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'ADJUSTED')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', 'ADJUSTED')))
OR (OLD.reversed_by_id IS NOT NULL AND OLD.reversed_by_id IS DISTINCT FROM NEW.reversed_by_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_delete_guard BEFORE DELETE ON actual FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_truncate_guard BEFORE TRUNCATE ON actual FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_connection_update_guard BEFORE UPDATE ON actual_connection FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_connection_delete_guard BEFORE DELETE ON actual_connection FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER actual_connection_truncate_guard BEFORE TRUNCATE ON actual_connection FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER idempotency_record_update_guard BEFORE UPDATE ON idempotency_record FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER idempotency_record_delete_guard BEFORE DELETE ON idempotency_record FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER idempotency_record_truncate_guard BEFORE TRUNCATE ON idempotency_record FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice FOR EACH ROW
WHEN (OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date
) IS DISTINCT FROM (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date
)
OR (OLD.status IS DISTINCT FROM NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('CONFIRMED', 'PAID')))
OR (OLD.settled_amount IS DISTINCT FROM NEW.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 OR abs(NEW.settled_amount) > abs(NEW.total_amount) OR abs(NEW.settled_amount) < abs(OLD.settled_amount)))))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_delete_guard BEFORE DELETE ON invoice FOR EACH ROW
WHEN (OLD.posted_at IS NOT NULL)
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_truncate_guard BEFORE TRUNCATE ON invoice FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_charge_insert_guard BEFORE INSERT ON invoice_charge FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_charge_update_guard BEFORE UPDATE ON invoice_charge FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_charge_delete_guard BEFORE DELETE ON invoice_charge FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_charge_truncate_guard BEFORE TRUNCATE ON invoice_charge FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_insert_guard BEFORE INSERT ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_update_guard BEFORE UPDATE ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_delete_guard BEFORE DELETE ON invoice_correction FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_correction_truncate_guard BEFORE TRUNCATE ON invoice_correction FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_insert_guard BEFORE INSERT ON invoice_line FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_update_guard BEFORE UPDATE ON invoice_line FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_delete_guard BEFORE DELETE ON invoice_line FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_truncate_guard BEFORE TRUNCATE ON invoice_line FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_detail_insert_guard BEFORE INSERT ON invoice_line_detail FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_detail_update_guard BEFORE UPDATE ON invoice_line_detail FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_detail_delete_guard BEFORE DELETE ON invoice_line_detail FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_line_detail_truncate_guard BEFORE TRUNCATE ON invoice_line_detail FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_order_insert_guard BEFORE INSERT ON invoice_order FOR EACH ROW
WHEN (invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_order_update_guard BEFORE UPDATE ON invoice_order FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id) OR invoice_is_posted(NEW.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_order_delete_guard BEFORE DELETE ON invoice_order FOR EACH ROW
WHEN (invoice_is_posted(OLD.invoice_id))
EXECUTE FUNCTION append_only()

CREATE TRIGGER invoice_order_truncate_guard BEFORE TRUNCATE ON invoice_order FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_update_guard BEFORE UPDATE ON packing_slip FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_delete_guard BEFORE DELETE ON packing_slip FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_truncate_guard BEFORE TRUNCATE ON packing_slip FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_line_update_guard BEFORE UPDATE ON packing_slip_line FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_line_delete_guard BEFORE DELETE ON packing_slip_line FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER packing_slip_line_truncate_guard BEFORE TRUNCATE ON packing_slip_line FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER payment_update_guard BEFORE UPDATE ON payment FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER payment_delete_guard BEFORE DELETE ON payment FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER payment_truncate_guard BEFORE TRUNCATE ON payment FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER settlement_update_guard BEFORE UPDATE ON settlement FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER settlement_delete_guard BEFORE DELETE ON settlement FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER settlement_truncate_guard BEFORE TRUNCATE ON settlement FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_update_guard BEFORE UPDATE ON voucher FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_delete_guard BEFORE DELETE ON voucher FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_truncate_guard BEFORE TRUNCATE ON voucher FOR EACH STATEMENT
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_entry_update_guard BEFORE UPDATE ON voucher_entry FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_entry_delete_guard BEFORE DELETE ON voucher_entry FOR EACH ROW
WHEN (true)
EXECUTE FUNCTION append_only()

CREATE TRIGGER voucher_entry_truncate_guard BEFORE TRUNCATE ON voucher_entry FOR EACH STATEMENT
EXECUTE FUNCTION append_only()
