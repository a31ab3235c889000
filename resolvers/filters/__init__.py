"""Filters and sorts of the lists by noun, each with the SQL conditions that it means.

The classes are GraphQL inputs as well: the schema layer publishes them. What a filter means stands in it, so that a
list declares no more than which filter it takes.
"""

from ..reading.sorting import SortDirection
from .actuals import ActualFilter, ActualSort
from .approvals import ApprovalFilter
from .conditions import LONGEST_SEARCH, Condition, between, on_days
from .history import HistoryFilter, of_subject
from .invoices import DecimalRange, InvoiceFilter, InvoiceSort
from .orders import OrderFilter, OrderSort
from .parties import CustomerFilter, ProductFilter

__all__ = [
    "LONGEST_SEARCH",
    "ActualFilter",
    "ActualSort",
    "ApprovalFilter",
    "Condition",
    "CustomerFilter",
    "DecimalRange",
    "HistoryFilter",
    "InvoiceFilter",
    "InvoiceSort",
    "OrderFilter",
    "OrderSort",
    "ProductFilter",
    "SortDirection",
    "between",
    "of_subject",
    "on_days",
]
