"""Correction runs as the tests say them: planned, posted, and what became of each invoice."""

from typing import Any

from tests.api import PROBLEMS, Api, Rejected

AMOUNTS = "netAmount taxAmount totalAmount"
PLAN = f"""
    hash total ready blocked unchanged totals {{ currency documents {AMOUNTS} }}
    invoices {{ invoice {{ number }} document lines {AMOUNTS} problems {{ code message path remedy }} }}
"""
ITEM = (
    "status position corrects { number } invoice { number totalAmount corrects { number } reason } "
    "order { number } problems { code message path remedy }"
)
RUN = f"id kind status total posted skipped failed waiting items(first: 250) {{ nodes {{ {ITEM} }} }}"
REASON = "The price list of July"


def planned(api: Api, **values: Any) -> dict[str, Any]:
    """What a correction run would do, which writes nothing."""
    before = api.fingerprint()
    query = (
        "query($i: CorrectInvoicesInput!) { planCorrections(input: $i) { __typename "
        f"... on CorrectionRunPlan {{ {PLAN} }} {PROBLEMS} }} }}"
    )
    plan: dict[str, Any] = api.run(query, i={"reason": REASON, **values})["planCorrections"]
    assert api.fingerprint() == before
    if "problems" in plan:
        raise Rejected(plan["problems"])
    assert plan["total"] == plan["ready"] + plan["blocked"] + plan["unchanged"] == len(plan["invoices"])
    return plan


def correct(api: Api, **values: Any) -> dict[str, Any]:
    """The run of a correction; by default its plan is expected."""
    selection = f"... on PostingRunSuccess {{ replayed run {{ {RUN} }} }}"
    answer = api.do("correctInvoices", selection, **{"reason": REASON, **values})
    run: dict[str, Any] = answer["run"] | {"replayed": answer["replayed"]}
    return run


def outcomes(run: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each item in short: which invoice, what became of it, the document with its total, and codes of problems."""
    return [
        (
            one["corrects"]["number"],
            one["status"],
            *((one["invoice"]["number"], one["invoice"]["totalAmount"]) if one["invoice"] else (None, None)),
            " ".join(problem["code"] for problem in one["problems"]),
        )
        for one in run["items"]["nodes"]
    ]


def shown(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each invoice of a plan in short: place of its document, lines, total, and codes of problems."""
    return [
        (
            one["invoice"]["number"],
            one["document"],
            one["lines"],
            one["totalAmount"],
            " ".join(problem["code"] for problem in one["problems"]),
        )
        for one in plan["invoices"]
    ]


def act(api: Api, mutation: str, run: dict[str, Any]) -> dict[str, Any]:
    """Resume or cancel a run; the run as it is then."""
    query = (
        f"mutation($k: ID!) {{ {mutation}(id: $k) {{ ... on PostingRunSuccess {{ run {{ {RUN} }} }} {PROBLEMS} }} }}"
    )
    answer = api.run(query, k=run["id"])[mutation]
    if "problems" in answer:
        raise Rejected(answer["problems"])
    found: dict[str, Any] = answer["run"]
    return found


def asleep(api: Api) -> Api:
    """The same API, whose runs are written down and wait."""
    return Api(api.database, api.clock, notify=lambda *_: None)


def sales(api: Api, *prices: str, quantity: str = "10", **more: str) -> str:
    """A customer with a sale at each price, INV-000001 and following; products P-000001 and following."""
    customer = api.customer()
    for price in prices:
        api.invoiced(customer, {"product": {"number": api.product(price, **more)}, "quantity": quantity})
    return customer
