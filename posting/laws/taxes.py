"""Laws of the tax of documents: breakdowns, what rounds how, credits by what was billed, and accounts (documents 8)."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, Subquery, and_, case, func, literal, or_, select, union_all

from ...models import tables
from ...models.vocabulary import BillingType, DetailKind, PostingType
from ..amounts import ZERO, tax_on
from ..goods.live import IS_LIVE
from .law import ACTUAL, INVOICE, LINE, PIECES, POSTED, Found, Law, added, is_by_rate, or_zero, rows_of, sum_of
from .taken import taken_rows
from .walk import Row, at_some_places, breaking, key_of, rows

TAX, DETAIL, COPY = tables.invoice_tax, tables.invoice_line_detail, tables.document_copy
VOUCHER, ENTRY, RETURNED = tables.voucher, tables.voucher_entry, tables.return_order_line
ADVANCES = (DetailKind.APPLIED_RETAINER, DetailKind.RETAINER_REFUND)


def _breakdown() -> Law:
    sums = added(TAX.c.invoice_id, base=TAX.c.base, amount=TAX.c.amount)
    broken = (
        select(INVOICE.c.number)
        .outerjoin(sums, sums.c.key == INVOICE.c.id)
        .outerjoin(COPY, COPY.c.invoice_id == INVOICE.c.id)
        .where(POSTED, or_(sums.c.key.is_not(None), COPY.c.seller.is_not(None)))
        .where(or_(or_zero(sums.c.base) != INVOICE.c.net_amount, or_zero(sums.c.amount) != INVOICE.c.tax_amount))
    )
    statement = "The rows of a document's tax breakdown total its net and its tax."
    return Law("documents 1 breakdown", statement, rows_of(TAX), broken)


def _details() -> Select[Any]:
    """Chargeable details of posted documents, and whether their tax is given by something else than their rate."""
    credits = or_(LINE.c.credits_line_id.is_not(None), DETAIL.c.correction, DETAIL.c.kind.in_(ADVANCES))
    given = or_(credits, DETAIL.c.tax_entered, DETAIL.c.tax_rate.is_(None))
    return (
        select(DETAIL.c.id, DETAIL.c.invoice_id, DETAIL.c.amount, DETAIL.c.tax_amount, DETAIL.c.tax_code_id)
        .add_columns(DETAIL.c.tax_rate, DETAIL.c.tax_entered, INVOICE.c.currency, INVOICE.c.number)
        .add_columns(case((given, 1), else_=0).label("is_given"))
        .join(INVOICE, INVOICE.c.id == DETAIL.c.invoice_id)
        .join(LINE, LINE.c.id == DETAIL.c.invoice_line_id)
        .where(POSTED, DETAIL.c.billing_type == BillingType.CHARGEABLE)
    )


def _groups() -> Law:
    details = _details().where(is_by_rate(DETAIL.c.invoice_id)).subquery()
    group = (details.c.invoice_id, details.c.tax_code_id, details.c.tax_rate)
    statement = (
        select(details.c.number, details.c.currency, details.c.tax_rate, *_sums(details))
        .group_by(*group, details.c.number, details.c.currency)
        .having(func.max(details.c.is_given) == 0)
    )

    def broken(connection: Connection) -> Found:
        return breaking(rows(connection, statement), _is_rounded_once, lambda row: row.number)

    text = (
        "Where tax is rounded once for each code and rate, what is taxed alike on a document bears the tax of its sum; "
        "but for typed and prorated amounts."
    )
    return Law("documents 2 groups", text, rows_of(COPY), broken)


def _sums(details: Subquery) -> tuple[Any, Any]:
    return sum_of(details.c.amount).label("base"), sum_of(details.c.tax_amount).label("tax")


def _is_rounded_once(row: Row) -> bool:
    return at_some_places(row.currency, lambda places: row.tax == tax_on(row.base, row.tax_rate, places))


def _bounds() -> Law:
    """Where details say by which code they are taxed: by line, or typed; and credits of what was rounded by rate."""
    by_part = or_(DETAIL.c.kind.in_(ADVANCES), and_(DETAIL.c.correction, DETAIL.c.kind == DetailKind.RETAINER))
    coded = and_(DETAIL.c.tax_code_id.is_not(None), DETAIL.c.tax_rate.is_not(None), ~by_part)
    original = LINE.alias("credited")
    sold_on = func.coalesce(original.c.invoice_id, DETAIL.c.invoice_id)
    near = (
        _details()
        .outerjoin(original, original.c.id == LINE.c.credits_line_id)
        .where(coded, or_(DETAIL.c.tax_entered, and_(~is_by_rate(DETAIL.c.invoice_id), ~is_by_rate(sold_on))))
    )
    groups = _credit_groups()

    def broken(connection: Connection) -> Found:
        yield from breaking(rows(connection, near), _is_near, key_of)
        yield from breaking(rows(connection, groups), _is_near_its_group, lambda row: row.number)

    text = (
        "Tax is near what its rate comes to: of a detail within two minor units, or five where it was typed; of what "
        "a note credits of a document that was rounded by rate within two for each code and rate."
    )
    return Law("documents 3 bounds", text, rows_of(DETAIL, DETAIL.c.tax_code_id.is_not(None)), broken)


def _is_near(row: Row) -> bool:
    most = 5 if row.tax_entered else 2
    return at_some_places(row.currency, lambda places: _off(row.tax_amount, row.amount, row.tax_rate, places) <= most)


def _is_near_its_group(row: Row) -> bool:
    return at_some_places(row.currency, lambda places: _off(row.tax, row.base, row.tax_rate, places) <= 2)


def _off(tax: Decimal, base: Decimal, rate: Decimal, places: int) -> Decimal:
    """How far a tax is from what its rate comes to, in minor units."""
    return abs(tax - base * rate / 100).scaleb(places)


def _credit_groups() -> Select[Any]:
    """What each note credits of each code and rate of a document that was rounded by rate, but for corrected lines."""
    original, first, later = LINE.alias("original"), DETAIL.alias("first"), DETAIL.alias("later")
    corrected = (
        select(first.c.invoice_line_id)
        .join(later, later.c.first_detail_id == first.c.id)
        .where(first.c.kind == DetailKind.PRODUCT)
    )
    group = (original.c.invoice_id, LINE.c.tax_code_id, LINE.c.tax_rate)
    return (
        select(INVOICE.c.number, INVOICE.c.currency, LINE.c.tax_rate)
        .add_columns(sum_of(LINE.c.net_amount).label("base"), sum_of(LINE.c.tax_amount).label("tax"))
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .join(original, original.c.id == LINE.c.credits_line_id)
        .where(is_by_rate(original.c.invoice_id), LINE.c.return_order_line_id.is_not(None))
        .where(LINE.c.tax_rate.is_not(None), original.c.sales_order_line_id.is_not(None))
        .where(original.c.id.not_in(corrected))
        .group_by(INVOICE.c.id, INVOICE.c.number, INVOICE.c.currency, *group)
    )


def _credits() -> Law:
    """Of what stands as it was sold; what of it was corrected the laws of its chain see."""
    first, later, credit = DETAIL.alias("first"), DETAIL.alias("later"), LINE.alias("credit")
    standing = _standing()
    part = (LINE.c.invoice_id, LINE.c.tax_code_id, LINE.c.tax_rate)
    figures = (LINE.c.quantity, LINE.c.net_amount, LINE.c.tax_amount)
    is_corrected = func.coalesce(standing.c.corrected, 1)
    is_kept = or_(RETURNED.c.price_entered, later.c.correction)  # less than was sold was credited of it, on purpose
    as_sold = (
        later.c.tax_code_id.is_not_distinct_from(LINE.c.tax_code_id),
        later.c.tax_rate.is_not_distinct_from(LINE.c.tax_rate),
    )
    sold = select(*part, *figures, is_corrected.label("corrected"), literal(0).label("kept")).outerjoin(
        standing, standing.c.key == LINE.c.id
    )
    credited = (
        select(*part, later.c.quantity - func.coalesce(later.c.previous_quantity, ZERO), later.c.invoice_amount)
        .add_columns(later.c.invoice_tax_amount, case((and_(*as_sold), 0), else_=1), case((is_kept, 1), else_=0))
        .join(credit, credit.c.credits_line_id == LINE.c.id)
        .join(RETURNED, RETURNED.c.id == credit.c.return_order_line_id)
        .join(first, first.c.invoice_line_id == credit.c.id)
        .join(later, func.coalesce(later.c.first_detail_id, later.c.id) == first.c.id)
        .join(INVOICE, INVOICE.c.id == later.c.invoice_id)
        .where(first.c.kind == DetailKind.PRODUCT, POSTED)
    )
    mine = and_(LINE.c.sales_order_line_id.is_not(None), is_by_rate(LINE.c.invoice_id))
    parts = union_all(sold.where(mine), credited.where(mine)).subquery()
    net, tax = sum_of(parts.c.net_amount), sum_of(parts.c.tax_amount)
    pieces = sum_of(parts.c.quantity, PIECES)
    closed = and_(pieces == ZERO, func.max(parts.c.kept) == 0)
    too_much = (
        select(parts.c.invoice_id)
        .group_by(parts.c.invoice_id, parts.c.tax_code_id, parts.c.tax_rate)
        .having(
            func.max(parts.c.corrected) == 0, or_(net < ZERO, tax < ZERO, and_(closed, or_(net != ZERO, tax != ZERO)))
        )
    )
    broken = select(INVOICE.c.number).where(INVOICE.c.id.in_(too_much))
    statement = (
        "Of each code and rate of a document that was rounded by rate no more is credited than was billed, and exactly "
        "that where all of it came back."
    )
    return Law("documents 4 credits", statement, rows_of(LINE, mine), broken)


def _standing() -> Subquery:
    """By line of goods whether the row that stands of it was corrected; nothing where none stands."""
    member, first, stood = DETAIL.alias("member"), DETAIL.alias("first_of_chain"), ACTUAL.alias("stood")
    return (
        select(
            first.c.invoice_line_id.label("key"), func.max(case((DETAIL.c.correction, 1), else_=0)).label("corrected")
        )
        .select_from(ACTUAL)
        .join(member, member.c.id == ACTUAL.c.invoice_line_detail_id)
        .join(first, first.c.id == func.coalesce(member.c.first_detail_id, member.c.id))
        .outerjoin(stood, stood.c.id == ACTUAL.c.stands_for_id)
        .join(DETAIL, DETAIL.c.id == func.coalesce(stood.c.invoice_line_detail_id, member.c.id))
        .where(first.c.kind == DetailKind.PRODUCT, IS_LIVE)
        .group_by(first.c.invoice_line_id)
        .subquery("standing")
    )


def _codes() -> Law:
    taken = taken_rows()
    credits = and_(
        LINE.c.return_order_line_id.is_not(None), LINE.c.credits_line_id.is_not(None), LINE.c.quantity != ZERO
    )
    of_credit = or_(
        LINE.c.tax_code_id.is_distinct_from(taken.c.tax_code_id), LINE.c.tax_rate.is_distinct_from(taken.c.tax_rate)
    )
    entered = and_(DETAIL.c.invoice_line_id == LINE.c.id, DETAIL.c.kind == DetailKind.PRODUCT, DETAIL.c.correction)
    of_correction = or_(
        LINE.c.tax_code_id.is_distinct_from(DETAIL.c.tax_code_id), LINE.c.tax_rate.is_distinct_from(DETAIL.c.tax_rate)
    )
    corrects = and_(
        DETAIL.c.id.is_not(None), LINE.c.contract_line_id.is_(None), INVOICE.c.contract_id.is_(None), POSTED
    )
    broken = (
        select(LINE.c.id)
        .join(INVOICE, INVOICE.c.id == LINE.c.invoice_id)
        .outerjoin(taken, taken.c.key == LINE.c.id)
        .outerjoin(DETAIL, entered)
        .where(or_(and_(credits, of_credit), and_(corrects, of_correction)))
    )
    statement = (
        "A line that credits a return has the tax code and rate that stood of the line that it credits; a line that "
        "corrects goods has those that were entered."
    )
    return Law("documents 5 codes", statement, rows_of(LINE), broken)


def _accounts() -> Law:
    """A code's account at that time stands in the breakdown; what has none goes where the posting profile had it."""
    taxed = select(TAX.c.invoice_id, TAX.c.account, TAX.c.amount, literal(0).label("is_entry"))
    entered = (
        select(VOUCHER.c.invoice_id, ENTRY.c.account, ENTRY.c.amount, literal(1))
        .join(VOUCHER, VOUCHER.c.id == ENTRY.c.voucher_id)
        .where(ENTRY.c.posting_type == PostingType.SALES_TAX)
        .where(VOUCHER.c.invoice_id.in_(select(TAX.c.invoice_id)))
    )
    both = union_all(taxed, entered).subquery()
    statement = (
        select(INVOICE.c.number, both.c.account, both.c.amount, both.c.is_entry)
        .join(both, both.c.invoice_id == INVOICE.c.id)
        .order_by(INVOICE.c.id)
    )

    def broken(connection: Connection) -> Found:
        for number, parts in groupby(rows(connection, statement), lambda row: row.number):
            if not _is_posted_by_account(parts):
                yield number

    text = "The tax of each code is posted to the account that it had, or to that of SALES_TAX where it had none."
    return Law("documents 16 accounts", text, rows_of(TAX), broken)


def _is_posted_by_account(parts: Iterable[Row]) -> bool:
    taxed: dict[str | None, Decimal] = defaultdict(Decimal)
    entered: dict[str | None, Decimal] = defaultdict(Decimal)
    for one in parts:
        (entered if one.is_entry else taxed)[one.account] += one.amount
    elsewhere = taxed.pop(None, ZERO)  # the profile's account may be that of a code, too
    is_all = sum(entered.values(), ZERO) == -(sum(taxed.values(), ZERO) + elsewhere)
    return is_all and all(entered[at] in (-amount, -amount - elsewhere) for at, amount in taxed.items())


LAWS: tuple[Law, ...] = (_breakdown(), _groups(), _bounds(), _credits(), _codes(), _accounts())
