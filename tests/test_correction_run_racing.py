"""Correction runs under contention: each invoice is corrected once, whoever else is at it."""

from typing import Any

import pytest

from tests.api import Api
from tests.correction_runs import correct, outcomes, planned, sales
from tests.goods import Sale
from tests.test_racing import CLIENTS, clients, together

pytestmark = pytest.mark.both_engines

__all__ = ["clients"]  # the fixture
RULE: dict[str, Any] = {"where": {"customer": {"number": "C-000001"}}, "change": {"unitPrice": "90"}}


@pytest.mark.parametrize("combine", ["INVOICE", "CUSTOMER"])
def test_the_same_run_asked_for_eight_times_at_once_corrects_each_invoice_once(
    api: Api, clients: list[Api], combine: str
) -> None:
    sales(api, "100", "120", "140")
    runs = together([lambda one=one: outcomes(correct(one, **RULE, combine=combine)) for one in clients])
    statuses = [item[1] for run in runs for item in run]
    assert len(runs) == CLIENTS
    assert statuses.count("EXECUTED") == 3
    assert set(statuses) <= {"EXECUTED", "SKIPPED"}
    documents = api.run("{ invoices(filter: {documentType: [CREDIT_NOTE]}) { nodes { number totalAmount } } }")
    totals = sorted(one["totalAmount"] for one in documents["invoices"]["nodes"])
    assert totals == (["-1125.00"] if combine == "CUSTOMER" else ["-125.00", "-375.00", "-625.00"])
    assert (planned(api, **RULE)["ready"], api.broken_laws()) == (0, [])


def test_a_run_and_returns_payments_and_corrections_at_once_wait_for_each_other(api: Api, clients: list[Api]) -> None:
    sales(api, "100", "120", "140", "160")
    first, second = Sale.known(api, "INV-000001"), Sale.known(api, "INV-000002")
    together(
        [
            lambda: outcomes(correct(clients[0], **RULE)),
            lambda: outcomes(correct(clients[1], **RULE, combine="CUSTOMER")),
            lambda: Sale(clients[2], first.invoice).returned("2")["number"],
            lambda: clients[3].pay("INV-000003", "100.00")["invoice"]["openAmount"],
            lambda: Sale(clients[4], second.invoice).put_right(unitPrice="95")["number"],
            lambda: clients[5].pay("INV-000004", "10.00")["invoice"]["openAmount"],
        ]
    )
    assert api.broken_laws() == []
    drafts = api.run("{ invoices(filter: {status: [DRAFT]}) { nodes { id hasCorrections } } }")["invoices"]["nodes"]
    assert len(drafts) <= 1  # of who corrected the second by hand, where the run was first to confirm
