"""Posting runs and their items, as they are read."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ...models.vocabulary import PostingItemStatus, PostingRunKind, PostingRunStatus
from .requests import RunRequest, as_asked


@dataclass(frozen=True)
class RunRow:
    """A posting run; `request` is how it posts, as plain values, and empty in one of a version that kept none."""

    id: int
    kind: PostingRunKind
    status: PostingRunStatus
    started_at: datetime | None
    waiting: int
    failed: int
    request: dict[str, object]
    actor_id: int | None
    actor_scopes: list[str] | None
    approval_id: int | None
    created_at: datetime

    @cached_property
    def asked(self) -> RunRequest:
        """How it posts."""
        return as_asked(self.request)


@dataclass(frozen=True)
class ItemRow:
    """An order, a draft or a posted invoice of a run; `plan_hash` is what its document was reviewed as."""

    id: int
    run_id: int
    document: int
    status: PostingItemStatus
    order_id: int | None
    invoice_id: int | None
    corrects_id: int | None
    plan_hash: str | None


@dataclass(frozen=True)
class NumberedItem(ItemRow):
    """An item with the number of its order, or of the invoice that it corrects; a draft has none."""

    number: str | None
