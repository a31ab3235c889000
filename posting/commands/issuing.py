"""Commands about the files of documents."""

from dataclasses import dataclass, field

from ...models.vocabulary import ElectronicFormat, ElectronicProfile, Language, PrintFormat
from .base import Command, InvoiceRef, about
from .texts import EmptyList


@dataclass(kw_only=True)
class IssueDocuments(Command):
    """At most 250 invoices; at least one format."""

    invoices: list[InvoiceRef] = field(metadata=about("Posted ones."))
    electronic: list[ElectronicFormat] | None = field(
        default=None, metadata=about("Files for machines.", empty=EmptyList.NONE)
    )
    profile: ElectronicProfile | None = field(
        default=None, metadata=about("The rules for them; each customer's own when left out.")
    )
    print: list[PrintFormat] | None = field(default=None, metadata=about("Files for people.", empty=EmptyList.NONE))
    language: Language | None = field(
        default=None, metadata=about("Their language; each customer's own when left out.")
    )
