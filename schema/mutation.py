"""All mutations in one type, written down side by side: sales, returns and accounts; projects."""

import strawberry

from .project_mutation import ProjectMutation
from .sales_mutation import SalesMutation


@strawberry.type(description="Everything that can be done. Each call is one transaction: all of it, or nothing.")
class Mutation(SalesMutation, ProjectMutation):
    """The mutations."""
