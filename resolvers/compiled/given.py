"""The arguments of a field as one request gives them: the conditions that they mean, and their values.

Two requests whose conditions are of one shape run the same statement with other values. What a condition is of,
SQLAlchemy's own key of it tells, by which it caches statements itself; so nothing about filters is said twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLSchema, ObjectValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values
from sqlalchemy import BindParameter, Integer, Select, bindparam, literal_column
from strawberry import Schema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from ..reading.arguments import Given
from ..reading.catalogue import Family
from ..reading.declarations import About, Filter
from ..reading.keyset import PageArguments, SortKey, beyond, decoded, ordering, total
from ..reading.pages import conditions_of, paging_of
from ..reading.selection import python_name
from ..reading.sorting import sort_keys

Shape = tuple[object, ...]


class NoShape(Exception):
    """Conditions that cannot be told apart by what they are of."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What arguments mean: conditions of one shape, and the values in them, place by place."""

    conditions: Sequence[Any]
    shape: Shape
    places: Sequence[BindParameter[Any]]
    values: Sequence[object]


@dataclass(frozen=True, eq=False)
class WantedPage(Wanted):
    """A page of a list; of its conditions the first `narrowing` hold for the whole list.

    Of a list that nothing narrows `most` is a bound of its rows that a statement can name as a number: the page's and
    one more, and at most twice as many. PostgreSQL takes a plan for all values only where it knows of how many rows
    it is; of a parameter it believes a tenth of the table, and plans each page anew. Where a filter is, its values may
    well need a plan of their own.
    """

    paging: PageArguments
    keys: Sequence[SortKey]
    narrowing: int
    size: BindParameter[int]
    most: int | None

    def page(self, rows: Select[Any], *, more: int = 0) -> Select[Any]:
        """Of the rows of a whole list those of the page, from its first or last on, and as many `more`."""
        return self._from(rows).limit(self.size + literal_column(str(more), Integer) if more else self.size)

    def bounded(self, rows: Select[Any], most: int) -> Select[Any]:
        """The same rows and others behind them, as many as `most` in all."""
        return self._from(rows).limit(literal_column(str(most), Integer))

    def another(self, paging: PageArguments) -> "WantedPage":
        """Another page of the same kind, of a list that nothing narrows and whose order is that of one key."""
        cursor, bound = paging.cursor, _bound(paging.size)
        values = [] if cursor is None else decoded(self.keys, cursor, backward=paging.backward)
        of_cursor = values * (len(self.values) - 1)  # each condition compares the key with it
        shape, values = (*self.shape[:-1], bound), [*of_cursor, paging.size]
        return replace(self, shape=shape, values=values, paging=paging, most=bound)

    def _from(self, rows: Select[Any]) -> Select[Any]:
        order = ordering(self.keys, backward=self.paging.backward)
        return self.narrowed(rows).where(*self.conditions[self.narrowing :]).order_by(*order)

    def narrowed(self, rows: Select[Any]) -> Select[Any]:
        """Those rows that the filter leaves."""
        return rows.where(*self.conditions[: self.narrowing])


class Arguments:
    """Reads the arguments of fields as their resolvers get them."""

    def __init__(self, schema: GraphQLSchema, variables: VariableValues) -> None:
        self._built: Schema = schema.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        self._variables = variables

    def of(self, field: GraphQLField, node: FieldNode) -> Given:
        """The arguments of one field; raises what wrong ones raise."""
        declared: StrawberryField = field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        values = get_argument_values(field, node, self._variables)
        registry, config = self._built.schema_converter.scalar_registry, self._built.config
        given: Given = convert_arguments(values, declared.arguments, registry, config)  # type: ignore[assignment]  # as declared
        return given

    def reference(self, field: GraphQLField, node: FieldNode, kind: type[object]) -> Any:
        """The reference that a field takes: a flat object of texts, which strawberry need not go through."""
        values = self._texts(node) or get_argument_values(field, node, self._variables)["ref"]
        return kind(**{python_name(name): value for name, value in values.items()})

    def _texts(self, node: FieldNode) -> dict[str, object] | None:
        """The texts of a reference whose members are variables, which are read already; None where it is otherwise."""
        given = node.arguments[0].value if node.arguments and len(node.arguments) == 1 else None
        if not isinstance(given, ObjectValueNode):
            return None
        found: dict[str, object] = {}
        for one in given.fields:
            if not isinstance(one.value, VariableNode) or one.value.name.value not in self._variables.coerced:
                return None
            found[one.name.value] = self._variables.coerced[one.value.name.value]
        return found


def wanted(conditions: Sequence[Any]) -> Wanted:
    """What conditions are of, and the values in them."""
    shape: list[object] = []
    places: list[BindParameter[Any]] = []
    for one in conditions:
        key = one._generate_cache_key()
        if key is None:
            raise NoShape
        shape.append(key.key)
        places.extend(key.bindparams)
    values = [place.effective_value for place in places]
    lengths = [len(value or ()) for place, value in zip(places, values, strict=True) if place.expanding]
    return Wanted(conditions, (*shape, *lengths), places, values)


def page_reader(
    said: GraphQLField,
    node: FieldNode,
    filter: type[Filter] | None,
    family: Family,
    *,
    sort: bool,
    about: About | None = None,
) -> Callable[[Arguments], WantedPage]:
    """What reads the arguments of a list in pages; raises what wrong ones raise.

    The first that it reads are those that a statement is made for. Of later pages of a list that nothing narrows, in
    the order of its keys, only the values are new: no conditions are made for them.
    """
    known: dict[tuple[bool, bool], WantedPage] = {}

    def read(arguments: Arguments) -> WantedPage:
        given = arguments.of(said, node)
        paging, where = paging_of(given), conditions_of(filter, given, about)
        keys = total(sort_keys(family.table, given.get("order_by") if sort else None), family.key)
        if where or len(keys) > 1:
            return _wanted_page(paging, where, keys)
        kind = (paging.backward, paging.cursor is None)
        if kind in known:
            return known[kind].another(paging)
        return known.setdefault(kind, _wanted_page(paging, where, keys))

    return read


def _wanted_page(paging: PageArguments, where: Sequence[Any], keys: Sequence[SortKey]) -> WantedPage:
    after = () if paging.cursor is None else (beyond(keys, paging.cursor, backward=paging.backward),)
    found = wanted((*where, *after))
    size = bindparam("size", paging.size, type_=Integer, unique=True)
    order = tuple((key.column.key, key.descending) for key in keys)
    most = None if where else _bound(paging.size)
    return WantedPage(
        found.conditions,
        (*found.shape, paging.backward, order, len(where), most),
        (*found.places, size),
        (*found.values, paging.size),
        paging,
        keys,
        len(where),
        size,
        most,
    )


def _bound(size: int) -> int:
    """The power of two that is more than a page's size, and at most twice as many."""
    return 1 << size.bit_length()
