"""Settings: flags win over REBILL_* environment variables, these over defaults."""

import os
from dataclasses import dataclass

DEFAULT_DATABASE = "sqlite:///rebill.db"


@dataclass(frozen=True)
class Settings:
    """Where to listen, where the data is, and the origins of pages elsewhere that may use the server."""

    host: str = "127.0.0.1"
    port: int = 8000
    database: str = DEFAULT_DATABASE
    origins: tuple[str, ...] = ()


def from_environment() -> Settings:
    """Settings from REBILL_HOST, _PORT, _DATABASE and _ORIGINS; ValueError for a port that is no number."""
    port = os.environ.get("REBILL_PORT", "8000")
    if not port.isdecimal():
        raise ValueError(f"REBILL_PORT is {port!r}, not a port number")
    return Settings(
        host=os.environ.get("REBILL_HOST", "127.0.0.1"),
        port=int(port),
        database=os.environ.get("REBILL_DATABASE", DEFAULT_DATABASE),
        origins=tuple(os.environ.get("REBILL_ORIGINS", "").split()),
    )
