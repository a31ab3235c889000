"""Documents that are canceled, as the tests say it."""

from typing import Any

import pytest

from tests.api import VOUCHER, Api, Rejected, booked
from tests.goods import DOCUMENT

PLAN = (
    "plan { hash totalAmount documentType settlements { invoice { number } amount } "
    "actuals { rule quantity amount taxAmount } statusChanges { field from to } voucher { postingType debit credit } }"
)
TAKEN_BACK = (
    f"... on CancelInvoiceSuccess {{ replayed warnings {{ code }} {PLAN} "
    f"invoice {{ {DOCUMENT} cancels {{ number }} canceledBy {{ number }} dueDate invoiceDate }} "
    "canceled { number status openAmount totalAmount cancels { number } canceledBy { number } correctedBy { number } } }"
)


def cancel(api: Api, number: str, **values: Any) -> dict[str, Any]:
    """Cancel a document; the answer."""
    answer: dict[str, Any] = api.do("cancelInvoice", TAKEN_BACK, **_input(number, values))
    return answer


def planned(api: Api, number: str, **values: Any) -> dict[str, Any]:
    """The plan of cancelling a document, or its problems."""
    query = (
        "query($i: CancelInvoiceInput!) { planInvoiceCancellation(input: $i) { __typename ... on PostingPlan "
        "{ hash totalAmount documentType settlements { invoice { number } amount } } "
        "... on Rejection { problems { code message path remedy } } } }"
    )
    found: dict[str, Any] = api.run(query, i=_input(number, values))["planInvoiceCancellation"]
    return found


def refused(api: Api, number: str, **values: Any) -> list[dict[str, Any]]:
    """The problems of a refusal that leaves the database as it was, and that the plan tells alike."""
    before = api.fingerprint()
    with pytest.raises(Rejected) as rejected:
        cancel(api, number, **values)
    assert api.fingerprint() == before
    problems: list[dict[str, Any]] = rejected.value.problems
    told = planned(api, number, **values)["problems"]
    assert [one["code"] for one in told] == [one["code"] for one in problems]
    return problems


def entries(document: dict[str, Any]) -> list[str]:
    """The voucher."""
    return booked(document["voucher"])


def _input(number: str, values: dict[str, Any]) -> dict[str, Any]:
    named = {} if "invoice" in values else {"invoice": {"number": number}}
    return {"reason": "It was wrong", **named, **values}


__all__ = ["VOUCHER", "cancel", "entries", "planned", "refused"]
