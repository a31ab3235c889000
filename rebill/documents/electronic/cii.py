"""A document in the Cross Industry Invoice of UN/CEFACT (D22B, as Factur-X's EN 16931 profile has it).

One root for every kind: the type code tells. The order of the elements is that of the schema.
"""

from xml.etree.ElementTree import Element

from ...models.vocabulary import ElectronicProfile
from ..profiles import PROFILES
from ..terms import Document
from .cii_dates import date_time
from .cii_lines import line
from .cii_parties import buyer, place, seller
from .cii_settlement import settlement
from .writing import Content, tag, tags, written

NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def cii(document: Document, profile: ElectronicProfile) -> bytes:
    """The file."""
    content = (
        _context(profile),
        _heading(document),
        tags(
            "rsm:SupplyChainTradeTransaction",
            *(line(one) for one in document.lines),
            _agreement(document, profile),
            _delivery(document),
            settlement(document, profile),
        ),
    )
    return written("rsm:CrossIndustryInvoice", NAMESPACES, content)


def _context(profile: ElectronicProfile) -> Element:
    named = PROFILES[profile]
    return tags(
        "rsm:ExchangedDocumentContext",
        tag("ram:BusinessProcessSpecifiedDocumentContextParameter", tag("ram:ID", named.process)),
        tag("ram:GuidelineSpecifiedDocumentContextParameter", tag("ram:ID", named.specification)),
    )


def _heading(document: Document) -> Element:
    return tags(
        "rsm:ExchangedDocument",
        tag("ram:ID", document.number),
        tag("ram:TypeCode", document.type_code),
        date_time("ram:IssueDateTime", document.issue_date),
        tag("ram:IncludedNote", tag("ram:Content", document.note)),
    )


def _agreement(document: Document, profile: ElectronicProfile) -> Content:
    order = document.purchase_order_number
    return tag(
        "ram:ApplicableHeaderTradeAgreement",
        tag("ram:BuyerReference", document.buyer_reference),
        seller(document),
        buyer(document, profile),
        _reference("ram:SellerOrderReferencedDocument", document.sales_order_number if order else None),
        _reference("ram:BuyerOrderReferencedDocument", order),
        _reference("ram:ContractReferencedDocument", document.contract_number),
    )


def _delivery(document: Document) -> Element:
    delivery = document.delivery
    return tags(
        "ram:ApplicableHeaderTradeDelivery",
        None if delivery is None else place(delivery),
        None
        if delivery is None
        else tag("ram:ActualDeliverySupplyChainEvent", date_time("ram:OccurrenceDateTime", delivery.date)),
        _reference("ram:DespatchAdviceReferencedDocument", document.packing_slip_number),
    )


def _reference(name: str, number: str | None) -> Content:
    return tag(name, tag("ram:IssuerAssignedID", number))
