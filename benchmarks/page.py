"""docs/performance.md: what was measured goes between its marks; the rest of it is written by hand.

    python -m benchmarks.page

writes it anew from benchmarks/results; every benchmark does so at its end.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bars import BARS, Bar
from benchmarks.results import Figure, kept

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
MARKED = re.compile(r"(<!-- (\w+): written by `python -m benchmarks\.page` -->\n).*?(<!-- end -->)", re.DOTALL)
Results = Mapping[str, Mapping[str, object]]


def write() -> Path:
    """Write the page from the results that there are."""
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8"), kept()), encoding="utf-8")
    return PAGE


def rendered(text: str, results: Results) -> str:
    """The page with its marked parts drawn from results."""
    parts = {"bars": bars(results), "runs": runs(results)}
    return MARKED.sub(lambda mark: f"{mark[1]}\n{parts[mark[2]]}\n{mark[3]}", text)


def bars(results: Results) -> str:
    """Must, goal and measured; the rows of what was not measured yet say so."""
    figures: dict[str, Figure] = {}
    for result in results.values():
        found = result["figures"]
        assert isinstance(found, Mapping)
        figures |= {name: Figure(**values) for name, values in found.items()}
    rows = [
        [bar.about, bar.unit_of(bar.must), bar.unit_of(bar.goal), *_standing(bar, figures.get(bar.id))] for bar in BARS
    ]
    return table(("", "must", "goal", "measured: median (lowest–highest)", ""), rows)


def _standing(bar: Bar, found: Figure | None) -> tuple[str, str]:
    if found is None:
        return "not measured yet", ""
    standing = (
        "goal" if bar.is_met(found.median, bar.goal) else "must" if bar.is_met(found.median, bar.must) else "**no**"
    )
    return f"{found}{bar.unit}", "" if bar.must is None else standing


def runs(results: Results) -> str:
    """What was run on what, and the tables of each run."""
    return "\n".join(_run(name, result) for name, result in results.items())


def _run(name: str, result: Mapping[str, object]) -> str:
    settings, tables, machine = result["settings"], result["tables"], result["machine"]
    assert isinstance(settings, Mapping)
    assert isinstance(machine, Mapping)
    assert isinstance(tables, list)
    lines = [f"- {key}: {value}" for key, value in {"date": result["date"], **machine, **settings}.items()]
    shown = [f"**{one['title']}**\n\n{table(one['columns'], one['rows'])}" for one in tables]
    return f"### {name}\n\n" + "\n".join(lines) + "\n\n" + "\n".join(shown)


def table(columns: object, rows: object) -> str:
    """A table of Markdown."""
    assert isinstance(columns, list | tuple)
    assert isinstance(rows, list)
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    print(f"written: {write()}")
