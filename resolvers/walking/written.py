"""JSON in which some values are JSON already: what statements wrote is put in as it is, and never made into objects."""

import json
import secrets
from functools import cached_property


class Written:
    """A value of an answer that a statement has written."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def value(self) -> object:
        """The same as objects."""
        return json.loads(self.text)


def dumped(value: object, *, is_ascii: bool = False) -> str:
    """JSON on one line.

    >>> dumped({"invoice": Written('{"number":"INV-000001"}'), "replayed": False})
    '{"invoice":{"number":"INV-000001"},"replayed":false}'
    """
    texts: list[str] = []
    stand_in = secrets.token_hex()  # nobody can have sent it

    def kept(one: object) -> object:
        if not isinstance(one, Written):
            raise TypeError(f"{type(one).__name__} is nothing that an answer has")
        if is_ascii:
            return one.value
        texts.append(one.text)
        return stand_in

    whole = json.dumps(value, ensure_ascii=is_ascii, separators=(",", ":"), default=kept)
    if not texts:
        return whole
    first, *others = whole.split(f'"{stand_in}"')
    return first + "".join([text + other for text, other in zip(texts, others, strict=True)])
