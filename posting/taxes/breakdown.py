"""The breakdown of a document's tax: a row for each category, rate and code, signed as the document (documents 2.9)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...models.vocabulary import TaxCategory
from .codes import Taxed

JOINED = "; "  # between the reasons of one row


class TaxRow(NamedTuple):
    """A row of the breakdown; the first and last day of supply that its rate was taken of, and its tax's account."""

    code_id: int | None
    category: TaxCategory | None
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    reason: str | None = None
    reason_code: str | None = None
    first_supply: date | None = None
    last_supply: date | None = None
    account: str | None = None

    def plus(self, base: Decimal, amount: Decimal, taxed: Taxed) -> "TaxRow":
        """With another line or charge of it."""
        return self._replace(
            base=self.base + base,
            amount=self.amount + amount,
            reason=_joined(self.reason, taxed.reason),
            reason_code=self.reason_code or taxed.reason_code,
            first_supply=min((one for one in (self.first_supply, taxed.day) if one is not None), default=None),
            last_supply=max((one for one in (self.last_supply, taxed.day) if one is not None), default=None),
            account=taxed.account,
        )


Key = tuple[TaxCategory | None, Decimal | None, int | None]


def breakdown(items: Iterable[tuple[Taxed, Decimal, Decimal]]) -> tuple[TaxRow, ...]:
    """The rows of lines and charges with their bases and taxes, in order of first appearance.

    >>> from .codes import bare
    >>> [(str(row.rate), str(row.base), str(row.amount)) for row in breakdown([
    ...     (bare(Decimal(25)), Decimal(100), Decimal(25)), (bare(Decimal(0)), Decimal(9), Decimal(0)),
    ...     (bare(Decimal(25)), Decimal(-40), Decimal(-10))])]
    [('25', '60', '15'), ('0', '9', '0')]
    """
    rows: dict[Key, TaxRow] = {}
    for taxed, base, amount in items:
        rate = _shown(taxed)
        key = (taxed.category, rate, taxed.code_id)
        row = rows.get(key)
        if row is None:
            row = TaxRow(taxed.code_id, taxed.category, rate, Decimal(0), Decimal(0))
        rows[key] = row.plus(base, amount, taxed)
    return tuple(rows.values())


def _shown(taxed: Taxed) -> Decimal | None:
    """What is out of scope has no rate in files."""
    return None if taxed.category is TaxCategory.OUT_OF_SCOPE else taxed.rate


def _joined(one: str | None, other: str | None) -> str | None:
    known = [] if one is None else one.split(JOINED)
    return one if other is None or other in known else JOINED.join([*known, other])
