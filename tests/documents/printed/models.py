"""Documents built by hand, for pages of every kind: the company and buyer of the specification's examples."""

from datetime import date
from decimal import Decimal
from typing import Any

from rebill.documents.confirmations import AgreedCharge, ExpectedLine, ReturnConfirmation
from rebill.documents.listed import Correction, Figures
from rebill.documents.parties import Account, Address, Delivery, Party
from rebill.documents.statements import Movement, MovementKind, OpenItem, Statement
from rebill.documents.terms import (
    Allowance,
    Document,
    DocumentCharge,
    Line,
    PrecedingDocument,
    TaxRow,
)
from rebill.models.vocabulary import DocumentKind, Language, TaxCategory

SELLER = Party(
    "Fjord Kontor AS",
    registration_number="987654325",
    vat_number="NO987654325MVA",
    legal_information="Foretaksregisteret",
    address=Address("NO", "Strandgaten 1", None, "5003", "Bergen"),
    contact_name="Kari Nordmann",
    phone="+47 55 00 00 00",
    email="post@fjordkontor.example",
)
BUYER = Party(
    "Brygge Handel AS",
    number="C-000001",
    vat_number="NO123456785MVA",
    address=Address("NO", "Kaigata 3", "c/o Brygge", "0150", "Oslo"),
    contact_name="Ola Hansen",
)
ACCOUNT = Account(iban="NO9386011117947", bic="DNBANOKK", account_name="Fjord Kontor AS")
INVOICED = PrecedingDocument("INV-000001", date(2026, 10, 31))
D = Decimal


def lines(count: int, amount: str = "9.90", **more: Any) -> tuple[Line, ...]:  # Any: whatever a line has
    """So many lines of one piece at the same price."""
    one = {
        "quantity": D(1),
        "unit_code": "EA",
        "unit": "ea",
        "unit_price": D(amount),
        "net_amount": D(amount),
        "category": TaxCategory.STANDARD,
        "rate": D(25),
        "tax_code": "S25",
        **more,
    }
    return tuple(Line(id=at, **{"description": f"Desk lamp {at}", **one}) for at in range(1, count + 1))


def document(count: int = 3, **more: Any) -> Document:  # Any: whatever a document has
    """An invoice over lines and charges at 25 %; what is given stands in place of what would be worked out."""
    billed = more.pop("lines", None) or lines(count)
    charges: tuple[DocumentCharge, ...] = more.get("charges", ())
    line_total = sum((one.net_amount for one in billed), D(0))
    allowances = sum((one.amount for one in charges if not one.is_charge), D(0))
    extra = sum((one.amount for one in charges if one.is_charge), D(0))
    net = line_total - allowances + extra
    tax = (net * 25 / 100).quantize(D("0.01"))
    found: dict[str, Any] = {  # Any: as above
        "kind": DocumentKind.INVOICE,
        "number": "INV-000002",
        "issue_date": date(2026, 11, 2),
        "currency": "NOK",
        "places": 2,
        "seller": SELLER,
        "buyer": BUYER,
        "taxes": (TaxRow(TaxCategory.STANDARD, D(25), net, tax, codes=("S25",)),),
        "charges": (),
        "line_total": line_total,
        "allowance_total": allowances,
        "charge_total": extra,
        "net_total": net,
        "tax_total": tax,
        "total": net + tax,
        "due": net + tax,
        "own_net": net,
        "own_tax": tax,
        "own_total": net + tax,
        "language": Language.EN,
        "due_date": date(2026, 12, 2),
        "terms": "30 days net",
        "buyer_reference": "Purchasing, floor 2",
        "purchase_order_number": "4711",
        "sales_order_number": "SO-000001",
        "delivery": Delivery(
            "Brygge Handel AS", Address("NO", "Lagerveien 9", None, "0150", "Oslo"), date(2026, 11, 1)
        ),
        "account": ACCOUNT,
        "remittance": "INV-000002",
        "posted_at": "2026-11-02T09:30:00+00:00",
    }
    return Document(lines=billed, **(found | more))


def credit_note(**more: Any) -> Document:  # Any: as above
    """The credit note of example 6.4: three pieces with a discount, two fees taken off."""
    billed = Line(
        1,
        "Desk lamp",
        D(3),
        "EA",
        "ea",
        D("249.90"),
        D("655.99"),
        TaxCategory.STANDARD,
        D(25),
        "S25",
        D("12.5"),
        product_number="LAMP-1",
        allowance=Allowance(D("93.71"), "Discount"),
    )
    fees = (
        DocumentCharge(False, D("65.60"), "Restocking fee", TaxCategory.STANDARD, D(25), "S25"),
        DocumentCharge(False, D("49.00"), "Return freight", TaxCategory.STANDARD, D(25), "S25"),
    )
    given: dict[str, Any] = {  # Any: as above
        "kind": DocumentKind.CREDIT_NOTE,
        "number": "CN-000001",
        "lines": (billed,),
        "charges": fees,
        "preceding": (INVOICED,),
        "must_name": True,
        "due_date": None,
        "terms": "Credited to your account",
    }
    return document(**(given | more))


def corrected(**more: Any) -> Document:  # Any: as above
    """Hours corrected from 10 to 7 (example 6.6)."""
    billed = Line(
        1, "Consulting", D(3), "HUR", "h", D(200), D(600), TaxCategory.STANDARD, D(25), "S25", day=date(2026, 10, 5)
    )
    figures = (Figures(D(10), D(200), D(2000)), Figures(D(7), D(200), D(1400)), Figures(D(-3), D(200), D(-600)))
    given: dict[str, Any] = {  # Any: as above
        "lines": (billed,),
        "corrections": (Correction("Consulting", "h", *figures),),
        "corrects": True,
        "note": "Three hours were worked for another project.",
        "contract_number": "PC-000001",
        "work_from": date(2026, 10, 5),
        "work_to": date(2026, 10, 23),
    }
    return credit_note(**(given | {"charges": ()} | more))


def confirmation(**more: Any) -> ReturnConfirmation:  # Any: as above
    """Two products that may come back."""
    expected = (
        ExpectedLine("Desk lamp", D(3), "ea", "EA", "LAMP-1", "Wrong colour"),
        ExpectedLine("Cable, by the metre", D("12.5"), "m", "MTR", "CABLE", "Not needed"),
    )
    given: dict[str, Any] = {  # Any: as above
        "order_number": "RO-000001",
        "day": date(2026, 11, 3),
        "customer": BUYER,
        "lines": expected,
        "currency": "NOK",
        "places": 2,
        "language": Language.EN,
        "rma_number": "RMA-000001",
        "deadline": date(2026, 12, 3),
        "seller": SELLER,
        "send_to": SELLER.address,
        "charges": (AgreedCharge("Restocking fee 10 %", D("65.60")),),
    }
    return ReturnConfirmation(**(given | more))


def statement(count: int = 3, **more: Any) -> Statement:  # Any: as above
    """Invoices of 1,234.50 each, every third one paid; it opens at 100.00."""
    balance = D(100)
    moved: list[Movement] = []
    for at in range(1, count + 1):
        paid = at % 3 == 0
        balance += D("-1234.50") if paid else D("1234.50")
        kind, number = (MovementKind.PAYMENT, f"PAY-{at:06}") if paid else (MovementKind.INVOICE, f"INV-{at:06}")
        debit, credit = (D(0), D("1234.50")) if paid else (D("1234.50"), D(0))
        moved.append(Movement(date(2026, 10, 1 + at % 28), number, kind, debit, credit, balance))
    given: dict[str, Any] = {  # Any: as above
        "customer": BUYER,
        "from_day": date(2026, 10, 1),
        "to_day": date(2026, 10, 31),
        "opening": D(100),
        "closing": balance,
        "movements": tuple(moved),
        "open_items": (OpenItem("INV-000001", date(2026, 10, 2), D("1234.50"), D("1234.50"), date(2026, 11, 1)),),
        "currency": "NOK",
        "places": 2,
        "language": Language.EN,
        "seller": SELLER,
        "account": ACCOUNT,
    }
    return Statement(**(given | more))
