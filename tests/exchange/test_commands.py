"""`rebill import` and `rebill export` as an operator and a script see them."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import processes
from tests.shell import Rebill


@pytest.fixture
def books(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with fresh books that the environment names."""
    (tmp_path / "x.db").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("REBILL_DATABASE", f"sqlite:///{tmp_path / 'x.db'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def file(books: Path, name: str, *lines: str) -> str:
    (books / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return name


def test_what_is_all_in_ends_with_0_and_what_is_refused_with_1(rebill: Rebill, books: Path) -> None:
    good = file(books, "customers.csv", "number,name,currency", "A,Nor,NOK")
    bad = file(books, "customers-2.csv", "number,name,currency", "B,Sør,NOK", "A,Nor,XXY")
    last = file(books, "products.csv", "name,salesPrice", "Lamp,1")
    ended = rebill("import", good, bad, last)
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "customers.csv: 1 customers: 1 imported, 0 there already, 0 refused",
        "customers-2.csv: 2 customers: 0 imported, 0 there already, 1 refused; nothing of it is in the books",
        "products.csv: not tried, since a file before it was refused",
    ]
    assert [line.split(": ")[0:2] for line in ended.stderr.splitlines()] == [
        ["customers-2.csv:3", "currency"],
        ["customers-2.csv:3", "number"],
    ]
    ended = rebill("import", "--keep-going", bad, last)
    assert (ended.returncode, "1 imported" in ended.stdout.splitlines()[0]) == (1, True)
    assert rebill("import", good).stdout.startswith("customers.csv: the same file was imported before (1 records)")
    assert [line.split(",")[0] for line in rebill("export", "customers").stdout.splitlines()] == ["number", "A", "B"]


def test_scripts_get_json(rebill: Rebill, books: Path) -> None:
    name = file(books, "in.txt", '{"name": "Lamp", "salesPrice": 1.5}')
    ended = rebill("import", name, "--kind", "products", "--format", "jsonl", "--json")
    assert ended.returncode == 1
    (found,) = json.loads(ended.stdout)["files"]
    problem = found.pop("problems")[0]
    assert found == {
        "file": "in.txt",
        "kind": "products",
        "records": 1,
        "imported": 0,
        "replayed": 0,
        "refused": 1,
        "written": False,
        "importedBefore": False,
        "checked": False,
        "passedOver": [],
        "furtherProblems": 0,
    }
    assert (problem["line"], problem["column"], problem["code"]) == (1, "salesPrice", "INVALID_INPUT")


def test_a_check_ends_as_the_import_would_and_looks_at_every_file(rebill: Rebill, books: Path) -> None:
    bad = file(books, "customers.csv", "number;name;currency", "A;Bj\u00f8rn;NOK", "B;S\u00f8r;XXY", "Sum;;")
    last = file(books, "products.csv", "name;salesPrice", "Lamp;1,5")
    ended = rebill("import", "--check", "--locale", "nb", bad, last)
    assert ended.returncode == 1
    assert ended.stdout.splitlines() == [
        "customers.csv: 2 customers: 0 imported, 0 there already, 1 refused; checked only, nothing was written",
        "products.csv: 1 products: 1 imported, 0 there already, 0 refused; checked only, nothing was written",
    ]
    assert ended.stderr.splitlines()[0].startswith("customers.csv:3: currency: ")
    assert ended.stderr.splitlines()[1] == "customers.csv:4: passed over: a row of totals"
    assert rebill("import", "--check", last, "--locale", "nb").returncode == 0
    assert rebill("export", "products").stdout.count("\n") == 1
    assert json.loads(rebill("import", "--check", "--json", bad).stdout)["files"][0]["checked"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import", "missing.csv", "--kind", "customers"], "missing.csv: there is no such file"),
        (["import", "x.db"], "x.db: its name does not begin with a kind; give --kind: customers"),
        (["import", "x.db", "--kind", "customers"], "x.db: its format is neither csv nor jsonl"),
        (["import", "x.db", "--kind", "nope"], "no such kind: customers"),
        (["import", "x.db", "--kind", "orders", "--format", "csv", "--again", "--keep-going"], "--again is for whole"),
        (["import", ".", "--kind", "orders"], ".: it is a directory"),
        (["import", "-", "--kind", "orders"], "standard input cannot be imported"),
        (
            ["import", "customers.xlsx"],
            "customers.xlsx: it is a workbook or a packed file; save the sheet as CSV UTF-8",
        ),
        (["import", "x.db", "--kind", "orders", "--locale", "no"], "--locale is one of en, nb, da, de, not no"),
        (
            ["import", "x.db", "--kind", "orders", "--encoding", "ebcdic"],
            "files are not read in ebcdic; give --encoding utf-8",
        ),
        (
            ["import", "x.db", "--kind", "orders", "--delimiter", "ab"],
            "--delimiter is comma, semicolon, tab, or one other",
        ),
        (["export", "nope"], "nope cannot be exported; there are customers"),
        (["export", "orders", "x.txt"], "x.txt: its format is none of csv, jsonl and parquet"),
        (["export", "orders", "no/such.csv"], "cannot write no/such.csv: No such file"),
        (["export", "orders", "--from", "2026-02-01", "--to", "2026-01-01"], "--from 2026-02-01 is after --to 2026-01"),
        (
            ["export", "orders", "--database", "sqlite:///new.db"],
            "new.db; give the right one, or make it: rebill migrate",
        ),
    ],
)
def test_what_cannot_start_ends_with_2_and_one_line(
    rebill: Rebill, books: Path, arguments: list[str], said: str
) -> None:
    (books / "customers.xlsx").write_bytes(b"PK\x03\x04\x14\x00")
    ended = rebill(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_an_export_goes_to_a_file_or_to_standard_output(rebill: Rebill, books: Path) -> None:
    rebill("import", file(books, "customers.csv", "number,name,currency", "A,=Nor,NOK"))
    ended = rebill("export", "customers", "out.jsonl")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "1 customers exported\n")
    assert json.loads((books / "out.jsonl").read_text())["name"] == "=Nor"
    assert "A,'=Nor,NOK,,30,NO" in rebill("export", "customers").stdout
    assert rebill("export", "customers", "out.parquet").returncode == 0
    assert (books / "out.parquet").read_bytes()[:4] == b"PAR1"


def test_parquet_without_its_library_is_one_line(rebill: Rebill, books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it could not be found
    ended = rebill("export", "customers", "out.parquet")
    assert ended.returncode == 2
    assert ended.stderr == "rebill: Parquet needs pyarrow: pip install 'rebill[parquet]'\n"
    assert not (books / "out.parquet").exists()


def test_a_reader_that_goes_away_ends_an_export_in_one_line(rebill: Rebill, books: Path) -> None:
    rebill("import", file(books, "customers.csv", "number,name,currency", *[f"A-{n},Nor,NOK" for n in range(9000)]))
    command = (
        f"{sys.executable} -c 'from rebill.cli import main; main()' export customers | head -1; echo ${{PIPESTATUS[0]}}"
    )
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stdout.splitlines()[-1] == "2"
    assert ended.stderr == "rebill: the export failed and is not whole: [Errno 32] Broken pipe\n"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_import_that_is_stopped_in_the_middle_has_written_nothing(
    rebill: Rebill, books: Path, number: signal.Signals, code: int
) -> None:
    name = file(books, "customers.csv", "number,name,currency", *[f"A-{n},Nor,NOK" for n in range(100_000)])
    running = processes.rebill("import", name)
    log = books / "x.db-wal"
    while running.poll() is None and not (log.exists() and log.stat().st_size > 1 << 20):
        time.sleep(0.01)
    running.send_signal(number)
    said = running.ended()
    assert running.poll() == code
    assert said == ("rebill: customers.csv was interrupted; nothing of it is in the books\n" if code > 0 else "")
    assert rebill("export", "customers").stdout.count("\n") == 1
