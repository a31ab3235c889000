"""A posted document on its customer's account, and how what is settled of it moves it (returns 3.8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...models.money import minor_unit
from ...models.vocabulary import InvoiceStatus, ProblemCode
from ..amounts import rounded
from ..canonical import plain
from ..checks import Checks
from ..planned.changes import Change
from ..saying import Phrase


@dataclass(frozen=True)
class AccountDocument:
    """A posted document on its customer's account; amounts have the sign of its total."""

    id: int
    number: str
    status: InvoiceStatus
    customer_id: int
    currency: str
    invoice_date: date
    total_amount: Decimal
    settled_amount: Decimal

    @property
    def open_amount(self) -> Decimal:
        """What is not settled yet."""
        return self.total_amount - self.settled_amount

    def signed(self, amount: Decimal) -> Decimal:
        """An amount above zero with the sign of the document."""
        return amount if self.total_amount > 0 else -amount


def moved(document: AccountDocument, signed: Decimal, *, pays: bool = False) -> Iterator[Change]:
    """So much more of a document is settled, or with the other sign less (putting-right 5.7, 5.9).

    What `pays` the last of it makes it PAID; a match does not. Nothing is PAID of which something is open.
    """
    after = document.settled_amount + signed
    yield Change("Invoice", document.id, "settled_amount", document.settled_amount, after)
    status = InvoiceStatus.PAID if pays else document.status
    if after != document.total_amount:
        status = InvoiceStatus.CONFIRMED
    if status is not document.status:
        yield Change("Invoice", document.id, "status", document.status, status)


def check_open(document: AccountDocument, checks: Checks, path: str) -> None:
    """Something of a document must be open, or there is nothing to settle."""
    if document.open_amount == 0:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "settled",
            path,
            document=document.number,
            state=document.status,
            needed="OPEN",
        )


def check_amount(document: AccountDocument, amount: Decimal, possible: Decimal, checks: Checks) -> None:
    """An amount above zero, and at most what is possible."""
    if possible <= 0:
        return  # told by `check_open`
    places = minor_unit(document.currency)
    checks.amount("An amount", amount, places, "amount")
    if amount <= 0:
        checks.invalid("not-positive-amount", "amount", given=plain(amount), limit=0)
    elif amount > possible:
        most = rounded(possible, places)
        checks.invalid("settle-at-most", "amount", limit=most, given=plain(amount))


def check_not_before(what: Phrase, day: date, earliest: date, checks: Checks) -> None:
    """A date that is given must not be before `earliest`; `what` says why."""
    if day < earliest:
        checks.invalid("too-early", "date", why=what, given=day, limit=earliest)


def said(amount: Decimal, currency: str) -> str:
    """An amount with its currency, as messages say it."""
    return f"{rounded(amount, minor_unit(currency))} {currency}"
