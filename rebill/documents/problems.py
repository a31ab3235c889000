"""A rule that a document does not pass (documents 3.7)."""

from dataclasses import dataclass

from ..models.vocabulary import DocumentProblemSeverity


@dataclass(frozen=True)
class DocumentProblem:
    """The rule, the business term it is about where it names one, what is wrong and what mends it."""

    rule: str
    message: str
    severity: DocumentProblemSeverity = DocumentProblemSeverity.FATAL
    term: str | None = None
    remedy: str | None = None

    @property
    def is_fatal(self) -> bool:
        """Whether the document does not pass."""
        return self.severity is DocumentProblemSeverity.FATAL
