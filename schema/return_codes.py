"""Why goods come back, what is to become of them, and the charges that come with either."""

from decimal import Decimal
from typing import Optional

import strawberry

from ..models import tables
from ..models.vocabulary import ChargeCategory, ChargeOrigin, DispositionAction
from ..resolvers.reading.catalogue import catalogue
from ..resolvers.reading.fields import children, enumerated, measured, parent, stored
from .nodes import Node
from .taxes import TaxCode

DISPOSITION, REASON, GROUP = tables.disposition_code, tables.reason_code, tables.reason_code_group
AUTOMATIC, CHARGE = tables.automatic_charge, tables.return_charge


@strawberry.type(description="What is to become of returned goods; the installed codes bear the names of the actions.")
class DispositionCode(Node):
    """A disposition code."""

    code: str = stored(DISPOSITION.c.code, "As it is given to registerArrival.")
    description: str = stored(DISPOSITION.c.description, "What it means.")
    action: DispositionAction = enumerated(DISPOSITION.c.action, DispositionAction, "What it does.")
    charges: list["AutomaticCharge"] = children(
        DISPOSITION.c.id,
        "AutomaticCharge",
        AUTOMATIC.c.disposition_code_id,
        (AUTOMATIC.c.id,),
        "Charges that return lines get with it.",
    )


@strawberry.type(description="Why goods come back.")
class ReasonCode(Node):
    """A reason code."""

    code: str = stored(REASON.c.code, "As it is given to return orders.")
    description: str = stored(REASON.c.description, "What it means.")
    group: Optional["ReasonCodeGroup"] = parent(
        REASON.c.group_id, "ReasonCodeGroup", "The reasons that it is counted with."
    )
    charges: list["AutomaticCharge"] = children(
        REASON.c.id,
        "AutomaticCharge",
        AUTOMATIC.c.reason_code_id,
        (AUTOMATIC.c.id,),
        "Charges that return orders get with it.",
    )


@strawberry.type(description="Reasons that are counted together.")
class ReasonCodeGroup(Node):
    """A group of reason codes."""

    code: str = stored(GROUP.c.code, "Its code.")
    description: str = stored(GROUP.c.description, "What its reasons have in common.")


@strawberry.type(description="A charge that comes with a reason code or a disposition code.")
class AutomaticCharge:
    """An automatic charge."""

    description: str = stored(AUTOMATIC.c.description, "What the document calls it.")
    category: ChargeCategory = enumerated(AUTOMATIC.c.category, ChargeCategory, "How it is reckoned.")
    value: Decimal = measured(AUTOMATIC.c.value, "An amount, or a per cent.")
    tax_rate: Decimal = measured(AUTOMATIC.c.tax_rate, "Per cent: 25 means 25 %.")
    currency: str | None = stored(AUTOMATIC.c.currency, "Only return orders in this currency get it; all when null.")


@strawberry.type(description="A charge of a return order or of one of its lines.")
class Charge:
    """A charge."""

    description: str = stored(CHARGE.c.description, "What the document calls it.")
    category: ChargeCategory = enumerated(CHARGE.c.category, ChargeCategory, "How it is reckoned.")
    value: Decimal = measured(CHARGE.c.value, "An amount, or a per cent.")
    tax_rate: Decimal = measured(CHARGE.c.tax_rate, "Per cent: 25 means 25 %.")
    tax_code: TaxCode | None = parent(CHARGE.c.tax_code_id, "TaxCode", "Its tax code.")
    origin: ChargeOrigin = enumerated(CHARGE.c.origin, ChargeOrigin, "Where it comes from.")
    posted: bool = stored(CHARGE.c.posted, "Whether it has stood on a document; a FIXED charge does so once.")


catalogue(DispositionCode, table=tables.disposition_code)
catalogue(ReasonCode, table=tables.reason_code)
catalogue(ReasonCodeGroup, table=tables.reason_code_group)
catalogue(Charge, table=tables.return_charge)
catalogue(AutomaticCharge, table=tables.automatic_charge)
