"""GraphiQL's sign-in, in a browser: who asks is entered once, stays in its tab, and goes with every operation."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebill import graphiql
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from tests.access.browser import CHROMIUM, Page, browsing
from tests.access.serving import bearer, key, post, revoke, secret
from tests.access.test_staying import begun_run
from tests.transport.serving import serving, until, watch

SIGNED_IN = "Signed in as brief with READ, CREDIT."
NEEDED = "Sign in with an API key or a token."
BAR = "#signing"
ANSWER = ".graphiql-response"
WRONG = "rbk_00000000_" + "0" * 43
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on PATH: install the package chromium"),
    pytest.mark.skipif(not graphiql.is_bundled(), reason="needs GraphiQL, which is built where Node is there"),
]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with browsing(tmp_path / "browser") as opened:
        yield opened


@pytest.fixture
def shut(sqlite_database: Database) -> Iterator[str]:
    """Where a server that is shut has GraphiQL."""
    secret(sqlite_database)
    with serving(sqlite_database) as place:
        yield f"http://{place}/graphql"


def sign_in(page: Page, credentials: str) -> None:
    """Enter credentials and press the button."""
    page.run(f"document.querySelector('#credentials').value = {json.dumps(credentials)}")
    page.press("#signing form button")


def kept(page: Page, where: str) -> str:
    """Everything that the browser keeps in one of its two stores."""
    found: str = page.run(f"JSON.stringify(Object.entries({where}))")
    return found


def entered(query: str) -> str:
    """What makes GraphiQL open with one tab, as if somebody had entered this."""
    nothing = dict.fromkeys(("variables", "headers", "operationName", "response"))
    tabs = {"activeTabIndex": 0, "tabs": [{"id": "1", "title": "One", "query": query} | nothing]}
    return f"localStorage.setItem('graphiql:tabState', {json.dumps(json.dumps(tabs))})"


def enter_headers(page: Page, headers: dict[str, str]) -> None:
    """Type headers into their editor."""
    page.press("[data-name='headers']")
    editor = "document.querySelector('.graphiql-editor-tool .graphiql-editor:not(.hidden) textarea')"
    until(lambda: page.run(f"{editor}?.focus(), document.activeElement === {editor}"))
    page.tell("Input.insertText", text=json.dumps(headers))


def execute(page: Page) -> None:
    """Press GraphiQL's button."""
    page.press(".graphiql-execute-button")


def test_whoever_signs_in_is_shown_with_their_scopes_and_forgotten_when_they_sign_out(
    page: Page, shut: str, sqlite_database: Database
) -> None:
    theirs = secret(sqlite_database, Scope.CREDIT, Scope.READ, name="brief")
    page.open(shut, entered("{ customers { totalCount } }"))
    page.shows(NEEDED, BAR)
    page.press("[aria-label='Show Documentation Explorer']")
    page.shows("Error fetching schema")
    sign_in(page, WRONG)
    page.shows("The credentials are not valid.", BAR)
    assert kept(page, "sessionStorage") == "[]"
    sign_in(page, f" Bearer {theirs} ")
    page.shows(SIGNED_IN, BAR)
    page.shows("Root Types")
    execute(page)
    page.shows('"totalCount": 0', ANSWER)
    assert theirs in kept(page, "sessionStorage")
    assert theirs not in kept(page, "localStorage") + page.run("document.cookie + location.href")
    page.open(shut)
    page.shows(SIGNED_IN, BAR)
    page.press("#signing > button")
    page.shows(NEEDED, BAR)
    page.shows("Error fetching schema")
    assert theirs not in kept(page, "sessionStorage") + page.run("document.documentElement.outerHTML")
    execute(page)
    page.shows("UNAUTHENTICATED", ANSWER)


def test_the_header_editor_works_without_signing_in_goes_first_and_is_not_kept(
    page: Page, shut: str, sqlite_database: Database
) -> None:
    theirs = secret(sqlite_database, Scope.CREDIT, Scope.READ, name="brief")
    page.open(shut, entered("{ viewer { actor { name } } }"))
    page.shows(NEEDED, BAR)
    page.shows("UNAUTHENTICATED", ANSWER)  # to who asks for the schema
    enter_headers(page, {"authorization": f"Bearer {theirs}"})
    execute(page)
    page.shows('"name": "brief"', ANSWER)
    assert "viewer" in page.run("localStorage.getItem('graphiql:queries')")
    assert theirs not in kept(page, "localStorage") + kept(page, "sessionStorage")
    sign_in(page, secret(sqlite_database, Scope.READ, name="another"))
    page.shows("Signed in as another", BAR)
    execute(page)
    page.shows('"name": "another"', ANSWER)
    enter_headers(page, {"authorization": f"Bearer {theirs}"})
    execute(page)
    page.shows('"name": "brief"', ANSWER)


def test_a_subscription_says_in_its_socket_who_asks(page: Page, shut: str, sqlite_database: Database) -> None:
    run = begun_run(sqlite_database)
    page.open(shut, entered(watch(run)))
    page.shows("UNAUTHENTICATED", ANSWER)  # to who asks for the schema
    execute(page)
    page.shows("Socket closed with event 4403 Forbidden", ANSWER)
    sign_in(page, secret(sqlite_database, Scope.READ, name="reader"))
    page.shows("Signed in as reader with READ.", BAR)
    execute(page)
    page.shows('"status": "WAITING"', ANSWER)


def test_whoever_is_signed_in_is_told_when_their_key_has_ended(
    page: Page, shut: str, sqlite_database: Database
) -> None:
    made = key(sqlite_database, Scope.READ, name="brief")
    assert made.secret is not None
    page.open(shut, entered("{ customers { totalCount } }"))
    page.shows(NEEDED, BAR)
    sign_in(page, made.secret)
    page.shows("Signed in as brief with READ.", BAR)
    revoke(sqlite_database, made)
    until(lambda: post(shut.removeprefix("http://").removesuffix("/graphql"), sent=made.secret).status_code == 401)
    execute(page)
    page.shows("no longer takes what you signed in with", BAR)
    assert kept(page, "sessionStorage") == "[]"


def test_nothing_need_be_entered_behind_a_proxy_that_says_who_asks(
    page: Page, shut: str, sqlite_database: Database
) -> None:
    theirs = secret(sqlite_database, Scope.CREDIT, Scope.READ, name="brief")
    page.tell("Network.enable")
    page.tell("Network.setExtraHTTPHeaders", headers=bearer(theirs))
    page.open(shut, entered("{ customers { totalCount } }"))
    page.shows(SIGNED_IN, BAR)
    execute(page)
    page.shows('"totalCount": 0', ANSWER)
    assert page.run("[...document.querySelectorAll('#signing > *')].filter((one) => !one.hidden).length") == 1


def test_nobody_has_to_sign_in_where_the_server_is_open(page: Page, sqlite_database: Database) -> None:
    with serving(sqlite_database) as place:
        page.open(f"http://{place}/graphql", entered("{ customers { totalCount } }"))
        page.shows("Nobody has to sign in here.", BAR)
        execute(page)
        page.shows('"totalCount": 0', ANSWER)
