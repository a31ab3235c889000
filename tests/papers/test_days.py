"""Which day it is: that of the company's time zone, wherever a date is left out (documents 1.1)."""

from datetime import UTC, datetime

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.papers.parties import FJORD, company


@pytest.mark.both_engines
def test_a_date_that_is_left_out_is_the_day_where_the_company_is(api: Api) -> None:
    api.clock.instant = datetime(2026, 8, 31, 22, 30, tzinfo=UTC)
    contract = api.contract()
    days = []
    for zone in ("UTC", "Europe/Oslo", "Pacific/Honolulu"):
        company(api, **FJORD, timeZone=zone)
        api.work(contract, "1", "100", transactionDate="2026-08-01")
        for key in (None, f"key {zone}"):
            if key is not None:
                api.work(contract, "1", "100", transactionDate="2026-08-01")
            invoice = api.confirm(api.draft(contract), idempotencyKey=key)["invoice"]
            query = "query($i: ID!) { node(id: $i) { ... on Invoice { invoiceDate } } }"
            days.append(api.run(query, i=invoice["id"])["node"]["invoiceDate"])
    assert days == [*["2026-08-31"] * 2, *["2026-09-01"] * 2, *["2026-08-31"] * 2]


def test_pages_of_drafts_and_returns_bear_the_day_where_the_company_is(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    company(api, **FJORD, timeZone="Europe/Oslo")
    invoice = api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "1"})
    contract = api.contract()
    api.work(contract, "1", "100", transactionDate="2026-08-01")
    draft = api.draft(contract)
    api.clock.instant = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    order = api.return_order((invoice["lines"][0]["id"], "1"))
    page = "printedDocument(format: HTML) { content }"
    for key in (draft["id"], order["id"]):
        asked = f"query($i: ID!) {{ node(id: $i) {{ ... on Invoice {{ {page} }} ... on ReturnOrder {{ {page} }} }} }}"
        assert "<td>1 Oct 2026</td>" in api.run(asked, i=key)["node"]["printedDocument"]["content"]
