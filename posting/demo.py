"""Demo data that a bookkeeper recognises, entered through the same commands that users send.

Deterministic: a clock of its own gives every document a fixed date, and numbers come from the series. The fixed numbers
(SO-000001, RO-000003 …) are those that the README and GraphiQL's saved operations use.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from ..models import tables
from ..models.database import Database
from ..models.identity import GlobalId, encode
from ..models.vocabulary import BillingMethod, ChargeCategory, TransactionClass
from . import commands as c
from .service import (
    arrivals,
    contracts,
    corrections,
    draft_changes,
    drafts,
    packing_slips,
    parties,
    payments,
    postings,
    return_orders,
    runs,
    sales_orders,
    work,
)
from .service.transaction import Result, Service, Transaction

Command = TypeVar("Command", bound=c.Command)


@dataclass
class DemoClock:
    """Starts on a Monday in January and moves on by a day with every document."""

    instant: datetime = field(default_factory=lambda: datetime(2026, 1, 5, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """The present instant."""
        return self.instant

    def today(self) -> date:
        """The present date."""
        return self.instant.date()

    def next_day(self) -> None:
        """Move on."""
        self.instant += timedelta(days=1)


@dataclass
class Demo:
    """Enters demo data into an empty database."""

    database: Database
    clock: DemoClock = field(default_factory=DemoClock)

    def do(self, command: Command, handler: Callable[[Transaction, Command], Result]) -> Result:
        """Carry out one command."""
        return Service(self.database, self.clock).carry_out(command, handler).result

    def keys(self, table_name: str, **where: int | str) -> list[int]:
        """Keys of the records with these values, oldest first."""
        table = getattr(tables, table_name)
        statement = select(table.c.id).order_by(table.c.id)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        with self.database.read() as connection:
            return list(connection.scalars(statement))


def load(database: Database) -> None:
    """Load everything."""
    demo = Demo(database)
    _parties(demo)
    _sales(demo)
    _returns(demo)
    _projects(demo)
    _special_returns(demo)


def _parties(demo: Demo) -> None:
    for name, currency, tax_number in (
        ("Nordlys Elektro AS", "NOK", "NO 987 654 321 MVA"),
        ("Fjellheim Sport AS", "NOK", None),
        ("Rhein Maschinenbau GmbH", "EUR", "DE 123 456 789"),
    ):
        command = c.CreateCustomer(name=name, currency=currency, tax_registration_number=tax_number)
        demo.do(command, parties.create_customer)
    for name, price, cost in (("Desk lamp", "100", "60"), ("Cable, 2 m", "40", "25"), ("Work light", "249.90", "130")):
        product = c.CreateProduct(name=name, sales_price=Decimal(price), cost_price=Decimal(cost), tax_rate=Decimal(25))
        demo.do(product, parties.create_product)


def _order(demo: Demo, customer: str, *lines: tuple[str, str]) -> int:
    command = c.CreateSalesOrder(
        customer=c.CustomerRef(number=customer),
        lines=[
            c.SalesOrderLineInput(product=c.ProductRef(number=number), quantity=Decimal(quantity))
            for number, quantity in lines
        ],
    )
    order = int(str(demo.do(command, sales_orders.create_sales_order)["order"]))
    demo.clock.next_day()
    return order


def _sales(demo: Demo) -> None:
    """SO-000001 is delivered and invoiced, SO-000002 delivered, SO-000003 neither; SO-000004 and 5 are invoiced."""
    _order(demo, "C-000001", ("P-000001", "10"), ("P-000002", "5"))
    _order(demo, "C-000001", ("P-000003", "8"))
    _order(demo, "C-000003", ("P-000001", "3"))
    _order(demo, "C-000002", ("P-000003", "6"), ("P-000002", "20"))
    _order(demo, "C-000003", ("P-000001", "12"))
    for number in ("SO-000001", "SO-000002", "SO-000004", "SO-000005"):
        demo.do(c.PostPackingSlip(order=c.OrderRef(number=number)), packing_slips.post_packing_slip)
    demo.clock.next_day()
    invoiced = [c.OrderRef(number=number) for number in ("SO-000001", "SO-000004", "SO-000005")]
    demo.do(c.PostInvoices(orders=invoiced), runs.post_invoices)
    demo.clock.next_day()


def _return(
    demo: Demo,
    sold: str,
    quantity: str,
    reason: str,
    arrived: bool = True,
    code: str | None = "CREDIT",
    fee: str | None = None,
) -> c.OrderRef:
    """A return of the first line of a sales order, arrived unless said otherwise; without a code in quarantine."""
    (order,) = demo.keys("order", number=sold)
    order_line = demo.keys("sales_order_line", order_id=order)[0]
    (invoice_line,) = demo.keys("invoice_line", sales_order_line_id=order_line)
    line = c.ReturnOrderLineInput(
        invoice_line=encode("InvoiceLine", invoice_line),
        quantity=Decimal(quantity),
        disposition_code=code if code == "CREDIT_ONLY" else None,
    )
    charges = [] if fee is None else [_fee(fee)]
    command = c.CreateReturnOrder(reason_code=reason, lines=[line], charges=charges)
    created = demo.do(command, return_orders.create_return_order)
    key = int(str(created["order"]))
    ref = c.OrderRef(id=encode("ReturnOrder", key))
    if arrived:
        (return_line,) = demo.keys("return_order_line", order_id=key)
        arrival = c.ArrivalLineInput(
            line=encode("ReturnOrderLine", return_line),
            quantity=Decimal(quantity),
            disposition_code=code,
            quarantine=code is None,
        )
        demo.do(c.RegisterArrival(order=ref, lines=[arrival]), arrivals.register_arrival)
    demo.clock.next_day()
    return ref


def _returns(demo: Demo) -> None:
    """RO-000001 AWAITING, 2 REGISTERED, 3 RECEIVED, 4 INVOICED (credited), 5 CANCELED."""
    _return(demo, "SO-000001", "1", "DEFECT", arrived=False)
    _return(demo, "SO-000004", "1", "WRONG-ITEM")
    received = _return(demo, "SO-000001", "4", "DEFECT")
    demo.do(c.PostPackingSlip(order=received), packing_slips.post_packing_slip)
    credited = _return(demo, "SO-000005", "2", "NOT-WANTED")
    demo.do(c.PostPackingSlip(order=credited), packing_slips.post_packing_slip)
    demo.do(c.PostReturnInvoice(order=credited), postings.post_return_invoice)
    canceled = _return(demo, "SO-000005", "1", "NOT-WANTED", arrived=False)
    demo.do(c.CancelReturnOrder(order=canceled), return_orders.cancel_return_order)
    demo.clock.next_day()


def _fee(amount: str) -> c.ChargeInput:
    return c.ChargeInput(
        description="Handling", category=ChargeCategory.FIXED, value=Decimal(amount), tax_rate=Decimal(25)
    )


def _special_returns(demo: Demo) -> None:
    """RO-000006 in quarantine, 7 credit only, 8 scrapped and settled, 9 replaced by SO-000006, 10 sent back."""
    _return(demo, "SO-000004", "2", "DEFECT", code=None)
    _return(demo, "SO-000005", "1", "LATE", arrived=False, code="CREDIT_ONLY")
    scrapped = _return(demo, "SO-000004", "1", "DAMAGED", code="SCRAP", fee="49")
    replaced = _return(demo, "SO-000001", "2", "WRONG-ITEM", code="REPLACE_AND_CREDIT")
    sent_back = _return(demo, "SO-000005", "1", "NOT-WANTED", code="RETURN_TO_CUSTOMER", fee="20")
    for order in (scrapped, replaced, sent_back):
        demo.do(c.PostPackingSlip(order=order), packing_slips.post_packing_slip)
    for order in (scrapped, sent_back):
        demo.do(c.PostReturnInvoice(order=order), postings.post_return_invoice)
    demo.clock.next_day()
    paid = c.RecordPayment(invoice=c.InvoiceRef(number="INV-000003"), amount=Decimal("1250"), reference="Bank 17")
    demo.do(paid, payments.record_payment)


def _contract(demo: Demo, customer: str, name: str, line: str, method: BillingMethod) -> GlobalId:
    command = c.CreateProjectContract(
        customer=c.CustomerRef(number=customer),
        name=name,
        lines=[c.ContractLineInput(name=line, billing_method=method)],
    )
    contract = int(str(demo.do(command, contracts.create_project_contract)["contract"]))
    return encode("ContractLine", demo.keys("contract_line", order_id=contract)[0])


def _work(demo: Demo, line: GlobalId, what: str, hours: str, price: str, ready: bool = True) -> None:
    entry = c.JournalEntryInput(
        contract_line=line,
        transaction_class=TransactionClass.TIME,
        description=what,
        transaction_date=demo.clock.today(),
        quantity=Decimal(hours),
        unit_price=Decimal(price),
        unit_cost=Decimal(100),
        ready_to_invoice=ready,
    )
    demo.do(c.PostEntryJournal(entries=[entry]), work.post_entry_journal)
    demo.clock.next_day()


def _draft(demo: Demo, contract: str) -> c.InvoiceRef:
    drafted = demo.do(c.CreateInvoice(contract=c.OrderRef(number=contract)), drafts.create_invoice)
    return c.InvoiceRef(id=encode("Invoice", int(str(drafted["invoice"]))))


def _bill_instead(demo: Demo, draft: c.InvoiceRef, hours: str) -> None:
    """Say what the first detail of a draft should bill."""
    assert draft.id is not None
    invoice = max(demo.keys("invoice", status="DRAFT"))
    detail = encode("InvoiceLineDetail", demo.keys("invoice_line_detail", invoice_id=invoice)[0])
    change = c.DetailUpdateInput(detail=detail, quantity=Decimal(hours))
    demo.do(c.UpdateInvoiceLineDetails(invoice=draft, details=[change]), draft_changes.update_invoice_line_details)


def _projects(demo: Demo) -> None:
    """PC-000001 has a corrected, a confirmed and a draft invoice, PC-000002 a corrective draft; PC-000003 is fixed."""
    installation = _contract(demo, "C-000001", "Warehouse lighting", "Installation", BillingMethod.TIME_AND_MATERIAL)
    _work(demo, installation, "Mounting, hall A", "8", "200")
    first = _draft(demo, "PC-000001")
    demo.do(c.ConfirmInvoice(invoice=first), postings.confirm_invoice)
    correction = demo.do(
        c.CorrectInvoice(invoice=first, reason="Two hours were spent on rework"), corrections.correct_invoice
    )
    corrective = c.InvoiceRef(id=encode("Invoice", int(str(correction["invoice"]))))
    _bill_instead(demo, corrective, "6")
    demo.do(c.ConfirmInvoice(invoice=corrective), postings.confirm_invoice)
    _work(demo, installation, "Mounting, hall B", "10", "200")
    demo.do(c.ConfirmInvoice(invoice=_draft(demo, "PC-000001")), postings.confirm_invoice)
    _work(demo, installation, "Commissioning", "4", "220")
    _draft(demo, "PC-000001")
    _work(demo, installation, "Training", "3", "180", ready=False)
    support = _contract(demo, "C-000003", "Machine vision support", "Support", BillingMethod.TIME_AND_MATERIAL)
    _work(demo, support, "Remote diagnosis", "2.5", "140")
    billed = _draft(demo, "PC-000002")
    demo.do(c.ConfirmInvoice(invoice=billed), postings.confirm_invoice)
    demo.do(c.CorrectInvoice(invoice=billed), corrections.correct_invoice)
    design = _contract(demo, "C-000002", "Shop design", "Concept and drawings", BillingMethod.FIXED_PRICE)
    _work(demo, design, "Concept", "16", "0", ready=False)
