"""A rule that is looked at here, and what it says of a document that does not pass it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...models.vocabulary import DocumentProblemSeverity
from ...models.wording import ENGLISH, message_of
from ..problems import DocumentProblem, remedy_text
from ..terms import Document
from .remedies import remedy_of

Values = Mapping[str, str]
MANY = 20  # lines that a message names


@dataclass(frozen=True)
class Rule:
    """Its name, what it is about, and what it finds: the values of a message for each thing that is wrong.

    `sentence` is what it says where it isn't ours; ours are told by name. A value called `term` is the term of one
    thing among several that the rule is about.
    """

    name: str
    find: Callable[[Document], Iterable[Values]]
    term: str | None = None
    severity: DocumentProblemSeverity = DocumentProblemSeverity.FATAL
    sentence: str | None = None


def rule_of(
    name: str,
    passes: Callable[[Document], bool],
    sentence: str,
    term: str | None = None,
    severity: DocumentProblemSeverity = DocumentProblemSeverity.FATAL,
) -> Rule:
    """A rule about the whole document, that either holds or does not."""
    return Rule(name, _holds(passes), term, severity, sentence)


def _holds(passes: Callable[[Document], bool]) -> Callable[[Document], Iterator[Values]]:
    def find(document: Document) -> Iterator[Values]:
        if not passes(document):
            yield {}

    return find


def problems_of(rules: Iterable[Rule], document: Document) -> Iterator[DocumentProblem]:
    """What a document does not pass, in the rules' order."""
    for rule in rules:
        for values in rule.find(document):
            yield problem_of(rule, values)


def problem_of(rule: Rule, values: Values) -> DocumentProblem:
    """What a rule found, told."""
    mended_by = remedy_of(rule.name).mended_by
    code, _, variant = rule.name.partition("-")
    ours = rule.sentence is None
    return DocumentProblem(
        rule=rule.name,
        message=message_of(code, variant, values) if rule.sentence is None else rule.sentence,
        severity=rule.severity,
        term=values.get("term", rule.term) or remedy_of(rule.name).term,
        remedy=remedy_text(mended_by, ENGLISH),
        key=(code, variant) if ours else None,
        params=tuple(values.items()) if ours else (),
        mended_by=mended_by,
    )


def some(numbers: Iterable[int]) -> str:
    """Lines by number, not more than a message can hold.

    >>> some([1, 2]), some(range(1, 100))[-7:]
    ('1, 2', '19, 20…')
    """
    found = list(numbers)
    return ", ".join(str(one) for one in found[:MANY]) + ("…" if len(found) > MANY else "")
