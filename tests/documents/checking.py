"""What a document does not pass, in a form that tests compare whole."""

from rebill.documents.electronic.document import ElectronicResult, electronic
from rebill.documents.facts import DocumentFacts
from rebill.documents.mapping import terms_of
from rebill.models.vocabulary import ElectronicFormat, ElectronicProfile

UBL, CII, FA3 = ElectronicFormat
SYNTAXES = (UBL, CII)  # those of EN 16931
EN, PEPPOL = ElectronicProfile.EN16931, ElectronicProfile.PEPPOL_BIS_3


def checked(facts: DocumentFacts, format: ElectronicFormat = UBL, profile: ElectronicProfile = EN) -> ElectronicResult:
    """The document as a file, checked."""
    return electronic(terms_of(facts), format, profile)


def fatal(facts: DocumentFacts, format: ElectronicFormat = UBL, profile: ElectronicProfile = EN) -> list[str]:
    """The rules that it does not pass, by name."""
    return sorted({one.rule for one in checked(facts, format, profile).problems if one.is_fatal})


def warnings(facts: DocumentFacts, format: ElectronicFormat = UBL, profile: ElectronicProfile = EN) -> list[str]:
    """The rules that only warn."""
    return sorted({one.rule for one in checked(facts, format, profile).problems if not one.is_fatal})
