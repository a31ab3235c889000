"""Settings: flags win over REBILL_* environment variables, these over defaults."""

import os
from dataclasses import dataclass

DEFAULT_DATABASE = "sqlite:///rebill.db"


@dataclass(frozen=True)
class Settings:
    """Where to listen, where the data is, the origins of pages elsewhere, and whether each request is logged."""

    host: str = "127.0.0.1"
    port: int = 8000
    database: str = DEFAULT_DATABASE
    origins: tuple[str, ...] = ()
    access_log: bool = False


def from_environment() -> Settings:
    """Settings from REBILL_HOST, _PORT, _DATABASE, _ORIGINS, _ACCESS_LOG; ValueError for a port that is no number."""
    port = os.environ.get("REBILL_PORT", "8000")
    if not port.isdecimal():
        raise ValueError(f"REBILL_PORT is {port!r}, not a port number")
    return Settings(
        host=os.environ.get("REBILL_HOST", "127.0.0.1"),
        port=int(port),
        database=os.environ.get("REBILL_DATABASE", DEFAULT_DATABASE),
        origins=tuple(os.environ.get("REBILL_ORIGINS", "").split()),
        access_log=os.environ.get("REBILL_ACCESS_LOG", "").lower() in ("1", "true", "yes", "on"),
    )
