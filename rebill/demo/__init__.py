"""Demo data that a bookkeeper recognises, entered through the same commands that users send.

Deterministic: a clock of its own gives every document a fixed date, and numbers come from the series. The fixed numbers
(SO-000001, RO-000003 …) are those that the docs and GraphiQL's saved operations use.
"""

from ..access.operating import operating
from ..models.database import Database
from .approvals import enter_approvals
from .canceled_document import enter_canceled_document
from .company import enter_company
from .corrected_sales import enter_corrected_sales
from .entering import Demo
from .further_projects import enter_further_projects
from .projects import enter_projects
from .sales import enter_parties, enter_returns, enter_sales, enter_special_returns


def load(database: Database) -> None:
    """Load everything; what is added goes last, so that no number moves."""
    demo = Demo(database, operating(database))
    enter_company(demo)
    enter_parties(demo)
    enter_sales(demo)
    enter_returns(demo)
    enter_projects(demo)
    enter_special_returns(demo)
    enter_further_projects(demo)
    enter_corrected_sales(demo)
    enter_canceled_document(demo)
    enter_approvals(demo)
    demo.tell()
