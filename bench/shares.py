"""Where the seconds of a build go: `python bench/shares.py [W1] [W16] [B50]`; W1 is the seed page, the others are made
by workloads.py.

CPU seconds of one process, nothing kept from an earlier run. Each part has its own time without that of the parts it
calls: what make-up spends on arithmetic is told apart from the heads and lines that it has set for it. “Start” is the
interpreter and every import, before anything is read.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

START = time.process_time()  # of what comes after it, all imports of a build

import layout.cli.building  # noqa: E402, F401 – what the command imports
import layout.face as face  # noqa: E402
import layout.makeup.compose as compose  # noqa: E402
import layout.makeup.modules.placing as placing  # noqa: E402
import layout.makeup.planning.copyfit as copyfit  # noqa: E402
import layout.pdf.colour as colour  # noqa: E402
import layout.pdf.document as document  # noqa: E402
import layout.pdf.fontembed as fontembed  # noqa: E402
import layout.pdf.writer as writer  # noqa: E402
import layout.pipeline as pipeline  # noqa: E402
import layout.text.paragraph as paragraph  # noqa: E402
import layout.text.set_lines as set_lines  # noqa: E402
import layout.text.shape as shape  # noqa: E402
from layout.processes import collect_seldom  # noqa: E402

IMPORTED = time.process_time()

import workloads  # noqa: E402

HOME = Path(__file__).resolve().parent.parent
SEED = HOME / "issues" / "xietu" / "2019-07-15.yaml"

PARTS: tuple[tuple[str, Any, str], ...] = (
    ("reading", pipeline, "read_issue"),
    ("reading", pipeline, "read_theme"),
    ("fonts opened", pipeline, "open_book"),
    ("make-up: modules, arithmetic, furniture", pipeline, "make_up"),
    ("make-up: rows shared out", copyfit, "cheapest_depths"),
    ("make-up: page checks", compose, "judge"),
    ("setting: heads", paragraph.Typesetter, "headline"),
    ("setting: characters to items", shape.Shaper, "items"),
    ("setting: line breaking", paragraph, "Sheet"),
    ("setting: line breaking", paragraph, "smoothest"),
    ("setting: line breaking", paragraph, "loosened"),
    ("setting: line breaking", paragraph, "lengths"),
    ("setting: lines to glyph runs", set_lines, "set_line"),
    ("setting: lines to glyph runs", paragraph, "set_line"),
    ("setting: lines to glyph runs", placing, "body_items"),
    ("writing: glyphs of pages", writer.Sheet, "of"),
    ("writing: content streams", writer.Sheet, "_draw"),
    ("writing: fonts cut by HarfBuzz", face.Face, "_cut"),
    ("writing: fonts, their dictionaries", writer, "prepare"),
    ("writing: pictures (Pillow, LittleCMS)", colour.Placed, "place"),
    ("writing: tags and file", pipeline.Session, "write"),
)


class Clock:
    """Gives each part the time in which no other part runs that it called."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._running: list[str] = []
        self._since = 0.0

    def around(self, part: str, owner: Any, name: str) -> None:
        """Time every call of a function of a module or class."""
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*arguments: Any, **named: Any) -> Any:
            self._switch(part)
            try:
                return function(*arguments, **named)
            finally:
                self._switch(None)

        bound = isinstance(getattr(owner, "__dict__", {}).get(name), classmethod)
        setattr(owner, name, staticmethod(timed) if bound else timed)

    def _switch(self, part: str | None) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now
        if part is None:
            self._running.pop()
        else:
            self._running.append(part)


def watched() -> Clock:
    clock = Clock()
    for part, owner, name in PARTS:
        clock.around(part, owner, name)
    # Each module that deflates has zlib as a name of its own.
    deflate = SimpleNamespace(**{name: getattr(zlib, name) for name in ("compress", "compressobj", "crc32")})
    clock.around("writing: deflate (zlib)", deflate, "compress")
    for module in (writer, fontembed, document, colour):
        if hasattr(module, "zlib"):
            module.zlib = deflate  # type: ignore[attr-defined]
    return clock


def built(files: list[Path], clock: Clock) -> float:
    """CPU seconds of all these issues in one session."""
    clock.seconds.clear()
    session = pipeline.Session(pipeline.Workspace(), again=False)
    begun = time.process_time()
    for file in files:
        proof = session.check(str(file))
        assert not proof.failed, [fault.message() for fault in proof.report]
        session.pdf(proof)
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", default=["W1", "W16", "B50"], metavar="WORK")
    options = parser.parse_args()
    os.environ["LAYOUT_CACHE"] = ""
    collect_seldom()
    clock = watched()
    with tempfile.TemporaryDirectory() as name:
        files = {"W1": [SEED], **workloads.write_all(Path(name))}
        for work in options.works:
            total = built(files[work], clock)
            print(f"\n| {work} | CPU s | of the work |\n|---|--:|--:|")
            print(f"| start: interpreter {START:.3f}, imports | {IMPORTED:.3f} | |")
            for part, seconds in clock.seconds.most_common():
                print(f"| {part} | {seconds:.3f} | {100 * seconds / total:.0f} % |")
            print(f"| **the work** | **{total:.3f}** | |")


if __name__ == "__main__":
    main()
