"""Reads printed documents again, with libraries that have not made them."""

import re
from functools import cache
from html.parser import HTMLParser
from io import BytesIO

from pypdf import PdfReader

from rebill.documents.printed import Printed, render
from rebill.documents.printed.titles import Model
from rebill.models.vocabulary import Language, PrintFormat


@cache
def pdf(model: Model, language: Language = Language.EN, embedded: bytes | None = None) -> Printed:
    """As PDF; the same one is made once."""
    return render(model, PrintFormat.PDF, language, embedded)


def html(model: Model, language: Language = Language.EN) -> str:
    """As HTML."""
    return render(model, PrintFormat.HTML, language).content.decode()


def pages_of(printed: Printed) -> list[str]:
    """The text of each page."""
    return [plain(page.extract_text()) for page in PdfReader(BytesIO(printed.content)).pages]


def text_of(model: Model, language: Language = Language.EN) -> str:
    """The text of a PDF."""
    return "\n".join(pages_of(pdf(model, language)))


class Texts(HTMLParser):
    """The text of an HTML page, and its tags with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if data.strip() and self.tags[-1][0] != "style":
            self.texts.append(plain(data.strip()))


def plain(text: str) -> str:
    """Text without what only says where a line may break."""
    return re.sub("[\u00a0\u202f]", " ", text).replace("\u200b", "")
