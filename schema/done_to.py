"""Which records a mutation can be done to, and the call that names such a record and nothing else (access 2.6).

It stands with each mutation, so that who asks beforehand what would be refused has the mutation itself look. What a
call takes besides the record is made up here: what is wrong with that is not the record's.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from ..models.identity import GlobalId
from ..models.vocabulary import PrintFormat, ProblemCode
from ..posting import commands
from ..posting.commands import Command
from ..posting.problems import Problem

C = TypeVar("C", bound=Command)
Named = Callable[[GlobalId], object]
OF_VALUES = {ProblemCode.INVALID_INPUT, ProblemCode.NOT_FOUND, ProblemCode.REASON_REQUIRED}
MADE_UP: Mapping[Any, object] = {
    str: "-",
    Decimal: Decimal(1),
    date: date(2000, 1, 1),
    GlobalId: GlobalId("-"),
    commands.InvoiceRef: commands.InvoiceRef(id=GlobalId("-")),
    commands.OrderRef: commands.OrderRef(id=GlobalId("-")),
    commands.ProductRef: commands.ProductRef(id=GlobalId("-")),
    commands.CorrectionRuleInput: commands.CorrectionRuleInput(credit_in_full=True),
}


@dataclass(frozen=True)
class DoneTo:
    """A type of record, the field of a command that names one, and how it does.

    A call that `takes_more` is not whole with the record alone: something to change, say.
    """

    type_name: str
    argument: str
    named: Named
    takes_more: bool = False
    besides: Mapping[str, object] = field(default_factory=dict)

    def call(self, command: type[C], record: GlobalId) -> C:
        """The command about a record."""
        made: Callable[..., C] = command
        return made(**{**_made_up(command, self.argument), self.argument: self.named(record), **self.besides})

    def of_the_record(self, command: type[Command], problems: Collection[Problem]) -> tuple[Problem, ...]:
        """Those problems that are the record's, and not of what a call takes besides."""
        if not self.takes_more and not _made_up(command, self.argument):
            return tuple(problems)
        place = _in_the_api(self.argument)
        return tuple(one for one in problems if one.code not in OF_VALUES or one.path[:1] == (place,))


def _made_up(command: type, but: str = "") -> dict[str, object]:
    """Something for each other field that an input cannot be without."""
    return {name: _anything(kind) for name, kind in _needed(command) if name != but}


def _anything(kind: Any) -> object:
    """A value of a kind that an input takes, a list of one."""
    if kind in MADE_UP:
        return MADE_UP[kind]
    if get_origin(kind) is list:
        return [_anything(*get_args(kind))]
    assert isinstance(kind, type), "an input, or a type of the vocabulary"
    return kind(**_made_up(kind)) if is_dataclass(kind) else next(iter(kind))  # type: ignore[call-overload]  # its members


@cache
def _needed(command: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(command)
    return tuple(
        (one.name, hints[one.name])
        for one in fields(command)
        if one.default is MISSING and one.default_factory is MISSING
    )


def _in_the_api(name: str) -> str:
    first, *rest = name.split("_")
    return "".join((first, *map(str.capitalize, rest)))


def _invoice(record: GlobalId) -> commands.InvoiceRef:
    return commands.InvoiceRef(id=record)


def _order(record: GlobalId) -> commands.OrderRef:
    return commands.OrderRef(id=record)


def _customer(record: GlobalId) -> object:
    return commands.CustomerRef(id=record)


def _itself(record: GlobalId) -> object:
    return record


def _asked(name: str, ask: Callable[[GlobalId], object]) -> Named:
    return lambda record: commands.PostingInput(**{name: ask(record)})  # type: ignore[arg-type]  # of that posting


def _only(named: Named) -> Named:
    return lambda record: [named(record)]


def listed(type_name: str, name: str) -> DoneTo:
    """Records named in a list of ids."""
    return DoneTo(type_name, name, _only(_itself))


def by_id(type_name: str, name: str, *, takes_more: bool = False) -> DoneTo:
    """A record named by its id."""
    return DoneTo(type_name, name, _itself, takes_more)


AN_INVOICE = DoneTo("Invoice", "invoice", _invoice)
AN_INVOICE_AND_MORE = DoneTo("Invoice", "invoice", _invoice, takes_more=True)
A_HEADER = DoneTo("Invoice", "invoice", _invoice, takes_more=True, besides={"document_date": date(2000, 1, 1)})
A_CREDIT_NOTE = DoneTo("Invoice", "credit_note", _invoice)
INVOICES = DoneTo("Invoice", "invoices", _only(_invoice))
INVOICES_SENT = DoneTo("Invoice", "invoices", _only(_invoice), besides={"print": [PrintFormat.HTML]})
BILLED = DoneTo("Invoice", "where", lambda record: commands.BilledSelection(invoices=[commands.InvoiceRef(id=record)]))
A_RETURN = DoneTo("ReturnOrder", "order", _order)
A_CHANGED_RETURN = DoneTo("ReturnOrder", "order", _order, takes_more=True, besides={"reason_code": "-"})
A_SALE = DoneTo("SalesOrder", "order", _order)
ORDERS = tuple(DoneTo(one, "orders", _only(_order)) for one in ("SalesOrder", "ReturnOrder"))
A_CONTRACT = DoneTo("ProjectContract", "contract", _order)
A_CUSTOMER = DoneTo("Customer", "customer", _customer)
A_CHANGED_CUSTOMER = DoneTo("Customer", "customer", _customer, takes_more=True, besides={"name": "-"})
A_CHANGED_PRODUCT = DoneTo(
    "Product", "product", lambda record: commands.ProductRef(id=record), takes_more=True, besides={"name": "-"}
)
TO_BE_APPROVED = (
    DoneTo("Invoice", "posting", _asked("confirm_invoice", lambda one: commands.ConfirmInvoice(invoice=_invoice(one)))),
    DoneTo(
        "Invoice",
        "posting",
        _asked("cancel_invoice", lambda one: commands.CancelInvoice(invoice=_invoice(one), reason="-")),
    ),
    DoneTo(
        "ReturnOrder",
        "posting",
        _asked("post_return_invoice", lambda one: commands.PostReturnInvoice(order=_order(one))),
    ),
    DoneTo("SalesOrder", "posting", _asked("post_invoices", lambda one: commands.PostInvoices(orders=[_order(one)]))),
)
