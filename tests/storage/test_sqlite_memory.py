"""SQLite keeps no count of its memory, for which its threads would wait for each other."""

import subprocess
import sys
from pathlib import Path

import pytest

COUNTED = """
import ctypes
{before}
from rebill.models.database import Database
import _sqlite3
with Database.open({url!r}).read() as connection:
    connection.exec_driver_sql("SELECT 1").scalar()
    used = ctypes.CDLL(_sqlite3.__file__).sqlite3_memory_used
    used.restype = ctypes.c_longlong
    print("counted" if used() else "not counted")
"""


@pytest.mark.parametrize(
    ("before", "what"), [("", "not counted"), ("import sqlite3", "counted")], ids=["as it is run", "used before"]
)
def test_sqlite_counts_no_memory_unless_something_has_used_it_before(tmp_path: Path, before: str, what: str) -> None:
    program = COUNTED.format(before=before, url=f"sqlite:///{tmp_path}/books.db")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (what, "")
