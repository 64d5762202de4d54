"""What the verbs print: faults for a person or as JSON, scores, and one line of progress on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from layout.diagnostics import Language, Report
    from layout.makeup import PageMade
    from layout.pipeline import Workspace

WORDS = {
    "en": {
        "clean": "no faults",
        "error": "{n} error(s)",
        "warning": "{n} warning(s)",
        "page": "page {number}: {score:.1f} of 100",
        "wrote": "wrote {file}",
        "read": "reading",
        "fonts": "opening fonts",
        "make-up": "making up pages",
        "write": "writing the PDF",
        "raster": "drawing the pages",
        "new": "a new paper stands in {folder}; next: layout build {issue}",
        "unknown code": "no code {code}; near: {near}",
        "stopped": "stopped",
        "roles": "roles",
        "role": "role",
        "name": "name",
        "faces": "faces, asked in order",
        "face": "face",
        "licence": "licence",
        "kind": "outlines",
        "characters": "characters",
        "han": "ideographs",
    },
    "zh": {
        "clean": "没有问题",
        "error": "{n} 个错误",
        "warning": "{n} 个提醒",
        "page": "第 {number} 版：{score:.1f} 分（满分 100）",
        "wrote": "已写出 {file}",
        "read": "读稿",
        "fonts": "打开字体",
        "make-up": "拼版",
        "write": "写 PDF",
        "raster": "出版面图",
        "new": "新报纸放在 {folder}；下一步：layout build {issue}",
        "unknown code": "没有 {code} 这个代码；相近的有：{near}",
        "stopped": "已停下",
        "roles": "角色",
        "role": "角色",
        "name": "名称",
        "faces": "字体（按顺序找字）",
        "face": "字体",
        "licence": "许可",
        "kind": "轮廓",
        "characters": "字符数",
        "han": "汉字数",
    },
}
_LONG = 3  # pages: fewer are done before a line of progress could be read


def tell(
    report: Report,
    pages: Sequence[PageMade],
    form: str,
    language: Language,
    workspace: Workspace,
    *,
    to_error: bool,
    written: Sequence[str] = (),
) -> None:
    """Print what was found: for a person, or as the JSON of `layout check --help`."""
    if form == "json":
        found: dict[str, Any] = {
            "diagnostics": [fault.as_dict(language) for fault in report],
            "pages": [page_json(made) for made in pages],
        }
        if written:
            found["written"] = list(written)
        click.echo(as_json(found), err=to_error)
        return
    words = WORDS[language]
    if len(report):
        from layout.diagnostics import render
        from layout.source import line_reader

        line = line_reader(workspace)
        for fault in report:
            click.echo(_coloured(render(fault, language, line), fault.severity), err=to_error)
    for made in pages:
        click.echo(words["page"].format(number=made.page.number, score=made.score), err=to_error)
        for found_check in made.checks:
            click.echo(f"  {found_check.id} {found_check.message(language)}", err=to_error)
    counts = [(kind, sum(fault.severity == kind for fault in report)) for kind in ("error", "warning")]
    click.echo(", ".join(words[kind].format(n=n) for kind, n in counts if n) or words["clean"], err=to_error)
    for file in written:
        if file != "-":
            click.echo(words["wrote"].format(file=file), err=to_error and "-" in written)


def page_json(made: PageMade) -> dict[str, Any]:
    """A page of `--format json`."""
    return {
        "page": made.page.number,
        "score": round(made.score, 1),
        "checks": [
            {"id": check.id, "severity": check.severity, "amount": check.amount, "message": check.message}
            for check in made.checks
        ],
    }


def as_json(value: Any) -> str:
    """JSON for stdout; escapes where the terminal's encoding has not every character."""
    import json

    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    return json.dumps(value, ensure_ascii=encoding != "utf8", indent=2)


def _coloured(text: str, severity: str) -> str:
    """The first line stands out; click takes the colour away where no terminal shows it, and NO_COLOR takes it anywhere."""
    if os.environ.get("NO_COLOR"):
        return text
    head, newline, rest = text.partition("\n")
    return click.style(head, fg="red" if severity == "error" else "yellow", bold=True) + newline + rest


class Progress:
    """One line on a terminal while long work runs; nothing elsewhere. Stages call it with their name and the pages done."""

    def __init__(self, language: Language) -> None:
        self._words = WORDS[language]
        self._status: Any = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._status is None:
            # rich takes as long to import as a page takes to set: only for what lasts.
            if total < _LONG or not sys.stderr.isatty():
                return
            from rich.console import Console

            self._status = Console(stderr=True).status("")
            self._status.start()
        self._status.update(self._words[stage] + (f" {done}/{total}" if done else ""))

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._status is not None:
            self._status.stop()
