"""How customers want their documents: the syntax, the rules and the language, where nobody asks for others."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ...models import tables
from ...models.among import among
from ...models.rows import read_all
from ...models.vocabulary import ElectronicFormat, ElectronicProfile, Language

CUSTOMER, COMPANY = tables.customer, tables.company
OF_COMPANY = select(COMPANY.c.language).scalar_subquery()


class Manners(NamedTuple):
    """What a customer takes; its language is the company's where it has none of its own, and else English."""

    id: int
    format: ElectronicFormat
    profile: ElectronicProfile
    language: Language
    requires: bool


def manners_of(connection: Connection, customers: Collection[int]) -> dict[int, Manners]:
    """What customers take, by key."""
    statement = select(
        CUSTOMER.c.id,
        CUSTOMER.c.electronic_format.label("format"),
        CUSTOMER.c.electronic_profile.label("profile"),
        func.coalesce(CUSTOMER.c.language, OF_COMPANY, Language.EN.value).label("language"),
        CUSTOMER.c.require_electronic_document.label("requires"),
    ).where(among(connection, CUSTOMER.c.id, sorted(customers)))
    return {one.id: one for one in read_all(connection, statement, Manners)}
