"""What is to be paid, and the tax on it, in the Cross Industry Invoice."""

from xml.etree.ElementTree import Element

from ...models.vocabulary import ElectronicProfile
from ..parties import Account
from ..terms import Document, TaxRow
from .cii_dates import date_time, period
from .cii_lines import charge
from .parts import account, bank, category_code, means_code
from .writing import Content, amount, plain, tag, tags


def settlement(document: Document, profile: ElectronicProfile) -> Element:
    """BG-16 to BG-23, and BG-3."""
    return tags(
        "ram:ApplicableHeaderTradeSettlement",
        tag("ram:PaymentReference", document.remittance),
        tag("ram:InvoiceCurrencyCode", document.currency),
        _payment_means(document, profile),
        *(_tax(one) for one in document.taxes),
        period("ram:BillingSpecifiedPeriod", document.work_from, document.work_to),
        *(charge(one) for one in document.charges),
        tag(
            "ram:SpecifiedTradePaymentTerms",
            tag("ram:Description", document.terms),
            date_time("ram:DueDateDateTime", document.due_date),
        ),
        _totals(document),
        *(
            tag(
                "ram:InvoiceReferencedDocument",
                tag("ram:IssuerAssignedID", one.number),
                date_time("ram:FormattedIssueDateTime", one.day, prefix="qdt"),
            )
            for one in document.preceding
        ),
    )


def _payment_means(document: Document, profile: ElectronicProfile) -> Content:
    means, paid_to = means_code(document, profile), account(document)
    if means is None:
        return None
    return tag(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        tag("ram:TypeCode", means),
        *(() if paid_to is None else _account(paid_to)),
    )


def _account(paid_to: Account) -> tuple[Content, ...]:
    return (
        tag(
            "ram:PayeePartyCreditorFinancialAccount",
            tag("ram:IBANID", paid_to.iban),
            tag("ram:AccountName", paid_to.account_name),
            tag("ram:ProprietaryID", None if paid_to.iban else paid_to.account_number),
        ),
        tag("ram:PayeeSpecifiedCreditorFinancialInstitution", tag("ram:BICID", bank(paid_to))),
    )


def _tax(one: TaxRow) -> Content:
    return tag(
        "ram:ApplicableTradeTax",
        tag("ram:CalculatedAmount", amount(one.amount)),
        tag("ram:TypeCode", "VAT"),
        tag("ram:ExemptionReason", one.exemption_reason),
        tag("ram:BasisAmount", amount(one.base)),
        tag("ram:CategoryCode", category_code(one.category)),
        tag("ram:ExemptionReasonCode", one.exemption_reason_code),
        None if one.rate is None else tag("ram:RateApplicablePercent", plain(one.rate)),
    )


def _totals(document: Document) -> Element:
    allowances = any(not one.is_charge for one in document.charges)
    charges = any(one.is_charge for one in document.charges)
    return tags(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        tag("ram:LineTotalAmount", amount(document.line_total)),
        tag("ram:ChargeTotalAmount", amount(document.charge_total)) if charges else None,
        tag("ram:AllowanceTotalAmount", amount(document.allowance_total)) if allowances else None,
        tag("ram:TaxBasisTotalAmount", amount(document.net_total)),
        tag("ram:TaxTotalAmount", amount(document.tax_total), currencyID=document.currency),
        tag("ram:GrandTotalAmount", amount(document.total)),
        tag("ram:DuePayableAmount", amount(document.due)),
    )
