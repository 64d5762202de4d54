"""The desk: how long after a keystroke, or after a file is saved elsewhere, the page stands in a real browser.

    python bench/desk.py [ISSUE] [--edits N] [--seed N] [--json FILE]

A copy of the issue is opened at a desk of its own, in Chromium without a window. Then one paragraph after another, at
random, gets a character more:

    file      the issue's file is written by another program; until the new picture of its page is painted
    typing    a draft is posted as the editor does; until its counts are there, until the page is painted

Milliseconds on the wall, by one clock: the browser's and ours are the same machine's. Painted: behind the frame that
shows the part of the page that was put in.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parent.parent
LEAST = 30  # characters of a paragraph that is edited
SIGN = "锌"  # a common character that the samples do not have, so that it is found on the page
# Resolves when the page has so many of the sign and was painted, with the time of day in milliseconds.
WAIT = """
([sign, sheet, count]) => ({ done: new Promise((done) => {
  const pages = document.querySelector(sheet);
  const has = () => (pages.textContent.split(sign).length - 1) >= count;
  const now = () => done(performance.timeOrigin + performance.now());
  const painted = () => requestAnimationFrame(() => {
    const behind = new MessageChannel(); // its message comes when the frame has been painted
    behind.port1.onmessage = now;
    behind.port2.postMessage(0);
  });
  setTimeout(() => done(NaN), 10000);
  if (has()) return painted();
  const watch = new MutationObserver(() => { if (has()) { watch.disconnect(); painted(); } });
  watch.observe(pages, { childList: true, subtree: true, characterData: true });
}) })
"""
POST = """
([path, body]) => fetch(path, {
  method: "POST",
  body: JSON.stringify(body),
  headers: {
    "Content-Type": "application/json",
    "X-Desk-Token": document.querySelector('meta[name="desk-token"]').content,
  },
}).then((answer) => answer.json())
"""


@contextmanager
def desk(folder: Path, issue: str) -> Iterator[str]:
    """A desk on a folder: the address for its writer."""
    command = [sys.executable, "-m", "layout", "serve", str(folder / issue), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=HOME) as process:
        assert process.stderr is not None
        try:
            found = re.search(r"http://\S+", process.stderr.readline())
            assert found is not None
            yield found[0]
        finally:
            process.terminate()


def stays(text: str) -> Iterator[tuple[int, str, str]]:
    """Page, story and line of each line of copy; of stories that go on on another page none, for who knows on which of
    the two a line stands."""
    page, story, jumps = 0, "", False
    for line in text.splitlines():
        if started := re.match(r"  - page: (\d+)", line):
            page = int(started[1])
        elif named := re.match(r"      ([\w-]+):$", line):
            story, jumps = named[1], False
        jumps = jumps or line.startswith("        jump:")
        if not jumps and line.startswith("          ") and len(line.strip()) >= LEAST and ": " not in line:
            yield page, story, line


def paragraphs(text: str) -> list[tuple[int, str]]:
    """Lines of copy that stand in the file once, each with the page that lists it."""
    return [(page, line) for page, _, line in stays(text) if text.count(line) == 1]


def turn_to(page: Any, number: int) -> None:
    """Show one page, and wait until it stands."""
    page.evaluate("""async (number) => (await import("/assets/store.js")).desk.go(number)""", number)
    page.wait_for_selector(f"{sheet_of(number)} svg text", timeout=10_000)
    time.sleep(0.5)


def shown(page: Any, number: int) -> int:
    """How often the sign stands on a page that is shown."""
    count = "([sign, sheet]) => document.querySelector(sheet).textContent.split(sign).length - 1"
    return int(page.evaluate(count, [SIGN, sheet_of(number)]))


def sheet_of(number: int) -> str:
    return f'article.sheet[data-page="{number}"]'


def files(page: Any, path: Path, edits: int, rng: random.Random) -> list[float]:
    """Milliseconds from writing the file to the picture, of each edit."""
    took = []
    for _ in range(edits):
        text = path.read_text("utf-8")
        number, line = rng.choice(paragraphs(text))
        turn_to(page, number)
        count = 1 + shown(page, number)
        at = rng.randint(len(line) - len(line.lstrip()) + 2, len(line) - 3)
        waiting = page.evaluate_handle(WAIT, [SIGN, sheet_of(number), count])
        began = time.time()
        path.write_text(text.replace(line, line[:at] + SIGN + line[at:], 1), "utf-8")
        took.append(waiting.evaluate("(given) => given.done") - 1000 * began)
        time.sleep(0.6)
    return took


def typing(page: Any, path: Path, edits: int, rng: random.Random) -> tuple[list[float], list[float]]:
    """Milliseconds from a keystroke's post to its counts, and to the picture."""
    issue, fixed = path.name, {story for _, story, _ in stays(path.read_text("utf-8"))}
    stories = page.evaluate(f"() => fetch('/api/stories?issue={issue}').then((answer) => answer.json())")
    counts, pictures = [], []
    plain = [each for each in stories if each["characters"] > 300 and each["name"] in fixed]
    for _ in range(edits):
        story = rng.choice(plain)
        turn_to(page, story["page"])
        count = 1 + shown(page, story["page"])
        query = f"issue={issue}&page={story['page']}&name={story['name']}"
        found = page.evaluate(f"() => fetch('/api/story?{query}').then((answer) => answer.json())")
        body = next(field for field in found["fields"] if field["path"][-1] == "body")
        lines = body["value"].split("\n")
        index = rng.choice([number for number, line in enumerate(lines) if len(line) >= LEAST])
        at = rng.randint(2, len(lines[index]) - 3)
        lines[index] = lines[index][:at] + SIGN + lines[index][at:]
        asked = {"issue": issue, "page": found["page"], "story": story["name"], "path": body["path"]}
        asked |= {"value": "\n".join(lines), "base": found["digest"], "was": body["value"]}
        waiting = page.evaluate_handle(WAIT, [SIGN, sheet_of(story["page"]), count])
        began = time.time()
        page.evaluate(POST, ["/api/draft", asked])
        counts.append(1000 * (time.time() - began))
        pictures.append(waiting.evaluate("(given) => given.done") - 1000 * began)
        page.evaluate(POST, ["/api/save", asked])  # as the editor does when nobody types
        time.sleep(0.6)
    return counts, pictures


def row(title: str, took: list[float]) -> str:
    ordered = sorted(took)
    figures = statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1]
    return f"| {title}, {len(took)} edits | " + " | ".join(f"{each:.0f}" for each in figures) + " |"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("issue", nargs="?", type=Path, default=HOME / "issues" / "demo" / "2026-05-24.yaml")
    parser.add_argument("--edits", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chromium", default=shutil.which("chromium"), metavar="PROGRAM")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(shutil.copytree(options.issue.parent, Path(name) / "paper"))
        path = folder / options.issue.name
        browser = driver.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        with desk(folder, path.name) as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address)
            page.wait_for_selector("main svg text")
            time.sleep(2)
            written = files(page, path, options.edits, rng)
            counts, pictures = typing(page, path, options.edits, rng)
        browser.close()
    print("| ms | median | 95 % | worst |\n|---|--:|--:|--:|")
    print(row("file written elsewhere → page painted", written))
    print(row("typed → counts", counts))
    print(row("typed → page painted", pictures))
    if options.json:
        options.json.write_text(json.dumps({"file": written, "counts": counts, "typing": pictures}) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
