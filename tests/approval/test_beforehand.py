"""Whether a posting needs approval is said before it is tried (access 2.6, 4.2.1)."""

import pytest

from tests.access.test_can import can, codes
from tests.access.test_documents import a_correction, a_draft, a_return
from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, acting, ask, decide, policy


@pytest.mark.both_engines
def test_who_may_post_is_told_beforehand_that_somebody_else_has_to_approve(api: Api) -> None:
    first, correction, order = a_draft(api), a_correction(api, "4"), a_return(api)
    policy(api, correctionsOnly=True)
    with acting(api, OLA):
        free = can(api, "confirmInvoice", on=first["id"])["confirmInvoice"]
        held = can(api, "confirmInvoice", "deleteInvoice", on=correction["id"])
        returned = can(api, "postReturnInvoice", "postInvoices", on=order["id"])
    assert (free["allowed"], free["needsApproval"]) == (True, False)
    assert codes(held["confirmInvoice"]) == [("APPROVAL_REQUIRED", ["invoice"])]
    assert held["confirmInvoice"]["needsApproval"]
    assert not returned["postReturnInvoice"]["allowed"]
    assert returned["postReturnInvoice"]["needsApproval"]


@pytest.mark.both_engines
def test_what_was_approved_can_be_posted(api: Api) -> None:
    correction = a_correction(api, "4")
    policy(api, correctionsOnly=True)
    asked = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": correction["id"]}}})
    with acting(api, OLA):
        assert can(api, "confirmInvoice", on=correction["id"])["confirmInvoice"]["needsApproval"]
    with acting(api, EVA):
        assert codes(can(api, "decideApproval", on=asked["id"])["decideApproval"]) == []
    decide(api, EVA, asked)
    with acting(api, OLA):
        found = can(api, "confirmInvoice", on=correction["id"])["confirmInvoice"]
    assert (found["allowed"], found["needsApproval"]) == (True, False)
    with acting(api, EVA):
        again = can(api, "decideApproval", on=asked["id"])["decideApproval"]
    assert codes(again) == [("APPROVAL_NOT_PENDING", ["approval"])]
