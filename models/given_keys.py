"""Keys that a statement is given when it is carried out: as one parameter, however many they are.

`among` says the same of keys that are known when a statement is made. This is for statements that are made once, as
constants: the keys are an array on PostgreSQL and a list in JSON on SQLite, and both find the rows by an index.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Dialect, Integer, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

LISTED = "(SELECT value FROM json_each({}))"  # what a few keys can stand in the place of


class KeysType(TypeDecorator[Sequence[int]]):
    """Keys that are handed over as one parameter."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        stored: TypeEngine[Any] = String() if dialect.name == "sqlite" else ARRAY(Integer())
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str | list[int]:
        keys = list(value or ())
        return json.dumps(keys) if dialect.name == "sqlite" else keys


class Among(FunctionElement[bool]):
    """A column that has one of the keys of a parameter."""

    inherit_cache = True
    type = NullType()  # type: ignore[assignment]  # a Boolean is compared with 1 on SQLite, which then finds no index


def given_keys(name: str) -> BindParameter[Sequence[int]]:
    """A parameter that takes keys."""
    return bindparam(name, type_=KeysType())


def is_given(column: ColumnElement[Any], given: BindParameter[Sequence[int]]) -> ColumnElement[bool]:
    """Whether the column has one of the keys."""
    return Among(column, given)


@compiles(Among)
def _on_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN {LISTED.format(given)}"


@compiles(Among, "postgresql")
def _on_postgresql(element: Among, compiler: SQLCompiler, **options: Any) -> str:
    column, given = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY({given})"
