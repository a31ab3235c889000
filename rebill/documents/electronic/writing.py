"""XML of what there is: an element without content is never written, and every text is one that XML can carry.

The standard library writes it, so that files are made without the validators; prefixes stand in the names as they are
written, so that the same document is the same bytes.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, indent, tostring

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2
Content = Element | str | None


def tag(name: str, *content: Content, **attributes: str | None) -> Element | None:
    """An element of texts and elements; None where there is nothing in it.

    >>> tag("cac:Party", tag("cbc:Name", "  "), None) is None
    True
    """
    made = Element(name, {key: shown for key, value in attributes.items() if (shown := shown_text(value)) is not None})
    for one in content:
        if isinstance(one, str):
            made.text = shown_text(one)
        elif one is not None:
            made.append(one)
    return made if len(made) or made.text else None


def tags(name: str, *content: Content) -> Element:
    """An element that is written whatever is in it, as schemas ask for it."""
    found = tag(name, *content)
    return Element(name) if found is None else found


def shown_text(text: str | None) -> str | None:
    """A text without the characters that XML forbids and the blanks around it; None where nothing is left.

    >>> shown_text("a\\x00b\\x1f & ]]> "), shown_text(" \\u200b".strip("\\u200b"))
    ('ab & ]]>', None)
    """
    if text is None:
        return None
    return FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip() or None


def plain(value: Decimal) -> str:
    """A quantity, price or rate with all its places and no zeros behind them.

    >>> plain(Decimal("2.500000")), plain(Decimal("1E+3")), plain(Decimal("0.000"))
    ('2.5', '1000', '0')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal) -> str:
    """An amount, with the places that it has."""
    return f"{value:f}"


def day(value: date | None) -> str | None:
    """A day in ISO form."""
    return None if value is None else value.isoformat()


def written(name: str, namespaces: Mapping[str, str], content: tuple[Content, ...]) -> bytes:
    """The whole file, in UTF-8, indented for whoever looks at it."""
    root = tags(name, *content)
    for prefix, uri in namespaces.items():
        root.set(f"xmlns:{prefix}" if prefix else "xmlns", uri)
    indent(root)
    text = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()
