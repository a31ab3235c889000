"""What changed in the ledger between two points: rows and effects by cause, totals by currency."""

from datetime import timedelta
from typing import Any

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.reading.asking import counted

pytestmark = pytest.mark.both_engines

EFFECTS = "rows currency billedAmount billedTaxAmount backlogAmount costAmount"
GROUP = f"scenario label invoice {{ number }} order {{ number }} {EFFECTS}"
DIFF = f"fromSequence toSequence rows truncated groups {{ {GROUP} }} totals {{ {EFFECTS} }}"
QUERY = f"query($f: LedgerPoint!, $t: LedgerPoint) {{ ledgerDiff(from: $f, to: $t) {{ {DIFF} }} }}"


def diff(api: Api, start: dict[str, Any], end: dict[str, Any] | None = None) -> dict[str, Any]:
    """The difference between two points."""
    found: dict[str, Any] = api.run(QUERY, f=start, t=end)["ledgerDiff"]
    return found


def table_of(groups: list[dict[str, Any]]) -> list[str]:
    """Groups as lines: document, scenario, rows, billed, tax, backlog, cost."""
    amounts = ("billedAmount", "billedTaxAmount", "backlogAmount", "costAmount")
    return [
        " ".join(
            [
                "-" if one["invoice"] is None else one["invoice"]["number"],
                one["scenario"],
                str(one["rows"]),
                *(one[name] for name in amounts),
            ]
        )
        for one in groups
    ]


def corrected_from_ten_to_seven(api: Api) -> dict[str, Any]:
    """Ten hours approved, billed and corrected to seven; an hour passes after each."""
    contract = api.contract()
    api.work(contract, "10", "100", unitCost="40", taxAmount="250")
    api.clock.instant += timedelta(hours=1)
    draft = api.draft(contract)
    api.confirm(draft)
    api.clock.instant += timedelta(hours=1)
    corrective = api.correct(draft)
    api.bill(corrective, "7", tax="175")
    api.confirm(corrective)
    return contract


def test_each_cause_is_a_line(api: Api) -> None:
    corrected_from_ten_to_seven(api)
    found = diff(api, {"sequence": 0})
    assert (found["fromSequence"], found["toSequence"], found["rows"], found["truncated"]) == (0, 9, 9, False)
    assert table_of(found["groups"]) == [
        "- entry 2 0.00 0.00 1000.00 400.00",
        "INV-000001 time.first_unchanged 2 1000.00 250.00 -1000.00 0.00",
        "CN-000001 time.partial_credit 5 -300.00 -75.00 300.00 0.00",
    ]
    assert {one["order"]["number"] for one in found["groups"]} == {"PC-000001"}
    assert found["groups"][2]["label"] == "Invoicing the partial credit on a time transaction."
    assert found["totals"] == [
        {
            "rows": 9,
            "currency": "NOK",
            "billedAmount": "700.00",
            "billedTaxAmount": "175.00",
            "backlogAmount": "300.00",
            "costAmount": "400.00",
        }
    ]


def test_points_are_positions_or_instants(api: Api) -> None:
    start = api.clock.instant
    corrected_from_ten_to_seven(api)
    corrections = "CN-000001 time.partial_credit 5 -300.00 -75.00 300.00 0.00"
    after_the_invoice = [{"sequence": 4}, {"at": (start + timedelta(hours=1)).isoformat()}]
    for point in after_the_invoice:
        assert table_of(diff(api, point)["groups"]) == [corrections]
        assert diff(api, {"sequence": 0}, point)["rows"] == 4
    assert diff(api, {"at": (start - timedelta(seconds=1)).isoformat()})["fromSequence"] == 0
    assert diff(api, {"at": (start + timedelta(days=1)).isoformat()})["fromSequence"] == 9


def test_a_part_of_a_posting_can_be_looked_at(api: Api) -> None:
    corrected_from_ten_to_seven(api)
    found = diff(api, {"sequence": 4}, {"sequence": 5})
    assert table_of(found["groups"]) == ["CN-000001 time.partial_credit 1 -1000.00 -250.00 0.00 0.00"]


def test_nothing_lies_between_a_point_and_an_earlier_one(api: Api) -> None:
    corrected_from_ten_to_seven(api)
    for start, end in (({"sequence": 5}, {"sequence": 5}), ({"sequence": 7}, {"sequence": 2})):
        found = diff(api, start, end)
        assert (found["rows"], found["groups"], found["totals"]) == (0, [], [])
    assert (found["fromSequence"], found["toSequence"]) == (7, 2)


def test_points_beyond_the_ledger_are_its_ends(api: Api) -> None:
    assert diff(api, {"sequence": -3}) == {
        "fromSequence": 0,
        "toSequence": 0,
        "rows": 0,
        "truncated": False,
        "groups": [],
        "totals": [],
    }
    api.work(api.contract(), "1", "10")
    found = diff(api, {"sequence": -3}, {"sequence": 900})
    assert (found["fromSequence"], found["toSequence"], found["rows"]) == (0, 2, 2)
    assert diff(api, {"sequence": 900})["rows"] == 0


def test_currencies_and_sides_are_kept_apart(api: Api) -> None:
    corrected_from_ten_to_seven(api)
    before = {"sequence": 9}
    api.work(api.contract(api.customer("JPY")), "2", "1000")
    api.invoiced(api.customer(), {"product": {"number": api.product("100")}, "quantity": "4"})
    found = diff(api, before)
    assert table_of(found["groups"]) == ["- entry 2 0 0 2000 0", "INV-000002 sales.invoice 1 400.00 100.00 0.00 0.00"]
    assert [(one["currency"], one["rows"]) for one in found["totals"]] == [("JPY", 2), ("NOK", 1)]


def test_from_the_first_row_on_the_totals_are_those_of_the_contract(api: Api) -> None:
    contract = corrected_from_ten_to_seven(api)
    api.work(contract, "3", "100", billingType="NON_CHARGEABLE")
    query = "query($r: OrderRef!) { order(ref: $r) { ... on ProjectContract { billedAmount backlogAmount } } }"
    (total,) = diff(api, {"sequence": 0})["totals"]
    assert api.run(query, r={"id": contract["id"]})["order"] == {
        name: total[name] for name in ("billedAmount", "backlogAmount")
    }


def test_more_rows_cost_no_more_statements(api: Api, database: Database) -> None:
    counts = []
    for _ in range(2):
        corrected_from_ten_to_seven(api)
        with counted(database) as statements:
            diff(api, {"sequence": 0})
        counts.append(len(statements))
    assert counts[0] == counts[1]
