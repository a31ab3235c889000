"""The smallest books with one posted fact in every guarded table, written as plain SQL that both engines take.

Plain SQL and no posting service: the guards must hold whatever program writes, and a test of one status move needs a
row in exactly that status. Invoice 1 is posted, invoice 2 is a draft; actual 2 reverses actual 1.
"""

from sqlalchemy import text

from rebill.models.database import Database

THEN = "'2026-09-01T12:00:00.000000+00:00'"
INVOICE = "id, number, document_type, status, version, customer_id, currency, created_at, net_amount, tax_amount"
LINE = "id, invoice_id, line_number, description, net_amount, tax_amount, total_amount, discount_amount, cost_amount"
DETAIL = (
    "id, invoice_id, invoice_line_id, kind, transaction_class, billing_type, description, quantity, unit_price, amount,"
    " tax_amount, extended_amount, invoice_amount, invoice_tax_amount, correction, source_actual_id"
)
ACTUAL = (
    "id, transaction_type, transaction_class, billing_type, description, transaction_date, recorded_at, quantity,"
    " unit_price, amount, tax_amount, currency, customer_id, order_id, reverses_id, root_id, rule, billing_status,"
    " adjustment_status"
)


def actual(key: int, reverses: str = "NULL", billing: str = "NULL", adjustment: str = "NULL") -> str:
    """A row of the ledger, as the VALUES of an INSERT."""
    return (
        f"({key}, 'UNBILLED_SALES', 'TIME', 'CHARGEABLE', 'x', '2026-09-01', {THEN}, 1, 100, 100, 0, 'NOK', 1, 1,"
        f" {reverses}, {key}, 'r', {billing}, {adjustment})"
    )


def detail(key: int, invoice: int) -> str:
    """An invoice line detail on the line with the invoice's own number."""
    return f"({key}, {invoice}, {invoice}, 'TIME', 'TIME', 'C', 'x', 1, 1, 1, 0, 1, 1, 0, false, 1)"


APPROVAL = (
    "id, posting, living, operation, subjects, request, plan_hash, plans, policies, status, requested_by_id,"
    " requester_person, requester_issuer, requested_at, expires_at, decided_by_id, decider_person, decider_issuer,"
    " decided_at"
)


def approval(
    key: int,
    status: str,
    living: str = "NULL",
    asker: str = "1, 'kari', 'https://sign.example'",
    decider: str = "2, 'ola', 'https://sign.example'",
    decided: str = THEN,
) -> str:
    """A request for approval, as the VALUES of an INSERT; who asked and decided is an actor, a person, an issuer."""
    return (
        f"({key}, 'p', {living}, 'confirmInvoice', '[]', '{{}}', 'h', '[]', '[]', '{status}', {asker}, {THEN}, {THEN},"
        f" {decider}, {decided})"
    )


def pending(key: int, living: str = "'p'") -> str:
    """One that nobody has decided."""
    return approval(key, "PENDING", living, decider="NULL, NULL, NULL", decided="NULL")


BOOKS = [
    "INSERT INTO customer (id, number, name, currency, balance) VALUES (1, 'C-1', 'x', 'NOK', 0)",
    f"INSERT INTO orders (id, type, number, status, customer_id, currency, created_at) VALUES"
    f" (1, 'PROJECT_CONTRACT', 'PC-1', 'OPEN', 1, 'NOK', {THEN}), (2, 'SALES_ORDER', 'SO-1', 'OPEN', 1, 'NOK', {THEN})",
    f"INSERT INTO invoice ({INVOICE}, total_amount, has_corrections) VALUES"
    f" (1, 'INV-1', 'INVOICE', 'CONFIRMED', 1, 1, 'NOK', {THEN}, 100, 0, 100, false),"
    f" (2, NULL, 'INVOICE', 'DRAFT', 1, 1, 'NOK', {THEN}, 100, 0, 100, false)",
    f"INSERT INTO actual ({ACTUAL}) VALUES {actual(1)}, {actual(2, reverses='1')}",
    f"INSERT INTO invoice_line ({LINE}) VALUES (1, 1, 1, 'x', 1, 0, 1, 0, 0), (2, 2, 1, 'x', 1, 0, 1, 0, 0)",
    f"INSERT INTO invoice_line_detail ({DETAIL}) VALUES {detail(1, 1)}, {detail(2, 2)}",
    "INSERT INTO invoice_order (invoice_id, order_id) VALUES (1, 1), (2, 1)",
    "INSERT INTO invoice_correction (invoice_id, corrects_id) VALUES (1, 2), (2, 1)",
    "INSERT INTO return_charge (id, order_id, description, category, value, tax_rate, origin, posted) VALUES"
    " (1, 2, 'x', 'FIXED', 1, 0, 'MANUAL', true)",
    "INSERT INTO invoice_charge (id, invoice_id, return_charge_id, description, amount, tax_amount) VALUES"
    " (1, 1, 1, 'x', 1, 0)",
    "INSERT INTO invoice_tax (id, invoice_id, position, base, amount) VALUES (1, 1, 1, 100, 0)",
    "INSERT INTO invoice_preceding (invoice_id, preceding_id, position) VALUES (1, 2, 1), (2, 1, 1)",
    f"UPDATE invoice SET posted_at = {THEN}, due_date = '2026-09-30', settled_amount = 40 WHERE id = 1",
    "INSERT INTO fiscal_period (id, from_date, to_date, status) VALUES (1, '2026-08-01', '2026-08-31', 'CLOSED')",
    f"INSERT INTO fiscal_period_change (id, period_id, changed_at, status_after) VALUES (1, 1, {THEN}, 'CLOSED')",
    "INSERT INTO payment (id, invoice_id, customer_id, date, amount) VALUES (1, 1, 1, '2026-09-01', 40)",
    "INSERT INTO settlement (id, date, amount, debit_invoice_id, payment_id) VALUES (1, '2026-09-01', 40, 1, 1)",
    "INSERT INTO voucher (id, number, date, currency, invoice_id) VALUES (1, 'V-1', '2026-09-01', 'NOK', 1)",
    "INSERT INTO voucher_entry (id, voucher_id, position, posting_type, account, account_name, amount, is_correction)"
    " VALUES (1, 1, 1, 'REVENUE', '3000', 'x', 0, false)",
    "INSERT INTO packing_slip (id, number, order_id, date) VALUES (1, 'PS-1', 2, '2026-09-01')",
    "INSERT INTO packing_slip_line (id, packing_slip_id, quantity) VALUES (1, 1, 4)",
    "INSERT INTO actual_connection (id, actual_id, role, other_id, other_role) VALUES (1, 1, 'ORIGINAL', 2, 'REVERSAL')",
    f"INSERT INTO idempotency_record (key, input_hash, result, created_at) VALUES ('k', 'h', '{{}}', {THEN})",
    f"INSERT INTO api_key (id, name, prefix, digest, scopes, actor_id, created_at, revoked_at) VALUES"
    f" (1, 'x', 'rbk_1', 'd', '[\"READ\"]', 1, {THEN}, {THEN})",
    "INSERT INTO actor (id, kind, known_by, name) VALUES (2, 'SUBJECT', 'ola', 'Ola')",
    "INSERT INTO approval_policy (id, name, active, document_type, corrections_only, customers, limits) VALUES"
    " (1, 'credits', true, '[]', true, '[]', '[]')",
    "INSERT INTO approval_policy_version (id, policy_id, since, active, document_type, corrections_only, customers,"
    f" limits) VALUES (1, 1, {THEN}, true, '[]', true, '[]', '[]')",
    f"INSERT INTO approval ({APPROVAL}) VALUES {approval(1, 'USED')}",
    f"INSERT INTO approval ({APPROVAL}) VALUES {pending(2)}",
    "INSERT INTO approval_use (id, invoice_id, approval_id, plan_hash) VALUES (1, 1, 1, 'h')",
    "INSERT INTO logo (sha256, media_type, content) VALUES ('k', 'image/png', 'x')",
    """INSERT INTO party_copy (fingerprint, content) VALUES ('k', '{"name": "x"}')""",
    "INSERT INTO document_copy (invoice_id, bill_to, kind, tax_rounding, fingerprint) VALUES"
    " (1, 'k', 'INVOICE', 'LINE', 'f')",
    "INSERT INTO document_file (id, invoice_id, rendition, media_type, file_name, size, sha256, title, embeds, validated_by,"
    f" problems, created_at, content) VALUES (1, 1, 'PDF/EN', 'application/pdf', 'x', 1, 'f', 'x', false, '[]', '[]', {THEN}, 'x')",
    "INSERT INTO product (id, number, name, unit, sales_price, cost_price, tax_rate)"
    " VALUES (1, 'P-1', 'x', 'kg', 1, 1, 25)",
    "INSERT INTO product_unit (id, product_id, unit, until_actual_id) VALUES (1, 1, 'ea', 0)",
    f"INSERT INTO external_reference (id, invoice_id, system, value, recorded_at) VALUES (1, 1, 'KSEF', '1', {THEN})",
    "INSERT INTO history_entry (id, at, actor_id, operation, request_id, subjects, changes) VALUES"
    f" (1, {THEN}, 1, 'createCustomer', 'r', '[]', '[]')",
    "INSERT INTO history_subject (type, place, entry_id, act) VALUES ('Customer', 2147483649, 1, 'MADE')",
]


def write_books(database: Database) -> None:
    """Write the books above."""
    with database.write() as connection:
        for statement in BOOKS:
            connection.execute(text(statement))
