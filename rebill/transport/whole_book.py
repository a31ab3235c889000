"""Which queries read the whole book: they have few places of their own, so that no number of them is in the way."""

from graphql import OperationType

from .graphql_document import Document

FIELDS = {"checkLedger", "ledgerDiff", "returnStatistics"}


def reads_whole_book(document: Document) -> bool:
    """Whether one of these fields stands at the root of a query (access 5.3)."""
    return document.kind is OperationType.QUERY and not FIELDS.isdisjoint(document.root_names)
