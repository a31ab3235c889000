"""Settings: flags win over REBILL_* environment variables, these over defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_PROCESSES = 64
LIMITS = ("default", "strict")
DEFAULT_DATABASE = "sqlite:///rebill.db"
ON = frozenset({"1", "true", "yes", "on"})
JWT = ("issuer", "audience", "keys", "algorithms", "leeway", "scopes_claim", "scope_map", "name_claim")
OFF = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True)
class Settings:
    """Where to listen, by how many processes, where the data is, pages elsewhere, what is logged and told, or left.

    `jwt` is what is said of signed tokens, by the names of their flags; `limits` the profile, and `budget`,
    `documents` and `trusted_only` what is said beside it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    database: str = DEFAULT_DATABASE
    origins: tuple[str, ...] = ()
    access_log: bool = False
    no_worker: bool = False
    read_only: bool = False
    processes: int = 1
    explain_queries: bool = False
    limits: str = "default"
    budget: str | None = None  # as written; None for what is usual where the server is bound
    documents: tuple[str, ...] = ()
    trusted_only: bool = False
    stays_open: bool = False
    jwt: Mapping[str, str] = field(default_factory=dict)


def from_environment() -> Settings:
    """Settings from REBILL_HOST, _PORT, _DATABASE, _ORIGINS, _PROCESSES and switches; ValueError if one is wrong."""
    port = os.environ.get("REBILL_PORT", "8000")
    if not port.isdecimal():
        raise ValueError(f"REBILL_PORT is {port!r}, not a port number")
    processes = os.environ.get("REBILL_PROCESSES", "1")
    if not processes.isdecimal() or not 1 <= int(processes) <= MOST_PROCESSES:
        raise ValueError(f"REBILL_PROCESSES is {processes!r}, not a number from 1 to {MOST_PROCESSES}")
    limits = os.environ.get("REBILL_LIMITS", "default").strip().lower()
    if limits not in LIMITS:
        raise ValueError(f"REBILL_LIMITS is {limits!r}; give {' or '.join(LIMITS)}")
    return Settings(
        host=os.environ.get("REBILL_HOST", "127.0.0.1"),
        port=int(port),
        database=os.environ.get("REBILL_DATABASE", DEFAULT_DATABASE),
        origins=tuple(os.environ.get("REBILL_ORIGINS", "").split()),
        access_log=_is_on("REBILL_ACCESS_LOG"),
        no_worker=_is_on("REBILL_NO_WORKER"),
        read_only=_is_on("REBILL_READ_ONLY"),
        processes=int(processes),
        explain_queries=_is_on("REBILL_EXPLAIN_QUERIES"),
        limits=limits,
        budget=os.environ.get("REBILL_BUDGET"),
        documents=tuple(one for one in os.environ.get("REBILL_DOCUMENTS", "").split(os.pathsep) if one),
        trusted_only=_is_on("REBILL_TRUSTED_ONLY"),
        stays_open=_is_on("REBILL_OPEN"),
        jwt=said(**{name: os.environ.get(f"REBILL_JWT_{name.upper()}") for name in JWT}),
    )


def said(**given: str | None) -> dict[str, str]:
    """What is said of signed tokens, by the names of the flags without `--jwt-`."""
    return {name.replace("_", "-"): value for name, value in given.items() if value}


def _is_on(name: str) -> bool:
    """Whether a switch is on; a word that is neither is refused, since who misspells `true` believes that it is on."""
    given = os.environ.get(name, "").strip().lower()
    if given in ON:
        return True
    if given in OFF:
        return False
    raise ValueError(f"{name} is {os.environ[name]!r}; give 1 or 0")
