"""docs/electronic-documents.md: its tables of remedies, units and countries are drawn from the code.

`make pages` writes them anew.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from rebill.documents.countries import COUNTRIES
from rebill.documents.problems import remedy_text
from rebill.documents.rules.remedies import REMEDIES
from rebill.documents.units import WORDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "electronic-documents.md"
TABLES = re.compile(r"(<!-- (remedies|units|countries) -->\n).*?(<!-- end -->)", re.DOTALL)


def rendered() -> str:
    """The page with its tables as the code has them."""
    tables = {"remedies": remedies(), "units": units(), "countries": countries()}
    told = {name: "\n".join(lines) for name, lines in tables.items()}
    return TABLES.sub(lambda found: f"{found[1]}{told[found[2]]}\n{found[3]}", PAGE.read_text(encoding="utf-8"))


def remedies() -> Iterator[str]:
    """The rules that one thing mends, on one row."""
    yield "| rules | what mends them |\n|---|---|"
    for mended_by in dict.fromkeys(one.mended_by for one in REMEDIES.values()):
        rules = ", ".join(rule for rule, one in REMEDIES.items() if one.mended_by == mended_by)
        yield f"| {rules} | {remedy_text(mended_by)} |"


def units() -> Iterator[str]:
    """The words of each code."""
    yield "| code | words |\n|---|---|"
    for code, words in WORDS.items():
        yield f"| {code} | {', '.join(words)} |"


def countries() -> Iterator[str]:
    """What differs in each country."""
    yield "| | company register | tax registration | corrected invoice | IBAN transfers | national account | own format |"
    yield "|---|---|---|---|---|---|---|"
    for code, one in COUNTRIES.items():
        register = f"scheme {one.registration_scheme}" if one.registration_scheme else "–"
        corrected = "384" if one.names_corrected else "380"
        transfers = "58 in any currency" if one.sepa_everywhere else "58 in EUR, else 30"
        yield (
            f"| {code} | {register} | {one.tax_register or '–'} | {corrected} | {transfers} | "
            f"{one.national_means or '30'} | {one.own_format or '–'} |"
        )
    yield "| all others | – | – | 380 | 58 in EUR, else 30 | 30 | – |"
