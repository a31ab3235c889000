"""Polish parties, codes and documents, and their FA(3) files as another reader finds them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from lxml import etree

from rebill.documents.facts import DocumentFacts, FactLine, Preceding, TaxedAs
from rebill.documents.parties import Account, Address, Party
from rebill.documents.positions import is_repeat
from rebill.models.vocabulary import DocumentKind, Language, TaxCategory, TaxRounding
from tests.documents.checking import FA3, checked
from tests.documents.papers import AE, E0, G0, IC, O0, Z0, document
from tests.documents.random_papers import MAKERS, Dice, of_its_kind

NAMESPACE = {"f": "http://crd.gov.pl/wzor/2025/06/25/13775/"}
KSEF_NUMBER = "5265877635-20250826-0100001AF629-AF"
LAW = "art. 43 ust. 1 pkt 37 ustawy"
S23 = TaxedAs("S23", TaxCategory.STANDARD, Decimal(23))
S22 = TaxedAs("S22", TaxCategory.STANDARD, Decimal(22))
S8 = TaxedAs("S8", TaxCategory.STANDARD, Decimal(8))
S7 = TaxedAs("S7", TaxCategory.STANDARD, Decimal(7))
S5 = TaxedAs("S5", TaxCategory.STANDARD, Decimal(5))
FABRYKA = Party(
    "Fabryka Mebli sp. z o.o.",
    vat_number="PL5265877635",
    legal_information="KRS 0000123456",
    address=Address("PL", "ul. Długa 1", "lok. 4", "00-001", "Warszawa"),
    contact_name="Anna Nowak",
    phone="+48 22 000 00 00",
    email="faktury@fabryka.example",
)
NABYWCA = Party(
    "Nabywca S.A.",
    number="C-000001",
    vat_number="PL1234563218",
    address=Address("PL", None, None, "30-001", "Kraków"),
)
ELBE = Party(
    "Elbe GmbH", number="C-2", vat_number="DE136695976", address=Address("DE", "Kai 1", None, "20457", "Hamburg")
)
NORDMANN = Party("Nordmann AS", number="C-3", vat_number="NO987654325MVA", address=Address("NO", "Kaigata 3"))
PERSON = replace(NABYWCA, name="Jan Kowalski", vat_number=None)
BUYERS = (NABYWCA, ELBE, NORDMANN, PERSON)
ORIGINAL = Preceding("INV-000001", date(2026, 1, 31), ksef_number=KSEF_NUMBER)


def polish(*lines: FactLine, **more: object) -> DocumentFacts:
    """A document of a Polish seller in złoty; what it corrects is known to KSeF, and it gives a reason."""
    facts = document(
        *lines,
        currency="PLN",
        **{  # type: ignore[arg-type]  # fields by name
            "seller": FABRYKA,
            "bill_to": NABYWCA,
            "account": Account(iban="PL61109010140000071219812874", bic="WBKPPLPP"),
            "reason": "Pomyłka",
            **more,
        },
    )
    taxes = tuple(replace(one, exemption_reason=LAW) if one.taxed.code == "E0" else one for one in facts.taxes)
    return replace(facts, taxes=taxes, preceding=tuple(replace(ORIGINAL, number=one.number) for one in facts.preceding))


class Read:
    """A file as lxml's XPath finds it."""

    def __init__(self, xml: bytes) -> None:
        self.root = etree.fromstring(xml)

    def all(self, path: str) -> list[str]:
        """The texts at a path of names, from the root."""
        steps = "/".join(f"f:{one}" for one in path.split("/"))
        return [str(one.text) for one in self.root.findall(steps, NAMESPACE)]

    def one(self, path: str) -> str | None:
        """The text at a path, where there is one."""
        found = self.all(path)
        assert len(found) <= 1, path
        return found[0] if found else None

    def rows(self) -> list[tuple[str | None, ...]]:
        """Quantity, unit price, amount and rate of each row, and whether it is of before."""
        rows = self.root.findall("f:Fa/f:FaWiersz", NAMESPACE)
        names = ("P_8B", "P_9A", "P_11", "P_12", "StanPrzed")
        return [tuple(one.findtext(f"f:{name}", None, NAMESPACE) for name in names) for one in rows]

    def sums(self) -> dict[str, Decimal]:
        """P_13_, P_14_ and P_15."""
        fields = self.root.findall("f:Fa/*", NAMESPACE)
        named = [(etree.QName(one).localname, one.text) for one in fields]
        return {name: Decimal(str(text)) for name, text in named if name.startswith(("P_13_", "P_14_", "P_15"))}


def read(facts: DocumentFacts) -> Read:
    """The valid file of a document."""
    found = checked(facts, FA3)
    assert [(one.rule, one.message) for one in found.problems if one.is_fatal] == []
    assert found.valid
    return Read(found.xml)


GROUPS = ((IC,), (G0,), (O0,), (AE,), *[(S23, S23, S8, S5, Z0, E0, replace(S23, code=None))] * 4)
UNTOLD = ("mixed", "advance", "reconciled", "refund", "repeat")


def any_polish(random: Random) -> tuple[DocumentFacts, bool]:
    """A document of a Polish seller, and whether FA(3) can be told of it."""
    dice = Dice(random, ("PLN",), GROUPS)
    make = random.choice(MAKERS)
    lines, more = make(dice)
    facts = polish(
        *lines,
        **{
            "bill_to": ELBE if IC in dice.codes else random.choice(BUYERS[:3] if AE in dice.codes else BUYERS),
            "rounding": random.choice(tuple(TaxRounding)),
            "language": random.choice(tuple(Language)),
            **more,
        },
    )
    facts = of_its_kind(facts, random)
    credits = make.__name__ in ("returned", "mixed") or facts.preceding
    named = replace(facts, preceding=(ORIGINAL,)) if credits else facts
    sold_for_less_than_nothing = make.__name__ in ("sale", "project") and facts.kind is DocumentKind.CREDIT_NOTE
    repeats = facts.corrects and is_repeat(facts)
    return named, not (make.__name__ in UNTOLD or sold_for_less_than_nothing or repeats)
