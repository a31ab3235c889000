"""GraphiQL's files: packed when they were built, and kept by browsers for good: every name has its content's hash."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

PACKED = ".gz"
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "frame-ancestors 'none'",  # one without default-src: a worker is under its file's policy
    "Vary": "Accept-Encoding",
}


class Bundle(StaticFiles):
    """The files of `dist/`, packed for whoever takes them so."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; raises `HTTPException` for one that is not there."""
        if path.endswith(PACKED):
            raise HTTPException(404)
        packed = f"{path}{PACKED}"
        is_packed = _takes_gzip(Headers(scope=scope)) and self.lookup_path(packed)[1] is not None
        response = await super().get_response(packed if is_packed else path, scope)
        if response.status_code < 400:
            response.headers.update(HEADERS | ({"Content-Encoding": "gzip"} if is_packed else {}))
        return response


def _takes_gzip(headers: Headers) -> bool:
    """Whether a client takes gzip; `gzip;q=0` says that it does not.

    >>> _takes_gzip(Headers({"accept-encoding": "br, gzip;q=0.5"}))
    True
    """
    for part in headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.strip().removeprefix("q=").strip("0.") != "" or not weight
    return False
