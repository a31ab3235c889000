"""What became of a piece of work: every hour is somewhere."""

from decimal import Decimal

import strawberry


@strawberry.type(description="A quantity and its amount without tax, both signed.")
class QuantityAndAmount:
    """Figures of a part."""

    quantity: Decimal = strawberry.field(description="How much.")
    amount: Decimal = strawberry.field(description="What it totals, without tax, at the currency's minor unit.")


@strawberry.type(
    description="What became of a piece of work, over all rows of its lineage. Approved and raised always total "
    "unbilled, billed, writtenOff, credited and withdrawn, in quantity and in amount."
)
class Conservation:
    """The balance of a lineage."""

    approved: QuantityAndAmount = strawberry.field(
        description="The first row: the work as approved; what was first billed where nothing was approved before."
    )
    raised: QuantityAndAmount = strawberry.field(
        description="What was billed beyond the approved, on a first draft or by a correction upwards; an open "
        "remainder that a correction upwards left in the backlog counts here, too."
    )
    unbilled: QuantityAndAmount = strawberry.field(description="Open in the backlog: to be billed or waived.")
    billed: QuantityAndAmount = strawberry.field(
        description="On invoices as they stand now, chargeable or not; without what is written off."
    )
    written_off: QuantityAndAmount = strawberry.field(
        description="Left out on a first draft and recorded as not chargeable for good."
    )
    credited: QuantityAndAmount = strawberry.field(
        description="Given up for good and not back in the backlog: the conceded part of a fee, a credited milestone."
    )
    withdrawn: QuantityAndAmount = strawberry.field(
        description="Taken out of the backlog by canceling the approval, without any invoice."
    )
