"""A document in FA(3), the structure of Poland's KSeF: an invoice, or a correction of one.

Amounts bear the books' signs: what is credited is below zero, whatever the document is elsewhere. The order of the
elements is that of the schema; what stands in them are the terms. What FA(3) can't say of a document, rules refuse
(`rules/poland.py`); the file is made all the same, so that it can be looked at.
"""

import re
from datetime import UTC, date, datetime

from ...models.vocabulary import ElectronicProfile
from ..figures import turned
from ..ksef.numbers import OUTSIDE
from ..ksef.taxes import WITH_TAX, exemption, exemption_field, is_exempt, is_reverse_charge, sums
from ..terms import Document, PrecedingDocument
from .fa3_parties import NO, YES, buyer, seller
from .fa3_rows import dates, row
from .parts import account
from .writing import Content, amount, day, tag, tags, written

NAMESPACE = {"": "http://crd.gov.pl/wzor/2025/06/25/13775/"}
REFUSED = re.compile(  # besides what XML forbids, KSeF takes none of what it discourages
    "[\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(0x10000 * one + 0xFFFE)}{chr(0x10000 * one + 0xFFFF)}" for one in range(1, 17))
    + "]"
)
ACCOUNT, SWIFT = re.compile(".{10,34}"), re.compile("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
TRANSFER = "6"
FIRST_DAY = date(2025, 9, 1)
AT_ORIGINAL, AT_CORRECTION = "1", "2"
INVOICE, CORRECTION = "VAT", "KOR"


def fa3(document: Document, profile: ElectronicProfile) -> bytes:
    """The file; no profile is followed but that of the schema."""
    content = (
        _heading(document),
        seller(document),
        buyer(document.buyer),
        _invoice(document),
        _footer(document),
    )
    return REFUSED.sub("", written("Faktura", NAMESPACE, content).decode()).encode()


def type_code(document: Document) -> str:
    """RodzajFaktury."""
    return CORRECTION if document.is_correction else INVOICE


def _heading(document: Document) -> Content:
    code = tag("KodFormularza", "FA", kodSystemowy="FA (3)", wersjaSchemy="1-0E")
    return tag(
        "Naglowek",
        code,
        tag("WariantFormularza", "3"),
        tag("DataWytworzeniaFa", _made_at(document)),
        tag("SystemInfo", "Rebill"),
    )


def _made_at(document: Document) -> str:
    """When it was posted, so that the same document is the same file; a plan is made at the beginning of its day.

    No file of FA(3) was made before its first day; what is dated before it, and posted now, is none either.
    """
    if document.posted_at is None:
        return f"{max(document.issue_date, FIRST_DAY).isoformat()}T00:00:00Z"
    return f"{datetime.fromisoformat(document.posted_at).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _invoice(document: Document) -> Content:
    supplied, by_row = dates(document)
    slip = None if document.came_back else document.packing_slip_number  # what goods came back with is no WZ
    return tags(
        "Fa",
        tag("KodWaluty", document.currency),
        tag("P_1", day(document.issue_date)),
        tag("P_2", document.number),
        tag("WZ", slip),
        tag("P_6", day(supplied)),
        *_sums(document),
        tag("P_15", amount(turned(document.total, document.sign))),
        _annotations(document),
        tag("RodzajFaktury", type_code(document)),
        *(_correction(document) if document.is_correction else ()),
        *(row(number, one, document, by_row) for number, one in enumerate(document.entries, start=1)),
        _payment(document),
        _conditions(document),
    )


def _sums(document: Document) -> tuple[Content, ...]:
    """P_13_1 to P_13_10."""
    return tuple(
        content
        for one in sums(document)
        for content in (
            tag(f"P_13_{one.field}", amount(one.base)),
            tag(f"P_14_{one.field}", amount(one.amount)) if one.field in WITH_TAX else None,
        )
    )


def _annotations(document: Document) -> Content:
    """What the law wants said: of these, only reverse charge and exemption are known of a document."""
    reason = exemption(document)
    exempt = (tag("P_19", YES), tag(exemption_field(reason), reason) if reason else None)
    return tag(
        "Adnotacje",
        tag("P_16", NO),
        tag("P_17", NO),
        tag("P_18", YES if is_reverse_charge(document) else NO),
        tag("P_18A", NO),
        tag("Zwolnienie", *(exempt if is_exempt(document) else (tag("P_19N", YES),))),
        tag("NoweSrodkiTransportu", tag("P_22N", YES)),
        tag("P_23", NO),
        tag("PMarzy", tag("P_PMarzyN", YES)),
    )


def _correction(document: Document) -> tuple[Content, ...]:
    """What is corrected, and when the tax office sees it: too little that was billed belongs beside the original."""
    billed_too_little = document.corrects and turned(document.total, document.sign) > 0
    effect = AT_ORIGINAL if billed_too_little else AT_CORRECTION
    return (
        tag("PrzyczynaKorekty", document.correction_reason),
        tag("TypKorekty", effect),
        *(_corrected(one) for one in document.preceding),
    )


def _corrected(one: PrecedingDocument) -> Content:
    number = one.ksef_number
    known = number is not None and number != OUTSIDE
    return tag(
        "DaneFaKorygowanej",
        tag("DataWystFaKorygowanej", day(one.day)),
        tag("NrFaKorygowanej", one.number),
        *((tag("NrKSeF", YES), tag("NrKSeFFaKorygowanej", number)) if known else ()),
        tag("NrKSeFN", YES) if number == OUTSIDE else None,
    )


def _payment(document: Document) -> Content:
    """When and where to; an account or a bank whose number FA(3) has no room for is left out."""
    paid_to = account(document)
    number = (paid_to.iban or paid_to.account_number or "") if paid_to is not None else ""
    bank = paid_to.bic if paid_to is not None and SWIFT.fullmatch(paid_to.bic or "") is not None else None
    return tag(
        "Platnosc",
        tag("TerminPlatnosci", tag("Termin", day(document.due_date))),
        tag("FormaPlatnosci", TRANSFER) if number else None,
        tag("RachunekBankowy", tag("NrRB", number), tag("SWIFT", bank)) if ACCOUNT.fullmatch(number) else None,
    )


def _conditions(document: Document) -> Content:
    return tag(
        "WarunkiTransakcji",
        tag("Umowy", tag("NrUmowy", document.contract_number)),
        tag("Zamowienia", tag("NrZamowienia", document.purchase_order_number)),
    )


def _footer(document: Document) -> Content:
    """What the law wants beside the seller's name."""
    said = document.seller.legal_information if document.seller is not None else None
    return tag("Stopka", tag("Informacje", tag("StopkaFaktury", said)))
