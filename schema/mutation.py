"""All mutations in one type, those of a room beside each other. All there is to say of each is declared."""

from strawberry.tools import create_type

from .access_mutations import ACCESS_MUTATIONS
from .mutation_declarations import Declared, field
from .project_mutations import PROJECT_MUTATIONS
from .run_mutations import RUN_MUTATIONS
from .sales_mutations import SALES_MUTATIONS
from .setup_mutations import SETUP_MUTATIONS

MUTATIONS: tuple[Declared, ...] = (
    *SALES_MUTATIONS,
    *RUN_MUTATIONS,
    *SETUP_MUTATIONS,
    *PROJECT_MUTATIONS,
    *ACCESS_MUTATIONS,
)
Mutation = create_type(
    "Mutation",
    [field(one) for one in MUTATIONS],
    description="Everything that can be done. Each call is one transaction: all of it, or nothing.",
)
