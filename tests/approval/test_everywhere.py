"""Approval by every way in: over HTTP with keys, on the command line, and as exports and pages read it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from rebill.cli.commands import app
from rebill.models.vocabulary import Scope
from tests.access.serving import post as posted
from tests.access.serving import secret
from tests.api import Api
from tests.approval.people import APPROVAL, policy
from tests.approval.test_runs import a_return
from tests.projects import Project
from tests.test_killed_runs import address
from tests.transport.serving import serving

pytestmark = pytest.mark.both_engines
Ask = Callable[..., dict[str, Any]]


def test_three_people_with_keys_ask_approve_and_post_over_http(api: Api) -> None:
    project = Project.of(api, customer=api.customer("EUR"))
    invoice = project.billed("10", "200")
    draft = project.correct(invoice)
    project.bill(draft, quantity="7")
    policy(api, correctionsOnly=True)
    keys = {
        "admin": secret(api.database),
        "kari": secret(api.database, Scope.DRAFT, name="kari"),
        "ola": secret(api.database, Scope.CREDIT, name="ola"),
        "eva": secret(api.database, Scope.APPROVE, name="eva"),
    }
    ref = {"invoice": {"id": draft["id"]}}
    with serving(api.database) as place:

        def ask(who: str, query: str, **variables: Any) -> Any:
            return posted(place, query, keys[who], variables=variables).json()

        requesting = f"mutation($p: PostingInput!) {{ requestApproval(input: {{posting: $p}}) {{ ... on ApprovalSuccess {{ approval {{ {APPROVAL} }} }} }} }}"
        deciding = "mutation($k: ID!) { decideApproval(input: {approval: $k, decision: APPROVE}) { __typename ... on Rejection { problems { code } } ... on ApprovalSuccess { approval { status decidedBy { name } } } } }"
        confirming = "mutation($i: ConfirmInvoiceInput!) { confirmInvoice(input: $i) { __typename ... on Rejection { problems { code params { name value } } } ... on ConfirmInvoiceSuccess { invoice { approval { status requestedBy { name } decidedBy { name } plans { totalAmount } } } } } }"
        inbox = "{ approvals(filter: {mine: true, status: PENDING}, first: 5) { totalCount nodes { id outdated } } }"

        assert ask("ola", confirming, i=ref)["data"]["confirmInvoice"]["problems"][0]["code"] == "APPROVAL_REQUIRED"
        request = ask("kari", requesting, p={"confirmInvoice": ref})["data"]["requestApproval"]["approval"]
        assert ask("ola", deciding, k=request["id"])["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert ask("kari", inbox)["data"]["approvals"]["nodes"] == []
        assert ask("eva", inbox)["data"]["approvals"] == {
            "totalCount": 1,
            "nodes": [{"id": request["id"], "outdated": False}],
        }
        assert ask("eva", deciding, k=request["id"])["data"]["decideApproval"]["approval"] == {
            "status": "APPROVED",
            "decidedBy": {"name": "eva"},
        }
        confirmed = ask("ola", confirming, i=ref)["data"]["confirmInvoice"]["invoice"]
        assert confirmed["approval"] == {
            "status": "USED",
            "requestedBy": {"name": "kari"},
            "decidedBy": {"name": "eva"},
            "plans": [{"totalAmount": "-600.00"}],
        }
        listed = ask("kari", "{ invoices { nodes { number approval { id operation } } } approvals { nodes { id } } }")
        assert [one["approval"] and one["approval"]["id"] for one in listed["data"]["invoices"]["nodes"]] == [
            None,
            request["id"],
        ]
        nodes = ask("kari", f'{{ nodes(ids: ["{request["id"]}", "{draft["id"]}"]) {{ __typename id }} }}')
        assert [one["__typename"] for one in nodes["data"]["nodes"]] == ["Approval", "Invoice"]
    assert api.broken_laws() == []


def rebill(api: Api, *arguments: str) -> tuple[int, dict[str, Any]]:
    """A command's exit code, and what it prints as JSON."""
    ended = CliRunner().invoke(app, [*arguments, "--json", "--database", address(api)])
    return ended.exit_code, json.loads(ended.stdout or "{}")


def test_the_command_line_is_bound_by_policies_too(api: Api) -> None:
    order = a_return(api)
    project = Project.of(api, customer=api.customer())
    project.work("1", "100")
    draft = project.draft()
    policy(api)
    for command in (("post", order["number"]), ("confirm", draft["id"])):
        ended = CliRunner().invoke(app, [*command, "--database", address(api)])
        assert ended.exit_code != 0, ended.stdout
        assert "APPROVAL_REQUIRED" in ended.stdout + ended.stderr
    code, run = rebill(api, "post", "--type", "RETURN_ORDER")
    assert code != 0 or run["posted"] == 0
    assert api.run("{ invoices(filter: {status: [CONFIRMED]}) { totalCount } }")["invoices"]["totalCount"] == 1
