"""Trusted documents: those that the operator has looked at, asked for by the hash of their text (access 5.5).

A manifest is checked whole when the server starts, so that no request finds a document that cannot run. Clients never
add one: a hash proves nothing about who wrote the document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from graphql import GraphQLError, OperationDefinitionNode

from ..resolvers.errors import ErrorCode, RequestError
from .graphql_document import Meter, document_of, invalid, operations_of
from .requests import BadRequest, Operation, loaded

PREFIX = "sha256:"
DIGITS = re.compile(r"[0-9a-f]{64}")
OLD_DIGITS = re.compile(r"[0-9a-f]{40}")
LONGEST_SHOWN = 100


class WrongManifest(Exception):
    """A manifest that the server does not start with; the text names the file and the entry."""


@dataclass(frozen=True)
class Trusted:
    """The documents by the SHA-256 of their text, and whether no others are carried out."""

    documents: Mapping[str, str] = field(default_factory=dict)
    is_only: bool = False

    def meant(self, operation: Operation) -> Operation:
        """A request with the document that it asks for by an id; raises `RequestError`."""
        asked = operation.document_id
        if asked is None:
            return self._in_full(operation)
        hashed = _digits(asked)
        if operation.query and _hash(operation.query, "surrogatepass") != hashed:  # a client may send halves of pairs
            raise RequestError(ErrorCode.BAD_REQUEST, "query-and-id")
        found = self.documents.get(hashed)
        if found is None and operation.query:
            return self._in_full(operation)
        if found is None:
            raise RequestError(ErrorCode.PERSISTED_QUERY_NOT_FOUND, "id", params={"id": asked[:LONGEST_SHOWN]})
        return replace(operation, query=found)

    def _in_full(self, operation: Operation) -> Operation:
        """A request whose document was sent, whoever wrote it."""
        if self.is_only:
            raise RequestError(ErrorCode.TRUSTED_DOCUMENT_REQUIRED, "manifest")
        return operation


NOBODY = Trusted()


def loaded_from(files: Iterable[Path], meter: Meter) -> Mapping[str, str]:
    """The documents of manifests by their hashes; raises `WrongManifest` for the first that is wrong."""
    found: dict[str, str] = {}
    for file in files:
        for key, text in _entries(file):
            hashed = _checked_hash(file, key, text)
            _check_document(file, key, text, meter)
            found[hashed] = text
    return found


def _entries(file: Path) -> Iterator[tuple[str, str]]:
    try:
        entries = loaded(file.read_bytes())
    except OSError as error:
        raise WrongManifest(f"cannot read {file}: {error.strerror}") from None
    except BadRequest as wrong:
        raise WrongManifest(f"{file} is no manifest of documents: {wrong}") from None
    if not isinstance(entries, dict):
        raise WrongManifest(f"{file} is no manifest of documents: it must be a JSON object from hash to document")
    for key, text in entries.items():
        if not isinstance(text, str):
            raise _wrong(file, key, "its document is no text")
        yield key, text


def _checked_hash(file: Path, key: str, text: str) -> str:
    hashed = _digits(key)
    if OLD_DIGITS.fullmatch(hashed):
        raise _wrong(
            file, key, 'it has 40 digits, which is SHA-1: write persistedDocuments: {hashAlgorithm: "sha256"} and '
            "generate the manifest again"
        )  # fmt: skip
    if not DIGITS.fullmatch(hashed):
        raise _wrong(file, key, "it is no SHA-256 in 64 hexadecimal digits")
    try:
        really = _hash(text)
    except UnicodeEncodeError:
        raise _wrong(file, key, "its document is no UTF-8") from None
    if really != hashed:
        raise _wrong(file, key, f"the SHA-256 of its document is {really}")
    return hashed


def _check_document(file: Path, key: str, text: str, meter: Meter) -> None:
    """Hold a document to the schema and to the limits, whichever of its operations is to run.

    What a variable says of the size of pages is looked at with each request: until then they are as short as can be.
    """
    try:
        for asked in [_shortest(text, one) for one in operations_of(text, meter)] or [Operation(text)]:
            document = document_of(asked, meter)
            wrong = [error for error in invalid(meter, document, {}) if "variable" not in (error.extensions or {})]
            if wrong:
                raise wrong[0]
    except GraphQLError as error:
        raise _wrong(file, key, " ".join(error.message.split())) from None


def _shortest(text: str, one: OperationDefinitionNode) -> Operation:
    unsaid = [each.variable.name.value for each in one.variable_definitions or () if each.default_value is None]
    return Operation(text, one.name.value if one.name else None, dict.fromkeys(unsaid, 0))


def _wrong(file: Path, key: str, what: str) -> WrongManifest:
    return WrongManifest(f"{file}, entry {key[:LONGEST_SHOWN]}: {what}")


def _digits(key: str) -> str:
    return key.removeprefix(PREFIX).lower()


def _hash(text: str, halves: str = "strict") -> str:
    return sha256(text.encode(errors=halves)).hexdigest()
