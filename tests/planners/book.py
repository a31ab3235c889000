"""Books in memory: frozen rows with the names that the database has, and what carrying out a plan does to them.

`carried_out` does to rows what the writer does to tables, so that whole histories can be planned, carried out and held
to the laws without a database. Nothing is ever changed in place: a step that is refused leaves the book as it was, and
drafts that come to nothing are forgotten by going on with the book before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from rebill.models.vocabulary import InvoiceStatus
from rebill.posting.plan import Change, Entry, Link, Plan, PlannedActual, SlipPlan

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
        return len(self.tables.get(name, {})) + 1

    def adding(self, name: str, rows: Iterable[Mapping[str, Any]]) -> "Book":
        """With rows appended, under the next keys."""
        table = dict(self.tables.get(name, {}))
        for columns in rows:
            table[len(table) + 1] = Row(id=len(table) + 1, **columns)
        return replace(self, tables={**self.tables, name: table})

    def setting(self, name: str, keys: Iterable[int], **columns: Any) -> "Book":
        """With columns of some rows set, whatever they were."""
        moved = {key: self.tables[name][key].having(**columns) for key in keys}
        return replace(self, tables={**self.tables, name: {**self.tables[name], **moved}}) if moved else self


def changed(book: Book, changes: Iterable[Change]) -> Book:
    """Columns moved, each only from the value that its plan was made with."""
    moved: dict[str, dict[int, Row]] = {}
    for one in changes:
        name = SUBJECTS.get(one.subject, one.subject)
        table = moved[name] if name in moved else moved.setdefault(name, dict(book.tables[name]))
        found = getattr(table[one.key], one.field)
        assert found == one.before, f"{one} finds {found}"
        table[one.key] = table[one.key].having(**{one.field: one.after})
    return replace(book, tables={**book.tables, **moved})


def carried_out(book: Book, plan: Plan) -> Book:
    """The book once `plan` is written."""
    for slip in plan.slips:
        book = slip_posted(book, slip)
    if plan.document_type is None:
        return changed(book, plan.changes)
    invoice_id = plan.draft_id or book.next("Invoice")
    first_line, first = book.next("InvoiceLine"), book.next("Actual")
    if plan.draft_id is None:
        book = _document(book, plan, invoice_id)
    charged = ({**_columns(one), "invoice_id": invoice_id} for one in plan.charges)
    book = book.adding("InvoiceCharge", charged)
    reversals = [
        Change("Actual", existing, "reversed_by_id", None, first + position)
        for existing, position in plan.reversed_existing
    ]
    book = changed(book, (*plan.changes, *reversals))
    lines = None if plan.draft_id is not None else first_line
    book = book.adding("Actual", (_actual(row, plan, first, invoice_id, lines) for row in plan.actuals))
    book = book.adding("Connection", (_link(link, first) for link in plan.links))
    book = _matched(book, plan, invoice_id)
    book = _vouched(book, plan.entries, invoice_id=invoice_id)
    return _stamped(book, plan, invoice_id)


def slip_posted(book: Book, slip: SlipPlan) -> Book:
    """The book once a packing slip is written: goods, lines and its voucher."""
    slip_id = book.next("PackingSlip")
    book = book.adding("PackingSlip", [{"order_id": slip.order_id, "date": slip.date}])
    book = book.adding("PackingSlipLine", ({**_columns(line), "packing_slip_id": slip_id} for line in slip.lines))
    for line in slip.lines:
        on_hand = book.one("Product", line.product_id).on_hand
        book = book.setting("Product", [line.product_id], on_hand=on_hand + line.on_hand_change)
    return _vouched(changed(book, slip.changes), slip.entries, packing_slip_id=slip_id)


def _columns(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _document(book: Book, plan: Plan, invoice_id: int) -> Book:
    header = {
        "document_type": plan.document_type,
        "status": InvoiceStatus.CONFIRMED,
        "customer_id": plan.customer_id,
        "currency": plan.currency,
        "contract_id": None,
        "order_ids": plan.order_ids,
        "corrects": plan.corrects,
    }
    book = book.adding("Invoice", [header])
    return book.adding("InvoiceLine", ({**_columns(line), "invoice_id": invoice_id} for line in plan.lines))


def _actual(row: PlannedActual, plan: Plan, first: int, invoice_id: int | None, lines: int | None) -> dict[str, Any]:
    """A planned row with keys instead of positions."""

    def key(existing: int | None, position: int | None) -> int | None:
        return existing if position is None else first + position

    columns = _columns(row)
    for name in ("position", "reverses", "reverses_position", "reversed_by_position", "root", "root_position"):
        del columns[name]
    return {
        **columns,
        "customer_id": plan.customer_id,
        "currency": plan.currency,
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


def _matched(book: Book, plan: Plan, invoice_id: int) -> Book:
    mine, other = ("debit", "credit") if plan.total_amount > 0 else ("credit", "debit")
    settled = ({"amount": one.amount, mine: invoice_id, other: one.invoice_id} for one in plan.settlements)
    return book.adding("Settlement", settled)


def _vouched(book: Book, entries: Iterable[Entry], **owner: int) -> Book:
    entries = tuple(entries)
    return book.adding(
        "Voucher", [{"invoice_id": None, "packing_slip_id": None, "entries": entries} | owner] if entries else []
    )


def _stamped(book: Book, plan: Plan, invoice_id: int) -> Book:
    number = f"{'INV' if plan.document_type == 'INVOICE' else 'CN'}-{invoice_id:06d}"
    return book.setting(
        "Invoice",
        [invoice_id],
        number=number,
        document_type=plan.document_type,
        posted=True,
        invoice_date=plan.invoice_date,
        due_date=plan.due_date,
        net_amount=plan.net_amount,
        tax_amount=plan.tax_amount,
        total_amount=plan.total_amount,
        settled_amount=plan.settled_amount,
    )
