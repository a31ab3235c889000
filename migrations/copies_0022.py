"""Copies of documents that were posted before revision 0022: whom they were addressed to, and what they must name.

The buyer is the one that the document kept when it was posted, else the customer as it is now; nobody knows the seller,
so that whoever prints such a document has the company of then. Documents are taken in batches, so that a large book
takes no more memory than a small one.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

BATCH = 5000
BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]+")
COPIED = (
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
POSTED = """
SELECT i.id, i.document_type, i.bill_to_number, i.bill_to_name, i.bill_to_tax_number, i.bill_to_terms_days,
  c.number, c.name, c.tax_registration_number,
  EXISTS (SELECT 1 FROM invoice_line_detail d WHERE d.invoice_id = i.id AND d.kind = 'RETAINER')
  AND NOT EXISTS (SELECT 1 FROM invoice_line_detail d WHERE d.invoice_id = i.id AND d.kind <> 'RETAINER')
FROM invoice i JOIN customer c ON c.id = i.customer_id
WHERE i.posted_at IS NOT NULL AND i.id > :after ORDER BY i.id LIMIT :most
"""
NAMED = """
SELECT i.id, l.corrects_id, 0 AS part FROM invoice i JOIN invoice_correction l ON l.invoice_id = i.id
WHERE i.posted_at IS NOT NULL AND i.id > :after AND i.id <= :last
UNION
SELECT i.id, b.invoice_id, 1 AS part FROM invoice i
JOIN invoice_line_detail d ON d.invoice_id = i.id AND d.kind IN ('APPLIED_RETAINER', 'RETAINER_REFUND')
JOIN invoice_line_detail b ON b.retainer_id = d.retainer_id AND b.kind = 'RETAINER' AND b.correction = :no
JOIN invoice o ON o.id = b.invoice_id AND o.posted_at IS NOT NULL
WHERE i.posted_at IS NOT NULL AND i.id > :after AND i.id <= :last AND b.invoice_id <> i.id
ORDER BY 1, 3, 2
"""
PARTY = sa.table("party_copy", sa.column("fingerprint", sa.String), sa.column("content", sa.JSON))
KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "invoice_id": sa.Integer(),
    "terms_days": sa.Integer(),
    "ship_to": sa.JSON(none_as_null=True),
    "account": sa.JSON(none_as_null=True),
}
COPY = sa.table(
    "document_copy", *(sa.column(name, KINDS.get(name, sa.String())) for name in ("invoice_id", *COPIED, "fingerprint"))
)
PRECEDING = sa.table("invoice_preceding", *map(sa.column, ("invoice_id", "preceding_id", "position")))


def copy_parties(connection: sa.Connection) -> None:
    """Write the copies of every posted document."""
    known: set[str] = set()
    for rows in _batches(connection):
        parties = {fingerprint(one): one for one in map(_buyer, rows)}
        new = [{"fingerprint": key, "content": parties[key]} for key in sorted(parties.keys() - known)]
        if new:
            connection.execute(sa.insert(PARTY), new)
        known |= parties.keys()
        connection.execute(sa.insert(COPY), [_copy(row) for row in rows])
        _name_preceding(connection, rows[0][0] - 1, rows[-1][0])


def fingerprint(values: object) -> str:
    """SHA-256 of values in the one form that JSON has of them, in hexadecimal."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _batches(connection: sa.Connection) -> Iterator[Sequence[Any]]:
    after = 0
    while rows := connection.execute(sa.text(POSTED), {"after": after, "most": BATCH}).all():
        yield rows
        after = rows[-1][0]


def _buyer(row: Sequence[Any]) -> dict[str, str]:
    number, name, tax_number = row[2:5] if row[2] is not None else row[6:9]
    vat_number = None if tax_number is None else BETWEEN.sub("", tax_number).upper()
    found = {"name": name, "number": number, "vatNumber": vat_number}
    return {key: value for key, value in found.items() if value}


def _copy(row: Sequence[Any]) -> dict[str, object]:
    values: dict[str, object] = dict.fromkeys(COPIED)
    is_credit, only_advances = row[1] == "CREDIT_NOTE", bool(row[9])
    values |= {
        "bill_to": fingerprint(_buyer(row)),
        "kind": "CREDIT_NOTE" if is_credit else "PREPAYMENT_INVOICE" if only_advances else "INVOICE",
        "terms_days": row[5],
        "tax_rounding": "LINE",
    }
    return {**values, "invoice_id": row[0], "fingerprint": fingerprint(values)}


def _name_preceding(connection: sa.Connection, after: int, last: int) -> None:
    """Have the documents of a batch name what they correct or credit, then the documents of advances that they use."""
    found = connection.execute(sa.text(NAMED).bindparams(sa.bindparam("no", type_=sa.Boolean)), _range(after, last))
    places: dict[int, dict[int, int]] = {}
    for key, other, _ in found:
        named = places.setdefault(key, {})
        named.setdefault(other, len(named) + 1)
    rows = (
        {"invoice_id": key, "preceding_id": other, "position": place}
        for key, named in places.items()
        for other, place in named.items()
    )
    while some := list(islice(rows, BATCH)):
        connection.execute(sa.insert(PRECEDING), some)


def _range(after: int, last: int) -> dict[str, object]:
    return {"after": after, "last": last, "no": False}
