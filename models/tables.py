"""The tables as SQLAlchemy Core objects, for statements that need no entities.

Reads and bulk writes work on rows and tuples; entities of the unit of work measured many times slower for both.
"""

from sqlmodel import SQLModel

from . import access, approvals, books, documents, history, operations, orders, projects

_tables = SQLModel.metadata.tables

customer = _tables[orders.Customer.__tablename__]
product = _tables[orders.Product.__tablename__]
order = _tables[orders.Order.__tablename__]
sales_order_line = _tables[orders.SalesOrderLine.__tablename__]
return_order_line = _tables[orders.ReturnOrderLine.__tablename__]
disposition_code = _tables[orders.DispositionCode.__tablename__]
return_charge = _tables[orders.ReturnCharge.__tablename__]
reason_code_group = _tables[orders.ReasonCodeGroup.__tablename__]
reason_code = _tables[orders.ReasonCode.__tablename__]
automatic_charge = _tables[orders.AutomaticCharge.__tablename__]
contract_line = _tables[projects.ContractLine.__tablename__]
contract_customer = _tables[projects.ContractCustomer.__tablename__]
milestone = _tables[projects.Milestone.__tablename__]
retainer = _tables[projects.Retainer.__tablename__]
packing_slip = _tables[orders.PackingSlip.__tablename__]
packing_slip_line = _tables[orders.PackingSlipLine.__tablename__]
invoice = _tables[documents.Invoice.__tablename__]
invoice_order = _tables[documents.InvoiceOrder.__tablename__]
invoice_correction = _tables[documents.InvoiceCorrection.__tablename__]
invoice_line = _tables[documents.InvoiceLine.__tablename__]
invoice_charge = _tables[documents.InvoiceCharge.__tablename__]
invoice_line_detail = _tables[documents.InvoiceLineDetail.__tablename__]
actual = _tables[documents.Actual.__tablename__]
actual_connection = _tables[documents.ActualConnection.__tablename__]
payment = _tables[books.Payment.__tablename__]
settlement = _tables[books.Settlement.__tablename__]
voucher = _tables[books.Voucher.__tablename__]
voucher_entry = _tables[books.VoucherEntry.__tablename__]
posting_account = _tables[books.PostingAccount.__tablename__]
fiscal_period = _tables[books.FiscalPeriod.__tablename__]
fiscal_period_change = _tables[books.FiscalPeriodChange.__tablename__]
parameters = _tables[books.Parameters.__tablename__]
number_series = _tables[operations.NumberSeries.__tablename__]
idempotency_record = _tables[operations.IdempotencyRecord.__tablename__]
run_schedule = _tables[operations.RunSchedule.__tablename__]
posting_run = _tables[operations.PostingRun.__tablename__]
posting_run_item = _tables[operations.PostingRunItem.__tablename__]
actor = _tables[access.Actor.__tablename__]
api_key = _tables[access.ApiKey.__tablename__]
history_head = _tables[history.HistoryHead.__tablename__]
history_entry = _tables[history.HistoryEntry.__tablename__]
history_subject = _tables[history.HistorySubject.__tablename__]
approval_policy = _tables[approvals.ApprovalPolicy.__tablename__]
approval_policy_version = _tables[approvals.ApprovalPolicyVersion.__tablename__]
approval = _tables[approvals.Approval.__tablename__]
approval_use = _tables[approvals.ApprovalUse.__tablename__]
