"""What `viewer.can` says of approval: what the posting itself would say (access 2.6, 4.2)."""

from typing import Any

import pytest

from tests.access.test_can import can
from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, a_correction, acting, ask, decide, policy
from tests.approval.test_runs import a_return

pytestmark = pytest.mark.both_engines


def told(api: Api, who: Any, mutation: str, on: str) -> tuple[bool, bool, list[str]]:
    """Whether a mutation would be let through, whether it needs approval, and what else stands in the way."""
    with acting(api, who):
        found = can(api, mutation, on=on)[mutation]
    return found["allowed"], found["needsApproval"], [one["code"] for one in found["problems"]]


@pytest.mark.parametrize("kind", ["a draft", "a return"])
def test_a_posting_says_beforehand_that_it_needs_approval_until_it_has_it(api: Api, kind: str) -> None:
    is_draft = kind == "a draft"
    on = (a_correction(api)[1] if is_draft else a_return(api))["id"]
    mutation, named = ("confirmInvoice", "invoice") if is_draft else ("postReturnInvoice", "order")
    assert told(api, OLA, mutation, on) == (True, False, [])
    policy(api)
    for one in (mutation, "confirmInvoices" if is_draft else "postInvoices"):
        assert told(api, OLA, one, on) == (False, True, ["APPROVAL_REQUIRED"])
    assert told(api, KARI, "requestApproval", on) == (True, False, [])
    request = ask(api, KARI, posting={mutation: {named: {"id": on}}})
    assert told(api, OLA, mutation, on) == (False, True, ["APPROVAL_REQUIRED"])
    decide(api, EVA, request)
    assert told(api, OLA, mutation, on) == (True, False, [])


def test_an_approver_knows_beforehand_what_they_may_decide(api: Api) -> None:
    project, draft = a_correction(api)
    request = ask(api, OLA, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    assert told(api, EVA, "decideApproval", request["id"]) == (True, False, [])
    assert told(api, OLA, "decideApproval", request["id"]) == (False, False, ["APPROVER_NOT_INDEPENDENT"])
    assert told(api, KARI, "decideApproval", request["id"]) == (False, False, ["FORBIDDEN"])
    with acting(api, KARI):
        project.bill(draft, quantity="5")
    assert told(api, EVA, "decideApproval", request["id"]) == (False, False, ["PLAN_OUTDATED"])
    decide(api, EVA, request, "DECLINE", reason="No")
    assert told(api, EVA, "decideApproval", request["id"]) == (False, False, ["APPROVAL_NOT_PENDING"])
