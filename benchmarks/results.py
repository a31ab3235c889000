"""Figures from rounds, and where they are kept: pure but for `keep` and `kept`.

A figure is a median over rounds with its lowest and highest. A ratio is taken round by round, of two that ran one after
the other, since both then met the same machine.
"""

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True)
class Figure:
    """A median and its spread over rounds."""

    median: float
    low: float
    high: float
    rounds: int

    def __str__(self) -> str:
        return (
            shown(self.median) if self.rounds == 1 else f"{shown(self.median)} ({shown(self.low)}–{shown(self.high)})"
        )


@dataclass(frozen=True)
class Table:
    """A table of a result, as the page shows it."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Result:
    """What one benchmark found: its figures by the bar that they answer, and all else in tables."""

    figures: Mapping[str, Figure]
    tables: Sequence[Table] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


def figure(values: Sequence[float]) -> Figure:
    """The median of values, and their spread.

    >>> figure([3, 1, 2])
    Figure(median=2, low=1, high=3, rounds=3)
    """
    return Figure(statistics.median(values), min(values), max(values), len(values))


def ratio(of: Sequence[float], to: Sequence[float]) -> Figure:
    """The median of the ratios round by round, not the ratio of medians.

    >>> ratio([10, 30], [5, 10]).median
    2.5
    """
    return figure([mine / theirs for mine, theirs in zip(of, to, strict=True)])


def shown(value: float) -> str:
    """A figure with three digits that count.

    >>> [shown(1234.5), shown(12.34), shown(0.0612), shown(0.0)]
    ['1,234', '12.3', '0.061', '0']
    """
    size = abs(value)
    if size >= 100:
        return f"{value:,.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 1 else f"{value:.3f}".rstrip("0").rstrip(".")


def machine() -> dict[str, str]:
    """What this ran on, in the words of its system."""
    models = [line for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [line for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    return {
        "processor": f"{os.cpu_count()} × {models[0].partition(':')[2].strip()}" if models else platform.machine(),
        "memory": f"{int(memory[0].split()[1]) / 1024**2:.0f} GB" if memory else "unknown",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except FileNotFoundError:
        return []


def keep(name: str, result: Result, folder: Path = FOLDER) -> Path:
    """Write a benchmark's result for the page, with the date and the machine; the last one of a name stands."""
    folder.mkdir(exist_ok=True)
    made = {"date": datetime.now(UTC).date().isoformat(), "machine": machine(), **asdict(result)}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def kept(folder: Path = FOLDER) -> dict[str, dict[str, object]]:
    """The results that there are, by name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
