"""What nobody is told again: the secret part of an API key, wherever whoever has it puts it (access 1.2.3).

Messages repeat what was sent, and a key that is pasted into the wrong field would stand in an answer, in what a run
keeps of its refusals and in whatever a client logs of them. It is as well hidden where a message was cut inside it.
"""

import re

MARK = "rbk_"
SECRET = re.compile(r"(rbk_[0-9a-z]{8}_)[0-9A-Za-z]+")


def hidden(text: str) -> str:
    """A text without the secrets of keys.

    >>> hidden("There is no key rbk_7f3k2m9q_0123456789ABCDEFGHIJ.")
    'There is no key rbk_7f3k2m9q_….'
    """
    return SECRET.sub(r"\1…", text) if MARK in text else text
