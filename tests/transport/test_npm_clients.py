"""The clients that front-ends use, from npm: each with a query, a mutation and a subscription.

They are installed by `make clients`, as CI does; without them, or without Node, the test is skipped and says so.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from rebill.models.database import Database
from rebill.models.identity import encode
from rebill.models.vocabulary import Scope
from rebill.process.bounding import profile_of
from rebill.process.settings import Settings
from rebill.process.starting import CannotStart
from rebill.transport.origins import Reach
from tests.access.serving import secret
from tests.api import Api
from tests.length import PATIENCE_SECONDS
from tests.test_killed_runs import begun
from tests.transport.serving import posts, serving
from tests.walkthrough import ROOT

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent / "clients"
CLIENTS = ["graphql-ws", "graphql-sse", "Apollo Client", "urql and graphql-ws", "urql alone"]
needs_clients = pytest.mark.skipif(
    shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
    reason="needs Node and the clients from npm: run make clients",
)


@needs_clients
def test_every_client_asks_posts_and_watches(sqlite_database: Database) -> None:
    api = Api(sqlite_database)
    runs = {name: begun(api, 2) for name in CLIENTS}
    with serving(sqlite_database) as place:
        ids = [encode("PostingRun", run) for run in runs.values()]
        node = subprocess.Popen(
            ["node", "watch.mjs", f"http://{place}/graphql", *ids], cwd=HERE, stdout=subprocess.PIPE, text=True
        )
        assert node.stdout is not None
        done = []
        for line in node.stdout:
            told = json.loads(line)
            if "events" in told:
                done.append(told)
            elif told["event"]["status"] == "WAITING":
                posts(sqlite_database, runs[told["client"]])
        assert node.wait(timeout=PATIENCE_SECONDS) == 0
        node.stdout.close()
    assert [one["client"] for one in done] == CLIENTS
    for one in done:
        assert (one["query"]["__typename"], one["mutation"]["createCustomer"]["replayed"]) == ("Query", False), one
        assert [event["status"] for event in (one["events"][0], one["events"][-1])] == ["WAITING", "ENDED"], one
        assert one["events"][-1]["posted"] == 1, one


DOCUMENTS = [
    "query Names($n: Int) { customers(first: $n) { nodes { ...N } } } fragment N on Customer { name }",
    'mutation Make { createCustomer(input: {name: "N", currency: "NOK"}) { __typename } }',
]


def manifest(algorithm: str, to: Path) -> str:
    """What graphql-codegen's client preset makes of documents."""
    asked = ["node", "manifest.mjs", str(ROOT / "schema.graphql"), algorithm, *DOCUMENTS]
    made = subprocess.run(asked, cwd=HERE, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert made.returncode == 0, made.stderr
    to.write_text(made.stdout)
    return str(to)


@needs_clients
def test_a_manifest_of_the_client_preset_is_loaded_and_its_documents_are_asked_for(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = manifest("sha256", tmp_path / "persisted-documents.json")
    with serving(
        sqlite_database, profile=profile_of(Settings(limits="strict", documents=(file,)), Reach(True))
    ) as place:
        asked = ["node", "asking.mjs", f"http://{place}/graphql", file]
        ended = subprocess.run(asked, cwd=HERE, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 0, ended.stderr
    names, made, unknown = map(json.loads, ended.stdout.splitlines())
    assert names["data"]["customers"]["nodes"] == []
    assert made["data"]["createCustomer"]["__typename"] == "CustomerSuccess"
    assert unknown == {"told": ["TRUSTED_DOCUMENT_REQUIRED"]}  # which Apollo then sends in full


@needs_clients
def test_a_manifest_with_hashes_of_sha_1_is_told_how_to_write_others(tmp_path: Path) -> None:
    file = manifest("sha1", tmp_path / "persisted-documents.json")
    with pytest.raises(CannotStart, match='hashAlgorithm: "sha256"'):
        profile_of(Settings(documents=(file,)), Reach(True))


@needs_clients
@pytest.mark.parametrize("is_shut", [False, True], ids=["open", "shut, with a key"])
def test_all_public_audits_of_graphql_over_http_pass(sqlite_database: Database, is_shut: bool) -> None:
    sent = [secret(sqlite_database, *Scope)] if is_shut else []
    with serving(sqlite_database) as place:
        ended = subprocess.run(
            ["node", "audit.mjs", f"http://{place}/graphql", *sent],
            cwd=HERE,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
    assert ended.returncode == 0, ended.stderr
    audits = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [one for one in audits if one["status"] != "ok"] == []
    assert len(audits) == 61
