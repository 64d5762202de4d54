"""Preflight in a process of its own: whatever a hostile file does to a reader, it does it there,
for so long and no longer.

The child (python -m layout.preflight.apart) is given the path and the press as JSON on its stdin and answers in JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from layout.preflight.values import Finding, Judgement, PageInk, PagePlates
from layout.presses import Press
from layout.units import Rect

MEMORY = 2 << 30
_LARGEST = 1 << 30  # bytes of a file


def judged_apart(
    path: str, press: Press, pictures: bool, seconds: float, plates: PagePlates | None = None
) -> Judgement:
    """The judgement of the child, or why there is none (NP895, NP897)."""

    def closed(code: str, **values: str) -> Judgement:
        return Judgement(path, press.name, findings=(Finding(code, values=tuple(values.items())),))

    try:
        size = os.stat(path).st_size
        if not os.path.isfile(path):
            raise OSError("not a file")
        with open(path, "rb"):
            pass
    except OSError as error:
        return closed("NP897", reason=error.strerror or str(error))
    if size > _LARGEST:
        return closed("NP895", reason=f"{size / (1 << 30):.1f} GiB")
    row = {field.name: getattr(press, field.name) for field in fields(press)}
    told = None if plates is None else {"colour": plates.colour, "beside": plates.beside}
    asked = json.dumps({"path": path, "press": row, "pictures": pictures, "seconds": seconds, "plates": told})
    try:
        return _judgement(answered("layout.preflight.apart", asked.encode(), seconds))
    except Unanswered as error:
        return closed("NP895", reason=str(error))
    except (ValueError, KeyError, TypeError) as error:
        return closed("NP895", reason=str(error)[:120])


class Unanswered(Exception):
    """The child took too long or died; its text says why, in a few words."""


def answered(module: str, asked: bytes, seconds: float) -> Any:
    """The JSON that a module, run as a process of its own, answers to what it is asked. The module limits itself
    (`limit`). Raises Unanswered."""
    # The child finds the package where we did, whatever folder it is started in.
    paths = os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            input=asked,
            capture_output=True,
            timeout=seconds,
            env=os.environ | {"PYTHONPATH": paths},
        )
    except subprocess.TimeoutExpired:
        raise Unanswered(f"> {seconds:g} s") from None
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Unanswered(_last_words(done)) from None


def _last_words(done: subprocess.CompletedProcess[bytes]) -> str:
    if b"MemoryError" in done.stderr or b"bad_alloc" in done.stderr:
        return f"> {MEMORY >> 30} GiB"
    if done.returncode < 0:
        return f"signal {-done.returncode}"
    return (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["?"])[-1][:120]


def _judgement(row: dict[str, Any]) -> Judgement:
    return Judgement(
        row["file"],
        row["press"],
        row["standard"],
        row["pages"],
        tuple(
            Finding(each["code"], each["page"], each["thing"], _rect(each["place"]), tuple(map(tuple, each["values"])))
            for each in row["findings"]
        ),
        tuple(
            PageInk(each["page"], tuple(map(tuple, each["coverage"])), each["heaviest"], Rect(*each["place"]))
            for each in row["ink"]
        ),
        tuple((width, height) for width, height in row["sizes"]),
        tuple(b64decode(each) for each in row["pictures"]),
    )


def _rect(place: list[float] | None) -> Rect | None:
    return None if place is None else Rect(*place)


# In the child


def _row(made: Judgement) -> dict[str, Any]:
    return {
        "file": made.file,
        "press": made.press,
        "standard": made.standard,
        "pages": made.pages,
        "findings": [
            {
                "code": each.code,
                "page": each.page,
                "thing": each.thing,
                "place": None if each.place is None else _numbers(each.place),
                "values": each.values,
            }
            for each in made.findings
        ],
        "ink": [
            {"page": each.page, "coverage": each.coverage, "heaviest": each.heaviest, "place": _numbers(each.place)}
            for each in made.ink
        ],
        "sizes": made.sizes,
        "pictures": [b64encode(each).decode() for each in made.pictures],
    }


def _numbers(box: Rect) -> list[float]:
    return [box.x, box.y, box.width, box.height]


def limit(seconds: float) -> None:
    """Of this process, from here: so much time and MEMORY and no more."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(work: Callable[[dict[str, Any], bytes], dict[str, Any]]) -> None:
    """The other side of `answered`, of a module that runs as a process of its own: does the work that is asked, within
    `limit`, and ends. work: of what is asked and the bytes behind its line."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    limit(asked["seconds"])
    sys.stdout.write(json.dumps(work(asked, data)))
    sys.stdout.flush()
    os._exit(0)  # what libraries do while they are taken down is nobody's concern any more


def _judged(asked: dict[str, Any], _: bytes) -> dict[str, Any]:
    from layout.preflight import examine

    row = asked["press"]
    plain: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in row.items()}
    with open(asked["path"], "rb") as file:
        data = file.read()
    told = asked["plates"]
    plates = () if told is None else PagePlates(told["colour"], tuple((page, ink) for page, ink in told["beside"]))
    return _row(examine(data, asked["path"], Press(**plain), asked["pictures"], plates))


if __name__ == "__main__":
    answer(_judged)
