"""Editing a draft: new values of its details, and transactions entered by hand (project-invoicing 2.2, F6)."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select, update

from ...models import tables
from ...models.money import minor_unit
from ...models.vocabulary import ContractLineType, DetailKind, ProblemCode
from ..amounts import ZERO, gross
from ..commands import AddInvoiceLineDetails, ManualDetailInput, UpdateInvoiceLineDetails
from ..planners import project_facts as facts
from ..planners.draft_problems import value_problems
from ..planners.draft_values import invoice_amount, invoice_tax
from ..planners.draft_warnings import open_remainder_warnings
from ..planners.retainers import applied_problems, retainer_problems
from ..problems import Problem, refuse_if_any
from .checks import Checks
from .contracts import WORK
from .detail_values import changed_detail
from .documents import warning_documents
from .draft_lines import DETAIL, NewDetail, insert_details, touch
from .draft_totals import refresh_totals
from .drafts import find_draft
from .drafts_loading import load_draft
from .lookup import Found, keys_of
from .transaction import Result, Transaction

MOST_DETAILS = 20_000


def update_invoice_line_details(transaction: Transaction, command: UpdateInvoiceLineDetails) -> Result:
    """Change details of a draft; refuses wrong values at once."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    checks = Checks()
    checks.not_empty("details", command.details, MOST_DETAILS, "details")
    checks.done()
    draft = load_draft(transaction.connection, invoice)
    details = {detail.id: detail for detail in draft.details}
    keys = keys_of([wanted.detail for wanted in command.details], "InvoiceLineDetail", "invoice line detail", "details")
    changed: dict[int, facts.DraftDetail] = {}
    for index, (key, wanted) in enumerate(zip(keys, command.details, strict=True)):
        path = ("details", str(index))
        if key not in details:
            checks.fail(ProblemCode.NOT_FOUND, f"{draft.name} has no such detail.", *path, "detail")
            continue
        changed[key] = changed_detail(details[key], wanted, draft.places, checks, path)
        checks.problems.extend(value_problems(changed[key], *path))
    checks.done()
    after = _with(draft, changed)
    refuse_if_any(_joint_problems(after, changed, keys))
    _store(transaction, list(changed.values()))
    touch(transaction, invoice)
    refresh_totals(transaction.connection, invoice.id)
    return {"invoice": invoice.id, "warnings": warning_documents(open_remainder_warnings(after))}


def _with(draft: facts.Draft, changed: dict[int, facts.DraftDetail]) -> facts.Draft:
    return replace(draft, details=tuple(changed.get(one.id, one) for one in draft.details))


def _joint_problems(draft: facts.Draft, changed: dict[int, facts.DraftDetail], keys: Sequence[int]) -> list[Problem]:
    """What the changed details do together with the others; paths are those of the input."""
    asked = {key: str(place) for place, key in enumerate(keys)}
    places = {str(place): asked[one.id] for place, one in enumerate(draft.details) if one.id in changed}
    found = [
        Problem(one.code, one.message, (one.path[0], places[one.path[1]], *one.path[2:]), one.remedy)
        for one in retainer_problems(draft, frozenset(changed))
    ]
    if any(not one.correction for one in changed.values()):
        found += applied_problems(draft)
    return found


def _store(transaction: Transaction, details: Sequence[facts.DraftDetail]) -> None:
    """Write changed values of details."""
    new = ("quantity", "unit_price", "amount", "tax_amount", "extended_amount", "invoice_amount", "invoice_tax_amount")
    names = (*new, "billing_type", "description")
    statement = (
        update(DETAIL)
        .where(DETAIL.c.id == bindparam("key"))
        .values({name: bindparam(f"new_{name}", type_=DETAIL.c[name].type) for name in names})
    )
    parameters = [
        {
            "key": one.id,
            "new_quantity": one.quantity,
            "new_unit_price": one.unit_price,
            "new_amount": one.amount,
            "new_tax_amount": one.tax_amount,
            "new_extended_amount": one.amount + one.tax_amount,
            "new_invoice_amount": invoice_amount(one),
            "new_invoice_tax_amount": invoice_tax(one),
            "new_billing_type": one.billing_type,
            "new_description": one.description,
        }
        for one in details
    ]
    transaction.connection.execute(statement, parameters)


def add_invoice_line_details(transaction: Transaction, command: AddInvoiceLineDetails) -> Result:
    """Enter transactions on a draft by hand; on a fixed-price line they are billed without unbilled sales."""
    invoice = find_draft(transaction, command.invoice, command.expected_version)
    checks = Checks()
    checks.not_empty("details", command.details, MOST_DETAILS, "details")
    checks.done()
    table = tables.contract_line
    lines = {
        row.id: row
        for row in transaction.connection.execute(select(table).where(table.c.order_id == invoice.contract_id))
    }
    details = [
        _manual(transaction, one, lines, minor_unit(invoice.currency), ("details", str(place)), checks)
        for place, one in enumerate(command.details)
    ]
    checks.done()
    insert_details(transaction, invoice.id, invoice.contract_id, [one for one in details if one is not None])
    touch(transaction, invoice)
    refresh_totals(transaction.connection, invoice.id)
    return {"invoice": invoice.id, "warnings": []}


def _manual(
    transaction: Transaction,
    one: ManualDetailInput,
    lines: dict[int, Found],
    places: int,
    path: tuple[str, ...],
    checks: Checks,
) -> NewDetail | None:
    assert one.tax_amount is not None
    assert one.billing_type is not None
    checks.text("A description", one.description, *path, "description")
    checks.positive("A quantity", one.quantity, *path, "quantity")
    checks.not_negative("A unit price", one.unit_price, *path, "unitPrice")
    checks.worth("A detail", one.quantity, one.unit_price, *path, "unitPrice")
    checks.amount("A tax amount", one.tax_amount, places, *path, "taxAmount")
    if one.tax_amount < ZERO:
        checks.invalid("A tax amount has the sign of the quantity billed.", *path, "taxAmount")
    if one.transaction_class not in WORK:
        message = f"{one.transaction_class} is not entered by hand."
        checks.invalid(message, *path, "transactionClass", remedy="Use TIME, EXPENSE, MATERIAL or FEE.")
    line = checks.attempt(lambda: _line(one, lines, path))
    if checks.problems or line is None:
        return None
    return NewDetail(
        kind=DetailKind.TRANSACTION,
        transaction_class=one.transaction_class,
        billing_type=one.billing_type,
        description=one.description,
        contract_line_id=line.id,
        start_date=one.start_date or transaction.today,
        quantity=one.quantity,
        unit_price=one.unit_price,
        amount=gross(one.quantity, one.unit_price, places),
        tax_amount=one.tax_amount,
    )


def _line(one: ManualDetailInput, lines: dict[int, Found], path: tuple[str, ...]) -> Found:
    (key,) = keys_of([one.contract_line], "ContractLine", "contract line", *path, "contractLine")
    checks = Checks()
    if key not in lines:
        message = "The contract of this invoice has no such line."
        checks.fail(ProblemCode.NOT_FOUND, message, *path, "contractLine")
    elif lines[key].type != ContractLineType.PROJECT_BASED:
        message = f"“{lines[key].name}” sells a product; transactions stand on project-based lines."
        checks.invalid(message, *path, "contractLine")
    checks.done()
    return lines[key]
