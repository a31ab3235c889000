"""What a large correction costs, in statements and in Python's own lines: as many for many details as for few."""

from collections import Counter
from typing import Any

import pytest

from tests.api import Api, Rejected
from tests.counting import counted_lines, grown_too_much
from tests.statements import recorded_statements

DRAFTED = "... on DraftInvoiceSuccess { warnings { code message path } invoice { version totalAmount } }"


def confirmed(api: Api, details: int) -> dict[str, Any]:
    """A confirmed invoice of so many details of 10 hours."""
    contract = api.contract()
    entry = {
        "contractLine": contract["lines"][0]["id"],
        "transactionClass": "TIME",
        "description": "Work",
        "transactionDate": "2026-08-31",
        "quantity": "10",
        "unitPrice": "100",
        "readyToInvoice": True,
    }
    api.do("postEntryJournal", "... on EntryJournalSuccess { actuals { id } }", entries=[entry] * details)
    return api.confirm(api.draft(contract))["invoice"]  # type: ignore[no-any-return]  # an answer is JSON


def entered(api: Api, draft: dict[str, Any], *quantities: tuple[int, str]) -> dict[str, Any]:
    """The answer to quantities by place."""
    nodes = draft["details"]["nodes"]
    changes = [{"detail": nodes[place]["id"], "quantity": quantity} for place, quantity in quantities]
    return api.do("updateInvoiceLineDetails", DRAFTED, invoice={"id": draft["id"]}, details=changes)


def statements_of(api: Api, details: int) -> dict[str, int]:
    """The statements that each step of a correction of so many details takes."""
    invoice = confirmed(api, details)
    counts = {}
    with recorded_statements(api.database) as said:
        short = "... on CorrectInvoiceSuccess { invoice { id } }"
        made = api.do("correctInvoice", short, invoice={"id": invoice["id"]})["invoice"]
        counts["draft"] = len(said)
    nodes = api.run(
        "query($k: ID!) { node(id: $k) { ... on Invoice { details(first: 250) { nodes { id } } } } }", k=made["id"]
    )
    draft = {**made, **nodes["node"]}
    with recorded_statements(api.database) as said:
        entered(api, draft, *((place, "6") for place in range(details)))
        counts["enter"] = len(said)
    with recorded_statements(api.database) as said:
        short = "... on ConfirmInvoiceSuccess { invoice { totalAmount } }"
        total = api.do("confirmInvoice", short, invoice={"id": draft["id"]})["invoice"]["totalAmount"]
        counts["confirm"] = len(said)
    assert total == f"-{details * 400}.00"
    return counts


@pytest.mark.both_engines
def test_a_correction_of_many_details_takes_no_more_statements_than_one_of_few(api: Api) -> None:
    few, many = statements_of(api, 3), statements_of(api, 45)
    assert few == many


@pytest.mark.both_engines
def test_a_correction_that_is_copied_and_sent_in_parts_is_written_like_a_small_one(api: Api) -> None:
    statements_of(api, 230)  # 1,150 rows of the ledger, which are copied, or go to SQLite in five parts
    assert api.broken_laws() == []


def lines_run(api: Api, details: int) -> Counter[str]:
    """The lines of Python that run while three quantities are entered on a draft of so many details."""
    draft = api.correct(confirmed(api, details))
    entered(api, draft, (0, "5"))
    with counted_lines("/posting/", "/models/rows") as lines:
        entered(api, draft, (0, "6"), (1, "6"), (2, "0"))
    return lines


def test_entering_quantities_reads_no_detail_that_is_not_named(api: Api) -> None:
    lines_run(api, 3)
    few, many = lines_run(api, 3), lines_run(api, 40)
    assert not grown_too_much(few, many, times=1, ignored=0)


def test_a_detail_raised_earlier_is_warned_of_at_its_place_whichever_is_entered_now(api: Api) -> None:
    first = api.correct(confirmed(api, 3))
    entered(api, first, (0, "10"), (1, "6"), (2, "10"))
    again = api.correct(api.confirm(first)["invoice"])
    raised = entered(api, again, (1, "8"))["warnings"]
    assert [(one["code"], one["path"]) for one in raised] == [("OPEN_REMAINDER", ["details", "1"])]
    assert "goes up from 6 to 8 while 4 of it" in raised[0]["message"]
    assert entered(api, again, (0, "9"), (2, "10"))["warnings"] == raised
    assert entered(api, again, (1, "6"))["warnings"] == []


def test_a_detail_of_another_draft_is_not_found(api: Api) -> None:
    draft, other = api.correct(confirmed(api, 2)), api.correct(confirmed(api, 2))
    with pytest.raises(Rejected) as refused:
        entered(api, {**draft, "details": other["details"]}, (0, "5"))
    assert refused.value.codes == ["NOT_FOUND"]
