"""Books to measure on: both engines in a temporary folder, and orders that are ready to invoice."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.postgres import running
from rebill.models import migrate, tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import SummaryUpdate
from rebill.posting import commands as c
from rebill.posting.command.clock import SystemClock
from rebill.posting.command.transaction import Service
from rebill.posting.returns import arrivals, packing_slips
from rebill.posting.returns import orders as return_orders
from rebill.posting.runs import runs
from rebill.posting.runs.execution import execute_run
from rebill.posting.sales import orders as sales_orders
from rebill.posting.setup import parties

LINES_OF_ORDER = 1000  # at most
TOGETHER = 100  # orders entered in one transaction


@contextmanager
def engines() -> Iterator[dict[str, str]]:
    """Addresses of an empty SQLite file and of an empty database on a PostgreSQL of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as folder,
        running(Path(folder) / "postgresql") as server,
    ):
        yield {"SQLite": f"sqlite:///{folder}/books.db", "PostgreSQL": server.uri}


def opened(address: str) -> Database:
    """The database at an address, migrated."""
    database = Database.open(address)
    migrate.upgrade(database)
    return database


@dataclass
class Books:
    """Customers with orders that wait to be invoiced."""

    database: Database
    customers: list[str] = field(default_factory=list)
    product: str = ""

    def __post_init__(self) -> None:
        self.service = Service(self.database, SystemClock())
        with self._entering() as do:
            for place in range(20):
                made = do(parties.create_customer, c.CreateCustomer(name=f"Customer {place}", currency="NOK"))
                self.customers.append(self._number(made.customer, "customer"))
            product = c.CreateProduct(
                name="Lamp", sales_price=Decimal(100), cost_price=Decimal(60), tax_rate=Decimal(25)
            )
            self.product = self._number(do(parties.create_product, product).product, "product")

    def sales(self, many: int) -> list[str]:
        """Delivered sales orders of one line; their numbers."""
        made: list[str] = []
        while len(made) < many:
            with self._entering() as do:
                for _ in range(min(TOGETHER, many - len(made))):
                    line = c.SalesOrderLineInput(product=c.ProductRef(number=self.product), quantity=Decimal(2))
                    customer = c.CustomerRef(number=self.customers[len(made) % len(self.customers)])
                    order = do(sales_orders.create_sales_order, c.CreateSalesOrder(customer=customer, lines=[line]))
                    ref = c.OrderRef(id=encode("SalesOrder", order.order))
                    do(packing_slips.post_packing_slip, c.PostPackingSlip(order=ref))
                    made.append(self.numbers[-1])
        return made

    def returns(self, many: int, unready: Callable[[int], bool] = lambda _: False, *, lines: int = 1) -> list[str]:
        """Return orders of so many lines, each of an invoice line of its own, received but for those `unready`."""
        made: list[str] = []
        at_once = TOGETHER // lines
        for start in range(0, many, at_once):
            invoiced = self._invoiced(lines * min(at_once, many - start))
            with self._entering() as do:
                for place in range(0, len(invoiced), lines):
                    order = self._returned(do, invoiced[place : place + lines])
                    if not unready(len(made)):
                        do(packing_slips.post_packing_slip, c.PostPackingSlip(order=order))
                    made.append(self.numbers[-1])
        return made

    def _returned(self, do: Callable[[Any, c.Command], Any], lines: list[int]) -> c.OrderRef:
        back = [c.ReturnOrderLineInput(invoice_line=encode("InvoiceLine", one), quantity=Decimal(1)) for one in lines]
        order = do(return_orders.create_return_order, c.CreateReturnOrder(lines=back)).order
        ref = c.OrderRef(id=encode("ReturnOrder", order))
        table = tables.return_order_line
        arrived = [
            c.ArrivalLineInput(line=encode("ReturnOrderLine", key), quantity=Decimal(1), disposition_code="CREDIT")
            for key in self.connection.scalars(select(table.c.id).where(table.c.order_id == order))
        ]
        do(arrivals.register_arrival, c.RegisterArrival(order=ref, lines=arrived))
        return ref

    def begun(self, command: c.PostInvoices) -> int:
        """A run that waits to be carried on."""
        return self.service.execute(command, runs.start_posting).result.run

    def _invoiced(self, lines: int) -> list[int]:
        customer = c.CustomerRef(number=self.customers[0])
        sold = c.SalesOrderLineInput(product=c.ProductRef(number=self.product), quantity=Decimal(1))
        orders = []
        with self._entering() as do:
            for start in range(0, lines, LINES_OF_ORDER):
                asked = c.CreateSalesOrder(customer=customer, lines=[sold] * min(LINES_OF_ORDER, lines - start))
                orders.append(c.OrderRef(id=encode("SalesOrder", do(sales_orders.create_sales_order, asked).order)))
                do(packing_slips.post_packing_slip, c.PostPackingSlip(order=orders[-1]))
        run = self.begun(c.PostInvoices(orders=orders, summary_update=SummaryUpdate.INVOICE_ACCOUNT))
        execute_run(self.service, run)
        item, line = tables.posting_run_item, tables.invoice_line
        with self.database.read() as connection:
            invoice = connection.scalar(select(item.c.invoice_id).where(item.c.run_id == run))
            return list(connection.scalars(select(line.c.id).where(line.c.invoice_id == invoice).order_by(line.c.id)))

    @contextmanager
    def _entering(self) -> Iterator[Callable[[Any, c.Command], Any]]:
        with (
            self.database.write() as connection,
            self.service.entering(connection, "a benchmark") as transaction,
        ):
            self.connection = connection
            self.numbers: list[str] = []

            def do(handler: Any, command: c.Command) -> Any:
                result = handler(transaction, command)
                if isinstance(command, c.CreateSalesOrder | c.CreateReturnOrder):
                    self.numbers.append(self._number(result.order, "order"))
                return result

            yield do

    def _number(self, key: int, table_name: str) -> str:
        table = getattr(tables, table_name)
        return str(self.connection.scalar(select(table.c.number).where(table.c.id == key)))


def memory_megabytes() -> float:
    """What this process holds in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024 / 1024
