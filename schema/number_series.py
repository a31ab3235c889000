"""The series of documents, and what is missing in each: nothing (putting-right 9)."""

import strawberry

from ..models.vocabulary import DocumentType


@strawberry.type(description="Numbers that follow on one another.")
class NumberRange:
    """A range of numbers."""

    from_: str = strawberry.field(name="from", description="The first missing number.")
    to: str = strawberry.field(description="The last missing number.")


@strawberry.type(description="The numbers of one kind of document.")
class NumberSeries:
    """A series."""

    document_type: DocumentType = strawberry.field(description="INVOICE or CREDIT_NOTE.")
    prefix: str = strawberry.field(description="What its numbers begin with.")
    first: str | None = strawberry.field(description="The first number used; null before.")
    last: str | None = strawberry.field(description="The last number used; null before.")
    count: int = strawberry.field(description="How many numbers are used.")
    gaps: list[NumberRange] = strawberry.field(
        description="Numbers between first and last that no document bears, as ranges."
    )
