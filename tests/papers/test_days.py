"""Which day it is: that of the company's time zone, wherever a date is left out (documents 1.1)."""

from datetime import UTC, datetime

import pytest

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
