"""Whether a column has one of the values of a SELECT that may ask for the row outside: by an index on either engine."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class Within(FunctionElement[bool]):
    """A condition on a column and a SELECT of one column."""

    inherit_cache = True
    type = NullType()  # type: ignore[assignment]  # a Boolean is compared with 1 on SQLite, which then finds no index

    def __init__(self, column: ColumnElement[Any], values: ScalarSelect[Any]) -> None:
        super().__init__(column, values)


@compiles(Within)
def _on_sqlite(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN {values}"


@compiles(Within, "postgresql")
def _on_postgresql(element: Within, compiler: SQLCompiler, **options: Any) -> str:
    column, values = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY(ARRAY{values})"
