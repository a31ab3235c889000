"""What is to be run, and what is told of it besides its data: its errors, and its cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from ..resolvers.errors import ErrorCode
from .budgets import Charge
from .graphql_document import Document
from .refusals import formatted
from .requests import Operation


@dataclass(frozen=True)
class Task:
    """What is to be run: the request, its document, what it is charged to, an idempotency key that came beside them."""

    operation: Operation
    document: Document
    charge: Charge
    key: str | None = None
    is_first: bool = True  # whether its answer tells its cost, which later events of a stream do not

    def told(self, error: GraphQLError) -> dict[str, Any]:
        """An error as whoever asked is told it, in their language."""
        return formatted(error, self.operation.request_id, self.operation.language)

    def cost(self, actual: int | None) -> dict[str, object]:
        """What is told of the cost, in Shopify's names."""
        requested = self.document.measured.cost
        return {"requestedQueryCost": requested, "actualQueryCost": actual, "throttleStatus": self.charge.status()}


def is_of_a_field(error: Mapping[str, Any]) -> bool:
    """Whether something was carried out and went wrong there; not where the sender's key had ended before."""
    return bool(error.get("path")) and error["extensions"]["code"] != ErrorCode.UNAUTHENTICATED
