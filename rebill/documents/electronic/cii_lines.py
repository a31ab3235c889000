"""Lines, allowances and charges in the Cross Industry Invoice."""

from ..terms import Allowance, DocumentCharge, Line
from .cii_dates import period, taxed
from .writing import Content, amount, plain, tag


def line(one: Line) -> Content:
    """BG-25."""
    return tag(
        "ram:IncludedSupplyChainTradeLineItem",
        tag(
            "ram:AssociatedDocumentLineDocument",
            tag("ram:LineID", str(one.id)),
            tag("ram:IncludedNote", tag("ram:Content", one.note)),
        ),
        tag(
            "ram:SpecifiedTradeProduct",
            tag("ram:SellerAssignedID", one.product_number),
            tag("ram:Name", one.description),
        ),
        tag(
            "ram:SpecifiedLineTradeAgreement",
            tag("ram:NetPriceProductTradePrice", tag("ram:ChargeAmount", amount(one.unit_price))),
        ),
        tag(
            "ram:SpecifiedLineTradeDelivery",
            tag("ram:BilledQuantity", plain(one.quantity), unitCode=one.unit_code),
        ),
        _settlement(one),
    )


def charge(one: DocumentCharge) -> Content:
    """BG-20, BG-21."""
    return tag(
        "ram:SpecifiedTradeAllowanceCharge",
        _indicator(one.is_charge),
        tag("ram:ActualAmount", amount(one.amount)),
        tag("ram:Reason", one.reason),
        taxed("ram:CategoryTradeTax", one.category, one.rate),
    )


def _settlement(one: Line) -> Content:
    return tag(
        "ram:SpecifiedLineTradeSettlement",
        taxed("ram:ApplicableTradeTax", one.category, one.rate),
        period("ram:BillingSpecifiedPeriod", one.day, one.day),
        _line_charge(one.allowance, False),
        _line_charge(one.charge, True),
        tag("ram:SpecifiedTradeSettlementLineMonetarySummation", tag("ram:LineTotalAmount", amount(one.net_amount))),
    )


def _line_charge(one: Allowance | None, is_charge: bool) -> Content:
    if one is None:
        return None
    return tag(
        "ram:SpecifiedTradeAllowanceCharge",
        _indicator(is_charge),
        tag("ram:ActualAmount", amount(one.amount)),
        tag("ram:Reason", one.reason),
    )


def _indicator(is_charge: bool) -> Content:
    return tag("ram:ChargeIndicator", tag("udt:Indicator", "true" if is_charge else "false"))
