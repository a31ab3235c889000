"""An answer to an operation: what is told of it, and the bytes that go out, by whatever transport.

Data that a compiled query brought is JSON already. It goes from the database to the socket as it is, and is never made
into objects.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from ..resolvers.context import Progress
from .json_text import as_json
from .refusals import status_of

Errors = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Data:
    """What was asked for: JSON that the database wrote, or values that are yet to be written."""

    value: object

    @property
    def is_null(self) -> bool:
        """Whether an error has taken all of it."""
        return self.value is None

    @property
    def is_written(self) -> bool:
        """Whether statements have written it, and graphql-core has not walked it."""
        return isinstance(self.value, bytes)


@dataclass(frozen=True, eq=False)
class Answer:
    """A response, and what it has shown of a run where it is a subscription's."""

    data: Data | None = None  # None where nothing was run
    errors: Errors = ()
    cost: Mapping[str, object] | None = None
    progress: Progress | None = None
    compiled: Mapping[str, object] | None = None  # how it was answered, where that was asked for

    @property
    def extensions(self) -> dict[str, object]:
        """What is told beside the data."""
        told = {"cost": self.cost, "compiled": self.compiled}
        return {name: value for name, value in told.items() if value is not None}

    @property
    def is_refused(self) -> bool:
        """Whether nothing was run."""
        return self.data is None

    @property
    def is_passing(self) -> bool:
        """Whether nothing was run for now, and the same may be run in a moment."""
        return self.is_refused and bool(self.errors[0]["extensions"]["retryable"])

    def status(self, *, is_old_media: bool) -> int:
        """The HTTP status: 200 where there is anything to be shown."""
        if not self.errors or (self.data is not None and not self.data.is_null):
            return 200
        return status_of(self.errors, is_old_media=is_old_media)

    @property
    def facts(self) -> dict[str, object]:
        """What the log tells of it: the codes of what is wrong, and what it could have cost."""
        told: dict[str, object] = {}
        if self.errors:
            told["codes"] = " ".join(dict.fromkeys(one["extensions"]["code"] for one in self.errors))
        if self.cost is not None:
            told["cost"] = self.cost["requestedQueryCost"]
        return told

    @cached_property
    def content(self) -> bytes:
        """The body as JSON on one line, written once for everybody who gets it."""
        written = None if self.data is None else self.data.value
        if isinstance(written, bytes):
            told = self.extensions
            if self.cost is not None and len(told) == 1 and self.cost["throttleStatus"] is None:
                return b'{"data":%b,"extensions":%b}' % (written, _of_cost(*self.cost.items()))
            more = b',"extensions":%b}' % as_json(told).encode() if told else b"}"
            return b'{"data":%b%b' % (written, more)
        return as_json(self._told(written)).encode()

    @property
    def body(self) -> dict[str, Any]:
        """The same as values."""
        return dict(json.loads(self.content))

    def _told(self, value: object) -> dict[str, object]:
        """The whole response, of which statements may have written parts."""
        body: dict[str, object] = {} if self.data is None else {"data": value}
        body |= {"errors": list(self.errors)} if self.errors else {}
        return body | {"extensions": self.extensions} if self.extensions else body


@lru_cache(256)
def _of_cost(*told: tuple[str, object]) -> bytes:
    """What most answers tell beside their data: a few numbers, most of them again and again."""
    return as_json({"cost": dict(told)}).encode()
