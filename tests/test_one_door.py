"""The books have one door: nobody else writes them, and whoever posts can look first, by the same way."""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select

from rebill.demo import enter_parties, enter_returns, enter_sales, enter_special_returns
from rebill.demo.canceled_document import enter_canceled_document
from rebill.demo.company import enter_company
from rebill.demo.corrected_sales import enter_corrected_sales
from rebill.demo.entering import Command, Demo, R
from rebill.demo.further_projects import enter_further_projects
from rebill.demo.projects import enter_projects
from rebill.models import tables, together
from rebill.models.database import Database
from rebill.models.driver import rows_of_each
from rebill.models.identity import encode
from rebill.models.vocabulary import FiscalPeriodStatus, TransactionClass
from rebill.posting import commands as c
from rebill.posting.canceling import cancellations
from rebill.posting.command.transaction import Transaction
from rebill.posting.plan import Plan
from rebill.posting.problems import Refused
from rebill.posting.projects import entries, withdrawals
from rebill.posting.projects.drafts import confirmation
from rebill.posting.returns import credit_notes, packing_slips
from rebill.posting.sales import payments, rests
from rebill.posting.setup import periods

ROOT = Path(__file__).parent.parent
BOOKS = (
    tables.actual,
    tables.actual_connection,
    tables.voucher,
    tables.voucher_entry,
    tables.packing_slip,
    tables.packing_slip_line,
    tables.payment,
    tables.settlement,
    tables.invoice_charge,
)
NAMES = {table.name for table in BOOKS}
POSTING = {
    packing_slips.post_packing_slip,
    credit_notes.post_return_invoice,
    payments.record_payment,
    payments.settle_invoices,
    payments.mark_invoice_paid,
    rests.write_off,
    rests.unsettle,
    entries.post_entry_journal,
    withdrawals.cancel_entries,
    confirmation.confirm_invoice,
    cancellations.cancel_invoice,
}


def writers(source: str) -> Iterator[str]:
    """What a module writes of the books: rows that it inserts or copies, balances, and SQL that says so in words."""
    tree = ast.parse(source)
    known: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
            values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name):
                    known[target.id] |= _tables(value, {})
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (name for name in NAMES if re.search(rf"\binsert into {name}\b", node.value, re.IGNORECASE))
        if isinstance(node, ast.Call):
            yield from _written(node, known)


def _written(call: ast.Call, known: Mapping[str, set[str]]) -> Iterator[str]:
    called = ast.unparse(call.func)
    if called.endswith(("insert", "bulk.append", "together.append")):
        own = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        for given in (*call.args, *(one.value for one in call.keywords), own):
            yield from _tables(given, known) & NAMES
    named = [one.arg for one in call.keywords]
    named += [ast.unparse(one) for given in call.args if isinstance(given, ast.Dict) for one in given.keys if one]
    if called.endswith(".values") and "customer" in called.lower() and any("balance" in (one or "") for one in named):
        yield "customer.balance"
    if called.endswith(("bulk.add", "together.add", "bulk.change", "together.change", "bulk.move", "together.move")):
        texts = {one.value for given in call.args for one in ast.walk(given) if isinstance(one, ast.Constant)}
        if "balance" in texts and any("customer" in _tables(given, known) for given in call.args):
            yield "customer.balance"


def _tables(node: ast.expr, known: Mapping[str, set[str]]) -> set[str]:
    """The tables that an expression may stand for: a name may be given to several, each in a function of its own."""
    if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("tables"):
        return {node.attr}
    return known.get(node.id, set()) if isinstance(node, ast.Name) else set()


def test_nobody_else_writes_the_books() -> None:
    folders = ("posting", "resolvers", "schema", "rebill")
    modules = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "node_modules" not in path.parts]
    inside = [path for path in modules if path.is_relative_to(ROOT / "posting" / "ledger")]
    written = {name for path in inside for name in writers(path.read_text(encoding="utf-8"))}
    assert written == NAMES | {"customer.balance"}
    others = {path.relative_to(ROOT).as_posix(): set(writers(path.read_text(encoding="utf-8"))) for path in modules}
    assert {path: found for path, found in others.items() if found and "posting/ledger/" not in path} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("connection.execute(insert(tables.actual).values(id=1))", {"actual"}),
        ("ACTUAL = tables.actual\nconnection.execute(ACTUAL.insert(), rows)", {"actual"}),
        (
            "ACTUAL, LINK = tables.actual, tables.actual_connection\nbulk.append(connection, LINK, names, rows)",
            {"actual_connection"},
        ),
        ("table = tables.voucher\nsqlalchemy.insert(table)", {"voucher"}),
        ("update(tables.customer).where(key).values(balance=1)", {"customer.balance"}),
        (
            "def one(): table = tables.payment; insert(table)\ndef other(): table = tables.product",
            {"payment"},
        ),
        ("insert(table=models.tables.voucher)", {"voucher"}),
        ("connection.exec_driver_sql('INSERT INTO settlement VALUES (1)')", {"settlement"}),
        ('update(tables.customer).where(key).values({"balance": 1})', {"customer.balance"}),
        ('together.add(tables.customer, "balance", rows)', {"customer.balance"}),
        ("LINK = tables.actual_connection\ntogether.append(LINK, names, rows)", {"actual_connection"}),
        ('bulk.change(connection, tables.customer, ("name", "balance"), rows)', {"customer.balance"}),
        ("connection.execute(insert(tables.product).values(on_hand=1))", set()),
    ],
)
def test_a_second_door_is_found(source: str, found: set[str]) -> None:
    assert set(writers(source)) == found


class Looking(Demo):
    """Enters the demo data, and looks at each posting before it is carried out."""

    looked = 0

    def do(self, command: Command, handler: Callable[[Transaction, Command], R]) -> R:
        if handler not in POSTING:
            return super().do(command, handler)
        before = self._rows()
        shown = self.service.look(command, handler)
        assert self._rows() == before, "who only looks writes nothing"
        assert isinstance(shown.plan, Plan)  # type: ignore[attr-defined]  # of every posting
        done = super().do(command, handler)
        assert done.plan.hash == shown.plan.hash, "what was shown is what is posted"  # type: ignore[attr-defined]  # likewise
        assert self._rows() != before
        self.looked += 1
        return done

    def _rows(self) -> list[int]:
        with self.database.read() as connection:
            return [
                connection.scalar(select(func.count()).select_from(table)) or 0 for table in (*BOOKS, tables.invoice)
            ]

    def enter(self) -> None:
        """The demo data, a settlement by hand, one that is released, a rest that is given up, a mark and a withdrawal."""
        enter_company(self)
        enter_parties(self)
        enter_sales(self)
        enter_returns(self)
        enter_projects(self)
        enter_special_returns(self)
        enter_further_projects(self)
        enter_corrected_sales(self)
        enter_canceled_document(self)
        invoice, credit = c.InvoiceRef(number="INV-000001"), c.InvoiceRef(number="CN-000002")
        (credited,) = self.keys("invoice", number="CN-000002")
        (matched,) = self.keys("settlement", credit_invoice_id=credited)
        self.do(c.Unsettle(settlement=encode("Settlement", 2 * matched), reason="Another one"), rests.unsettle)
        self.do(c.SettleInvoices(invoice=invoice, credit_note=credit), payments.settle_invoices)
        self.do(c.WriteOff(invoice=invoice, amount=Decimal(1), reason="Not worth a letter"), rests.write_off)
        self.do(c.MarkInvoicePaid(invoice=invoice), payments.mark_invoice_paid)
        (line, *_) = self.keys("contract_line", billing_method="TIME_AND_MATERIAL")
        entry = c.JournalEntryInput(
            contract_line=encode("ContractLine", line),
            transaction_class=TransactionClass.TIME,
            transaction_date=date(2026, 3, 2),
            description="Booked by mistake",
            quantity=Decimal(3),
            unit_price=Decimal(100),
        )
        booked = self.do(c.PostEntryJournal(entries=[entry]), entries.post_entry_journal)
        unbilled = encode("Actual", booked.actuals[-1])
        self.do(c.CancelEntries(actuals=[unbilled]), withdrawals.cancel_entries)
        wrong = c.InvoiceRef(number="CN-000001")
        self.do(c.CancelInvoice(invoice=wrong, reason="The wrong return"), cancellations.cancel_invoice)


@pytest.mark.both_engines
def test_every_posting_is_what_was_looked_at_and_passes_the_writer(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[bool] = []

    def watch(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said = statement.replace('"', "").replace("\n", " ") + " "
        if said.startswith("UPDATE customer SET balance") or any(f"INSERT INTO {name} " in said for name in NAMES):
            passed.append(_behind_the_door(sys._getframe()))

    def watch_each(connection: Connection, statements: list[tuple[str, Sequence[object]]]) -> list[list[Any]]:
        for text, _ in statements:  # which the driver is given without an event of SQLAlchemy
            watch(None, None, text)
        return rows_of_each(connection, statements)

    event.listen(database.engine, "before_cursor_execute", watch)
    monkeypatch.setattr(together, "rows_of_each", watch_each)
    demo = Looking(database)
    demo.enter()
    assert demo.looked > 20
    assert len(passed) > 20  # on PostgreSQL many rows are copied, which is no statement
    assert all(passed)


DAY = date(2026, 3, 2)
ENTRY = c.JournalEntryInput(
    contract_line=encode("ContractLine", 1),
    transaction_class=TransactionClass.TIME,
    transaction_date=DAY,
    description="Nothing",
    quantity=Decimal(0),
    unit_price=Decimal(-1),
)
INVOICE, ORDER = c.InvoiceRef(number="INV-000001"), c.OrderRef(number="SO-000001")
WRONG: list[tuple[c.Command, Callable[[Transaction, Any], Any]]] = [
    (c.RecordPayment(invoice=INVOICE, amount=Decimal("999999.999")), payments.record_payment),
    (c.RecordPayment(invoice=c.InvoiceRef(number="INV-9"), amount=Decimal(1)), payments.record_payment),
    (c.SettleInvoices(invoice=INVOICE, credit_note=INVOICE), payments.settle_invoices),
    (c.MarkInvoicePaid(invoice=INVOICE), payments.mark_invoice_paid),
    (c.WriteOff(invoice=INVOICE, amount=Decimal("0.001"), reason="Nothing"), rests.write_off),
    (c.Unsettle(settlement=encode("Settlement", 999), reason="Nothing"), rests.unsettle),
    (c.PostPackingSlip(order=ORDER), packing_slips.post_packing_slip),
    (
        c.PostPackingSlip(order=ORDER, lines=[c.LineQuantityInput(line=encode("Customer", 1))]),
        packing_slips.post_packing_slip,
    ),
    (c.PostReturnInvoice(order=ORDER), credit_notes.post_return_invoice),
    (c.PostEntryJournal(entries=[ENTRY, ENTRY]), entries.post_entry_journal),
    (c.CancelEntries(actuals=[encode("Actual", 1), encode("Actual", 999)]), withdrawals.cancel_entries),
    (c.ConfirmInvoice(invoice=INVOICE), confirmation.confirm_invoice),
    (c.CancelInvoice(invoice=INVOICE, reason="Nothing"), cancellations.cancel_invoice),
]


@pytest.mark.both_engines
def test_a_look_refuses_what_the_posting_would_refuse(database: Database) -> None:
    demo = Looking(database)
    enter_company(demo)
    enter_parties(demo)
    enter_sales(demo)
    enter_projects(demo)
    demo.do(
        c.SetFiscalPeriod(from_=date.min, to=date.max, status=FiscalPeriodStatus.ON_HOLD), periods.set_fiscal_period
    )
    assert {handler for _, handler in WRONG} == POSTING
    for command, handler in WRONG:
        with pytest.raises(Refused) as looked:
            demo.service.look(command, handler)
        with pytest.raises(Refused) as posted:
            demo.service.execute(command, handler)
        assert looked.value.problems == posted.value.problems


def _behind_the_door(frame: FrameType | None) -> bool:
    while frame is not None:
        code = frame.f_code
        if code.co_name == "write_all" and code.co_filename.endswith("posting/ledger/writer.py"):
            return True
        frame = frame.f_back
    return False
