"""What the questions about the ledger's history take: a record to explain, a point in the ledger."""

from dataclasses import dataclass, field
from datetime import datetime

from ...models.identity import GlobalId
from ...posting.commands import OrderRef, about


@dataclass(kw_only=True)
class ExplainRef:
    """What to explain, named in one of three ways."""

    actual: GlobalId | None = field(default=None, metadata=about("A row of the ledger: its whole lineage."))
    invoice_line_detail: GlobalId | None = field(
        default=None,
        metadata=about("A detail: the lineage of what it, and those it corrects or is corrected by, bill."),
    )
    contract: OrderRef | None = field(
        default=None, metadata=about("A project contract: all its lineages, the oldest first.")
    )


@dataclass(kw_only=True)
class LedgerPoint:
    """A point in the ledger, named in one of two ways."""

    sequence: int | None = field(
        default=None, metadata=about("After the row with this position; 0 or less is before the first row.")
    )
    at: datetime | None = field(default=None, metadata=about("After the last row recorded at this instant or before."))
