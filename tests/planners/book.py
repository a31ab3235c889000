"""Books in memory: frozen rows with the names that the database has, and what carrying out a plan does to them.

`carried_out` does to rows what the writer does to tables, so that whole histories can be planned, carried out and held
to the laws without a database. Nothing is ever changed in place: a step that is refused leaves the book as it was, and
drafts that come to nothing are forgotten by going on with the book before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from rebill.posting.plan import Plan
from rebill.posting.planned.changes import Change
from rebill.posting.planned.packing_slips import SlipPlan
from rebill.posting.planned.rows import Link, PlannedActual
from rebill.posting.planned.vouchers import PlannedVoucher, VoucherOwner

ZERO = Decimal(0)
SUBJECTS = {"SalesOrder": "Order", "ReturnOrder": "Order"}  # of changes that stand in a table of another name


class Row(SimpleNamespace):
    """A frozen row, by column."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"rows are frozen: {name}")

    def having(self, **columns: Any) -> "Row":
        """The row with other values in some columns."""
        return Row(**{**vars(self), **columns})


Table = Mapping[int, Row]


@dataclass(frozen=True)
class Book:
    """Tables of rows by key, by the API's type names, as `Change.subject` calls them."""

    tables: Mapping[str, Table] = field(default_factory=dict)

    def all(self, name: str) -> list[Row]:
        """The rows of a table, in the order of their keys."""
        return list(self.tables.get(name, {}).values())

    def one(self, name: str, key: int) -> Row:
        """A row by its key."""
        return self.tables[name][key]

    def next(self, name: str) -> int:
        """The key that the next row of a table gets."""
        return max(self.tables.get(name, {}), default=0) + 1

    def adding(self, name: str, rows: Iterable[Mapping[str, Any]]) -> "Book":
        """With rows appended, under the next keys."""
        table = dict(self.tables.get(name, {}))
        for key, columns in enumerate(rows, self.next(name)):
            table[key] = Row(id=key, **columns)
        return Book({**self.tables, name: table})

    def without(self, name: str, keys: Iterable[int]) -> "Book":
        """With rows taken away; their keys are not given again unless they were the last."""
        gone = set(keys)
        table = {key: row for key, row in self.tables.get(name, {}).items() if key not in gone}
        return Book({**self.tables, name: table})

    def setting(self, name: str, keys: Iterable[int], **columns: Any) -> "Book":
        """With columns of some rows set, whatever they were."""
        moved = {key: self.tables[name][key].having(**columns) for key in keys}
        return Book({**self.tables, name: {**self.tables[name], **moved}}) if moved else self


def changed(book: Book, changes: Iterable[Change]) -> Book:
    """Columns moved, each only from the value that its plan was made with."""
    moved: dict[str, dict[int, Row]] = {}
    for one in changes:
        name = SUBJECTS.get(one.subject, one.subject)
        if name not in moved:
            moved[name] = dict(book.tables[name])
        row = moved[name][one.key]
        found = getattr(row, one.field)
        assert found == one.before, f"{one} finds {found}"
        moved[name][one.key] = row.having(**{one.field: one.after})
    return Book({**book.tables, **moved})


def carried_out(book: Book, plan: Plan) -> Book:
    """The book once `plan` is written, in the order of the writer."""
    first, slip_ids = book.next("Actual"), book.next("PackingSlip")
    for slip in plan.slips:
        book = _goods(book, slip)
    invoice_id, line_ids = None, None
    if plan.document_type is not None:
        invoice_id, line_ids = plan.draft_id or book.next("Invoice"), book.next("InvoiceLine")
        book = _document(book, plan, invoice_id)
    if plan.taken_off:
        assert invoice_id is not None, "details are taken off a draft"
        book = book.without("Detail", plan.taken_off).setting("Invoice", [invoice_id], corrects=plan.corrects)
    for one in plan.balances:
        balance = book.one("Customer", one.customer_id).balance
        book = book.setting("Customer", [one.customer_id], balance=balance + one.amount)
    reversals = (Change("Actual", key, "reversed_by_id", None, first + at) for key, at in plan.reversed_existing)
    book = changed(book, (*plan.changes, *reversals))
    book = book.adding("Actual", (_actual(row, first, invoice_id, line_ids) for row in plan.actuals))
    book = book.adding("Connection", (_link(link, first) for link in plan.links))
    payment_id, settlement_id = book.next("Payment"), book.next("Settlement")
    book = book.adding("Payment", _paid(plan, invoice_id))
    book = _matched(book, plan, invoice_id, payment_id)
    if invoice_id is not None:
        book = _numbered(book, plan, invoice_id)
    owners = {
        VoucherOwner.DOCUMENT: invoice_id,
        VoucherOwner.PAYMENT: payment_id,
        VoucherOwner.PACKING_SLIP: slip_ids,
        VoucherOwner.SETTLEMENT: settlement_id,
    }
    return book.adding("Voucher", (_voucher(one, owners) for one in plan.vouchers))


def _paid(plan: Plan, invoice_id: int | None) -> list[dict[str, Any]]:
    """The payment of a plan, or what it pays back of its document."""
    if plan.payment is not None:
        return [_columns(plan.payment)]
    if plan.refund is None:
        return []
    back = {"invoice_id": invoice_id, "customer_id": plan.customer_id, "amount": -plan.refund.amount}
    return [{**back, "reference": None}]


def _goods(book: Book, slip: SlipPlan) -> Book:
    """The book once the goods of a packing slip have moved."""
    slip_id = book.next("PackingSlip")
    book = book.adding("PackingSlip", [{"order_id": slip.order_id, "date": slip.date}])
    book = book.adding("PackingSlipLine", ({**_columns(line), "packing_slip_id": slip_id} for line in slip.lines))
    for line in slip.lines:
        on_hand = book.one("Product", line.product_id).on_hand
        book = book.setting("Product", [line.product_id], on_hand=on_hand + line.on_hand_change)
        if line.return_order_line_id is not None:
            known = {"slip_cost": line.cost_amount, "slip_id": slip_id}
            book = book.setting("ReturnOrderLine", [line.return_order_line_id], **known)
    return changed(book, slip.changes)


def _columns(value: Any) -> dict[str, Any]:
    return dict(value._asdict() if isinstance(value, tuple) else vars(value))  # named tuples, and dataclasses


def _document(book: Book, plan: Plan, invoice_id: int) -> Book:
    if plan.draft_id is None:
        header = {"status": plan.posted_status, "customer_id": plan.customer_id, "currency": plan.currency}
        header |= {"contract_id": None, "order_ids": plan.order_ids, "corrects": plan.corrects}
        header |= {"tax_rounding": plan.tax_rounding, "taxes": plan.taxes}
        book = book.adding("Invoice", [header])
        book = book.adding("InvoiceLine", ({**_columns(line), "invoice_id": invoice_id} for line in plan.lines))
    return book.adding("InvoiceCharge", ({**_columns(one), "invoice_id": invoice_id} for one in plan.charges))


def _actual(row: PlannedActual, first: int, invoice_id: int | None, lines: int | None) -> dict[str, Any]:
    """A planned row with keys instead of positions."""

    def key(existing: int | None, position: int | None) -> int | None:
        return existing if position is None else first + position

    columns = _columns(row)
    for name in ("position", "reverses", "reverses_position", "reversed_by_position", "root", "root_position"):
        del columns[name]
    return {
        **columns,
        "invoice_id": invoice_id,
        "invoice_line_id": None if row.document_line is None or lines is None else lines + row.document_line,
        "draft_detail_id": None,
        "reverses_id": key(row.reverses, row.reverses_position),
        "reversed_by_id": key(None, row.reversed_by_position),
        "root_id": key(row.root, row.root_position),
    }


def _link(link: Link, first: int) -> dict[str, Any]:
    other = link.other if link.other_position is None else first + link.other_position
    return {"actual_id": first + link.position, "role": link.role, "other_id": other, "other_role": link.other_role}


def _matched(book: Book, plan: Plan, invoice_id: int | None, payment_id: int) -> Book:
    """Settlements: a side that the plan does not name is its document or payment, or what it writes off."""
    rows: list[dict[str, Any]] = [
        {
            "amount": one.amount,
            "debit": one.debit_id or invoice_id,
            "credit": one.credit_id or invoice_id,
            "payment_id": None if plan.payment is None else payment_id,
            "releases": one.releases,
            "reason": one.reason,
        }
        for one in plan.settlements
    ]
    if plan.refund is not None:
        sides = {"debit": None, "credit": invoice_id, "payment_id": payment_id}
        rows.append({"amount": plan.refund.amount, **sides, "releases": None, "reason": None})
    return book.adding("Settlement", rows)


def _voucher(one: PlannedVoucher, owners: Mapping[VoucherOwner, int | None]) -> dict[str, Any]:
    first = owners[one.owner]
    assert first is not None, "a voucher is of something that is written"
    owned = {owner.value: first + one.position if owner is one.owner else None for owner in VoucherOwner}
    return {"entries": one.entries, "date": one.date, **owned}


def _numbered(book: Book, plan: Plan, invoice_id: int) -> Book:
    number = f"{'INV' if plan.document_type == 'INVOICE' else 'CN'}-{invoice_id:06d}"
    names = ("document_type", "invoice_date", "due_date", "net_amount", "tax_amount", "total_amount", "settled_amount")
    stamp = {name: getattr(plan, name) for name in names}
    return book.setting("Invoice", [invoice_id], number=number, posted=True, **stamp)
