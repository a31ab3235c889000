"""Two servers on one database agree on what they would write, whatever rules for documents each of them has."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import rebill.documents.electronic.document as electronic_document
from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, acting, ask, decide, policy
from tests.papers.sent import buyer, ordered, seller
from tests.papers.test_required import LAMP, drafted_plain

CONFIRMED = "query($i: ConfirmInvoiceInput!) { plan: planInvoiceConfirmation(input: $i) { ... on PostingPlan { %s } } }"
RUN = "query($i: PostInvoicesInput!) { plan: planRun(input: $i) { ... on RunPlan { hash ready blocked } } }"


@contextmanager
def without_rules() -> Iterator[None]:
    """What a server does on which the extra is not installed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(electronic_document, "can_check", lambda: False)
        yield


def told(api: Api, draft: str) -> tuple[str, list[str]]:
    """The hash of a draft's plan, and the rules that its warning names."""
    asked = CONFIRMED % "hash warnings { code message }"
    plan = api.run(asked, i={"invoice": {"id": draft}})["plan"]
    return plan["hash"], [one["message"] for one in plan["warnings"] if one["code"] == "DOCUMENT_INCOMPLETE"]


@pytest.mark.both_engines
def test_a_plan_shown_by_a_server_with_the_rules_is_posted_by_one_without_and_the_other_way_round(api: Api) -> None:
    seller(api)
    customer = buyer(api, address=None)
    for shows, posts in ((False, True), (True, False)):
        draft = drafted_plain(api, customer)["id"]
        hashes, messages = {}, {}
        hashes[True], messages[True] = told(api, draft)
        with without_rules():
            hashes[False], messages[False] = told(api, draft)
        assert hashes[True] == hashes[False]
        assert messages[True] != messages[False]
        values = {"invoice": {"id": draft}, "expectedPlan": hashes[shows]}
        if posts:
            assert api.do("confirmInvoice", "... on ConfirmInvoiceSuccess { replayed }", **values)
        else:
            with without_rules():
                assert api.do("confirmInvoice", "... on ConfirmInvoiceSuccess { replayed }", **values)


def test_what_was_approved_where_the_rules_are_is_posted_where_they_are_not(api: Api) -> None:
    seller(api)
    draft = drafted_plain(api, buyer(api, address=None))["id"]
    policy(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft}}})
    with without_rules():
        decide(api, EVA, request, expectedPlan=request["planHash"])
        with acting(api, OLA):
            api.do("confirmInvoice", "... on ConfirmInvoiceSuccess { replayed }", invoice={"id": draft})


def test_a_run_leaves_out_the_same_orders_whether_a_server_can_say_which_rules_fail_or_has_none(api: Api) -> None:
    seller(api)
    refused = ordered(api, buyer(api, address=None, requireElectronicDocument=True), LAMP)
    orders = {"orders": [refused, ordered(api, buyer(api), LAMP)]}
    plan = api.run(RUN, i=orders)["plan"]
    with without_rules():
        assert api.run(RUN, i=orders)["plan"] == plan
    assert (plan["ready"], plan["blocked"]) == (1, 1)
