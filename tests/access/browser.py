"""A Chromium without a window, driven over its own protocol: what somebody sees and does who opens a page."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.length import PATIENCE_SECONDS
from tests.transport.serving import until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1280,800",
)


class Page:
    """A tab, and what is said in it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._ids = connection, count(1)
        self._session: str | None = None
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """Have something done; answers what the browser answers."""
        said = {"id": next(self._ids), "method": method, "params": params}
        self._connection.send(json.dumps(said | ({"sessionId": self._session} if self._session else {})))
        while True:
            heard = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
            if heard.get("id") == said["id"]:
                assert "error" not in heard, heard
                found: dict[str, Any] = heard["result"]
                return found

    def open(self, address: str, before: str = "0") -> None:
        """Go somewhere; `before` anything else there a script runs."""
        self.tell("Page.enable")
        self.tell("Page.addScriptToEvaluateOnNewDocument", source=before)
        self.tell("Page.navigate", url=address)

    def run(self, script: str) -> Any:
        """The value of an expression in the page, waited for."""
        answer = self.tell("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def shows(self, text: str, where: str = "body") -> None:
        """Wait until a part of the page has a text."""
        script = f"document.querySelector({json.dumps(where)})?.innerText ?? ''"
        try:
            until(lambda: text in self.run(script).replace("\xa0", " "))
        except AssertionError:
            raise AssertionError(f"{text!r} is not in {self.run(script)!r}") from None

    def press(self, where: str) -> None:
        """Press a button once it is there."""
        until(lambda: self.run(f"!!document.querySelector({json.dumps(where)})"))
        self.run(f"document.querySelector({json.dumps(where)}).click()")

    def picture(self, path: Path) -> None:
        """What it looks like."""
        path.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot")["data"]))


@contextmanager
def browsing(folder: Path) -> Iterator[Page]:
    """A browser that has never been anywhere; ends with the test."""
    assert CHROMIUM is not None
    chosen = folder / "DevToolsActivePort"
    with subprocess.Popen(
        [CHROMIUM, *FLAGS, f"--user-data-dir={folder}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as browser:
        try:
            until(lambda: chosen.is_file() and len(chosen.read_text().splitlines()) == 2)
            port, path = chosen.read_text().splitlines()
            with connect(f"ws://127.0.0.1:{port}{path}", proxy=None, compression=None, max_size=None) as connection:
                yield Page(connection)
        finally:
            browser.terminate()
