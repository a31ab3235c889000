"""In which encoding a file is: as the user says, or as its byte order mark says, or UTF-8; never guessed.

Spreadsheets in Norway, Denmark and Germany write Windows-1252 unless they are asked for UTF-8. Nothing in such a file
says so, and a wrong guess puts wrong names on documents: it is refused where it is not UTF-8, with the option to give.
"""

import codecs

KNOWN = {  # by the name that Python knows them by
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "windows-1252",
    "iso8859-1": "ISO 8859-1",
    "iso8859-15": "ISO 8859-15",
    "mac-roman": "Mac Roman",
    "cp850": "code page 850",
    "cp865": "code page 865",
}
MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
HOW = "If a spreadsheet wrote the file, give --encoding windows-1252, or save it as CSV UTF-8."


class Contradiction(Exception):
    """The byte order mark says another encoding than the user; the message says what to do."""


def encoding_named(name: str) -> str | None:
    """The encoding that a user means, or None where files are not read in it.

    >>> encoding_named("Windows-1252"), encoding_named("latin1"), encoding_named("utf-8-sig"), encoding_named("rot13")
    ('cp1252', 'iso8859-1', 'utf-8', None)
    """
    try:
        found = codecs.lookup(name).name.removesuffix("-sig")
    except (LookupError, ValueError):
        return None
    return found if found in KNOWN else None


def encoding_of(start: bytes, wanted: str | None) -> tuple[str, int]:
    """The encoding of a file that begins with `start`, and the length of its byte order mark.

    >>> encoding_of(b"\\xff\\xfea\\x00", None), encoding_of(b"a", "cp1252")
    (('utf-16-le', 2), ('cp1252', 0))
    """
    for mark, found in MARKS:
        if start.startswith(mark):
            if wanted is not None and KNOWN[wanted] != KNOWN[found]:
                raise Contradiction(f"The file begins with the mark of {KNOWN[found]}: leave --encoding out.")
            return found, len(mark)
    return ("utf-16-le" if wanted == "utf-16" else wanted or "utf-8"), 0


def fault_of(raw: bytes, encoding: str) -> str | None:
    """Why a line is not what its encoding says; None where it may be.

    A line of other bytes than ASCII that is UTF-8 to the letter was never written in an encoding of one byte a letter.
    """
    if b"\x00" in raw:
        if KNOWN[encoding] == "UTF-16":
            return "The line has a NUL character: the file is damaged."
        return "The line has a NUL byte: the file is damaged, or it is UTF-16; then give --encoding utf-16."
    if raw.isascii():
        return None
    told = KNOWN[encoding]
    place = bad_byte(raw, "utf-8" if told == "UTF-16" else encoding)  # UTF-16 is UTF-8 by now, but for half characters
    if encoding == "utf-8":
        return None if place is None else f"Byte {place} of the line is not UTF-8. {HOW}"
    if told == "UTF-16":
        return None if place is None else "The line has half a character of UTF-16: the file is damaged."
    if place is not None:
        return f"Byte {place} of the line is not {told}: give --encoding with the one that it was saved in."
    return None if bad_byte(raw, "utf-8") else f"The line is UTF-8 and not {told}: leave --encoding out."


def bad_byte(raw: bytes, encoding: str) -> int | None:
    """The first byte, counted from 1, that is not in the encoding."""
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start + 1
    return None
