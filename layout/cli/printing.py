"""What the verbs print: faults for a person or as JSON, and scores."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from layout.diagnostics import CONTROLS, visible
from layout.pagenames import page_name

if TYPE_CHECKING:
    from rich.text import Text

    from layout.diagnostics import Language, Report
    from layout.makeup import PageMade
    from layout.pipeline import Workspace
    from layout.text.paragraph import Typesetter

WORDS = {
    "en": {
        "clean": "no faults",
        "error": "{n} error",
        "errors": "{n} errors",
        "check": "{n} check that the press build stops at",
        "checks": "{n} checks that the press build stops at",
        "warning": "{n} warning",
        "warnings": "{n} warnings",
        "page": "page {number}: {score:.1f} of 100",
        "assigned": "  from the stories of the whole issue: {stories}",
        "stayed": "  stands as in the last build; --fresh plans it anew",
        "wrote": "wrote {file}",
        "would change": "would change {file}",
        "read": "reading",
        "fonts": "opening fonts",
        "and lent": "; {count} for other scripts and signs",
        "standard": "standard",
        "characters": "characters",
        "covered": "covered",
        "lacking": "missing",
        "set from": "set from",
        "pack": "pack that has more",
        "pack got": "{title}: in {folder}, and every page set from here has them",
        "make-up": "making up pages",
        "write": "writing the PDF",
        "write OFD": "writing the OFD file",
        "raster": "drawing the pages",
        "plates": "screen plates",
        "catalogue": "entering the issues",
        "verify": "comparing bags with their sums",
        "new": "a new paper stands in {folder}, its first issue is {issue}; next:\n\n    layout serve {folder} --open",
        "taken": "there is something in “{folder}” already; name a folder that is empty or not there yet",
        "folder": "\nFolder to put it in",
        "choose": "Number",
        "no choice": "a number from 1 to {most}",
        "not in a name": "internal material may not be called “…{word}” (内部资料性出版物管理办法 §14); "
        "change the name in paper.yaml, or ask whoever gives the permit",
        "unknown code": "no code {code}; near: {near}",
        "stopped": "stopped",
        "serving": "the reading room is open at {address} (Ctrl-C closes it)",
        "desk": "the desk is open at {address} (Ctrl-C closes it)",
        "desk to read": "to read only: {address}",
        "no desk": "there is no such issue or folder",
        "site": "writing the site",
        "site written": "wrote {files} files into {folder}",
        "role": "role",
        "name": "name",
        "faces": "faces, asked in order",
        "face": "face",
        "licence": "licence",
        "source": "from",
        "no cache": "nothing is kept: LAYOUT_CACHE is empty, or there is no place for it",
        "empty": "  nothing",
        "kept picture": "converted pictures",
        "kept sound": "pictures found sound",
        "kept page": "made-up pages",
        "kept jumps": "stories that jump, settled",
        "kept font": "fonts, cut to their glyphs",
        "kept ": "of an earlier version",
        "made": "{n} done",
        "as before": "{n} done before and unchanged",
        "failed": "{n} failed",
        "skipped": "done before and unchanged",
        "issues": "issues",
        "counted": "{characters} characters, {words} words, {han} of them ideographs",
        "count page": "page {number}",
        "no page": "without a page",
        "count body": "body",
        "count words": "words",
        "count head": "head",
        "count deck": "deck",
        "count captions": "captions",
        "count state": "room",
        "state fits": "fits",
        "state room": "{n} characters more",
        "state over": "{n} characters over",
        "state lines": "{n} lines over, more than a cut mends",
        "import source": "{n:>8}  characters in the source",
        "import left": "{n:>8}− left out: {why}",
        "import added": "{m:>8}+ added: {why}",
        "import changed": "{n:>8}→ {m} changed: {why}",
        "import result": "{n:>8}  characters in the issue",
        "style there": "“{file}” is there already; name another file, or say --replace",
    },
    "zh": {
        "clean": "没有问题",
        "error": "{n} 个错误",
        "errors": "{n} 个错误",
        "check": "{n} 项版面检查不合格，不能付印",
        "checks": "{n} 项版面检查不合格，不能付印",
        "warning": "{n} 个提醒",
        "warnings": "{n} 个提醒",
        "page": "第 {number} 版：{score:.1f} 分（满分 100）",
        "assigned": "  由整期稿件分来：{stories}",
        "stayed": "  与上次付印的版式相同；加 --fresh 可重新安排",
        "wrote": "已写出 {file}",
        "would change": "需要整理 {file}",
        "read": "读稿",
        "fonts": "打开字体",
        "and lent": "；另有 {count} 套排外文和符号",
        "standard": "标准",
        "characters": "字数",
        "covered": "覆盖",
        "lacking": "缺字",
        "set from": "取自",
        "pack": "可补的字库包",
        "pack got": "{title}：已放进 {folder}，在这里排版时都能用",
        "make-up": "拼版",
        "write": "写 PDF",
        "write OFD": "写 OFD",
        "raster": "出版面图",
        "plates": "出印版",
        "catalogue": "收录各期",
        "verify": "核对存档",
        "new": "新报纸放在 {folder}，第一期是 {issue}；下一步：\n\n    layout serve {folder} --open",
        "taken": "“{folder}”里已经有东西了；请另起一个文件夹名，或用空文件夹",
        "folder": "\n放在哪个文件夹",
        "choose": "请选编号",
        "no choice": "请输入 1 到 {most} 的数字",
        "not in a name": "内部资料的名称不得用“{word}”字样（《内部资料性出版物管理办法》第十四条）；"
        "请在 paper.yaml 里改名，或问发准印证的部门",
        "unknown code": "没有 {code} 这个代码；相近的有：{near}",
        "stopped": "已停下",
        "serving": "阅览室已开放：{address}（按 Ctrl-C 关闭）",
        "desk": "编辑台已打开：{address}（按 Ctrl-C 关闭）",
        "desk to read": "只读网址：{address}",
        "no desk": "没有这一期的文件，也没有这个文件夹",
        "site": "写网站",
        "site written": "已写出 {files} 个文件，在 {folder}",
        "role": "角色",
        "name": "名称",
        "faces": "字体（按顺序找字）",
        "face": "字体",
        "licence": "许可",
        "source": "来源",
        "no cache": "没有保存任何东西：LAYOUT_CACHE 为空，或没有放的地方",
        "empty": "  空的",
        "kept picture": "转换过的图片",
        "kept sound": "查过完好的图片",
        "kept page": "拼好的版",
        "kept jumps": "排定的转版",
        "kept font": "裁好的字体",
        "kept ": "旧版本留下的",
        "made": "做好 {n} 期",
        "as before": "{n} 期此前已做好，没有改动",
        "failed": "{n} 期没有做成",
        "skipped": "此前已做好，没有改动",
        "issues": "期",
        "counted": "{characters} 字（含标点），字数 {words}，汉字 {han}",
        "count page": "第 {number} 版",
        "no page": "没有版面",
        "count body": "正文",
        "count words": "字数",
        "count head": "标题",
        "count deck": "副题",
        "count captions": "图说",
        "count state": "版面",
        "state fits": "合适",
        "state room": "还可写 {n} 字",
        "state over": "超 {n} 字",
        "state lines": "超 {n} 行，单删字解决不了",
        "import source": "{n:>8}  原文字数",
        "import left": "{n:>8}－ 没有收入：{why}",
        "import added": "{m:>8}＋ 补入：{why}",
        "import changed": "{n:>8}→ {m} 改换：{why}",
        "import result": "{n:>8}  期文件字数",
        "style there": "已经有“{file}”了；请另取名字，或加 --replace",
    },
}
_KEPT = "\n\t"  # lines and tables of ours


def tell(
    report: Report,
    pages: Sequence[PageMade],
    form: str,
    language: Language,
    workspace: Workspace,
    *,
    to_error: bool,
    written: Sequence[str] = (),
    setter: Typesetter | None = None,
) -> None:
    """Print what was found: for a person, or as the JSON of `layout check --help`.
    setter: to tell the setting of each story."""
    if form == "json":
        found: dict[str, Any] = {
            "diagnostics": [fault.as_dict(language) for fault in report],
            "pages": [page_json(made, language, setter) for made in pages],
        }
        if written:
            found["written"] = list(written)
        say(as_json(found), err=to_error)
        return
    for severity, line in as_text(report, pages, language, workspace):
        say(line, err=to_error, severity=severity)
    for file in written:
        if file != "-":
            say(WORDS[language]["wrote"].format(file=visible(file)), err=to_error and "-" in written)


class Styled(str):
    """Text with colours of ours, whose control characters are meant."""

    __slots__ = ()


def styled(text: str, **style: Any) -> Styled:
    """A text in colours or bold, its own control characters shown."""
    return Styled(click.style(visible(text, _KEPT), **style))


def say(*pieces: str, err: bool = False, nl: bool = True, severity: str = "", **style: Any) -> None:
    """The one way words get to a terminal: what would move its cursor, ring or recolour is shown, not obeyed.

    pieces: said one behind the other. severity: of a fault, whose first line stands out. style: as of click.style.
    """
    text = "".join(each if isinstance(each, Styled) else visible(each, _KEPT) for each in pieces)
    if severity:
        text = _coloured(text, severity)
    elif style:
        text = click.style(text, **style)
    click.echo(text, err=err, nl=nl)


def pour(text: str) -> None:
    """Text that may be meant for a program, on stdout: to a pipe or a file as it is, on a terminal as `say` does."""
    if sys.stdout is not None and sys.stdout.isatty():
        say(text, nl=False)
    else:
        click.echo(text, nl=False)


def as_text(
    report: Report, pages: Sequence[PageMade], language: Language, workspace: Workspace
) -> Iterator[tuple[str, str]]:
    """What is told of an issue for a person: of each piece its severity, "" = no fault, and its lines."""
    words = WORDS[language]
    if len(report):
        from layout.diagnostics import render
        from layout.source import line_reader

        line = line_reader(workspace)
        for fault in report:
            yield fault.severity, render(fault, language, line)
    for made in pages:
        yield "", words["page"].format(number=page_name(made.page.number), score=made.score)
        if made.assigned:
            yield "", visible(words["assigned"].format(stories=", ".join(made.assigned)))
        if made.stayed:
            yield "", words["stayed"]
        for found_check in made.checks:
            yield "", visible(f"  {found_check.id} {found_check.message(language)}")
    counts = [(kind, sum(fault.severity == kind for fault in report)) for kind in ("error", "warning")]
    if not counts[0][1]:  # else a fault was told for most of them
        counts.append(("check", sum(check.severity == "error" for made in pages for check in made.checks)))
    told = ", ".join(words[kind if n == 1 else kind + "s"].format(n=n) for kind, n in counts if n)
    yield "", told or words["clean"]


def page_json(made: PageMade, language: Language, setter: Typesetter | None = None) -> dict[str, Any]:
    """A page of `--format json`. setter: to tell the setting of each story's lines, and its nearest cure."""
    found: dict[str, Any] = {
        "page": made.page.number,
        "score": round(made.score, 1),
        "planned": made.planned,
        "stayed": made.stayed,
        "assigned": list(made.assigned),
        "checks": [
            {
                "id": check.id,
                "severity": check.severity,
                "story": check.story,
                "amount": check.amount,
                "message": check.message(language),
            }
            for check in made.checks
        ],
        "tactics": [{"story": story, "tactic": name, "amount": amount} for story, name, amount in made.tactics],
    }
    if setter is not None:
        from layout.text.quality import story_json

        found["stories"] = [{"story": name, **story_json(body, setter)} for name, body in made.bodies if body]
    return found


def as_json(value: Any, encoding: str = "") -> str:
    """JSON for a file or stdout of that encoding, "" = stdout's own; escapes where it has not every character."""
    import json

    encoding = encoding or getattr(sys.stdout, "encoding", "") or ""
    text = json.dumps(value, ensure_ascii=encoding.lower().replace("-", "") != "utf8", indent=2)
    # JSON lets DEL and what is above it stand; by its number it reads the same and no terminal obeys it.
    return CONTROLS.sub(lambda match: match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}", text)


_COLOURS = {"error": "red", "note": "cyan"}


def _coloured(text: str, severity: str) -> str:
    """The first line stands out; click takes the colour away where no terminal shows it,
    and NO_COLOR takes it anywhere."""
    if os.environ.get("NO_COLOR"):
        return text
    head, newline, rest = text.partition("\n")
    return click.style(head, fg=_COLOURS.get(severity, "yellow"), bold=True) + newline + rest


def cells(*texts: str) -> Iterator[Text]:
    """Cells of a table: names as they are, not as rich's markup, with their control characters shown."""
    from rich.text import Text

    return (Text(visible(each)) for each in texts)
