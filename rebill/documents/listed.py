"""What documents list in the books' own signs, beside their business terms: corrections for people, entries for formats
of a country's own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..models.vocabulary import TaxCategory


@dataclass(frozen=True)
class Figures:
    """Quantity and amount of a position, as the books have them: not turned round on a credit note.

    `rate` and `tax_code` are None where they are not known, or nothing was billed.
    """

    quantity: Decimal
    unit_price: Decimal
    net_amount: Decimal
    rate: Decimal | None = None
    tax_code: str | None = None


@dataclass(frozen=True)
class Correction:
    """What a correction prints of each detail (documents 4.2): as billed, as it should be, and the difference."""

    description: str
    unit: str
    billed: Figures
    right: Figures
    difference: Figures


@dataclass(frozen=True)
class Entry:
    """A position in the books' signs, as formats list them that know no type of credit.

    A correction lists what was billed (`is_before`), and beside it what should be; everything else lists what it bills
    or takes back. `off` is what quantity times price is more than the net amount.
    """

    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    category: TaxCategory | None
    rate: Decimal | None
    off: Decimal = Decimal(0)
    product_number: str | None = None
    day: date | None = None
    is_before: bool = False
    is_charge: bool = False
