"""Logos: a PNG or an SVG by its content, small, and without anything that runs or loads.

An SVG is read by expat, which is stopped at a document type, so that there are no entities and nothing is resolved.
Then it is printed once: a document goes out without a logo that cannot be, and nobody would say so. Letters that are
text would stand there in fonts that the product does not have: they have to be drawn.
"""

import base64
import binascii
import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from ...documents.printed.pdf import draws
from .nesting import Elements

LARGEST = 200 * 1024
MOST_PIXELS = 25_000_000  # a picture that is small in the file and huge on the page
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = "http://www.w3.org/2000/svg"
ACTIVE = frozenset(("script", "foreignobject", "iframe", "object", "embed", "audio", "video", "handler", "listener"))
INSIDE = re.compile(r"\s*(#|data:image/(png|jpeg|gif);base64,)", re.IGNORECASE)
ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE)  # a letter, as styles may write it
LINKS_OUT = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|expression\s*\(|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class Picture:
    """A logo that may stand on documents."""

    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The key that it is kept under."""
        return hashlib.sha256(self.content).hexdigest()


class BadPicture(Exception):
    """What is wrong, by the variant of the problem."""


def picture(given: str) -> Picture:
    """The picture that base64 stands for; raises `BadPicture`."""
    try:
        content = base64.b64decode("".join(given.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadPicture("logo-base64") from None
    if len(content) > LARGEST:
        raise BadPicture("logo-size")
    is_png = content.startswith(SIGNATURE)
    (_check_png if is_png else _check_svg)(content)
    if not draws(content):
        raise BadPicture("logo-undrawn")
    return Picture("image/png" if is_png else "image/svg+xml", content)


def _check_png(content: bytes) -> None:
    """Its chunks from the first to the last, each with its check sum."""
    place, names = len(SIGNATURE), list[bytes]()
    while place + 12 <= len(content):
        (size,) = struct.unpack(">I", content[place : place + 4])
        name, data = content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        (told,) = struct.unpack(">I", content[place + 8 + size : place + 12 + size].ljust(4, b"\0"))
        if len(data) != size or zlib.crc32(name + data) != told:
            raise BadPicture("logo-kind")
        if not names and (name != b"IHDR" or size != 13 or not 0 < _pixels(data) <= MOST_PIXELS):
            raise BadPicture("logo-kind")
        names.append(name)
        place += 12 + size
    if place != len(content) or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise BadPicture("logo-kind")


def _pixels(header: bytes) -> int:
    width, height = struct.unpack(">II", header[:8])
    return int(width) * int(height)


def _check_svg(content: bytes) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    reading = _Reading()
    parser.StartElementHandler = reading.element
    parser.EndElementHandler = reading.ended
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.refused
    parser.ProcessingInstructionHandler = reading.refused
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise BadPicture("logo-kind") from None
    if _links_out("".join(reading.style)):
        raise BadPicture("logo-active")
    if reading.elements.are_too_many:
        raise BadPicture("logo-undrawn")


class _Reading:
    """What expat comes across; it wants functions that share what they have seen."""

    def __init__(self) -> None:
        self.begun = False
        self.in_style = False
        self.style: list[str] = []
        self.elements = Elements()

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.begun and (space, local) != (SVG, "svg"):
            raise BadPicture("logo-kind")
        self.begun, self.in_style = True, local.lower() == "style"
        if local.lower() == "text":
            raise BadPicture("logo-undrawn")
        if local.lower() in ACTIVE or any(_is_active(one, value) for one, value in attributes.items()):
            raise BadPicture("logo-active")
        self.elements.begin(attributes)

    def ended(self, _: str) -> None:
        self.elements.end()

    def text(self, data: str) -> None:
        if self.in_style:
            self.style.append(data)

    def refused(self, *_: object) -> None:
        raise BadPicture("logo-active")


def _is_active(name: str, value: str) -> bool:
    """Whether an attribute runs something, or leads out of the picture."""
    local = name.rpartition(" ")[2].lower()
    if local.startswith("on") or _links_out(value):
        return True
    return local in ("href", "src") and not INSIDE.match(value)


def _links_out(style: str) -> bool:
    """Whether a style, or the value of an attribute, leads out of the picture.

    >>> _links_out(r"fill: \\75rl(http://x)"), _links_out("fill: url(#a)")
    (True, False)
    >>> _links_out(r"@\\import 'http://x'"), _links_out(r"fill: u\\rl(http://x)")
    (True, True)
    """
    return LINKS_OUT.search(ESCAPED.sub(_letter, style)) is not None


def _letter(escaped: re.Match[str]) -> str:
    return chr(min(int(escaped[1], 16), 0x10FFFF)) if escaped[1] else escaped[2]
