"""The page of an invoice, credit note, corrected invoice, advance invoice, draft or plan (documents 4.2).

It says what the file says, with the same signs: amounts of a credit note are positive under its title.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from decimal import Decimal

from ...models.vocabulary import DocumentKind, Language
from ..terms import Document, PrecedingDocument
from .corrections import correction_tables
from .figures import day, money
from .lines import lines_table
from .sheet import Block, Fact, Sheet, Sum, Table
from .taxes import breakdown
from .titles import title_of
from .who import account_lines, buyer_block, delivery_blocks, letterhead
from .words import Say, words_of


def invoice_sheet(document: Document, language: Language) -> Sheet:
    """The whole page."""
    say = words_of(language)
    title = title_of(document, language)
    delivered = delivery_blocks(document.delivery, say("delivered-to"), language)
    return Sheet(
        lang=language.value.lower(),
        title=title,
        mark=title if document.is_pro_forma else "",
        author=document.seller.name if document.seller else "",
        letterhead=letterhead(document.seller, language),
        blocks=(buyer_block(document.buyer, say("billed-to"), language), *delivered),
        facts=tuple(Fact(say(label), text) for label, text in _facts(document, language) if text),
        sentences=(*_preceding(document, language), *_note(document, say)),
        tables=(_lines(document, language), *correction_tables(document, language)),
        closing=tuple(_payment(document, say)),
        foot=title,
        page=say("page", page="{page}", pages="{pages}"),
        moment=_moment(document),
        logo=document.logo,
    )


def _moment(document: Document) -> datetime:
    """When it was posted; a draft bears its day."""
    if document.posted_at is None:
        return datetime.combine(document.issue_date, time(), UTC)
    moment = datetime.fromisoformat(document.posted_at).replace(microsecond=0)  # which PDF has no place for
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _facts(document: Document, language: Language) -> Iterator[tuple[str, str | None]]:
    delivery = document.delivery
    yield "number", None if document.is_pro_forma else document.number
    yield "invoice-date", day(document.issue_date, language)
    yield "due-date", day(document.due_date, language) if document.due_date else None
    yield "terms", document.terms
    yield "delivery-date", day(delivery.date, language) if delivery and delivery.date else None
    yield "period", _period(document, language)
    yield "customer-number", document.buyer.number
    yield "buyer-reference", document.buyer_reference
    yield "purchase-order", document.purchase_order_number
    yield "contract", document.contract_number
    yield "sales-order", document.sales_order_number
    yield "packing-slip", document.packing_slip_number


def _period(document: Document, language: Language) -> str | None:
    if document.work_from is None or document.work_to is None:
        return None
    begun, ended = day(document.work_from, language), day(document.work_to, language)
    return begun if begun == ended else words_of(language)("span", **{"from": begun, "to": ended})


def _preceding(document: Document, language: Language) -> Iterator[str]:
    say = words_of(language)
    for one in document.preceding:
        yield say(_relation(document, one), number=one.number, day=day(one.day, language))


def _relation(document: Document, preceding: PrecedingDocument) -> str:
    if not preceding.is_credited:
        return "refers"
    if document.kind is not DocumentKind.CREDIT_NOTE:
        return "corrects"
    return "cancels" if document.credits_whole else "credits"


def _note(document: Document, say: Say) -> Iterator[str]:
    if document.note:
        yield say("reason", text=document.note) if document.must_name or document.corrects else document.note


def _lines(document: Document, language: Language) -> Table:
    return lines_table(document, tuple(_sums(document, language)), breakdown(document, language), language)


def _sums(document: Document, language: Language) -> Iterator[Sum]:
    say = words_of(language)

    def line(label: str, amount: Decimal, is_strong: bool = False) -> Sum:
        return Sum(say(label), money(amount, document.places, language), is_strong)

    if document.charges:
        yield line("lines-total", document.line_total)
        if document.allowance_total:
            yield line("allowances-total", -document.allowance_total)
        if document.charge_total:
            yield line("charges-total", document.charge_total)
    yield line("net-total", document.net_total)
    yield line("tax-total", document.tax_total)
    yield line("total", document.total)
    yield line("credited" if document.kind is DocumentKind.CREDIT_NOTE else "due", document.due, is_strong=True)


def _payment(document: Document, say: Say) -> Iterator[Block]:
    if document.kind is DocumentKind.CREDIT_NOTE or document.account is None:
        return
    lines = account_lines(document.account, say)
    remittance = document.remittance if not document.is_pro_forma else None
    if remittance:
        lines = (*lines, say("remittance", number=remittance))
    if lines:
        yield Block(say("payment"), lines)
