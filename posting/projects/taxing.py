"""The tax codes that a contract names, and what they come to today: plan and confirmation decide (documents 2.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from sqlalchemy import Connection, select

from ...models import tables
from ...models.rows import read_value
from ..amounts import ZERO, tax_on
from ..checks import Checks
from ..ledger.tax_codes import Taxes, entered, read_taxes
from ..taxes.codes import Code

PRODUCT = tables.product


@dataclass(frozen=True)
class Taxing:
    """Looks codes up, which are read where somebody names one; `today` is the day of what has none itself."""

    connection: Connection
    today: date

    @cached_property
    def taxes(self) -> Taxes:
        """All codes."""
        return read_taxes(self.connection)

    def code_of(self, name: str | None, checks: Checks, path: tuple[str, ...]) -> Code | None:
        """The code that an input names; an unknown one goes to `checks`."""
        picked = entered(lambda: self.taxes, name, None, self.today, checks, *path)
        return None if picked is None or picked.code_id is None else self.taxes.codes[picked.code_id]

    def named(self, name: str | None) -> Code | None:
        """The code of a name that has been looked at."""
        return None if name is None else self.taxes.by_name.get(name)

    def of_product(self, connection: Connection, product_id: int) -> Code | None:
        """The code that a product has by now."""
        key = read_value(connection, select(PRODUCT.c.tax_code_id).where(PRODUCT.c.id == product_id), int)
        return None if key is None else self.taxes.codes[key]

    def tax_of(self, code: Code | None, amount: Decimal, day: date | None, places: int) -> Decimal:
        """The tax that a code comes to on a day, or today."""
        rate = None if code is None else code.rate_on(day or self.today)
        return ZERO if rate is None else tax_on(amount, rate, places)
