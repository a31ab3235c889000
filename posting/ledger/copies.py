"""The copies of posted documents as they are kept: parties under the SHA-256 of their content (documents 1.3).

Content is JSON under the API's names, without what is empty, in one form, so that equal parties have one fingerprint.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

from ...documents.parties import Account, Address, Delivery, ElectronicAddress, Party
from ...models import tables
from ...models.together import Together
from ..history.followed import camel
from ..papers.renditions import for_machines
from ..planned.papers import Papers
from .keyed import Keyed

PARTY_COLUMNS = ("fingerprint", "content")
COPIED = (  # what the fingerprint is taken over
    "seller",
    "bill_to",
    "ship_to",
    "kind",
    "buyer_reference",
    "purchase_order_number",
    "packing_slip_number",
    "account",
    "logo",
    "language",
    "terms_days",
    "tax_rounding",
)
COPY_COLUMNS = ("invoice_id", *COPIED, "fingerprint", "required")
PRECEDING_COLUMNS = ("invoice_id", "preceding_id", "position")
Content = dict[str, object]


def write_copies(together: Together, written: Sequence[Keyed]) -> None:
    """Keep what the documents copy; a party that is kept already is not written again."""
    papers = [(one.invoice_id, one.plan.papers) for one in written if one.invoice_id is not None]
    copied = [(key, one) for key, one in papers if one is not None]
    parties = {_key(one): one for _, each in copied for one in (each.seller, each.bill_to) if one is not None}
    together.keep(tables.party_copy, PARTY_COLUMNS, [(key, content(one)) for key, one in sorted(parties.items())])
    together.append(tables.document_copy, COPY_COLUMNS, [_row(key, one) for key, one in copied])
    preceding = [(key, other, position) for key, one in copied for position, other in enumerate(one.preceding, 1)]
    together.append(tables.invoice_preceding, PRECEDING_COLUMNS, preceding, before=tables.invoice)


def content(copied: Party | Delivery | Account) -> Content:
    """What is kept of a part of a document: its fields under the API's names, without those that are empty."""
    found: Content = {}
    for one in fields(copied):
        value = getattr(copied, one.name)
        if isinstance(value, Address | ElectronicAddress):
            value = {camel(each.name): part for each in fields(value) if (part := getattr(value, each.name))}
        if value is not None:
            found[camel(one.name)] = value.isoformat() if isinstance(value, date) else value
    return found


def fingerprint(values: object) -> str:
    """SHA-256 of values in the one form that JSON has of them, in hexadecimal."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def copy_fingerprint(row: Mapping[str, object]) -> str:
    """What the row of a document's copies bears, of all its other columns."""
    return fingerprint({name: row[name] for name in COPIED})


def _key(party: Party) -> str:
    return fingerprint(content(party))


def _row(key: int, papers: Papers) -> tuple[object, ...]:
    values: Content = {
        "seller": None if papers.seller is None else _key(papers.seller),
        "bill_to": _key(papers.bill_to),
        "ship_to": None if papers.ship_to is None else content(papers.ship_to),
        "kind": papers.kind,
        "buyer_reference": papers.buyer_reference,
        "purchase_order_number": papers.purchase_order_number,
        "packing_slip_number": papers.packing_slip_number,
        "account": None if papers.account is None else content(papers.account),
        "logo": papers.logo,
        "language": papers.language,
        "terms_days": papers.terms_days,
        "tax_rounding": papers.tax_rounding,
    }
    required = (
        for_machines(papers.electronic_format, papers.electronic_profile).key if papers.is_file_required else None
    )
    return (key, *values.values(), copy_fingerprint(values), required)
