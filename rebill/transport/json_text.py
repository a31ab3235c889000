"""JSON as it is answered: on one line, and in UTF-8 whatever it repeats of what a client sent."""

import json


def as_json(value: object) -> str:
    """JSON on one line; where half a surrogate pair is in it, which UTF-8 does not write, all in escapes."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text
