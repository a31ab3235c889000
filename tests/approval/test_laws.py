"""The laws of approval find what is planted behind Rebill's back, and nothing in what was done by the book."""

from datetime import timedelta

import pytest

from tests.api import Api
from tests.approval.people import EVA, KARI, OLA, a_correction, ask, codes, decide, policy
from tests.approval.test_runs import a_return, post
from tests.laws.tampering import broken_into, missed
from tests.projects import Project

pytestmark = pytest.mark.both_engines
NEEDED, SIGNED, PERSONS = "access 6 approved", "access 6 signed", "access 7 two persons"
OF_RUN = "approval_id IN (SELECT approval_id FROM posting_run WHERE approval_id IS NOT NULL)"


def enter(api: Api) -> None:
    """A correction and a run that were approved, a document below the limit, and one before any policy."""
    Project.of(api, customer=api.customer("EUR")).billed("100", "100")
    _, draft = a_correction(api)
    orders = {"orders": [{"id": a_return(api)["id"]}, {"id": a_return(api)["id"]}]}
    api.clock.instant += timedelta(minutes=1)
    policy(api, limits=[{"currency": "EUR", "amount": "500"}, {"currency": "NOK", "amount": "100"}])
    for posting in ({"confirmInvoice": {"invoice": {"id": draft["id"]}}}, {"postInvoices": orders}):
        api.clock.instant += timedelta(minutes=1)
        decide(api, EVA, ask(api, KARI, posting=posting))
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == []
    assert post(api, "postInvoices", **orders)["posted"] == 2
    policy(api, "off", active=False)
    Project.of(api, customer=api.customer("EUR")).billed("1", "100")


def test_what_is_planted_is_found(api: Api) -> None:
    enter(api)
    assert api.broken_laws() == []
    planted = [
        (NEEDED, f"DELETE FROM approval_use WHERE NOT {OF_RUN}"),
        (NEEDED, f"DELETE FROM approval_use WHERE {OF_RUN}"),
        (NEEDED, "UPDATE approval_policy_version SET limits = '[]'"),
        (NEEDED, "UPDATE approval_policy_version SET limits = '[]' WHERE active"),
        (SIGNED, f"UPDATE approval_use SET plan_hash = 'another' WHERE NOT {OF_RUN}"),
        (SIGNED, f"UPDATE approval_use SET plan_hash = 'another' WHERE {OF_RUN}"),
        (SIGNED, "UPDATE approval SET plan_hash = 'another'"),
        (SIGNED, "UPDATE approval SET status = 'DECLINED'"),
        (SIGNED, "UPDATE approval_use SET approval_id = 1"),
        (SIGNED, "UPDATE posting_run_item SET plan_hash = 'another'"),
        (PERSONS, "UPDATE actor SET person = 'kari' WHERE person = 'eva'"),
        (PERSONS, "UPDATE actor SET kind = 'KEY', person = 'kari' WHERE person = 'eva'"),
        (PERSONS, "UPDATE actor SET kind = 'OPERATOR' WHERE person = 'eva'"),
        (PERSONS, "UPDATE actor SET kind = 'ANONYMOUS' WHERE person = 'eva'"),
    ]
    with broken_into(api.database) as connection:
        assert missed(connection, planted) == []
