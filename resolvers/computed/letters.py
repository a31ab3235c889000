"""Return confirmations and statements of account, made when they are asked for."""

from datetime import date
from typing import Annotated, Any

import strawberry

from ...documents.confirmations import ReturnConfirmation
from ...documents.printed.rendering import render
from ...documents.statements import Statement
from ...models.vocabulary import Language, PrintFormat
from ...posting.issuing.letters import confirmations, statement_of
from ...posting.papers.renditions import File, Rendition
from ..context import Info
from ..errors import bad_value
from ..reading.rows import Row
from .renderings import As, In, View, printable, printed_view

First = Annotated[date, strawberry.argument(name="from", description="First day.")]
Last = Annotated[date, strawberry.argument(name="to", description="Last day.")]


def return_confirmation(root: Row, info: Info, format: As = PrintFormat.PDF, language: In = None) -> View:
    """What may come back, until when, under which number; read for the whole list at once."""
    connection, keys = info.context.connection, [row.key for row in root.batch.rows]
    found: dict[int, Any] = root.batch.once(("confirmations",), lambda: confirmations(connection, keys))
    return _view(info, found[root.key], format, language)


def statement_of_account(
    root: Row, info: Info, first: First, last: Last, format: As = PrintFormat.PDF, language: In = None
) -> View:
    """The account from one day to another; refused where the last comes before the first."""
    if last < first:
        raise bad_value("days-backwards", "to", first=first, given=last)
    statement = statement_of(info.context.connection, root.key, first, last, language)
    return _view(info, statement, format, language)


def _view(info: Info, model: ReturnConfirmation | Statement, format: PrintFormat, language: Language | None) -> View:
    words = language or model.language
    with printable():
        page = render(model, format, words)
    file = File(Rendition(format, words), page.content, page.sha256, page.title, pages=page.pages)
    return printed_view(info, file, None)
