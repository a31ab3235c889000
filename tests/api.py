"""The API as the tests use it: operations in the trade's words, answered by the real schema on a real database."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, execute_sync, parse, validate
from sqlmodel import SQLModel

from rebill.models.database import Database
from rebill.posting.command.caller import ANONYMOUS, Caller
from rebill.posting.runs.execution import execute_run
from rebill.resolvers.context import Context, Notify
from rebill.schema.build import build_schema

SCHEMA = build_schema()
DETAIL = "id description quantity unitPrice amount taxAmount correction previousQuantity previousAmount"
INVOICE = f"id number documentType status version netAmount taxAmount totalAmount details {{ nodes {{ {DETAIL} }} }}"
RETURN_LINE = (
    "id lineNumber returnStatus dispositionCode expectedQuantity registeredQuantity receivedQuantity invoicedQuantity"
)
RETURN = f"id number rmaNumber status returnStatus replacementOrder {{ number status }} lines {{ {RETURN_LINE} }}"
VOUCHER = "number date entries { postingType account debit credit isCorrection }"
PROBLEMS = "... on Rejection { problems { code message path remedy retryable } }"


@lru_cache(maxsize=2000)
def document(query: str) -> DocumentNode:
    """A document that GraphQL's rules allow: most tests ask in the same few words."""
    found = parse(query)
    wrong = validate(SCHEMA._schema, found)
    assert not wrong, wrong
    return found


@dataclass
class StillClock:
    """A clock that stands still."""

    instant: datetime = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The instant."""
        return self.instant

    def today(self) -> date:
        """The date."""
        return self.instant.date()


class Rejected(AssertionError):
    """A mutation answered a Rejection where the test expected a success."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__("; ".join(f"{one['code']}: {one['message']}" for one in problems))
        self.problems = problems
        self.codes = [one["code"] for one in problems]


def booked(voucher: dict[str, Any] | None) -> list[str]:
    """A voucher as a bookkeeper writes it down: ["Dr REVENUE 400.00", "Cr RECEIVABLES 500.00"]."""
    found = []
    for entry in [] if voucher is None else voucher["entries"]:
        debit, credit = Decimal(entry["debit"]), Decimal(entry["credit"])
        side, amount = ("Dr", entry["debit"]) if debit else ("Cr", entry["credit"])
        assert not (debit and credit)
        found.append(f"{side} {entry['postingType']} {amount}" + (" storno" if entry["isCorrection"] else ""))
    return sorted(found)


@dataclass
class Api:
    """Runs operations against one database."""

    database: Database
    clock: StillClock = field(default_factory=StillClock)
    notify: Notify = execute_run
    caller: Caller = ANONYMOUS

    def run(self, query: str, **variables: Any) -> dict[str, Any]:
        """Run an operation that must not fail."""
        context = Context(self.database, clock=self.clock, notify=self.notify, caller=self.caller)
        try:
            result = execute_sync(SCHEMA._schema, document(query), variable_values=variables, context_value=context)
        finally:
            context.fresh()
        assert not result.errors, result.errors
        assert result.data is not None
        return result.data

    def do(self, mutation: str, selection: str, **values: Any) -> dict[str, Any]:
        """Carry out a mutation; raises `Rejected` where it is refused."""
        kind = mutation[0].upper() + mutation[1:]
        query = f"mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ __typename {PROBLEMS} {selection} }} }}"
        answer: dict[str, Any] = self.run(query, i=values)[mutation]
        if answer["__typename"] == "Rejection":
            raise Rejected(answer["problems"])
        return answer

    # ------------------------------------------------ the sales side
    def customer(self, currency: str = "NOK") -> str:
        """A new customer's number."""
        made = self.do(
            "createCustomer", "... on CustomerSuccess { customer { number } }", name="Nor", currency=currency
        )
        return str(made["customer"]["number"])

    def product(self, price: str, cost: str = "0", tax: str = "25", name: str = "A") -> str:
        """A new product's number."""
        values = {"name": name, "salesPrice": price, "costPrice": cost, "taxRate": tax}
        return str(
            self.do("createProduct", "... on ProductSuccess { product { number } }", **values)["product"]["number"]
        )

    def invoiced(self, customer: str, *lines: dict[str, Any]) -> dict[str, Any]:
        """The invoice of a delivered sales order."""
        made = self.do(
            "createSalesOrder",
            "... on SalesOrderSuccess { order { number } }",
            customer={"number": customer},
            lines=list(lines),
        )
        order = {"number": made["order"]["number"]}
        self.do("postPackingSlip", "... on PackingSlipSuccess { packingSlip { number } }", order=order)
        return self.post_orders(order)[0]["invoice"]

    def post_orders(self, *orders: dict[str, str], **values: Any) -> list[dict[str, Any]]:
        """Invoice orders in one run; the run's items."""
        lines = "lines { id lineNumber quantity netAmount taxAmount returnableQuantity }"
        item = f"status order {{ number }} problems {{ code }} invoice {{ id number totalAmount {lines} }}"
        selection = (
            f"... on PostingRunSuccess {{ run {{ status posted failed waiting items {{ nodes {{ {item} }} }} }} }}"
        )
        run = self.do("postInvoices", selection, orders=list(orders), **values)["run"]
        nodes: list[dict[str, Any]] = run["items"]["nodes"]
        return nodes

    def return_order(self, *lines: tuple[str, str], **more: str) -> dict[str, Any]:
        """A new return order of invoice lines (id, quantity)."""
        return self.returned(lines=[{"invoiceLine": line, "quantity": quantity, **more} for line, quantity in lines])

    def returned(self, **values: Any) -> dict[str, Any]:
        """A new return order."""
        made = self.do("createReturnOrder", f"... on ReturnOrderSuccess {{ order {{ {RETURN} }} }}", **values)
        order: dict[str, Any] = made["order"]
        return order

    def arrive(
        self, order: dict[str, Any], *lines: tuple[int, str], code: str = "CREDIT", **more: Any
    ) -> dict[str, Any]:
        """Register arrivals by line number with a disposition code."""
        ids = {line["lineNumber"]: line["id"] for line in order["lines"]}
        wanted = [{"line": ids[number], "quantity": q, "dispositionCode": code, **more} for number, q in lines]
        selection = f"... on ReturnOrderSuccess {{ order {{ {RETURN} }} }}"
        answer = self.do("registerArrival", selection, order={"id": order["id"]}, lines=wanted)
        moved: dict[str, Any] = answer["order"]
        return moved

    def receive(self, order: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Post the packing slip of what is registered."""
        slip = f"id number voucher {{ {VOUCHER} }} lines {{ quantity onHandChange costAmount }}"
        selection = f"... on PackingSlipSuccess {{ packingSlip {{ {slip} }} order {{ status }} }}"
        posted: dict[str, Any] = self.do("postPackingSlip", selection, order={"id": order["id"]}, **values)
        return posted["packingSlip"] | {"status": posted["order"]["status"]}

    def credit(self, order: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Post the credit note of a return order."""
        selection = (
            f"... on PostReturnInvoiceSuccess {{ replayed invoice {{ {INVOICE} }} order {{ {RETURN} }} "
            "skippedLines { line { lineNumber } code } warnings { code } plan { hash totalAmount lines { netAmount taxAmount } } }"
        )
        return self.do("postReturnInvoice", selection, order={"id": order["id"]}, **values)

    def pay(self, number: str, amount: str, **values: Any) -> dict[str, Any]:
        """Record a payment."""
        paid = f"invoice {{ status openAmount }} payment {{ amount voucher {{ {VOUCHER} }} }}"
        selection = f"... on RecordPaymentSuccess {{ replayed {paid} }}"
        return self.do("recordPayment", selection, invoice={"number": number}, amount=amount, **values)

    def document(self, number: str) -> dict[str, Any]:
        """A posted document with everything that a bookkeeper looks at."""
        line = "quantity netAmount taxAmount returnableQuantity product { number }"
        fields = (
            "number documentType status invoiceDate documentDate dueDate netAmount taxAmount totalAmount openAmount "
            f"lines {{ {line} }} charges {{ description amount taxAmount line {{ lineNumber }} }} "
            f"settlements {{ date amount other {{ number }} payment {{ amount reference }} }} voucher {{ {VOUCHER} }} "
            "corrects { number }"
        )
        found: dict[str, Any] = self.run(
            f"query($n: String!) {{ invoice(ref: {{number: $n}}) {{ {fields} }} }}", n=number
        )["invoice"]
        return found

    def on_hand(self, product: str) -> str:
        """What is in stock."""
        nodes = self.run("{ products { nodes { number onHand } } }")["products"]["nodes"]
        return str(next(one["onHand"] for one in nodes if one["number"] == product))

    # ------------------------------------------------ the project side
    def contract(self, customer: str | None = None, method: str = "TIME_AND_MATERIAL") -> dict[str, Any]:
        """A new contract with one line."""
        made = self.do(
            "createProjectContract",
            "... on ProjectContractSuccess { contract { id number lines { id } } }",
            customer={"number": customer or self.customer()},
            name="P",
            lines=[{"name": "Work", "billingMethod": method}],
        )
        contract: dict[str, Any] = made["contract"]
        return contract

    def work(self, contract: dict[str, Any], quantity: str, price: str, **more: Any) -> list[dict[str, Any]]:
        """Approved work, ready to invoice; the rows written."""
        entry = {
            "contractLine": contract["lines"][0]["id"],
            "transactionClass": "TIME",
            "description": "Work",
            "transactionDate": "2026-08-31",
            "quantity": quantity,
            "unitPrice": price,
            "readyToInvoice": True,
        } | more
        selection = "... on EntryJournalSuccess { actuals { id sequence } }"
        rows: list[dict[str, Any]] = self.do("postEntryJournal", selection, entries=[entry])["actuals"]
        return rows

    def draft(self, contract: dict[str, Any]) -> dict[str, Any]:
        """A draft of what is ready."""
        selection = f"... on DraftInvoiceSuccess {{ invoice {{ {INVOICE} }} }}"
        made: dict[str, Any] = self.do("createInvoice", selection, contract={"id": contract["id"]})["invoice"]
        return made

    def bill(self, draft: dict[str, Any], quantity: str, tax: str | None = None, detail: int = 0) -> dict[str, Any]:
        """Say what a detail of a draft should bill."""
        change = {"detail": draft["details"]["nodes"][detail]["id"], "quantity": quantity}
        if tax is not None:
            change["taxAmount"] = tax
        selection = f"... on DraftInvoiceSuccess {{ warnings {{ code }} invoice {{ {INVOICE} }} }}"
        return self.do("updateInvoiceLineDetails", selection, invoice={"id": draft["id"]}, details=[change])

    def confirm(self, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Confirm a draft."""
        selection = (
            f"... on ConfirmInvoiceSuccess {{ replayed invoice {{ {INVOICE} }} actuals {{ sequence }} "
            "warnings { code } plan { hash totalAmount } }"
        )
        return self.do("confirmInvoice", selection, invoice={"id": draft["id"]}, **values)

    def correct(self, invoice: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Draft a corrective invoice."""
        selection = f"... on CorrectInvoiceSuccess {{ invoice {{ {INVOICE} }} skippedDetails {{ code }} }}"
        made: dict[str, Any] = self.do("correctInvoice", selection, invoice={"id": invoice["id"]}, **values)["invoice"]
        return made

    # ------------------------------------------------ looking
    def ledger(self, after: int = 0) -> list[dict[str, Any]]:
        """All rows of the ledger after a position."""
        fields = (
            "sequence transactionType transactionClass billingType quantity unitPrice amount taxAmount billingStatus "
            "adjustmentStatus reverses { sequence } reversedBy { sequence } rule lineage { sequence } "
            "connections { role otherRole other { sequence } } invoice { number }"
        )
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = self.run(
                f"query($c: String) {{ actuals(first: 250, after: $c, filter: {{sequenceAfter: {after}}}) "
                f"{{ nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}",
                c=cursor,
            )["actuals"]
            found.extend(page["nodes"])
            if not page["pageInfo"]["hasNextPage"]:
                return found
            cursor = page["pageInfo"]["endCursor"]

    def broken_laws(self) -> list[str]:
        """Violations of ledger laws."""
        laws = self.run("{ checkLedger { laws { id violations } } }")["checkLedger"]["laws"]
        return [violation for law in laws for violation in law["violations"]]

    def fingerprint(self, *, with_history: bool = True) -> str:
        """A hash over every row of every table: equal exactly where nothing was written.

        A call that succeeds and changes nothing is in the history all the same.
        """
        digest = hashlib.sha256()
        with self.database.read() as connection:
            for table in SQLModel.metadata.sorted_tables:
                if table.name.startswith("history_") and not with_history:
                    continue
                keys = ", ".join(column.name for column in table.primary_key)
                rows = connection.exec_driver_sql(
                    f"SELECT * FROM {table.name} ORDER BY {keys}"
                ).all()  # as they are kept
                digest.update(f"{table.name}{rows!r}".encode())
        return digest.hexdigest()
