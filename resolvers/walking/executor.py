"""graphql-core's executor, made for what this schema is made of: rows with stored values, and objects that hold values.

For each field of each row, graphql-core would build a path and an info object, go through strawberry's resolver, look
at what kind of type the field has, and ask of every result whether it has to be awaited. Here what all rows of one
statement have in common is found out for the first of them: where a value stands, how it is shown, which rows are below
which; and so is what all plain objects of one type have in common. Whatever is out of the ordinary, a null where none
can be or a value that cannot be shown, is left to graphql-core, which tells of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from graphql import Executor, GraphQLField, GraphQLObjectType, Undefined
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.executor import to_nodes
from graphql.pyutils import Path
from graphql.type import TypeNameMetaFieldDef, is_list_type, is_non_null_type, is_object_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from ..context import Info
from ..reading.catalogue import CATALOGUE
from ..reading.declarations import Children, Held, Parent, Stored
from ..reading.rows import Batch, Row, children_of_all, parents_of_all
from .plain_values import Read, object_of, objects_of, plain_of
from .stored_values import Odd, declaration_of, held_by, value_of
from .written import Written

T = TypeVar("T")
Reads = list[tuple[str, Read]]
Known = tuple[Reads, GroupedFieldSet, Batch | None]


@dataclass(frozen=True, eq=False)
class Asked:
    """A field as it is asked for of the rows of one type."""

    parent_type: GraphQLObjectType
    name: str
    field: GraphQLField
    details: FieldDetailsList

    def at(self, path: Path | None) -> Path:
        """Where it stands in the response, below a row."""
        return Path(path, self.name, self.parent_type.name)


class Walking(Executor[None]):
    """An executor that goes on from object to object only while the query is to go on."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._known: dict[tuple[int, int], Known] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: None,
    ) -> Any:
        """Look at the clock, then resolve the fields of one object."""
        if self.context_value.ending is not None:
            self.context_value.ending.check()
        if path is None:
            return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)
        batch = source_value.batch if isinstance(source_value, Row) else None
        known = self._known.get((id(grouped_field_set), id(batch)))
        reads = self._found_out(parent_type, batch, grouped_field_set) if known is None else known[0]
        results: dict[str, object] = {}
        for name, read in reads:
            try:
                results[name] = read(source_value, path)
            except Odd:
                here = Path(path, name, parent_type.name)
                result = self.execute_field(parent_type, source_value, grouped_field_set[name], here, None)
                if result is not Undefined:
                    results[name] = result
        return results

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: None,
    ) -> Any:
        """Have a statement write the records that a command's answer holds the keys of; resolve all other fields."""
        if self.context_value.records is not None and not isinstance(source, Row):
            field = self.schema.get_field(parent_type, field_details_list[0].node.name.value)
            declared = None if field is None else held_by(field)
            if field is not None and declared is not None:
                try:
                    written = self._written(declared, source, field_details_list)
                except Exception as error:
                    self.handle_field_error(error, field.type, field_details_list, path)
                    return None
                if written is not None:
                    return written
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def _written(self, declared: Held, source: object, details: FieldDetailsList) -> Written | None:
        context, keys = self.context_value, declared.held(source)
        text = context.records(context, self.variable_values, details, declared, keys) if keys else None
        return None if text is None else Written(text)

    def _found_out(self, parent_type: GraphQLObjectType, batch: Batch | None, fields: GroupedFieldSet) -> Reads:
        """How the fields of all rows of a batch, or of all other objects of a type, are read."""
        reads: Reads = []
        for name, details in fields.items():
            field = self.schema.get_field(parent_type, details[0].node.name.value)
            read: Read | None = None
            if field is TypeNameMetaFieldDef:
                read = partial(_constant, parent_type.name)
            elif field is not None:
                asked = Asked(parent_type, name, field, details)
                read = self._plain(asked) if batch is None else self._read(asked, batch)
            reads.append((name, read or _odd))
        self._known[id(fields), id(batch)] = reads, fields, batch  # kept, so that no others come to have their ids
        return reads

    def _plain(self, asked: Asked) -> Read | None:
        known, type_ = plain_of(asked.field), asked.field.type
        if known.kind is None:
            return known.leaf
        found, is_list = known.kind
        fields = self.collect_subfields(found, asked.details).grouped_field_set

        def below(source: object, here: Path) -> object:
            return self.execute_fields(found, source, here, fields, None)

        read = (objects_of if is_list else object_of)(type_, known.name, asked.at, below)

        def told(source: object, path: Path | None) -> object:
            try:
                return read(source, path)
            except Odd:
                raise
            except Exception as error:
                self.handle_field_error(error, type_, asked.details, asked.at(path))
                return None

        return told

    def _read(self, asked: Asked, batch: Batch) -> Read | None:
        declared = declaration_of(asked.field, asked.parent_type.name, batch)
        if isinstance(declared, Stored):
            return value_of(asked.field.type, declared, batch)
        if isinstance(declared, Parent):
            return self._parent(asked, declared, batch)
        return self._children(asked, declared, batch) if isinstance(declared, Children) else None

    def _parent(self, asked: Asked, declared: Parent, batch: Batch) -> Read | None:
        type_, place = _below(asked.field.type), batch.index.get(id(declared.key))
        if place is None or not _is_of(declared.type_name, type_):
            return None
        is_optional = not is_non_null_type(asked.field.type)
        fields = self.collect_subfields(type_, asked.details).grouped_field_set
        load = self._once(asked, lambda info: parents_of_all(info, batch, declared))

        def read(row: Row, path: Path | None) -> object:
            here = asked.at(path)
            try:
                found = load(here).get(row.values[place])
                if found is not None:
                    return self.execute_fields(type_, found, here, fields, None)
            except Exception as error:
                self.handle_field_error(error, asked.field.type, asked.details, here)
                return None
            if is_optional:
                return None
            raise Odd

        return read

    def _children(self, asked: Asked, declared: Children, batch: Batch) -> Read | None:
        listed, place = _present(asked.field.type), batch.index.get(id(declared.key))
        if place is None or not is_list_type(listed) or not is_non_null_type(listed.of_type):
            return None
        type_ = _below(listed.of_type)
        if not _is_of(declared.type_name, type_):
            return None
        fields = self.collect_subfields(type_, asked.details).grouped_field_set
        load = self._once(asked, lambda info: children_of_all(info, batch, declared))

        def read(row: Row, path: Path | None) -> object:
            here = asked.at(path)
            try:
                rows = load(here).get(row.values[place], ())
                return [self.execute_fields(type_, one, here.add_key(at), fields, None) for at, one in enumerate(rows)]
            except Exception as error:
                self.handle_field_error(error, asked.field.type, asked.details, here)
                return None

        return read

    def _once(self, asked: Asked, load: Callable[[Info], Mapping[object, T]]) -> Callable[[Path], Mapping[object, T]]:
        """What is loaded for all rows of a batch where the first of them is asked for it."""
        strawberry_field = asked.field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]
        found: list[Mapping[object, T]] = []

        def loaded(path: Path) -> Mapping[object, T]:
            if not found:
                raw = self.build_resolve_info(asked.field, to_nodes(asked.details), asked.parent_type, path)
                found.append(load(Info(_raw_info=raw, _field=strawberry_field)))
            return found[0]

        return loaded


def _constant(value: str, _row: Row, _path: Path | None) -> object:
    return value


def _odd(_row: Row, _path: Path | None) -> object:
    raise Odd


def _present(type_: Any) -> Any:
    """A type without the mark that it cannot be null."""
    return type_.of_type if is_non_null_type(type_) else type_


def _below(type_: Any) -> Any:
    """The object type of a field; None for any other."""
    found = _present(type_)
    return found if is_object_type(found) else None


def _is_of(type_name: str, type_: GraphQLObjectType | None) -> bool:
    """Whether all records that are declared so are of this one type."""
    family = CATALOGUE[type_name]
    return type_ is not None and family.discriminator is None and family.entities[""].name == type_.name
