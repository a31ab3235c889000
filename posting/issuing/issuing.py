"""Making files of posted documents, and keeping them for good (documents 3.10).

Rendering takes tens of milliseconds a file, so it is done before the transaction that keeps them, from what snapshots
show: a posted document never changes, so that the files are the same. Whoever was first has kept the file that counts.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice

from sqlalchemy import Connection, select

from ...documents.facts import DocumentFacts
from ...documents.printed.pdf import TooLongError
from ...models import tables
from ...models.among import among
from ...models.vocabulary import ElectronicProfile, ProblemCode
from ..checks import Checks
from ..command.lookup import invoices_named
from ..command.names import invoice_name
from ..command.records import InvoiceRow
from ..command.transaction import Outcome, Service, Transaction
from ..commands import IssueDocuments
from ..papers.files import keep, kept_of
from ..papers.refusing import invalid_document
from ..papers.renditions import File, Rendition, for_machines, made
from ..papers.wanted import Manners, manners_of
from ..problems import Problem, problem, refuse_if_any
from .facts import facts_of
from .rights import forbidden_documents
from .spool import Spool, spool

INVOICE = tables.invoice
MOST_INVOICES = 250
TOGETHER = 10  # documents whose facts are in memory at once
Files = Mapping[tuple[int, str], File]
Wanted = Mapping[int, Sequence[Rendition]]  # of documents, by their keys


@dataclass(frozen=True)
class IssueResult:
    """The files, in the order of the invoices, then of the formats."""

    files: tuple[int, ...]


@dataclass(frozen=True)
class ToRender:
    """What there is not yet of documents, and the day that it is looked for."""

    missing: Wanted
    today: date


def start_issuing(service: Service, command: IssueDocuments) -> Outcome[IssueResult]:
    """Render what there is not yet, then keep it; what was rendered in vain by two at once is left to the first."""
    found = service.prepare(command, _to_render)
    with spool({}) as files:
        if found is not None:
            _render_ahead(service, found, files)
        return service.execute(command, keeping(files))


def _render_ahead(service: Service, found: ToRender, files: Spool) -> None:
    for some in in_groups(found.missing):
        with service.database.read() as connection:
            facts = facts_of(connection, list(some), found.today)
        render(facts, some, files)


def keeping(files: Files) -> Callable[[Transaction, IssueDocuments], IssueResult]:
    """A handler that keeps files which were rendered before; what is not among them it renders itself."""

    def keep_them(transaction: Transaction, command: IssueDocuments) -> IssueResult:
        return _issue(transaction, command, files)

    return keep_them


def issue_documents(transaction: Transaction, command: IssueDocuments) -> IssueResult:
    """Make the files of posted documents and keep them; refused with every document that does not pass."""
    return _issue(transaction, command, {})


def in_groups(missing: Wanted) -> Iterator[Wanted]:
    """A few documents at a time: the facts of hundreds with all their lines are more than their files."""
    found = iter(missing.items())
    while some := dict(islice(found, TOGETHER)):
        yield some


def render(facts: Mapping[int, DocumentFacts], missing: Wanted, files: Spool) -> dict[int, TooLongError]:
    """Make the files that there are not yet; which documents are too long for a page. Slow, and without a database."""
    too_long: dict[int, TooLongError] = {}
    for key, renditions in missing.items():
        for one in renditions:
            try:
                files.put((key, one.key), made(facts[key], one))
            except TooLongError as error:
                too_long[key] = error
    return too_long


def _to_render(transaction: Transaction, command: IssueDocuments) -> ToRender:
    documents = _documents(transaction, command)
    missing = _missing(transaction, renditions_of(transaction.connection, documents, command))
    return ToRender(missing, transaction.today)


def _issue(transaction: Transaction, command: IssueDocuments, before: Files) -> IssueResult:
    documents = _documents(transaction, command)
    wanted = renditions_of(transaction.connection, documents, command)
    missing = _missing(transaction, wanted)
    absent = {key: [one for one in each if (key, one.key) not in before] for key, each in missing.items()}
    with spool(before) as files:
        too_long: dict[int, TooLongError] = {}
        for some in in_groups({key: each for key, each in absent.items() if each}):
            too_long |= render(facts_of(transaction.connection, list(some), transaction.today), some, files)
        refuse_if_any([*_too_long(documents, too_long), *_invalid(documents, missing, files)])
        numbers = {one.id: one.number or "" for one in documents}
        for key, each in missing.items():
            keep(transaction, numbers[key], key, (files[key, one.key] for one in each))
    kept = kept_of(transaction.connection, list(wanted))
    return IssueResult(tuple(kept[one.id, each.key].id for one in documents for each in wanted[one.id]))


def _missing(transaction: Transaction, wanted: Wanted) -> dict[int, list[Rendition]]:
    """What was not issued yet of what is wanted; documents of which nothing is missing are not among them."""
    kept = kept_of(transaction.connection, list(wanted))
    missing = {key: [one for one in each if (key, one.key) not in kept] for key, each in wanted.items()}
    return {key: each for key, each in missing.items() if each}


def _too_long(documents: Sequence[InvoiceRow], found: Mapping[int, TooLongError]) -> Iterator[Problem]:
    """What speaks against pages, each at the first place of its document."""
    for one in documents:
        if (error := found.get(one.id)) is not None:
            values = {"document": one.number, "rows": error.rows, "most": error.most}
            yield problem(ProblemCode.INVALID_INPUT, "page-too-long", ("print",), **values)


def _invalid(documents: Sequence[InvoiceRow], missing: Wanted, files: Files) -> list[Problem]:
    """What speaks against files for machines, each at the place of its document; what both syntaxes lack once."""
    first = {one.id: place for place, one in reversed(list(enumerate(documents)))}
    numbers = {one.id: one.number for one in documents}
    found: dict[tuple[str, ...], Problem] = {}
    for key, each in missing.items():
        for one in each:
            if isinstance(one.variant, ElectronicProfile):
                place = ("invoices", str(first[key]))
                for failed in invalid_document(files[key, one.key], *place, document=numbers[key]):
                    found.setdefault(failed.path, failed)
    return list(found.values())


def _documents(transaction: Transaction, command: IssueDocuments) -> list[InvoiceRow]:
    """The documents that are named, each posted and the caller's to send; no two render one of them at once."""
    checks, connection = Checks(), transaction.connection
    checks.not_empty("invoices", command.invoices, MOST_INVOICES, "invoices")
    if not (command.electronic or command.print):
        checks.invalid("no-format", "electronic")
    checks.done()
    known = invoices_named(connection, command.invoices)
    found: dict[int, InvoiceRow] = {}  # by place
    for place, ref in enumerate(command.invoices):
        document = checks.attempt(partial(known.find, ref, "invoices", str(place)))
        if document is not None and document.posted_at is None:
            values = {"name": invoice_name(connection, document), "state": document.status, "needed": "CONFIRMED"}
            checks.fail(ProblemCode.INVOICE_NOT_CONFIRMED, "to-issue", "invoices", str(place), **values)
        elif document is not None:
            found[place] = document
    checks.problems += forbidden_documents(transaction, found, "invoices")
    checks.done()
    if transaction.posting:
        keys = sorted({one.id for one in found.values()})
        held = select(INVOICE.c.id).where(among(connection, INVOICE.c.id, keys)).order_by(INVOICE.c.id)
        connection.execute(held.with_for_update(key_share=True)).all()
    return list(found.values())


def renditions_of(
    connection: Connection, documents: Sequence[InvoiceRow], command: IssueDocuments
) -> dict[int, list[Rendition]]:
    """Which files of each document are asked for, by its key: those for machines first."""
    manners = manners_of(connection, {one.customer_id for one in documents})
    return {one.id: _renditions(command, manners[one.customer_id]) for one in documents}


def _renditions(command: IssueDocuments, manners: Manners) -> list[Rendition]:
    electronic = [for_machines(one, command.profile or manners.profile) for one in command.electronic or ()]
    printed = [Rendition(one, command.language or manners.language) for one in command.print or ()]
    return list(dict.fromkeys([*electronic, *printed]))
