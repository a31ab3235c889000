"""GraphiQL: built from npm when Rebill is set up, served by Rebill itself, so that it works with no network.

Where Node was missing at set-up the same page is loaded from a CDN instead.
"""

import html
import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIST = HERE / "dist"
BUNDLED_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self' data:"
)
CDN_POLICY = (
    "default-src 'none'; script-src https://esm.sh 'unsafe-inline'; worker-src blob: https://esm.sh; "
    "connect-src 'self' https://esm.sh; img-src 'self' data:; style-src https://esm.sh 'unsafe-inline'; "
    "font-src https://esm.sh data:"
)


def is_bundled() -> bool:
    """Whether GraphiQL was built at set-up."""
    return (DIST / "main.js").is_file()


def operations() -> list[str]:
    """The saved example operations."""
    return [path.read_text(encoding="utf-8") for path in sorted((HERE / "operations").glob("*.graphql"))]


def page() -> tuple[str, str]:
    """The page, and the content security policy that it is served under."""
    template = (HERE / ("page.html" if is_bundled() else "cdn.html")).read_text(encoding="utf-8")
    examples = html.escape(json.dumps(operations()), quote=True)
    return template.replace("{{ operations }}", examples), BUNDLED_POLICY if is_bundled() else CDN_POLICY
