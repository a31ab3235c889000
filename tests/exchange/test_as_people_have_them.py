"""Files as people have them: what spreadsheets and exports do to a table is read, or refused in our own words."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebill.files.dialect import Dialect
from rebill.files.headers import columns_of
from rebill.files.kinds import KINDS
from rebill.files.lines import BLOCK, LONGEST_LINE, BadFile, Lines
from rebill.files.tables import csv_records
from tests.exchange.files import Desk, rows, told

HEADER = "number;name;currency;paymentTermsDays"
ENTRIES = "contract;line;transactionClass;description;transactionDate;quantity;unitPrice;unitCost;readyToInvoice"
FOREIGN = ("field limit", "unquoted field", "codec", "unexpected end", "expected after", "Expecting", 'e.g. "12.50"')


def customers(desk: Desk) -> list[tuple[str, str]]:
    nodes = desk.api.run("{ customers { nodes { number name } } }")["customers"]["nodes"]
    return [(one["number"], one["name"]) for one in nodes]


def records(content: bytes, kind: str = "customers", **said: str) -> list[Any]:
    lines = Lines(io.BytesIO(content), said.pop("encoding", None))
    return list(csv_records(lines, KINDS[kind], Dialect(**said), lambda line, what: None))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("\ufeffnumber;name;currency\r\n1;Bjørn;NOK\r\n", {}),
        ("\ufeff" + '"number"\t"name"\t"currency"\r\n1\t"Bjørn"\tNOK', {}),
        ("sep=;\nnumber;name;currency\n1;Bjørn;NOK\n", {}),
        ("number|name|currency\n1|Bjørn|NOK\n", {"delimiter": "|"}),
        ("number,name,currency\r1,Bjørn,NOK\r", {}),
        ("number,name,currency\r\n1,Bjørn,NOK\r\r\n\n", {}),
        ("Number , NAME,\u00a0Currency,,\n\u00a01 , Bjørn\u00a0, NOK ,,\n", {}),
        (",,\n\nnumber,name,currency\n , ,\t\n1,Bjørn,NOK\n,,,,,,\n", {}),
        ("name,,currency,number,\nBjørn,,NOK,1,,,\n", {}),
        ("number,name,currency\n1,Bjørn,NOK\n\ufeffnumber,name,currency\n", {}),
        ("number,name,currency\nnumber,name,currency,\n1,Bjørn,NOK\nTotal:,,\n,,\n", {}),
    ],
)
def test_a_table_is_the_same_however_a_program_writes_it(sqlite_desk: Desk, content: str, said: dict[str, str]) -> None:
    sqlite_desk.accept("customers.csv", content, **said)
    assert customers(sqlite_desk) == [("1", "Bjørn")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("number;name;currency\r\n1;Bjørn Ås;NOK\r\n".encode("cp1252"), {"encoding": "cp1252"}),
        ("number;name;currency\r1;Bjørn Ås;NOK\r".encode("mac-roman"), {"encoding": "mac-roman"}),
        ("number\tname\tcurrency\r\n1\tBjørn Ås\tNOK\r\n".encode("utf-16"), {}),
        ("number,name,currency\n1,Bjørn Ås,NOK".encode("utf-16-be"), {"encoding": "utf-16-be"}),
        ("number,name,currency\n1,Bjørn Ås,NOK\n".encode("utf-8-sig"), {"encoding": "utf-8"}),
    ],
)
def test_a_file_is_read_in_the_encoding_that_is_said_or_marked(
    sqlite_desk: Desk, content: bytes, said: dict[str, str]
) -> None:
    sqlite_desk.accept("customers.csv", content, **said)
    assert customers(sqlite_desk) == [("1", "Bjørn Ås")]


@pytest.mark.parametrize(
    ("content", "said", "line", "message"),
    [
        ("number;name;currency\n1;Bjørn;NOK\n".encode("cp1252"), {}, 2, "not UTF-8. If a spreadsheet wrote the file, give --encoding windows-1252"),
        ("number;name;currency\n1;Bjørn;NOK\n".encode(), {"encoding": "cp1252"}, 2, "is UTF-8 and not windows-1252: leave"),
        ("number;name;currency\n".encode("utf-8-sig"), {"encoding": "cp1252"}, 1, "begins with the mark of UTF-8"),
        (b"number;name;currency\n1;\x81;NOK\n", {"encoding": "cp1252"}, 2, "Byte 3 of the line is not windows-1252"),
        (b"\xff\xfea", {}, 1, "half a character of UTF-16"),
    ],
)  # fmt: skip
def test_a_file_in_another_encoding_is_told_what_to_give(
    sqlite_desk: Desk, content: bytes, said: dict[str, str], line: int, message: str
) -> None:
    (problem,) = sqlite_desk.take("customers.csv", content, **said).problems
    assert (problem.line, message in problem.message) == (line, True)


def test_a_norwegian_spreadsheet_of_work_is_booked_as_it_stands(sqlite_desk: Desk) -> None:
    sqlite_desk.accept("customers.csv", "number;name;currency\nA-1;Nor;NOK\n")
    contract = '{"customer": "A-1", "name": "P", "lines": [{"name": "Hours", "billingMethod": "TIME_AND_MATERIAL"}]}'
    sqlite_desk.accept("contracts.jsonl", contract)
    work = f"{ENTRIES}\r\nPC-000001;1;Time;Møte;01.08.2026;7,5;1\u00a0200,00;700;SANN\r\nSum;;;;;7,5;;700;\r\n"
    sqlite_desk.accept("entries.csv", work.encode("cp1252"), encoding="cp1252", locale="nb")
    ledger = sqlite_desk.api.ledger()
    assert [(one["amount"], one["billingStatus"]) for one in ledger] == [
        ("5250.00", None),
        ("9000.00", "READY_TO_INVOICE"),
    ]


def test_messages_about_cells_are_about_cells(sqlite_desk: Desk) -> None:
    row = "PC-1;x;Timer;Møte;31.01.2026;2,5;1.234;700 kr;kanskje"
    problems = sqlite_desk.take("entries.csv", f"{ENTRIES}\n{row}\n").problems
    assert {one.column: one.message for one in problems} == {
        "line": "'x' is not a whole number.",
        "transactionClass": "'Timer' is none of TIME, EXPENSE, MATERIAL, FEE.",
        "transactionDate": "'31.01.2026' can be more than one day: write it like 2026-01-31, or give --locale nb, da or de.",
        "quantity": "'2,5' has a decimal comma: write 2.5, or give --locale nb, da or de.",
        "unitPrice": "'1.234' can be 1234 or 1.234: give --locale en, nb, da or de.",
        "unitCost": "'700 kr' is not a number: write it like 1234.50, without a unit, a currency or a per cent sign.",
        "readyToInvoice": "'kanskje' is none of TRUE, YES, FALSE, NO.",
    }
    assert {one.line for one in problems} == {2}


def test_a_class_that_is_no_work_is_not_offered_in_json_either(sqlite_desk: Desk) -> None:
    (problem,) = sqlite_desk.take("entries.jsonl", '{"transactionClass": "Time"}\n').problems[:1]
    assert (problem.line, problem.column) == (1, "transactionClass")
    assert problem.message == "It is one of TIME, EXPENSE, MATERIAL, FEE."


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_what_no_comma_parts_leaves_no_doubt_about_thousands_without_a_locale(
    sqlite_desk: Desk, delimiter: str
) -> None:
    table = "name;salesPrice\nLamp;1.234\n".replace(";", delimiter)
    report = sqlite_desk.take("products.csv", table, delimiter=delimiter)
    assert told(report) == [(2, "salesPrice", "INVALID_INPUT")]
    for locale, price in (("en", "1.234"), ("de", "1234")):
        sqlite_desk.accept("products.csv", table, again=True, locale=locale, delimiter=delimiter)
        nodes = sqlite_desk.api.run("{ products { nodes { salesPrice } } }")["products"]["nodes"]
        assert nodes[-1] == {"salesPrice": price}


def test_what_is_passed_over_is_told(sqlite_desk: Desk) -> None:
    table = "number,name,currency\n1,A,NOK\nTotal,,\nnumber,name,currency\n2,B,NOK\nI alt:,,\n"
    report = sqlite_desk.accept("customers.csv", table)
    assert (report.records, report.imported) == (2, 2)
    assert report.passed_over == [
        (4, "the header, which comes again"),
        (3, "a row of totals"),
        (6, "a row of totals"),
    ]


def test_nothing_that_could_be_a_record_is_passed_over_as_a_total(sqlite_desk: Desk) -> None:
    sqlite_desk.accept("customers.csv", "number,name,currency\nTotal,Sum,NOK\n")
    sqlite_desk.accept("products.csv", "number,name,salesPrice\n1001,Lamp,1\n")
    header = "order,line.product,line.quantity,customer"
    report = sqlite_desk.accept("orders.csv", rows(header, "Total,1001,2,Total", "Total,1001,3,"))
    assert (report.imported, report.passed_over) == (1, [])
    (order,) = sqlite_desk.api.run("{ orders { nodes { ... on SalesOrder { lines { quantity } } } } }")["orders"][
        "nodes"
    ]
    assert [one["quantity"] for one in order["lines"]] == ["2", "3"]


def test_keys_are_told_apart_without_their_blanks_and_idempotency_keys_with_them() -> None:
    header = "order,customer,line.product,line.quantity,idempotencyKey"
    one, two = records(rows(header, " xé ,A,P,1, k ", "xe\u0301,,P,2,", "y,A,P,1,k").encode(), "orders")
    assert (one.values["idempotencyKey"], two.values["idempotencyKey"]) == (" k ", "k")
    assert [line["quantity"] for line in one.values["lines"]] == ["1", "2"]


@given(
    st.lists(st.tuples(st.text(max_size=8), st.decimals(0, 10**6, places=2)), min_size=1, max_size=4),
    st.sampled_from(["nb", "da", "de"]),
    st.sampled_from([";", "\t"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8-sig", "utf-16"]),
)
@settings(max_examples=40, deadline=None)
def test_what_a_spreadsheet_of_a_locale_writes_is_read_as_it_was(
    products: list[tuple[str, Decimal]], locale: str, delimiter: str, end: str, encoding: str
) -> None:
    products = [(f"L{name}".replace("\x00", "").strip() + "d", price) for name, price in products]
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "salesPrice", "", ""])
    writer.writerows(
        [name, f"{price:,.2f}".translate(str.maketrans(",.", "\u00a0,")), "", ""] for name, price in products
    )
    found = records(table.getvalue().encode(encoding), "products", locale=locale)
    assert [(one.values["name"], one.form.decimal(one.values["salesPrice"])) for one in found] == products


NOISE = st.sampled_from([b"number", b"name", b"currency", b",", b";", b'"', b"\r", b"\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe6", "ø".encode(), b"Sum", b"1,5", b" "])  # fmt: skip


@given(
    st.sampled_from([b"", b"number,name,currency\n", b"\xff\xfe"]),
    st.lists(NOISE, max_size=30).map(b"".join) | st.binary(max_size=60),
    st.sampled_from([None, "cp1252", "utf-16-be", "mac-roman"]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_file_holds_is_read_or_told_in_our_own_words(
    start: bytes, rest: bytes, encoding: str | None
) -> None:
    said = {} if encoding is None else {"encoding": encoding}
    try:
        faults = [fault for record in records(start + rest, **said) for fault in record.faults]
    except BadFile as bad:
        faults = [(bad.line, bad.column, bad.message)]
    for line, _, message in faults:
        assert line >= 1
        assert message.endswith(".")
        assert not any(words in message for words in FOREIGN)


@given(
    st.lists(st.sampled_from(["a", "", "x" * 7, "ø" * 3]), max_size=12),
    st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8", "utf-16"]),
    st.integers(1, 9),
)
@settings(max_examples=100, deadline=None)
def test_lines_are_the_same_wherever_a_block_ends(parts: list[str], end: str, encoding: str, block: int) -> None:
    content = "".join(part + end for part in parts).encode(encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rebill.files.lines.BLOCK", block)
        assert list(Lines(io.BytesIO(content))) == [part + end for part in parts]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_that_is_too_long_is_skipped_and_the_next_one_is_read(end: str) -> None:
    lines = Lines(io.BytesIO(f"{'x' * (LONGEST_LINE + 2 * BLOCK)}{end}next{end}".encode()))
    assert [next(lines), next(lines)] == ["\n", f"next{end}"]
    assert lines.take_faults() == ["The line is longer than 1,048,576 bytes."]


def test_every_column_of_every_kind_is_told_by_semicolons() -> None:
    for kind in KINDS.values():
        columns, _ = columns_of(kind)
        assert records(f"{';'.join(columns)}\n".encode(), kind.name) == []


def test_a_row_of_endless_quoted_cells_ends_the_reading() -> None:
    content = b"number,name,currency\n1," + b'"a\n",' * 300_000
    with pytest.raises(BadFile, match=r"longer than 1,048,576 bytes. Is a quote not closed"):
        records(content)


def test_no_more_than_a_block_is_read_ahead() -> None:
    lines = Lines(io.BytesIO(b"a\n" * 200_000))
    next(lines)
    assert lines.bytes_read <= BLOCK + 3
