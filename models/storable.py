"""Text that both engines hold: PostgreSQL stores no NUL, and UTF-8 writes no half of a surrogate pair."""

import re

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def unstorable(text: str) -> str | None:
    """The first character that no database holds, as Unicode names it; None where all can be held.

    >>> unstorable("naïve"), unstorable("a" + chr(0)), unstorable(chr(0xD83D))
    (None, 'U+0000', 'U+D83D')
    """
    found = UNSTORABLE.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"
