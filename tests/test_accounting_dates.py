"""The accounting date of the ledger through the API: which period a billed row counts in (putting-right 6.2)."""

from datetime import date

import pytest

from tests.api import Api
from tests.test_dates import back, corrected, sold


@pytest.mark.both_engines
def test_billed_rows_bear_the_date_of_the_document_that_wrote_them_and_others_none(api: Api) -> None:
    project, draft = corrected(api, "2026-08-20")
    project.confirm(draft, invoiceDate="2026-09-05")
    note = api.credit(back(api, sold(api)))["invoice"]["number"]
    rows = api.run(
        "{ actuals(first: 250) { nodes { transactionType transactionDate accountingDate invoice { number invoiceDate } } } }"
    )["actuals"]["nodes"]
    billed = [one for one in rows if one["transactionType"] == "BILLED_SALES"]
    assert all(one["accountingDate"] == one["invoice"]["invoiceDate"] for one in billed)
    assert {one["accountingDate"] for one in rows if one not in billed} == {None}
    work = [(one["transactionDate"], one["accountingDate"]) for one in billed[:3]]
    assert work == [("2026-08-31", "2026-08-20"), ("2026-08-31", "2026-09-05"), ("2026-08-31", "2026-09-05")]
    assert billed[-1]["invoice"]["number"] == note


def test_the_ledger_of_a_period_is_what_was_billed_in_it(api: Api) -> None:
    project, draft = corrected(api, "2026-08-20")
    project.confirm(draft, invoiceDate="2026-09-05")

    def counted(**days: str) -> list[str]:
        query = "query($f: ActualFilter) { actuals(filter: $f) { totalCount nodes { accountingDate } } }"
        found = api.run(query, f={"accountingDate": days})["actuals"]
        assert found["totalCount"] == len(found["nodes"])
        return [one["accountingDate"] for one in found["nodes"]]

    assert counted(**{"from": "2026-08-01", "to": "2026-08-31"}) == ["2026-08-20"]
    assert counted(**{"from": "2026-09-05"}) == ["2026-09-05"] * 2
    assert counted(to="2026-08-20") == ["2026-08-20"]
    assert counted(to=str(date.max)) == ["2026-08-20", *["2026-09-05"] * 2]
    assert counted(**{"from": "2026-08-21", "to": "2026-09-04"}) == []
    assert len(counted()) > 3  # a range of nothing narrows nothing
