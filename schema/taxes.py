"""Tax codes, and what the tax of a document is made of."""

from datetime import date
from decimal import Decimal

import strawberry

from ..models import tables
from ..models.vocabulary import TaxCategory
from ..resolvers.computed import tax_rates
from ..resolvers.payloads import one
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, computed, enumerated, measured, stored
from .nodes import Node

CODE, RATE = tables.tax_code, tables.tax_rate


@strawberry.type(description="A rate from a day on, until the next one begins.")
class TaxRate:
    """A rate."""

    from_: date = stored(RATE.c.from_day, "First day.", name="from")
    rate: Decimal = measured(RATE.c.rate, "Per cent: 25 means 25 %.")


@strawberry.type(description="What a line is taxed as. D365: sales tax code.")
class TaxCode(Node):
    """A tax code."""

    code: str = stored(CODE.c.code, "Short name, such as S25.")
    description: str = stored(CODE.c.description, "For people.")
    category: TaxCategory = enumerated(CODE.c.category, TaxCategory, "Why the rate is what it is.")
    exemption_reason: str | None = stored(
        CODE.c.exemption_reason, "The sentence that the document prints where no tax is charged (BT-120)."
    )
    exemption_reason_code: str | None = stored(
        CODE.c.exemption_reason_code, "Its code in the VATEX list (BT-121), such as VATEX-EU-IC."
    )
    account: str | None = stored(CODE.c.account, "Ledger account of its tax; null: the account of SALES_TAX.")
    standard_code: str | None = stored(
        CODE.c.standard_code, "The code in the country's own list, for its reports, such as 3 in Norway's."
    )
    rates: list[TaxRate] = children(
        CODE.c.id, "TaxRate", RATE.c.tax_code_id, (RATE.c.from_day,), "By day, the first one first."
    )
    rate: Decimal | None = computed(
        "The rate on that day, today when left out; null before the first.", resolver=tax_rates.rate
    )


@strawberry.type(description="One row of the tax breakdown (BG-23), signed as the document is.")
class InvoiceTax:
    """A row of the breakdown."""

    tax_code: TaxCode | None = one("TaxCode", "tax_code", "Null where the lines carry a bare rate.")
    category: TaxCategory | None = strawberry.field(
        description="Null where it is not known: a bare rate of zero, or a typed tax amount without a code."
    )
    rate: Decimal | None = strawberry.field(description="Per cent; null where it is not known, and out of scope.")
    base: Decimal = strawberry.field(description="Sum of the lines and charges, without tax (BT-116).")
    amount: Decimal = strawberry.field(description="Tax on it (BT-117).")
    exemption_reason: str | None = strawberry.field(description="As it stood when the document was posted (BT-120).")
    exemption_reason_code: str | None = strawberry.field(
        description="As it stood when the document was posted (BT-121)."
    )


catalogue(TaxCode, table=tables.tax_code)
catalogue(TaxRate, table=tables.tax_rate)
