"""Values for arguments and variables: mostly such as the books hold, some that nobody holds, some that are refused."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLNullableInputType,
    get_named_type,
    is_required_input_field,
)

from tests.fuzz.known import Known
from tests.fuzz.writing import Name, Variable, literal

NAMED_BY = {  # whose ids a field takes
    "OrderRef.id": ("SalesOrder", "ReturnOrder", "ProjectContract"),
    "InvoiceRef.id": ("Invoice",),
    "CustomerRef.id": ("Customer",),
    "Query.postingRun.id": ("PostingRun",),
    "ExplainRef.actual": ("Actual",),
    "ExplainRef.invoiceLineDetail": ("InvoiceLineDetail",),
}
ODD_TEXTS = ("", " ", "'", '"', "\\", "%", "_", "a\tb", "\x07", "é", "☃", "😀", "x" * 201, "null", "{}", "--", "\x00")
ODD_IDS = (
    "",
    "nonsense",
    "SW52b2ljZQ",
    "SW52b2ljZTowMDE",
    "SW52b2ljZTo5OTk5OTk5OTk5",
    "Tm9kZTox",
    "SW52b2ljZTox=",
    "7",
)
ODD_CURSORS = ("", "nonsense", "WyJpZCIsIDBd", "WyJpZCIsIG51bGxd", "WyJpZCJd", "WyJudW1iZXIiLCAiWCIsIDFd")
DECIMALS = ("0", "-0", "1", "-1", "100", "12.5", "0.0001", "-99999.995", "1e3", "99999999999999999999", "0.00000001")
DAYS = ("2026-01-01", "2026-09-01", "2026-08-31", "2025-12-31", "0001-01-01", "9999-12-31", "2026-02-30")
INSTANTS = ("2026-09-01T12:00:00Z", "2026-09-01T14:00:00+02:00", "0001-01-01T00:00:00Z", "2026-09-01")
CURRENCIES = ("NOK", "EUR", "JPY", "BHD", "DEM", "XXX", "nok")
SMALL = (0, 1, 1, 1, 2, 2, 3, 4, 5)
ODD_SIZES = (-1, 250, 251, 2147483647)
SEQUENCES = (0, 1, 3, 10, 40, -1, 2147483647)


@dataclass
class Values:
    """Draws values; `variables` are those of the document so far, `given` what is sent for them."""

    rng: random.Random
    known: Known
    variables: dict[str, Variable] = field(default_factory=dict)
    given: dict[str, object] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)  # what might be given instead, another time
    _is_inside: bool = False  # what stands for a variable has none in it

    def chance(self, of: float) -> bool:
        """Whether something that happens so often happens now."""
        return self.rng.random() < of

    def drawn(self, kind: GraphQLInputType, where: str, ids: Sequence[str] = ()) -> object:
        """A value for a place, or a variable; `ids` are the ones that it should be among."""
        if not self._is_inside and self.chance(0.25):
            return self._variable(kind, where, ids)
        return self.plain(kind, where, ids)

    def plain(self, kind: GraphQLInputType, where: str, ids: Sequence[str] = ()) -> object:
        """A value that is no variable itself."""
        if isinstance(kind, GraphQLNonNull):
            return self._some(kind.of_type, where, ids)
        return None if self.chance(0.06) else self._some(kind, where, ids)

    def resolved(self, value: object) -> object:
        """A value with what its variables stand for."""
        match value:
            case Variable():
                return self.given.get(value.name, value.default)
            case dict():
                return {name: self.resolved(one) for name, one in value.items()}
            case list():
                return [self.resolved(one) for one in value]
            case _:
                return value

    def sent(self, kind: GraphQLInputType) -> object:
        """What a client might send for a variable of a type."""
        self._is_inside = True
        return self._some(kind, "", ())

    def switch(self) -> object:
        """The condition of a directive; more often one that leaves the field there."""
        kind = GraphQLNonNull(GraphQLBoolean)
        return self._variable(kind, "if", ()) if not self._is_inside and self.chance(0.6) else self.chance(0.5)

    def as_variable(self, kind: str, value: object) -> Variable:
        """A variable that is given a value."""
        declared = Variable(f"v{len(self.variables)}", kind)
        self.variables[declared.name] = declared
        self.given[declared.name] = self.others[declared.name] = value
        return declared

    def _variable(self, kind: GraphQLInputType, where: str, ids: Sequence[str]) -> Variable:
        is_required = isinstance(kind, GraphQLNonNull)
        base = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        same = [one for one in self.variables.values() if one.type == str(kind) and not ids]
        if same and self.chance(0.3):
            return self.rng.choice(same)
        way = self.rng.choice(
            ("required", "default") if is_required else ("required", "default", "given", "null", "out")
        )
        name = f"v{len(self.variables)}"
        self._is_inside = True
        value, default, other = (self._some(base, where, ids) for _ in range(3))
        self._is_inside = False
        declared = Variable(name, f"{base}!" if way == "required" else str(base), default, way == "default")
        self.variables[name] = declared
        if way == "required" or self.chance(0.7):
            self.others[name] = other
        if way in ("required", "given") or (way == "default" and self.chance(0.5)):
            self.given[name] = value
        elif way == "null":
            self.given[name] = None
        return declared

    def _some(self, kind: GraphQLInputType, where: str, ids: Sequence[str]) -> object:
        if isinstance(kind, GraphQLList):
            if self.chance(0.1):
                return self.plain(GraphQLNonNull(_bare(kind.of_type)), where, ids)  # one stands for a list of it
            return [self.drawn(kind.of_type, where, ids) for _ in range(self.rng.choice((0, 1, 1, 2, 3)))]
        if isinstance(kind, GraphQLNonNull):
            return self._some(kind.of_type, where, ids)
        if isinstance(kind, GraphQLEnumType):
            return Name(self.rng.choice(list(kind.values)))
        if isinstance(kind, GraphQLInputObjectType):
            return self._input(kind)
        return self._scalar(get_named_type(kind).name, where, ids)

    def _input(self, kind: GraphQLInputObjectType) -> dict[str, object]:
        if kind.is_one_of:
            name = self.rng.choice(list(kind.fields))
            one = kind.fields[name]
            return {name: self.drawn(GraphQLNonNull(_bare(one.type)), f"{kind.name}.{name}")}
        share = self.rng.choice((0.0, 0.1, 0.15, 0.3))
        wanted = [name for name, one in kind.fields.items() if is_required_input_field(one) or self.chance(share)]
        return {name: self.drawn(kind.fields[name].type, f"{kind.name}.{name}") for name in wanted}

    def _scalar(self, kind: str, where: str, ids: Sequence[str]) -> object:
        match kind:
            case "ID":
                return self._id(where, ids)
            case "Int":
                return self.rng.choice(SEQUENCES if where.endswith(("sequence", "sequenceAfter")) else SMALL)
            case "Boolean":
                return self.chance(0.6)
            case "Decimal":
                return self.rng.choice((*DECIMALS, self.rng.randrange(-5000, 5000)))
            case "Date":
                return self.rng.choice(DAYS[: -1 if self.chance(0.9) else None])
            case "DateTime":
                return self.rng.choice(INSTANTS)
        return self._text(where)

    def _text(self, where: str) -> str:
        if where == "CustomerFilter.currency":
            return self.rng.choice(CURRENCIES)
        held = self.known.texts.get(where, ())
        if not held or self.chance(0.15):
            return self.rng.choice(ODD_TEXTS)
        text = self.rng.choice(held)
        if where.endswith("search") or self.chance(0.1):
            begin = self.rng.randrange(len(text) + 1)
            return self.rng.choice((text.lower(), text.upper(), text[:200], text[begin : begin + 3], f" {text} "[:200]))
        return text

    def _id(self, where: str, ids: Sequence[str]) -> str:
        if self.chance(0.08):
            return self.rng.choice(ODD_IDS)
        named = NAMED_BY.get(where, ())
        mine = ids or [one for name in named for one in self.known.ids.get(name, ())]
        if not mine or self.chance(0.08):
            mine = [one for found in self.known.ids.values() for one in found]
        return self.rng.choice(list(mine))

    def cursor(self, of: str, order: object) -> str:
        """A cursor of a list in an order, or of another one."""
        held = self.known.cursors.get(f"{of} {literal(order) if order else ''}".replace('"', ""), ())
        if not held or self.chance(0.1):
            others = [one for found in self.known.cursors.values() for one in found]
            return self.rng.choice((*ODD_CURSORS, *others))
        return self.rng.choice(list(held))


def _bare(kind: GraphQLInputType) -> GraphQLNullableInputType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind
