"""A browser to try pages in: Chromium driven over its own pipe (DevTools protocol), no package and no port needed."""

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 60.0  # seconds that one answer may take
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
)  # fmt: skip


class BrowserError(Exception):
    """The browser did not do what was asked, or a script in the page failed."""


class Page:
    """One tab. ``complaints`` are console messages, uncaught errors, dialogs; ``requests`` the addresses asked for."""

    def __init__(self, process: subprocess.Popen[bytes], write: int, read: int) -> None:
        self._process = process
        self._write = write
        self._read = read
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        self.requests: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **given: Any) -> Any:
        """Send one command and return its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": given}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while True:
            answer = self._next(end)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']}")
                return answer["result"]
            self._note(answer)

    def _next(self, end: float) -> Any:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(end - time.monotonic(), 0))
            piece = os.read(self._read, 1 << 16) if ready else b""
            if not piece:
                raise BrowserError("no answer")
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _note(self, event: Any) -> None:
        given = event.get("params", {})
        match event.get("method"):
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded" as name:
                self.complaints.append(f"{name} {json.dumps(given, ensure_ascii=False)}")
            case "Page.javascriptDialogOpening":
                self.complaints.append(f"dialog {given['message']}")
                self.ask("Page.handleJavaScriptDialog", accept=False)
            case "Network.requestWillBeSent":
                if not given["request"]["url"].startswith("data:"):
                    self.requests.append(given["request"]["url"])

    def run(self, script: str) -> Any:
        """Return the value of an expression in the page; a promise is awaited."""
        done = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise BrowserError(json.dumps(done["exceptionDetails"], ensure_ascii=False))
        return done["result"].get("value")

    def wait(self, condition: str) -> None:
        """Return once an expression is true in the page."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise BrowserError(f"never true: {condition}")
            time.sleep(0.03)

    def open(self, address: str) -> None:
        """Open an address and wait until the report stands."""
        self.ask("Page.navigate", url="about:blank")
        self.ask("Page.navigate", url=address)
        self.wait("document.documentElement?.dataset.ready === 'yes'")

    def size(self, width: int, height: int = 900) -> None:
        """Make the window so wide."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key and let it go: a name of ``KEYS`` or one character."""
        code = KEYS.get(key, ord(key[0].upper()))
        given: dict[str, Any] = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        written = "\r" if key == "Enter" else key if len(key) == 1 else ""
        self.ask("Input.dispatchKeyEvent", type="keyDown" if written else "rawKeyDown", text=written, **given)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **given)
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def click(self, selector: str) -> None:
        """Click the middle of the first element that a selector finds."""
        found = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{found}.scrollIntoView({{block: 'center'}})")
        x, y = self.run(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({found}.getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def write(self, words: str) -> None:
        """Write into what has the focus."""
        self.ask("Input.insertText", text=words)

    def picture(self, file: Path, *, whole: bool = False) -> None:
        """Save what is seen, or the whole page, as PNG."""
        done = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(done["data"]))

    def paper(self, file: Path) -> None:
        """Print to PDF on A4."""
        done = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        file.write_bytes(base64.b64decode(done["data"]))


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Page]:
    """Give a tab of a browser that knows nothing; ``profile`` is a folder of its own."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise BrowserError(f"none of {NAMES} is installed")
    ours_out, theirs_in = _pair()
    theirs_out, ours_in = _pair()

    def placed() -> None:  # the browser reads from 3 and writes to 4
        os.dup2(theirs_in, 3)
        os.dup2(theirs_out, 4)

    process = subprocess.Popen(
        [found, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
        pass_fds=(3, 4),
        preexec_fn=placed,  # noqa: PLW1509  no thread runs beside this
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs_in)
    os.close(theirs_out)
    try:
        page = Page(process, ours_out, ours_in)
        yield page
        page._session = None  # the browser as a whole is asked to end
        with contextlib.suppress(BrowserError):
            page.ask("Browser.close")
    finally:
        os.close(ours_out)
        os.close(ours_in)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pair() -> tuple[int, int]:
    """Return the end to write to and the end to read from of a new pipe, both above the numbers the browser uses."""
    ends = []
    for end in os.pipe():
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20))
        os.close(end)
    read, write = ends
    return write, read
