"""Where in a statement the columns of a record stand, and what it has from the records around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnClause, FromClause, Integer, case, literal_column, select
from sqlalchemy.sql.elements import Label
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse

from ..reading.sources import Expression, Inherited, Source

Made = Callable[[Expression], Expression]


def _as_it_is(value: Expression) -> Expression:
    return value


@dataclass(frozen=True, eq=False)
class Scope:
    """The records of `table` as they are called `name` in a statement, below those of `above`, whose key `owner` holds.

    Columns are written with that name before them, so that a statement can be as deep inside others as it likes.
    """

    table: FromClause
    name: str
    above: "Scope | None" = None
    owner: Expression | None = None
    kept: tuple[Label[Any], ...] = ()  # what is worked out once for each record, by what it is called

    @property
    def source(self) -> FromClause:
        """The table under its name, with what is kept besides."""
        if not self.kept:
            return self.table.alias(self.name)
        return select(*self.columns).select_from(self.table).subquery(self.name)

    @property
    def columns(self) -> list[Expression]:
        """The columns of the table, and what is kept besides."""
        return [*self.table.c, *self.kept]

    def aimed(self, expression: Expression) -> Expression:
        """An expression of the table, as it reads here."""

        def replaced(element: ExternallyTraversible, **_: Any) -> Any:
            if isinstance(element, ColumnClause) and element.table is self.table:
                return literal_column(f'{self.name}."{element.name}"', element.type)
            return None

        return replacement_traverse(expression, {}, replaced)

    def value(self, source: Source, made: Made = _as_it_is, kept: str = "") -> Expression:
        """What is made of a value of the record, or of the one that it belongs to; where a page keeps it, of that."""
        if not isinstance(source, Inherited):
            is_kept = any(one.name == kept for one in self.kept)
            return literal_column(f'{self.name}."{kept}"', Integer) if is_kept else made(self.aimed(source))
        holder = self.above
        while holder is not None and holder.table is not source.above:
            holder = holder.above
        if holder is None:
            return made(self.aimed(source.looked_up))
        handed = holder.value(source.value, made, kept)
        if holder is self.above and self.owner is source.key:
            return handed
        is_its_own = self.aimed(source.key) == holder.aimed(source.above.c.id)
        return case((is_its_own, handed), else_=made(self.aimed(source.looked_up)))
