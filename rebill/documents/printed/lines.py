"""The table of what a document bills: lines, then charges and deductions, and the running total of its net column."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from ...models.vocabulary import Language
from ..terms import Allowance, Document, DocumentCharge, Line
from .figures import day, money, percent, price, quantity
from .sheet import Column, Row, Sum, Table
from .taxes import rate_of
from .units import unit_of
from .words import Say, words_of


def lines_table(document: Document, sums: tuple[Sum, ...], taxes: Table | None, language: Language) -> Table:
    """Lines and charges of the document, above its totals."""
    say = words_of(language)
    shows_discount = any(one.discount_percent for one in document.lines)
    rows = (
        *(_line(one, document, shows_discount, language) for one in document.lines),
        *(_charge(one, document, shows_discount, language) for one in document.charges),
    )
    amounts = [*(one.net_amount for one in document.lines), *(_signed(one) for one in document.charges)]
    carried = accumulate(amounts)
    return Table(
        columns=tuple(_columns(document, shows_discount, say)),
        rows=tuple(
            Row(cells, below, money(amount, document.places, language))
            for (cells, below), amount in zip(rows, carried, strict=True)
        ),
        forward=say("forward"),
        brought=say("brought"),
        sums=sums,
        breakdown=taxes,
    )


def _columns(document: Document, shows_discount: bool, say: Say) -> Iterator[Column]:
    yield Column(say("position"))
    yield Column(say("description"), is_wide=True)
    yield Column(say("quantity"), is_figure=True)
    yield Column(say("unit"))
    yield Column(say("unit-price", currency=document.currency), is_figure=True)
    if shows_discount:
        yield Column(say("discount"), is_figure=True)
    yield Column(say("tax-rate"), is_figure=True)
    yield Column(say("net-amount", currency=document.currency), is_figure=True)


Cells = tuple[tuple[str, ...], tuple[str, ...]]  # of a row, and what stands beneath its description


def _line(line: Line, document: Document, shows_discount: bool, language: Language) -> Cells:
    say = words_of(language)
    discount = percent(line.discount_percent, language) if line.discount_percent else ""
    cells = (
        str(line.id),
        line.description,
        quantity(line.quantity, language),
        unit_of(line.unit_code, line.unit, say),
        price(line.unit_price, document.places, language),
        *((discount,) if shows_discount else ()),
        rate_of(line.rate, line.tax_code, language),
        money(line.net_amount, document.places, language),
    )
    return cells, tuple(_below(line, document, language))


def _below(line: Line, document: Document, language: Language) -> Iterator[str]:
    say = words_of(language)
    named = [say("product", number=line.product_number)] if line.product_number else []
    dated = [day(line.day, language)] if line.day else []
    noted = [line.note] if line.note else []  # which of two lines it is, where a correction takes two
    if noted or named or dated:
        yield " · ".join((*noted, *named, *dated))
    if line.allowance:
        yield f"{_reason(line.allowance, say)} {money(-line.allowance.amount, document.places, language)}"
    if line.charge:
        yield f"{_reason(line.charge, say)} {money(line.charge.amount, document.places, language)}"


def _reason(difference: Allowance, say: Say) -> str:
    """Why a line is not quantity times price: the file's English word in the language of the page."""
    return say(difference.reason.lower()) if difference.reason in ("Discount", "Adjustment") else difference.reason


def _charge(charge: DocumentCharge, document: Document, shows_discount: bool, language: Language) -> Cells:
    cells = (
        "",
        charge.reason,
        *("" for _ in range(4 if shows_discount else 3)),
        rate_of(charge.rate, charge.tax_code, language),
        money(_signed(charge), document.places, language),
    )
    return cells, ()


def _signed(charge: DocumentCharge) -> Decimal:
    return charge.amount if charge.is_charge else -charge.amount
