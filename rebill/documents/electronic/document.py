"""A document as a file for machines, and what it does not pass: the one entry of whoever shows, posts or issues it."""

from dataclasses import dataclass
from hashlib import sha256

from ...models.vocabulary import DocumentProblemSeverity, ElectronicFormat, ElectronicProfile
from ...models.wording import message_of
from ..problems import DocumentProblem, remedy_text
from ..rules import own, peppol, poland
from ..rules.failing import problem_of, problems_of
from ..terms import Document
from .cii import cii
from .engine import can_check
from .fa3 import fa3, type_code
from .shipped import validators
from .ubl import ubl
from .verdicts import official_problems

MISSING = "RULES"
WRITERS = {ElectronicFormat.UBL: ubl, ElectronicFormat.CII: cii, ElectronicFormat.KSEF_FA3: fa3}


@dataclass(frozen=True)
class ElectronicResult:
    """The file, and what is known of it; `valid` also says that the official rules were run."""

    xml: bytes
    sha256: str
    type_code: str
    valid: bool
    validated_by: tuple[str, ...]
    problems: tuple[DocumentProblem, ...]


def electronic(document: Document, format: ElectronicFormat, profile: ElectronicProfile) -> ElectronicResult:
    """The document in a syntax, checked by the rules of a profile."""
    xml = WRITERS[format](document, profile)
    problems, validated_by = validate(xml, format, profile, document)
    return ElectronicResult(
        xml=xml,
        sha256=sha256(xml).hexdigest(),
        type_code=type_code(document) if format is ElectronicFormat.KSEF_FA3 else document.type_code,
        valid=bool(validated_by) and not any(one.is_fatal for one in problems),
        validated_by=validated_by,
        problems=problems,
    )


def validate(
    xml: bytes, format: ElectronicFormat, profile: ElectronicProfile, document: Document
) -> tuple[tuple[DocumentProblem, ...], tuple[str, ...]]:
    """What a file does not pass, official rules first, and what it was checked by: nothing without the extra."""
    ours = problems_without_rules(document, profile, format)
    if not can_check():
        return (*ours, rules_missing()), ()
    by = (*validators(format), f"rebill (own, {len(own.OWN_RULES)} rules)")
    if format is ElectronicFormat.KSEF_FA3:
        by = (*by, f"ksef (own, {len(poland.POLISH_RULES) + 1} rules)")
        if len(xml) > poland.MOST_BYTES:
            ours = (*ours, problem_of(poland.TOO_LARGE, {"most": str(poland.MOST_BYTES), "given": str(len(xml))}))
    elif profile is ElectronicProfile.PEPPOL_BIS_3:
        by = (*by, f"peppol-bis-3 (own, {len(peppol.PEPPOL_RULES)} rules)")
    return (*official_problems(xml, sha256(xml).hexdigest(), format), *ours), by


def problems_without_rules(
    document: Document, profile: ElectronicProfile, format: ElectronicFormat = ElectronicFormat.UBL
) -> tuple[DocumentProblem, ...]:
    """What our own rules say, and what we look at of Peppol or Poland: in a millisecond, whatever is installed."""
    if format is ElectronicFormat.KSEF_FA3:
        return tuple(problems_of((*own.OWN_RULES, *poland.POLISH_RULES), document))
    rules = (*own.OWN_RULES, *(peppol.PEPPOL_RULES if profile is ElectronicProfile.PEPPOL_BIS_3 else ()))
    return tuple(problems_of(rules, document))


def rules_missing() -> DocumentProblem:
    """That the official rules are not installed, and how to get them."""
    return DocumentProblem(
        rule="ELECTRONIC_RULES_MISSING",
        message=message_of(MISSING, "missing", {}),
        severity=DocumentProblemSeverity.WARNING,
        remedy=remedy_text("rules"),
        key=(MISSING, "missing"),
        mended_by="rules",
    )
