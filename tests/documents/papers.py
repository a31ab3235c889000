"""Documents by hand, in the books' signs: parties, lines and charges in the trade's words, and the breakdown of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rebill.documents.facts import DocumentFacts, FactCharge, FactLine, FactTax, Preceding, TaxedAs
from rebill.documents.parties import Account, Address, Delivery, ElectronicAddress, Party
from rebill.models.money import minor_unit
from rebill.models.vocabulary import (
    DetailKind,
    DocumentKind,
    Language,
    TaxCategory,
    TaxRounding,
    TransactionClass,
)

S25 = TaxedAs("S25", TaxCategory.STANDARD, Decimal(25))
S15 = TaxedAs("S15", TaxCategory.STANDARD, Decimal(15))
S19 = TaxedAs("S19", TaxCategory.STANDARD, Decimal(19))
Z0 = TaxedAs("Z0", TaxCategory.ZERO, Decimal(0))
E0 = TaxedAs("E0", TaxCategory.EXEMPT, Decimal(0))
AE = TaxedAs("AE", TaxCategory.REVERSE_CHARGE, Decimal(0))
IC = TaxedAs("IC", TaxCategory.INTRA_COMMUNITY, Decimal(0))
G0 = TaxedAs("G0", TaxCategory.EXPORT, Decimal(0))
O0 = TaxedAs("O0", TaxCategory.OUT_OF_SCOPE, None)
BARE_ZERO = TaxedAs(None, None, Decimal(0))
REASONS = {
    "E0": ("Exempt from VAT", None),
    "AE": ("Reverse charge", "VATEX-EU-AE"),
    "IC": ("Intra-Community supply", "VATEX-EU-IC"),
    "G0": ("Export outside the EU", "VATEX-EU-G"),
    "O0": ("Not subject to VAT", "VATEX-EU-O"),
}

FJORD = Party(
    "Fjord Kontor AS",
    registration_number="987654325",
    vat_number="NO987654325MVA",
    legal_information="Foretaksregisteret",
    address=Address("NO", "Strandgaten 1", None, "5003", "Bergen"),
    electronic_address=ElectronicAddress("0192", "987654325"),
    contact_name="Kari Berg",
    phone="+47 55 00 00 00",
    email="faktura@fjord.example",
)
BRYGGE = Party(
    "Brygge Handel AS",
    number="C-000001",
    registration_number="987654325",
    vat_number="NO987654325MVA",
    address=Address("NO", "Kaigata 3", None, "0150", "Oslo"),
    electronic_address=ElectronicAddress("0192", "987654325"),
)
GERMAN = Party(
    "Elbe GmbH",
    registration_number="HRB 12345",
    vat_number="DE136695976",
    address=Address("DE", "Kai 1", None, "20457", "Hamburg"),
)
GERMAN_BUYER = Party(
    "Isar AG", number="C-000002", vat_number="DE129273398", address=Address("DE", "Tal 5", None, "80331", "München")
)
DANISH = Party(
    "Sund ApS",
    registration_number="12345674",
    vat_number="DK12345674",
    address=Address("DK", "Strandvej 2", None, "2100", "København"),
    electronic_address=ElectronicAddress("0184", "12345674"),
)
DANISH_BUYER = replace(DANISH, name="Havn A/S", number="C-000003")
NOK_ACCOUNT = Account(iban="NO9386011117947")
DAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)
INV_1 = Preceding("INV-000001", date(2026, 1, 31))


def sold(
    quantity: object,
    price: object,
    taxed: TaxedAs = S25,
    *,
    net: object = None,
    tax: object = None,
    discount: object = 0,
    places: int = 2,
    **more: object,
) -> FactLine:
    """A line of goods; `net` and `tax` where they are not what quantity, price and rate say."""
    many, each, off = Decimal(str(quantity)), Decimal(str(price)), Decimal(str(discount))
    amount = rounded(many * each * (100 - off) / 100, places) if net is None else Decimal(str(net))
    line = FactLine(
        description="Desk lamp",
        quantity=many,
        unit_price=each,
        net_amount=amount,
        tax_amount=tax_on(amount, taxed, places) if tax is None else Decimal(str(tax)),
        taxed=taxed,
        discount_percent=off,
        unit="pcs",
        product_number="P-000001",
    )
    return replace(line, **more)  # type: ignore[arg-type]  # fields by name


def hours(quantity: object, price: object, taxed: TaxedAs = S25, **more: object) -> FactLine:
    """A detail of work."""
    work: dict[str, object] = {
        "description": "Consulting",
        "unit": None,
        "product_number": None,
        "kind": DetailKind.TRANSACTION,
        "transaction_class": TransactionClass.TIME,
    }
    return sold(quantity, price, taxed, **{**work, **more})  # type: ignore[arg-type]  # fields by name


def retainer(amount: object, taxed: TaxedAs = S25, *, tax: object = None) -> FactLine:
    """An advance that is billed."""
    return hours(
        1,
        amount,
        taxed,
        tax=tax,
        kind=DetailKind.RETAINER,
        description="Advance",
        transaction_class=TransactionClass.RETAINER,
    )


def deducted(amount: object, taxed: TaxedAs = S25, *, tax: object = None) -> FactLine:
    """An advance that is taken off, as the books have it: below zero."""
    return hours(
        -1,
        amount,
        taxed,
        tax=tax,
        kind=DetailKind.APPLIED_RETAINER,
        description="Advance",
        transaction_class=TransactionClass.RETAINER,
        advance="INV-000001",
    )


def instead(billed: FactLine, right: FactLine) -> FactLine:
    """A line that corrects another."""
    return replace(right, billed_before=billed)


def fee(amount: object, taxed: TaxedAs = S25, description: str = "Restocking fee") -> FactCharge:
    """A charge that the customer owes."""
    given = Decimal(str(amount))
    return FactCharge(description, given, tax_on(given, taxed, 2), taxed)


def document(
    *lines: FactLine,
    charges: tuple[FactCharge, ...] = (),
    rounding: TaxRounding = TaxRounding.RATE,
    currency: str = "NOK",
    **more: object,
) -> DocumentFacts:
    """A document of these lines and charges, with its breakdown and sums; its kind by the sign of its total."""
    places = minor_unit(currency)
    taxes = breakdown(lines, charges, rounding, places)
    net = sum((one.base for one in taxes), Decimal(0))
    tax = sum((one.amount for one in taxes), Decimal(0))
    facts = DocumentFacts(
        kind=DocumentKind.CREDIT_NOTE if net + tax < 0 else DocumentKind.INVOICE,
        number="INV-000007",
        currency=currency,
        invoice_date=DAY,
        net_amount=net,
        tax_amount=tax,
        total_amount=net + tax,
        bill_to=BRYGGE,
        lines=lines,
        taxes=taxes,
        language=Language.EN,
        due_date=DUE,
        terms_days=30,
        seller=FJORD,
        ship_to=Delivery(None, BRYGGE.address, date(2026, 3, 1)),
        account=NOK_ACCOUNT,
        charges=charges,
        buyer_reference="Purchasing",
    )
    facts = replace(facts, **more)  # type: ignore[arg-type]  # fields by name
    return replace(facts, preceding=(INV_1,)) if must_name_something(facts) and not facts.preceding else facts


def must_name_something(facts: DocumentFacts) -> bool:
    """Whether another document comes before it."""
    return facts.kind in (DocumentKind.CREDIT_NOTE, DocumentKind.CORRECTED_INVOICE) or facts.corrects or facts.deducts


def breakdown(
    lines: tuple[FactLine, ...], charges: tuple[FactCharge, ...], rounding: TaxRounding, places: int
) -> tuple[FactTax, ...]:
    """The rows by tax code, in order of first appearance; by RATE the tax is that of the sum, elsewhere that of the parts."""
    groups: dict[TaxedAs, list[tuple[Decimal, Decimal]]] = {}
    for one in (*lines, *charges):
        for taxed, base, tax in parts(one):
            groups.setdefault(taxed, []).append((base, tax))
    rows = []
    for taxed, found in groups.items():
        base = sum((one for one, _ in found), Decimal(0))
        by_parts = sum((tax for _, tax in found), Decimal(0))
        tax = tax_on(base, taxed, places) if rounding is TaxRounding.RATE else by_parts
        reason, code = REASONS.get(taxed.code or "", (None, None))
        rows.append(FactTax(taxed, base, tax, reason, code))
    return tuple(rows)


def parts(one: FactLine | FactCharge) -> Iterator[tuple[TaxedAs, Decimal, Decimal]]:
    """What a line or charge adds to the breakdown; a correction takes back what was billed before."""
    if isinstance(one, FactCharge):
        yield one.taxed, one.amount, one.tax_amount
        return
    if one.billed_before is not None:
        before = one.billed_before
        yield before.taxed, -before.net_amount, -before.tax_amount
    yield one.taxed, one.net_amount, one.tax_amount


def tax_on(net: Decimal, taxed: TaxedAs, places: int) -> Decimal:
    """Tax on an amount; none where there is no rate."""
    return rounded(net * (taxed.rate or 0) / 100, places)


def rounded(value: Decimal, places: int) -> Decimal:
    """Half away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
