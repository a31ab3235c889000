"""Approved work: cost, and unbilled sales for each customer who pays for it (project-invoicing 1.9 K1, F12)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from ....models.money import minor_unit
from ....models.places import QUANTITY_PLACES
from ....models.vocabulary import (
    BillingMethod,
    BillingStatus,
    BillingType,
    ConnectionRole,
    NotToExceedStatus,
    ProblemCode,
    TransactionClass,
    TransactionType,
)
from ...amounts import LARGEST_AMOUNT, ZERO, gross, tax_on
from ...checks import Checks
from ...commands import JournalEntryInput
from ...plan import Plan
from ...planned.rows import Link, PlannedActual
from ...problems import Problems
from ...rules.entries import APPROVAL
from ...rules.grammar import WORK
from ...rules.names import RowName
from ...taxes.codes import Code
from .facts import Limit
from .limits import committed, status_of
from .splitting import Share, split

Figures = tuple[Decimal, Decimal, Decimal]  # quantity, amount, tax


@dataclass(frozen=True)
class EntryLine:
    """A line of a contract that work is booked on; one that sells a product has no billing method."""

    id: int
    order_id: int
    customer_id: int
    currency: str
    billing_method: BillingMethod | None


class TaxedEntry(NamedTuple):
    """The key of a tax code, and its rate on the day of the work; where that is None, invoicing refuses it."""

    code_id: int
    rate: Decimal | None


@dataclass(frozen=True)
class Contract:
    """What entries on one contract have in common."""

    shares: tuple[Share, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class JournalPlan:
    """The plan of a journal; `ends` are where the ledger rows of each entry end."""

    plan: Plan
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Unbilled:
    """Unbilled sales to be: whose they are, and whether they are billed."""

    customer_id: int
    billing_type: BillingType
    figures: Figures
    limit: NotToExceedStatus
    taxed: TaxedEntry | None = None


def plan_entries(
    entries: Sequence[JournalEntryInput],
    lines: Sequence[EntryLine | None],
    contracts: Mapping[int, Contract],
    codes: Mapping[str, Code] | None = None,
) -> JournalPlan | Problems:
    """The rows that `entries` come to: each has its line, None where it has been refused already; contracts by key.

    `codes` are the tax codes by what users call them.
    """
    known_codes = codes or {}
    checks = Checks()
    rows: list[PlannedActual] = []
    links: list[Link] = []
    ends: list[int] = []
    now = dict(contracts)  # their limits grow with what the entries take up
    for index, (entry, line) in enumerate(zip(entries, lines, strict=True)):
        path, known = ("entries", str(index)), len(checks.problems)
        if line is not None:
            _check_entry(entry, line, path, checks)
        if line is not None and len(checks.problems) == known:
            taxed = taxed_entry(entry, known_codes)
            unbilled, contract = _limited(entry, line, now[line.order_id], taxed)
            _check_unbilled(entry, unbilled, path, checks)
            if len(checks.problems) == known:  # what is refused takes nothing up
                now[line.order_id] = contract
            booked = _rows(entry, line, unbilled, len(rows))
            links += _links(booked)
            rows += booked
        ends.append(len(rows))
    if checks.problems:
        return tuple(checks.problems)
    return JournalPlan(Plan(actuals=tuple(rows), links=tuple(links)), tuple(ends))


def taxed_entry(entry: JournalEntryInput, codes: Mapping[str, Code]) -> TaxedEntry | None:
    """What an entry is taxed as where it says so itself."""
    code = None if entry.tax_code is None else codes.get(entry.tax_code)
    return None if code is None else TaxedEntry(code.id, code.rate_on(entry.transaction_date))


def _check_entry(entry: JournalEntryInput, line: EntryLine, path: tuple[str, ...], checks: Checks) -> None:
    assert entry.unit_cost is not None
    assert entry.tax_amount is not None
    if checks.number("A quantity", entry.quantity, *path, "quantity") and entry.quantity == 0:
        checks.invalid("zero-quantity", *path, "quantity")
    checks.not_negative("A unit price", entry.unit_price, *path, "unitPrice")
    checks.not_negative("A unit cost", entry.unit_cost, *path, "unitCost")
    places = minor_unit(line.currency)
    checks.amount("A tax amount", entry.tax_amount, places, *path, "taxAmount")
    if entry.tax_amount != 0 and (entry.tax_amount > 0) != (entry.quantity > 0):
        checks.invalid("tax-sign", *path, "taxAmount")
    if entry.transaction_class not in WORK:
        checks.invalid("not-work", *path, "transactionClass", given=entry.transaction_class)
    for price in (entry.unit_price, entry.unit_cost):
        if abs(gross(max(entry.quantity, _billable(entry), key=abs), price, places)) >= LARGEST_AMOUNT:
            checks.invalid("entry-too-large", *path, limit=LARGEST_AMOUNT)
    if entry.billable_quantity is not None:
        _check_billable(entry, line, path, checks)
    if line.billing_method is BillingMethod.FIXED_PRICE:
        if entry.ready_to_invoice:
            checks.invalid("fixed-price-ready", *path, "readyToInvoice")
        if entry.transaction_class is TransactionClass.FEE:
            checks.invalid("fixed-price-fee", *path, "transactionClass")


def _check_billable(entry: JournalEntryInput, line: EntryLine, path: tuple[str, ...], checks: Checks) -> None:
    billable, at = _billable(entry), (*path, "billableQuantity")
    checks.number("A billable quantity", billable, *at)
    if billable != 0 and (billable > 0) != (entry.quantity > 0):
        checks.fail(ProblemCode.QUANTITY_SIGN, "billable", *at)
    if billable == 0 and entry.tax_amount:
        checks.fail(ProblemCode.TAX_WITHOUT_QUANTITY, "nothing-billable", *path, "taxAmount")
    if line.billing_method is BillingMethod.FIXED_PRICE:
        checks.invalid("fixed-price-quantity", *at)
    if entry.billing_type is not BillingType.CHARGEABLE:
        checks.invalid("not-billable", *at, given=entry.billing_type)


def _billable(entry: JournalEntryInput) -> Decimal:
    return entry.quantity if entry.billable_quantity is None else entry.billable_quantity


def _limited(
    entry: JournalEntryInput, line: EntryLine, contract: Contract, taxed: TaxedEntry | None
) -> tuple[list[Unbilled], Contract]:
    """What an entry is billed as, and the contract once that takes up its limits."""
    found = []
    for share, billing_type, figures in _unbilled(entry, line, contract.shares, taxed):
        status = status_of(contract.limits, line.id, billing_type, figures[1])
        if status is NotToExceedStatus.COMMITTED:
            contract = replace(contract, limits=committed(contract.limits, line.id, figures[1]))
        found.append(Unbilled(share.customer_id, billing_type, figures, status, taxed))
    return found, contract


def _check_unbilled(
    entry: JournalEntryInput, unbilled: Sequence[Unbilled], path: tuple[str, ...], checks: Checks
) -> None:
    for one in unbilled:
        if one.figures[0] == 0 or any(figure * entry.quantity < 0 for figure in one.figures):
            checks.invalid("too-small-to-share", *path, "quantity")
            return
        if one.limit is NotToExceedStatus.FAILED and entry.ready_to_invoice:
            checks.fail(ProblemCode.NTE_FAILED, "entry", *path, "readyToInvoice", description=entry.description)


def _unbilled(
    entry: JournalEntryInput, line: EntryLine, shares: Sequence[Share], taxed: TaxedEntry | None
) -> Iterator[tuple[Share, BillingType, tuple[Decimal, Decimal, Decimal]]]:
    """Customer, billing type, and quantity, amount and tax of each unbilled row; what is not billable bears no tax."""
    assert entry.billing_type is not None
    if line.billing_method is not BillingMethod.TIME_AND_MATERIAL:
        return
    billable, places = _billable(entry), minor_unit(line.currency)
    parts = [(billable, entry.billing_type, entry.tax_amount or ZERO)]
    if abs(billable) < abs(entry.quantity):
        parts.append((entry.quantity - billable, BillingType.NON_CHARGEABLE, ZERO))
    for quantity, billing_type, tax in parts:
        if quantity == 0:
            continue
        quantities = split(quantity, shares, QUANTITY_PLACES)
        amounts = split(gross(quantity, entry.unit_price, places), shares, places)
        taxes = split(tax, shares, places)
        if taxed is not None and taxed.rate is not None and not tax and billing_type is BillingType.CHARGEABLE:
            taxes = [tax_on(amount, taxed.rate, places) for amount in amounts]
        for share, *figures in zip(shares, quantities, amounts, taxes, strict=True):
            yield share, billing_type, (figures[0], figures[1], figures[2])


def _rows(entry: JournalEntryInput, line: EntryLine, unbilled: Sequence[Unbilled], first: int) -> list[PlannedActual]:
    """Cost (not for fees), then unbilled sales a customer and billing type; positions from `first`."""
    assert entry.unit_cost is not None
    rows = []
    if entry.transaction_class is not TransactionClass.FEE:
        amount = gross(entry.quantity, entry.unit_cost, minor_unit(line.currency))
        rows.append(_row(entry, line, first, TransactionType.COST, (entry.quantity, amount, ZERO)))
    for one in unbilled:
        row = _row(
            entry, line, first + len(rows), TransactionType.UNBILLED_SALES, one.figures, one.billing_type, one.limit
        )
        code, rate = (None, None) if one.taxed is None else one.taxed
        rows.append(row._replace(customer_id=one.customer_id, tax_code_id=code, tax_rate=rate))
    return rows


def _links(rows: Sequence[PlannedActual]) -> list[Link]:
    """Each unbilled row with the cost that it was booked with."""
    costs = [row.position for row in rows if row.transaction_type is TransactionType.COST]
    roles = (ConnectionRole.UNBILLED_SALES, ConnectionRole.COST)
    return [
        Link(row.position, roles[0], None, cost, roles[1])
        for row in rows
        for cost in costs
        if row.transaction_type is TransactionType.UNBILLED_SALES
    ]


def _row(
    entry: JournalEntryInput,
    line: EntryLine,
    position: int,
    kind: TransactionType,
    figures: Figures,
    billing_type: BillingType | None = None,
    limit: NotToExceedStatus | None = None,
) -> PlannedActual:
    assert entry.billing_type is not None
    assert entry.unit_cost is not None
    unbilled = kind is TransactionType.UNBILLED_SALES
    status = BillingStatus.READY_TO_INVOICE if entry.ready_to_invoice else BillingStatus.NOT_READY
    return PlannedActual(
        position=position,
        transaction_type=kind,
        transaction_class=entry.transaction_class,
        billing_type=billing_type or entry.billing_type,
        description=entry.description,
        transaction_date=entry.transaction_date,
        quantity=figures[0],
        unit_price=entry.unit_price if unbilled else entry.unit_cost,
        amount=figures[1],
        tax_amount=figures[2],
        rule=APPROVAL.rules[RowName.UNBILLED if unbilled else RowName.COST],
        order_id=line.order_id,
        customer_id=line.customer_id,
        currency=line.currency,
        contract_line_id=line.id,
        root_position=position,
        billing_status=status if unbilled else None,
        not_to_exceed_status=limit,
    )
