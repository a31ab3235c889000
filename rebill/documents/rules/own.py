"""Our own ten rules: what the official ones let pass and nobody should send (documents 3.7)."""

from collections.abc import Iterator
from decimal import Decimal

from ...models.vocabulary import DocumentKind, DocumentProblemSeverity
from ..countries import GERMANY
from ..figures import added, less, times, turned
from ..kinds import country_code
from ..numbers import is_iban, is_vat_number
from ..positions import CENTS_OFF
from ..terms import Document, Line
from .failing import Rule, Values, some

WARNING = DocumentProblemSeverity.WARNING


def _negative_credit(document: Document) -> Iterator[Values]:
    if document.kind is DocumentKind.CREDIT_NOTE and (document.total < 0 or document.due < 0):
        yield _money(document, min(document.total, document.due))


def _nameless(document: Document) -> Iterator[Values]:
    if document.must_name and not any(one.number.strip() for one in document.preceding):
        yield {}


def _uncategorised(document: Document) -> Iterator[Values]:
    """Lines together, as one mistake makes all of them; each charge by its name."""
    lines = [one.id for one in document.lines if one.category is None]
    if lines:
        yield {"what": "line-of" if len(lines) == 1 else "lines-of", "line": some(lines)}
    for one in document.charges:
        if one.category is None:
            term = "BT-102" if one.is_charge else "BT-95"
            yield {"what": "charge-of", "description": one.reason, "term": term}


def _undated(document: Document) -> Iterator[Values]:
    if document.due > 0 and document.due_date is None and not document.terms:
        yield _money(document, document.due)


def _other_figures(document: Document) -> Iterator[Values]:
    figures = (
        ("BT-109", document.net_total, document.own_net),
        ("BT-110", document.tax_total, document.own_tax),
        ("BT-112", document.total, document.own_total),
    )
    for term, given, expected in figures:
        if given != expected:
            yield {"term": term, "given": amount(given), "expected": amount(expected)}


def _wrong_kind(document: Document) -> Iterator[Values]:
    german = country_code(document.seller) == country_code(document.buyer) == GERMANY
    if document.kind is DocumentKind.CORRECTED_INVOICE and not german:
        yield {"only": "german", "code": document.type_code}
    if document.kind is DocumentKind.PREPAYMENT_INVOICE and not document.only_advances:
        yield {"only": "advances", "code": document.type_code}


def _wrong_digits(document: Document) -> Iterator[Values]:
    seller = document.seller.vat_number if document.seller is not None else None
    iban = document.account.iban if document.account is not None else None
    if seller and not is_vat_number(seller):
        yield {"number": seller, "term": "BT-31"}
    if document.buyer.vat_number and not is_vat_number(document.buyer.vat_number):
        yield {"number": document.buyer.vat_number, "term": "BT-48"}
    if document.means_code is not None and iban and not is_iban(iban):
        yield {"number": iban, "term": "BT-84"}


def _not_adding_up(document: Document) -> Iterator[Values]:
    for line in document.lines:
        expected = line_sum(line)
        if abs(less(expected, line.net_amount)) > CENTS_OFF:
            yield {"line": str(line.id), "given": amount(line.net_amount), "expected": amount(expected)}


def _without_account(document: Document) -> Iterator[Values]:
    """A credit note names none: what it is of is credited, not paid to the seller."""
    if document.kind is not DocumentKind.CREDIT_NOTE and document.due > 0 and document.means_code is None:
        yield _money(document, document.due)


def _filled_today(document: Document) -> Iterator[Values]:
    for one in document.today:
        yield {"what": one}


def line_sum(line: Line) -> Decimal:
    """What quantity, price, charge and allowance of a line make."""
    charge = line.charge.amount if line.charge is not None else Decimal(0)
    allowance = line.allowance.amount if line.allowance is not None else Decimal(0)
    return added((times(line.quantity, line.unit_price), charge, turned(allowance, -1)))


def amount(value: Decimal) -> str:
    """An amount as messages tell it."""
    return f"{value:f}"


def _money(document: Document, value: Decimal) -> Values:
    return {"amount": amount(value), "currency": document.currency}


OWN_RULES = (
    Rule("REBILL-01", _negative_credit, "BT-112"),
    Rule("REBILL-02", _nameless, "BT-25"),
    Rule("REBILL-03", _uncategorised, "BT-151"),
    Rule("REBILL-04", _undated, "BT-9"),
    Rule("REBILL-05", _other_figures),
    Rule("REBILL-06", _wrong_kind, "BT-3"),
    Rule("REBILL-07", _wrong_digits, severity=WARNING),
    Rule("REBILL-08", _not_adding_up, "BT-131"),
    Rule("REBILL-09", _without_account, "BT-84", WARNING),
    Rule("REBILL-10", _filled_today, severity=WARNING),
)
