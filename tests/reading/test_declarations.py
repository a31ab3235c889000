"""What a field says of itself: once, as data, and everything that reads it goes by that."""

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import get_args

import pytest
import strawberry
from sqlalchemy import Column, select
from strawberry.schema.config import StrawberryConfig
from strawberry.types import get_object_definition
from strawberry.types.base import StrawberryObjectDefinition

from rebill.files.columns import export
from rebill.files.exporting import pages
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import OrderType, SettlementMode
from rebill.posting.problems import restored_problem
from rebill.resolvers.context import Context
from rebill.resolvers.reading.catalogue import CATALOGUE, catalogue, declarations_of
from rebill.resolvers.reading.declarations import Connected, Listed, RootDeclaration, Stored
from rebill.resolvers.reading.fields import listed, stored
from rebill.resolvers.reading.renderings import (
    PYTHON,
    Identified,
    Kept,
    Measured,
    Member,
    Members,
    Money,
    Plain,
    Problems,
    Rendering,
    beside,
    python_of,
)
from rebill.resolvers.reading.rows import attribute
from rebill.resolvers.reading.sources import Inherited
from rebill.schema.nodes import Connection
from rebill.schema.query import Query
from tests.api import SCHEMA
from tests.reading.asking import counted

ROOT = Path(__file__).resolve().parents[2]
CURRENCY = tables.customer.c.currency
PLACES = Money(CURRENCY)
WHOSE = Identified({"SALES_ORDER": "SalesOrder"}, tables.order.c.type)
TYPES = Members(OrderType, (OrderType.SALES_ORDER,))
KEPT = {"code": "NOT_FOUND", "message": "There is none.", "path": [], "remedy": None, "retryable": False}


def stored_fields() -> Iterator[tuple[str, Stored]]:
    """Every stored field of the API, as "Type.field"."""
    for name, family in CATALOGUE.items():
        for entity in family.entities.values():
            for field, one in entity.fields.items():
                if isinstance(one, Stored) and entity.name == name:
                    yield f"{name}.{field}", one


def test_every_stored_field_is_rendered_in_a_way_of_the_table() -> None:
    found = dict(stored_fields())
    assert len(found) > 250
    assert {name for name, one in found.items() if type(one.rendering) not in PYTHON} == set()
    ways = {one.rendering for one in found.values()}
    ways |= {one.rendering for one in ways if isinstance(one, Kept)}
    assert {type(one) for one in ways} == set(PYTHON) == set(get_args(Rendering))


def test_a_rendering_is_a_value_and_holds_nothing_that_only_python_could_call() -> None:
    for name, one in stored_fields():
        rendering = one.rendering
        held = (
            () if isinstance(rendering, Enum) else [getattr(rendering, f.name) for f in dataclasses.fields(rendering)]
        )
        assert [each for each in held if callable(each) and not isinstance(each, type)] == [], name


RENDERED = [
    (Plain.TEXT, ["INV-1"], "INV-1"),
    (Plain.DAY, [None], None),
    (Measured(), [Decimal("2.500000")], "2.5"),
    (Measured(), [Decimal("1E+2")], "100"),
    (PLACES, [Decimal("1250.5000"), "NOK"], "1250.50"),
    (PLACES, [Decimal("1250.0000"), "JPY"], "1250"),
    (PLACES, [None, "NOK"], None),
    (Member(OrderType), ["SALES_ORDER"], OrderType.SALES_ORDER),
    (Member(OrderType), [None], None),
    (WHOSE, [7, "SALES_ORDER"], encode("SalesOrder", 7)),
    (TYPES, [["RETURN_ORDER"]], [OrderType.RETURN_ORDER]),
    (TYPES, [None], [OrderType.SALES_ORDER]),
    (Kept(("late", "from"), Plain.DAY), [{"late": {"from": "2026-01-15"}}], date(2026, 1, 15)),
    (Kept(("late", "from"), Plain.DAY), [{"late": {"from": None}}], None),
    (Kept(("settlement",), Member(SettlementMode)), [{"settlement": "NONE"}], SettlementMode.NONE),
    (Kept(("stop",), Plain.SWITCH), [{"stop": True}], True),
    (Problems(), [[KEPT]], [restored_problem(KEPT)]),
    (Problems(), [None], []),
]


@pytest.mark.parametrize(("rendering", "values", "shown"), RENDERED)
def test_what_python_makes_of_a_stored_value(rendering: Rendering, values: list[object], shown: object) -> None:
    made = python_of(rendering)(*values)
    assert (f"{made:f}" if isinstance(made, Decimal) else made) == shown
    assert len(values) == 1 + len(beside(rendering))


def test_every_field_of_a_stored_type_is_declared() -> None:
    silent = []
    for family in {id(one): one for one in CATALOGUE.values()}.values():
        for entity in family.entities.values():
            definition = SCHEMA.get_type_by_name(entity.name)
            assert isinstance(definition, StrawberryObjectDefinition)
            names = {one.python_name for one in definition.fields}
            silent += [f"{entity.name}.{name}" for name in names ^ entity.fields.keys()]
    assert silent == []


def test_every_list_in_pages_is_declared_at_the_root_and_below() -> None:
    below = {one for family in CATALOGUE.values() for each in family.entities.values() for one in each.fields.values()}
    assert len([one for one in below if isinstance(one, Connected)]) > 6
    declared = declarations_of(Query)
    assert all(isinstance(one, RootDeclaration) for one in declared.values())
    for field in get_object_definition(Query, strict=True).fields:
        in_pages = (
            "Connection" in str(field.type) and field.python_name != "approvals"
        )  # some are whoever asks may decide
        assert in_pages == isinstance(declared.get(field.python_name), Listed), field.python_name


def test_what_is_inherited_is_the_same_looked_up_and_handed_down(books: Database) -> None:
    """Through each step up by itself, as whoever reads the record above on the way has it."""
    found = {id(one): one for _, field in stored_fields() for one in (field.source, *beside(field.rendering))}
    inherited = [one for one in found.values() if isinstance(one, Inherited)]
    assert len(inherited) > 10
    compared = 0
    with books.read() as connection:
        for one in inherited:
            step: Inherited | None = one
            joined = one.home
            while step is not None:
                joined = joined.join(step.above, step.above.c.id == step.key)
                step = step.value if isinstance(step.value, Inherited) else None
            looked_up = select(one.home.c.id, one.looked_up).where(one.key.is_not(None)).order_by(one.home.c.id)
            handed_down = select(one.home.c.id, one.origin).select_from(joined).order_by(one.home.c.id)
            rows = connection.execute(looked_up).all()
            assert rows == connection.execute(handed_down).all()
            compared += len(rows)
    assert compared >= 10


def test_a_new_stored_field_is_one_declaration(books: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published, read, and written to files: none of them is told of it."""
    monkeypatch.setitem(CATALOGUE, "Debtor", CATALOGUE["Customer"])  # forgotten again after the test

    @strawberry.type
    class Debtor:
        payment_terms_days: int = stored(tables.customer.c.payment_terms_days, "Due this many days later.")

    @strawberry.type
    class Debtors:
        debtors: Connection[Debtor] = listed("Debtor", "All debtors.")

    catalogue(Debtor, table=tables.customer)
    schema = strawberry.Schema(Debtors, config=StrawberryConfig(default_resolver=attribute))
    assert '"""Due this many days later."""\n  paymentTermsDays: Int!' in schema.as_str()
    with counted(books) as statements:
        answer = schema.execute_sync("{ debtors { nodes { paymentTermsDays } } }", context_value=Context(books))
    assert answer.data == {"debtors": {"nodes": [{"paymentTermsDays": 30}, {"paymentTermsDays": 30}]}}
    (statement,) = statements
    assert "payment_terms_days" in statement
    assert "currency" not in statement
    with books.read() as connection:
        kind = export("debtors", "Debtor", tables.customer, "paymentTermsDays")
        assert list(pages(connection, kind, [])) == [[[30], [30]]]


def test_no_column_is_said_twice_to_those_who_read() -> None:
    """Of columns that one table alone has, and that show in one field: their names tell them apart in the text."""
    schema = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "schema").glob("*.py"))
    files = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "rebill/files").glob("*.py"))
    tables_with = Counter(column.name for table in tables.customer.metadata.tables.values() for column in table.c)
    shown = Counter(one.source.name for _, one in stored_fields() if isinstance(one.source, Column))
    names = [name for name, fields in shown.items() if fields == tables_with[name] == 1]
    assert len(names) > 40
    for name in names:
        assert (
            len(
                re.findall(
                    rf"(?:stored|enumerated|measured|money|kept_problems|rendered)\(\s*[A-Z_]+\.c\.{name}\b", schema
                )
            )
            == 1
        ), name
        assert re.findall(rf"\.c\.{name}\b", files) == [], name
