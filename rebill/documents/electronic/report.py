"""What the schema and the official rules say, as problems: one for each rule and sentence, with its lines."""

import re
from collections.abc import Iterable, Iterator

from ...models.vocabulary import DocumentProblemSeverity
from ..problems import DocumentProblem, remedy_text
from ..rules.failing import some
from ..rules.remedies import PEPPOL, remedy_of
from .engine import Failed

NAMED = re.compile(r"^\s*\[([^\]]+)\]\s*-?\s*")  # a sentence begins with its rule
TERM = re.compile(r"\bB[TG]-\d+\b")
LINE = re.compile(r"(?:InvoiceLine|CreditNoteLine|IncludedSupplyChainTradeLineItem)(?:\[namespace[^\]]*\])?\[(\d+)\]")
EMPTY_DELIVERY = re.compile(r"ApplicableHeaderTradeDelivery(?:\[[^\]]*\])*$")
GUIDELINE = re.compile(r"GuidelineSpecifiedDocumentContextParameter(?:\[[^\]]*\])*/[^/]*ID(?:\[[^\]]*\])*$")
UNLISTED = "Value of 'ram:ID' is not allowed."
UNIT = "'@unitCode'"  # what Factur-X calls BR-CL-23 by a number of its own
WARNING = "warning"


def problems_of(failures: Iterable[Failed]) -> Iterator[DocumentProblem]:
    """The problems, in the order in which the rules found them."""
    found: dict[tuple[str, str, str | None], list[int]] = {}
    for one in failures:
        if not _is_beside_the_point(one):
            found.setdefault((_rule(one), NAMED.sub("", one.sentence), one.flag), []).extend(_lines(one))
    for (rule, sentence, flag), lines in found.items():
        yield _problem(rule, sentence, flag, lines)


def _problem(rule: str, sentence: str, flag: str | None, lines: list[int]) -> DocumentProblem:
    remedy = remedy_of("BR-CL-23" if UNIT in sentence else rule)
    where = f" (line{'s' if len(lines) > 1 else ''} {some(lines)})" if lines else ""
    return DocumentProblem(
        rule=rule,
        message=f"{sentence}{where}",
        severity=DocumentProblemSeverity.WARNING if flag == WARNING else DocumentProblemSeverity.FATAL,
        term=remedy.term or _only_term(sentence),
        remedy=remedy_text(remedy.mended_by),
        mended_by=remedy.mended_by,
    )


def _is_beside_the_point(one: Failed) -> bool:
    """Two rules of Factur-X: its schema wants an element of delivery where nothing is known of it, and a warning says
    that it is empty; and a file that names Peppol's specification does not name that of Factur-X."""
    is_empty_delivery = one.rule == f"{PEPPOL}R008" and EMPTY_DELIVERY.search(one.location) is not None
    return is_empty_delivery or (one.sentence == UNLISTED and GUIDELINE.search(one.location) is not None)


def _rule(one: Failed) -> str:
    """The rule's own name, where the stylesheet has another for it."""
    named = NAMED.match(one.sentence)
    return named[1] if named is not None else one.rule


def _lines(one: Failed) -> list[int]:
    found = LINE.search(one.location)
    return [int(found[1])] if found is not None else []


def _only_term(sentence: str) -> str | None:
    """The business term of a sentence that speaks of one."""
    terms = dict.fromkeys(TERM.findall(sentence))
    return next(iter(terms)) if len(terms) == 1 else None
