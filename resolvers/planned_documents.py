"""The document of a plan as it will be: numbered PRO-FORMA, and never issued (documents 3.11)."""

from ..models.vocabulary import ElectronicFormat, Language, PrintFormat
from ..posting.papers.facts import facts_of_plan
from ..posting.papers.planned import DraftMovedOn
from ..posting.papers.renditions import File, Rendition, for_machines, made
from .computed.renderings import As, In, Rules, Syntax, electronic_view, printable, printed_view
from .context import Info
from .plans import PlanView


def electronic_document(  # type: ignore[no-untyped-def]  # typed by its class
    root: PlanView, info: Info, format: Syntax = ElectronicFormat.UBL, profile: Rules = None
):
    """The document for machines; None where there is no document, or the draft of a kept plan has moved on."""
    papers = root.plan.papers
    if papers is None:
        return None
    file = _file(root, info, for_machines(format, profile or papers.electronic_profile))
    return None if file is None else electronic_view(info, file, None, issued=False)


def printed_document(  # type: ignore[no-untyped-def]  # typed by its class
    root: PlanView, info: Info, format: As = PrintFormat.PDF, language: In = None
):
    """The pro forma for people; None likewise."""
    papers = root.plan.papers
    if papers is None:
        return None
    file = _file(root, info, Rendition(format, language or papers.language or Language.EN))
    return None if file is None else printed_view(info, file, None)


def _file(root: PlanView, info: Info, rendition: Rendition) -> File | None:
    try:
        with printable():
            return made(facts_of_plan(info.context.connection, root.plan), rendition)
    except DraftMovedOn:
        return None
