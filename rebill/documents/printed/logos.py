"""A logo as both renderings can show it: what is neither a PNG nor a harmless SVG is left out, and the page is printed.

It was looked at when it was entered (documents 1.1); a page that goes to a customer does not rely on that.
"""

from base64 import b64encode
from re import IGNORECASE, compile
from struct import unpack_from

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 20_000  # of its sides, in points
MOST = 400 * 1024
HARM = compile(
    r"<!DOCTYPE|<!ENTITY|<script|<foreignObject|\bon\w+\s*=|@import|href\s*=\s*[\"']\s*(?!#|data:image/)|url\(\s*[\"']?(?!#)",
    IGNORECASE,
)


def as_data(logo: bytes | None) -> str | None:
    """As the address of an image that holds itself."""
    if logo is None or len(logo) > MOST:
        return None
    if _size(logo):
        return f"data:image/png;base64,{b64encode(logo).decode()}"
    return f"data:image/svg+xml;base64,{b64encode(logo).decode()}" if _harmless(logo) else None


def as_svg(logo: bytes | None) -> str | None:
    """As an SVG: typst is given texts, so a PNG is put into one."""
    if logo is None or len(logo) > MOST:
        return None
    size = _size(logo)
    if size is None:
        return _harmless(logo)
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width}"'
        f' height="{height}"><image width="{width}" height="{height}" xlink:href="{as_data(logo)}"/></svg>'
    )


def _size(logo: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG."""
    if not logo.startswith(PNG) or len(logo) < 24:
        return None
    width, height = unpack_from(">2L", logo, 16)
    return (width, height) if 0 < width <= LARGEST and 0 < height <= LARGEST else None


def _harmless(logo: bytes) -> str | None:
    """The text of an SVG that runs nothing and loads nothing."""
    try:
        text = logo.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text if "<svg" in text and not HARM.search(text) else None
