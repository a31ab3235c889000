"""From what a document is made of to what it says: the facts in the books' signs, the business terms in the file's.

The one place where a document is put into words and figures; every rendering shows what is made here (documents 3.3).
"""

from collections.abc import Iterable
from datetime import date

from ..models.money import minor_unit
from ..models.vocabulary import DetailKind, DocumentKind
from .corrections import corrections_of
from .entries import entries_of
from .facts import DocumentFacts, Preceding
from .figures import added, money, turned
from .kinds import country_code
from .lines import charges_of, lines_of
from .numbers import vat_number
from .payment import means_code, terms_text
from .positions import RETAINERS, is_repeat
from .taxes import tax_rows
from .terms import PRO_FORMA, Document, Line, PrecedingDocument, sign_of


def terms_of(facts: DocumentFacts) -> Document:
    """The document in business terms."""
    sign, places = sign_of(facts.kind), minor_unit(facts.currency)
    credits = facts.kind is DocumentKind.CREDIT_NOTE
    number = facts.number or PRO_FORMA
    lines, charges = lines_of(facts, sign, places), charges_of(facts, sign, places)
    net, tax, total = (
        money(turned(one, sign), places) for one in (facts.net_amount, facts.tax_amount, facts.total_amount)
    )
    first, last = period_of(facts, lines)
    means = means_code(facts.kind, facts.account, facts.currency, country_code(facts.seller))
    return Document(
        kind=facts.kind,
        number=number,
        issue_date=facts.invoice_date,
        currency=facts.currency,
        places=places,
        seller=facts.seller,
        buyer=facts.bill_to,
        lines=lines,
        taxes=tax_rows(facts.taxes, lines, charges, sign, places),
        charges=charges,
        line_total=money(added(one.net_amount for one in lines), places),
        allowance_total=money(added(one.amount for one in charges if not one.is_charge), places),
        charge_total=money(added(one.amount for one in charges if one.is_charge), places),
        net_total=net,
        tax_total=tax,
        total=total,
        due=total,
        own_net=net,
        own_tax=tax,
        own_total=total,
        language=facts.language,
        due_date=None if credits else facts.due_date,
        terms=terms_text(facts.kind, facts.terms_days, facts.language),
        note=facts.reason,
        buyer_reference=facts.buyer_reference,
        purchase_order_number=facts.purchase_order_number,
        contract_number=facts.contract_number,
        sales_order_number=facts.sales_order_number,
        packing_slip_number=facts.packing_slip_number,
        preceding=tuple(
            PrecedingDocument(one.number, one.day, one.is_credited, one.ksef_number, _number(one, facts))
            for one in facts.preceding
        ),
        must_name=must_name(facts),
        corrects=facts.corrects,
        credits_whole=credits and _is_whole(facts.preceding),
        delivery=facts.ship_to,
        work_from=first,
        work_to=last,
        means_code=means,
        remittance=number if means is not None else None,
        account=facts.account,
        corrections=corrections_of(facts, places),
        entries=entries_of(facts, places),
        correction_reason=facts.reason or facts.return_reason,
        has_advances=facts.deducts or any(one.kind in RETAINERS for one in facts.lines),
        repeats=facts.corrects and is_repeat(facts),
        came_back=facts.came_back,
        logo=facts.logo,
        posted_at=facts.posted_at,
        only_advances=bool(facts.lines) and all(one.kind is DetailKind.RETAINER for one in facts.lines),
        today=facts.today,
    )


def must_name(facts: DocumentFacts) -> bool:
    """Whether it must name documents that come before it: it credits, corrects, or deducts an advance (REBILL-02)."""
    return facts.corrects or facts.deducts or facts.kind in (DocumentKind.CREDIT_NOTE, DocumentKind.CORRECTED_INVOICE)


def period_of(facts: DocumentFacts, lines: Iterable[Line]) -> tuple[date | None, date | None]:
    """BT-73, BT-74: the first and the last day of the work, where they differ.

    Days of lines that are no work, such as a milestone's, lie within: Peppol wants it so (R110, R111).
    """
    if facts.work_from is None or facts.work_to is None or facts.work_from == facts.work_to:
        return None, None
    days = [facts.work_from, facts.work_to, *(one.day for one in lines if one.day is not None)]
    return min(days), max(days)


def _number(one: Preceding, facts: DocumentFacts) -> str | None:
    """Whom an earlier document was billed to, in the form that the buyer's VAT number has here."""
    return vat_number(one.buyer_number, country_code(facts.bill_to)) if one.buyer_number else None


def _is_whole(preceding: tuple[Preceding, ...]) -> bool:
    """Whether one invoice is credited, and nothing of it is left."""
    credited = [one for one in preceding if one.is_credited]
    return len(credited) == 1 and credited[0].is_whole
