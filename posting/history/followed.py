"""Which records of the tables are followed, and how the API calls their fields and says their values.

What can change is followed: drafts, orders, master data, settings, keys. Of rows of the ledger only the keys are noted,
for they say themselves what became of them. A draft's totals are not told either: they are the sums of its details.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from ...models import tables
from ...models.exact import ExactDecimal
from ...models.identity import encode
from ...models.money import minor_unit
from ...models.places import AMOUNT_PLACES
from ...models.vocabulary import OrderType
from ..amounts import rounded
from ..canonical import plain

ORDER, INVOICE, LINE = tables.order, tables.invoice, tables.contract_line
ORDERS: Mapping[str, str] = {
    OrderType.SALES_ORDER: "SalesOrder",
    OrderType.RETURN_ORDER: "ReturnOrder",
    OrderType.PROJECT_CONTRACT: "ProjectContract",
}
NEVER_TOLD = frozenset({"id", "folded_number", "folded_name", "digest", "last_used_at"})


@dataclass(frozen=True)
class Followed:
    """A table whose records are followed; `currency` is that of their amounts."""

    table: Table
    type_name: str
    kinds: Mapping[str, str] = field(default_factory=dict)  # type names by the column `type`, of a table of several
    currency: ColumnElement[Any] | None = None
    untold: frozenset[str] = frozenset()  # columns that the API does not have, or that follow others
    renamed: Mapping[str, str] = field(default_factory=dict)
    has_changes: bool = True  # or only the keys of its records are noted

    def field(self, column: str) -> str | None:
        """How the API calls a column; None where it is not told."""
        return self._called[column]

    @cached_property
    def _called(self) -> Mapping[str, str | None]:
        return {column.name: self._call(column.name) for column in self.table.c}

    def _call(self, column: str) -> str | None:
        if column in NEVER_TOLD or column in self.untold:
            return None
        return self.renamed.get(column) or camel(column.removesuffix("_id"))


def camel(name: str) -> str:
    """A name as the API writes it.

    >>> camel("not_to_exceed_limit")
    'notToExceedLimit'
    """
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


_OF_LINE = LINE.alias("of_milestone")
_OF_MILESTONE = (
    select(ORDER.c.currency)
    .join(_OF_LINE, _OF_LINE.c.order_id == ORDER.c.id)
    .where(_OF_LINE.c.id == tables.milestone.c.contract_line_id)
    .correlate(tables.milestone)
    .scalar_subquery()
)

_PAPERS = {"purchase_order_number", "buyer_reference", "delivery_address"}  # never change, and documents tell them
_ORDER = frozenset({"replaced_up_front", "created_by_id", *_PAPERS})
_RETURN_LINE = frozenset({"order_id", "price_entered", "parent_line_id", "inspected"})
_SUMS = {"net_amount", "tax_amount", "total_amount", "corrected_total", "previous_total"}
_BILL_TO = {f"bill_to_{what}" for what in ("number", "name", "tax_number", "terms_days")}
_INVOICE = frozenset({"contract_id", "settled_amount", "created_by_id", "posted_by_id", *_SUMS, *_BILL_TO})
_TAX = frozenset({"tax_entered", "supplied_on", "previous_tax_rate"})
_DETAIL = frozenset({"invoice_id", "invoice_line_id", "first_detail_id", "starts_billed"}) | _TAX
_OF_CODE = {"tax_code_id", "tax_rate"}  # of an actual: its detail says them
_ACTUAL = frozenset({"draft_detail_id", "invoice_line_id", "root_id", "stands_for_id", "posted_by_id", *_OF_CODE})
_TAXES = ("billed_tax_amount", "used_tax_amount", "refunded_tax_amount")
_APPROVAL = frozenset({"living", "decider_person", "decider_issuer"})
_EVERY = (
    Followed(tables.customer, "Customer", currency=tables.customer.c.currency, untold=frozenset({"balance"})),
    Followed(tables.product, "Product", untold=frozenset({"on_hand"})),
    Followed(
        ORDER,
        "Order",
        kinds=ORDERS,
        currency=ORDER.c.currency,
        untold=_ORDER,
        renamed={"replaces_for_id": "replacementFor"},
    ),
    Followed(tables.return_order_line, "ReturnOrderLine", untold=_RETURN_LINE),
    Followed(tables.sales_order_line, "SalesOrderLine", untold=frozenset({"order_id"})),
    Followed(
        LINE,
        "ContractLine",
        untold=frozenset({"order_id", "tax_entered"}),
        currency=select(ORDER.c.currency).where(ORDER.c.id == LINE.c.order_id).correlate(LINE).scalar_subquery(),
    ),
    Followed(tables.milestone, "Milestone", currency=_OF_MILESTONE, untold=frozenset({"tax_entered"})),
    Followed(
        tables.retainer,
        "Retainer",
        untold=frozenset({"order_id", "contract_amount", "billed_amount", "tax_rate", *_TAXES}),
        currency=select(ORDER.c.currency)
        .where(ORDER.c.id == tables.retainer.c.order_id)
        .correlate(tables.retainer)
        .scalar_subquery(),
    ),
    Followed(INVOICE, "Invoice", currency=INVOICE.c.currency, untold=_INVOICE),
    Followed(
        tables.invoice_line_detail,
        "InvoiceLineDetail",
        untold=_DETAIL,
        currency=select(INVOICE.c.currency)
        .where(INVOICE.c.id == tables.invoice_line_detail.c.invoice_id)
        .correlate(tables.invoice_line_detail)
        .scalar_subquery(),
    ),
    Followed(tables.actual, "Actual", untold=_ACTUAL, has_changes=False),
    Followed(tables.disposition_code, "DispositionCode"),
    Followed(tables.reason_code, "ReasonCode"),
    Followed(tables.reason_code_group, "ReasonCodeGroup"),
    Followed(tables.tax_code, "TaxCode"),
    Followed(tables.posting_account, "PostingAccount"),
    Followed(tables.fiscal_period, "FiscalPeriod", renamed={"from_date": "from", "to_date": "to"}),
    Followed(tables.parameters, "Parameters"),
    Followed(tables.company, "Company", renamed={"logo": "logoSha256"}),
    Followed(tables.run_schedule, "RunSchedule", untold=frozenset({"request", "actor_id", "actor_scopes"})),
    Followed(tables.api_key, "ApiKey"),
    Followed(tables.approval_policy, "ApprovalPolicy"),
    Followed(tables.approval, "Approval", untold=_APPROVAL),
)
FOLLOWED: Mapping[str, Followed] = {one.table.name: one for one in _EVERY}
BY_TYPE: Mapping[str, Followed] = {name: one for one in _EVERY for name in (one.type_name, *one.kinds.values())}
REFERRED = {  # the types of records that columns refer to
    "customer": "Customer",
    "product": "Product",
    "disposition_code": "DispositionCode",
    "reason_code_group": "ReasonCodeGroup",
    "invoice": "Invoice",
    "retainer": "Retainer",
    "milestone": "Milestone",
    "actor": "Actor",
    "tax_code": "TaxCode",
}


def said(column: ColumnElement[Any], value: object, currency: str | None) -> str | None:
    """A value as the API writes it; None for nothing."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        return _number(column, value, currency)
    if isinstance(value, int) and (name := _referred(column)) is not None:
        return encode(name, value)
    return _WRITTEN.get(type(value), str)(value)


@lru_cache(maxsize=1000)
def _referred(column: ColumnElement[Any]) -> str | None:
    """The type of the records that a column refers to; None where it refers to none."""
    for reference in getattr(column, "foreign_keys", ()):
        return REFERRED.get(reference.column.table.name)
    return None


def _number(column: ColumnElement[Any], value: Decimal, currency: str | None) -> str:
    is_amount = isinstance(column.type, ExactDecimal) and column.type.places == AMOUNT_PLACES
    if not is_amount or currency is None:
        return plain(value)
    return f"{rounded(value, minor_unit(currency)):f}"


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    datetime: _instant,
    date: date.isoformat,
    list: partial(json.dumps, separators=(",", ":"), ensure_ascii=False),
    dict: partial(json.dumps, separators=(",", ":"), ensure_ascii=False),
}
