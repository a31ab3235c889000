"""The page of a statement of account: the balance before, what moved it, the balance after, what is open (4.2)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal

from ...models.vocabulary import Language
from ..statements import Movement, OpenItem, Statement
from .figures import day, money
from .sheet import Block, Column, Fact, Row, Sheet, Table
from .titles import title_of
from .who import account_lines, buyer_block, letterhead
from .words import words_of


def statement_sheet(statement: Statement, language: Language) -> Sheet:
    """The whole page."""
    say = words_of(language)
    begun, ended = day(statement.from_day, language), day(statement.to_day, language)
    title = title_of(statement, language)
    paid_to = account_lines(statement.account, say) if statement.account else ()
    number = statement.customer.number
    return Sheet(
        lang=language.value.lower(),
        title=title,
        mark="",
        author=statement.seller.name if statement.seller else "",
        letterhead=letterhead(statement.seller, language),
        blocks=(buyer_block(statement.customer, say("customer"), language),),
        facts=(
            Fact(say("statement-period"), say("span", **{"from": begun, "to": ended})),
            *((Fact(say("customer-number"), number),) if number else ()),
            Fact(say("closing"), f"{money(statement.closing, statement.places, language)} {statement.currency}"),
        ),
        sentences=(),
        tables=(_movements(statement, language), *_open_items(statement, language)),
        closing=(Block(say("payment"), paid_to),) if paid_to else (),
        foot=f"{title} · {statement.customer.name}",
        page=say("page", page="{page}", pages="{pages}"),
        moment=datetime.combine(statement.to_day, time(), UTC),
        logo=statement.logo,
    )


def _movements(statement: Statement, language: Language) -> Table:
    say = words_of(language)
    columns = (
        Column(say("date")),
        Column(say("number")),
        Column(say("document"), is_wide=True),
        *(Column(say(head, currency=statement.currency), is_figure=True) for head in ("debit", "credit", "balance")),
    )
    return Table(
        columns,
        (
            _balance("opening", statement.from_day, statement.opening, statement, language),
            *(_movement(one, statement, language) for one in statement.movements),
            _balance("closing", statement.to_day, statement.closing, statement, language),
        ),
        heading=say("movements"),
        forward=say("forward"),
        brought=say("brought"),
    )


def _balance(label: str, at: date, amount: Decimal, statement: Statement, language: Language) -> Row:
    balance = money(amount, statement.places, language)
    cells = (day(at, language), "", words_of(language)(label), "", "", balance)
    return Row(cells, carried=balance, is_strong=True)


def _movement(movement: Movement, statement: Statement, language: Language) -> Row:
    def moved(amount: Decimal) -> str:
        return money(amount, statement.places, language) if amount else ""

    balance = money(movement.balance, statement.places, language)
    kind = words_of(language)(f"movement-{movement.kind.value.lower().replace('_', '-')}")
    cells = (day(movement.day, language), movement.number, kind, moved(movement.debit), moved(movement.credit), balance)
    return Row(cells, below=(movement.text,) if movement.text else (), carried=balance)


def _open_items(statement: Statement, language: Language) -> Iterator[Table]:
    if not statement.open_items:
        return
    say = words_of(language)
    heads = ("full-amount", "open-amount")
    columns = (
        Column(say("number"), is_wide=True),
        Column(say("date")),
        Column(say("due-date")),
        *(Column(say(head, currency=statement.currency), is_figure=True) for head in heads),
    )
    rows = tuple(_open_item(one, statement, language) for one in statement.open_items)
    yield Table(columns, rows, heading=say("open-items"))


def _open_item(item: OpenItem, statement: Statement, language: Language) -> Row:
    due = day(item.due_date, language) if item.due_date else ""
    amounts = (money(one, statement.places, language) for one in (item.total, item.open_amount))
    return Row((item.number, day(item.day, language), due, *amounts))
