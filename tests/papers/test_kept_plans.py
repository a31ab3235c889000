"""The pages of plans that were kept, such as those of a request for approval (documents 3.11)."""

from rebill.models.database import Database
from tests.api import Api
from tests.approval.people import KARI, a_correction, acting, ask, policy


def test_the_page_of_a_request_shows_nothing_once_its_draft_bills_something_else(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    project, draft = a_correction(api)
    policy(api)
    request = ask(api, KARI, posting={"confirmInvoice": {"invoice": {"id": draft["id"]}}})
    page = "query($i: ID!) { node(id: $i) { ... on Approval { plans { printedDocument(format: HTML) { content } } } } }"
    (plan,) = api.run(page, i=request["id"])["node"]["plans"]
    assert "600.00" in plan["printedDocument"]["content"]
    with acting(api, KARI):
        project.bill(draft, quantity="6")
    assert api.run(page, i=request["id"])["node"]["plans"] == [{"printedDocument": None}]
