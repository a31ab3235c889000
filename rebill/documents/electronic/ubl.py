"""A document in UBL 2.1: an Invoice, or a CreditNote, which has the same parts under some other names.

Only the order of the elements is decided here; it is that of the schemas. What stands in them are the terms.
"""

from xml.etree.ElementTree import Element

from ...models.vocabulary import DocumentKind, ElectronicProfile
from ..parties import Account, Address
from ..profiles import PROFILES
from ..terms import Allowance, Document, DocumentCharge, Line, TaxRow
from .parts import account, bank, category_code, means_code
from .ubl_parties import buyer, postal_address, seller
from .writing import Content, amount, day, plain, tag, tags, written

INVOICE = "Invoice"
CREDIT_NOTE = "CreditNote"
NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


def ubl(document: Document, profile: ElectronicProfile) -> bytes:
    """The file."""
    root = CREDIT_NOTE if document.kind is DocumentKind.CREDIT_NOTE else INVOICE
    namespaces = {"": f"urn:oasis:names:specification:ubl:schema:xsd:{root}-2", **NAMESPACES}
    content = (
        *_heading(document, profile, root),
        *_references(document),
        seller(document),
        buyer(document, profile),
        _delivery(document),
        _payment_means(document, profile),
        tag("cac:PaymentTerms", tag("cbc:Note", document.terms)),
        *(_charge(one, document.currency) for one in document.charges),
        _tax_total(document),
        _totals(document),
        *(_line(one, document.currency, root) for one in document.lines),
    )
    return written(root, namespaces, content)


def _heading(document: Document, profile: ElectronicProfile, root: str) -> tuple[Content, ...]:
    named = PROFILES[profile]
    return (
        tag("cbc:CustomizationID", named.specification),
        tag("cbc:ProfileID", named.process),
        tag("cbc:ID", document.number),
        tag("cbc:IssueDate", day(document.issue_date)),
        tag("cbc:DueDate", day(document.due_date)) if root == INVOICE else None,
        tag(f"cbc:{root}TypeCode", document.type_code),
        tag("cbc:Note", document.note),
        tag("cbc:DocumentCurrencyCode", document.currency),
        tag("cbc:BuyerReference", document.buyer_reference),
        tag(
            "cac:InvoicePeriod",
            tag("cbc:StartDate", day(document.work_from)),
            tag("cbc:EndDate", day(document.work_to)),
        ),
    )


def _references(document: Document) -> tuple[Content, ...]:
    order = document.purchase_order_number
    return (
        tag("cac:OrderReference", tag("cbc:ID", order), tag("cbc:SalesOrderID", document.sales_order_number))
        if order
        else None,
        *(
            tag(
                "cac:BillingReference",
                tag("cac:InvoiceDocumentReference", tag("cbc:ID", one.number), tag("cbc:IssueDate", day(one.day))),
            )
            for one in document.preceding
        ),
        tag("cac:DespatchDocumentReference", tag("cbc:ID", document.packing_slip_number)),
        tag("cac:ContractDocumentReference", tag("cbc:ID", document.contract_number)),
    )


def _delivery(document: Document) -> Content:
    delivery = document.delivery
    if delivery is None:
        return None
    return tag(
        "cac:Delivery",
        tag("cbc:ActualDeliveryDate", day(delivery.date)),
        tag("cac:DeliveryLocation", _address("cac:Address", delivery.address)),
        tag("cac:DeliveryParty", tag("cac:PartyName", tag("cbc:Name", delivery.name))),
    )


def _address(name: str, address: Address | None) -> Content:
    return None if address is None else postal_address(name, address)


def _payment_means(document: Document, profile: ElectronicProfile) -> Content:
    means, paid_to = means_code(document, profile), account(document)
    if means is None:
        return None
    return tag(
        "cac:PaymentMeans",
        tag("cbc:PaymentMeansCode", means),
        tag("cbc:PaymentID", document.remittance),
        None if paid_to is None else _account(paid_to),
    )


def _account(paid_to: Account) -> Content:
    return tag(
        "cac:PayeeFinancialAccount",
        tag("cbc:ID", paid_to.iban or paid_to.account_number),
        tag("cbc:Name", paid_to.account_name),
        tag("cac:FinancialInstitutionBranch", tag("cbc:ID", bank(paid_to))),
    )


def _charge(charge: DocumentCharge, currency: str) -> Content:
    return tag(
        "cac:AllowanceCharge",
        tag("cbc:ChargeIndicator", "true" if charge.is_charge else "false"),
        tag("cbc:AllowanceChargeReason", charge.reason),
        tag("cbc:Amount", amount(charge.amount), currencyID=currency),
        _category("cac:TaxCategory", charge),
    )


def _line_charge(one: Allowance | None, is_charge: bool, currency: str) -> Content:
    if one is None:
        return None
    return tag(
        "cac:AllowanceCharge",
        tag("cbc:ChargeIndicator", "true" if is_charge else "false"),
        tag("cbc:AllowanceChargeReason", one.reason),
        tag("cbc:Amount", amount(one.amount), currencyID=currency),
    )


def _category(name: str, taxed: DocumentCharge | Line | TaxRow, *reasons: Content) -> Content:
    if taxed.category is None and taxed.rate is None:
        return None
    return tag(
        name,
        tag("cbc:ID", category_code(taxed.category)),
        None if taxed.rate is None else tag("cbc:Percent", plain(taxed.rate)),
        *reasons,
        tag("cac:TaxScheme", tag("cbc:ID", "VAT")),
    )


def _tax_total(document: Document) -> Element:
    return tags(
        "cac:TaxTotal",
        tag("cbc:TaxAmount", amount(document.tax_total), currencyID=document.currency),
        *(
            tag(
                "cac:TaxSubtotal",
                tag("cbc:TaxableAmount", amount(one.base), currencyID=document.currency),
                tag("cbc:TaxAmount", amount(one.amount), currencyID=document.currency),
                _category(
                    "cac:TaxCategory",
                    one,
                    tag("cbc:TaxExemptionReasonCode", one.exemption_reason_code),
                    tag("cbc:TaxExemptionReason", one.exemption_reason),
                ),
            )
            for one in document.taxes
        ),
    )


def _totals(document: Document) -> Element:
    def total(name: str, value: object, *, is_shown: bool = True) -> Content:
        return tag(f"cbc:{name}", f"{value:f}", currencyID=document.currency) if is_shown else None

    allowances = any(not one.is_charge for one in document.charges)
    charges = any(one.is_charge for one in document.charges)
    return tags(
        "cac:LegalMonetaryTotal",
        total("LineExtensionAmount", document.line_total),
        total("TaxExclusiveAmount", document.net_total),
        total("TaxInclusiveAmount", document.total),
        total("AllowanceTotalAmount", document.allowance_total, is_shown=allowances),
        total("ChargeTotalAmount", document.charge_total, is_shown=charges),
        total("PayableAmount", document.due),
    )


def _line(line: Line, currency: str, root: str) -> Content:
    quantity = "InvoicedQuantity" if root == INVOICE else "CreditedQuantity"
    period = day(line.day)
    return tag(
        f"cac:{root}Line",
        tag("cbc:ID", str(line.id)),
        tag("cbc:Note", line.note),
        tag(f"cbc:{quantity}", plain(line.quantity), unitCode=line.unit_code),
        tag("cbc:LineExtensionAmount", amount(line.net_amount), currencyID=currency),
        tag("cac:InvoicePeriod", tag("cbc:StartDate", period), tag("cbc:EndDate", period)),
        _line_charge(line.allowance, False, currency),
        _line_charge(line.charge, True, currency),
        tag(
            "cac:Item",
            tag("cbc:Name", line.description),
            tag("cac:SellersItemIdentification", tag("cbc:ID", line.product_number)),
            _category("cac:ClassifiedTaxCategory", line),
        ),
        tag("cac:Price", tag("cbc:PriceAmount", amount(line.unit_price), currencyID=currency)),
    )
