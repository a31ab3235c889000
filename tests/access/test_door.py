"""Open or shut: whoever a server lets in, and what it tells everybody else (access 1.1, 1.5)."""

import time
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from rebill.access.door import Door
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import Scope
from rebill.posting.command.clock import SystemClock
from rebill.transport.origins import reach
from tests.access.serving import VIEWER, bearer, key, lack, post, revoke, secret, viewer
from tests.api import StillClock
from tests.length import PATIENCE_SECONDS
from tests.transport.serving import serving, until

EVERY = [one.value for one in Scope]
ANYBODY = {
    "scopes": EVERY,
    "authenticated": False,
    "expiresAt": None,
    "actor": {"kind": "ANONYMOUS", "name": "anyone", "issuer": None, "person": None},
}
SUITS = "application/graphql-response+json"


def test_an_open_server_lets_everybody_do_everything_until_the_first_key_is_made(sqlite_database: Database) -> None:
    with serving(sqlite_database) as place:
        assert viewer(place) == ANYBODY
        sent = secret(sqlite_database)
        assert viewer(place, sent)["scopes"] == ["ADMIN"]
        nobody_enters_who_comes_a_second_later(place)
        assert lack(post(place)) == "MISSING"


def nobody_enters_who_comes_a_second_later(place: str, sent: str | None = None) -> None:
    """Whoever comes later than that is kept out, however long a slow machine then takes to tell them."""
    since, is_in = time.monotonic(), True
    while is_in:
        came = time.monotonic()
        is_in = post(place, sent=sent).status_code != 401
        assert not is_in or came < since + 1


def test_a_key_is_taken_the_moment_it_is_made_and_not_a_second_after_it_was_revoked(sqlite_database: Database) -> None:
    admin = secret(sqlite_database)
    with serving(sqlite_database) as place:
        viewer(place, admin)
        made = key(sqlite_database, Scope.READ, name="brief", owner="kari")
        assert made.secret is not None
        assert viewer(place, made.secret) == {
            "scopes": ["READ"],
            "authenticated": True,
            "expiresAt": None,
            "actor": {"kind": "KEY", "name": "brief", "issuer": None, "person": "kari"},
        }
        revoke(sqlite_database, made)
        nobody_enters_who_comes_a_second_later(place, made.secret)
        assert lack(post(place, sent=made.secret)) == "INVALID"


def test_a_shut_server_does_not_fall_open_when_its_last_key_ends(sqlite_database: Database) -> None:
    clock = StillClock(SystemClock().now())
    soon = clock.now() + timedelta(days=1)
    sent = secret(sqlite_database, expires_at=soon)
    with serving(sqlite_database, door=Door(sqlite_database, clock=clock)) as place:
        assert viewer(place, sent)["expiresAt"] == soon.isoformat(timespec="microseconds").replace("+00:00", "Z")
        clock.instant = soon
        assert lack(post(place, sent=sent)) == "INVALID"
        assert lack(post(place)) == "MISSING"


WRONG = [
    ("a key that there is not", ["Bearer rbk_7f3k2m9q_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"]),
    ("another scheme", ["Basic YTpi"]),
    ("a scheme without credentials", ["Bearer"]),
    ("nothing", [""]),
    ("what is no key and no token", ["Bearer abc"]),
    ("a token where none are taken", ["Bearer eyJhbGciOiJub25lIn0.e30."]),
    ("letters of no alphabet of ours", ["Bearer rbk_ø"]),
    ("more than any credentials have", [f"Bearer {'a' * 9000}"]),
]


@pytest.mark.parametrize(("case", "headers"), WRONG, ids=[one[0] for one in WRONG])
@pytest.mark.parametrize("is_shut", [True, False])
@pytest.mark.parametrize("media", ["application/json", SUITS])
def test_wrong_credentials_are_never_taken_for_anybodys(
    sqlite_database: Database, case: str, headers: list[str], is_shut: bool, media: str
) -> None:
    if is_shut:
        secret(sqlite_database)
    sent = [("Authorization", one.encode("utf-8")) for one in headers] + [("Accept", media.encode())]
    with serving(sqlite_database) as place, httpx2.Client(timeout=PATIENCE_SECONDS) as client:
        answer = client.post(f"http://{place}/graphql", json={"query": VIEWER}, headers=sent)  # type: ignore[arg-type]
        assert lack(answer) == "INVALID", case
        assert answer.headers["www-authenticate"] == 'Bearer realm="rebill", error="invalid_token"'
        assert answer.json()["errors"][0]["message"] == "The credentials are not valid."


def test_right_credentials_in_two_headers_are_refused_and_their_scheme_is_read_in_any_case(
    sqlite_database: Database,
) -> None:
    sent = secret(sqlite_database)
    with serving(sqlite_database) as place:
        for scheme in ("bearer", "BEARER", "Bearer"):
            assert post(place, headers={"authorization": f"{scheme}  {sent}"}).status_code == 200
        twice = [("Authorization", f"Bearer {sent}"), ("Authorization", f"Bearer {sent}")]
        answer = httpx2.post(f"http://{place}/graphql", json={"query": VIEWER}, headers=twice, timeout=PATIENCE_SECONDS)
        assert lack(answer) == "INVALID"


def test_credentials_in_the_address_the_body_or_a_cookie_are_passed_over(sqlite_database: Database) -> None:
    sent = secret(sqlite_database)
    with serving(sqlite_database) as place:
        url = f"http://{place}/graphql"
        answers = [
            httpx2.get(url, params={"query": VIEWER, "access_token": sent}, timeout=PATIENCE_SECONDS),
            httpx2.post(url, json={"query": VIEWER, "access_token": sent}, timeout=PATIENCE_SECONDS),
            post(place, headers={"Cookie": f"authorization=Bearer {sent}"}),
        ]
        assert [lack(one) for one in answers] == ["MISSING"] * 3
        assert answers[0].headers["www-authenticate"] == 'Bearer realm="rebill"'


ADDRESSES = [
    ("GET", "/livez", {}, 200),
    ("GET", "/readyz", {}, 200),
    ("GET", "/graphql", {"accept": "text/html"}, 200),
    ("GET", "/graphql", {}, 401),
    ("OPTIONS", "/graphql", {}, 401),
    ("PUT", "/graphql", {}, 401),
    ("GET", "/", {"accept": "text/html"}, 307),
    ("GET", "/", {}, 401),
    ("GET", "/elsewhere", {}, 401),
    ("GET", "/documents/INV-000001.pdf", {}, 401),
    ("POST", "/documents/INV-000001.pdf", {}, 401),
    ("GET", "/graphiql/nothing.js", {}, 404),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), ADDRESSES)
def test_shut_every_address_takes_credentials_but_those_that_tell_nothing(
    sqlite_database: Database, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    sent = secret(sqlite_database)
    with serving(sqlite_database) as place:
        asked: Any = {"headers": headers, "timeout": PATIENCE_SECONDS}
        assert httpx2.request(method, f"http://{place}{path}", **asked).status_code == status
        asked["headers"] = headers | bearer(sent)
        assert httpx2.request(method, f"http://{place}{path}", **asked).status_code != 401


def test_credentials_are_looked_at_before_the_body(sqlite_database: Database) -> None:
    secret(sqlite_database)
    with serving(sqlite_database) as place:
        answer = httpx2.post(f"http://{place}/graphql", content=b"x" * 300_000, timeout=PATIENCE_SECONDS)
        assert lack(answer) == "MISSING"


def test_a_server_that_stays_open_still_knows_who_says_who_they_are(sqlite_database: Database) -> None:
    sent = secret(sqlite_database, Scope.ADMIN, Scope.PAY)
    with serving(sqlite_database, door=Door(sqlite_database, stays_open=True)) as place:
        assert viewer(place) == ANYBODY
        assert viewer(place, sent)["scopes"] == ["PAY", "ADMIN"]
        assert lack(post(place, sent=sent[:-1] + "!")) == "INVALID"


def test_a_page_whose_name_points_here_gets_nothing_of_a_server_that_is_open(sqlite_database: Database) -> None:
    evil = {"host": "evil.example"}
    public = reach("0.0.0.0", ("https://books.example.com",))
    door = Door(sqlite_database, stays_open=True)
    with serving(sqlite_database, public, door=door) as place:
        assert post(place, headers=evil).status_code == 421
        for host in ("127.0.0.1:1", "192.168.1.5", "[2001:db8::1]:8000", "localhost", "books.example.com"):
            assert post(place, headers={"host": host}).status_code == 200
    sent = secret(sqlite_database)
    with serving(sqlite_database, public) as place:
        assert lack(post(place, headers=evil)) == "MISSING"
        assert post(place, sent=sent, headers=evil).status_code == 200


def test_when_a_key_was_used_is_written_down_to_the_minute_and_once(sqlite_database: Database) -> None:
    made = key(sqlite_database)
    used = select(tables.api_key.c.last_used_at).where(tables.api_key.c.id == made.key)

    def last_used() -> datetime | None:
        with sqlite_database.read() as connection:
            found: datetime | None = connection.scalar(used)
            return found

    assert last_used() is None
    with serving(sqlite_database) as place:
        viewer(place, made.secret)
        until(lambda: last_used() is not None)
        found = last_used()
        assert found is not None
        assert (found.second, found.microsecond) == (0, 0)
        assert timedelta(0) <= SystemClock().now() - found < timedelta(minutes=2)


def test_a_page_elsewhere_may_send_credentials(sqlite_database: Database) -> None:
    asks = {
        "origin": "https://books.example.com",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    with serving(sqlite_database, reach("127.0.0.1", ("https://books.example.com",))) as place:
        secret(sqlite_database)
        answer = httpx2.options(f"http://{place}/graphql", headers=asks, timeout=PATIENCE_SECONDS)
        assert answer.status_code == 200
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()
