"""The lines, charges and allowances of a document in business terms (BG-25, BG-20, BG-21; documents 3.4, 3.5)."""

from decimal import Decimal

from ..models.vocabulary import Language, TaxCategory
from .facts import DocumentFacts, FactLine, TaxedAs
from .figures import less, money, price, times, turned
from .positions import CENTS_OFF, RETAINERS, charge_positions, positions
from .terms import Allowance, DocumentCharge, Line
from .units import ONE, unit_code, unit_word

CENTS = 2  # decimals of what makes up for a price in a currency that has none
DISCOUNT = {Language.EN: "Discount", Language.NB: "Rabatt", Language.DA: "Rabat", Language.DE: "Rabatt"}
ADJUSTMENT = {
    Language.EN: "Adjustment",
    Language.NB: "Justering",
    Language.DA: "Regulering",
    Language.DE: "Anpassung",
}
AS_BILLED = {
    Language.EN: "As billed",
    Language.NB: "Som fakturert",
    Language.DA: "Som faktureret",
    Language.DE: "Wie berechnet",
}
AS_CORRECTED = {
    Language.EN: "As corrected",
    Language.NB: "Som korrigert",
    Language.DA: "Som rettet",
    Language.DE: "Wie berichtigt",
}


def category_of(taxed: TaxedAs) -> TaxCategory | None:
    """The category; a bare rate above zero is STANDARD, a bare zero nobody knows (documents 2.2).

    >>> category_of(TaxedAs(rate=Decimal(25))), category_of(TaxedAs(rate=Decimal(0)))
    (<TaxCategory.STANDARD: 'STANDARD'>, None)
    """
    return taxed.category or (TaxCategory.STANDARD if taxed.rate else None)


def rate_of(taxed: TaxedAs) -> Decimal | None:
    """The rate; None where it is not known, and out of scope."""
    return None if taxed.category is TaxCategory.OUT_OF_SCOPE else taxed.rate


def lines_of(facts: DocumentFacts, sign: int, places: int) -> tuple[Line, ...]:
    """BG-25, running from 1; `sign` is −1 on a credit note."""
    return tuple(
        _line(number, one.line, one.is_right, facts.language, sign, places)
        for number, one in enumerate(positions(facts), start=1)
    )


def charges_of(facts: DocumentFacts, sign: int, places: int) -> tuple[DocumentCharge, ...]:
    """BG-20 and BG-21: what the customer owes more is a charge, what he owes less an allowance, in the file's sign."""
    found = []
    for one in charge_positions(facts):
        amount = money(turned(one.charge.amount, sign), places)
        found.append(
            DocumentCharge(
                is_charge=amount > 0,
                amount=abs(amount),
                reason=_with_note(one.charge.description, _note(one.is_right, facts.language)),
                category=category_of(one.charge.taxed),
                rate=rate_of(one.charge.taxed),
                tax_code=one.charge.taxed.code,
            )
        )
    return tuple(found)


def _line(number: int, line: FactLine, is_right: bool | None, language: Language, sign: int, places: int) -> Line:
    quantity = turned(line.quantity, sign)
    net = money(turned(line.net_amount, sign), places)
    off = off_by(quantity, line.unit_price, net, places)
    reason = (DISCOUNT if line.discount_percent else ADJUSTMENT)[language]
    advances = line.kind in RETAINERS
    return Line(
        id=number,
        description=described(line),
        quantity=quantity,
        unit_code=ONE if advances else unit_code(line.unit, line.transaction_class),
        unit="" if advances else unit_word(line.unit, line.transaction_class, language),
        unit_price=price(line.unit_price, places),
        net_amount=net,
        category=category_of(line.taxed),
        rate=rate_of(line.taxed),
        tax_code=line.taxed.code,
        discount_percent=line.discount_percent,
        product_number=line.product_number,
        day=line.day,
        allowance=Allowance(off, reason) if off > 0 else None,
        charge=Allowance(abs(off), reason) if off < 0 else None,
        note=_note(is_right, language),
    )


def off_by(quantity: Decimal, price: Decimal, net: Decimal, places: int) -> Decimal:
    """What quantity times price is more than the net amount; nothing where it is a cent or two.

    It is looked at before it is rounded, as the rules do (R120), and told in cents where a currency has none.
    """
    exact = less(times(quantity, price), net)
    return money(exact, max(places, CENTS)) if abs(exact) > CENTS_OFF else Decimal(0)


def described(line: FactLine) -> str:
    """BT-153; what deducts an advance names the document that billed it."""
    if line.kind in RETAINERS and line.advance and line.advance not in line.description:
        return f"{line.description} ({line.advance})"
    return line.description


def _note(is_right: bool | None, language: Language) -> str | None:
    if is_right is None:
        return None
    return AS_CORRECTED[language] if is_right else AS_BILLED[language]


def _with_note(text: str, note: str | None) -> str:
    return text if note is None else f"{text} ({note})"
