"""What commands share: idempotency, and the references that name records."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from .texts import GIVEN_NUMBER, EmptyList, Text

WHY = "Why; kept in the history, at most 500 characters."
Metadata = dict[str, str | Text | EmptyList]


def about(description: str, text: Text | None = None, *, empty: EmptyList | None = None) -> Metadata:
    """The metadata of a field: its description in the API, what a text may be, what an empty optional list means."""
    found: Metadata = {"description": description}
    if text is not None:
        found["text"] = text
    if empty is not None:
        found["empty"] = empty
    return found


@dataclass(kw_only=True)
class Command:
    """What every command takes."""

    idempotency_key: str | None = field(
        default=None,
        metadata=about(
            "Any text of your own, at most 200 characters. The same key with the same input is carried out once: the "
            "first success is answered again, with replayed true. With other input it is refused."
        ),
    )


@dataclass(kw_only=True)
class OrderRef:
    """An order, named in one of three ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. SO-000001.", GIVEN_NUMBER))
    rma_number: str | None = field(default=None, metadata=about("The RMA number of a return order.", GIVEN_NUMBER))


@dataclass(kw_only=True)
class InvoiceRef:
    """An invoice or credit note, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id; the only way to name a draft."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. INV-000001.", GIVEN_NUMBER))


@dataclass(kw_only=True)
class CustomerRef:
    """A customer, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. C-000001.", GIVEN_NUMBER))


@dataclass(kw_only=True)
class ProductRef:
    """A product, named in one of two ways."""

    id: GlobalId | None = field(default=None, metadata=about("Its id."))
    number: str | None = field(default=None, metadata=about("Its number, e.g. P-000001.", GIVEN_NUMBER))


@dataclass(kw_only=True)
class LineQuantityInput:
    """An order line, and how much of it."""

    line: GlobalId = field(metadata=about("The order line."))
    quantity: Decimal | None = field(default=None, metadata=about("How much; all that is left when left out."))


@dataclass(kw_only=True)
class DateRange:
    """From one day to another, both included; either may be left out."""

    from_: date | None = field(default=None, metadata={**about("The first day."), "name": "from"})
    to: date | None = field(default=None, metadata=about("The last day."))
