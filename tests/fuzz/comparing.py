"""Both executors on the same documents: where their responses differ, and how much of what was asked was compiled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from strawberry import Schema

from rebill.models.database import Database
from tests.fuzz.answering import Told, executors, told
from tests.fuzz.minimising import minimised
from tests.fuzz.writing import Drawn

AT_ONCE = 200
AROUND = 70  # characters before and after the first place that differs


@dataclass(frozen=True)
class Difference:
    """A document that was answered in two ways, and by whom."""

    engine: str
    asked: Drawn
    told: tuple[tuple[str, Told], tuple[str, Told]]

    def __str__(self) -> str:
        here, there = (one.text for _, one in self.told)
        at = next((n for n, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), None)
        begin = max(0, (min(len(here), len(there)) if at is None else at) - AROUND)
        shown = (
            f"{who:<12} {one.old_status} {one.new_status} …{one.text[begin : begin + 3 * AROUND]}… {one.bug}"
            for who, one in self.told
        )
        return "\n".join((f"{self.engine}:", str(self.asked), *shown))


@dataclass
class Compared:
    """What came of a number of documents; `answers` are those of the compiling executor."""

    asked: Sequence[Drawn] = ()
    engine: str = ""
    answers: list[Told] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @classmethod
    def of(cls, every: Sequence["Compared"]) -> "Compared":
        """What came of documents on several engines."""
        answers = [told for one in every for told in one.answers]
        return cls(every[0].asked, "", answers, [found for one in every for found in one.differences])

    def between(self, other: "Compared") -> list[Difference]:
        """The documents that were answered differently on another engine."""
        engines = f"{self.engine} and {other.engine}"
        return [
            Difference(engines, asked, ((self.engine, mine), (other.engine, theirs)))
            for asked, mine, theirs in zip(self.asked, self.answers, other.answers, strict=True)
            if mine.response != theirs.response
        ]

    @property
    def carried_out(self) -> int:
        """How many documents were not refused."""
        return sum(one.has_data for one in self.answers)

    @property
    def compiled(self) -> int:
        """How many of them were compiled."""
        return sum(one.has_data and one.is_compiled for one in self.answers)


class Pair:
    """The two executors of one database."""

    def __init__(self, schema: Schema, database: Database) -> None:
        self.engine = database.dialect
        self._compiling, self._walking = executors(schema, database)

    def compared(self, asked: Sequence[Drawn]) -> Compared:
        """Ask both, and note each document that they answer in two ways."""
        found = Compared(asked, self.engine)
        for begin in range(0, len(asked), AT_ONCE):
            some = asked[begin : begin + AT_ONCE]
            here, there = told(self._compiling, some), told(self._walking, some)
            found.answers += here
            found.differences += self._differences(some, here, there)
        return found

    def shortest(self, found: Difference) -> Difference:
        """The difference in as short a document as still has it."""
        short = minimised(found.asked, lambda one: bool(self.compared([one]).differences))
        return next(iter(self.compared([short]).differences), found)

    def _differences(self, asked: Sequence[Drawn], here: Sequence[Told], there: Sequence[Told]) -> Iterator[Difference]:
        for one, mine, other in zip(asked, here, there, strict=True):
            if mine.bug or mine.response != other.response:
                yield Difference(self.engine, one, (("compiled", mine), ("graphql-core", other)))
