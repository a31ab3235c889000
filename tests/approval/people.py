"""Who asks and who approves, and the mutations of approval in a test's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from rebill.models import tables
from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import Caller
from tests.access.serving import key
from tests.api import Api
from tests.projects import Project

ALL = frozenset(Scope)
ISSUER = "https://sign.example"
ADMIN = Caller(None, ActorKind.SUBJECT, "Admin", "admin", ISSUER, frozenset({Scope.ADMIN}))
KARI = Caller(None, ActorKind.SUBJECT, "Kari", "kari", ISSUER, frozenset({Scope.DRAFT}))
OLA = Caller(
    None, ActorKind.SUBJECT, "Ola", "ola", ISSUER, frozenset({Scope.INVOICE, Scope.CREDIT, Scope.APPROVE, Scope.PAY})
)
EVA = Caller(None, ActorKind.SUBJECT, "Eva", "eva", ISSUER, frozenset({Scope.APPROVE}))
PROBLEMS = "code path message remedy params { name value }"
APPROVAL = (
    "id status operation subjects planHash outdated reason expiresAt decidedAt decisionReason "
    "requestedBy { name } decidedBy { name } policies { name } "
    "plans { hash documentType totalAmount currency lines { description netAmount } voucher { postingType debit credit } "
    "actuals { amount rule reverses { id } } settlements { amount invoice { number } } statusChanges { field from to } "
    "warnings { code message } charges { amount } }"
)
ASKED = f"... on ApprovalSuccess {{ replayed approval {{ {APPROVAL} }} }}"
POLICY = "id name active documentType correctionsOnly customers { number } limits { currency amount }"
SET = f"... on ApprovalPolicySuccess {{ replayed policy {{ {POLICY} }} }}"
ERROR = f"... on Rejection {{ problems {{ {PROBLEMS} }} }}"


@contextmanager
def acting(api: Api, who: Caller) -> Iterator[Api]:
    """Somebody asks."""
    before, api.caller = api.caller, who
    try:
        yield api
    finally:
        api.caller = before


def with_key(api: Api, name: str, *scopes: Scope, owner: str | None = None, **more: Any) -> Caller:
    """Whoever acts with a new key."""
    made = key(api.database, *scopes, name=name, owner=owner, **more).key
    with api.database.read() as connection:
        statement = select(tables.api_key.c.actor_id).where(tables.api_key.c.id == made)
        actor = connection.execute(statement).scalar_one()
    return Caller(actor, ActorKind.KEY, name, owner, scopes=frozenset(scopes), key_id=made)


def policy(api: Api, name: str = "credits", **values: Any) -> dict[str, Any]:
    """A policy that was set."""
    with acting(api, ADMIN):
        found: dict[str, Any] = api.do("setApprovalPolicy", SET, name=name, **values)["policy"]
    return found


def ask(api: Api, who: Caller, **values: Any) -> dict[str, Any]:
    """A request: `ask(api, KARI, posting={"confirmInvoice": {…}})`."""
    with acting(api, who):
        found: dict[str, Any] = api.do("requestApproval", ASKED, **values)["approval"]
    return found


def decide(api: Api, who: Caller, approval: dict[str, Any], decision: str = "APPROVE", **values: Any) -> dict[str, Any]:
    """A request that was decided."""
    with acting(api, who):
        answer = api.do("decideApproval", ASKED, approval=approval["id"], decision=decision, **values)
    found: dict[str, Any] = answer["approval"]
    return found


def approval(api: Api, known: dict[str, Any]) -> dict[str, Any]:
    """A request as it stands."""
    query = f"query($k: ID!) {{ node(id: $k) {{ ... on Approval {{ {APPROVAL} }} }} }}"
    found: dict[str, Any] = api.run(query, k=known["id"])["node"]
    return found


def told(api: Api, who: Caller, mutation: str, **values: Any) -> list[dict[str, Any]]:
    """The problems that a mutation is refused with, their params by name."""
    kind = mutation[0].upper() + mutation[1:]
    with acting(api, who):
        answer = api.run(f"mutation($i: {kind}Input!) {{ {mutation}(input: $i) {{ __typename {ERROR} }} }}", i=values)
    problems = answer[mutation].get("problems", [])
    return [one | {"params": {each["name"]: each["value"] for each in one["params"]}} for one in problems]


def codes(api: Api, who: Caller, mutation: str, **values: Any) -> list[tuple[str, list[str]]]:
    """Codes and paths of the problems; none where it was carried out."""
    return [(one["code"], one["path"]) for one in told(api, who, mutation, **values)]


def a_correction(api: Api, hours: str = "7", currency: str = "EUR") -> tuple[Project, dict[str, Any]]:
    """Ten hours at 200.00 were billed; Kari corrects them."""
    project = Project.of(api, customer=api.customer(currency))
    project.work("10", "200")
    invoice = project.confirm(project.draft())
    with acting(api, KARI):
        draft = project.correct(invoice)
        project.bill(draft, quantity=hours)
    return project, draft
