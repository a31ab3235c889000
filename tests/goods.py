"""A sale in the words of the trade, and what is put right of it: through the API, with the ledger as a text table."""

from dataclasses import dataclass
from typing import Any

from tests.api import VOUCHER, Api, booked
from tests.projects import ledger_table

DETAIL = (
    "id kind description quantity unitPrice discountPercent taxRate amount taxAmount correction previousQuantity "
    "previousAmount previousTaxAmount invoiceAmount invoiceTaxAmount originalLine { lineNumber }"
)
LINE = (
    "id lineNumber description quantity unitPrice discountPercent taxRate netAmount taxAmount returnableQuantity "
    "creditsLine { id }"
)
DOCUMENT = (
    "id number status version documentType netAmount taxAmount totalAmount openAmount correctedTotal previousTotal "
    f"hasCorrections reason orders {{ number }} corrects {{ number }} correctedBy {{ number }} lines {{ {LINE} }} "
    f"details(first: 250) {{ nodes {{ {DETAIL} }} }} voucher {{ {VOUCHER} }}"
)


@dataclass
class Sale:
    """A sales invoice of one or several lines, and its corrections."""

    api: Api
    invoice: dict[str, Any]

    @classmethod
    def of(cls, api: Api, *lines: tuple[str, str], cost: str = "12", discount: str = "0", tax: str = "25") -> "Sale":
        """Quantities and prices, invoiced; one product a line."""
        sold = [
            {
                "product": {"number": api.product(price, cost, tax)},
                "quantity": quantity,
                "discountPercent": discount,
            }
            for quantity, price in lines
        ]
        return cls(api, api.invoiced(api.customer(), *sold))

    @classmethod
    def known(cls, api: Api, number: str) -> "Sale":
        """A document that was posted already."""
        of = cls(api, {"number": number})
        of.invoice = of.document()
        return of

    def again(self, *lines: tuple[str, str]) -> dict[str, Any]:
        """Another invoice of the same customer."""
        customer = self.api.run("{ customers { nodes { number } } }")["customers"]["nodes"][0]["number"]
        sold = [{"product": {"number": self.api.product(price)}, "quantity": quantity} for quantity, price in lines]
        return self.api.invoiced(customer, *sold)

    @property
    def line(self) -> str:
        """The id of the first line."""
        found: str = self.invoice["lines"][0]["id"]
        return found

    def document(self, number: str | None = None) -> dict[str, Any]:
        """A document as it stands: the sale, or another one."""
        query = f"query($r: InvoiceRef!) {{ invoice(ref: $r) {{ {DOCUMENT} }} }}"
        found: dict[str, Any] = self.api.run(query, r={"number": number or self.invoice["number"]})["invoice"]
        return found

    def correct(self, number: str | None = None, start: str = "BILLED", **values: Any) -> dict[str, Any]:
        """A draft that corrects the sale, or another document."""
        selection = f"... on CorrectInvoiceSuccess {{ invoice {{ {DOCUMENT} }} skippedDetails {{ code }} }}"
        ref = {"number": number or self.invoice["number"]}
        answer = self.api.do("correctInvoice", selection, invoice=ref, startFrom=start, **values)
        draft: dict[str, Any] = answer["invoice"] | {"skipped": [one["code"] for one in answer["skippedDetails"]]}
        return draft

    def enter(self, draft: dict[str, Any], place: int = 0, **values: Any) -> dict[str, Any]:
        """What is right of a detail."""
        change = {"detail": draft["details"]["nodes"][place]["id"], **values}
        selection = f"... on DraftInvoiceSuccess {{ invoice {{ {DOCUMENT} }} }}"
        answer = self.api.do("updateInvoiceLineDetails", selection, invoice={"id": draft["id"]}, details=[change])
        changed: dict[str, Any] = answer["invoice"]
        return changed

    def confirm(self, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
        """The correction, posted exactly as it was planned."""
        plan = self.planned(draft, **values)
        selection = f"... on ConfirmInvoiceSuccess {{ invoice {{ {DOCUMENT} }} }}"
        answer = self.api.do(
            "confirmInvoice", selection, invoice={"id": draft["id"]}, expectedPlan=plan["hash"], **values
        )
        posted: dict[str, Any] = answer["invoice"]
        return posted

    def planned(self, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
        """What confirming the draft would write."""
        query = (
            "query($i: ConfirmInvoiceInput!) { planInvoiceConfirmation(input: $i) { __typename "
            "... on PostingPlan { hash totalAmount } ... on Rejection { problems { code message } } } }"
        )
        found: dict[str, Any] = self.api.run(query, i={"invoice": {"id": draft["id"]}, **values})
        return found["planInvoiceConfirmation"]

    def put_right(self, number: str | None = None, **values: Any) -> dict[str, Any]:
        """The first detail corrected and posted at once."""
        return self.confirm(self.enter(self.correct(number), **values))

    def returned(self, quantity: str, line: str | None = None) -> dict[str, Any]:
        """So many pieces came back, were inspected and credited; the credit note."""
        order = self.api.return_order((line or self.line, quantity))
        self.api.arrive(order, (1, quantity))
        self.api.receive(order)
        return self.document(self.api.credit(order)["invoice"]["number"])

    def rows(self, after: int) -> str:
        """Rows of the ledger after a position."""
        return ledger_table(self.api, after)


def totals(document: dict[str, Any]) -> str:
    """Net, tax and total as a bookkeeper writes them: "−200.00 / −50.00 / −250.00"."""
    return " / ".join(document[name] for name in ("netAmount", "taxAmount", "totalAmount"))


def entries(document: dict[str, Any]) -> list[str]:
    """The voucher."""
    return booked(document["voucher"])


def base_sale(api: Api) -> Sale:
    """INV-000001: 100 at 20.00, cost 12.00: 2000.00 / 500.00 / 2500.00."""
    return Sale.of(api, ("100", "20"))


def ten(api: Api) -> Sale:
    """INV-000001: 10 at 100.00, cost 60.00: 1000.00 / 250.00 / 1250.00."""
    return Sale.of(api, ("10", "100"), cost="60")


def three_back(api: Api, **values: Any) -> tuple[Sale, dict[str, Any], dict[str, Any]]:
    """10 at 100.00, cost 60.00, of which 3 came back; the sale, the credit note and the return order."""
    of = ten(api)
    line = {"invoiceLine": of.line, "quantity": "3"}
    order = api.returned(lines=[line], **values)
    api.arrive(order, (1, "3"))
    api.receive(order)
    credited = api.credit(order)
    return of, of.document(credited["invoice"]["number"]), credited["order"]
