"""What has become of an invoice, and what can still be corrected."""

from decimal import Decimal

import strawberry

from ..models.vocabulary import DocumentKind
from .lazy import LazyDetail, LazyInvoice
from .problems import Problem


@strawberry.type(description="A billed detail, and what stands of it now.")
class EffectiveDetail:
    """A detail after all corrections; what was returned of it is not taken off."""

    original: LazyDetail = strawberry.field(description="As first billed.")
    current: LazyDetail | None = strawberry.field(description="The detail that stands now; null after a full credit.")
    quantity: Decimal = strawberry.field(description="What is billed now.")
    amount: Decimal = strawberry.field(description="What is billed now, without tax.")
    tax_amount: Decimal = strawberry.field(description="The tax that is billed now.")


@strawberry.type(description="An invoice as it stands after every confirmed correction.")
class EffectiveInvoice:
    """An invoice after all corrections."""

    net_amount: Decimal = strawberry.field(description="Without tax.")
    tax_amount: Decimal = strawberry.field(description="Tax.")
    total_amount: Decimal = strawberry.field(description="Net and tax.")
    chain: list[LazyInvoice] = strawberry.field(description="The first invoice, then every confirmed correction.")
    details: list[EffectiveDetail] = strawberry.field(description="Detail by detail; returned goods are not taken off.")


@strawberry.type(description="Whether a detail can be corrected, and what is in the way.")
class DetailCorrectionOption:
    """The options of one detail."""

    detail: LazyDetail = strawberry.field(description="The detail.")
    can_correct: bool = strawberry.field(description="Whether it can be corrected now.")
    full_credit_only: bool = strawberry.field(description="Whether it can only be credited in full.")
    max_quantity: Decimal | None = strawberry.field(description="The largest quantity; null where there is no limit.")
    max_amount: Decimal | None = strawberry.field(description="The largest amount; null where there is no limit.")
    blockers: list[Problem] = strawberry.field(description="What is in the way.")


@strawberry.type(description="What of an invoice can be corrected, with every blocker and its remedy.")
class CorrectionOptions:
    """The options of an invoice."""

    can_correct: bool = strawberry.field(description="Whether correctInvoice would draft a correction now.")
    blockers: list[Problem] = strawberry.field(description="What is in the way of the whole invoice.")
    details: list[DetailCorrectionOption] = strawberry.field(description="Detail by detail.")
    document_kinds: list[DocumentKind] = strawberry.field(
        description="What the correction can be to the law, by the countries of the two parties."
    )
