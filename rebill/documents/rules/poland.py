"""What Poland's FA(3) asks beyond its schema, and what it can't be told yet (docs/electronic-documents.md).

KSeF itself looks at the schema and at check digits alone; the law looks at the rest. A document that FA(3) has no
place for is refused here, so that no file says less, or something else, than the document.
"""

from collections.abc import Iterator
from decimal import Decimal

from ...models.vocabulary import DocumentProblemSeverity, ElectronicFormat, TaxCategory
from ..countries import POLAND, country_of
from ..figures import added, less, turned
from ..kinds import country_code
from ..ksef.buyers import Number, is_polish, number_of
from ..ksef.numbers import OUTSIDE, has_check_digits, is_ksef_number, is_nip, nip_of
from ..ksef.taxes import categories, code_of, exemption, is_exempt, sums
from ..listed import Entry
from ..parties import Address
from ..terms import Document
from .failing import Rule, Values, some

WARNING = DocumentProblemSeverity.WARNING
ZLOTY = "PLN"
LONGEST_IN_UNION, LONGEST_ELSEWHERE = 12, 50  # letters and digits of a number after its country's
LEAST_REASON, MOST_REASON = 1, 256
SPLIT_PAYMENT = Decimal(15_000)
MOST_BYTES = 1_000_000  # of a file without attachments


def _unnoted(document: Document) -> Iterator[Values]:
    for one in document.preceding if document.is_correction else ():
        if one.ksef_number is None:
            yield {"document": one.number, "is": "missing", "number": ""}
        elif one.ksef_number != OUTSIDE and not is_ksef_number(one.ksef_number):
            yield {"document": one.number, "is": "none", "number": one.ksef_number}


def _seller(document: Document) -> Iterator[Values]:
    seller = document.seller
    number = nip_of(seller) if seller is not None else None
    if country_of(country_code(seller)).own_format is not ElectronicFormat.KSEF_FA3:
        yield {"is": "elsewhere", "number": ""}
    elif number is None:
        yield {"is": "missing", "number": ""}
    elif not is_nip(number):
        yield {"is": "wrong", "number": number}


def _buyer(document: Document) -> Iterator[Values]:
    number = number_of(document.buyer)
    if not _is_taxpayer(number, categories(document)):
        yield {"number": "", "is": "missing"}
    if number is not None and not _fits(number):
        kind = "polish" if number.country == POLAND else "union" if number.in_union else "other"
        yield {"number": number.value, "is": kind}
    for one in document.preceding if document.is_correction else ():
        if one.buyer_number is not None and one.buyer_number != document.buyer.vat_number:
            yield {"number": one.buyer_number, "is": "changed", "document": one.number}


def _is_taxpayer(number: Number | None, taxed: frozenset[TaxCategory | None]) -> bool:
    """Whether the buyer has the number that its tax needs: that of another state, or any where it owes the tax."""
    if TaxCategory.INTRA_COMMUNITY in taxed:
        return number is not None and number.in_union and number.country != POLAND
    return number is not None or TaxCategory.REVERSE_CHARGE not in taxed


def _fits(number: Number) -> bool:
    if number.country == POLAND:
        return is_nip(number.value)
    if number.in_union:
        return number.value.isascii() and number.value.isalnum() and 0 < len(number.value) <= LONGEST_IN_UNION
    return 0 < len(number.value) <= LONGEST_ELSEWHERE


def _buyers_address(document: Document) -> Iterator[Values]:
    address = document.buyer.address
    if address is None or address == Address(address.country):
        yield {}


def _reason(document: Document) -> Iterator[Values]:
    reason = " ".join((document.correction_reason or "").split())
    if document.is_correction and not LEAST_REASON <= len(reason) <= MOST_REASON:
        yield {"is": "long" if reason else "missing", "most": str(MOST_REASON)}


def _currency(document: Document) -> Iterator[Values]:
    if document.currency != ZLOTY:
        yield {"currency": document.currency}


def _codes(document: Document) -> Iterator[Values]:
    lines = [place for place, one in enumerate(document.entries, 1) if code_of(one, document) is None]
    if lines:
        yield {"is": "code", "line": some(lines), "most": ""}
    law = exemption(document) or ""
    if is_exempt(document) and not LEAST_REASON <= len(law) <= MOST_REASON:
        yield {"is": "words" if law else "law", "line": "", "most": str(MOST_REASON), "term": "BT-120"}


def _untold(document: Document) -> Iterator[Values]:
    """Documents that other structures tell, or none: one reason is enough."""
    if document.has_advances:
        yield {"what": "advances"}
    elif document.repeats:
        yield {"what": "repeat"}
    elif document.is_correction and not document.corrects and any(_is_sold(one) for one in document.entries):
        yield {"what": "mixed"}


def _is_sold(entry: Entry) -> bool:
    return not entry.is_charge and entry.quantity > 0


def _sums(document: Document) -> Iterator[Values]:
    """What rows come to, those of before taken off, in each field of the sums."""
    by_field: dict[str, list[Decimal]] = {}
    for one in document.entries:
        code = code_of(one, document)
        if code is not None:
            by_field.setdefault(code[1], []).append(turned(one.net_amount, -1 if one.is_before else 1))
    for field in sums(document):
        given = added(by_field.pop(field.field, ()))
        if less(given, field.base):
            yield {"field": f"P_13_{field.field}", "given": f"{given:f}", "expected": f"{field.base:f}"}
    for name, rest in by_field.items():
        if added(rest):
            yield {"field": f"P_13_{name}", "given": f"{added(rest):f}", "expected": "0"}


def _numberless(document: Document) -> Iterator[Values]:
    if number_of(document.buyer) is None:
        yield {"buyer": document.buyer.name}


def _wrong_digits(document: Document) -> Iterator[Values]:
    for one in document.preceding if document.is_correction else ():
        number = one.ksef_number
        if number is not None and is_ksef_number(number) and not has_check_digits(number):
            yield {"document": one.number, "number": number}


def _split_payment(document: Document) -> Iterator[Values]:
    owed = turned(document.total, document.sign)
    if document.currency == ZLOTY and owed > SPLIT_PAYMENT and is_polish(document.buyer):
        yield {"amount": f"{owed:f}"}


def _only_of_the_file(document: Document) -> Iterator[Values]:
    """Nothing of a document: `TOO_LARGE` is about the bytes of its file."""
    yield from ()


POLISH_RULES = (
    Rule("KSEF-01", _unnoted, "BT-25"),
    Rule("KSEF-02", _seller, "BT-31"),
    Rule("KSEF-03", _buyer, "BT-48"),
    Rule("KSEF-04", _buyers_address, "BG-8"),
    Rule("KSEF-05", _reason, "BT-22"),
    Rule("KSEF-06", _currency, "BT-5"),
    Rule("KSEF-07", _codes, "BT-151"),
    Rule("KSEF-08", _untold, "BT-3"),
    Rule("KSEF-09", _sums, "BT-116"),
    Rule("KSEF-11", _numberless, "BT-48", WARNING),
    Rule("KSEF-12", _wrong_digits, "BT-25", WARNING),
    Rule("KSEF-13", _split_payment, "BT-112", WARNING),
)
TOO_LARGE = Rule("KSEF-10", _only_of_the_file)
