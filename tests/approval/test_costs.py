"""What approval costs those who do not use it: nothing of its own, and nobody who asks keeps a posting waiting."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from rebill.models.database import Database
from tests.api import Api
from tests.approval.people import KARI, OLA, a_correction, ask, codes, policy
from tests.statements import recorded_statements
from tests.test_statements import KINDS, posting

WITHIN_SECONDS = 20


@pytest.mark.both_engines
@pytest.mark.parametrize("kind", KINDS)
def test_without_a_policy_no_statement_is_about_approval_alone(api: Api, kind: str) -> None:
    act = posting(api, kind, 2)
    with recorded_statements(api.database) as said:
        act()
    about = [one for one in said if "approval" in one and "history_entry" not in one]
    assert all("FROM parameters" in one for one in about), about  # with the books' settings
    assert len(about) <= 2


@pytest.mark.both_engines
def test_with_a_policy_that_does_not_ask_a_posting_looks_at_policies_and_for_a_request(api: Api) -> None:
    policy(api, documentType=["CREDIT_NOTE"], limits=[{"currency": "NOK", "amount": "1000000"}])
    act = posting(api, "confirmation", 2)
    with recorded_statements(api.database) as said:
        act()
    about = [one for one in said if "approval" in one and "FROM parameters" not in one]
    assert len([one for one in about if "history_entry" not in one]) == 2, about


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_asking_waits_for_no_posting_and_keeps_none_waiting(api: Api, database: Database) -> None:
    _, draft = a_correction(api)
    policy(api)
    with database.write() as connection, ThreadPoolExecutor(1) as another:
        connection.exec_driver_sql("SELECT id FROM invoice FOR UPDATE")
        connection.exec_driver_sql("SELECT id FROM customer FOR UPDATE")
        connection.exec_driver_sql("SELECT id FROM parameters FOR UPDATE")
        connection.exec_driver_sql("SELECT name FROM number_series FOR UPDATE")
        asking = another.submit(ask, Api(database), KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
        assert asking.result(WITHIN_SECONDS)["status"] == "PENDING"
    assert codes(api, OLA, "confirmInvoice", invoice={"id": draft["id"]}) == [("APPROVAL_REQUIRED", ["invoice"])]
