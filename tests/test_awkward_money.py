"""Very many corrections of one detail through the service: nothing is lost, to the smallest unit (L5, L7).

Awkward currencies, prices and taxes are in the planners' own tests (`tests.planners.projects.test_ledger_rows`).
"""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import GlobalId, encode
from rebill.posting.command.transaction import Service
from rebill.posting.commands import (
    ConfirmInvoice,
    CorrectInvoice,
    DetailUpdateInput,
    InvoiceRef,
    UpdateInvoiceLineDetails,
)
from rebill.posting.projects.drafts.changes import update_invoice_line_details
from rebill.posting.projects.drafts.confirmation import confirm_invoice
from rebill.posting.projects.drafts.corrections import correct_invoice
from tests.api import Api
from tests.length import usually
from tests.projects import Project

CORRECTIONS = usually(100, long=1000)
FIGURES = ("quantity", "amount", "taxAmount")
Figures = tuple[Decimal, ...]


def rounded(value: Decimal, places: int) -> Decimal:
    """At so many places, half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def added_up(rows: list[dict[str, Any]], *sides: str) -> Figures:
    """Quantity, amount and tax of the rows of these sides, reversals included."""
    found = [[Decimal(row[name]) for name in FIGURES] for row in rows if row["transactionType"] in sides]
    return tuple(sum(column, Decimal(0)) for column in zip(*found, strict=True)) if found else (Decimal(0),) * 3


def contract_in(database: Database, currency: str) -> Project:
    """A contract whose customer pays in a currency."""
    api = Api(database)
    return Project.of(api, customer=api.customer(currency))


def test_very_many_corrections_of_one_detail_lose_nothing(sqlite_database: Database) -> None:
    """Up and down at random: what stands is what was approved and all that was ever raised (L5, L7)."""
    project, random = contract_in(sqlite_database, "NOK"), Random(7)
    price, was, tax = Decimal("33.337777"), Decimal("10"), Decimal("83.35")
    project.work("10", str(price), taxAmount=str(tax))
    stands = [was, rounded(was * price, 2), tax]
    invoice = project.confirm(project.draft())["id"]
    for _ in range(CORRECTIONS):
        now = Decimal(random.randrange(1, 20_000_000)).scaleb(-6)
        right = Decimal(random.randrange(0, 20_000)).scaleb(-2)
        invoice = quickly(project.api, invoice, now, right)
        left = max(was - now, Decimal(0))
        stands[0] += max(now - was, Decimal(0))
        stands[1] += max(rounded(now * price, 2) - rounded(was * price, 2), Decimal(0)) if now > was else 0
        stands[2] += right - tax + rounded(tax * left / was, 2)
        was, tax = now, right
    rows = figures_of(project.api)
    assert len(rows) > 4 * CORRECTIONS
    assert added_up(rows, "BILLED_SALES", "UNBILLED_SALES") == tuple(stands)
    assert added_up(rows, "BILLED_SALES") == (was, rounded(was * price, 2), tax)
    assert project.api.broken_laws() == []


def figures_of(api: Api) -> list[dict[str, Any]]:
    """The figures of the whole ledger, page by page; nothing else of so many rows of one lineage."""
    query = (
        "query($c: String) { actuals(first: 250, after: $c) { nodes { transactionType quantity amount taxAmount } "
        "pageInfo { hasNextPage endCursor } } }"
    )
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while page["pageInfo"]["hasNextPage"]:
        page = api.run(query, c=page["pageInfo"]["endCursor"])["actuals"]
        found.extend(page["nodes"])
    return found


def quickly(api: Api, invoice: str, quantity: Decimal, tax: Decimal) -> str:
    """A correction of the one detail of an invoice, by the posting service itself; the corrective invoice."""
    service = Service(api.database, api.clock)
    made = service.execute(CorrectInvoice(invoice=InvoiceRef(id=GlobalId(invoice))), correct_invoice)
    draft = encode("Invoice", made.result.invoice)
    ref = InvoiceRef(id=GlobalId(draft))
    with api.database.read() as connection:
        table = tables.invoice_line_detail
        key = connection.scalars(select(table.c.id).where(table.c.invoice_id == made.result.invoice)).one()
    wanted = DetailUpdateInput(detail=GlobalId(encode("InvoiceLineDetail", key)), quantity=quantity, tax_amount=tax)
    service.execute(UpdateInvoiceLineDetails(invoice=ref, details=[wanted]), update_invoice_line_details)
    service.execute(ConfirmInvoice(invoice=ref), confirm_invoice)
    return draft
