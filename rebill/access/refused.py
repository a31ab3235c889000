"""What is told of credentials that are missing or wrong: the same whatever is wrong with them (access 1.5)."""

from collections.abc import Mapping
from enum import StrEnum

from ..resolvers.errors import ErrorCode, RequestError

AGAIN_SECONDS = 5


class Lack(StrEnum):
    """What of the credentials is not as it has to be."""

    MISSING = "MISSING"
    INVALID = "INVALID"
    EXPIRED = "EXPIRED"  # told only to whoever holds a token whose signature was right


TOLD = {Lack.MISSING: "missing", Lack.INVALID: "invalid", Lack.EXPIRED: "expired"}


class Unknown(Exception):
    """Who somebody is cannot be found out just now: there are no keys for tokens yet."""

    headers: Mapping[str, str] = {"Retry-After": str(AGAIN_SECONDS)}

    @property
    def error(self) -> RequestError:
        """As an error of GraphQL."""
        params = {"reason": "NO_KEYS", "seconds": AGAIN_SECONDS}
        return RequestError(ErrorCode.UNAVAILABLE, "no-keys", params=params, retryable=True)


class NotAdmitted(Exception):
    """Nothing is done for whoever sent these credentials, or none."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack.value)
        self.lack = lack

    @property
    def error(self) -> RequestError:
        """As an error of GraphQL."""
        return RequestError(ErrorCode.UNAUTHENTICATED, TOLD[self.lack], params={"reason": self.lack.value})

    @property
    def headers(self) -> dict[str, str]:
        """What an answer over HTTP says besides (RFC 6750, 3)."""
        sent = "" if self.lack is Lack.MISSING else ', error="invalid_token"'
        return {"WWW-Authenticate": f'Bearer realm="rebill"{sent}'}
