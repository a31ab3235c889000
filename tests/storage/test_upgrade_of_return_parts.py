"""Migration 0018: what a document's line took and gave up of its return line, of documents that are there already."""

from importlib import import_module

import pytest
import sqlalchemy as sa

from rebill.models import tables
from rebill.models.database import Database
from tests.api import Api
from tests.canceling import cancel
from tests.goods import Sale, ten
from tests.laws.tampering import broken_into

pytestmark = pytest.mark.both_engines

LINE = tables.invoice_line
PARTS = sa.select(LINE.c.id, LINE.c.returned_quantity, LINE.c.released_quantity).order_by(LINE.c.id)
FEE = {"description": "Inspection", "category": "PER_PIECE", "value": "5", "taxRate": "25"}


def _posted(api: Api, of: Sale, code: str, *parts: tuple[str, bool]) -> list[str]:
    """Credits of a return order in parts, each with whether the rest stays on the order."""
    order = api.returned(lines=[{"invoiceLine": of.line, "quantity": "5", "charges": [FEE]}])
    api.arrive(order, (1, "5"), code=code)
    api.receive(order)
    return [
        api.credit(
            order,
            quantity="DELIVER_NOW",
            lines=[{"line": order["lines"][0]["id"], "quantity": quantity}],
            creditRemainingQuantity=stays,
        )["invoice"]["number"]
        for quantity, stays in parts
    ]


def test_the_upgrade_writes_what_a_posting_writes(database: Database) -> None:
    api = Api(database)
    of = ten(api)
    first, _ = _posted(api, of, "CREDIT", ("2", True), ("2", False))
    of.put_right(first, quantity="-1")
    _posted(api, Sale.known(api, of.again(("9", "50"))["number"]), "RETURN_TO_CUSTOMER", ("3", False))
    canceled, _ = _posted(api, Sale.known(api, of.again(("9", "50"))["number"]), "SCRAP", ("1", True), ("3", True))
    cancel(api, canceled)
    assert api.broken_laws() == []
    migration = import_module("rebill.migrations.versions.0018_return_parts")
    with broken_into(database) as connection:
        written = connection.execute(PARTS).all()
        connection.execute(sa.update(LINE).values(returned_quantity=None, released_quantity=None))
        for statement in (migration.CREDITED, migration.SENT_BACK, migration.GIVEN_UP):
            connection.exec_driver_sql(statement)
        assert connection.execute(PARTS).all() == written
