"""Laws of the ledger and of project invoices on rows in memory (project-invoicing 6).

Each yields the rows, by key, that break it. Amounts are checked by the functions that the live laws use.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from rebill.models.vocabulary import (
    AdjustmentStatus,
    BillingStatus,
    BillingType,
    ConnectionRole,
    DetailKind,
    DocumentType,
    TransactionClass,
    TransactionType,
)
from rebill.posting.amounts import share
from rebill.posting.laws.project_amounts import is_its_detail
from tests.planners.book import ZERO, Book, Row

UNBILLED, BILLED = TransactionType.UNBILLED_SALES, TransactionType.BILLED_SALES
FEE, RETAINER = TransactionClass.FEE, TransactionClass.RETAINER
Law = Callable[[Book], Iterable[object]]
FIGURES = ("quantity", "amount", "tax_amount")


def by(rows: Iterable[Row], column: str) -> dict[object, list[Row]]:
    """Rows by the value of a column, without those that have none."""
    found: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        if getattr(row, column) is not None:
            found[getattr(row, column)].append(row)
    return found


def total(rows: Iterable[Row], *columns: str) -> Decimal:
    """The sum of columns."""
    return sum((getattr(row, name) for row in rows for name in columns), ZERO)


def stands(row: Row) -> bool:
    """Whether nothing reverses a row, and it reverses nothing."""
    return row.reverses_id is None and row.reversed_by_id is None


def waived(row: Row) -> bool:
    """Whether a row was written off on a first draft."""
    return bool(row.rule.endswith(".write_off_billed"))


def reversal_pairing(book: Book) -> Iterator[object]:
    """L1: every reversal negates one row like it, which no other row reverses."""
    alike = ("transaction_type", "transaction_class", "billing_type", "unit_price", "order_id", "customer_id")
    alike = (*alike, "description", "transaction_date", "currency", "contract_line_id", "root_id", "milestone_id")
    rows = book.tables.get("Actual", {})
    for row in rows.values():
        if row.reverses_id is None:
            continue
        target = rows[row.reverses_id]
        same = all(getattr(row, name) == getattr(target, name) for name in (*alike, "retainer_id"))
        negated = all(getattr(row, name) == -getattr(target, name) for name in FIGURES)
        if not (
            same and negated and target.reversed_by_id == row.id and target.reverses_id is None and target.id < row.id
        ):
            yield row.id


def both_ways(book: Book) -> Iterator[object]:
    """L1: a row is marked as reversed exactly where another one reverses it, and by that one."""
    reversers = {row.reverses_id: row.id for row in book.all("Actual") if row.reverses_id is not None}
    return (row.id for row in book.all("Actual") if row.reversed_by_id != reversers.get(row.id))


def lineage(book: Book) -> Iterator[object]:
    """L2: all rows of a lineage have its contract line, customer and date, and a root that came first."""
    rows = book.tables.get("Actual", {})
    for row in rows.values():
        root = rows[row.root_id]
        same = ("order_id", "customer_id", "currency", "contract_line_id", "milestone_id", "retainer_id")
        of_sales = row.contract_line_id is None and row.milestone_id is None and row.retainer_id is None
        differs = not of_sales and any(getattr(row, name) != getattr(root, name) for name in same)
        if root.root_id != root.id or root.id > row.id or differs:
            yield row.id


def invoice_is_ledger(book: Book) -> Iterator[object]:
    """L3, L4: an invoice's total is that of the chargeable billed sales that it wrote, tax included."""
    written = by(book.all("Actual"), "invoice_id")
    for one in book.all("Invoice"):
        charged = (row for row in written[one.id] if row.transaction_type is BILLED and _charged(row))
        if one.posted and total(charged, "amount", "tax_amount") != one.total_amount:
            yield one.number


def _charged(row: Row) -> bool:
    return row.billing_type is BillingType.CHARGEABLE


def outcome(book: Book) -> Iterator[object]:
    """L5: the billed sales of a detail and all its corrections total what was last entered."""
    details = book.tables.get("Detail", {})
    sums: dict[int, list[Row]] = defaultdict(list)
    for row in book.all("Actual"):
        if row.detail_id is not None and row.transaction_type is BILLED and not waived(row):
            sums[details[row.detail_id].first_id or row.detail_id].append(row)
    for first, rows in sums.items():
        last = details[max(row.detail_id for row in rows)]
        if (total(rows, "amount"), total(rows, "tax_amount")) != (last.amount, last.tax_amount):
            yield first


def backlog(book: Book) -> Iterator[object]:
    """L6: of every piece of work, all unbilled sales total what of them is open, in every figure."""
    for root, rows in by((row for row in book.all("Actual") if row.transaction_type is UNBILLED), "root_id").items():
        still_open = [row for row in rows if stands(row)]
        if any(total(rows, name) != total(still_open, name) for name in FIGURES):
            yield root


def quantities(book: Book) -> Iterator[object]:
    """L7: billed and open total what was approved, more what was raised, less what was given up or withdrawn."""
    rows, changes = book.tables.get("Actual", {}), _changes(book)
    for root, lineage in by(rows.values(), "root_id").items():
        first = rows[root]
        if first.transaction_type is not UNBILLED or first.transaction_class is RETAINER:
            continue
        sales = [row for row in lineage if row.transaction_type is not TransactionType.COST]
        canceled = (row for row in sales if row.billing_status is BillingStatus.CANCELED)
        withdrawn = [row for row in canceled if row.reverses_id is not None]
        for name in ("quantity", "amount"):
            if total(sales, name) != getattr(first, name) + changes[name].get(root, ZERO) + total(withdrawn, name):
                yield root


def _changes(book: Book) -> dict[str, dict[int, Decimal]]:
    """By root, how much confirmed details raised quantity and amount, less what of fees and prices they gave up."""
    posted = {one.id for one in book.all("Invoice") if one.posted}
    found: dict[str, dict[int, Decimal]] = {name: defaultdict(Decimal) for name in ("quantity", "amount")}
    for one in book.all("Detail"):
        if one.source_id is None or one.invoice_id not in posted:
            continue
        source = book.one("Actual", one.source_id)
        before, now = abs(source.quantity), abs(one.quantity)
        grows = now > before or (source.transaction_class is FEE and 0 < now < before)
        if grows:
            found["quantity"][source.root_id] += one.quantity - source.quantity
        priced_anew = one.correction and one.quantity and one.unit_price != source.unit_price
        if grows or priced_anew:
            places = book.one("Order", source.order_id).places
            rest = ZERO if grows else source.amount - share(source.amount, one.quantity, source.quantity, places)
            found["amount"][source.root_id] += one.amount + rest - source.amount
    return found


def retainers(book: Book) -> Iterator[object]:
    """L8: no retainer is overdrawn, and what is open of it is one row of exactly what is available."""
    for one in book.all("Retainer"):
        left = one.billed_amount - one.used_amount - one.refunded_amount
        rows = [row for row in book.all("Actual") if row.retainer_id == one.id]
        still_open = [row.amount for row in rows if row.transaction_type is UNBILLED and stands(row)]
        billed = [row for row in rows if row.transaction_type is BILLED]
        if left < 0 or still_open != ([-left] if left else []) or total(billed, "amount") != left:
            yield one.id


def live_rows(book: Book) -> Iterator[object]:
    """L13: a detail and its corrections have at most one billed row that stands, and one open unbilled row each."""
    details, seen = book.tables.get("Detail", {}), set()
    for row in book.all("Actual"):
        if row.detail_id is None or not stands(row) or waived(row):
            continue
        first = row.detail_id if row.transaction_type is UNBILLED else details[row.detail_id].first_id or row.detail_id
        key = (row.transaction_type, first)
        if key in seen:
            yield key
        seen.add(key)


def statuses(book: Book) -> Iterator[object]:
    """L13: reversals are UNADJUSTABLE, reversed billed sales ADJUSTED, only what is reversed; what is posted locks none."""
    posted = {one.id for one in book.all("Detail") if book.one("Invoice", one.invoice_id).posted}
    for row in book.all("Actual"):
        status, reverses = row.adjustment_status, row.reverses_id is not None
        billed = row.transaction_type is BILLED and row.reversed_by_id is not None
        if (
            reverses != (status is AdjustmentStatus.UNADJUSTABLE)
            or (billed and status is not AdjustmentStatus.ADJUSTED)
            or (status is AdjustmentStatus.ADJUSTED and row.reversed_by_id is None)
            or row.draft_detail_id in posted
        ):
            yield row.id


def connections(book: Book) -> Iterator[object]:
    """L20: a reversal is connected with what it reverses; billed work by time with unbilled sales that are spent."""
    links = by(book.all("Connection"), "actual_id")
    for row in book.all("Actual"):
        others = [
            book.one("Actual", one.other_id) for one in links[row.id] if one.role is not ConnectionRole.UNBILLED_SALES
        ]
        if row.reverses_id is not None:
            if [one.id for one in others] != [row.reverses_id]:
                yield row.id
        elif any(one.reversed_by_id is None and one.order_id == row.order_id for one in others) or any(
            one.root_id != row.root_id for one in others
        ):
            yield row.id


def billed_as_entered(book: Book) -> Iterator[object]:
    """3.5: the billed row of a detail has exactly the detail's figures."""
    details = book.tables.get("Detail", {})
    for row in book.all("Actual"):
        if row.detail_id is None or row.reverses_id is not None or row.transaction_type is not BILLED or waived(row):
            continue
        one = details[row.detail_id]
        same = (row.amount, row.tax_amount, row.billing_type) == (one.amount, one.tax_amount, one.billing_type)
        if not same or abs(row.quantity) != abs(one.quantity):
            yield row.id


def returned_tax(book: Book) -> Iterator[object]:
    """3.4: what a correction puts back takes its share of the tax that was billed."""
    billed = {row.id: row for row in book.all("Actual") if row.transaction_type is BILLED}
    replaced = {one.actual_id: one.other_id for one in book.all("Connection") if one.role is ConnectionRole.REPLACING}
    for row in book.all("Actual"):
        if not row.rule.endswith((".remainder", ".returned")) or row.transaction_class is RETAINER:
            continue
        was = billed[replaced[row.id]]
        places = book.one("Order", row.order_id).places
        shared = share(was.tax_amount, row.quantity, was.quantity, places)
        left = was.tax_amount - share(was.tax_amount, was.quantity - row.quantity, was.quantity, places)
        if row.tax_amount not in (shared, left) or row.unit_price != was.unit_price:
            yield row.id


def detail_amounts(book: Book) -> Iterator[object]:
    """2.2: a detail totals its quantity times its price, or exactly what its source comes to."""
    for one in book.all("Detail"):
        if one.kind is DetailKind.TRANSACTION:
            source = None if one.source_id is None else book.one("Actual", one.source_id)
            names = {"before": "quantity", "known": "amount", "price_before": "unit_price"}
            of_source = {name: None if source is None else getattr(source, column) for name, column in names.items()}
            currency = book.one("Invoice", one.invoice_id).currency
            if not is_its_detail(one.having(**of_source, currency=currency)):
                yield one.id


def vouchers(book: Book) -> Iterator[object]:
    """Returns 3.7, 10: every voucher balances, and puts a document's total on the receivables."""
    owed: dict[int, Decimal] = defaultdict(Decimal)
    for voucher in book.all("Voucher"):
        if sum(one.amount for one in voucher.entries) or not all(one.amount for one in voucher.entries):
            yield voucher.id
        if voucher.invoice_id is not None:
            owed[voucher.invoice_id] += sum(one.amount for one in voucher.entries if one.posting_type == "RECEIVABLES")
    for one in book.all("Invoice"):
        if one.posted and owed[one.id] != one.total_amount:
            yield one.number


def balances(book: Book) -> Iterator[object]:
    """A customer's balance is the sum of its documents less its payments, and what is open on its account."""
    for one in book.all("Customer"):
        documents = [each for each in book.all("Invoice") if each.posted and each.customer_id == one.id]
        paid = total((each for each in book.all("Payment") if each.customer_id == one.id), "amount")
        still_open = total(documents, "total_amount") - total(documents, "settled_amount")
        if not one.balance == total(documents, "total_amount") - paid == still_open:
            yield one.id


def document_types(book: Book) -> Iterator[object]:
    """Returns 10: the sign of the total names the document; zero is a credit note where something is credited."""
    for one in book.all("Invoice"):
        if (
            one.posted
            and one.total_amount
            and (one.total_amount < 0) != (one.document_type is DocumentType.CREDIT_NOTE)
        ):
            yield one.number


LAWS: tuple[Law, ...] = (
    reversal_pairing,
    both_ways,
    lineage,
    invoice_is_ledger,
    outcome,
    backlog,
    quantities,
    retainers,
    live_rows,
    statuses,
    connections,
    billed_as_entered,
    returned_tax,
    detail_amounts,
    vouchers,
    balances,
    document_types,
)


def broken(book: Book, laws: Iterable[Law] = LAWS) -> list[str]:
    """What of the book breaks a law."""
    return [f"{law.__name__}: {key}" for law in laws for key in law(book)]
