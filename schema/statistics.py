"""Where the returns are: counts, quantities and amounts."""

from decimal import Decimal

import strawberry


@strawberry.type(description="Return lines that have one property in common, in one currency.")
class ReturnStatistic:
    """A row of the statistics."""

    key: str | None = strawberry.field(description="The code or number; null where the lines have none.")
    description: str | None = strawberry.field(description="What the code means, or the name.")
    currency: str = strawberry.field(description="ISO 4217 code of the amounts.")
    return_orders: int = strawberry.field(description="How many return orders.")
    lines: int = strawberry.field(description="How many return lines.")
    expected_quantity: Decimal = strawberry.field(description="How many were to come back.")
    received_quantity: Decimal = strawberry.field(description="How many packing slips have taken in.")
    credited_quantity: Decimal = strawberry.field(description="How many the customers were credited for.")
    credited_amount: Decimal = strawberry.field(description="What the lines were credited at, without tax and charges.")
    scrap_loss: Decimal = strawberry.field(description="Cost of what was scrapped, or credited without coming back.")
