"""Which rules a file says that it follows: specification and process (BT-24, BT-23; documents 3.3)."""

from dataclasses import dataclass

from ..models.vocabulary import ElectronicProfile


@dataclass(frozen=True)
class Profile:
    """What a file names."""

    specification: str
    process: str | None = None


PROFILES = {
    ElectronicProfile.EN16931: Profile("urn:cen.eu:en16931:2017"),
    ElectronicProfile.PEPPOL_BIS_3: Profile(
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    ),
}
