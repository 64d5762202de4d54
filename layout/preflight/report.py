"""Judgements for people: text for a terminal, and one HTML page with pictures of the pages and the
places marked on them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape

from layout.diagnostics import Language
from layout.preflight.values import Finding, Judgement, PageInk

_WORDS = {
    "en": {
        "title": "Preflight",
        "clean": "no faults",
        "error": "error",
        "warning": "warning",
        "note": "note",
        "press": "press",
        "standard": "measured by",
        "pages": "pages",
        "page": "Page {page}",
        "file": "The file",
        "ink": "Ink (mean of the trim)",
        "heaviest": "heaviest 15 mm square: {percent:.0f} %",
        "counts": "{errors} error(s), {warnings} warning(s)",
        "notes": "{found}, {notes} note(s)",
        "cure": "Cure",
        "source": "Source",
    },
    "zh": {
        "title": "印前检查",
        "clean": "没有问题",
        "error": "错误",
        "warning": "提醒",
        "note": "说明",
        "press": "印刷机",
        "standard": "所依标准",
        "pages": "页数",
        "page": "第 {page} 页",
        "file": "整个文件",
        "ink": "墨量（成品范围平均）",
        "heaviest": "最重的 15 毫米方块：{percent:.0f} %",
        "counts": "{errors} 个错误，{warnings} 个提醒",
        "notes": "{found}，{notes} 条说明",
        "cure": "怎么改",
        "source": "依据",
    },
}


def counts(judged: Judgement) -> tuple[int, int, int]:
    """Errors, warnings, and notes: what a file has that is no fault, but whoever prints it should know."""
    found = [finding.severity for finding in judged.findings]
    return found.count("error"), found.count("warning"), found.count("note")


def _found(judged: Judgement, language: Language) -> str:
    """How much was found, in words."""
    words = _WORDS[language]
    errors, warnings, notes = counts(judged)
    found = words["counts"].format(errors=errors, warnings=warnings) if errors or warnings else words["clean"]
    return words["notes"].format(found=found, notes=notes) if notes else found


def lines(judged: Judgement, language: Language) -> Iterator[tuple[str, str]]:
    """Each finding as text, with its severity."""
    for finding in judged.findings:
        where = finding.where(language)
        place = f"{judged.file}: {where}: " if where else f"{judged.file}: "
        head = f"{place}{finding.severity}[{finding.code}]: {finding.message(language)}"
        advice = finding.advice(language)
        yield (
            head + (f"\n   = {advice}" if advice else "") + (f"\n   = {finding.source}" if finding.source else ""),
            finding.severity,
        )


def summary(judged: Judgement, language: Language) -> str:
    """One line: the file, what it was measured by, and how much was found."""
    words = _WORDS[language]
    measured = f" ({judged.standard.upper()}, {judged.press}, {words['pages']}: {judged.pages})" if judged.pages else ""
    return f"{judged.file}{measured}: {_found(judged, language)}"


_STYLE = """
body{font:15px/1.5 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2em auto;max-width:72em;
padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em;border-top:1px solid #bbb;padding-top:.6em}
.page{display:flex;gap:2em;flex-wrap:wrap;align-items:flex-start}
.sheet{position:relative;flex:0 0 26em;border:1px solid #999;line-height:0}.sheet img{width:100%}
.spot{position:absolute;border:2px solid;min-width:6px;min-height:6px;box-sizing:border-box;line-height:1}
.spot b{position:absolute;left:-2px;top:-1.35em;font-size:11px;color:#fff;padding:0 3px}
.error{border-color:#c00}.warning{border-color:#c70}.spot.error b{background:#c00}.spot.warning b{background:#c70}
.note{border-color:#678}.spot.note b{background:#678}
ol{flex:1 1 24em;padding-left:0;margin:0;list-style:none}
li{border-left:4px solid;padding:.1em 0 .1em .8em;margin-bottom:1em}
li p{margin:0}.code{font-family:monospace}.small{color:#666;font-size:.87em}
table{border-collapse:collapse}td,th{border-bottom:1px solid #ddd;padding:.15em .8em;text-align:left}
@media print{.page{display:block}.sheet{width:26em;margin-bottom:1em}}
"""


def html(judgements: Sequence[Judgement], language: Language) -> bytes:
    """One page that needs nothing beside it."""
    words = _WORDS[language]
    title = f"{words['title']}: {', '.join(each.file.replace(chr(92), '/').rpartition('/')[2] for each in judgements)}"
    body = "".join(_file(each, language) for each in judgements)
    tongue = {"en": "en", "zh": "zh-CN"}[language]
    made = (
        f'<!DOCTYPE html>\n<html lang="{tongue}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )
    return made.encode("utf-8", "replace")


def _file(judged: Judgement, language: Language) -> str:
    words = _WORDS[language]
    found = _found(judged, language)
    about = " · ".join(
        [
            f"{words['press']}: {judged.press}",
            f"{words['standard']}: {judged.standard.upper() or '–'}",
            f"{words['pages']}: {judged.pages}",
        ]
    )
    whole = [finding for finding in judged.findings if not finding.page]
    parts = [
        f"<h1>{escape(judged.file)}</h1><p><strong>{found}</strong><br><span class=small>{escape(about)}</span></p>"
    ]
    if whole:
        parts.append(f"<h2>{words['file']}</h2><ol>{_rows(whole, language)}</ol>")
    ink = {each.page: each for each in judged.ink}
    parts += [_page(judged, page, ink.get(page), language) for page in range(1, judged.pages + 1)]
    return "".join(parts)


def _page(judged: Judgement, page: int, ink: PageInk | None, language: Language) -> str:
    words = _WORDS[language]
    found = [finding for finding in judged.findings if finding.page == page]
    picture = ""
    if page <= len(judged.pictures) and judged.pictures[page - 1]:
        data = b64encode(judged.pictures[page - 1]).decode()
        spots = "".join(_spot(each, judged.sizes[page - 1], at) for at, each in enumerate(found, 1))
        alt = escape(words["page"].format(page=page))
        picture = f'<div class=sheet><img alt="{alt}" src="data:image/png;base64,{data}">{spots}</div>'
    list_ = f"<ol>{_rows(found, language)}</ol>" if found else f"<p>{words['clean']}</p>"
    table = _ink(ink, language) if ink else ""
    beside = f"<div style='flex:1 1 24em'>{list_}{table}</div>"
    return f"<h2>{words['page'].format(page=page)}</h2><div class=page>{picture}{beside}</div>"


def _spot(finding: Finding, size: tuple[float, float], number: int) -> str:
    """The place as a frame over the picture; parts outside the trim are cut away."""
    box = finding.place
    if box is None:
        return ""
    left, top = max(box.x, 0.0), max(box.y, 0.0)
    right, bottom = min(box.right, size[0]), min(box.bottom, size[1])
    if right < left or bottom < top:
        return ""
    shares = (left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1])
    places = ";".join(
        f"{name}:{100 * part:.2f}%" for name, part in zip(("left", "top", "width", "height"), shares, strict=True)
    )
    return f'<span class="spot {finding.severity}" style="{places}"><b>{number}</b></span>'


def _rows(found: Sequence[Finding], language: Language) -> str:
    words = _WORDS[language]
    rows = []
    for number, finding in enumerate(found, 1):
        more = [f"{words['cure']}: {escape(finding.advice(language))}"] if finding.advice(language) else []
        more += [f"{words['source']}: {escape(finding.source)}"] if finding.source else []
        where = escape(finding.where(language))
        small = "<br>".join(filter(None, [where, *more]))
        rows.append(
            f'<li class="{finding.severity}"><p><span class=code>{number}. {finding.code}</span> '
            f"{words[finding.severity]}: {escape(finding.message(language))}</p><p class=small>{small}</p></li>"
        )
    return "".join(rows)


def _ink(ink: PageInk, language: Language) -> str:
    words = _WORDS[language]
    rows = "".join(f"<tr><td>{escape(name)}<td>{100 * share:.1f} %" for name, share in ink.coverage)
    heaviest = words["heaviest"].format(percent=ink.heaviest)
    return f"<table><tr><th colspan=2>{words['ink']}{rows}</table><p class=small>{heaviest}</p>"
