"""The details of a correction that is only planned, as its document would show them: there is no draft to read.

They are what corrects, beside what is corrected, in the order of the lines that the draft would have: on a contract
that of its lines. So a run and its preview find the same wrong with a document.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from ....models import tables
from ....models.among import among
from ....models.rows import read_pairs
from ...papers.figures import DetailRow, DraftRows, rows_of_details
from ...planners.projects.draft_values import invoice_amount, invoice_tax
from ...planners.projects.facts import Draft, DraftDetail
from ...taxes.codes import Codes

CONTRACT_LINE = tables.contract_line


def unwritten(connection: Connection, draft: Draft, reason: str) -> DraftRows:
    """The details of a draft that nobody has written, under the keys of what they correct, and why it corrects."""
    keys = [one.id for one in draft.details]
    corrected = {row.id: row for row in rows_of_details(connection, keys)}
    in_lines = (one for one in _in_lines(connection, draft) if one.id in corrected)
    return DraftRows(keys, [_correcting(one, corrected[one.id], draft.codes) for one in in_lines], reason)


def _in_lines(connection: Connection, draft: Draft) -> Sequence[DraftDetail]:
    if draft.contract_id is None:
        return draft.details
    of_contract = select(CONTRACT_LINE.c.id, CONTRACT_LINE.c.line_number)
    keys = sorted({one.contract_line_id for one in draft.details if one.contract_line_id is not None})
    numbers = dict(read_pairs(connection, of_contract.where(among(connection, CONTRACT_LINE.c.id, keys)), int, int))
    return sorted(draft.details, key=lambda one: numbers[one.contract_line_id or 0])


def _correcting(one: DraftDetail, corrected: DetailRow, codes: Codes) -> DetailRow:
    """The detail that corrects another one."""
    before, code = one.billed_before, None if one.tax_code_id is None else codes[one.tax_code_id]
    assert before is not None, "a row has billed what is corrected"
    return corrected._replace(
        invoice_id=0,
        description=one.description,
        quantity=one.quantity,
        unit_price=one.unit_price,
        amount=one.amount,
        tax_amount=one.tax_amount,
        invoice_amount=invoice_amount(one),
        invoice_tax_amount=invoice_tax(one),
        correction=True,
        previous_quantity=before.quantity,
        previous_amount=before.amount,
        previous_tax_amount=before.tax_amount,
        discount_percent=one.discount_percent,
        tax_rate=one.tax_rate,
        previous_tax_rate=corrected.tax_rate,
        code=None if code is None else code.code,
        category=None if code is None else code.category,
        code_before=corrected.code,
        category_before=corrected.category,
        description_before=corrected.description,
        price_before=corrected.unit_price,
        discount_before=corrected.discount_percent,
        rate_before=corrected.tax_rate,
    )
