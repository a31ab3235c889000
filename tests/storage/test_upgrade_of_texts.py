"""Customers, codes and contracts of before revision 0007 are found by today's references and searches."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from rebill.models import migrate
from rebill.models.database import Database
from rebill.models.instant import Instant
from tests.api import Api

pytestmark = pytest.mark.both_engines

CUSTOMERS = [  # number before, number after, name
    ("A-1 ", "A-1 (2)", "Beside the next"),
    ("A-1", "A-1", "Keeps its number"),
    ("\u00a0B-2", "B-2", "Ærø Færge"),
    ("Cafe\u0301", "Café", "Decomposed"),
    ("D\u200b4", "D4", "Zero width"),
    ("\u200b", "?", "Nothing to see"),
    ("x" * 49 + "\n", "x" * 46 + " (2)", "Line break"),
    ("x" * 49, "x" * 49, "Keeps its number, too"),
]


def _put(connection: sa.Connection, table: str, **values: Any) -> None:
    columns = [sa.column(name, Instant if name == "created_at" else None) for name in values]
    connection.execute(sa.insert(sa.table(table, *columns)).values(values))


@pytest.fixture
def upgraded(empty: str) -> Iterator[Database]:
    """A database of revision 0006 with texts as they were taken then, upgraded."""
    database = Database.open(empty)
    migrate.upgrade(database, "0006")
    with database.write() as connection:
        for key, (number, _, called) in enumerate(CUSTOMERS, 1):
            _put(connection, "customer", id=key, number=number, name=called, currency="HRK", payment_terms_days=30,
                 blocked="NO", balance=0)  # fmt: skip
        _put(connection, "reason_code", id=99, code="SPOILT ", description="Spoilt")
        for key, reason in enumerate(("SPOILT ", "my own  ", None), 1):
            _put(connection, "orders", id=key, type="RETURN_ORDER", number=f"RO-{key}", status="OPEN", customer_id=1,
                 currency="HRK", created_at=Api(database).clock.now(), return_status="OPEN", reason_code=reason,
                 replaced_up_front=False)  # fmt: skip
        _put(connection, "orders", id=9, type="PROJECT_CONTRACT", number="PC-9", status="OPEN", customer_id=1,
             currency="HRK", created_at=Api(database).clock.now(), name="Øresund BRÜCKE", replaced_up_front=False)  # fmt: skip
    migrate.upgrade(database)
    yield database
    database.dispose()


def test_old_keys_have_today_s_form_and_old_names_are_found(upgraded: Database) -> None:
    api = Api(upgraded)
    query = "query($n: String!) { customer(ref: {number: $n}) { number name currency } }"
    for _, number, name in CUSTOMERS:
        assert api.run(query, n=f" {number}") == {"customer": {"number": number, "name": name, "currency": "HRK"}}
    searches = [("customers", "ÆRØ", "B-2"), ("customers", "CAFÉ", "Café"), ("orders", "øresund brücke", "PC-9")]
    for field, typed, number in searches:
        found = api.run(f"query($s: String) {{ {field}(filter: {{search: $s}}) {{ nodes {{ number }} }} }}", s=typed)
        assert found == {field: {"nodes": [{"number": number}]}}
    assert {"code": "SPOILT"} in api.run("{ reasonCodes { code } }")["reasonCodes"]
    orders = api.run("{ orders(filter: {type: [RETURN_ORDER]}) { nodes { ... on ReturnOrder { reasonCode } } } }")
    assert [one["reasonCode"] for one in orders["orders"]["nodes"]] == ["SPOILT", "my own", None]
