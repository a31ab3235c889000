"""Rows past every rule: each value that a column can hold, nulls wherever they may be, texts that break what is quoted.

They keep what every writer keeps: records point at records that there are, of a type that can be there, enums hold
members, amounts have the places of their currency.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlmodel import SQLModel

from rebill.models import tables
from rebill.models.exact import ExactDecimal
from rebill.models.identity import encode
from rebill.models.instant import InstantType
from rebill.models.money import minor_unit
from rebill.models.vocabulary import (
    ApprovalStatus,
    ConnectionRole,
    DocumentKind,
    DocumentType,
    Language,
    OrderType,
    PostingItemStatus,
    PostingRunKind,
    ProblemCode,
    QuantitySelection,
    Scope,
    SettlementMode,
    SummaryUpdate,
    TaxRounding,
)
from rebill.posting.approvals.kept import kept_posting
from rebill.posting.commands import ConfirmInvoice, InvoiceRef, PostingInput
from rebill.resolvers.reading.catalogue import CATALOGUE
from rebill.resolvers.reading.declarations import Stored
from rebill.resolvers.reading.renderings import Member
from rebill.resolvers.reading.sources import Inherited

Row = dict[str, object]
Rows = dict[str, list[Row]]
Members = dict[tuple[str, str], type[StrEnum]]
EACH = 14  # rows of a table
CURRENCIES = ("NOK", "EUR", "JPY", "KRW", "BHD", "TND", "CLF", "DEM", "ITL", "RSD", "IQD")
TEXTS = (
    "plain",
    "",
    " ",
    "it's",
    'she said "no"',
    "back\\slash \\n \\u0041",
    "line\nbreak\ttab\rreturn",
    "\x01\x02\x07\x08\x0b\x0c\x1b\x1f\x7f\x80\x9f",
    "Ærø – ħ 漢字 ﷽",
    "😀👩‍👩‍👧 \U0010ffff",
    "\u2028\u2029\ufeff\u200b\u202e",
    "</script><b>&amp;",
    '{"json": [1, null]}',
    "%s %(x)s :bind ? $1 {0}",
    "null",
    "e\u0301",
    "long " * 2000,
)
SIMPLE = tuple(text for text in TEXTS if text.isascii())
OF_SERIES = {("orders", "number"), ("orders", "rma_number"), ("invoice", "number")}  # drawn by Rebill, never typed
SOFT = {  # references that no foreign key says
    ("actual", "root_id"): "actual",
    ("actual", "reversed_by_id"): "actual",
    ("actual", "invoice_line_detail_id"): "invoice_line_detail",
    ("actual", "draft_detail_id"): "invoice_line_detail",
    ("invoice_line", "return_order_line_id"): "return_order_line",
}
OF_TYPE = {  # the type of order that rows of a table belong to
    ("sales_order_line", "order_id"): OrderType.SALES_ORDER,
    ("return_order_line", "order_id"): OrderType.RETURN_ORDER,
    ("return_charge", "order_id"): OrderType.RETURN_ORDER,
    ("contract_line", "order_id"): OrderType.PROJECT_CONTRACT,
    ("contract_customer", "order_id"): OrderType.PROJECT_CONTRACT,
    ("retainer", "order_id"): OrderType.PROJECT_CONTRACT,
    ("invoice", "contract_id"): OrderType.PROJECT_CONTRACT,
}
HASHED = {"logo": "sha256", "party_copy": "fingerprint"}  # tables whose rows are called by what is in them
TYPES = tuple(OrderType)
PAPERS: Mapping[Column[object], type[StrEnum]] = {  # enums of what documents copy, which nothing shows as it is stored
    tables.document_copy.c.kind: DocumentKind,
    tables.document_copy.c.language: Language,
    tables.document_copy.c.tax_rounding: TaxRounding,
    tables.company.c.language: Language,
    tables.company.c.tax_rounding: TaxRounding,
}
UPWARDS = ("invoice_id", "order_id", "contract_line_id", "voucher_id", "packing_slip_id", "debit_invoice_id")
AMOUNTS = (0, 0, 1, -1, 5, 10, -10, 99, 100, 12345, -987654321, 10**11, -(10**11) + 1)
QUANTITIES = ("0", "1", "-1", "0.000001", "-0.5", "10", "100", "1200.500000", "99999999.999999", "-3.10")


def write_odd_rows(connection: Connection, seed: int) -> None:
    """Fill every table of an empty database; the same rows for the same seed, on either engine."""
    rng, rows = random.Random(seed), Rows()
    members = dict(_members())
    for table in SQLModel.metadata.sorted_tables:
        if table in (tables.idempotency_record, tables.number_series):
            continue
        number = 1 if table in (tables.parameters, tables.company) else EACH
        rows[table.name] = []
        for key in range(1, number + 1):
            row = {column.name: _value(rng, rows, table, column, key, members) for column in table.columns}
            _amend(rng, rows, table, row)
            if not _is_taken(table, row, rows[table.name]):
                rows[table.name].append(row)
    for table in SQLModel.metadata.sorted_tables:
        if rows.get(table.name):
            connection.execute(table.insert(), rows[table.name])


def _members() -> Iterator[tuple[tuple[str, str], type[StrEnum]]]:
    """The enum of each column that holds members of one, by table and column."""
    for family in CATALOGUE.values():
        for entity in family.entities.values():
            for declared in entity.fields.values():
                if isinstance(declared, Stored) and isinstance(declared.rendering, Member):
                    source = declared.source
                    column = source.origin if isinstance(source, Inherited) else source
                    if isinstance(column, Column):
                        yield (column.table.name, column.name), declared.rendering.kind
    for column, kind in PAPERS.items():
        yield (column.table.name, column.name), kind
    for column in (tables.actual_connection.c.role, tables.actual_connection.c.other_role):  # read as both ends
        yield (column.table.name, column.name), ConnectionRole


def _value(rng: random.Random, rows: Rows, table: Table, column: Column[object], key: int, members: Members) -> object:
    place = (table.name, column.name)
    if column.primary_key and not column.foreign_keys and isinstance(column.type, Integer):
        return key
    if column.nullable and rng.random() < 0.4:
        return None
    if place == ("orders", "type"):
        return TYPES[key % len(TYPES)].value
    if column.foreign_keys or place in SOFT:
        return _reference(rng, rows, table, column, key)
    if place in members:
        return rng.choice(list(members[place])).value
    if column.name == "currency":
        return rng.choice(CURRENCIES)
    return _plain(rng, column, key)


def _reference(rng: random.Random, rows: Rows, table: Table, column: Column[object], key: int) -> object:
    """A row that there is; of its own table, an earlier one."""
    place = (table.name, column.name)
    name = SOFT.get(place) or next(iter(column.foreign_keys)).column.table.name
    if name in HASHED:
        return rng.choice([one[HASHED[name]] for one in rows[name]])
    if name == table.name or name not in rows:
        there = [one["id"] for one in rows[name]] if name in rows else range(1, key)
        return rng.randint(1, key) if place in SOFT or not column.nullable else rng.choice((None, *there))
    wanted = OF_TYPE.get(place)
    found = [one["id"] for one in rows[name] if wanted is None or one["type"] == wanted.value]
    return rng.choice(found)


def _plain(rng: random.Random, column: Column[object], key: int) -> object:
    kind = column.type
    if isinstance(kind, ExactDecimal):
        return Decimal(rng.choice(QUANTITIES)) if kind.places == 6 else Decimal(rng.choice(AMOUNTS))
    if isinstance(kind, InstantType):
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
            microseconds=rng.choice((0, 1, 999_999, 86_400_000_000)) * key
        )
    if isinstance(kind, Date):
        return rng.choice((date(2026, 1, key), date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29)))
    if isinstance(kind, Boolean):
        return rng.random() < 0.5
    if isinstance(kind, Integer):
        return rng.choice((0, 1, key, -key, 2**31 - 1))
    if isinstance(kind, JSON):
        return DOCUMENTS.get(f"{column.table.name}.{column.name}", DOCUMENTS.get(column.name, _nothing))(rng)
    if isinstance(kind, LargeBinary):
        return rng.choice(TEXTS).encode()
    if (column.table.name, column.name) == ("document_file", "rendition"):
        return rng.choice(("UBL/EN16931", "CII/PEPPOL_BIS_3", "KSEF_FA3/EN16931", "PDF/NB", "HTML/EN"))
    text = rng.choice(SIMPLE if (column.table.name, column.name) in OF_SERIES else TEXTS)
    return f"{text[:60]} {key}" if column.unique or column.name in ("number", "code", "posting_type") else text


def _problems(rng: random.Random) -> list[dict[str, object]]:
    return [
        {
            "code": rng.choice(list(ProblemCode)).value,
            "message": rng.choice(TEXTS),
            "path": [rng.choice(TEXTS[:5]) for _ in range(rng.randrange(3))],
            "retryable": rng.random() < 0.5,
            "remedy": rng.choice((None, *TEXTS)),
        }
        for _ in range(rng.randrange(3))
    ]


def _request(rng: random.Random) -> dict[str, object]:
    """How a run posts, as schedules keep it."""
    late = {
        "type": rng.choice((None, [], ["SALES_ORDER"], ["RETURN_ORDER", "SALES_ORDER"])),
        "from": rng.choice((None, "2026-01-31")),
        "to": rng.choice((None, "2026-12-31")),
        "summary_update": rng.choice(list(SummaryUpdate)).value,
        "mix_order_types": rng.random() < 0.5,
    }
    how = {"quantity": rng.choice(list(QuantitySelection)).value, "settlement": rng.choice(list(SettlementMode)).value}
    return {"late": late, **how, "stop_on_first_error": rng.random() < 0.5}


def _ids(rng: random.Random) -> list[object]:
    """Global ids, of records that may be gone."""
    return [encode(rng.choice(("Invoice", "ReturnOrder", "Customer")), rng.randint(1, 99)) for _ in range(3)]


def _changes(rng: random.Random) -> list[dict[str, object]]:
    """What an entry of the history says was changed."""
    return [
        {
            "subject": encode("Invoice", rng.randint(1, 9)),
            "field": rng.choice(SIMPLE),
            "from": rng.choice((None, *TEXTS)),
            "to": rng.choice((None, *TEXTS)),
        }
        for _ in range(rng.randrange(3))
    ]


def _some(kind: type[StrEnum]) -> Callable[[random.Random], list[str]]:
    """Some members, as those columns keep them that hold several."""
    return lambda rng: [one.value for one in kind if rng.random() < 0.5]


def _limits(rng: random.Random) -> list[dict[str, str]]:
    return [{"currency": rng.choice(CURRENCIES), "amount": rng.choice(QUANTITIES[:1])} for _ in range(rng.randrange(2))]


def _nothing(_: random.Random) -> list[object]:
    return []


def _address(rng: random.Random) -> dict[str, str]:
    """A postal address, with the parts that it has."""
    parts = {name: rng.choice(TEXTS) for name in ("street", "postalCode", "city", "region") if rng.random() < 0.6}
    return parts | {"country": rng.choice(("NO", "DE", ""))}


def _electronic(rng: random.Random) -> dict[str, str]:
    return {"scheme": rng.choice(("0192", "EM")), "value": rng.choice(TEXTS)}


def _party(rng: random.Random) -> dict[str, object]:
    """A party as documents keep it."""
    parts: dict[str, object] = {"name": rng.choice(TEXTS)}
    parts |= {name: rng.choice(TEXTS) for name in ("number", "vatNumber", "email") if rng.random() < 0.6}
    return parts | ({"address": _address(rng)} if rng.random() < 0.7 else {"electronicAddress": _electronic(rng)})


def _delivery(rng: random.Random) -> dict[str, object]:
    return {"address": _address(rng), "date": rng.choice(("2026-02-28", "0001-01-01"))}


def _account(rng: random.Random) -> dict[str, str]:
    return {rng.choice(("iban", "accountNumber")): rng.choice(TEXTS), "currency": rng.choice(CURRENCIES)}


def _failed(rng: random.Random) -> list[dict[str, object]]:
    """Rules that an issued file did not pass, as they are kept."""
    own: dict[str, object] = {"key": None, "params": [], "mended_by": rng.choice((None, "see"))}
    return [
        {"rule": "BR-10", "message": rng.choice(TEXTS), "severity": "WARNING", "term": None, "remedy": None} | own
        for _ in range(rng.randrange(2))
    ]


DOCUMENTS: Mapping[str, Callable[[random.Random], object]] = {  # what columns of JSON hold, by name
    "problems": _problems,
    "request": _request,
    "subjects": _ids,
    "customers": _ids,
    "changes": _changes,
    "limits": _limits,
    "scopes": _some(Scope),
    "document_type": _some(DocumentType),
    "policies": lambda rng: [rng.randint(1, EACH) for _ in range(rng.randrange(3))],
    "plans": lambda _: [],
    "address": _address,
    "delivery_address": _address,
    "electronic_address": _electronic,
    "bank_accounts": lambda rng: [_account(rng) for _ in range(rng.randrange(3))],
    "content": _party,
    "ship_to": _delivery,
    "account": _account,
    "validated_by": lambda rng: [rng.choice(TEXTS) for _ in range(rng.randrange(2))],
    "document_file.problems": _failed,
}


def _amend_approval(rng: random.Random, row: Row) -> None:
    """Two persons, one who decided where it was decided, and one living request for a posting."""
    status = rng.choice([one for one in ApprovalStatus if one is not ApprovalStatus.EXPIRED])
    asker = int(str(row["requested_by_id"]))
    row |= {"status": status.value, "posting": f"confirmInvoice Invoice:{row['id']}", "operation": "confirmInvoice"}
    row |= {"living": row["posting"] if status in (ApprovalStatus.PENDING, ApprovalStatus.APPROVED) else None}
    row |= {"requester_person": None, "decider_person": None, "decided_by_id": asker % EACH + 1}
    row |= {"decided_at": row["requested_at"], "expires_at": datetime(9999, 1, 1, tzinfo=UTC)}
    row["request"] = kept_posting(PostingInput(confirm_invoice=ConfirmInvoice(invoice=InvoiceRef(number="INV-999999"))))


def _amend(rng: random.Random, rows: Rows, table: Table, row: Row) -> None:
    """What a row keeps that its columns do not say by themselves."""
    if table is tables.order:
        _amend_order(rng, rows, row)
    elif table is tables.approval:
        _amend_approval(rng, row)
    elif table is tables.run_schedule:
        row |= {"cron": "0 6 1 1 *", "time_zone": "Europe/Oslo", "enabled": rng.random() < 0.5}
    elif table is tables.posting_run:
        row["kind"] = rng.choice(list(PostingRunKind)).value
    elif table is tables.posting_run_item:
        row["status"] = rng.choice(list(PostingItemStatus)).value
    elif table is tables.invoice and rng.random() < 0.5:
        row["number"] = None
    elif table is tables.actual_connection:
        row["other_id"] = rng.choice([one["id"] for one in rows["actual"] if one["id"] != row["actual_id"]])
    elif table is tables.fiscal_period:
        row["from_date"] = date(2026, 1, 1) + timedelta(days=31 * len(rows[table.name]))
    places = minor_unit(str(row.get("currency") or _currency(rows, row)))
    for column in table.columns:
        if isinstance(column.type, ExactDecimal) and column.type.places == 4 and row[column.name] is not None:
            row[column.name] = Decimal(str(row[column.name])) + Decimal(rng.randrange(-99, 99)).scaleb(-places)


def _amend_order(rng: random.Random, rows: Rows, row: Row) -> None:
    is_return, is_contract = row["type"] == OrderType.RETURN_ORDER, row["type"] == OrderType.PROJECT_CONTRACT
    returns = [one["id"] for one in rows["orders"] if one["type"] == OrderType.RETURN_ORDER]
    is_sale = not is_return and not is_contract
    row["replaces_for_id"] = rng.choice((None, *returns)) if is_sale else None
    row["name"] = rng.choice(TEXTS) if is_contract else None
    if is_return:
        row |= {
            "rma_number": f"RMA-{row['id']}",
            "deadline": date(2026, 2, 1),
            "return_status": row["return_status"] or "OPEN",
        }
    else:
        row |= {"rma_number": None, "deadline": None, "return_status": None}


def _currency(rows: Rows, row: Row) -> str:
    """The currency of the record that a row belongs to."""
    for name in UPWARDS:
        key = row.get(name)
        above = "orders" if name == "order_id" else name.removesuffix("_id").removeprefix("debit_")
        if key is not None and (found := next((one for one in rows.get(above, ()) if one["id"] == key), None)):
            return str(found.get("currency") or _currency(rows, found))
    return "JPY"


def _is_taken(table: Table, row: Row, others: list[Row]) -> bool:
    """Whether another row has what only one may have."""
    unique = (one for one in table.constraints if isinstance(one, UniqueConstraint | PrimaryKeyConstraint))
    keys = [tuple(one.name for one in constraint.columns) for constraint in unique]
    keys += [tuple(one.name for one in index.columns) for index in table.indexes if index.unique]
    keys += [(one.name,) for one in table.columns if one.unique]
    return any(_same(row, other, key) for key in keys for other in others)


def _same(row: Row, other: Row, key: tuple[str, ...]) -> bool:
    return all(row[name] is not None and row[name] == other[name] for name in key)
