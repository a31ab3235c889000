"""Keys on the command line, and with what a server starts (access 1.1, 1.2.8, 1.3)."""

import getpass
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import select

from rebill.models import tables
from rebill.models.database import Database
from tests.access.serving import post, viewer
from tests.shell import Rebill
from tests.transport.serving import serving

KEY = re.compile(r"rbk_[0-9a-z]{8}_[0-9A-Za-z]{43}")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path / 'books.db'}"


def test_the_first_key_is_made_on_a_fresh_database_and_printed_alone(rebill: Rebill, url: str) -> None:
    ended = rebill("keys", "create", "--name", "admin", "--scopes", "admin", "--database", url)
    assert ended.returncode == 0
    assert KEY.fullmatch(ended.stdout.strip())
    assert "admin" in ended.stderr
    assert ended.stdout.strip() not in ended.stderr
    database = Database.open(url)
    with serving(database) as place:
        assert viewer(place, ended.stdout.strip())["scopes"] == ["ADMIN"]
        assert post(place).status_code == 401
    with database.read() as connection:
        key, actor = tables.api_key, tables.actor
        made = select(actor.c.kind, actor.c.name).join(key, key.c.created_by_id == actor.c.id)
        assert list(map(tuple, connection.execute(made))) == [("OPERATOR", getpass.getuser())]
    database.dispose()


def test_keys_are_told_as_json_with_the_secret_once(rebill: Rebill, url: str) -> None:
    wanted = ("--scopes", "Invoice, CREDIT,ADMIN", "--owner", "kari", "--expires", "2099-01-01T00:00:00Z")
    made = json.loads(rebill("keys", "create", "--name", "x", *wanted, "--json", "--database", url).stdout)
    assert list(made) == ["id", "name", "prefix", "scopes", "expiresAt", "secret"]
    assert made["scopes"] == ["INVOICE", "CREDIT", "ADMIN"]
    assert made["expiresAt"] == "2099-01-01T00:00:00.000000Z"
    assert made["secret"].startswith(made["prefix"])
    secret = made.pop("secret")
    listed = rebill("keys", "list", "--json", "--database", url)
    assert json.loads(listed.stdout) == [made]
    shown = rebill("keys", "list", "--database", url)
    assert made["prefix"] in shown.stdout
    assert secret not in listed.stdout + shown.stdout


@pytest.mark.parametrize("by", ["name", "prefix"])
def test_a_key_is_revoked_by_its_name_or_its_beginning_and_once(rebill: Rebill, url: str, by: str) -> None:
    rebill("keys", "create", "--name", "admin", "--scopes", "ADMIN", "--database", url)
    made = json.loads(rebill("keys", "create", "--name", "x", "--scopes", "READ", "--json", "--database", url).stdout)
    assert rebill("keys", "revoke", made[by], "--database", url).returncode == 0
    again = rebill("keys", "revoke", made[by], "--database", url)
    assert again.returncode == 2
    assert "INVALID_STATUS_TRANSITION" in again.stderr
    assert again.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "--name", "x", "--scopes", "READ"), "LAST_ADMIN"),
        (("create", "--name", "x", "--scopes", "WRITE"), "WRITE"),
        (("create", "--name", "x", "--scopes", ","), "--scopes"),
        (("create", "--name", "", "--scopes", "ADMIN"), "INVALID_INPUT"),
        (("create", "--name", "x", "--scopes", "ADMIN", "--expires", "2020-01-01T00:00:00Z"), "INVALID_INPUT"),
        (("create", "--name", "x", "--scopes", "ADMIN", "--expires", "tomorrow"), "--expires"),
        (("create", "--name", "x", "--scopes", "ADMIN", "--expires", "2030-01-01T00:00:00"), "--expires"),
        (("create", "--name", "x", "--scopes", "ADMIN", "--expires", "9999-12-31T23:59:59-14:00"), "--expires"),
    ],
)
def test_what_is_refused_ends_in_one_line(rebill: Rebill, url: str, arguments: tuple[str, ...], said: str) -> None:
    ended = rebill("keys", *arguments, "--database", url)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_the_last_administrator_stays_and_a_key_that_is_not_there_is_not_revoked(rebill: Rebill, url: str) -> None:
    rebill("keys", "create", "--name", "admin", "--scopes", "ADMIN", "--database", url)
    last = rebill("keys", "revoke", "admin", "--database", url)
    assert (last.returncode, "LAST_ADMIN" in last.stderr) == (2, True)
    nobody = rebill("keys", "revoke", "nobody", "--database", url)
    assert (nobody.returncode, "nobody" in nobody.stderr) == (2, True)


def test_a_key_that_is_called_as_another_one_begins_does_not_stand_in_its_way(rebill: Rebill, url: str) -> None:
    rebill("keys", "create", "--name", "admin", "--scopes", "ADMIN", "--database", url)
    made = json.loads(rebill("keys", "create", "--name", "x", "--scopes", "READ", "--json", "--database", url).stdout)
    rebill("keys", "create", "--name", made["prefix"], "--scopes", "READ", "--database", url)
    assert "“x”" in rebill("keys", "revoke", made["prefix"], "--database", url).stderr
    whole = rebill("keys", "revoke", made["secret"], "--database", url)
    assert whole.returncode == 2
    assert made["secret"][13:] not in whole.stderr


def test_bound_beyond_loopback_a_server_does_not_start_as_long_as_nobody_could_say_who_they_are(
    rebill: Rebill, url: str, tmp_path: Path
) -> None:
    ended = rebill("serve", "--host", "0.0.0.0", "--port", "0", "--database", url)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert all(way in ended.stderr for way in ("rebill keys create", "--jwt-issuer", "--open"))
    assert list(tmp_path.iterdir()) == [], "nothing is made"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--jwt-issuer", "x"), "--jwt-audience"),
        (
            ("--jwt-issuer", "x", "--jwt-audience", "y", "--jwt-keys", "nowhere.json", "--jwt-algorithms", "RS256"),
            "read",
        ),
        (("--jwt-issuer", "x", "--jwt-audience", "y", "--jwt-keys", "k", "--jwt-algorithms", "none"), "none"),
    ],
)
def test_a_server_that_is_told_nonsense_of_tokens_does_not_start(
    rebill: Rebill, url: str, tmp_path: Path, flags: tuple[str, ...], said: str
) -> None:
    ended = rebill("serve", "--port", "0", "--database", url, *flags)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert list(tmp_path.iterdir()) == []
