"""What a cancellation does on the customer's account (putting-right 4.9).

Matches of the canceled document with others are released first, and what was written off of it is taken back; payments
stay. Then it is matched with the document that cancels it, as far as both are open, and the rest as any other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ....models.vocabulary import BillingType, InvoiceStatus, SettlementKind, SettlementMode
from ...amounts import ZERO
from ...planned.changes import Change
from ...planned.settlements import BalanceChange, PlannedSettlement
from ..accounts import AccountDocument, moved
from ..releases import Settled
from ..settlements import Matching, OpenItem, settle, settled_changes
from ..vouchers import taken_back
from .facts import Posted


@dataclass(frozen=True)
class Account:
    """What is released and matched, in this order, how documents move, and what of balances comes back."""

    settlements: tuple[PlannedSettlement, ...]
    changes: tuple[Change, ...]
    balances: tuple[BalanceChange, ...]


def settled_anew(document: Posted, mode: SettlementMode, day: date, reason: str) -> Account:
    """Everything that moves on the account, but for the total of the new document itself."""
    assert document.accounts is not None, "the document is on its account"
    accounts = dict(document.accounts)
    released: list[PlannedSettlement] = []
    changes: list[Change] = []
    given_up = ZERO
    for one in document.settled:
        if one.kind is SettlementKind.PAYMENT:
            continue
        released.append(_released(one, day, reason))
        changes += _reopened(one, document.id, accounts)
        if one.kind is SettlementKind.WRITE_OFF:
            given_up += one.amount if one.debit_invoice_id is not None else -one.amount
    total, own = -document.total_amount, accounts[document.id]
    of_own = min(abs(total), abs(own.open_amount))
    matched = []
    if of_own:
        debit, credit = (None, own.id) if total > 0 else (own.id, None)
        matched.append(PlannedSettlement(of_own, debit, credit))
        changes += _settled(own, own.signed(of_own))
    left = total - (of_own if total > 0 else -of_own)
    items = tuple(_as_released(one, accounts) for one in document.items if one.invoice_id != document.id)
    others = settle(left, Matching(mode, day, _shares(document, of_own)), items)
    return Account(
        settlements=(*released, *matched, *others),
        changes=(*changes, *settled_changes(others, items)),
        balances=(BalanceChange(document.customer_id, given_up),) if given_up else (),
    )


def _released(one: Settled, day: date, reason: str) -> PlannedSettlement:
    """The release, no earlier than what it releases; of a write-off with its voucher mirrored."""
    return PlannedSettlement(
        -one.amount,
        one.debit_invoice_id,
        one.credit_invoice_id,
        max(day, one.date),
        releases=one.id,
        reason=reason,
        entries=taken_back(one.entries),
    )


def _reopened(one: Settled, canceled: int, accounts: dict[int, AccountDocument]) -> Iterator[Change]:
    """How both sides move; the canceled document keeps its status, because it is closed again at once."""
    for key, signed in ((one.debit_invoice_id, -one.amount), (one.credit_invoice_id, one.amount)):
        if key is None:
            continue
        before = accounts[key]
        status = before.status if key == canceled else InvoiceStatus.CONFIRMED
        accounts[key] = replace(before, settled_amount=before.settled_amount + signed, status=status)
        yield from _settled(before, signed) if key == canceled else moved(before, signed)


def _settled(document: AccountDocument, signed: Decimal) -> list[Change]:
    settled = document.settled_amount
    return [Change("Invoice", document.id, "settled_amount", settled, settled + signed)]


def _as_released(item: OpenItem, accounts: Mapping[int, AccountDocument]) -> OpenItem:
    known = accounts.get(item.invoice_id)
    return item if known is None else replace(item, settled_amount=known.settled_amount)


def _shares(document: Posted, of_own: Decimal) -> dict[int, Decimal]:
    """What the new document comes to by family, less what the canceled one takes of it."""
    shares: dict[int, Decimal] = {}
    for one in document.details:
        if one.billing_type is BillingType.CHARGEABLE:
            shares[one.family] = shares.get(one.family, ZERO) - one.invoice_amount - one.invoice_tax_amount
    left, total = of_own, -document.total_amount
    for family, share in shares.items():
        part = min(left, abs(share)) if share * total > 0 else ZERO
        shares[family] = share - (part if share > 0 else -part)
        left -= part
    return shares
