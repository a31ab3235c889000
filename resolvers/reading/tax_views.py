"""How rows of a tax breakdown are shown, of documents and of plans."""

from ...models.money import minor_unit
from ...posting.amounts import rounded
from ...posting.taxes.breakdown import TaxRow
from .renderings import normalized

View = dict[str, object]


def tax_view(row: TaxRow, currency: str) -> View:
    """A row as the API shows it; of its code the key."""
    return {
        "tax_code": row.code_id,
        "category": row.category,
        "rate": normalized(row.rate),
        "base": rounded(row.base, minor_unit(currency)),
        "amount": rounded(row.amount, minor_unit(currency)),
        "exemption_reason": row.reason,
        "exemption_reason_code": row.reason_code,
    }
