"""What the texts and lists of a command may be: declared beside each field, held in one place (`posting.texts`).

Every text is trimmed and composed where it comes in, in files as in the API (access 6.9). What else holds is of the
field: a key that people give is one line without invisible characters; a name is one line; a description or a reason
may have several. All have a longest length, below what an index of PostgreSQL can hold where they are looked up by.
"""

from dataclasses import dataclass, replace
from enum import Enum

from ...models.texts import BREAKS, CONTROL, INVISIBLE
from ...models.vocabulary import ProblemCode


@dataclass(frozen=True)
class Text:
    """What a text field takes.

    `what` is its name in messages. An optional field that is left empty counts as left out, unless it is `needed`: a
    reference that is given has to name something, a guard has to guard. Where the empty text `clears`, it takes away
    what is stored.
    """

    what: str
    longest: int
    forbidden: frozenset[str] = CONTROL
    allowed: frozenset[str] = frozenset()
    needed: bool = False
    clears: bool = False
    missing: ProblemCode = ProblemCode.INVALID_INPUT  # what an empty one that is required is refused as


class EmptyList(Enum):
    """What an optional list means that is given and empty (access 6.8)."""

    AS_LEFT_OUT = "as left out"
    REFUSED = "leaving it out means all, so that it could be read as all or as nothing"
    NONE = "none, where leaving it out means something else"


def key_text(what: str, longest: int = 50) -> Text:
    """A number or code: one line, nothing invisible."""
    return Text(what, longest, INVISIBLE)


def line_text(what: str, longest: int = 500) -> Text:
    """A name or a reference of somebody else's: one line."""
    return Text(what, longest)


def long_text(what: str, longest: int = 500) -> Text:
    """A description or a reason: tabs and line breaks are welcome."""
    return Text(what, longest, CONTROL, BREAKS)


NUMBER = key_text("A number")
GIVEN_NUMBER = replace(NUMBER, needed=True)  # of a reference
CODE = key_text("A code")
CURRENCY = key_text("A currency")
ACCOUNT = key_text("An account")
NEW_ACCOUNT = replace(ACCOUNT, clears=True)
ACCOUNT_NAME = line_text("An account's name")
DESCRIPTION = long_text("A description")
REASON = long_text("A reason")
NEEDED_REASON = replace(REASON, missing=ProblemCode.REASON_REQUIRED)  # of a step that nobody takes without one
REASON_CODE = key_text("A reason code")
DISPOSITION_CODE = replace(key_text("A disposition code"), missing=ProblemCode.DISPOSITION_CODE_MISSING)
CUSTOMER_NAME = line_text("A customer's name")
TAX_NUMBER = key_text("A tax registration number", longest=100)
NEW_TAX_NUMBER = replace(TAX_NUMBER, clears=True)
TAX_CODE = key_text("A tax code", longest=20)
GIVEN_TAX_CODE = replace(TAX_CODE, longest=50)  # of a line: what is too long is not found
NEW_TAX_CODE = replace(GIVEN_TAX_CODE, clears=True)  # of a customer or product
TAX_CODE_DESCRIPTION = replace(line_text("A description"), longest=200)
NEW_EXEMPTION_REASON = replace(line_text("An exemption reason"), clears=True)
NEW_EXEMPTION_CODE = replace(key_text("An exemption code"), clears=True)
NEW_STANDARD_CODE = replace(key_text("A standard code"), clears=True)
PRODUCT_NAME = line_text("A product's name")
PARTY_NAME = line_text("A company's name")
PARTY_TEXT = replace(line_text("A text", longest=200), clears=True)
WHOLE_TEXT = line_text("A text", longest=200)  # of what is replaced as a whole
ELECTRONIC_VALUE = replace(key_text("An electronic address", longest=200), clears=True)
LOGO = replace(long_text("A logo", longest=300_000), clears=True)  # 200 KiB in base64, and some line breaks
NEEDED_CODE = replace(CODE, needed=True)
UNIT = line_text("A unit", longest=20)
CONTRACT_NAME = line_text("A contract's name")
LINE_NAME = line_text("A line's name")
MILESTONE_NAME = line_text("A milestone's name")
OTHERS_REFERENCE = line_text("A reference", longest=200)
SCHEDULE_NAME = line_text("A schedule's name", longest=100)
CRON = key_text("A cron expression", longest=200)
TIME_ZONE = key_text("A time zone", longest=100)
PLAN_HASH = replace(key_text("The hash of a plan", longest=100), needed=True)  # or an empty one would guard nothing
RUN_PLAN_HASH = replace(PLAN_HASH, longest=1_000_000)  # it has marks of every document
KEY_NAME = line_text("A key's name", longest=100)
KEY_OWNER = line_text("An owner", longest=255)
POLICY_NAME = line_text("A policy's name", longest=100)
