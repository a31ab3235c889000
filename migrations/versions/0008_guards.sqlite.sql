CREATE TRIGGER actual_update_guard BEFORE UPDATE ON actual
WHEN (
OLD.id, OLD.transaction_type, OLD.transaction_class, OLD.billing_type, OLD.description,
OLD.transaction_date, OLD.recorded_at, OLD.quantity, OLD.unit_price, OLD.amount, OLD.tax_amount,
OLD.currency, OLD.customer_id, OLD.order_id, OLD.contract_line_id, OLD.invoice_id,
OLD.invoice_line_id, OLD.invoice_line_detail_id, OLD.reverses_id, OLD.root_id, OLD.rule,
OLD.milestone_id, OLD.retainer_id
) IS NOT (
NEW.id, NEW.transaction_type, NEW.transaction_class, NEW.billing_type, NEW.description,
NEW.transaction_date, NEW.recorded_at, NEW.quantity, NEW.unit_price, NEW.amount, NEW.tax_amount,
NEW.currency, NEW.customer_id, NEW.order_id, NEW.contract_line_id, NEW.invoice_id,
NEW.invoice_line_id, NEW.invoice_line_detail_id, NEW.reverses_id, NEW.root_id, NEW.rule,
NEW.milestone_id, NEW.retainer_id
)
OR (OLD.billing_status IS NOT NEW.billing_status AND NOT (
  (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'NOT_READY')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_CREATED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'READY_TO_INVOICE')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('CUSTOMER_INVOICE_CREATED', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CUSTOMER_INVOICE_POSTED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('NOT_READY', 'CANCELED')
  OR (coalesce(OLD.billing_status, ''), coalesce(NEW.billing_status, '')) = ('READY_TO_INVOICE', 'CANCELED')))
OR (OLD.adjustment_status IS NOT NEW.adjustment_status AND NOT (
  (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'IN_PROCESS')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', '')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('', 'ADJUSTED')
  OR (coalesce(OLD.adjustment_status, ''), coalesce(NEW.adjustment_status, '')) = ('IN_PROCESS', 'ADJUSTED')))
OR (OLD.reversed_by_id IS NOT NULL AND OLD.reversed_by_id IS NOT NEW.reversed_by_id)
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_delete_guard BEFORE DELETE ON actual
WHEN 1
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_insert_guard BEFORE INSERT ON actual
WHEN EXISTS (SELECT 1 FROM actual WHERE id = NEW.id OR reverses_id = NEW.reverses_id)
BEGIN SELECT RAISE(ABORT, 'actual is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_connection_update_guard BEFORE UPDATE ON actual_connection
WHEN 1
BEGIN SELECT RAISE(ABORT, 'actual_connection is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_connection_delete_guard BEFORE DELETE ON actual_connection
WHEN 1
BEGIN SELECT RAISE(ABORT, 'actual_connection is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER actual_connection_insert_guard BEFORE INSERT ON actual_connection
WHEN EXISTS (SELECT 1 FROM actual_connection WHERE id = NEW.id OR actual_id = NEW.actual_id AND other_id = NEW.other_id AND role = NEW.role)
BEGIN SELECT RAISE(ABORT, 'actual_connection is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER idempotency_record_update_guard BEFORE UPDATE ON idempotency_record
WHEN 1
BEGIN SELECT RAISE(ABORT, 'idempotency_record is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER idempotency_record_delete_guard BEFORE DELETE ON idempotency_record
WHEN 1
BEGIN SELECT RAISE(ABORT, 'idempotency_record is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER idempotency_record_insert_guard BEFORE INSERT ON idempotency_record
WHEN EXISTS (SELECT 1 FROM idempotency_record WHERE key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'idempotency_record is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_update_guard BEFORE UPDATE ON invoice
WHEN OLD.posted_at IS NOT NULL AND ((
OLD.id, OLD.number, OLD.document_type, OLD.version, OLD.contract_id, OLD.customer_id, OLD.currency,
OLD.invoice_date, OLD.document_date, OLD.created_at, OLD.posted_at, OLD.net_amount, OLD.tax_amount,
OLD.total_amount, OLD.corrected_total, OLD.previous_total, OLD.has_corrections, OLD.reason,
OLD.due_date
) IS NOT (
NEW.id, NEW.number, NEW.document_type, NEW.version, NEW.contract_id, NEW.customer_id, NEW.currency,
NEW.invoice_date, NEW.document_date, NEW.created_at, NEW.posted_at, NEW.net_amount, NEW.tax_amount,
NEW.total_amount, NEW.corrected_total, NEW.previous_total, NEW.has_corrections, NEW.reason,
NEW.due_date
)
OR (OLD.status IS NOT NEW.status AND NOT (
  (coalesce(OLD.status, ''), coalesce(NEW.status, '')) = ('CONFIRMED', 'PAID')))
OR (OLD.settled_amount IS NOT NEW.settled_amount AND (NEW.settled_amount * NEW.total_amount < 0 OR abs(NEW.settled_amount) > abs(NEW.total_amount) OR abs(NEW.settled_amount) < abs(OLD.settled_amount)))) OR NEW.id <> OLD.id OR EXISTS (SELECT 1 FROM invoice WHERE (number = NEW.number) AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_delete_guard BEFORE DELETE ON invoice
WHEN OLD.posted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_insert_guard BEFORE INSERT ON invoice
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'invoice is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_charge_insert_guard BEFORE INSERT ON invoice_charge
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice_charge WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'invoice_charge is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_charge_update_guard BEFORE UPDATE ON invoice_charge
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'invoice_charge is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_charge_delete_guard BEFORE DELETE ON invoice_charge
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_charge is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_correction_insert_guard BEFORE INSERT ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_correction_update_guard BEFORE UPDATE ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_correction_delete_guard BEFORE DELETE ON invoice_correction
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_correction is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_insert_guard BEFORE INSERT ON invoice_line
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice_line WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'invoice_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_update_guard BEFORE UPDATE ON invoice_line
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'invoice_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_delete_guard BEFORE DELETE ON invoice_line
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_detail_insert_guard BEFORE INSERT ON invoice_line_detail
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice_line_detail WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'invoice_line_detail is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_detail_update_guard BEFORE UPDATE ON invoice_line_detail
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL) OR NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'invoice_line_detail is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_line_detail_delete_guard BEFORE DELETE ON invoice_line_detail
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_line_detail is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_order_insert_guard BEFORE INSERT ON invoice_order
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_order is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_order_update_guard BEFORE UPDATE ON invoice_order
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL) OR EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_order is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER invoice_order_delete_guard BEFORE DELETE ON invoice_order
WHEN EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'invoice_order is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_update_guard BEFORE UPDATE ON packing_slip
WHEN 1
BEGIN SELECT RAISE(ABORT, 'packing_slip is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_delete_guard BEFORE DELETE ON packing_slip
WHEN 1
BEGIN SELECT RAISE(ABORT, 'packing_slip is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_insert_guard BEFORE INSERT ON packing_slip
WHEN EXISTS (SELECT 1 FROM packing_slip WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'packing_slip is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_line_update_guard BEFORE UPDATE ON packing_slip_line
WHEN 1
BEGIN SELECT RAISE(ABORT, 'packing_slip_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_line_delete_guard BEFORE DELETE ON packing_slip_line
WHEN 1
BEGIN SELECT RAISE(ABORT, 'packing_slip_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER packing_slip_line_insert_guard BEFORE INSERT ON packing_slip_line
WHEN EXISTS (SELECT 1 FROM packing_slip_line WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'packing_slip_line is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER payment_update_guard BEFORE UPDATE ON payment
WHEN 1
BEGIN SELECT RAISE(ABORT, 'payment is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER payment_delete_guard BEFORE DELETE ON payment
WHEN 1
BEGIN SELECT RAISE(ABORT, 'payment is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER payment_insert_guard BEFORE INSERT ON payment
WHEN EXISTS (SELECT 1 FROM payment WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER settlement_update_guard BEFORE UPDATE ON settlement
WHEN 1
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER settlement_delete_guard BEFORE DELETE ON settlement
WHEN 1
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER settlement_insert_guard BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE id = NEW.id OR payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'settlement is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_update_guard BEFORE UPDATE ON voucher
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_delete_guard BEFORE DELETE ON voucher
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_insert_guard BEFORE INSERT ON voucher
WHEN EXISTS (SELECT 1 FROM voucher WHERE id = NEW.id OR invoice_id = NEW.invoice_id OR number = NEW.number OR packing_slip_id = NEW.packing_slip_id OR payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'voucher is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_entry_update_guard BEFORE UPDATE ON voucher_entry
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher_entry is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_entry_delete_guard BEFORE DELETE ON voucher_entry
WHEN 1
BEGIN SELECT RAISE(ABORT, 'voucher_entry is append-only: posted facts are never changed or deleted'); END

CREATE TRIGGER voucher_entry_insert_guard BEFORE INSERT ON voucher_entry
WHEN EXISTS (SELECT 1 FROM voucher_entry WHERE id = NEW.id OR voucher_id = NEW.voucher_id AND position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'voucher_entry is append-only: posted facts are never changed or deleted'); END
