"""What a document copies of its parties and orders when it is posted, as they stand then (documents 1.3)."""

from dataclasses import dataclass

from ...documents.parties import Account, Delivery, Party
from ...models.vocabulary import DocumentKind, ElectronicFormat, ElectronicProfile, Language, TaxRounding


@dataclass(frozen=True)
class Papers:
    """The copies: a part of the plan, so that whoever is renamed meanwhile makes it out of date.

    `seller` is None where there is no company. `logo` is the key of its picture; `preceding` are the keys of every
    document that this one must name (BG-3), what it corrects or credits first.
    """

    kind: DocumentKind
    bill_to: Party
    seller: Party | None = None
    ship_to: Delivery | None = None
    buyer_reference: str | None = None
    purchase_order_number: str | None = None
    packing_slip_number: str | None = None
    names_own_slip: bool = False  # it names the packing slip that is posted with it, whose number is yet to be drawn
    account: Account | None = None
    logo: str | None = None
    language: Language | None = None
    terms_days: int | None = None
    tax_rounding: TaxRounding = TaxRounding.LINE
    preceding: tuple[int, ...] = ()
    electronic_format: ElectronicFormat = ElectronicFormat.UBL  # this and the rules are the customer's
    electronic_profile: ElectronicProfile = ElectronicProfile.EN16931
    units: tuple[tuple[str, str], ...] = ()  # of the products on it, by their numbers; they are not copied
    is_file_required: bool = False  # nothing is posted without a file that passes
