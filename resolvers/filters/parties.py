"""Which customers and products to list."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Table

from ...models import tables
from ...models.money import is_known
from ...models.texts import canonical
from ...posting.commands import about
from ..errors import bad_value
from .conditions import Condition, Conditions, contains, searched


@dataclass(kw_only=True)
class CustomerFilter:
    """Which customers to list."""

    search: str | None = field(default=None, metadata=about("Part of the number or name."))
    currency: list[str] | None = field(default=None, metadata=about("Currency codes."))

    def conditions(self) -> Conditions:
        """Conditions on customers; without codes, in whatever currency."""
        found = _named(tables.customer, self.search)
        if self.currency:
            found.append(tables.customer.c.currency.in_(_currencies(self.currency)))
        return tuple(found)


@dataclass(kw_only=True)
class ProductFilter:
    """Which products to list."""

    search: str | None = field(default=None, metadata=about("Part of the number or name."))

    def conditions(self) -> Conditions:
        """Conditions on products."""
        return tuple(_named(tables.product, self.search))


def _named(table: Table, search: str | None) -> list[Condition]:
    text = searched(search)
    return [] if text is None else [contains(text, table.c.folded_number, table.c.folded_name)]


def _currencies(codes: Sequence[str]) -> set[str]:
    """The codes to list; refused where records are surely in none of that name."""
    found = {canonical(code) for code in codes}
    for place, code in enumerate(map(canonical, codes)):
        if not is_known(code):
            capitals = code.upper()
            at = ("filter", "currency", str(place))
            if is_known(capitals):
                raise bad_value("currency-in-small-letters", *at, given=code, expected=capitals)
            raise bad_value("currency", *at, given=code[:100])
    return found
