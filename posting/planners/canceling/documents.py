"""The document that cancels another: a correction of each detail back to what it was before (putting-right 4.2)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ....models.vocabulary import BillingType, DetailKind, TransactionType
from ...amounts import ZERO
from ...planned.documents import PlannedCancellation, PlannedDetail, PlannedLine
from ...rules.first_confirmation import WRITE_OFF_BILLED
from ...rules.names import RowName
from ...taxes.codes import Taxed
from .facts import DocumentDetail, DocumentLine, Posted

NOT_ITS_OWN = (f".{WRITE_OFF_BILLED}", f".{RowName.RETURNED_PART}")  # rows that no correction corrects


def taken_back(document: Posted, reason: str) -> PlannedCancellation:
    """Its lines and details: of a sale a line for each detail, of a project the lines as they were billed."""
    if document.contract_id is None:
        lines, places = tuple(_lines_of_sales(document)), {one.id: at for at, one in enumerate(document.details)}
    else:
        lines = tuple(_line_of_project(one) for one in document.lines)
        by_line = {one.id: at for at, one in enumerate(document.lines)}
        places = {one.id: by_line[one.line_id] for one in document.details}
    sources = {
        one.detail_id: one.row.id
        for one in document.written
        if one.row.reversed_by_id is None
        and one.row.transaction_type is TransactionType.BILLED_SALES
        and not one.row.rule.endswith(NOT_ITS_OWN)
    }
    details = tuple(_detail(one, places[one.id], sources) for one in document.details)
    charged = [one for one in details if one.billing_type is BillingType.CHARGEABLE]
    return PlannedCancellation(
        document_id=document.id,
        contract_id=document.contract_id,
        reason=reason,
        lines=lines,
        details=details,
        corrected_total=sum((one.amount + one.tax_amount for one in charged), ZERO),
        previous_total=sum((one.before[1] + one.before[2] for one in charged), ZERO),
    )


def shown_lines(cancellation: PlannedCancellation) -> tuple[PlannedLine, ...]:
    """The lines as a plan shows them: of a project one for each detail."""
    if cancellation.contract_id is None:
        return cancellation.lines
    return tuple(_shown(number, one) for number, one in enumerate(cancellation.details, 1))


def _detail(one: DocumentDetail, line: int, sources: Mapping[int | None, int]) -> PlannedDetail:
    quantity, amount, tax_amount = one.before
    return PlannedDetail(
        line=line,
        kind=one.kind,
        transaction_class=one.transaction_class,
        billing_type=one.billing_type,
        description=one.terms_before.description,
        start_date=one.start_date,
        quantity=quantity,
        unit_price=one.terms_before.unit_price,
        amount=amount,
        tax_amount=tax_amount,
        before=(one.quantity, one.amount, one.tax_amount),
        original_id=one.id,
        first_id=one.first_id,
        source_id=sources.get(one.id),
        milestone_id=one.milestone_id,
        retainer_id=one.retainer_id,
        discount_percent=one.terms_before.discount_percent,
        tax_rate=one.terms_before.tax_rate,
        tax_code_id=one.terms_before.tax_code_id,
        supplied_on=one.supplied_on,
        previous_tax=(one.terms.tax_code_id, one.terms.tax_rate),
    )


def _lines_of_sales(document: Posted) -> Iterator[PlannedLine]:
    by_key = {one.id: one for one in document.lines}
    for number, one in enumerate(document.details, 1):
        line, is_charge = by_key[one.line_id], one.kind is DetailKind.CHARGE
        quantity, amount, tax_amount = one.before
        yield PlannedLine(
            line_number=number,
            order_line_number=None,
            description=one.terms_before.description,
            product_id=None if is_charge else line.product_id,
            quantity=quantity - one.quantity,
            unit_price=one.terms_before.unit_price,
            discount_percent=one.terms_before.discount_percent or ZERO,
            tax_rate=one.terms_before.tax_rate,
            net_amount=amount - one.amount,
            tax_amount=tax_amount - one.tax_amount,
            discount_amount=ZERO if is_charge else ZERO - line.discount_amount,
            cost_amount=ZERO if is_charge else ZERO - line.cost_amount,
            credits_line_id=None if is_charge else line.id,
            taxed=_taxed(one),
        )


def _taxed(one: DocumentDetail) -> Taxed | None:
    """The tax code that it goes back to; None where that is a bare rate."""
    if one.terms_before.tax_code_id is None:
        return None
    return Taxed(code_id=one.terms_before.tax_code_id, rate=one.terms_before.tax_rate, day=one.supplied_on)


def _line_of_project(line: DocumentLine) -> PlannedLine:
    return PlannedLine(
        line_number=line.line_number,
        order_line_number=None,
        description=line.description,
        product_id=line.product_id,
        quantity=ZERO if line.quantity is None else ZERO - line.quantity,
        unit_price=line.unit_price or ZERO,
        discount_percent=ZERO,
        tax_rate=None,
        net_amount=ZERO - line.net_amount,
        tax_amount=ZERO - line.tax_amount,
        discount_amount=ZERO,
        cost_amount=ZERO,
        contract_line_id=line.contract_line_id,
    )


def _shown(number: int, detail: PlannedDetail) -> PlannedLine:
    is_charged = detail.billing_type is BillingType.CHARGEABLE
    return PlannedLine(
        line_number=number,
        order_line_number=None,
        description=detail.description,
        product_id=None,
        quantity=detail.quantity - detail.before[0],
        unit_price=detail.unit_price,
        discount_percent=ZERO,
        tax_rate=ZERO,
        net_amount=detail.net_change if is_charged else ZERO,
        tax_amount=detail.tax_change if is_charged else ZERO,
        discount_amount=ZERO,
        cost_amount=ZERO,
    )


def pieces_credited_again(one: DocumentDetail) -> Decimal:
    """How many pieces a canceled correction of a credit note had taken back of the credit; below zero the other way."""
    sold = abs(one.sold)
    return min(abs(one.before[0]), sold) - min(abs(one.quantity), sold)
