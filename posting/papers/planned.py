"""The lines and charges of a document that is only planned: of new ones the plan's, of drafts those of their details.

A draft's taxes are those of the plan, which works them out anew; everything else of its details stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import Connection, select

from ...documents.facts import FactCharge, FactLine, TaxedAs
from ...models import tables
from ...models.among import among
from ...models.rows import read_all, read_pairs
from ...models.vocabulary import BillingType, DetailKind, TaxCategory, TransactionClass
from ..amounts import ZERO
from ..plan import Plan
from ..planned.documents import PlannedCharge, PlannedDetail, PlannedLine
from ..taxes.codes import Taxed
from .figures import DraftRows, Figures, advances_of, figures_of, rows_of, taxed_as

DETAIL, PRODUCT, CODE, CONTRACT_LINE = tables.invoice_line_detail, tables.product, tables.tax_code, tables.contract_line


class DraftMovedOn(Exception):
    """The draft of a plan that was kept is not as it was planned: nobody can say any more what would stand on it."""


class ProductRow(NamedTuple):
    """A product as lines name it."""

    id: int
    number: str
    unit: str


class CodeRow(NamedTuple):
    """A tax code by its key."""

    id: int
    code: str
    category: TaxCategory


class Named(NamedTuple):
    """What the lines of a plan name by key."""

    products: Mapping[int, ProductRow]
    of_contract: Mapping[int, int]  # the product of a contract line
    codes: Mapping[int, CodeRow]


def planned_figures(connection: Connection, plan: Plan, draft: DraftRows | None = None) -> Figures:
    """What the document of a plan will bill."""
    if plan.draft_id is not None:
        return _of_draft(connection, plan, draft or _rows_of_draft(connection, plan.draft_id))
    lines = plan.lines if plan.cancellation is None else plan.cancellation.lines
    details = () if plan.cancellation is None else plan.cancellation.details
    named = _named(connection, lines, details)
    if plan.cancellation is not None:
        return _of_cancellation(connection, lines, details, named)
    charges = tuple(_charge(one) for one in plan.charges)
    return Figures(tuple(_line(one, named) for one in lines), charges)


def _named(connection: Connection, lines: Sequence[PlannedLine], details: Sequence[PlannedDetail]) -> Named:
    on_contracts = sorted({one.contract_line_id for one in lines if one.contract_line_id is not None})
    sold = select(CONTRACT_LINE.c.id, CONTRACT_LINE.c.product_id).where(
        among(connection, CONTRACT_LINE.c.id, on_contracts), CONTRACT_LINE.c.product_id.is_not(None)
    )
    of_contract = dict(read_pairs(connection, sold, int, int)) if on_contracts else {}
    products = sorted({*of_contract.values(), *(one.product_id for one in lines if one.product_id is not None)})
    codes = sorted({key for one in details for key in (one.tax_code_id, one.previous_tax[0]) if key is not None})
    sought = select(PRODUCT.c.id, PRODUCT.c.number, PRODUCT.c.unit).where(among(connection, PRODUCT.c.id, products))
    of_codes = select(CODE.c.id, CODE.c.code, CODE.c.category).where(among(connection, CODE.c.id, codes))
    return Named(
        {one.id: one for one in read_all(connection, sought, ProductRow)} if products else {},
        of_contract,
        {one.id: one for one in read_all(connection, of_codes, CodeRow)} if codes else {},
    )


def _line(line: PlannedLine, named: Named) -> FactLine:
    product = named.products.get(line.product_id or named.of_contract.get(line.contract_line_id or 0, 0))
    return FactLine(
        description=line.description,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net_amount=line.net_amount,
        tax_amount=line.tax_amount,
        taxed=_taxed(line.taxed_as),
        discount_percent=line.discount_percent,
        unit=None if product is None else product.unit,
        product_number=None if product is None else product.number,
        kind=DetailKind.PRODUCT,
        transaction_class=TransactionClass.PRODUCT,
    )


def _charge(charge: PlannedCharge) -> FactCharge:
    return FactCharge(charge.description, charge.amount, charge.tax_amount, _taxed(charge.taxed_as))


def _taxed(taxed: Taxed) -> TaxedAs:
    return taxed_as(taxed.code, taxed.category, taxed.rate)


def _rows_of_draft(connection: Connection, draft: int) -> DraftRows:
    keys = read_all(connection, select(DETAIL.c.id).where(DETAIL.c.invoice_id == draft).order_by(DETAIL.c.id), int)
    return DraftRows(keys, rows_of(connection, [draft]))


def _of_draft(connection: Connection, plan: Plan, draft: DraftRows) -> Figures:
    """The details that go on the document, each with the tax that the plan has for it."""
    taken_off = set(plan.taken_off)
    details = [key for key in draft.details if key not in taken_off]
    if len(details) != len(plan.lines):
        raise DraftMovedOn
    lines = dict(zip(details, plan.lines, strict=True))
    rows = []
    for row in draft.rows:
        line = lines.get(row.id)
        if line is not None:
            if row.invoice_amount != line.net_amount:
                raise DraftMovedOn
            tax = line.tax_amount + (row.previous_tax_amount or ZERO)
            rate = row.tax_rate if line.taxed is None else line.taxed.rate
            rows.append(row._replace(tax_amount=tax, invoice_tax_amount=line.tax_amount, tax_rate=rate))
    return next(iter(figures_of(connection, rows).values()), Figures())


def _of_cancellation(
    connection: Connection, lines: Sequence[PlannedLine], details: Iterable[PlannedDetail], named: Named
) -> Figures:
    charged = [one for one in details if one.billing_type is BillingType.CHARGEABLE]
    advances = advances_of(connection, [(one.kind, one.retainer_id) for one in charged])
    facts = [(one, _put_back(one, lines[one.line], named, advances)) for one in charged]
    return Figures(
        tuple(fact for one, fact in facts if one.kind is not DetailKind.CHARGE),
        tuple(_charge_put_back(one, named) for one in charged if one.kind is DetailKind.CHARGE),
        corrects=True,
    )


def _put_back(detail: PlannedDetail, line: PlannedLine, named: Named, advances: Mapping[int, str]) -> FactLine:
    """A detail back at what it was before, beside what is taken back of it."""
    product = named.products.get(line.product_id or named.of_contract.get(line.contract_line_id or 0, 0))
    now, before = _taxed_of(detail, named)
    quantity, amount, tax = detail.before
    fact = FactLine(
        description=detail.description,
        quantity=detail.quantity,
        unit_price=detail.unit_price,
        net_amount=detail.amount,
        tax_amount=detail.tax_amount,
        taxed=now,
        discount_percent=detail.discount_percent or ZERO,
        unit=None if product is None else product.unit,
        product_number=None if product is None else product.number,
        day=detail.start_date,
        kind=detail.kind,
        transaction_class=detail.transaction_class,
        advance=advances.get(detail.retainer_id or 0),
    )
    billed = replace(fact, quantity=quantity, net_amount=amount, tax_amount=tax, taxed=before)
    return replace(fact, billed_before=billed)


def _charge_put_back(detail: PlannedDetail, named: Named) -> FactCharge:
    now, before = _taxed_of(detail, named)
    _, amount, tax = detail.before
    billed = FactCharge(detail.description, amount, tax, before)
    return FactCharge(detail.description, detail.amount, detail.tax_amount, now, billed)


def _taxed_of(detail: PlannedDetail, named: Named) -> tuple[TaxedAs, TaxedAs]:
    """What a detail is taxed as, and what is taken back of it was."""
    code_before, rate_before = detail.previous_tax
    return _coded(detail.tax_code_id, detail.tax_rate, named), _coded(
        code_before, detail.tax_rate if rate_before is None else rate_before, named
    )


def _coded(code_id: int | None, rate: Decimal | None, named: Named) -> TaxedAs:
    code = None if code_id is None else named.codes[code_id]
    return taxed_as(None, None, rate) if code is None else taxed_as(code.code, code.category, rate)
