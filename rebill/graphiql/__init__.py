"""GraphiQL: built from npm when Rebill is set up, served by Rebill itself, so that it works with no network.

Where Node was missing at set-up the same page is loaded from a CDN instead. `make serve` builds it beside the server,
and until it is there the page waits for it.
"""

import html
import json
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
FILES = DIST / "files.json"  # which script and which style the page loads: their names change with their content
NO_FRAMES = "; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
BUILDING = HERE / "dist.new"  # while it is being built
LONGEST_BUILD_SECONDS = 600  # a build that is older was killed
WAITING_POLICY = "default-src 'none'" + NO_FRAMES
BUNDLED_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:"
) + NO_FRAMES
CDN_POLICY = (
    "default-src 'none'; script-src https://esm.sh 'unsafe-inline'; worker-src blob: https://esm.sh; "
    "connect-src 'self' https://esm.sh; img-src 'self' data:; style-src https://esm.sh 'unsafe-inline'; "
    "font-src https://esm.sh data:"
) + NO_FRAMES


def is_bundled() -> bool:
    """Whether GraphiQL was built at set-up."""
    return FILES.is_file()


def is_being_built() -> bool:
    """Whether GraphiQL will be there in a moment, for the first time."""
    try:
        return not is_bundled() and time.time() - BUILDING.stat().st_mtime < LONGEST_BUILD_SECONDS
    except FileNotFoundError:
        return False


def operations() -> list[str]:
    """The saved example operations."""
    return [path.read_text(encoding="utf-8") for path in sorted((HERE / "operations").glob("*.graphql"))]


def _own(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def page() -> tuple[str, str]:
    """The page, and the content security policy that it is served under."""
    if is_being_built():
        return _own("waiting.html"), WAITING_POLICY
    bundled = is_bundled()
    template = _own("page.html" if bundled else "cdn.html")
    own = FILES.read_text(encoding="utf-8") if bundled else None
    parts = json.loads(own) if own else {"style": _own("page.css"), "signing": _own("signing.js")}
    for name, value in parts.items():
        template = template.replace(f"{{{{ {name} }}}}", value)
    examples = html.escape(json.dumps(operations()), quote=True)
    return template.replace("{{ operations }}", examples), BUNDLED_POLICY if bundled else CDN_POLICY
