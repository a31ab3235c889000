"""Numbers of Poland: the NIP of a taxpayer, and the number under which KSeF knows a document.

Whoever notes that a document was never in KSeF notes `OUTSIDE` in place of its number.
"""

import re

from stdnum.pl import nip as taxpayers

from ..countries import POLAND
from ..kinds import country_code
from ..numbers import compact
from ..parties import Party

SYSTEM = "KSEF"  # of the numbers that others give documents
OUTSIDE = "NONE"
NIP = re.compile(r"[1-9]((\d[1-9])|([1-9]\d))\d{7}", re.ASCII)
NUMBER = re.compile(
    r"([1-9]((\d[1-9])|([1-9]\d))\d{7}|M\d{9}|[A-Z]{3}\d{7})-(20[2-9]\d|2[1-9]\d\d|[3-9]\d{3})"
    r"(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}",
    re.ASCII,
)
POLYNOMIAL = 0x07
BYTE = 0xFF


def nip_of(party: Party) -> str | None:
    """The ten digits of a Polish party, whether they fit or not; None of others, and where no number is given."""
    number = compact(party.vat_number or "").upper()
    if number.startswith(POLAND):
        return number.removeprefix(POLAND)
    is_bare = bool(number) and not number[:2].isalpha() and country_code(party) == POLAND
    return number if is_bare else None


def is_nip(number: str) -> bool:
    """Whether it is one, by its check digit.

    >>> is_nip("5265877635"), is_nip("5265877636"), is_nip("PL5265877635")
    (True, False, False)
    """
    return NIP.fullmatch(number) is not None and bool(taxpayers.is_valid(number))


def is_ksef_number(number: str) -> bool:
    """Whether a number has the form of KSeF's."""
    return NUMBER.fullmatch(number) is not None


def has_check_digits(number: str) -> bool:
    """Whether the last two of a number fit the others (CRC-8).

    >>> has_check_digits("5265877635-20250826-0100001AF629-AF"), has_check_digits("5265877635-20250826-0100001AF628-AF")
    (True, False)
    """
    data, check = number[:-3], number[-2:]
    found = 0
    for one in data.encode():
        found ^= one
        for _ in range(8):
            found = (found << 1) ^ POLYNOMIAL if found & 0x80 else found << 1
            found &= BYTE
    return f"{found:02X}" == check
