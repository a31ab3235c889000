"""What of a draft's detail can be edited, for whoever shows a form."""

from decimal import Decimal

import strawberry

from ..models.vocabulary import DetailField


@strawberry.type(description="A field that can be edited, and the values that it takes.")
class EditableField:
    """A field of a detail with its bounds."""

    field: DetailField = strawberry.field(description="The field.")
    min: Decimal | None = strawberry.field(description="The smallest value; null where there is none.")
    max: Decimal | None = strawberry.field(description="The largest value; null where there is none.")
    scale: int | None = strawberry.field(
        description="How many decimal places a number may have; null for what is no number."
    )
