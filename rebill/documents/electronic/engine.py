"""Runs the schema and the official rules on a file, in one thread that does nothing else.

saxonche keeps a virtual machine in the process, which dies, and takes the process with it, where it is used in a child
that was forked after it began, and which threads that come and go had better not enter. So one thread makes it, when
it is first needed, and alone touches it; whoever wants a file checked waits for its turn. A child that was forked
later may not check: server processes are forked before there is anything to check.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from ...models.vocabulary import ElectronicFormat
from .shipped import STYLESHEETS, are_installed, file, schema

if TYPE_CHECKING:
    from lxml.etree import XMLSchema
    from saxonche import PySaxonProcessor, PyXsltExecutable

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
FAILURES = (f"{SVRL}failed-assert", f"{SVRL}successful-report")
SCHEMA = "XSD"
ELSEWHERE = ("http://", "https://")
MANY = 20  # errors of a schema that are told: one makes others
THREAD = ThreadPoolExecutor(max_workers=1, thread_name_prefix="document-rules")  # begins with the first file


@dataclass(frozen=True)
class Failed:
    """A rule that a file does not pass: its name, its sentence, its flag if any, and where in the file."""

    rule: str
    sentence: str
    flag: str | None = None
    location: str = ""


class ForkedTooLateError(RuntimeError):
    """The process was forked from one that had checked files, whose virtual machine it cannot use."""


def can_check() -> bool:
    """Whether files can be checked in this process."""
    return are_installed() and (not _home.cache_info().currsize or _home() == os.getpid())


def failures(xml: bytes, syntax: ElectronicFormat) -> tuple[Failed, ...]:
    """What the schema and the rules say against a file; waits for its turn."""
    if _home() != os.getpid():
        raise ForkedTooLateError("check files in the process that first did, or in one forked before")
    return THREAD.submit(_failures, xml, syntax).result()


def prepare() -> None:
    """Begin to compile the rules, so that the first file need not wait; returns at once."""
    if can_check() and _home() == os.getpid():
        for syntax in STYLESHEETS:
            THREAD.submit(_stylesheet, syntax)


@cache
def _home() -> int:
    """The process that checks files."""
    return os.getpid()


def _failures(xml: bytes, syntax: ElectronicFormat) -> tuple[Failed, ...]:
    return (*_against_schema(xml), *(_against_rules(xml, syntax) if syntax in STYLESHEETS else ()))


def _against_schema(xml: bytes) -> Iterator[Failed]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    found = _schema(etree.QName(root).localname)
    if not found.validate(root):
        for error in list(found.error_log)[:MANY]:
            yield Failed(SCHEMA, _without_namespaces(error.message), location=error.path or "")


def _against_rules(xml: bytes, syntax: ElectronicFormat) -> Iterator[Failed]:
    node = _processor().parse_xml(xml_text=xml.decode())
    report = _stylesheet(syntax).transform_to_string(xdm_node=node)
    for one in fromstring(report):
        if one.tag not in FAILURES:
            continue
        yield Failed(
            rule=one.get("id", ""),
            sentence=" ".join("".join(one.itertext()).split()),
            flag=one.get("flag"),
            location=one.get("location", ""),
        )


def _without_namespaces(message: str) -> str:
    """A message of the schema without the long names of namespaces.

    >>> _without_namespaces("Element '{urn:x}Party': missing.")
    "Element 'Party': missing."
    """
    first, *rest = message.split("{")
    return first + "".join(one.partition("}")[2] for one in rest)


@cache
def _processor() -> "PySaxonProcessor":
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


@cache
def _stylesheet(syntax: ElectronicFormat) -> "PyXsltExecutable":
    return _processor().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(file(STYLESHEETS[syntax])))


@cache
def _schema(root: str) -> "XMLSchema":
    """The schema; whatever addresses it has of what it includes, that lies beside it."""
    from lxml import etree

    whole = schema(root)

    class Beside(etree.Resolver):  # type: ignore[misc]  # lxml has no types
        """Leads an address of the network to the file of its name."""

        def resolve(self, system_url: str | None, public_id: str | None, context: object) -> object:
            """The file, of an address elsewhere alone; None leaves a relative one to the parser."""
            if system_url is None or not system_url.startswith(ELSEWHERE):
                return None
            return self.resolve_filename(str(whole.parent / system_url.rpartition("/")[2]), context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.parse(str(whole), parser))
