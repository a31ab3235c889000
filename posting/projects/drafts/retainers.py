"""Which retainers a new draft applies, and how much: by default, or as the caller says (project-invoicing F10)."""

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select

from ....models import tables
from ....models.money import minor_unit
from ....models.rows import read_all
from ....models.vocabulary import BillingStatus, BillingType, DetailKind, ProblemCode, RefundStatus
from ...amounts import ZERO, rounded
from ...checks import Checks
from ...command.lookup import known_keys
from ...command.records import OrderRow
from ...command.transaction import Transaction
from ...commands import AppliedRetainerInput, CreateInvoice
from ...planners.projects.facts import Retainer
from ...planners.projects.retainers import RETAINED
from ...saying import phrase
from .lines import NewDetail
from .loading import load_retainers
from .sources import retainer_detail


def applied_details(
    transaction: Transaction, contract: OrderRow, customer_id: int, command: CreateInvoice, billed: Sequence[NewDetail]
) -> list[NewDetail]:
    """The applied retainers of a new draft that bills `billed`."""
    table = tables.retainer
    mine = select(table.c.id).where(table.c.order_id == contract.id, table.c.customer_id == customer_id)
    keys = read_all(transaction.connection, mine.order_by(table.c.id), int)
    retainers = load_retainers(transaction.connection, keys, lock=True)
    chargeable = sum((one.amount for one in billed if _chargeable(one)), ZERO)
    if command.retainers is not None:
        amounts = _by_hand(command.retainers, retainers, chargeable, contract)
    elif command.apply_retainers is not False:
        amounts = _by_default(retainers, chargeable)
    else:
        amounts = {}
    return [
        retainer_detail(DetailKind.APPLIED_RETAINER, one.id, one.description, -amounts[one.id])._replace(
            tax_code_id=one.tax_code_id
        )
        for one in retainers
        if one.id in amounts
    ]


def _chargeable(detail: NewDetail) -> bool:
    return detail.billing_type is BillingType.CHARGEABLE and detail.kind not in RETAINED


def _by_default(retainers: Sequence[Retainer], chargeable: Decimal) -> dict[int, Decimal]:
    """Oldest retainer first, each as far as something is chargeable."""
    amounts: dict[int, Decimal] = {}
    for retainer in retainers:
        amount = min(retainer.available, chargeable)
        if retainer.refund_status is None and amount > 0:
            amounts[retainer.id] = amount
            chargeable -= amount
    return amounts


def _by_hand(
    wanted: Sequence[AppliedRetainerInput], retainers: Sequence[Retainer], chargeable: Decimal, contract: OrderRow
) -> dict[int, Decimal]:
    checks = Checks()
    checks.at_most("retainers", wanted, 1000, "retainers")
    checks.done()
    known = {one.id: one for one in retainers}
    ids, places = [one.retainer for one in wanted], minor_unit(contract.currency)
    keys = known_keys(ids, "Retainer", "retainer", checks, "retainers", field="retainer")
    amounts = {key: one.amount for key, one in zip(keys, wanted, strict=True) if key is not None}
    for place, (key, one) in enumerate(zip(keys, wanted, strict=True)):
        path = ("retainers", str(place))
        if key is not None and key not in known:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-retainer",
                *path,
                "retainer",
                document=contract.number,
                type="Retainer",
                given=one.retainer,
            )
        elif key is not None:
            _check_amount(known[key], one.amount, places, checks, path)
    total = sum((amount for amount in amounts.values() if amount > 0), ZERO)
    if total > max(chargeable, ZERO):
        checks.fail(
            ProblemCode.APPLIED_EXCEEDS_CHARGEABLE,
            "too-much-applied",
            "retainers",
            given=rounded(total, places),
            available=rounded(max(chargeable, ZERO), places),
        )
    checks.done()
    return amounts


def _check_amount(retainer: Retainer, amount: Decimal, places: int, checks: Checks, path: tuple[str, ...]) -> None:
    name = phrase("retainer", retainer=retainer.description)
    checks.amount("An amount", amount, places, *path, "amount")
    if amount <= 0:
        checks.invalid("nothing-applied", *path, "amount", limit=0)
    if retainer.invoice_status is not BillingStatus.CUSTOMER_INVOICE_POSTED:
        checks.fail(
            ProblemCode.RETAINER_NOT_INVOICED,
            "retainer",
            *path,
            "retainer",
            name=name,
            state=retainer.invoice_status,
            needed="INVOICED",
        )
    elif retainer.refund_status is RefundStatus.REFUNDED:
        checks.fail(ProblemCode.RETAINER_REFUNDED, "to-apply", *path, "retainer", name=name)
    elif retainer.refund_status is RefundStatus.READY_TO_REFUND:
        checks.fail(
            ProblemCode.INVALID_STATUS_TRANSITION,
            "to-apply",
            *path,
            "retainer",
            name=name,
            state="READY_TO_REFUND",
            needed="INVOICED",
        )
    elif amount > retainer.available:
        values = {"given": rounded(amount, places), "available": rounded(retainer.available, places)}
        checks.fail(ProblemCode.RETAINER_AMOUNT_EXCEEDS_AVAILABLE, "to-apply", *path, "amount", name=name, **values)
