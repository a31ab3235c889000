"""The plan of cancelling a document (putting-right 4)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import SettlementMode, WarningCode
from ...plan import Plan
from ...planned.documents import document_type_of
from ...planned.settlements import BalanceChange
from ...planned.vouchers import Entry
from ...planned.warnings import Warned, warned
from ...problems import Problems
from ..accounts import said
from ..settlements import due_date
from ..vouchers import taken_back as mirrored_entries
from .documents import shown_lines, taken_back
from .facts import Posted
from .ledger_rows import mirrored
from .money import settled_anew
from .problems import cancellation_problems
from .sources import sources_freed
from .taxes import taxes_taken_back


@dataclass(frozen=True)
class CancellationRequest:
    """What is asked for, and how the legal entity posts."""

    reason: str
    invoice_date: date
    settlement: SettlementMode = SettlementMode.ORIGINAL_INVOICE
    credit_correction: bool = False
    terms_on_credit_notes: bool = False


def plan_cancellation(document: Posted, request: CancellationRequest) -> Plan | Problems:
    """Take the document back as a whole, or every blocker."""
    day = request.invoice_date
    if problems := cancellation_problems(document, day):
        return problems
    total = -document.total_amount
    cancellation = taken_back(document, request.reason)
    mirror = mirrored(document, {one.original_id: at for at, one in enumerate(cancellation.details)})
    account = settled_anew(document, request.settlement, day, request.reason)
    plan = Plan(
        document_type=document_type_of(total, credits_something=True),
        order_ids=document.order_ids,
        customer_id=document.customer_id,
        currency=document.currency,
        invoice_date=day,
        document_date=day,
        net_amount=-document.net_amount,
        tax_amount=-document.tax_amount,
        lines=shown_lines(cancellation),
        actuals=mirror.rows,
        links=mirror.links,
        changes=(*mirror.changes, *sources_freed(document), *account.changes),
        reversed_existing=mirror.reversed_existing,
        corrects=(document.id,),
        due_date=due_date(day, total, document.terms_days, terms_on_credit_notes=request.terms_on_credit_notes),
        entries=_entries(document.entries, correction=request.credit_correction),
        settlements=account.settlements,
        balances=(BalanceChange(document.customer_id, total), *account.balances),
        cancellation=cancellation,
        taxes=taxes_taken_back(document),
    )
    left = plan.total_amount - plan.settled_amount
    return replace(plan, warnings=(_left_over(document, -left),)) if left < 0 else plan


def _left_over(document: Posted, left: Decimal) -> Warned:
    """What of a paid document is now a credit."""
    amount = said(left, document.currency)
    return warned(WarningCode.ORIGINAL_ALREADY_PAID, "rest", ("settlement",), document=document.number, amount=amount)


def _entries(entries: tuple[Entry, ...], *, correction: bool) -> tuple[Entry, ...]:
    """The voucher with debit and credit exchanged; as a storno where that is set up, but of a storno."""
    return tuple(
        replace(one, is_correction=correction and not known.is_correction)
        for known, one in zip(entries, mirrored_entries(entries), strict=True)
    )
