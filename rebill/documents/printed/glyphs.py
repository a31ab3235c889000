"""Which characters the fonts of the product can print, and what stands for the others.

PDF/A forbids a glyph that is missing, so that typst refuses the whole document for one emoji in a description. Such a
character is printed as the sign for an unknown one; the electronic document inside keeps the text as it was entered.
What a font has is read from its own table (OpenType, cmap formats 4 and 12), so that it cannot be out of date.
"""

from functools import cache
from pathlib import Path
from struct import unpack_from
from unicodedata import category

FONTS = Path(__file__).parent / "fonts"
MAIN = "NotoSans-Regular.ttf"
MISSING = "\N{REPLACEMENT CHARACTER}"
IGNORED = frozenset("\n\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\u00ad")  # a shaper hides them


def printable(text: str, only: str | None = None) -> str:
    """The text, with a sign in place of each character that no font has; with `only`, that this one does not have."""
    if text.isascii():
        return text
    known = characters() if only is None else _characters(FONTS / only)
    plain = text if only is None else "".join(one for one in text if category(one) not in ("Mn", "Mc", "Me", "Cf"))
    return "".join(one if one in IGNORED or ord(one) in known else MISSING for one in plain)


@cache
def characters() -> frozenset[int]:
    """All characters of all fonts."""
    return frozenset().union(*(_characters(one) for one in sorted(FONTS.glob("*.ttf"))))


@cache
def _characters(path: Path) -> frozenset[int]:
    data = path.read_bytes()
    tables = {data[at : at + 4]: unpack_from(">L", data, at + 8)[0] for at in _records(data, 12, 16, 4)}
    start = tables[b"cmap"]
    offsets = [unpack_from(">L", data, at + 4)[0] for at in _records(data, start + 4, 8, start + 2)]
    found: set[int] = set()
    for at in {start + offset for offset in offsets}:
        match unpack_from(">H", data, at)[0]:
            case 4:
                found |= _by_segments(data, at)
            case 12:
                found |= _by_groups(data, at)
    return frozenset(found)


def _records(data: bytes, first: int, size: int, counted_at: int) -> range:
    """Where the records of a list begin."""
    return range(first, first + size * unpack_from(">H", data, counted_at)[0], size)


def _by_segments(data: bytes, at: int) -> set[int]:
    """Format 4: spans of characters of the basic plane; those without a glyph are left out."""
    count = unpack_from(">H", data, at + 6)[0] // 2
    ends = unpack_from(f">{count}H", data, at + 14)
    starts = unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = unpack_from(f">{count}H", data, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    ranges = unpack_from(f">{count}H", data, ranges_at)
    found: set[int] = set()
    for place, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for one in range(first, min(last, 0xFFFE) + 1):
            if ranges[place] == 0:
                glyph = one + deltas[place]
            else:
                glyph = unpack_from(">H", data, ranges_at + 2 * place + ranges[place] + 2 * (one - first))[0]
            if glyph % 0x10000:
                found.add(one)
    return found


def _by_groups(data: bytes, at: int) -> set[int]:
    """Format 12: groups of characters of all planes."""
    found: set[int] = set()
    for group in range(unpack_from(">L", data, at + 12)[0]):
        first, last, glyph = unpack_from(">3L", data, at + 16 + 12 * group)
        found.update(range(first + (glyph == 0), last + 1))
    return found
