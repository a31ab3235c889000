"""What one selection set asks for with everything below it, spreads opened: counts that add up.

A selection set is measured once, whatever spreads it, so that nothing in a sum may depend on where it is spread. Two
parts of the cost do: records come as often as the connection around them says, and of an interface's types only one is
there. They are kept apart until they are known.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from .pages import Page

MOST = 10**12  # counting stops here: thirty doublings make more than anybody needs to know


@dataclass(slots=True)
class Cost:
    """Points, points for each record of the connection around, and what is added for single types of an interface."""

    points: int = 0
    a_record: int = 0
    by_type: dict[str, int] = field(default_factory=dict)

    def dearest(self) -> int:
        """The points where the dearest of the types is there."""
        return self.points + max(self.by_type.values(), default=0)

    def of(self, type_name: str) -> int:
        """The points where this type is there."""
        return self.points + self.by_type.get(type_name, 0)

    def charge(self, points: int, a_record: int = 0) -> None:
        """Add points, and points for each record of the connection around."""
        self.points = min(MOST, self.points + points)
        self.a_record = min(MOST, self.a_record + a_record)

    def narrow(self, other: "Cost", types: Collection[str]) -> None:
        """Add what is asked for of some of the types only."""
        for name in types:
            self.by_type[name] = min(MOST, self.by_type.get(name, 0) + other.of(name))

    def add(self, other: "Cost") -> None:
        """Add what is asked for of the same type."""
        self.charge(other.points, other.a_record)
        for name, points in other.by_type.items():
            self.by_type[name] = min(MOST, self.by_type.get(name, 0) + points)


@dataclass(slots=True)
class Sum:
    """What a selection set asks for."""

    depth: int = 0
    fields: int = 0
    level_fields: int = 0  # those on the level of the selection set itself
    aliases: int = 0
    directives: int = 0
    directives_in_one_place: int = 0
    schemas: int = 0
    types: int = 0
    introspection_fields: int = 0
    schema_aliases: int = 0
    page: Page | None = None  # the one that is furthest beyond what a page can be
    cost: Cost = field(default_factory=Cost)

    def take_in(self, below: "Sum") -> None:
        """Add what holds wherever `below` stands: all but depth, fields and cost."""
        self.aliases = min(MOST, self.aliases + below.aliases)
        self.directives = min(MOST, self.directives + below.directives)
        self.directives_in_one_place = max(self.directives_in_one_place, below.directives_in_one_place)
        self.schemas = min(MOST, self.schemas + below.schemas)
        self.types = min(MOST, self.types + below.types)
        self.introspection_fields = min(MOST, self.introspection_fields + below.introspection_fields)
        self.schema_aliases = min(MOST, self.schema_aliases + below.schema_aliases)
        self.note_page(below.page)

    def open(self, spread: "Sum") -> None:
        """Add a fragment that is opened on this level: all but its cost."""
        self.take_in(spread)
        self.depth = max(self.depth, spread.depth)
        self.fields = min(MOST, self.fields + spread.fields)
        self.level_fields = min(MOST, self.level_fields + spread.level_fields)

    def note_directives(self, number: int) -> None:
        """Add the directives of one place."""
        self.directives += number
        self.directives_in_one_place = max(self.directives_in_one_place, number)

    def note_page(self, page: Page | None) -> None:
        """Keep the page that is furthest beyond what a page can be."""
        if page is not None and (self.page is None or abs(page.size) > abs(self.page.size)):
            self.page = page

    def introspect(self, field: str, below: "Sum") -> None:
        """Add `__schema` or `__type`: what is below them has a count of its own."""
        self.depth = max(self.depth, 1)
        self.introspection_fields = min(MOST, self.introspection_fields + below.fields)
        if field == "__type":
            self.types += 1
        else:
            self.schemas += 1
            self.schema_aliases = min(MOST, self.schema_aliases + below.aliases)
