"""Commands of tax codes."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.vocabulary import TaxCategory
from .base import WHY, Command, about
from .texts import (
    NEW_ACCOUNT,
    NEW_EXEMPTION_CODE,
    NEW_EXEMPTION_REASON,
    NEW_STANDARD_CODE,
    REASON,
    TAX_CODE,
    TAX_CODE_DESCRIPTION,
)


@dataclass(kw_only=True)
class TaxRateInput:
    """A rate from a day on."""

    from_: date = field(metadata={**about("First day."), "name": "from"})
    rate: Decimal = field(
        metadata=about("Per cent: 25 means 25 %. Zero in every category but STANDARD, above zero in that one.")
    )


@dataclass(kw_only=True)
class SetTaxCode(Command):
    """Makes the code, or changes what it names."""

    code: str = field(metadata=about("Short name, at most 20 characters.", TAX_CODE))
    description: str | None = field(
        default=None, metadata=about("For people; needed the first time.", TAX_CODE_DESCRIPTION)
    )
    category: TaxCategory | None = field(
        default=None, metadata=about("Needed the first time; fixed once a posted document has used the code.")
    )
    exemption_reason: str | None = field(
        default=None,
        metadata=about(
            "The sentence that the document prints where no tax is charged. Its default follows the category.",
            NEW_EXEMPTION_REASON,
        ),
    )
    exemption_reason_code: str | None = field(
        default=None,
        metadata=about("Its code in the VATEX list. Its default follows the category.", NEW_EXEMPTION_CODE),
    )
    account: str | None = field(default=None, metadata=about("Ledger account of its tax.", NEW_ACCOUNT))
    standard_code: str | None = field(
        default=None, metadata=about("The code in the country's own list.", NEW_STANDARD_CODE)
    )
    rates: list[TaxRateInput] | None = field(
        default=None,
        metadata=about("Rates to add, or to change where no posted document has used them. Needed the first time."),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
