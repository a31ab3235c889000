"""The page of a return confirmation (documents 4.2); it says what is expected, and no amount that would be credited."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from ...models.vocabulary import Language
from ..confirmations import ExpectedLine, ReturnConfirmation
from ..units import unit_code
from .figures import day, money, quantity
from .sheet import Block, Column, Fact, Row, Sheet, Table
from .titles import title_of
from .units import unit_of
from .who import address_lines, buyer_block, letterhead
from .words import words_of


def return_sheet(confirmation: ReturnConfirmation, language: Language) -> Sheet:
    """The whole page."""
    say = words_of(language)
    title = title_of(confirmation, language)
    number = confirmation.rma_number
    reason = confirmation.reason
    return Sheet(
        lang=language.value.lower(),
        title=title,
        mark="",
        author=confirmation.seller.name if confirmation.seller else "",
        letterhead=letterhead(confirmation.seller, language),
        blocks=(buyer_block(confirmation.customer, say("customer"), language), *_send_to(confirmation, language)),
        facts=tuple(Fact(say(label), text) for label, text in _facts(confirmation, language) if text),
        sentences=(
            *((say("please-return", number=number),) if number else ()),
            *((say("reason", text=reason),) if reason else ()),
        ),
        tables=tuple(_tables(confirmation, language)),
        closing=(),
        foot=title,
        page=say("page", page="{page}", pages="{pages}"),
        moment=datetime.combine(confirmation.day, time(), UTC),
        logo=confirmation.logo,
    )


def _send_to(confirmation: ReturnConfirmation, language: Language) -> Iterator[Block]:
    named = (confirmation.seller.name,) if confirmation.seller else ()
    lines = address_lines(confirmation.send_to, language)
    if lines:
        yield Block(words_of(language)("send-to"), (*named, *lines))


def _facts(confirmation: ReturnConfirmation, language: Language) -> Iterator[tuple[str, str | None]]:
    yield "rma-number", confirmation.rma_number
    yield "return-order", confirmation.order_number
    yield "invoice-date", day(confirmation.day, language)
    yield "deadline", day(confirmation.deadline, language) if confirmation.deadline else None
    yield "customer-number", confirmation.customer.number
    yield "buyer-reference", confirmation.buyer_reference


def _tables(confirmation: ReturnConfirmation, language: Language) -> Iterator[Table]:
    say = words_of(language)
    columns = (
        Column(say("position")),
        Column(say("description"), is_wide=True),
        Column(say("expected"), is_figure=True),
        Column(say("unit")),
    )
    rows = tuple(_expected(place, one, language) for place, one in enumerate(confirmation.lines, start=1))
    yield Table(columns, rows, heading=say("expected-lines"))
    if confirmation.charges:
        charges = (Column(say("description"), is_wide=True), Column(_amount(confirmation, language), is_figure=True))
        agreed = tuple(
            Row((one.description, money(one.amount, confirmation.places, language))) for one in confirmation.charges
        )
        yield Table(charges, agreed, heading=say("agreed-charges"))


def _amount(confirmation: ReturnConfirmation, language: Language) -> str:
    return words_of(language)("amount", currency=confirmation.currency)


def _expected(place: int, line: ExpectedLine, language: Language) -> Row:
    say = words_of(language)
    product = (say("product", number=line.product_number),) if line.product_number else ()
    below = (*product, *((say("return-reason", text=line.reason),) if line.reason else ()))
    unit = unit_of(line.unit_code or unit_code(line.unit), line.unit, say)
    return Row((str(place), line.description, quantity(line.quantity, language), unit), below)
