"""Signed tokens, made by another library than the one that reads them (access 1.4)."""

import asyncio
import base64
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from rebill.access.key_sets import NoKeys, key_set
from rebill.access.refused import NotAdmitted, Unknown
from rebill.access.token_settings import WrongSettings, token_settings
from rebill.access.tokens import Tokens
from rebill.models import tables
from rebill.models.database import Database
from rebill.models.vocabulary import ActorKind, Scope
from rebill.posting.command.caller import Caller
from tests.access.signing import (
    ALGORITHMS,
    AUDIENCE,
    ISSUER,
    NOW,
    claims,
    jwk,
    key_file,
    later,
    private_key,
    settings,
    token,
)

SECOND = timedelta(seconds=1)


def caller(
    database: Database, keys: str, sent: str, algorithms: str = "RS256", now: datetime = NOW, **more: str
) -> Caller:
    """Who comes by a token."""
    return asyncio.run(Tokens(settings(keys, algorithms, **more), database).caller(sent, now))


def lack(database: Database, keys: str, sent: str, algorithms: str = "RS256", now: datetime = NOW) -> str:
    """What a token is refused for."""
    with pytest.raises(NotAdmitted) as refused:
        caller(database, keys, sent, algorithms, now)
    return refused.value.lack.value


@pytest.fixture
def keys(tmp_path: Path) -> str:
    """A set with one key."""
    return key_file(tmp_path, jwk("RS256", kid="a", use="sig", alg="RS256"))


def unsigned(header: dict[str, Any], said: dict[str, Any], signature: str = "") -> str:
    """A token of whatever parts."""
    parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in (header, said)]
    return ".".join([*parts, signature])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_is_somebody_by_every_algorithm_that_the_operator_names(
    sqlite_database: Database, tmp_path: Path, algorithm: str
) -> None:
    set_of = key_file(tmp_path, jwk(algorithm, kid="a"))
    found = caller(sqlite_database, set_of, token(claims(name="Kari N."), algorithm, kid="a"), algorithm)
    assert (found.kind, found.name, found.person, found.issuer) == (ActorKind.SUBJECT, "Kari N.", "kari", ISSUER)
    assert found.scopes == {Scope.CREDIT}
    assert (found.authenticated, found.expires_at, found.key_id) == (True, later(minutes=10), None)


def test_a_tokens_actor_is_written_once_and_follows_its_name_and_two_issuers_are_two(
    sqlite_database: Database, keys: str
) -> None:
    first = caller(sqlite_database, keys, token(claims(name="Kari"), kid="a"))
    second = caller(sqlite_database, keys, token(claims(name="Kari N."), kid="a"))
    other = asyncio.run(
        Tokens(settings(keys, issuer="https://other.example"), sqlite_database).caller(
            token(claims(iss="https://other.example"), kid="a"), NOW
        )
    )
    assert first.actor_id == second.actor_id != other.actor_id
    actor = tables.actor
    with sqlite_database.read() as connection:
        rows = connection.execute(select(actor.c.name, actor.c.issuer, actor.c.person).where(actor.c.kind == "SUBJECT"))
        assert sorted(map(tuple, rows)) == [("Kari N.", ISSUER, "kari"), ("kari", "https://other.example", "kari")]


def test_an_actor_is_called_what_they_were_last_called_however_often_that_changes(
    sqlite_database: Database, keys: str
) -> None:
    async def all_of_it() -> None:
        tokens = Tokens(settings(keys), sqlite_database)
        for name in ("Kari", "Kari N.", "Kari"):
            await tokens.caller(token(claims(name=name), kid="a"), NOW)

    asyncio.run(all_of_it())
    with sqlite_database.read() as connection:
        assert connection.scalar(select(tables.actor.c.name).where(tables.actor.c.kind == "SUBJECT")) == "Kari"


REQUIRED = ["iss", "aud", "exp", "sub"]
WRONG_CLAIMS: list[tuple[str, dict[str, Any], str]] = [
    *((f"no {one}", {one: None}, "INVALID") for one in REQUIRED),
    ("another issuer", {"iss": ISSUER + "/"}, "INVALID"),
    ("another audience", {"aud": "others"}, "INVALID"),
    ("other audiences", {"aud": ["others", "rebill2"]}, "INVALID"),
    ("an audience that holds ours", {"aud": {"rebill": 1}}, "INVALID"),
    ("an empty subject", {"sub": ""}, "INVALID"),
    ("a subject of 256 characters", {"sub": "s" * 256}, "INVALID"),
    ("an end that is no number", {"exp": "tomorrow"}, "INVALID"),
    ("an end that is true", {"exp": True}, "INVALID"),
    ("an end beyond every calendar", {"exp": 10**30}, "INVALID"),
    ("an end that is 30 seconds gone", {"exp": int((NOW - 30 * SECOND).timestamp())}, "EXPIRED"),
    ("a beginning 31 seconds from now", {"nbf": int((NOW + 31 * SECOND).timestamp())}, "INVALID"),
    ("made 31 seconds from now", {"iat": int((NOW + 31 * SECOND).timestamp())}, "INVALID"),
    ("a beginning that is no number", {"nbf": "now"}, "INVALID"),
]


@pytest.mark.parametrize(("case", "said", "reason"), WRONG_CLAIMS, ids=[one[0] for one in WRONG_CLAIMS])
def test_a_token_that_is_not_for_this_server_or_this_moment_is_nobodys(
    sqlite_database: Database, keys: str, case: str, said: dict[str, Any], reason: str
) -> None:
    made = unsigned_claims(claims() | said)
    assert lack(sqlite_database, keys, made) == reason


def unsigned_claims(said: dict[str, Any]) -> str:
    """A token whose signature is right, with claims that its library would not make."""
    left = {name: value for name, value in said.items() if value is not None}
    payload = json.dumps(left).encode()
    return jwt.api_jws.encode(payload, private_key("RS256"), algorithm="RS256", headers={"kid": "a"})


GOOD_CLAIMS: list[tuple[str, dict[str, Any]]] = [
    ("ours among several audiences", {"aud": ["others", AUDIENCE]}),
    ("an end 29 seconds ago, for clocks differ", {"exp": int((NOW - 29 * SECOND).timestamp())}),
    ("a beginning in 30 seconds", {"nbf": int((NOW + 30 * SECOND).timestamp())}),
    ("made in 30 seconds", {"iat": int((NOW + 30 * SECOND).timestamp())}),
    ("a subject of 255 characters", {"sub": "s" * 255}),
    ("parts of a second", {"exp": NOW.timestamp() + 0.5}),
    ("an end that is the calendar's", {"exp": 253402300799}),
    ("a beginning that is the calendar's", {"nbf": -62135596800, "iat": -62135596800}),
]


@pytest.mark.parametrize(("case", "said"), GOOD_CLAIMS, ids=[one[0] for one in GOOD_CLAIMS])
def test_a_token_at_the_very_limits_is_taken(
    sqlite_database: Database, keys: str, case: str, said: dict[str, Any]
) -> None:
    tokens, sent = Tokens(settings(keys), sqlite_database), unsigned_claims(claims() | said)
    found = asyncio.run(tokens.caller(sent, NOW))
    assert found.kind is ActorKind.SUBJECT
    assert tokens.known(sent, NOW) is found


BOOKKEEPER = {"bookkeeper": ["INVOICE", "CREDIT"]}
SCOPES = [
    ("rebill:credit openid", {Scope.CREDIT}),
    (["bookkeeper", "staff"], {Scope.INVOICE, Scope.CREDIT}),
    ("bookkeeper rebill:pay", {Scope.INVOICE, Scope.CREDIT, Scope.PAY}),
    ("CREDIT", set()),
    ("rebill:CREDIT", set()),
    ({"credit": True}, set()),
    (None, set()),
    (7, set()),
    ([7, None, ["rebill:pay"]], set()),
    ("rebill:nonsense", set()),
]


@pytest.mark.parametrize(("said", "scopes"), SCOPES)
def test_the_scopes_of_a_token_are_those_of_the_map_and_those_of_their_own_name(
    sqlite_database: Database, keys: str, tmp_path: Path, said: object, scopes: set[Scope]
) -> None:
    path = tmp_path / "map.json"
    path.write_text(json.dumps(BOOKKEEPER))
    made = token(claims(scope=said), kid="a")
    assert caller(sqlite_database, keys, made, **{"scope-map": str(path)}).scopes == scopes


def test_scopes_and_names_may_stand_deeper(sqlite_database: Database, keys: str) -> None:
    said = claims(realm_access={"roles": ["rebill:pay"]}, profile={"nick": "Kari"}, scope=None)
    more = {"scopes-claim": "realm_access.roles", "name-claim": "profile.nick"}
    found = caller(sqlite_database, keys, token(said, kid="a"), **more)
    assert (found.scopes, found.name) == ({Scope.PAY}, "Kari")
    assert caller(sqlite_database, keys, token(claims(), kid="a"), **more).name == "kari"


def attacks(set_of: str) -> list[tuple[str, str]]:
    """Tokens that others have been taken in by."""
    good, said = token(claims(), kid="a"), claims()
    header, body, signature = good.split(".")
    public = private_key("RS256").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    hmac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    by_public = unsigned({"alg": "HS256", "kid": "a"}, said).rstrip(".")
    forged = base64.urlsafe_b64encode(hmac.sign(by_public.encode(), pem)).rstrip(b"=").decode()
    own = jwk("RS256", 1, kid="a")
    return [
        ("no algorithm", unsigned({"alg": "none", "kid": "a"}, said)),
        ("no algorithm, in capitals", unsigned({"alg": "NONE", "kid": "a"}, said, signature)),
        ("no algorithm stated", unsigned({"kid": "a"}, said, signature)),
        ("the public key as a secret", f"{by_public}.{forged}"),
        ("another algorithm of the key", token(said, "RS512", kid="a")),
        ("another algorithm of its kind", token(said, "PS256", kid="a")),
        ("another key of the same name", token(said, number=1, kid="a")),
        ("its own key in the header", token(said, number=1, kid="a", jwk=own)),
        ("its own key at an address", token(said, number=1, kid="a", jku="http://127.0.0.1:1/jwks")),
        ("its own certificate", token(said, number=1, kid="a", x5c=["MIIB"], x5u="http://127.0.0.1:1/")),
        ("something critical", token(said, kid="a", crit=["exp"], exp=1)),
        ("a payload that stands elsewhere", token(said, kid="a", b64=False, crit=["b64"])),
        ("another type", token(said, kid="a", typ="dpop+jwt")),
        ("a key's name that is none", token(said, kid="a").replace(header, "e30", 1)),
        ("a key that there is not", token(said, kid="b")),
        ("other claims under the signature", f"{header}.{unsigned({}, claims(sub='root')).split('.')[1]}.{signature}"),
        ("no signature", f"{header}.{body}."),
        ("a signature cut short", f"{header}.{body}.{signature[:-4]}"),
        ("two parts", f"{header}.{body}"),
        ("four parts", f"{good}.{signature}"),
        ("five parts, as of an encrypted one", f"{good}.{signature}.{signature}"),
        ("a header that is no JSON", f"bm9uc2Vuc2U.{body}.{signature}"),
        ("a header that is a list", f"W10.{body}.{signature}"),
        ("claims that are a list", jwt.api_jws.encode(b"[]", private_key("RS256"), "RS256", {"kid": "a"})),
        ("claims that are no JSON", jwt.api_jws.encode(b"{", private_key("RS256"), "RS256", {"kid": "a"})),
        ("deep claims", jwt.api_jws.encode(b"[" * 3000, private_key("RS256"), "RS256", {"kid": "a"})),
        ("letters of no alphabet of tokens", f"{header}.{body}.*{signature}"),
        ("nothing", ".."),
    ]


def test_no_token_that_others_were_taken_in_by_is_taken(sqlite_database: Database, keys: str) -> None:
    every = attacks(keys)
    assert [case for case, sent in every if lack(sqlite_database, keys, sent) != "INVALID"] == []
    assert caller(sqlite_database, keys, token(claims(), kid="a")).kind is ActorKind.SUBJECT


@pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "AT+JWT"])
def test_the_type_of_a_token_may_be_said(sqlite_database: Database, keys: str, kind: str) -> None:
    assert caller(sqlite_database, keys, token(claims(), kid="a", typ=kind)).kind is ActorKind.SUBJECT


def test_a_chain_of_certificates_in_the_header_is_passed_over(sqlite_database: Database, keys: str) -> None:
    assert caller(sqlite_database, keys, token(claims(), kid="a", x5c=["M" * 2000])).kind is ActorKind.SUBJECT


def test_without_a_name_the_only_key_that_suits_is_taken_and_of_two_none(
    sqlite_database: Database, tmp_path: Path
) -> None:
    several = key_file(tmp_path, jwk("ES256", kid="e"), jwk("RS256", kid="a"), jwk("RS256", 1, kid="x", use="enc"))
    assert caller(sqlite_database, several, token(claims()), "RS256,ES256").kind is ActorKind.SUBJECT
    two = key_file(tmp_path, jwk("RS256", kid="a"), jwk("RS256", 1, kid="b"))
    assert lack(sqlite_database, two, token(claims())) == "INVALID"


@pytest.mark.parametrize(
    ("case", "given", "algorithms"),
    [
        ("for encrypting", {"use": "enc"}, "RS256"),
        ("of another algorithm", {"alg": "RS512"}, "RS256"),
        ("only to sign keys with", {"key_ops": ["wrapKey"]}, "RS256"),
        ("of another kind", {}, "ES256"),
    ],
)
def test_a_key_is_used_for_what_it_states(tmp_path: Path, case: str, given: dict[str, Any], algorithms: str) -> None:
    with pytest.raises(NoKeys):
        key_set(settings(key_file(tmp_path, jwk("RS256", kid="a", **given)), algorithms))


@pytest.mark.parametrize(
    ("case", "key", "algorithms"),
    [
        ("an RSA key of 1024 bits", lambda: jwk("RS256", 9, bits=1024), "RS256"),
        (
            "a secret shorter than its hash",
            lambda: {"kty": "oct", "k": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},
            "HS512",
        ),
        ("a secret of ten characters", lambda: {"kty": "oct", "k": "MDEyMzQ1Njc4OQ"}, "HS256"),
    ],
)
def test_a_weak_key_is_refused_at_the_start(tmp_path: Path, case: str, key: Any, algorithms: str) -> None:
    with pytest.raises(NoKeys, match="too short"):
        key_set(settings(key_file(tmp_path, key()), algorithms))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"issuer": None}, "--jwt-issuer"),
        ({"audience": None}, "--jwt-audience"),
        ({"keys": None}, "--jwt-keys"),
        ({"algorithms": None}, "--jwt-algorithms"),
        ({"algorithms": "none"}, "none"),
        ({"algorithms": "RS256,ES256K"}, "ES256K"),
        ({"algorithms": "RS256,HS256"}, "symmetric"),
        ({"algorithms": ","}, "none"),
        ({"keys": "http://sign.example/jwks"}, "https"),
        ({"keys": "ftp://sign.example/jwks"}, "https"),
        ({"leeway": "-1"}, "leeway"),
        ({"leeway": "soon"}, "leeway"),
        ({"scope-map": "/there/is/no/such/file"}, "scope-map"),
    ],
)
def test_settings_that_cannot_mean_anything_are_refused(given: dict[str, str | None], said: str) -> None:
    usual: dict[str, str | None] = {"issuer": ISSUER, "audience": AUDIENCE, "keys": "jwks.json", "algorithms": "RS256"}
    with pytest.raises(WrongSettings, match=said):
        token_settings(usual | given)
    assert token_settings(dict.fromkeys(usual)) is None


def test_an_unknown_key_has_the_set_fetched_again_once_a_minute_for_all(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_of = key_file(tmp_path, jwk("RS256", kid="a"))
    fetched: list[int] = []
    clock = [1000.0]
    monkeypatch.setattr("rebill.access.tokens.monotonic", lambda: clock[0])

    def count(given: Any) -> Any:
        fetched.append(1)
        return key_set(given)

    monkeypatch.setattr("rebill.access.tokens.key_set", count)

    async def all_of_it() -> None:
        tokens = Tokens(settings(set_of), sqlite_database)
        await tokens.caller(token(claims(), kid="a"), NOW)
        key_file(tmp_path, jwk("RS256", 1, kid="b"))
        assert (await tokens.caller(token(claims(), number=1, kid="b"), NOW)).name == "kari"
        assert len(fetched) == 2
        for _ in range(5):
            with pytest.raises(NotAdmitted):
                await tokens.caller(token(claims(), kid="a"), NOW)
        assert len(fetched) == 2
        clock[0] += 61
        with pytest.raises(NotAdmitted):
            await tokens.caller(token(claims(), kid="a"), NOW)
        assert len(fetched) == 3

    asyncio.run(all_of_it())


def test_a_set_whose_place_does_not_answer_is_good_for_a_day_and_without_one_nobody_is_known(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_of = key_file(tmp_path, jwk("RS256", kid="a"))
    clock = [1000.0]
    monkeypatch.setattr("rebill.access.tokens.monotonic", lambda: clock[0])

    async def all_of_it() -> None:
        tokens = Tokens(settings(set_of), sqlite_database)
        await tokens.caller(token(claims(), kid="a"), NOW)
        Path(set_of).unlink()
        clock[0] += 24 * 60 * 60
        assert (await tokens.caller(token(claims(), kid="a"), NOW)).name == "kari"
        clock[0] += 1
        with pytest.raises(Unknown):
            await tokens.caller(token(claims(), kid="a"), NOW)
        with pytest.raises(Unknown):
            await Tokens(settings(set_of), sqlite_database).caller(token(claims(), kid="a"), NOW)

    asyncio.run(all_of_it())


def test_a_token_that_is_remembered_ends_with_its_own_end(sqlite_database: Database, keys: str) -> None:
    async def all_of_it() -> None:
        tokens, sent = Tokens(settings(keys), sqlite_database), token(claims(), kid="a")
        assert tokens.known(sent, NOW) is None
        found = await tokens.caller(sent, NOW)
        assert tokens.known(sent, NOW) is found
        assert tokens.known(sent, later(seconds=629)) is found
        assert tokens.known(sent, later(seconds=630)) is None
        with pytest.raises(NotAdmitted) as refused:
            await tokens.caller(sent, later(seconds=630))
        assert refused.value.lack.value == "EXPIRED"

    asyncio.run(all_of_it())
