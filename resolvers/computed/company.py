"""What documents will lack for good as the company stands."""

from typing import Annotated

import strawberry
from sqlalchemy import select

from ...documents.problems import told
from ...models import tables
from ...models.rows import columns_of, read_one
from ...models.vocabulary import ElectronicProfile
from ...posting.issuing.company_problems import company_problems
from ...posting.ledger.parties import CompanyRow
from ..context import Info
from ..reading.rows import Row
from .renderings import View

COMPANY = tables.company
Rules = Annotated[ElectronicProfile, strawberry.argument(description="The rules to look at.")]


def problems(root: Row, info: Info, profile: Rules = ElectronicProfile.EN16931) -> list[View]:
    """Rule by rule, of a sample document."""
    company = read_one(info.context.connection, select(*columns_of(COMPANY, CompanyRow)), CompanyRow)
    return [vars(told(one, info.context.language)) for one in company_problems(company, profile)]
