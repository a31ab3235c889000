"""What most people write who start with strawberry and SQLModel: entities, `selectinload`, resolvers that read them.

    DATABASE=postgresql://… PORT=8001 python -m benchmarks.peers.entities

It serves the same query as the peers in JavaScript, on uvicorn, with a pool; its packages are Rebill's own.
"""

import os
from decimal import Decimal
from typing import Optional

import strawberry
import uvicorn
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import selectinload
from sqlmodel import Field, MetaData, Relationship, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession
from strawberry.asgi import GraphQL


class Table(SQLModel):
    """Entities of their own, beside those of Rebill."""

    metadata = MetaData()


class InvoiceRow(Table, table=True):
    """An invoice."""

    __tablename__ = "invoice"
    id: int = Field(primary_key=True)
    number: str | None
    status: str
    total_amount: Decimal
    lines: list["LineRow"] = Relationship(sa_relationship_kwargs={"order_by": "LineRow.line_number"})


class LineRow(Table, table=True):
    """A line of it."""

    __tablename__ = "invoice_line"
    id: int = Field(primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id")
    line_number: int
    description: str
    net_amount: Decimal
    details: list["DetailRow"] = Relationship(sa_relationship_kwargs={"order_by": "DetailRow.id"})


class DetailRow(Table, table=True):
    """A detail of a line."""

    __tablename__ = "invoice_line_detail"
    id: int = Field(primary_key=True)
    invoice_line_id: int = Field(foreign_key="invoice_line.id")
    kind: str
    amount: Decimal


@strawberry.type
class Detail:
    """A detail."""

    id: strawberry.ID
    kind: str
    amount: Decimal


@strawberry.type
class Line:
    """A line."""

    id: strawberry.ID
    description: str
    net_amount: Decimal
    details: list[Detail]


@strawberry.type
class Invoice:
    """An invoice."""

    id: strawberry.ID
    number: str | None
    status: str
    total_amount: Decimal
    lines: list[Line]


@strawberry.type
class InvoicePage:
    """Some of them."""

    nodes: list[Invoice]


@strawberry.input
class InvoiceRef:
    """Which one."""

    number: str


ENGINE = create_async_engine(make_url(os.environ["DATABASE"]).set(drivername="postgresql+psycopg"), pool_size=8)
WHOLE = selectinload(InvoiceRow.lines).selectinload(LineRow.details)  # type: ignore[arg-type]  # a list to the checker


@strawberry.type
class Query:
    """The two queries."""

    @strawberry.field
    async def invoices(self, first: int, after: int = 0) -> InvoicePage:
        """A page of invoices with all that is below them."""
        async with AsyncSession(ENGINE) as session:
            page = select(InvoiceRow).where(InvoiceRow.id > after).order_by(InvoiceRow.id).limit(first)  # type: ignore[arg-type]  # a column
            return InvoicePage(nodes=list(await session.exec(page.options(WHOLE))))  # type: ignore[arg-type]  # read by name

    @strawberry.field
    async def invoice(self, ref: InvoiceRef) -> Optional[Invoice]:  # noqa: UP045  # strawberry reads it at run time
        """One invoice."""
        async with AsyncSession(ENGINE) as session:
            found = await session.exec(select(InvoiceRow).where(InvoiceRow.number == ref.number))
            return found.first()  # type: ignore[return-value]  # read by name


if __name__ == "__main__":
    app = GraphQL(strawberry.Schema(Query), graphql_ide=None)
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
