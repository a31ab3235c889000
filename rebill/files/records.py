"""A record of a file as plain values, with the lines that they stand on."""

from dataclasses import dataclass, field

from .forms import JSON, Form

LINE = "line."
Values = dict[str, object]


@dataclass
class Record:
    """One record: its values, the line it begins on, that of each of its lines, and what is wrong with its form.

    A fault is a line, a column (where one is to blame) and a message. `form` is how its values are written.
    """

    line: int
    values: Values
    rows: list[int] = field(default_factory=list)
    faults: list[tuple[int, str | None, str]] = field(default_factory=list)
    is_table: bool = True
    form: Form = JSON
