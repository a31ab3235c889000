"""Files that are not what they should be: each is told at its line, and nothing of it is taken."""

import json

import pytest

from rebill.files import lines
from tests.exchange.files import Desk, rows, told

GOOD = "number,name,currency\nA-1,Nor,NOK\n"
NEW = b"number,name,currency\n"


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", 1, "The file is empty"),
        (NEW + b"A-1,N\xf8r,NOK\n", 2, "Byte 6 of the line is not UTF-8"),
        (GOOD.encode("utf-16-le"), 1, "give --encoding utf-16"),
        (b"\xff\xfe" + GOOD.encode("utf-16-le") + b"A", 3, "half a character of UTF-16"),
        (NEW + b"A-1,N\x00r,NOK\n", 2, "NUL byte"),
        (NEW + b'A-1,"Nor"x,NOK\n', 2, "a cell that begins with a quote ends with one"),
        (
            NEW + b'A-1,"Nor,NOK\nA-2,B,NOK\n',
            2,
            "The row up to line 3 cannot be read: a quote is opened and not closed",
        ),
        (NEW + b"A-1,Nor\n", 2, "The row has 2 cells, the header 3."),
        (NEW + b"A-1,Nor,NOK,x\n", 2, "The row has 4 cells, the header 3. A cell that holds a comma stands in quotes."),
        (NEW + b'A-1,"' + b"x" * 200_000 + b'",NOK\n', 2, "a cell is longer than 131,072 characters"),
        (b"number,name,currency,balance\n", 1, "There is no column 'balance' for customers."),
        (b"number|name|currency\n", 1, "Give --delimiter."),
        (b"\n;;;\r\n", 1, "The file is empty"),
        (NEW + b"A-1,Nor,NOK\ncurrency,name,number\nNOK,Nor,A-2\n", 3, "Another header begins here"),
        (NEW + b"Total,,\nA-1,Nor,NOK\n", 2, "a row of totals between records"),
        (b"number,,name,currency\nA-1,x,Nor,NOK\n", 2, "stands in cell 2, and that column has no name"),
        (b"number,name\n", 1, "The header lacks currency."),
        (b"name,name,currency\n", 1, "The column name stands there twice."),
        (b'number,"name,currency\n', 1, "The header cannot be read: a cell that begins with a quote"),
    ],
)
def test_a_malformed_csv_file_is_refused_where_it_is_wrong(
    sqlite_desk: Desk, content: bytes, line: int, said: str
) -> None:
    before = sqlite_desk.api.fingerprint()
    report = sqlite_desk.take("customers.csv", content)
    assert (report.problems[0].line, report.is_good, report.imported) == (line, False, 0)
    assert said in report.problems[0].message
    assert sqlite_desk.api.fingerprint() == before


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("{", None, "is not JSON"),
        ("[1]", None, "A line is a JSON object"),
        ("[" * 100_000, None, "nested too deeply"),
        ('{"name": NaN}', None, "NaN is not a number"),
        ('{"name": "A", "name": "B"}', None, "stands twice"),
        ('{"number": ' + "9" * 5000 + "}", None, "has 5,000 digits"),
        ('{"name": "A", "salesPrice": 1.5}', "salesPrice", "does not take the JSON float"),
        ('{"name": "A", "salesPrice": "1e3"}', "salesPrice", "no exponents"),
        ('{"name": 7, "salesPrice": "1"}', "name", "A text is expected."),
        ('{"name": "A\\u0000", "salesPrice": "1"}', "name", "U+0000"),
        ('{"name": "\\ud800", "salesPrice": "1"}', "name", "U+D800"),
        ('{"name": "A", "salesPrice": "1", "colour": 1}', "colour", "There is no field 'colour'."),
        ('{"name": "A"}', "salesPrice", "A value is required."),
    ],
)
def test_a_malformed_json_line_is_refused_where_it_is_wrong(
    sqlite_desk: Desk, line: str, column: str | None, said: str
) -> None:
    good = json.dumps({"name": "Lamp", "salesPrice": "1"})
    report = sqlite_desk.take("products.jsonl", f"{good}\n\n{line}\n{good}\n")
    assert [(one.line, one.column) for one in report.problems] == [(3, column)]
    assert said in report.problems[0].message
    assert (report.imported, report.refused) == (0, 1)


def test_parts_of_json_records_are_told_by_their_path(desk: Desk) -> None:
    order = {"customer": {"number": "A-1", "id": "x"}, "lines": [{"product": "P-1", "quantity": "x"}, 7]}
    report = desk.take("orders.jsonl", json.dumps(order))
    assert [(one.column, one.message[:20]) for one in report.problems] == [
        ("customer", "Either a number or a"),
        ("lines.0.quantity", "a Decimal cannot be "),
        ("lines.1", "An object is expecte"),
    ]


def test_an_empty_json_file_is_refused(desk: Desk) -> None:
    assert "is empty" in desk.take("customers.jsonl", "").problems[0].message


def test_a_byte_order_mark_and_windows_line_ends_are_read(desk: Desk) -> None:
    desk.accept("customers.csv", b'\xef\xbb\xbfnumber,name,currency\r\nA-1,"Two, words",NOK\r\n\r\n')
    assert desk.api.run("{ customers { nodes { name } } }")["customers"]["nodes"] == [{"name": "Two, words"}]
    report = desk.take("customers.csv", b'number,name,currency\r\nA-2,"Two\r\nlines",NOK\r\n')
    assert "A customer's name is one line" in report.problems[0].message


def test_lists_are_not_for_cells(desk: Desk) -> None:
    report = desk.take("contracts.csv", "contract,customer,name,retainers,line.name\n")
    assert "which a cell cannot hold; use JSON Lines" in report.problems[0].message


def test_a_huge_line_is_not_held_and_the_lines_after_it_are_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    read: list[int] = []
    take = lines.Lines._read

    def measured(self: lines.Lines, most: int) -> bytes:
        raw = take(self, most)
        read.append(len(raw))
        return raw

    monkeypatch.setattr(lines, "BLOCK", 100)
    monkeypatch.setattr(lines.Lines, "_read", measured)
    report = desk.take_good("customers.csv", GOOD + f"A-2,{'x' * 5000},NOK\nA-3,Last,NOK\n")
    assert told(report) == [(3, None, "INVALID_INPUT")]
    assert report.imported == 2
    assert max(read) == 100


def test_rows_of_one_order_must_follow_one_another(desk: Desk) -> None:
    report = desk.take(
        "orders.csv",
        rows(
            "order,customer,line.product,line.quantity", "1,A,P,1", "2,A,P,1", "1,A,P,1", "3,A,P,1", "3,B,P,1", ",A,P,1"
        ),
    )
    form = [one for one in report.problems if one.code == "INVALID_INPUT"]
    assert [(one.line, one.column, one.message.split(";")[0]) for one in form] == [
        (4, "order", "'1' stands further up, too"),
        (6, "customer", "'B' differs from the first row of the same record."),
        (7, "order", "A value is required: it says which rows belong together."),
    ]


def test_a_row_that_cannot_be_read_spoils_the_orders_on_both_sides_of_it(desk: Desk) -> None:
    desk.accept("customers.csv", GOOD)
    desk.accept("products.csv", "number,name,salesPrice\nP,Lamp,1\n")
    report = desk.take_good(
        "orders.csv",
        rows(
            "order,customer,line.product,line.quantity,idempotencyKey",
            "1,A-1,P,1,a",
            "2,A-1,P,1,b",
            '2,A-1,"P"x,1,b',
            "3,A-1,P,1,c",
            "4,A-1,P,1,d",
        ),
    )
    assert [one.line for one in report.problems] == [4, 5]
    assert (report.imported, report.refused) == (2, 2)
