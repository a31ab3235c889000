"""`rebill documents`: the files of many posted documents in a folder, for archives, printers and whoever sends them.

Pages are rendered by several processes, each with a compiler and the rules of its own; what they are made from is read
in blocks, each in a short transaction, so that nobody waits for a page. Names are those of the files themselves.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..models.vocabulary import ElectronicFormat, Language, PrintFormat
from ..posting.command.caller import ANONYMOUS
from ..process.starting import CannotStart, migrated
from .whole import CannotWrite, whole

if TYPE_CHECKING:
    from ..models.database import Database
    from ..posting.command.transaction import Service
    from ..posting.issuing.many import Chosen, Format, ToRender
    from ..posting.papers.renditions import File, Rendition

    Made = tuple[ToRender, list[File], list[str]]  # a document, its files, and what speaks against others

BLOCK = 50  # documents that are read at once
MOST_PROCESSES = 4
INCOMPLETE = 1
FORMATS: dict[str, PrintFormat | ElectronicFormat] = {
    **{one.lower(): one for one in PrintFormat},
    **{one.lower(): one for one in ElectronicFormat},
}
Url = Annotated[str | None, typer.Option("--database", help="sqlite:///path or postgresql://…; else REBILL_DATABASE.")]


def write_documents(
    since: Annotated[datetime, typer.Option("--from", help="The first invoice date.", formats=["%Y-%m-%d"])],
    until: Annotated[datetime, typer.Option("--to", help="The last invoice date.", formats=["%Y-%m-%d"])],
    out: Annotated[Path, typer.Option(help="The folder to write to; it is made where it is not there.")],
    format: Annotated[
        list[str] | None,
        typer.Option(help="pdf, html, ubl, cii or ksef_fa3; may be given several times. pdf by default."),
    ] = None,
    language: Annotated[str | None, typer.Option(help="en, nb, da or de; else each customer's own.")] = None,
    issue: Annotated[
        bool, typer.Option("--issue", help="Keep the files for good: they are the ones that went out.")
    ] = False,
    database: Url = None,
) -> None:
    """Write files of posted documents to a folder, those that were issued as they are kept.

    Exit code: 0 every file is written and passes its rules, 1 an electronic one does not, or a PDF would be too long
    (it is named; with --issue nothing of its document is issued or written), 2 it could not start.
    """
    from ..posting.issuing.many import Chosen

    chosen = Chosen(since.date(), until.date(), _formats(format or ["pdf"]), _language(language))
    failed: list[str] = []
    with migrated(database, reading=not issue) as opened, _folder(out), _rendering() as rendered:
        from ..access.operating import operating
        from ..posting.command.clock import SystemClock
        from ..posting.command.transaction import Service

        caller = operating(opened) if issue else ANONYMOUS
        service = Service(opened, SystemClock(), caller=caller, program="rebill documents")
        count = 0
        for one, files, too_long in rendered(_documents(opened, chosen)):
            wanted = [*one.kept, *((file.rendition, file.content) for file in files)]
            if issue and one.missing:
                refused = _issued(service, one, chosen, files)
                failed += refused
                wanted = [] if refused else _kept(opened, one.id, [rendition for rendition, _ in wanted])
            else:
                failed += [*too_long, *_not_passing(one, files)]
            for rendition, content in wanted:
                with whole(out / rendition.file_name(one.number)) as target:
                    target.write(content)
            count += len(wanted)
    print(f"{count:,} files written to {out}", file=sys.stderr)
    for line in failed:
        print(f"rebill: {line}", file=sys.stderr)
    if failed:
        raise typer.Exit(INCOMPLETE)


def _documents(database: "Database", chosen: "Chosen") -> "Iterator[ToRender]":
    """The posted documents of those days in the order of their numbering, read in blocks."""
    from ..posting.issuing.many import block_after

    last = 0
    while True:
        with database.read() as connection:
            block = block_after(connection, last, BLOCK, chosen)
        if not block:
            return
        yield from block
        last = block[-1].id


def _issued(service: "Service", one: "ToRender", chosen: "Chosen", files: "Sequence[File]") -> list[str]:
    """Keep the files of a document for good; what speaks against it where they do not pass."""
    from ..models.identity import encode
    from ..posting.commands import InvoiceRef, IssueDocuments
    from ..posting.issuing.issuing import keeping
    from ..posting.problems import Refused

    command = IssueDocuments(
        invoices=[InvoiceRef(id=encode("Invoice", one.id))],
        electronic=[kind for kind in chosen.formats if isinstance(kind, ElectronicFormat)],
        print=[kind for kind in chosen.formats if isinstance(kind, PrintFormat)],
        language=chosen.language,
    )
    try:
        service.execute(command, keeping({(one.id, file.rendition.key): file for file in files}))
    except Refused as refused:
        return [f"{one.number} is not issued: {problem.message}" for problem in refused.problems]
    return []


def _kept(database: "Database", invoice: int, renditions: "Sequence[Rendition]") -> "list[tuple[Rendition, bytes]]":
    """Files as they were issued: somebody else may have been faster."""
    from ..posting.papers.files import contents_of

    with database.read() as connection:
        contents = contents_of(connection, [invoice])
    return [(one, contents[invoice, one.key]) for one in renditions]


def _not_passing(one: "ToRender", files: "Sequence[File]") -> list[str]:
    """The rules that files for machines do not pass, where nothing is issued."""
    return [
        f"{one.number} does not pass {problem.rule}: {problem.message}"
        for file in files
        if isinstance(file.rendition.format, ElectronicFormat)
        for problem in file.problems
        if problem.is_fatal
    ]


@contextmanager
def _rendering() -> "Iterator[Callable[[Iterable[ToRender]], Iterator[Made]]]":
    """Renders documents by several processes, in their order, no further ahead than they are taken."""
    workers = min(os.cpu_count() or 1, MOST_PROCESSES)
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:

        def rendered(documents: "Iterable[ToRender]") -> "Iterator[Made]":
            ahead: deque[tuple[ToRender, Future[tuple[list[File], list[str]]]]] = deque()
            coming = iter(documents)
            while True:
                for one in islice(coming, 2 * workers - len(ahead)):
                    ahead.append((one, pool.submit(_made, one)))
                if not ahead:
                    return
                one, files = ahead.popleft()
                yield replace(one, facts=None), *files.result()

        yield rendered


def _made(one: "ToRender") -> "tuple[list[File], list[str]]":
    """The files of a document, and which it is too long for."""
    from ..documents.printed.pdf import TooLongError
    from ..posting.papers.renditions import made

    files: list[File] = []
    too_long: list[str] = []
    for rendition in one.missing:
        assert one.facts is not None, "something is missing"
        try:
            files.append(made(one.facts, rendition))
        except TooLongError as error:
            too_long.append(f"{one.number} has {error.rows} rows, and a PDF {error.most} at most: take html")
    return files, too_long


def _formats(given: Sequence[str]) -> "tuple[Format, ...]":
    for name in given:
        if name.lower() not in FORMATS:
            raise CannotStart(f"{name} is no format; there are {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(FORMATS[name.lower()] for name in given))


def _language(given: str | None) -> Language | None:
    if given is not None and given.upper() not in list(Language):
        raise CannotStart(
            f"{given} is no language of documents; there are {', '.join(one.lower() for one in Language)}"
        )
    return None if given is None else Language(given.upper())


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """The folder to write to; one line where it cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except (CannotWrite, OSError) as error:
        raise CannotStart(f"cannot write to {out}: {getattr(error, 'strerror', None) or error}") from None
