"""A sample page in a learned style: the program's own sample copy in as many stories as fill the type area, with every
kind of head. It is made in memory; nothing of the user's is read or written."""

from __future__ import annotations

import errno
import os
import posixpath
from collections.abc import Iterator, Mapping

from layout.diagnostics import resource
from layout.pipeline import Proof, Session
from layout.source.writing import Tree, written
from layout.theme import PAPER_FILE, Theme
from layout.workspace import Workspace

_ISSUE = "sample.yaml"
_FILLED = (0.80, 0.74, 0.86, 0.68)
"""Parts of the type area's characters that are tried as copy, the rest being heads, pictures and air."""
_BRIEF = 60  # characters


class _Drawer(Workspace):
    """Files in memory, with the fonts of this machine."""

    def __init__(self, files: Mapping[str, bytes], fonts: Workspace) -> None:
        super().__init__(fonts.root, fonts.fonts)
        self._files = files

    def read(self, name: str) -> bytes:
        place = posixpath.normpath(name)
        if place in self._files:
            return self._files[place]
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT), name)

    def exists(self, name: str) -> bool:
        return posixpath.normpath(name) in self._files

    def is_folder(self, name: str) -> bool:
        return False

    def names(self, folder: str) -> tuple[str, ...]:
        return ()


def sample(workspace: Workspace, paper: str, theme: Theme, front: bool) -> tuple[Proof, Session]:
    """The best of some trials of a sample page. paper: text of its paper.yaml; theme: what that reads as; front:
    with the nameplate."""
    best: tuple[int, Proof, Session] | None = None
    for share in _FILLED:
        files = {
            PAPER_FILE: paper.encode(),
            _ISSUE: _issue(theme, share, front).encode(),
            "street.jpg": resource("scaffold/street.jpg"),
        }
        session = Session(_Drawer(files, workspace), again=False, shelf="")
        proof = session.check(_ISSUE)
        faults = sum(2 if fault.severity == "error" else 1 for fault in proof.report)
        faults += sum(2 for made in proof.pages for check in made.checks if check.severity == "error")
        if proof.pages and (best is None or faults < best[0]):
            best = faults, proof, session
        if best is not None and best[0] == 0:
            break
    assert best is not None
    return best[1], best[2]


def _issue(theme: Theme, share: float, front: bool) -> str:
    grid, body = theme.grid, theme.styles["body"]
    rows = grid.rows - (theme.numbers["nameplate_rows"] if front else theme.numbers["banner_rows"])
    room = grid.columns * (grid.measure / body.size) * rows * share
    copy = _copy()
    wide = grid.columns >= 4
    briefs = [
        {"headline": head, "body": next_copy(copy, _BRIEF)}
        for head in _BRIEF_HEADS[: max(3, round(0.12 * room / _BRIEF))]
    ]
    picture = {"file": "street.jpg", "caption": "清晨的街口，大家都在这里碰面。", "alt": "插图：老街"}
    if wide:
        picture["columns"] = "2"
    stories: dict[str, Tree] = {
        "opening": {
            "role": "lead",
            "kicker": "从今天起，街坊们有了一份自己的报纸",
            "headline": "身边的事　自己来写",
            "deck": "每一行字都落在同一张网格上",
            "byline": "本报编辑部",
            "pictures": [picture],
            "body": next_copy(copy, 0.30 * room),
        },
        "writing": {
            "rank": "2",
            "headline": "一篇稿子怎样写",
            "deck": "标题、段落和小题，照着样子添",
            "body": next_copy(copy, 0.22 * room),
        },
        "printing": {"rank": "3", "headline": "先检查再付印", "body": next_copy(copy, 0.17 * room)},
        "why": {
            "role": "comment",
            "headline": "为什么要有一份报纸",
            "byline": "编　者",
            "body": next_copy(copy, 0.13 * room),
        },
        "notes": {"role": "briefs", "items": briefs},
    }
    page: dict[str, Tree] = {"page": "1" if front else "2", "plan": "auto", "stories": stories}
    if not front:
        page["banner"] = "综合新闻"
    return written({"paper": "样报", "date": "2026-01-01", "number": "1", "keep": "no", "pages": [page]})


_BRIEF_HEADS = (
    "三天前截稿",
    "照片要大图",
    "三个人读三遍",
    "生字不怕",
    "各楼栋来领报",
    "改稿不用愁",
    "版面画一画",
    "字数数得清",
) * 4


def _copy() -> Iterator[str]:
    """Sentences of the sample copy, over and over."""
    text = "".join(resource(f"scaffold/copy/{name}.md").decode() for name in ("lead", "write"))
    plain = [line for line in text.splitlines() if line and not line.startswith(("#", ">", "-", "|", "!"))]
    sentences = [part + "。" for line in plain for part in line.replace("**", "").split("。") if part.strip("”’ ")]
    safe = [each for each in sentences if not set(each) & set("*[]{}`<>_")]
    while True:
        yield from safe


def next_copy(copy: Iterator[str], characters: float) -> str:
    """Paragraphs of three sentences, about so many characters."""
    paragraphs: list[str] = []
    count, sentences = 0, list[str]()
    while count < characters:
        sentences.append(next(copy))
        count += len(sentences[-1])
        if len(sentences) == 3:
            paragraphs.append("".join(sentences))
            sentences = []
    if sentences:
        paragraphs.append("".join(sentences))
    return "\n\n".join(paragraphs)
