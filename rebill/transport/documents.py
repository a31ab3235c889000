"""The documents that were accepted, kept by their text and the name of their operation.

A client sends the same few documents again and again, with other variables. Each is parsed, measured, validated and
compiled once; only its variables are looked at anew. What is kept is bounded by what it takes in memory, statements
included (a document of 800 characters can become one of 600 KB), for a document that is never sent again is kept as
well, and a hostile client can send any number of those: then the documents that were asked for longest ago go first.
What was refused is not kept.
"""

from collections import OrderedDict
from threading import Lock

from .graphql_document import Written
from .requests import Operation

MOST = 1_000
MOST_BYTES = 24 * 1024 * 1024
TOKEN_BYTES = 640  # of memory that a token and what the parser makes of it take, by measurement
UNKNOWN_TOKENS = 2_000  # where the parser has not kept them: as many as a document may have

Key = tuple[str, str | None]


class Documents:
    """A bounded number of documents; any thread may use it."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: OrderedDict[Key, tuple[Written, int]] = OrderedDict()
        self._bytes = 0
        self._guard = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def known(self, operation: Operation) -> Written | None:
        """The document of a request that was accepted before; None where it is not known."""
        key = (operation.query, operation.operation_name)
        with self._guard:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, operation: Operation, written: Written) -> None:
        """Keep an accepted document, and let go of those that were asked for longest ago."""
        key, size = (operation.query, operation.operation_name), _bytes(operation, written)
        if size > self._most_bytes:
            return
        with self._guard:
            if key in self._kept:  # by another request at the same time
                return
            self._kept[key] = written, size
            self._bytes += size
            self._let_go()

    def grown(self, operation: Operation, written: Written) -> None:
        """Statements were made for a document: what it takes is looked at anew."""
        key, size = (operation.query, operation.operation_name), _bytes(operation, written)
        with self._guard:
            found = self._kept.get(key)
            if found is None or found[0] is not written:
                return
            self._kept[key] = written, size
            self._bytes += size - found[1]
            self._let_go()

    def _let_go(self) -> None:
        while len(self._kept) > self._most or self._bytes > self._most_bytes:
            _, (_, freed) = self._kept.popitem(last=False)
            self._bytes -= freed


def _bytes(operation: Operation, written: Written) -> int:
    """About what it takes in memory."""
    token = written.node.loc.start_token if written.node.loc else None
    tokens = 0 if token else UNKNOWN_TOKENS
    while token is not None:
        token, tokens = token.next, tokens + 1
    text = 4 * len(operation.query)  # a character takes up to four bytes
    return text + TOKEN_BYTES * tokens + sum(one.size for one in (written.compiled, written.held) if one)
