"""Where the value of a field stands: in a column, in an expression, or in a record further up.

A line has the currency of its document. That is said as data, so that a read that passes by the document can hand its
column down, and only one that does not pays for a subselect a row.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union

from sqlalchemy import ColumnElement, FromClause, select

Expression = ColumnElement[Any]


@dataclass(frozen=True, eq=False)
class Inherited:
    """`value` of the record `above` whose key a row of `home` has in `key`; `value` may come from further up still."""

    home: FromClause
    key: Expression
    above: FromClause
    value: Union[Expression, "Inherited"]

    @property
    def origin(self) -> Expression:
        """The column that holds it in the end."""
        return self.value.origin if isinstance(self.value, Inherited) else self.value

    @cached_property
    def looked_up(self) -> Expression:
        """The value for a row of `home` by itself, as a subselect."""
        statement = select(expression(self.value)).select_from(self.above).where(self.above.c.id == self.key)
        return statement.correlate(self.home).scalar_subquery()


Source = Expression | Inherited


def expression(source: Source) -> Expression:
    """What to select for a value; the same object each time, by which columns are told apart."""
    return source.looked_up if isinstance(source, Inherited) else source
