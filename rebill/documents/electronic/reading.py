"""What a file says of itself: number, figures and the documents that it names, read back out of UBL, CII or FA(3).

For whoever holds issued files against the books. Nothing is resolved, fetched or expanded: a file that declares
anything besides its elements is not read.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from ...models.vocabulary import ElectronicFormat

SUM = "SpecifiedTradeSettlementHeaderMonetarySummation"
NET, TAX = "P_13_", "P_14_"  # what the names of sums by rate begin with
SETTLED = "SupplyChainTradeTransaction ApplicableHeaderTradeSettlement"
PATHS: dict[ElectronicFormat, tuple[str, str, str, str, str]] = {  # of BT-1, BT-109, BT-110, BT-112 and BG-3
    ElectronicFormat.UBL: (
        "ID",
        "LegalMonetaryTotal TaxExclusiveAmount",
        "TaxTotal TaxAmount",
        "LegalMonetaryTotal TaxInclusiveAmount",
        "BillingReference InvoiceDocumentReference ID",
    ),
    ElectronicFormat.CII: (
        "ExchangedDocument ID",
        f"{SETTLED} {SUM} TaxBasisTotalAmount",
        f"{SETTLED} {SUM} TaxTotalAmount",
        f"{SETTLED} {SUM} GrandTotalAmount",
        f"{SETTLED} InvoiceReferencedDocument IssuerAssignedID",
    ),
}


@dataclass(frozen=True)
class Said:
    """What stands in a file, in its own signs."""

    number: str
    net_amount: Decimal
    tax_amount: Decimal
    total_amount: Decimal
    preceding: tuple[str, ...]


class Unreadable(ValueError):
    """The file is no document as we write them."""


class Plain(TreeBuilder):
    """A tree of elements and texts alone."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse what could declare entities; called before any of them is."""
        raise Unreadable("a document type is declared")


def read(xml: bytes, syntax: ElectronicFormat) -> Said:
    """What a file says; raises `Unreadable`.

    >>> read(b"<a/>", ElectronicFormat.UBL)
    Traceback (most recent call last):
    rebill.documents.electronic.reading.Unreadable: not once: ID
    """
    root = _root(xml)
    try:
        return _polish(root) if syntax is ElectronicFormat.KSEF_FA3 else _european(root, syntax)
    except InvalidOperation:
        raise Unreadable("an amount is none") from None


def _european(root: Element, syntax: ElectronicFormat) -> Said:
    number, *figures, preceding = PATHS[syntax]
    called = _one(root, number)
    net, tax, total = (Decimal(_one(root, path)) for path in figures)
    return Said(called, net, tax, total, tuple(_all(root, preceding)))


def _polish(root: Element) -> Said:
    """FA(3), which has no sums but those of each rate."""
    sums: dict[str, Decimal] = {NET: Decimal(0), TAX: Decimal(0)}
    for one in root.iterfind("{*}Fa/*"):
        kind = one.tag.rpartition("}")[2][: len(NET)]
        if kind in sums:
            sums[kind] += Decimal(one.text or "")
    total = Decimal(_one(root, "Fa P_15"))
    return Said(
        _one(root, "Fa P_2"), sums[NET], sums[TAX], total, tuple(_all(root, "Fa DaneFaKorygowanej NrFaKorygowanej"))
    )


def _root(xml: bytes) -> Element:
    try:
        parser = XMLParser(target=Plain())
        parser.feed(xml)
        found = parser.close()
    except ParseError as error:
        raise Unreadable(str(error)) from None
    assert isinstance(found, Element)
    return found


def _one(root: Element, path: str) -> str:
    found = _all(root, path)
    if len(found) != 1:
        raise Unreadable(f"not once: {path}")
    return found[0]


def _all(root: Element, path: str) -> list[str]:
    """The texts at a path of local names, whatever their namespaces."""
    steps = "/".join(f"{{*}}{name}" for name in path.split())
    return [one.text or "" for one in root.findall(steps)]
