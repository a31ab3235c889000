"""Errors planted in what closes open amounts, and the laws that find them (putting-right 11: P9, P10, P13)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select, update

from rebill.models import tables
from rebill.models.database import Database
from rebill.posting.ledger_check import LAWS, checked
from tests.api import Api
from tests.laws.tampering import broken_into
from tests.projects import Project
from tests.settling import corrected, hours, unsettle, write_off

pytestmark = pytest.mark.both_engines

BY_ID = {law.id: law for law in LAWS}
INVOICE, SETTLEMENT, PAYMENT, ENTRY = tables.invoice, tables.settlement, tables.payment, tables.voucher_entry
RELEASE, REST = SETTLEMENT.c.releases_id.is_not(None), SETTLEMENT.c.write_off_limit.is_not(None)
OF_PAYMENT = SETTLEMENT.c.payment_id.is_not(None)
Planted = tuple[str, Table, Any, dict[str, Any], list[str]]
ERRORS: list[Planted] = [
    ("a mark beside an open amount", INVOICE, INVOICE.c.number == "INV-000002", {"status": "PAID"}, ["P9 paid"]),
    ("a release of less", SETTLEMENT, RELEASE, {"amount": Decimal("-0.5")}, ["P9 releases", "returns 24 settled"]),
    ("a release above zero", SETTLEMENT, RELEASE, {"amount": Decimal(1)}, ["P9 releases", "returns 25 settlements"]),
    ("a release without a reason", SETTLEMENT, RELEASE, {"reason": None}, ["P9 releases"]),
    ("a release before what it releases", SETTLEMENT, RELEASE, {"date": "2026-08-31"}, ["P9 releases"]),
    ("a refund that is no payment", SETTLEMENT, OF_PAYMENT, {"payment_id": None}, ["P10 credits", "returns 25 payments"]),
    ("a refund of more", PAYMENT, PAYMENT.c.amount < 0, {"amount": Decimal(-26)}, ["P10 credits", "customer balance"]),
    ("a limit that was lower", SETTLEMENT, REST, {"write_off_limit": Decimal(1)}, ["P13 write-offs"]),
    ("a rest that touches the tax", ENTRY, ENTRY.c.posting_type == "WRITE_OFF", {"posting_type": "SALES_TAX"}, ["P13 vouchers"]),
]  # fmt: skip


@pytest.fixture
def intruder(database: Database) -> Iterator[Connection]:
    """A book with a release, a rest that was given up and a credit that was partly paid back, its guards off."""
    api = Api(database)
    project = Project.of(api)
    invoice = hours(project, "10", "250")
    hours(project, "1", "25")
    api.pay("INV-000001", "1250")
    api.confirm(corrected(project, invoice, "9", "225"), creditUse={"refund": "25"})
    unsettle(api, write_off(api, "INV-000002", amount="1")["settlement"])
    write_off(api, "INV-000002", amount="2")
    assert api.broken_laws() == []
    with broken_into(database) as connection:
        yield connection


def finding(intruder: Connection, planted: Planted) -> list[str]:
    """Which of the laws that are to find an error do; it is taken back."""
    _, table, which, values, laws = planted
    last = intruder.scalar(select(table.c.id).where(which).order_by(table.c.id.desc()).limit(1))
    if "date" in values:
        values = values | {"date": tables.settlement.c.date.type.python_type.fromisoformat(values["date"])}
    with intruder.begin_nested() as savepoint:
        intruder.execute(update(table).where(table.c.id == last).values(values))
        found = [law for law in laws if not checked(intruder, BY_ID[law]).holds]
        savepoint.rollback()
    return found


def test_each_planted_error_is_found_by_its_laws(intruder: Connection) -> None:
    assert {one[0]: finding(intruder, one) for one in ERRORS} == {what: laws for what, *_, laws in ERRORS}
