"""Commands of the books: payments, settlements, periods, and the set-up of codes, accounts and parameters."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...models.identity import GlobalId
from ...models.vocabulary import DispositionAction, FiscalPeriodStatus, PostingType
from .base import WHY, Command, InvoiceRef, about
from .returns import ChargeInput
from .texts import ACCOUNT, ACCOUNT_NAME, CODE, DESCRIPTION, NEEDED_REASON, OTHERS_REFERENCE, REASON

Day = date  # a field below is called date


@dataclass(kw_only=True)
class RecordPayment(Command):
    """Records a payment received on an invoice, or one paid back on a credit note."""

    invoice: InvoiceRef = field(metadata=about("The posted document."))
    amount: Decimal = field(metadata=about("Above zero; at most what is open."))
    date: Day | None = field(default=None, metadata=about("The day of the payment; today when left out."))
    reference: str | None = field(
        default=None, metadata=about("The bank's or the payer's reference.", OTHERS_REFERENCE)
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class SettleInvoices(Command):
    """Matches an open invoice with an open credit note of the same customer by hand."""

    invoice: InvoiceRef = field(metadata=about("The document that the customer owes."))
    credit_note: InvoiceRef = field(metadata=about("The document that is owed to the customer."))
    amount: Decimal | None = field(default=None, metadata=about("Above zero; as much as possible when left out."))
    date: Day | None = field(
        default=None,
        metadata=about(
            "The day of the settlement, not before either document; today when left out, or the later of both dates."
        ),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class Unsettle(Command):
    """The settlement to release."""

    settlement: GlobalId = field(metadata=about("The settlement to release; all of it."))
    reason: str = field(metadata=about("Why.", NEEDED_REASON))
    date: Day | None = field(default=None, metadata=about("Today when left out; not before the settlement."))


@dataclass(kw_only=True)
class WriteOff(Command):
    """The rest to give up."""

    invoice: InvoiceRef = field(metadata=about("A posted document with a rest, of either sign."))
    amount: Decimal | None = field(default=None, metadata=about("Positive; the whole open amount when left out."))
    reason: str = field(metadata=about("Why.", NEEDED_REASON))
    date: Day | None = field(default=None, metadata=about("Today when left out."))


@dataclass(kw_only=True)
class SetFiscalPeriod(Command):
    """Opens, holds or closes a fiscal period. A date in no period can be posted on, unless a later day is closed."""

    from_: date = field(metadata={**about("The first day."), "name": "from"})
    to: date = field(metadata=about("The last day."))
    status: FiscalPeriodStatus = field(
        metadata=about("Only OPEN periods are posted in; PERMANENTLY_CLOSED is final, CLOSED is not.")
    )
    reason: str | None = field(
        default=None, metadata=about("Why; kept in the history. What is CLOSED is not changed without.", REASON)
    )


@dataclass(kw_only=True)
class SetReasonCodeGroup(Command):
    """Adds a group of reason codes, or changes its description."""

    code: str = field(metadata=about("Up to 50 characters.", CODE))
    description: str = field(metadata=about("What its reasons have in common.", DESCRIPTION))
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class SetReasonCode(Command):
    """Adds a reason code, or puts this in its place: what is left out is taken away."""

    code: str = field(metadata=about("Up to 50 characters, as it is given to return orders.", CODE))
    description: str = field(metadata=about("Why goods come back.", DESCRIPTION))
    group: str | None = field(default=None, metadata=about("Code of its group; none when left out.", CODE))
    charges: list[ChargeInput] | None = field(
        default=None, metadata=about("Charges that return orders get with the code.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class SetDispositionCode(Command):
    """Adds a disposition code, or puts this in its place: what is left out is taken away."""

    code: str = field(metadata=about("Up to 50 characters, as it is given to registerArrival.", CODE))
    description: str = field(metadata=about("What it means.", DESCRIPTION))
    action: DispositionAction = field(metadata=about("What it does; fixed once the code is in use."))
    charges: list[ChargeInput] | None = field(
        default=None, metadata=about("Charges that return lines get with the code.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class SetPostingAccount(Command):
    """Names the account that a kind of entry is posted to."""

    posting_type: PostingType = field(metadata=about("The kind of entry."))
    account: str | None = field(default=None, metadata=about("The account's number; stays when left out.", ACCOUNT))
    name: str | None = field(default=None, metadata=about("The account's name; stays when left out.", ACCOUNT_NAME))
    remove: bool | None = field(
        default=False, metadata=about("On: takes the account away; postings that need it are refused.")
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))


@dataclass(kw_only=True)
class SetParameters(Command):
    """Changes how the legal entity posts; what is left out stays."""

    return_validity_days: int | None = field(
        default=None, metadata=about("A return's deadline is this many days after its creation; 0 to 3650.")
    )
    reason_code_required: bool | None = field(
        default=None, metadata=about("On: no return order without a reason code.")
    )
    credit_correction: bool | None = field(default=None, metadata=about("On: credit notes are posted as storno."))
    payment_terms_on_credit_notes: bool | None = field(
        default=None, metadata=about("On: credit notes are due after the customer's terms, not at once.")
    )
    enforce_chronological_numbers: bool | None = field(
        default=None, metadata=about("On: no document is dated before the last one of its series.")
    )
    post_packing_slips_in_ledger: bool | None = field(
        default=None,
        metadata=about("Off: packing slips of returns have no voucher, and the cost is moved by the document's."),
    )
    write_off_limit: Decimal | None = field(
        default=None,
        metadata=about(
            "The most that writeOff takes of one document, in units of its currency. Zero switches writing off off."
        ),
    )
    reason: str | None = field(default=None, metadata=about(WHY, REASON))
