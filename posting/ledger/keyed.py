"""Plans with the keys and numbers of all that they add, drawn for all of them at once.

Each takes what it would have been given by itself, one after the other: so several documents that are written together
bear the numbers that they would have had one by one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Connection, Table

from ...models import tables
from ..plan import Plan
from ..planned.rows import PlannedActual
from ..planned.vouchers import PlannedVoucher
from .drawing import Drawn, draw_together
from .series import DOCUMENTS

LEDGER, SLIPS, VOUCHERS = "LEDGER", "PACKING_SLIP", "VOUCHER"
Named = tuple[int, str]  # the key and the number of a new record


@dataclass(frozen=True)
class Keyed:
    """A plan, and what its records will be called; ledger row `position` has the key `first_actual` + `position`.

    The settlement of what is paid back with a document is the last one.
    """

    plan: Plan
    vouchers: tuple[PlannedVoucher, ...]
    first_actual: int
    invoice_id: int | None
    number: str | None
    line_ids: tuple[int, ...]
    detail_ids: tuple[int, ...]  # of the lines, then of the charges; or of those that the plan names
    payment_id: int | None
    settlement_ids: tuple[int, ...]
    slips: tuple[Named, ...]
    named_vouchers: tuple[Named, ...]

    def detail_of(self, row: PlannedActual) -> int | None:
        """The key of the detail that a row is written for."""
        if row.detail_id is not None or not self.detail_ids:
            return row.detail_id
        if row.document_detail is not None:
            return self.detail_ids[row.document_detail]
        if row.document_charge is not None:
            return self.detail_ids[len(self.line_ids) + row.document_charge]
        return None if row.document_line is None else self.detail_ids[row.document_line]


@dataclass(frozen=True)
class _Left:
    """What has been drawn and nobody has taken yet."""

    numbers: Mapping[str, Iterator[str]]
    keys: Mapping[str, Iterator[int]]

    def keys_of(self, table: Table, count: int) -> tuple[int, ...]:
        return tuple(islice(self.keys[table.name], count)) if count else ()

    def key_of(self, table: Table, is_wanted: bool) -> int | None:
        return next(self.keys[table.name]) if is_wanted else None

    def named(self, table: Table, series: str, count: int) -> tuple[Named, ...]:
        return tuple(zip(self.keys_of(table, count), islice(self.numbers[series], count), strict=True)) if count else ()


def keyed(connection: Connection, plans: Sequence[Plan]) -> list[Keyed]:
    """The plans with their keys and numbers, in their order; whoever draws next waits for the transaction's end."""
    vouchers = [plan.vouchers for plan in plans]
    series, rows = Counter[str](), Counter[Table]()
    for plan, of_plan in zip(plans, vouchers, strict=True):
        series.update({LEDGER: len(plan.actuals), SLIPS: len(plan.slips), VOUCHERS: len(of_plan)})
        rows.update({tables.packing_slip: len(plan.slips), tables.voucher: len(of_plan)})
        rows.update({tables.payment: _pays(plan), tables.settlement: len(plan.settlements) + _refunds(plan)})
        if plan.document_type is not None:
            series[DOCUMENTS[plan.document_type]] += 1
            if plan.draft_id is None:
                rows.update({tables.invoice: 1, tables.invoice_line: _lines(plan)})
                rows[tables.invoice_line_detail] += _details(plan)
    drawn = draw_together(connection, series, rows)
    return list(_dealt(plans, vouchers, drawn, series))


def _lines(plan: Plan) -> int:
    return len(plan.lines if plan.cancellation is None else plan.cancellation.lines)


def _details(plan: Plan) -> int:
    """One for each line and charge, unless the plan says which there are."""
    return len(plan.lines) + len(plan.charges) if plan.cancellation is None else len(plan.cancellation.details)


def _refunds(plan: Plan) -> bool:
    return plan.refund is not None


def _pays(plan: Plan) -> bool:
    return plan.payment is not None or _refunds(plan)


def _dealt(
    plans: Sequence[Plan], vouchers: Sequence[tuple[PlannedVoucher, ...]], drawn: Drawn, series: Mapping[str, int]
) -> Iterator[Keyed]:
    numbers = {name: iter(drawn.numbers(name, count)) for name, count in series.items() if count and name != LEDGER}
    left = _Left(numbers, {name: iter(keys) for name, keys in drawn.keys.items()})
    first = drawn.first.get(LEDGER, 0)
    for plan, of_plan in zip(plans, vouchers, strict=True):
        is_new = plan.document_type is not None and plan.draft_id is None
        slips = left.named(tables.packing_slip, SLIPS, len(plan.slips))
        yield Keyed(
            plan=_naming(plan, slips),
            vouchers=of_plan,
            first_actual=first if plan.actuals else 0,
            invoice_id=left.key_of(tables.invoice, is_new) if is_new else plan.draft_id,
            number=None if plan.document_type is None else next(numbers[DOCUMENTS[plan.document_type]]),
            line_ids=left.keys_of(tables.invoice_line, _lines(plan) if is_new else 0),
            detail_ids=left.keys_of(tables.invoice_line_detail, _details(plan) if is_new else 0),
            payment_id=left.key_of(tables.payment, _pays(plan)),
            settlement_ids=left.keys_of(tables.settlement, len(plan.settlements) + _refunds(plan)),
            slips=slips,
            named_vouchers=left.named(tables.voucher, VOUCHERS, len(of_plan)),
        )
        first += len(plan.actuals)


def _naming(plan: Plan, slips: Sequence[Named]) -> Plan:
    """The plan with the number of the packing slip that goes with its document, where that is the only one."""
    if plan.papers is None or not plan.papers.names_own_slip:
        return plan
    ((_, number),) = slips
    return replace(plan, papers=replace(plan.papers, packing_slip_number=number))
