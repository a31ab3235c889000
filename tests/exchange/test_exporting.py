"""What is written to files: exact, all of one moment, page by page, and never half a file under its own name."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from sqlalchemy import event, insert

from rebill import demo
from rebill.files import exporting
from rebill.files.cells import unguarded
from rebill.files.columns import Form
from rebill.files.exporting import export
from rebill.files.exports import EXPORTS
from rebill.files.selecting import FILTERS, BadSelection, Selection
from rebill.files.whole import CannotWrite, whole
from rebill.models import tables
from rebill.models.database import Database
from tests.access.keys import made
from tests.api import Api
from tests.entered import entered_once
from tests.exchange.files import Desk, counted, rows

EVERYTHING = Selection()


def written(database: Database, kind: str, format: str = "jsonl", wanted: Selection = EVERYTHING) -> bytes:
    file = io.BytesIO()
    export(database, EXPORTS[kind], wanted, file, format, lambda _done, _total: None, count=True)
    return file.getvalue()


def records(database: Database, kind: str, wanted: Selection = EVERYTHING) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(database, kind, "jsonl", wanted).splitlines()]


def test_every_kind_has_its_filters() -> None:
    assert FILTERS.keys() == EXPORTS.keys()


def test_values_are_those_that_the_api_prints(database: Database) -> None:
    entered_once(database, demo.load)
    api = Api(database)
    for kind, root, fields in (
        ("invoices", "invoices", "id number status currency invoiceDate postedAt netAmount totalAmount openAmount"),
        ("actuals", "actuals", "sequence quantity unitPrice amount taxAmount currency recordedAt transactionDate rule"),
        ("products", "products", "number name unit salesPrice costPrice taxRate"),
        ("customers", "customers", "number name currency taxRegistrationNumber paymentTermsDays blocked"),
    ):
        order = {"invoices": "orderBy: {createdAt: ASC}, ", "actuals": ""}.get(kind, "")
        nodes = api.run(f"{{ {root}({order}first: 250) {{ nodes {{ {fields} }} }} }}")[root]["nodes"]
        exported = [{name: one[name] for name in fields.split()} for one in records(database, kind)]
        by = {"invoices": "id", "actuals": "sequence"}.get(kind, "number")
        assert sorted(exported, key=lambda one: str(one[by])) == sorted(nodes, key=lambda one: str(one[by]))
        assert len(nodes) > 2


def test_an_entry_of_the_history_is_exported_with_its_run(database: Database) -> None:
    api = Api(database)
    api.invoiced(api.customer(), {"product": {"number": api.product("80")}, "quantity": "5"})
    listed = api.run("{ history { nodes { sequence run { id } approval { id } } } }")["history"]["nodes"]
    told = [(one["sequence"], one["run"] and one["run"]["id"], one["approval"]) for one in listed]
    assert [(one["sequence"], one["run"], one["approval"]) for one in records(database, "history")] == told
    assert any(run for _, run, _ in told)


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_the_three_formats_say_the_same(database: Database, kind: str) -> None:
    entered_once(database, demo.load)
    made(Api(database), "ADMIN", "READ", owner="kari")
    if kind == "approvals":
        posting = {"postReturnInvoice": {"order": {"number": "RO-000003"}}}
        Api(database).do("requestApproval", "... on ApprovalSuccess { replayed }", posting=posting)
    lines = records(database, kind)
    cells = list(csv.DictReader(io.StringIO(written(database, kind, "csv").decode(), newline="")))
    table = pyarrow.parquet.read_table(pyarrow.BufferReader(written(database, kind, "parquet")))
    assert len(lines) == len(cells) == table.num_rows > (0 if kind in ("history", "keys", "approvals") else 2)
    for column in EXPORTS[kind].columns:
        said = [one[column.name] for one in lines]
        if column.form is Form.LIST:
            said = [None if one is None else json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in said]
        as_text = ["" if one is None else one if isinstance(one, str) else json.dumps(one) for one in said]
        assert [one[column.name] for one in cells] == as_text
        exact = table.column(column.name).to_pylist()
        if column.form in (Form.AMOUNT, Form.QUANTITY):
            assert all(one is None or isinstance(one, Decimal) for one in exact)
            assert [None if one is None else Decimal(one) for one in said] == exact
        elif column.form in (Form.TEXT, Form.WHOLE, Form.SWITCH, Form.LIST):
            assert said == exact
        else:
            moments = [None if one is None else one.isoformat() for one in exact]
            assert [
                None if one is None else one.replace("Z", "+00:00").replace(".000000", "") for one in said
            ] == moments


def test_the_vouchers_of_an_export_balance(database: Database) -> None:
    entered_once(database, demo.load)
    sums: dict[str, Decimal] = {}
    for one in records(database, "vouchers"):
        sums.setdefault(one["voucher"], Decimal(0))
        sums[one["voucher"]] += Decimal(one["debit"]) - Decimal(one["credit"])
    assert len(sums) > 5
    assert set(sums.values()) == {Decimal(0)}


def test_filters_take_what_they_name(database: Database) -> None:
    entered_once(database, demo.load)
    everything = records(database, "invoices")
    customer = everything[0]["customer"]
    day = everything[2]["invoiceDate"]
    found = records(database, "invoices", Selection(customer=customer))
    assert found == [one for one in everything if one["customer"] == customer]
    assert 0 < len(found) < len(everything)
    found = records(database, "invoices", Selection(statuses=["PAID", "DRAFT"]))
    assert found == [one for one in everything if one["status"] in ("PAID", "DRAFT")]
    assert 0 < len(found) < len(everything)
    exactly = Selection(*[type(Api(database).clock.today()).fromisoformat(day)] * 2)
    found = records(database, "invoices", exactly)
    assert found == [one for one in everything if one["invoiceDate"] == day] != []
    orders = records(database, "orders")
    assert "CREATED" in {one["returnStatus"] for one in orders}
    created = type(Api(database).clock.today()).fromisoformat(orders[0]["createdAt"][:10])
    found = records(database, "orders", Selection(until=created))
    assert found == [one for one in orders if one["createdAt"][:10] <= created.isoformat()]
    assert 0 < len(found) < len(orders)


@pytest.mark.parametrize(
    ("kind", "wanted", "said"),
    [
        ("products", Selection(customer="C-000001"), "cannot be limited by --customer"),
        ("vouchers", Selection(statuses=["PAID"]), "have no status"),
        ("invoices", Selection(statuses=["OPEN"]), "OPEN is not a status of invoices"),
        ("orders", Selection(customer="nobody"), "there is no customer nobody"),
    ],
)
def test_a_filter_that_a_kind_has_not_is_refused(database: Database, kind: str, wanted: Selection, said: str) -> None:
    with pytest.raises(BadSelection, match=said):
        written(database, kind, "csv", wanted)


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_what_is_exported_can_be_imported_again(desk: Desk, new_database: Any, format: str) -> None:
    names = ["=1+1", "'=x", "''", "-5", "@home", 'Nor "Ø", A/S', "@SUM(A1)", "+47 22 00 00 00"]
    good = [{"number": f"+{n}", "name": name, "currency": "NOK", "blocked": "ALL"} for n, name in enumerate(names)]
    desk.accept("customers.jsonl", "\n".join(map(json.dumps, good)))
    desk.accept("products.csv", rows("number,name,salesPrice,costPrice,taxRate", "P-1,Lamp,0.000001,40,12.5"))
    other = Desk(Api(new_database()), desk.folder)
    for kind in ("customers", "products"):
        file = written(desk.database, kind, format)
        other.accept(f"{kind}.{format}", file)
        assert written(other.database, kind, format) == file
    assert [one["name"] for one in records(other.database, "customers")] == names


def test_line_breaks_and_tabs_come_back_from_their_cells(desk: Desk, new_database: Any) -> None:
    texts = ["Two\r\nlines", "Tab\there", "=A\rBack"]
    desk.accept("customers.csv", rows("number,name,currency", "A,Nor,NOK"))
    contract = desk.api.contract("A")
    for text in texts:
        desk.api.work(contract, "1", "10", description=text)
    file = written(desk.database, "actuals", "csv")
    found = [row["description"] for row in csv.DictReader(io.StringIO(file.decode(), newline=""))]
    assert list(dict.fromkeys(unguarded(one) for one in found)) == texts


def test_pages_hold_no_more_than_they_may_and_together_are_everything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.accept("customers.csv", rows("number,name,currency", *counted(25)))
    monkeypatch.setattr(exporting, "PAGE", 10)
    statements: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with desk.database.read() as connection:
        held = [len(page) for page in exporting.pages(connection, EXPORTS["customers"], [])]
    assert held == [10, 10, 5]
    assert len([one for one in statements if "LIMIT" in one]) == 3
    assert len(records(desk.database, "customers")) == 25


def test_an_export_stands_at_one_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.accept("customers.csv", rows("number,name,currency", *counted(25)))
    monkeypatch.setattr(exporting, "PAGE", 10)
    late = {
        "number": "late",
        "name": "Late",
        "currency": "NOK",
        "payment_terms_days": 30,
        "blocked": "NO",
        "balance": 0,
    }

    def add(done: int, _total: int | None) -> None:
        if done == 10:
            with desk.database.write() as connection:
                connection.execute(insert(tables.customer).values(late))

    file = io.BytesIO()
    count = export(desk.database, EXPORTS["customers"], EVERYTHING, file, "jsonl", add, count=False)
    assert (count, b"late" in file.getvalue()) == (25, False)
    assert len(records(desk.database, "customers")) == 26


def test_an_export_that_breaks_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), whole(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("customers.csv", "old")]
    with whole(path) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("customers.csv", "new")]


def test_devices_and_folders_are_not_written_over(tmp_path: Path) -> None:
    for path in (tmp_path, Path("/dev/null"), tmp_path / "no" / "such.csv"):
        with pytest.raises(CannotWrite), whole(path):
            raise AssertionError("opened")
