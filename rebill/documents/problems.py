"""A rule that a document does not pass, told in the language of whoever reads it (documents 3.7).

The official rules have their own sentences, in English; ours are told in four languages, and what mends a rule is, too.
"""

from dataclasses import dataclass, replace

from ..models.vocabulary import DocumentProblemSeverity
from ..models.wording import ENGLISH, Language, message_of

REMEDY = "REMEDY"  # the first part of the keys of what mends a rule
Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DocumentProblem:
    """The rule, the business term it is about where it names one, what is wrong and what mends it.

    `message` and `remedy` are English; `key`, `params` and `mended_by` are what they are told from in another language.
    """

    rule: str
    message: str
    severity: DocumentProblemSeverity = DocumentProblemSeverity.FATAL
    term: str | None = None
    remedy: str | None = None
    key: tuple[str, str] | None = None  # code and variant of our own message; None of an official sentence
    params: Params = ()
    mended_by: str | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether the document does not pass."""
        return self.severity is DocumentProblemSeverity.FATAL


def told(problem: DocumentProblem, language: Language) -> DocumentProblem:
    """The problem in a language.

    >>> told(DocumentProblem("BR-10", "No address.", mended_by="see"), Language.DE).remedy
    'Siehe docs/electronic-documents.md.'
    """
    message, remedy = problem.message, problem.remedy
    if problem.key is not None:
        message = message_of(*problem.key, dict(problem.params), language)
    if problem.mended_by is not None:
        remedy = remedy_text(problem.mended_by, language)
    return replace(problem, message=message, remedy=remedy)


def remedy_text(mended_by: str, language: Language = ENGLISH) -> str:
    """What mends a rule, in a language."""
    return message_of(REMEDY, mended_by, {}, language)
