"""Files of documents over HTTP: `GET /documents/CN-000001.pdf` (documents 3.10).

A file is what the API's own fields answer, asked for by an operation of ours: so whoever may not read the invoice, has
no budget left or asks a server that is too busy is told the same as there, and a download writes nothing.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response

from ..access.door import Door
from ..models.identity import decode
from ..models.vocabulary import ElectronicProfile, Language
from ..models.wording import language_of
from .admission import authorization, caller_of, keys_of
from .execution import Execution
from .origins import Reach, is_misdirected
from .per_address import address_of
from .refusals import as_refusal, formatted, retry_after, status_of, told_in
from .request_log import facts_of_refusal
from .requests import JSON, SAFE_METHODS, BadRequest, Operation

PATH = "/documents/{name:path}"
HTML_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
ELECTRONIC = """query ($invoice: InvoiceRef!, $format: ElectronicFormat!, $profile: ElectronicProfile) {
  invoice(ref: $invoice) { file: electronicDocument(format: $format, profile: $profile) { content: xml sha256 } }
}"""
PRINTED = """query ($invoice: InvoiceRef!, $format: PrintFormat!, $language: Language) {
  invoice(ref: $invoice) { file: printedDocument(format: $format, language: $language) { content sha256 } }
}"""


@dataclass(frozen=True)
class Kind:
    """What an ending stands for: its format, how it is asked for, the one parameter that it takes, and its type."""

    format: str
    query: str
    parameter: str
    values: frozenset[str]
    media: str
    in_base64: bool = False


LANGUAGES, PROFILES = frozenset(Language), frozenset(ElectronicProfile)
AS_ANSWERED = frozenset((ElectronicProfile.EN16931,))  # of a format that follows no profile
KINDS = {
    ".pdf": Kind("PDF", PRINTED, "language", LANGUAGES, "application/pdf", in_base64=True),
    ".html": Kind("HTML", PRINTED, "language", LANGUAGES, "text/html; charset=utf-8"),
    ".ubl.xml": Kind("UBL", ELECTRONIC, "profile", PROFILES, "application/xml"),
    ".cii.xml": Kind("CII", ELECTRONIC, "profile", PROFILES, "application/xml"),
    ".fa3.xml": Kind("KSEF_FA3", ELECTRONIC, "profile", AS_ANSWERED, "application/xml"),
}
PARAMETERS = frozenset(one.parameter for one in KINDS.values())


class Downloads:
    """The files of the documents in one database, for whoever may read them."""

    def __init__(self, execution: Execution, reach: Reach, door: Door) -> None:
        self._execution, self._reach, self._door = execution, reach, door

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        state = request.scope["state"]
        language = language_of(request.headers.get("accept-language"))
        known = told_in(language) | {"X-Request-Id": state["request_id"]}
        try:
            return await self._file(request, known)
        except BadRequest as bad:
            state["facts"] |= facts_of_refusal(bad.error)
            body = as_refusal(bad.error, state["request_id"], language)
            return Response(body, bad.status, known | bad.headers, media_type=JSON)
        except GraphQLError as error:
            return _refused([formatted(error, state["request_id"], language)], known)

    async def _file(self, request: Request, known: dict[str, str]) -> Response:
        keys = await keys_of(self._door)
        if self._door.is_open(keys) and is_misdirected(self._reach, request.headers):
            raise BadRequest(421, "misdirected")
        caller = await caller_of(self._door, keys, authorization(request.scope))
        if caller.authenticated:
            request.scope["state"]["facts"]["actor"] = caller.name
        if request.method not in SAFE_METHODS:
            raise BadRequest(405, "method-elsewhere", {"Allow": "GET, HEAD"})
        name = request.path_params["name"]
        kind, document = _asked(name)
        variables: dict[str, object] = {"invoice": document, "format": kind.format, **_parameter(request, kind)}
        state = request.scope["state"]
        language = language_of(request.headers.get("accept-language"))
        operation = Operation(
            kind.query, variables=variables, request_id=state["request_id"], caller=caller, language=language
        )
        parsed = await self._execution.read(operation)
        answer = await self._execution.answer(operation, parsed, address_of(request.scope))
        state["facts"] |= answer.facts
        body = answer.body
        if body.get("errors"):
            return _refused(body["errors"], known)
        if body["data"]["invoice"] is None:
            raise BadRequest(404, "no-document", document=name)
        return _sent(request, kind, name, body["data"]["invoice"]["file"], known)


def _asked(name: str) -> tuple[Kind, dict[str, str]]:
    """The kind of file and the document that a name stands for: by its number, a draft by its id."""
    for ending, kind in KINDS.items():
        stem = name.removesuffix(ending)
        if stem and stem != name:
            found = decode(stem)
            return kind, {"id": stem} if found is not None and found[0] == "Invoice" else {"number": stem}
    raise BadRequest(404, "no-document", document=name)


def _parameter(request: Request, kind: Kind) -> dict[str, str]:
    """The language or the profile that is asked for; raises `BadRequest` for what there is not, or not of this kind."""
    for other in PARAMETERS - {kind.parameter}:
        if other in request.query_params:
            raise BadRequest(400, "parameter-elsewhere", parameter=other, expected=kind.parameter)
    given = request.query_params.getlist(kind.parameter)
    if len(given) > 1:
        raise BadRequest(400, "parameter-again", parameter=kind.parameter)
    if given and given[0] not in kind.values:
        raise BadRequest(400, "no-such-value", parameter=kind.parameter, expected=", ".join(sorted(kind.values)))
    return {kind.parameter: given[0]} if given else {}


def _sent(request: Request, kind: Kind, name: str, file: Mapping[str, str], known: dict[str, str]) -> Response:
    tag = f'"{file["sha256"]}"'
    headers = {
        "X-Request-Id": known["X-Request-Id"],
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    given = ",".join(request.headers.getlist("if-none-match"))  # which may be one line, or several
    known_tags = [one.strip().removeprefix("W/") for one in given.split(",")]
    if tag in known_tags or known_tags == ["*"]:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = _disposition(name.replace("/", "-"))
    headers["Content-Type"] = kind.media
    if kind.format == "HTML":
        headers["Content-Security-Policy"] = HTML_POLICY
    content = base64.b64decode(file["content"]) if kind.in_base64 else file["content"].encode()
    return Response(content, headers=headers)


def _disposition(name: str) -> str:
    """What a browser saves it as; a name beyond ASCII is told in RFC 6266's second form.

    >>> _disposition("CN-000001.pdf")
    'inline; filename="CN-000001.pdf"'
    """
    if name.isascii() and name.isprintable() and '"' not in name and "\\" not in name:
        return f'inline; filename="{name}"'
    return f"inline; filename*=UTF-8''{quote(name, safe='')}"


def _refused(errors: list[dict[str, object]], headers: dict[str, str]) -> Response:
    status = status_of(errors, is_old_media=False)
    return Response(json.dumps({"errors": errors}), status, headers | retry_after(errors), media_type=JSON)
