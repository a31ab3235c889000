"""Editing a draft: new values of its details, and transactions entered by hand (project-invoicing 2.2, F6)."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from sqlalchemy import Connection, select

from ....models import tables
from ....models.identity import GlobalId
from ....models.money import minor_unit
from ....models.rows import read_all
from ....models.vocabulary import BillingType, ContractLineType, DetailKind, ProblemCode
from ...amounts import ZERO, gross
from ...checks import Checks
from ...command.lookup import known_keys
from ...command.results import DraftResult
from ...command.transaction import Transaction
from ...commands import AddInvoiceLineDetails, DetailUpdateInput, ManualDetailInput, UpdateInvoiceLineDetails
from ...ledger.tax_codes import entered as entered_code
from ...ledger.tax_codes import read_taxes
from ...planners.projects import facts
from ...planners.projects.draft_problems import value_problems
from ...planners.projects.draft_warnings import open_remainder
from ...planners.projects.retainers import applied_problems, first_time, retainer_problems
from ...planners.projects.tax_problems import amount_problems
from ...problems import Problem
from ...rules.grammar import WORK
from ..records import ContractLineRow
from .coded import Taxing
from .details import changed_detail
from .drafts import find_draft
from .goods_lines import store_details
from .lines import NewDetail, insert_details, touch
from .loading import contract_of, load_details
from .picking import usual_codes
from .taxes import is_joint, refresh_taxes
from .totals import refresh_totals
from .whole import raised_details, stored_first_time

MOST_DETAILS = 20_000


def update_invoice_line_details(transaction: Transaction, command: UpdateInvoiceLineDetails) -> DraftResult:
    """Change details of a draft; refuses wrong values at once, with every problem."""
    connection = transaction.connection
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    checks = Checks()
    checks.not_empty("details", command.details, MOST_DETAILS, "details")
    checks.done()
    ids = [one.detail for one in command.details]
    keys = known_keys(ids, "InvoiceLineDetail", "invoice line detail", checks, "details", field="detail")
    draft = load_details(connection, invoice, [key for key in keys if key is not None])
    taxing = Taxing(draft.codes, invoice.invoice_date or transaction.today)
    changed = _changed(draft, zip(keys, command.details, strict=True), taxing, checks)
    checks.problems.extend(_joint_problems(connection, draft, changed))
    checks.done()
    store_details(connection, [one for one, _ in changed.values()])
    touch(transaction, invoice)
    refresh_totals(connection, invoice.id)
    if is_joint(draft, [*draft.details, *(one for one, _ in changed.values())]):
        refresh_taxes(transaction, invoice.id)
    raised = raised_details(connection, invoice.id)  # any of the draft's, changed just now or before
    return DraftResult(invoice.id, tuple(open_remainder(*one) for one in raised if one.left))


Changed = dict[int, tuple[facts.DraftDetail, str]]  # by key, with the place in the input


def _changed(
    draft: facts.Draft, wanted: Iterable[tuple[int | None, DetailUpdateInput]], taxing: Taxing, checks: Checks
) -> Changed:
    """The details with their new values; those that are wrong are left out, and go to `checks`."""
    details = {detail.id: detail for detail in draft.details}
    changed: Changed = {}
    for place, (key, one) in enumerate(wanted):
        path, known = ("details", str(place)), len(checks.problems)
        if key is not None and key not in details:
            checks.fail(
                ProblemCode.NOT_FOUND,
                "no-detail",
                *path,
                "detail",
                name=draft.name,
                type="InvoiceLineDetail",
                given=one.detail,
            )
        elif key is not None:
            detail = changed_detail(details[key], one, draft.places, taxing, checks, path)
            checks.problems.extend(value_problems(detail, draft.places, *path))
            checks.problems.extend(amount_problems(detail, draft.codes, draft.places, path))
            if len(checks.problems) == known:
                changed[key] = (detail, str(place))
    return changed


def _joint_problems(connection: Connection, draft: facts.Draft, changed: Changed) -> list[Problem]:
    """What the changed details do together with the others; paths are those of the input."""
    after = replace(draft, details=tuple(changed.get(one.id, (one, ""))[0] for one in draft.details))
    places = {str(place): changed[one.id][1] for place, one in enumerate(after.details) if one.id in changed}
    found = [
        replace(one, path=(one.path[0], places[one.path[1]], *one.path[2:]))
        for one in retainer_problems(after, frozenset(changed))
    ]
    if any(not one.correction for one, _ in changed.values()):
        change = first_time(after.details) - first_time(draft.details)
        found += applied_problems(after, stored_first_time(connection, draft.id) + change)
    return found


def add_invoice_line_details(transaction: Transaction, command: AddInvoiceLineDetails) -> DraftResult:
    """Enter transactions on a draft by hand; on a fixed-price line they are billed without unbilled sales."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    checks = Checks()
    checks.not_empty("details", command.details, MOST_DETAILS, "details")
    checks.done()
    table = tables.contract_line
    of_contract = select(table).where(table.c.order_id == invoice.contract_id)
    lines = {row.id: row for row in read_all(transaction.connection, of_contract, ContractLineRow)}
    ids = [one.contract_line for one in command.details]
    keys = known_keys(ids, "ContractLine", "contract line", checks, "details", field="contractLine", repeated=True)
    places, entered = minor_unit(invoice.currency), []
    taxes = cache(lambda: read_taxes(transaction.connection))
    for index, (key, one) in enumerate(zip(keys, command.details, strict=True)):
        path = ("details", str(index))
        _check_manual(one, places, path, checks)
        if key is not None:
            _check_line(lines.get(key), one.contract_line, (*path, "contractLine"), checks)
        entered.append(entered_code(taxes, one.tax_code, None, transaction.today, checks, *path))
    checks.done()
    contract_id = contract_of(invoice)
    usual = usual_codes(transaction.connection, contract_id, invoice.customer_id)
    details = [
        _manual(transaction, one, key, places)._replace(
            tax_code_id=usual.code_of(None if own is None else own.code_id, one.tax_amount or ZERO, key),
            tax_entered=own is not None and bool(one.tax_amount),
        )
        for key, one, own in zip(keys, command.details, entered, strict=True)
    ]
    insert_details(transaction, invoice.id, contract_id, details)
    touch(transaction, invoice)
    refresh_totals(transaction.connection, invoice.id)
    if any(one.tax_code_id is not None for one in details):
        refresh_taxes(transaction, invoice.id)
    return DraftResult(invoice.id)


def _check_manual(one: ManualDetailInput, places: int, path: tuple[str, ...], checks: Checks) -> None:
    assert one.tax_amount is not None
    checks.positive("A quantity", one.quantity, *path, "quantity")
    checks.not_negative("A unit price", one.unit_price, *path, "unitPrice")
    checks.worth("A detail", one.quantity, one.unit_price, *path, "unitPrice")
    checks.amount("A tax amount", one.tax_amount, places, *path, "taxAmount")
    if one.tax_amount < ZERO:
        checks.invalid("tax-sign-billed", *path, "taxAmount")
    if one.tax_amount and one.billing_type is not BillingType.CHARGEABLE:
        checks.invalid("no-tax", *path, "taxAmount", given=one.billing_type)
    if one.transaction_class not in WORK:
        checks.invalid("not-by-hand", *path, "transactionClass", given=one.transaction_class)


def _check_line(line: ContractLineRow | None, given: GlobalId, path: tuple[str, ...], checks: Checks) -> None:
    if line is None:
        checks.fail(ProblemCode.NOT_FOUND, "no-contract-line", *path, type="ContractLine", given=given)
    elif line.type is not ContractLineType.PROJECT_BASED:
        checks.invalid("sells-product", *path, description=line.name)


def _manual(transaction: Transaction, one: ManualDetailInput, line_id: int | None, places: int) -> NewDetail:
    return NewDetail(
        kind=DetailKind.TRANSACTION,
        transaction_class=one.transaction_class,
        billing_type=one.billing_type or BillingType.CHARGEABLE,
        description=one.description,
        contract_line_id=line_id,
        start_date=one.start_date or transaction.today,
        quantity=one.quantity,
        unit_price=one.unit_price,
        amount=gross(one.quantity, one.unit_price, places),
        tax_amount=one.tax_amount or ZERO,
    )
