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
        retainer_detail(DetailKind.APPLIED_RETAINER, one.id, one.description, -amounts[one.id])
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
            message = f"Contract {contract.number} has no such retainer for this customer."
            checks.fail(
                ProblemCode.NOT_FOUND,
                message,
                *path,
                "retainer",
                remedy="Take the id of a retainer of this contract and customer.",
            )
        elif key is not None:
            _check_amount(known[key], one.amount, places, checks, path)
    total = sum((amount for amount in amounts.values() if amount > 0), ZERO)
    if total > max(chargeable, ZERO):
        checks.fail(
            ProblemCode.APPLIED_EXCEEDS_CHARGEABLE,
            f"{rounded(total, places)} of retainers is to be applied, but the draft charges only "
            f"{rounded(max(chargeable, ZERO), places)} without tax.",
            "retainers",
            remedy="Apply less, or leave retainers out to apply what is possible.",
        )
    checks.done()
    return amounts


def _check_amount(retainer: Retainer, amount: Decimal, places: int, checks: Checks, path: tuple[str, ...]) -> None:
    name = f"Retainer “{retainer.description}”"
    checks.amount("An amount", amount, places, *path, "amount")
    if amount <= 0:
        checks.invalid(
            "An amount must be above zero.", *path, "amount", remedy="Leave the retainer out to apply nothing of it."
        )
    if retainer.invoice_status is not BillingStatus.CUSTOMER_INVOICE_POSTED:
        message = f"{name} is {retainer.invoice_status}; it can be applied once it has been invoiced."
        remedy = "Bill it first: markReadyToInvoice, createInvoice, confirmInvoice."
        checks.fail(ProblemCode.RETAINER_NOT_INVOICED, message, *path, "retainer", remedy=remedy)
    elif retainer.refund_status is RefundStatus.REFUNDED:
        message = f"{name} has been refunded; nothing of it can be applied."
        remedy = "Correct the refund first with correctInvoice."
        checks.fail(ProblemCode.RETAINER_REFUNDED, message, *path, "retainer", remedy=remedy)
    elif retainer.refund_status is RefundStatus.READY_TO_REFUND:
        message = f"{name} is READY_TO_REFUND; it must not be, to be applied."
        remedy = "Take the mark away with markReadyToRefund(ready: false)."
        checks.fail(ProblemCode.INVALID_STATUS_TRANSITION, message, *path, "retainer", remedy=remedy)
    elif amount > retainer.available:
        most = rounded(retainer.available, places)
        message = f"{rounded(amount, places)} of {name[0].lower()}{name[1:]} is to be applied, but {most} is available."
        code = ProblemCode.RETAINER_AMOUNT_EXCEEDS_AVAILABLE
        checks.fail(code, message, *path, "amount", remedy=f"Apply at most {most}.")
