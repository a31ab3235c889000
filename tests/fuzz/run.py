"""A run of the fuzz: which documents are drawn for which book, and what came of them on every engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rebill.models.database import Database
from tests.api import SCHEMA, Api
from tests.fuzz.comparing import Compared, Difference, Pair
from tests.fuzz.documents import known_documents
from tests.fuzz.drawing import drawn
from tests.fuzz.known import Known, known_of
from tests.fuzz.writing import Drawn
from tests.length import ENGINES

SEED = 13
REPLAY = "python -m tests.fuzz --seed {seed} --book {book} --only {number}"
GRAPHQL = SCHEMA._schema


@dataclass(frozen=True)
class Asked:
    """A book on every engine."""

    name: str
    books: Mapping[str, Database]

    @cached_property
    def known(self) -> Known:
        """What the book holds, the same on every engine."""
        database = next(iter(self.books.values()))
        return known_of(database, Api(database).run)

    @cached_property
    def pairs(self) -> Sequence[Pair]:
        """Both executors of each engine."""
        return [Pair(SCHEMA, one) for one in self.books.values()]

    def draw(self, seed: int, numbers: Sequence[int]) -> list[Drawn]:
        """The documents of these numbers."""
        return [one for number in numbers for one in drawn(GRAPHQL, self.known, seed, number)]

    def written(self, seed: int) -> list[Drawn]:
        """The documents that are written down somewhere."""
        return known_documents(GRAPHQL, self.known, seed)

    def compared(self, documents: Sequence[Drawn], engines: Sequence[str] = ENGINES) -> Compared:
        """What came of documents on engines, and between them."""
        every = [pair.compared(documents) for pair in self.pairs if pair.engine in engines]
        whole = Compared.of(every)
        first, *others = every
        for other in others:
            whole.differences += first.between(other)
        return whole

    def told(self, found: Sequence[Difference], seed: int) -> str:
        """What a failure says: the first difference, as short as it can be made, and how to have it again."""
        first = found[0]
        number = first.asked.number
        again = "" if number is None else REPLAY.format(seed=seed, book=self.name, number=number)
        pair = next((one for one in self.pairs if one.engine == first.engine), None)
        short = first if pair is None else pair.shortest(first)
        return f"{len(found)} documents were answered in two ways.\n{again}\n{short}"
