"""Enters in the plan of a document what it copies of its parties, as they stand now (documents 1.3, putting-right 6.6).

The one place that does it, for whatever posts and whatever only looks: so the copies are a part of each plan's hash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from ...documents.kinds import country_code, kind_of
from ...documents.numbers import vat_number
from ...documents.parties import Account, Delivery, ElectronicAddress, Party
from ...models.vocabulary import DocumentKind, Language, TaxRounding, TransactionClass, TransactionType
from ..papers.stored import address_of
from ..plan import Plan
from ..planned.documents import BillTo
from ..planned.papers import Papers
from ..rules.grammar import WORK
from ..rules.names import Occasion
from ..rules.scenarios import project_scenario
from .counted import units_on
from .parties import CompanyRow, CustomerRow, OrderSays, Stored
from .settings import Settings

T = TypeVar("T")


def _rules(*occasions: Occasion) -> frozenset[str]:
    every = (project_scenario(TransactionClass.RETAINER, one).rules.values() for one in occasions)
    return frozenset(rule for rules in every for rule in rules)


BILLS_ADVANCES = _rules(Occasion.FIRST, Occasion.BILLED_CORRECTION)  # ledger rows
USES_ADVANCES = _rules(Occasion.APPLIED, Occasion.REFUNDED, Occasion.APPLIED_CORRECTION, Occasion.REFUND_CORRECTION)


def addressed(plan: Plan, settings: Settings) -> Plan:
    """The plan of a document with whom it is addressed to, and what else it copies."""
    customer = settings.customer
    assert customer is not None, "the customer of a document is among its conditions"
    terms = customer.payment_terms_days
    to = BillTo(customer.number, customer.name, customer.tax_registration_number, terms)
    return replace(plan, bill_to=to, papers=papers_of(plan, settings, customer))


def papers_of(plan: Plan, settings: Settings, customer: CustomerRow) -> Papers:
    """The copies of a planned document."""
    company = settings.company
    seller, buyer = None if company is None else seller_of(company), buyer_of(customer)
    orders = [one for key in _orders(plan) if (one := settings.said.get(key)) is not None]
    return Papers(
        kind=_kind(plan, seller, buyer),
        bill_to=buyer,
        seller=seller,
        ship_to=ship_to(customer, orders, _delivered_on(plan, orders)),
        buyer_reference=buyer_reference(customer, orders),
        purchase_order_number=agreed(one.purchase_order_number for one in orders),
        packing_slip_number=None if plan.slips else only_slip(orders),
        names_own_slip=len(plan.slips) == len(orders) == 1 and orders[0].moved_on is None,
        account=None if company is None else account_of(company, plan.in_currency),
        logo=None if company is None else company.logo,
        language=language_of(customer, company),
        terms_days=customer.payment_terms_days,
        tax_rounding=_rounding(plan, company),
        preceding=_preceding(plan, settings),
        electronic_format=customer.electronic_format,
        electronic_profile=customer.electronic_profile,
        units=units_on(plan, settings.counted),
        is_file_required=customer.require_electronic_document,
    )


def _rounding(plan: Plan, company: CompanyRow | None) -> TaxRounding:
    """How the planner rounded; what is taken back as it stood was not rounded anew, and says what holds now."""
    if plan.cancellation is None:
        return plan.tax_rounding
    return TaxRounding.LINE if company is None else company.tax_rounding


def seller_of(company: CompanyRow) -> Party:
    """The company as it stands on a document."""
    return Party(
        name=company.name,
        trading_name=company.trading_name,
        registration_number=company.registration_number,
        vat_number=company.vat_number,
        legal_information=company.legal_information,
        address=address_of(company.address),
        electronic_address=electronic_address_of(company.electronic_address),
        contact_name=company.contact_name,
        phone=company.phone,
        email=company.email,
    )


def buyer_of(customer: CustomerRow) -> Party:
    """The customer as it stands on a document; its VAT number in the one form that documents have."""
    entered, country = customer.tax_registration_number, (customer.address or {}).get("country")
    return Party(
        name=customer.name,
        trading_name=customer.trading_name,
        number=customer.number,
        registration_number=customer.registration_number,
        vat_number=None if entered is None else vat_number(entered, country),
        address=address_of(customer.address),
        electronic_address=electronic_address_of(customer.electronic_address),
        contact_name=customer.contact_name,
        phone=customer.phone,
        email=customer.email,
    )


def electronic_address_of(stored: Stored | None) -> ElectronicAddress | None:
    """An electronic address, of what is stored of it."""
    return None if stored is None else ElectronicAddress(stored["scheme"], stored["value"])


def account_of(company: CompanyRow, currency: str) -> Account | None:
    """The first account that takes the document's currency."""
    for one in company.bank_accounts:
        if one.get("currency", currency) == currency:
            return Account(
                iban=one.get("iban"),
                bic=one.get("bic"),
                account_number=one.get("accountNumber"),
                branch_number=one.get("branchNumber"),
                account_name=one.get("accountName"),
            )
    return None


def language_of(customer: CustomerRow, company: CompanyRow | None) -> Language | None:
    """The customer's language, else the company's; None where nobody has said."""
    if customer.language is not None:
        return customer.language
    return None if company is None else company.language


def ship_to(customer: CustomerRow, orders: Sequence[OrderSays], day: date | None) -> Delivery | None:
    """Where it was delivered: the place that the order names, else the customer's; None where nothing is known."""
    usual = customer.delivery_address or customer.address
    places = [one.delivery_address or usual for one in orders] or [usual]
    place = address_of(places[0] if all(one == places[0] for one in places) else None)
    return None if place is None and day is None else Delivery(address=place, date=day)


def buyer_reference(customer: CustomerRow, orders: Sequence[OrderSays]) -> str | None:
    """The order's reference, else the customer's; of several orders where they agree."""
    return agreed(one.buyer_reference or customer.buyer_reference for one in orders) or (
        None if orders else customer.buyer_reference
    )


def only_slip(orders: Sequence[OrderSays]) -> str | None:
    """The packing slip of a document that is about one order which has just one."""
    return orders[0].packing_slip if len(orders) == 1 else None


def agreed(values: Iterable[T | None]) -> T | None:
    """The value that all of them have; None where they differ.

    >>> agreed(["a", "a"]), agreed(["a", None]), agreed([])
    ('a', None, None)
    """
    every = set(values)
    return every.pop() if len(every) == 1 else None


def _orders(plan: Plan) -> Sequence[int]:
    """The orders that a document is about: a draft of the sales side has them in its ledger rows alone."""
    return plan.order_ids or tuple(dict.fromkeys(row.order_id for row in plan.actuals))


def _delivered_on(plan: Plan, orders: Sequence[OrderSays]) -> date | None:
    """The last packing slip of the orders, those that are posted with the document among them; else the last work."""
    slips = [slip.date for slip in plan.slips if slip.date is not None]
    moved = [*slips, *(one.moved_on for one in orders if one.moved_on is not None)]
    return max(moved or (row.transaction_date for row in plan.actuals if row.transaction_class in WORK), default=None)


def _kind(plan: Plan, seller: Party | None, buyer: Party) -> DocumentKind:
    billed = [row for row in plan.actuals if row.transaction_type is TransactionType.BILLED_SALES]
    assert plan.document_type is not None, "a document has a type"
    return kind_of(
        plan.document_type,
        country_code(seller),
        country_code(buyer),
        corrects=bool(plan.corrects) and (plan.draft_id is not None or plan.cancellation is not None),
        only_advances=bool(billed) and all(row.rule in BILLS_ADVANCES for row in billed),
        is_above_zero=plan.total_amount > 0,
    )


def _preceding(plan: Plan, settings: Settings) -> tuple[int, ...]:
    """What it corrects or credits, whose advances it deducts or pays back, and what was named by hand; each once."""
    used = [row.retainer_id for row in plan.actuals if row.rule in USES_ADVANCES and row.retainer_id is not None]
    advances = [key for one in used if (key := settings.advances.get(one)) is not None]
    by_hand = [key for order in plan.order_ids for key in settings.by_hand.get(order, ())]
    return tuple(dict.fromkeys([*plan.corrects, *advances, *by_hand]))
