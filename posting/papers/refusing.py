"""What is told of a file that does not pass, as problems of the call that needs it (documents 3.7, 3.9).

Our own sentences, and what mends a rule, are told in the language of whoever reads them; those of the official rules
are English.
"""

from ...documents.problems import REMEDY, DocumentProblem
from ...models.vocabulary import ProblemCode
from ..problems import Problem, problem
from ..saying import Phrase
from .renditions import File

EXTRA = "rebill[rules]"


def invalid_document(file: File, *path: str, document: str | None = None) -> list[Problem]:
    """A problem for each rule that an electronic file fails, at the rule; one where there are no rules to check by.

    `document` is the number of one that is posted: a planned one has none, and the call says what it is about.
    """
    if not file.validated_by:
        missing = {"customer": file.buyer, "document": document, "extra": EXTRA}
        return [problem(ProblemCode.ELECTRONIC_RULES_MISSING, "rules", path, **missing)]
    failed: dict[str, DocumentProblem] = {}
    for one in file.problems:
        if one.is_fatal:
            failed.setdefault(one.rule, one)
    return [_failed(one, file.buyer, document, path) for one in failed.values()]


def _failed(one: DocumentProblem, customer: str, document: str | None, path: tuple[str, ...]) -> Problem:
    return problem(
        ProblemCode.ELECTRONIC_DOCUMENT_INVALID,
        "rule",
        (*path, one.rule),
        customer=customer,
        document=document,
        rule=one.rule,
        term=one.term,
        said=one.message if one.key is None else Phrase("-".join(one.key), one.params),
        advice=one.remedy if one.mended_by is None else Phrase(f"{REMEDY}-{one.mended_by}"),
    )
