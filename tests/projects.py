"""A project contract in the words of the trade, and the ledger as a table to compare with."""

from dataclasses import dataclass
from typing import Any

from tests.api import Api
from tests.tables import FREE, ROLES, SIDES, STATUSES

CONTRACT = (
    "id number lines { id amount billingStatus milestones { id name amount taxAmount invoiceStatus customer { number } } } "
    "retainers { id amount usedAmount availableAmount refundedAmount invoiceStatus refundStatus } "
    "billedAmount backlogAmount"
)
DETAIL = (
    "id kind transactionClass billingType quantity unitPrice amount taxAmount correction "
    "previousQuantity previousAmount previousTaxAmount invoiceAmount description "
    "milestone { id } retainer { id } sourceActual { sequence }"
)
DRAFT = (
    "id number status version documentType netAmount taxAmount totalAmount correctedTotal previousTotal hasCorrections "
    f"customer {{ number }} lines {{ lineNumber description netAmount contractLine {{ id }} details {{ id }} }} "
    f"details(first: 250) {{ nodes {{ {DETAIL} }} }} corrects {{ number }}"
)


def ledger_table(api: Api, after: int = 0) -> str:
    """Ledger rows as text: position, side, class, quantity, amount, tax, adjustment, billing status, connections."""
    lines = []
    for row in api.ledger(after=after):
        earlier = [one for one in row["connections"] if one["other"]["sequence"] < row["sequence"]]
        links = " ".join(sorted(f"{ROLES[one['role']]} {one['other']['sequence']}" for one in earlier))
        columns = [
            row["sequence"],
            SIDES[row["transactionType"]] + FREE[row["billingType"]],
            row["transactionClass"].lower(),
            row["quantity"],
            row["amount"],
            row["taxAmount"],
            (row["adjustmentStatus"] or "-").lower(),
            STATUSES[row["billingStatus"]],
            links,
        ]
        lines.append(" ".join(str(one) for one in columns).strip())
    return "\n".join(lines)


@dataclass
class Project:
    """One contract and what is done on it."""

    api: Api
    key: str
    lines: list[str]

    @classmethod
    def of(cls, api: Api, *lines: dict[str, Any], customer: str | None = None, **values: Any) -> "Project":
        """A new contract; a line by time and material unless said otherwise."""
        wanted = lines or ({"name": "Work", "billingMethod": "TIME_AND_MATERIAL"},)
        made = api.do(
            "createProjectContract",
            f"... on ProjectContractSuccess {{ contract {{ {CONTRACT} }} }}",
            customer={"number": customer or api.customer()},
            name="P",
            lines=list(wanted),
            **values,
        )["contract"]
        return cls(api, made["id"], [line["id"] for line in made["lines"]])

    @property
    def contract(self) -> dict[str, Any]:
        """The contract as it stands."""
        query = f"query($k: ID!) {{ node(id: $k) {{ ... on ProjectContract {{ {CONTRACT} }} }} }}"
        found: dict[str, Any] = self.api.run(query, k=self.key)["node"]
        return found

    @property
    def retainer(self) -> dict[str, Any]:
        """The first retainer as it stands."""
        found: dict[str, Any] = self.contract["retainers"][0]
        return found

    @property
    def milestone(self) -> dict[str, Any]:
        """The first milestone of the first line as it stands."""
        found: dict[str, Any] = self.contract["lines"][0]["milestones"][0]
        return found

    def work(self, quantity: str, price: str, line: int = 0, **more: Any) -> list[dict[str, Any]]:
        """Approved work, ready to invoice; the rows written."""
        return self.api.work({"lines": [{"id": one} for one in self.lines[line:]]}, quantity, price, **more)

    def ready(self, **sources: Any) -> dict[str, Any]:
        """Mark sources as ready to invoice."""
        shown = (
            "actuals { id billingStatus } milestones { invoiceStatus } retainers { invoiceStatus } "
            "contractLines { billingStatus }"
        )
        return self.api.do("markReadyToInvoice", f"... on MarkReadyToInvoiceSuccess {{ {shown} }}", **sources)

    def draft(self, **values: Any) -> dict[str, Any]:
        """A draft of what is ready."""
        return self._drafted("createInvoice", contract={"id": self.key}, **values)

    def bill(self, draft: dict[str, Any], place: int = 0, **values: Any) -> dict[str, Any]:
        """Change a detail of a draft."""
        change = {"detail": draft["details"]["nodes"][place]["id"], **values}
        return self._drafted("updateInvoiceLineDetails", invoice={"id": draft["id"]}, details=[change])

    def change(self, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Do something to a draft, by the mutation's name: `change(draft, refreshInvoice={})`."""
        ((mutation, more),) = values.items()
        return self._drafted(mutation, invoice={"id": draft["id"]}, **more)

    def correct(self, invoice: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Draft a correction."""
        selection = f"... on CorrectInvoiceSuccess {{ invoice {{ {DRAFT} }} skippedDetails {{ code message }} }}"
        answer = self.api.do("correctInvoice", selection, invoice={"id": invoice["id"]}, **values)
        draft: dict[str, Any] = answer["invoice"] | {"skipped": [one["code"] for one in answer["skippedDetails"]]}
        return draft

    def confirm(self, draft: dict[str, Any], **values: Any) -> dict[str, Any]:
        """Confirm a draft; the invoice."""
        selection = f"... on ConfirmInvoiceSuccess {{ warnings {{ code }} invoice {{ {DRAFT} }} }}"
        answer = self.api.do("confirmInvoice", selection, invoice={"id": draft["id"]}, **values)
        invoice: dict[str, Any] = answer["invoice"]
        return invoice

    def billed(self, quantity: str, price: str, **more: Any) -> dict[str, Any]:
        """Work approved, drafted and confirmed; the invoice."""
        self.work(quantity, price, **more)
        return self.confirm(self.draft())

    def retained(self) -> dict[str, Any]:
        """The first retainer billed; its invoice."""
        self.ready(retainers=[self.retainer["id"]])
        return self.confirm(self.draft())

    def _drafted(self, mutation: str, **values: Any) -> dict[str, Any]:
        selection = f"... on DraftInvoiceSuccess {{ warnings {{ code }} invoice {{ {DRAFT} }} }}"
        answer = self.api.do(mutation, selection, **values)
        draft: dict[str, Any] = answer["invoice"] | {"warnings": [one["code"] for one in answer["warnings"]]}
        return draft
