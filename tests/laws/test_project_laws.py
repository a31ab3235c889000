"""Laws of project invoicing that compare two histories, or a moment with a later one (L16, L17, L19).

What holds after every step of any history is in `test_project_machine`.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rebill.models.database import Database
from tests.api import Api, Rejected
from tests.length import usually
from tests.projects import Project

QUIET = settings(
    max_examples=usually(2, long=20),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
PRICES = st.sampled_from(["100", "33.37", "0.019999", "0", "7.777777", "249.999999"])
QUANTITIES = st.sampled_from(["10", "7", "-4", "0.333333", "2.5"])
WORK = st.fixed_dictionaries(
    {
        "transactionClass": st.sampled_from(["TIME", "EXPENSE", "MATERIAL", "FEE"]),
        "quantity": QUANTITIES,
        "unitPrice": PRICES,
        "taxAmount": st.sampled_from(["0", "7.77"]),
        "billingType": st.sampled_from(["CHARGEABLE", "CHARGEABLE", "NON_CHARGEABLE", "COMPLIMENTARY"]),
    }
)
BUILD = {"name": "Build", "billingMethod": "FIXED_PRICE"}
MILESTONE = BUILD | {"milestones": [{"name": "Done", "amount": "100.01", "taxAmount": "25"}]}
LIMIT = {"notToExceedLimit": "150"}


def sums(rows: list[dict[str, Any]], side: str, figure: str) -> dict[str, Decimal]:
    """A figure of one side of the ledger, added up by class and billing type, without what comes to nothing."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row["transactionType"] == side:
            key = f"{row['transactionClass']} {row['billingType']}"
            found[key] = found.get(key, Decimal(0)) + Decimal(row[figure])
    return {key: value for key, value in found.items() if value}


def stand(rows: list[dict[str, Any]], *figures: str) -> list[dict[str, Decimal]]:
    """What is billed and what is open, in each figure."""
    return [sums(rows, side, figure) for side in ("BILLED_SALES", "UNBILLED_SALES") for figure in figures]


@given(works=st.lists(WORK, min_size=1, max_size=4), shared=st.booleans())
@QUIET
def test_what_is_credited_in_full_and_billed_again_is_billed_as_before(
    new_database: Callable[[], Database], engine_name: str, works: list[dict[str, str]], shared: bool
) -> None:
    """L16, with a milestone and a retainer beside the work."""
    api = Api(new_database())
    payers = [api.customer(), api.customer()]
    parts = [{"customer": {"number": one}, "percent": "50"} for one in payers] if shared else None
    project = Project.of(
        api, {"name": "Work", "billingMethod": "TIME_AND_MATERIAL"}, MILESTONE, customer=payers[0], customers=parts,
        retainers=[{"description": "Advance", "amount": "50"}],
    )  # fmt: skip
    project.retained()
    for one in works:
        more = {name: one[name] for name in ("transactionClass", "billingType")}
        tax = one["taxAmount"] if Decimal(one["quantity"]) > 0 and one["billingType"] == "CHARGEABLE" else "0"
        project.work(one["quantity"], one["unitPrice"], taxAmount=tax, **more)
    project.ready(milestones=[project.contract["lines"][1]["milestones"][0]["id"]])
    first = project.confirm(project.draft(customer={"number": payers[0]}))
    billed = stand(api.ledger(), "quantity", "amount", "taxAmount")
    total, before = first["totalAmount"], project.contract
    credit = project.confirm(project.correct(first))
    assert Decimal(credit["totalAmount"]) == -Decimal(total)
    mark_returned(project, credit)
    again = project.confirm(project.draft(customer={"number": payers[0]}))
    assert stand(api.ledger(), "quantity", "amount", "taxAmount") == billed
    assert (again["totalAmount"], project.contract) == (total, before)
    assert api.broken_laws() == []
    api.database.dispose()


def mark_returned(project: Project, credit: dict[str, Any]) -> None:
    """Mark the work ready that a credit has put back."""
    query = "query($n: String!) { invoice(ref: {number: $n}) { actuals(first: 250) { nodes { id transactionType transactionClass reverses { id } } } } }"
    rows = project.api.run(query, n=credit["number"])["invoice"]["actuals"]["nodes"]
    unbilled = [row for row in rows if row["transactionType"] == "UNBILLED_SALES" and row["reverses"] is None]
    keys = [row["id"] for row in unbilled if row["transactionClass"] != "RETAINER"]
    if keys:
        project.ready(actuals=keys)


def overdrawn(project: Project) -> tuple[dict[str, Any], str]:
    """A draft that applies what another one has applied meanwhile."""
    project.retained()
    drafts = []
    for _ in range(2):
        project.work("1", "60", transactionClass="FEE")
        drafts.append(project.draft())
    project.confirm(drafts[0])
    return drafts[1], "RETAINER_AMOUNT_EXCEEDS_AVAILABLE"


def beyond_the_limit(project: Project) -> tuple[dict[str, Any], str]:
    """A draft that bills more than was approved, beyond the limit."""
    project.work("1", "100")
    return project.bill(project.draft(), quantity="2"), "NTE_FAILED"


def unchecked(project: Project) -> tuple[dict[str, Any], str]:
    """A draft with work that has not been checked against a new limit."""
    project.work("1", "100")
    draft = project.draft()
    project.api.do("setNotToExceedLimit", "", contract={"id": project.key}, limit="500")
    return draft, "NTE_NOT_EVALUATED"


def unchanged(project: Project) -> tuple[dict[str, Any], str]:
    """A correction that corrects nothing."""
    invoice = project.billed("1", "100")
    return project.bill(project.correct(invoice), quantity="1"), "NO_CHANGES"


def confirmed(project: Project) -> tuple[dict[str, Any], str]:
    """A draft no longer: it is confirmed."""
    return project.billed("1", "100"), "INVALID_STATUS_TRANSITION"


@pytest.mark.parametrize("draft_of", [overdrawn, beyond_the_limit, unchecked, unchanged, confirmed])
def test_a_confirmation_that_is_refused_writes_nothing_and_leaves_every_status(
    new_database: Callable[[], Database],
    engine_name: str,
    draft_of: Callable[[Project], tuple[dict[str, Any], str]],
) -> None:
    """L19."""
    api = Api(new_database())
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "50"}], **LIMIT)
    draft, code = draft_of(project)
    before = api.fingerprint()
    for _ in range(2):
        with pytest.raises(Rejected) as refused:
            project.confirm(draft)
        assert code in refused.value.codes
        assert api.fingerprint() == before


def test_a_mark_to_refund_can_be_taken_away_when_the_rest_has_been_applied(sqlite_database: Database) -> None:
    """6.8: else the mark stays, and what a later correction makes available is paid back unasked."""
    api = Api(sqlite_database)
    project = Project.of(api, retainers=[{"description": "Advance", "amount": "50"}])
    project.retained()
    project.work("1", "60", transactionClass="FEE")
    draft = project.draft()
    api.do("markReadyToRefund", "", retainers=[project.retainer["id"]])
    project.confirm(draft)
    assert (project.retainer["availableAmount"], project.retainer["refundStatus"]) == ("0.00", "READY_TO_REFUND")
    api.do("markReadyToRefund", "", retainers=[project.retainer["id"]], ready=False)
    assert project.retainer["refundStatus"] is None
