"""JSON as it is answered: on one line, and in UTF-8 whatever it repeats of what a client sent."""

from ..resolvers.walking.written import dumped


def as_json(value: object) -> str:
    """JSON on one line; where half a surrogate pair is in it, which UTF-8 does not write, all in escapes."""
    text = dumped(value)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return dumped(value, is_ascii=True)
    return text
