"""Runs on the command line: what they print, and what their exit codes say."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from rebill import demo
from rebill.cli import runs as run_commands
from rebill.cli.commands import app
from tests.api import Api
from tests.entered import entered_once
from tests.test_killed_runs import address


def rebill(api: Api, *arguments: str) -> tuple[int, str, str]:
    """A command's exit code, output and complaints."""
    ended = CliRunner().invoke(app, [*arguments, "--database", address(api)])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended.exit_code, ended.stdout, ended.stderr


def outcome(api: Api, *arguments: str) -> tuple[int, dict[str, Any]]:
    """A command's exit code, and the run that it prints as JSON."""
    code, printed, _ = rebill(api, *arguments, "--json")
    return code, json.loads(printed)


def test_everything_that_is_ready_is_posted_and_what_was_left_out_is_told(api: Api) -> None:
    entered_once(api.database, demo.load)
    code, printed, complaints = rebill(api, "post", "--type", "RETURN_ORDER")
    assert (code, complaints) == (0, "")
    assert "ENDED: 2 posted, 3 skipped, 0 failed, 0 waiting of 5" in printed
    for told in ("RO-000002", "RETURN_LINE_NOT_RECEIVED", "postPackingSlip", "RO-000007"):
        assert told in printed
    assert api.broken_laws() == []


def test_received_leaves_out_what_would_be_skipped(api: Api) -> None:
    entered_once(api.database, demo.load)
    code, run = outcome(api, "post", "--type", "RETURN_ORDER", "--received")
    assert (code, run["posted"], run["skipped"], run["total"]) == (0, 2, 0, 2)
    assert [one["order"]["number"] for one in run["items"]] == ["RO-000003", "RO-000009"]
    code, again = outcome(api, "post", "--received", "--type", "RETURN_ORDER")
    assert (code, again["total"], again["items"]) == (0, 0, [])


def test_what_fails_is_told_by_the_exit_code_and_can_be_taken_up_again(api: Api) -> None:
    entered_once(api.database, demo.load)
    code, run = outcome(api, "post", "RO-000002", "RO-000003", "--stop-on-first-error")
    assert (code, run["status"], run["failed"], run["waiting"]) == (1, "ERROR", 1, 1)
    assert run["items"][0]["problems"][0]["code"] == "RETURN_LINE_NOT_RECEIVED"
    api.do("postPackingSlip", "... on PackingSlipSuccess { replayed }", order={"number": "RO-000002"})
    code, run = outcome(api, "run", run["id"], "--resume")
    assert (code, run["status"], run["posted"]) == (0, "ENDED", 2)


def test_a_run_can_be_left_to_workers_looked_at_watched_and_given_up(api: Api) -> None:
    entered_once(api.database, demo.load)
    code, left = outcome(api, "post", "RO-000003", "--no-wait", "--key", "k")
    assert (code, left["status"], left["waiting"]) == (3, "WAITING", 1)
    assert outcome(api, "post", "RO-000003", "--no-wait", "--key", "k")[1]["id"] == left["id"]
    assert outcome(api, "run", "last") == (3, left)
    code, watched = outcome(api, "run", left["id"], "--watch")
    assert (code, watched["status"], watched["posted"]) == (0, "ENDED", 1)
    other = outcome(api, "post", "RO-000009", "--no-wait")[1]["id"]
    code, given_up = outcome(api, "run", other, "--cancel")
    assert (code, given_up["status"], given_up["waiting"]) == (3, "CANCELED", 1)
    code, printed, _ = rebill(api, "runs")
    assert code == 0
    assert left["id"] in printed
    assert [one["status"] for one in json.loads(rebill(api, "runs", "--json", "--last", "2")[1])] == [
        "ENDED",
        "CANCELED",
    ]


def test_drafts_are_confirmed_by_id_by_status_and_by_contract(api: Api) -> None:
    entered_once(api.database, demo.load)
    query = "{ invoices(filter: { status: [DRAFT] }) { nodes { id orders { number } } } }"
    first, second = api.run(query)["invoices"]["nodes"]
    code, run = outcome(api, "confirm", first["id"])
    assert (code, run["kind"], run["posted"]) == (0, "CONFIRM_INVOICES", 1)
    code, run = outcome(api, "confirm", "--contract", second["orders"][0]["number"], "--status", "DRAFT")
    assert (code, [one["invoice"]["id"] for one in run["items"]]) == (0, [second["id"]])
    assert outcome(api, "confirm", "--status", "DRAFT")[1] == []
    assert api.broken_laws() == []


def test_what_is_refused_is_told_in_one_line_each_and_nothing_is_posted(api: Api) -> None:
    entered_once(api.database, demo.load)
    before = api.run("{ postingRuns { totalCount } invoices { totalCount } }")
    for arguments, complaint in (
        (["post", "SO-999999"], "rebill: NOT_FOUND: There is no order SO-999999"),
        (["post", "RO-000003", "RO-000003"], "RO-000003 is named twice"),
        (["post", "--all", "--quantity", "DELIVER_NOW"], "QUANTITY_OPTION_NOT_VALID_FOR_RETURN"),
        (["post", "SO-000001", "--received"], "name orders, or select them by options; not both"),
        (["post"], "take --all that is ready"),
        (["confirm"], "name drafts by their ids"),
        (["confirm", "--contract", "nope"], "there is no project contract nope"),
        (["confirm", "--contract", "SO-000001"], "there is no project contract SO-000001"),
        (["confirm", "--status", "CONFIRMED"], "CONFIRMED"),
        (["confirm", "--status", "DRAFT", "--key", "k"], "--key is for drafts that are named"),
        (["confirm", "nonsense"], "NOT_FOUND"),
        (["run", "nonsense"], "there is no posting run nonsense"),
        (["run", "last", "--resume", "--cancel"], "exclude each other"),
        (["post", "--created-from", "yesterday"], "yesterday"),
    ):
        code, printed, complaints = rebill(api, *arguments)
        assert (code, printed) == (2, ""), arguments
        assert complaint in complaints, complaints
    assert api.run("{ postingRuns { totalCount } invoices { totalCount } }") == before


def test_more_drafts_than_a_run_takes_are_confirmed_run_by_run(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    entered_once(api.database, demo.load)
    monkeypatch.setattr(run_commands, "MOST", 1)
    code, runs = outcome(api, "confirm", "--status", "DRAFT")
    assert (code, [one["status"] for one in runs]) == (0, ["ENDED", "ENDED"])  # type: ignore[index]
    assert rebill(api, "confirm", "a", "b", "--no-wait")[0] == 2
    assert api.broken_laws() == []
