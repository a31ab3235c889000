"""The numbers of documents: every one of them is there (putting-right 9; law P14)."""

import pytest

from rebill.models.database import Database
from rebill.posting.ledger.number_gaps import document_numbers
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.laws.tampering import broken_into
from tests.test_accounts import received

pytestmark = pytest.mark.both_engines

SERIES = "{ numberSeries { documentType prefix first last count gaps { from to } } }"
BY_ID = {law.id: law for law in LAWS}


def series(api: Api) -> list[dict[str, object]]:
    """The series of documents."""
    found: list[dict[str, object]] = api.run(SERIES)["numberSeries"]
    return found


def test_every_number_from_the_first_to_the_last_is_there(api: Api) -> None:
    assert [(one["documentType"], one["prefix"], one["count"], one["first"]) for one in series(api)] == [
        ("INVOICE", "INV-", 0, None),
        ("CREDIT_NOTE", "CN-", 0, None),
    ]
    for _ in range(3):
        api.credit(received(api))
    api.draft(_worked(api))
    ends = [(one["first"], one["last"], one["count"], one["gaps"]) for one in series(api)]
    assert ends == [("INV-000001", "INV-000003", 3, []), ("CN-000001", "CN-000003", 3, [])]


def _worked(api: Api) -> dict[str, object]:
    contract = api.contract()
    api.work(contract, "1", "100")
    return contract


@pytest.mark.parametrize(
    ("renumbered", "gaps", "told"),
    [
        (("INV-000004", "INV-000009"), [("INV-000004", "INV-000008")], ["INV-000004 to INV-000008 are missing"]),
        (("INV-000002", "INV-000005"), [("INV-000002", "INV-000002")], ["INV-000002 is missing"]),
        (("INV-000001", "INV-000009"), [("INV-000005", "INV-000008")], ["INV-000001 is missing", "INV-000005 to INV-000008 are missing"]),
        (("INV-000003", "XINV-00003"), [("INV-000003", "INV-000003")], ["XINV-00003 is out of place", "INV-000003 is missing"]),
    ],
)  # fmt: skip
def test_a_planted_gap_is_told_as_a_range(
    database: Database, renumbered: tuple[str, str], gaps: list[tuple[str, str]], told: list[str]
) -> None:
    api = Api(database)
    for _ in range(4):
        received(api)
    before, after = renumbered
    with broken_into(database) as connection:
        connection.exec_driver_sql(f"UPDATE invoice SET number = '{after}' WHERE number = '{before}'")
        law = BY_ID["returns 14 INVOICE"]
        found = [one.removeprefix(f"{law.id}: ") for one in checked(connection, law).violations]
        assert [one for one in found if "goes on" not in one] == told
        assert list(document_numbers(connection)[0].gaps) == gaps
