"""Awkward money: prices of six places, taxes that do not divide, currencies without cents or with a thousandth of one,
and very many corrections of one detail. Nothing is lost, to the smallest unit (project-invoicing L5, L7, 3.4).
"""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
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

SMALLEST = Decimal("0.000001")
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


def corrected(project: Project, invoice: dict[str, Any], quantity: Decimal, tax: Decimal) -> dict[str, Any]:
    """The one detail of an invoice corrected to a quantity and a tax."""
    draft = project.correct(invoice)
    draft = project.bill(draft, quantity=f"{quantity:f}", taxAmount=f"{tax:f}")
    return project.confirm(draft)


def billed_again(project: Project) -> dict[str, Any]:
    """What went back to the backlog, billed anew on one invoice."""
    rows = project.api.run("{ actuals(first: 250, filter: {open: true}) { nodes { id } } }")["actuals"]["nodes"]
    project.ready(actuals=[row["id"] for row in rows])
    return project.confirm(project.draft())


CURRENCIES = [
    ("no places", "JPY", 0, "7", "33.333333", "101"),
    ("two places", "NOK", 2, "7", "14.285714", "33.37"),
    ("three places", "KWD", 3, "7", "0.019999", "0.001"),
    ("three places, much", "KWD", 3, "123456.789012", "9876.543219", "1000.001"),
    ("two places, next to nothing", "NOK", 2, "0.000007", "999.999999", "0.01"),
    ("a credit entered as work", "NOK", 2, "-7", "14.285714", "-33.37"),
]


@pytest.mark.parametrize(
    ("case", "currency", "places", "quantity", "price", "tax"), CURRENCIES, ids=[one[0] for one in CURRENCIES]
)
def test_corrections_downwards_lose_nothing_in_any_currency(
    sqlite_database: Database, case: str, currency: str, places: int, quantity: str, price: str, tax: str
) -> None:
    """L7: billed and open come to what was approved; L5: tax is as entered, and pro rata on what goes back."""
    project = contract_in(sqlite_database, currency)
    whole, before, conceded = Decimal(quantity), Decimal(tax), Decimal(0)
    amount = rounded(whole * Decimal(price), places)
    project.work("1", "0")
    project.work(quantity, price, taxAmount=tax)
    invoice = project.confirm(project.draft())
    live = invoice["details"]["nodes"][1]
    assert (Decimal(live["amount"]), Decimal(live["taxAmount"])) == (amount, before)
    was = whole
    for sevenths in (5, 3, 1):
        now = (whole * sevenths / 7).quantize(SMALLEST)
        right = rounded(before / 2, places) if now else Decimal(0)
        draft = project.bill(
            project.correct(invoice, details=[live["id"]]), quantity=f"{now:f}", taxAmount=f"{right:f}"
        )
        invoice = project.confirm(draft)
        live = invoice["details"]["nodes"][0]
        conceded += before - right - rounded(before * (was - now) / was, places)
        was, before = now, right
        rows = [row for row in project.api.ledger() if row["unitPrice"] != "0"]
        stands = added_up(rows, "BILLED_SALES", "UNBILLED_SALES")
        assert stands == (whole, amount, Decimal(tax) - conceded), case
        assert Decimal(live["amount"]) == rounded(now * Decimal(price), places)
    assert project.api.broken_laws() == []


@pytest.mark.parametrize(("currency", "places"), [("JPY", 0), ("NOK", 2), ("KWD", 3)])
def test_tax_that_does_not_divide_is_billed_to_the_last_unit_when_everything_is_billed_again(
    sqlite_database: Database, currency: str, places: int
) -> None:
    """3.4: a tax entered as what the rest leaves is conserved, however often the detail is corrected."""
    project = contract_in(sqlite_database, currency)
    unit = Decimal(1).scaleb(-places)
    tax, was = 100 * unit, Decimal(7)
    project.work("7", "3.333333", taxAmount=f"{tax:f}")
    invoice = project.confirm(project.draft())
    right = tax
    for now in map(Decimal, (6, 5, 3, 2, 1)):
        right -= rounded(right * (was - now) / was, places)
        invoice, was = corrected(project, invoice, now, right), now
        assert added_up(project.api.ledger(), "BILLED_SALES", "UNBILLED_SALES")[2] == tax
    billed_again(project)
    amount = rounded(7 * Decimal("3.333333"), places)
    assert added_up(project.api.ledger(), "BILLED_SALES") == (Decimal(7), amount, tax)
    assert added_up(project.api.ledger(), "UNBILLED_SALES") == (Decimal(0),) * 3
    assert project.api.broken_laws() == []


def test_a_full_credit_gives_back_the_whole_tax(sqlite_database: Database) -> None:
    project = contract_in(sqlite_database, "NOK")
    project.work("3", "33.333333", taxAmount="24.99")
    credit = project.confirm(project.correct(project.confirm(project.draft())))
    assert credit["totalAmount"] == "-124.99"
    assert added_up(project.api.ledger(), "UNBILLED_SALES") == (Decimal(3), Decimal("100.00"), Decimal("24.99"))


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
