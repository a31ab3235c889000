"""What is told of a file that does not pass, as problems of the call that needs it (documents 3.7, 3.9)."""

from ...models.vocabulary import ProblemCode
from ..problems import Problem, problem
from .renditions import File

EXTRA = "rebill[rules]"


def invalid_document(file: File, document: str, *path: str) -> list[Problem]:
    """A problem for each rule that an electronic file fails, at the rule; one where there are no rules to check by."""
    if not file.validated_by:
        return [problem(ProblemCode.ELECTRONIC_RULES_MISSING, "rules", path, document=document, extra=EXTRA)]
    return [
        problem(
            ProblemCode.ELECTRONIC_DOCUMENT_INVALID,
            "rule",
            (*path, one.rule),
            document=document,
            rule=one.rule,
            term=one.term,
            said=one.message,
            advice=one.remedy,
        )
        for one in file.problems
        if one.is_fatal
    ]
