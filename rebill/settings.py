"""Settings: flags win over REBILL_* environment variables, these over defaults."""

import os
from dataclasses import dataclass

DEFAULT_DATABASE = "sqlite:///rebill.db"


@dataclass(frozen=True)
class Settings:
    """Where to listen and where the data is."""

    host: str = "127.0.0.1"
    port: int = 8000
    database: str = DEFAULT_DATABASE


def from_environment() -> Settings:
    """Settings from REBILL_HOST, REBILL_PORT and REBILL_DATABASE; ValueError for a port that is no number."""
    port = os.environ.get("REBILL_PORT", "8000")
    if not port.isdecimal():
        raise ValueError(f"REBILL_PORT is {port!r}, not a port number")
    return Settings(
        host=os.environ.get("REBILL_HOST", "127.0.0.1"),
        port=int(port),
        database=os.environ.get("REBILL_DATABASE", DEFAULT_DATABASE),
    )
