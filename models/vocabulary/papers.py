"""The words of what leaves the house: taxes, parties, and the document for people and for machines (EN 16931)."""

from enum import StrEnum


class Language(StrEnum):
    """The languages in which documents are printed."""

    EN = "EN"
    NB = "NB"
    DA = "DA"
    DE = "DE"


class TaxCategory(StrEnum):
    """Why a rate is what it is; the letters are those of EN 16931 (BT-118, BT-151)."""

    STANDARD = "STANDARD"
    ZERO = "ZERO"
    EXEMPT = "EXEMPT"
    REVERSE_CHARGE = "REVERSE_CHARGE"
    INTRA_COMMUNITY = "INTRA_COMMUNITY"
    EXPORT = "EXPORT"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"


class TaxRounding(StrEnum):
    """Where tax is rounded."""

    LINE = "LINE"
    RATE = "RATE"


class DocumentKind(StrEnum):
    """What a document is to the law, with its code (BT-3)."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"
    CORRECTED_INVOICE = "CORRECTED_INVOICE"
    PREPAYMENT_INVOICE = "PREPAYMENT_INVOICE"


class ElectronicFormat(StrEnum):
    """The two syntaxes of EN 16931, and formats of a country's own."""

    UBL = "UBL"
    CII = "CII"
    KSEF_FA3 = "KSEF_FA3"


class ElectronicProfile(StrEnum):
    """Which rules a document must pass."""

    EN16931 = "EN16931"
    PEPPOL_BIS_3 = "PEPPOL_BIS_3"


class PrintFormat(StrEnum):
    """What a document is rendered as for people."""

    PDF = "PDF"
    HTML = "HTML"


class DocumentProblemSeverity(StrEnum):
    """How bad it is."""

    FATAL = "FATAL"
    WARNING = "WARNING"
