"""A real browser for tests: Debian's Chromium, driven by Playwright; tests skip where either is missing.

Whatever it asks of another host is refused and remembered, and so is what its console complains of.
"""

from __future__ import annotations

import importlib
import shutil
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from patience import PATIENCE

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_SERIOUS = ("serious", "critical")


@dataclass
class Watched:
    """What a page did. elsewhere: addresses it asked of other hosts; said: errors of its console."""

    page: Any
    elsewhere: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def faults(self, *without: str) -> list[str]:
        """What axe-core finds serious or critical, a line each: rule, and the elements. without: selectors of what is
        not judged."""
        axe = _needed("axe_playwright_python.sync_playwright", "axe-playwright-python").Axe()
        # It would else read style sheets once more, which no page from file:// may.
        judged = {"exclude": [[each] for each in without]} if without else None
        found = axe.run(self.page, context=judged, options={"preload": False}).response["violations"]
        return [
            f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
            for each in found
            if each["impact"] in _SERIOUS
        ]


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    playwright = _needed("playwright.sync_api", "playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def opened(browser: Any, width: int = 1280, height: int = 900, host: str = "", **how: Any) -> Iterator[Watched]:
    """A page of so many pixels. host: the only one it may ask, "" = none. how: of Playwright's new_context."""
    context = browser.new_context(viewport={"width": width, "height": height}, **how)
    context.set_default_timeout(1000 * PATIENCE)
    watched = Watched(context.new_page())

    def asked(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("file", "data", "blob") and not (host and address.netloc == host):
            watched.elsewhere.append(request.url)

    context.on("request", asked)
    watched.page.on("console", lambda told: told.type == "error" and watched.said.append(told.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    try:
        yield watched
    finally:
        context.close()


def _needed(module: str, package: str) -> Any:
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError:
        pytest.skip(f"{package} is not installed")


def until(page: Any, holds: Callable[[], Any], what: str) -> Any:
    """Lets the page go on until something holds, and what that is; else "never: what"."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end, f"never: {what}"
        page.wait_for_timeout(25)
    return found


def box_of(place: Any) -> dict[str, float]:
    """Where an element stands; what is drawn anew at this moment stands nowhere."""
    return until(place.page, place.bounding_box, f"{place} in sight")


def drop(page: Any, name: str, data: bytes) -> None:
    """A file dragged in from the system and let go over the page."""
    page.evaluate(
        """([name, data]) => {
             const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
             const dataTransfer = new DataTransfer();
             dataTransfer.items.add(new File([bytes], name));
             for (const kind of ["dragenter", "dragover", "drop"])
               document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
           }""",
        [name, b64encode(data).decode()],
    )
