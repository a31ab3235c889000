"""What a document asks for below a field: leaves, records, lists and pages, fragments of every kind, merged fields."""

from dataclasses import dataclass, field
from itertools import chain, count

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from tests.fuzz.arguments import arguments
from tests.fuzz.paths import Path, Step, is_dear
from tests.fuzz.scopes import Scope, all_fit, enter, enter_all, fits
from tests.fuzz.values import Values
from tests.fuzz.writing import Field, Fragment, Inline, Selection, Spread

ALIASES = ("a", "b", "id", "number", "total", "__x", "Ab_1", "amount", "nodes")
MANY_RECORDS = 60  # about so many are asked for; more cost too much time
UNPAGED = 3  # records of a list without pages, about
CONNECTION = {"nodes": 0.75, "edges": 0.3, "pageInfo": 0.3, "totalCount": 0.2}
Composite = GraphQLObjectType | GraphQLInterfaceType


@dataclass
class Room:
    """How much may still be drawn, and how many records it would come to."""

    depth: int
    records: int = 1

    def below(self, times: int = 1) -> "Room":
        """One level further down."""
        return Room(self.depth - 1, self.records * times)


@dataclass
class Selections:
    """Draws selections of one document; `left` fields may still be asked for."""

    schema: GraphQLSchema
    values: Values
    left: int
    fragments: list[Fragment] = field(default_factory=list)
    dear: float = 0.02

    def drawn(self, on: str, scope: Scope, room: Room, path: Path = ()) -> tuple[Selection, ...]:
        """What is asked for of something of a type, among it the field that the path leads to."""
        named = self.schema.type_map[on]
        found: list[Selection] = self._towards(named, scope, room, path) if path else []
        for _ in range(self._how_many(room)):
            found += self._one(named, scope, room)
        if not found or self.values.chance(0.12):
            found += self._put(on, scope, Field("__typename", self._alias(0.15), (), (), None))
        self.values.rng.shuffle(found)
        return tuple(found) or (self._typename(scope),)

    def _how_many(self, room: Room) -> int:
        if room.records > MANY_RECORDS * 4 or self.left <= 0:
            return 0
        return self.values.rng.choice((0, 0, 1, 1, 1, 2, 3, 6))

    def _typename(self, scope: Scope) -> Field:
        name = next(f"t{n}" for n in count() if f"t{n}" not in scope.fields)
        return Field("__typename", name, (), (), None)

    def _towards(self, named: GraphQLNamedType, scope: Scope, room: Room, path: Path) -> list[Selection]:
        step, *_ = path
        if step.on != named.name:
            below = self.drawn(step.on, scope, room, path)
            return [self._wrapped(Inline(step.on, (), below), step.on)]
        return self._field(step, scope, room, path[1:], is_there=True)

    def _wrapped(self, one: Inline, on: str) -> Selection:
        """An inline fragment, now and then a named one with the same in it."""
        if self.values.chance(0.7):
            return one
        made = Fragment(f"F{len(self.fragments)}", on, one.below)
        self.fragments.append(made)
        return Spread(made, one.directives)

    def _one(self, named: GraphQLNamedType, scope: Scope, room: Room) -> list[Selection]:
        chance = self.values.rng.random()
        if isinstance(named, GraphQLUnionType) or (isinstance(named, GraphQLInterfaceType) and chance < 0.6):
            return self._inline(self._possible(named), scope, room)
        assert isinstance(named, Composite)
        if chance < 0.05 and self.fragments:
            return self._spread(self.values.rng.choice(self.fragments), named, scope)
        if chance < 0.1:
            return self._inline(self._wider(named), scope, room)
        if chance < 0.15:
            return self._fragment(named, scope, room)
        name = self._chosen(named, room)
        return [] if name is None else self._field(Step(named.name, name), scope, room, ())

    def _possible(self, named: GraphQLUnionType | GraphQLInterfaceType) -> str:
        return self.values.rng.choice(sorted(one.name for one in self.schema.get_possible_types(named)))

    def _wider(self, named: Composite) -> str | None:
        """A type that something of this type is of, too."""
        others: list[str | None] = [None, named.name, *(one.name for one in named.interfaces)]
        if isinstance(named, GraphQLInterfaceType):
            others += [one.name for one in self.schema.get_possible_types(named)]
        return self.values.rng.choice(others)

    def _inline(self, on: str | None, scope: Scope, room: Room) -> list[Selection]:
        if on is None:
            return []
        below = self.drawn(on, scope, Room(room.depth, room.records), ())
        return [Inline(on, self._directives(), below)]

    def _fragment(self, named: Composite, scope: Scope, room: Room) -> list[Selection]:
        below = self.drawn(named.name, Scope(), room, ())
        made = Fragment(f"F{len(self.fragments)}", named.name, below)
        self.fragments.append(made)
        return self._spread(made, named, scope)

    def _spread(self, one: Fragment, named: Composite, scope: Scope) -> list[Selection]:
        mine = {each.name for each in self._types(named)}
        theirs = {each.name for each in self._types(self.schema.type_map[one.on])}
        if not mine & theirs or not all_fit(self.schema, scope, one.on, one.below):
            return []
        enter_all(self.schema, scope, one.on, one.below)
        return [Spread(one, self._directives())] * (2 if self.values.chance(0.1) else 1)

    def _types(self, named: GraphQLNamedType) -> list[GraphQLNamedType]:
        return list(self.schema.get_possible_types(named)) if isinstance(named, GraphQLInterfaceType) else [named]

    def _chosen(self, named: Composite, room: Room) -> str | None:
        """A field to ask for; a record or a list only where there is room for it."""
        rng = self.values.rng
        if "pageInfo" in named.fields:
            return rng.choices(list(CONNECTION), list(CONNECTION.values()))[0]
        leaves = [name for name, one in named.fields.items() if is_leaf_type(get_named_type(one.type))]
        others = [name for name in named.fields if name not in leaves]
        if others and (
            not leaves or (room.depth > 0 and rng.random() < (0.3 if room.records <= MANY_RECORDS else 0.1))
        ):
            name = rng.choice(others)
        elif leaves:
            name = rng.choice(leaves)
        else:
            return None
        return name if not is_dear(Step(named.name, name)) or self.values.chance(self.dear) else None

    def _field(self, step: Step, scope: Scope, room: Room, path: Path, *, is_there: bool = False) -> list[Selection]:
        declared: GraphQLField = self.schema.type_map[step.on].fields[step.name]  # type: ignore[attr-defined]
        below = get_named_type(declared.type)
        self.left -= 1
        ids = self.values.known.ids.get(path[0].on, ()) if step.on == "Query" and path else ()
        given, times = arguments(self.values, step, declared, room.records, ids)
        one = Field(step.name, self._alias(0.12), given, () if is_there else self._directives(), None)
        one = self._agreeing(scope, step.on, one)
        enter(self.schema, scope, step.on, one)
        if is_leaf_type(below):
            return [one]
        if is_list_type(get_nullable_type(declared.type)) and not step.on.endswith("Connection") and times == 1:
            times = UNPAGED
        inside, further = scope.under(one.response_name), room.below(times)
        found: list[Selection] = [self._with(one, self.drawn(below.name, inside, further, path))]
        if further.depth > 0 and self.values.chance(0.08):
            found.append(self._with(one, self.drawn(below.name, inside, further, ())))
        return found

    def _with(self, one: Field, below: tuple[Selection, ...]) -> Field:
        return Field(one.name, one.alias, one.arguments, one.directives, below)

    def _agreeing(self, scope: Scope, on: str, one: Field) -> Field:
        """The field under a name that it can have there."""
        names = chain((one.alias, None), (f"{one.name}{n}" for n in count()))
        others = (Field(one.name, name, one.arguments, one.directives, None) for name in names)
        return next(other for other in others if fits(self.schema, scope, on, other))

    def _put(self, on: str, scope: Scope, one: Field) -> list[Selection]:
        if not fits(self.schema, scope, on, one):
            return []
        enter(self.schema, scope, on, one)
        return [one]

    def _alias(self, of: float) -> str | None:
        return self.values.rng.choice(ALIASES) if self.values.chance(of) else None

    def _directives(self) -> tuple[tuple[str, object], ...]:
        if not self.values.chance(0.06):
            return ()
        names = self.values.rng.choice((("skip",), ("include",), ("skip", "include")))
        return tuple((name, self.values.switch()) for name in names)
