"""Commands about goods that come back: their arrival, inspection and disposition, replacements, and giving up."""

from dataclasses import dataclass, field
from decimal import Decimal

from ...models.identity import GlobalId
from .base import WHY, Command, OrderRef, ProductRef, about
from .sales import SalesOrderLineInput
from .texts import (
    DISPOSITION_CODE,
    REASON,
    EmptyList,
)


@dataclass(kw_only=True)
class ReplacementInput:
    """What a REPLACE_… disposition ships; the same product and quantity when left out."""

    product: ProductRef | None = field(default=None, metadata=about("The product; the returned one when left out."))
    quantity: Decimal | None = field(default=None, metadata=about("How many; as many as arrived when left out."))


@dataclass(kw_only=True)
class ArrivalLineInput:
    """What arrived of one return line."""

    line: GlobalId = field(metadata=about("The return order line."))
    quantity: Decimal = field(metadata=about("How many arrived; fewer than expected splits the line."))
    disposition_code: str | None = field(
        default=None,
        metadata=about(
            "What is to become of the goods; see dispositionCodes. Left out for quarantine.", DISPOSITION_CODE
        ),
    )
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )
    quarantine: bool | None = field(
        default=False, metadata=about("On: the goods are inspected first, and get their code from endQuarantine.")
    )


@dataclass(kw_only=True)
class RegisterArrival(Command):
    """Registers goods that came back."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[ArrivalLineInput] = field(metadata=about("At least one line, each line once."))


@dataclass(kw_only=True)
class InspectedLineInput:
    """What the inspection of one return line in quarantine decided."""

    line: GlobalId = field(metadata=about("The return order line."))
    quantity: Decimal | None = field(
        default=None, metadata=about("How many; fewer than are in quarantine splits the line. All when left out.")
    )
    disposition_code: str = field(
        metadata=about("What is to become of the goods; it can no longer be changed.", DISPOSITION_CODE)
    )
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )


@dataclass(kw_only=True)
class EndQuarantine(Command):
    """Ends the quarantine of return lines: they become REGISTERED."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[InspectedLineInput] = field(metadata=about("At least one line, each line once."))


@dataclass(kw_only=True)
class SetDisposition(Command):
    """Sets, changes or clears the disposition code of one return line."""

    order: OrderRef = field(metadata=about("The return order."))
    line: GlobalId = field(metadata=about("The return order line."))
    disposition_code: str | None = field(
        default=None,
        metadata=about(
            "A credit-only code for a line that is AWAITING; null to take it away again; another code for a line that "
            "is REGISTERED.",
            DISPOSITION_CODE,
        ),
    )
    replacement: ReplacementInput | None = field(
        default=None, metadata=about("What a REPLACE_… code ships; the same again when left out.")
    )


@dataclass(kw_only=True)
class CreateReplacementOrder(Command):
    """Ships replacements before anything of a return order has arrived."""

    order: OrderRef = field(metadata=about("The return order; it must be CREATED."))
    lines: list[SalesOrderLineInput] | None = field(
        default=None, metadata=about("What is shipped; what the return order expects back when left out.")
    )


@dataclass(kw_only=True)
class CancelReturnOrder(Command):
    """Cancels a return order of which nothing has arrived, or some of its lines."""

    order: OrderRef = field(metadata=about("The return order."))
    lines: list[GlobalId] | None = field(
        default=None, metadata=about("Only these lines; all when left out.", empty=EmptyList.REFUSED)
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
