"""What is drawn from the code and kept in the repository, for readers: `make pages` writes it, a test holds it.

The SDL, the pages of rules and limits as a whole, the columns of docs/exchange.md, and in docs/problems.md what each
code means, in the words of the API.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

from rebill.models.vocabulary import ProblemCode, WarningCode
from rebill.models.wording import Language
from rebill.models.wording.params import ALWAYS
from rebill.posting.rules import render as rules
from rebill.schema.build import build_schema
from rebill.schema.enum_members import MEMBERS
from rebill.transport import limits_page as limits
from tests.access import page as rights
from tests.documents import page as documents
from tests.exchange import page as exchange
from tests.wording.catalogues import filled, keys_of

ROOT = Path(__file__).resolve().parent.parent
CODES = ("ProblemCode", "WarningCode")
PARAMS = "| code | params |\n|---|---|\n"
ROW = re.compile(r"^(\| `(\w+)` \|)[^|]*\|", re.MULTILINE)


def problems() -> str:
    """docs/problems.md with the meanings that the API gives; what else its rows say is written there by hand."""
    meanings = {member: said for (kind, member), said in MEMBERS.items() if kind in CODES}
    text = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    told = ROW.sub(lambda row: f"{row[1]} {meanings[row[2]]} |" if row[2] in meanings else row[0], text)
    return f"{told.partition(PARAMS)[0]}{PARAMS}{values_of_messages()}"


def values_of_messages() -> str:
    """A table of the names that the params of each code have: those always there are marked."""
    spoken: dict[str, set[str]] = defaultdict(set)
    of_requests = keys_of("requests.ftl")  # some of whose codes the trade has, too
    for key, names in filled(Language.EN).items():
        if key not in of_requests:
            spoken[key.partition("-")[0]] |= names
    rows = []
    for code in (*ProblemCode, *WarningCode):
        always = ALWAYS.get(code, ()) if isinstance(code, ProblemCode) else ()
        others = sorted(spoken[code] - set(always))
        rows.append(f"| {code} | {', '.join([*(f'`{one}`*' for one in always), *(f'`{one}`' for one in others)])} |")
    return "\n".join(rows) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "schema.graphql": lambda: f"{build_schema()}\n",
    "docs/posting-rules.md": rules.rendered,
    "docs/limits.md": limits.rendered,
    "docs/exchange.md": lambda: exchange.with_tables(exchange.text()),
    "docs/problems.md": problems,
    "docs/access.md": rights.rendered,
    "docs/electronic-documents.md": documents.rendered,
}

if __name__ == "__main__":
    for path, drawn in PAGES.items():
        (ROOT / path).write_text(drawn(), encoding="utf-8")
