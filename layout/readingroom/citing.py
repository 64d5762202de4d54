"""An article cited: GB/T 7714—2015 §4.4 (newspapers, [N]), BibTeX, RIS."""

from __future__ import annotations

import re

from layout.value import value


@value
class Cited:
    """date: ISO 8601, "" = undated; page: 版次; address: where it can be read; key: for BibTeX."""

    title: str
    authors: tuple[str, ...]
    paper: str
    date: str
    number: str
    page: int
    publisher: str
    address: str
    key: str
    language: str = "zh-CN"


_MOST_AUTHORS = 3  # GB/T 7714—2015 §8.1.2: of more, the first three and 等


def gbt7714(cited: Cited) -> str:
    """作者. 题名[N]. 报名, 年-月-日(版次)."""
    authors = ", ".join(cited.authors[:_MOST_AUTHORS]) + (", 等" if len(cited.authors) > _MOST_AUTHORS else "")
    begin = f"{authors}. " if authors else ""
    dated = f", {cited.date}" if cited.date else ""
    return f"{begin}{cited.title}[N]. {cited.paper}{dated}({cited.page})."


def bibtex(cited: Cited) -> str:
    """biblatex's @article of a newspaper, which BibTeX reads too."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in cited.authors),
        "title": f"{{{_tex(cited.title)}}}",
        "journal": _tex(cited.paper),
        "entrysubtype": "newspaper",
        "date": cited.date,
        "year": cited.date[:4],
        "number": _tex(cited.number),
        "pages": str(cited.page),
        "publisher": _tex(cited.publisher),
        "langid": "chinese" if cited.language.startswith("zh") else "",
        "url": cited.address,
    }
    lines = [f"  {name} = {{{given}}}," for name, given in fields.items() if given]
    return "\n".join([f"@article{{{cited.key},", *lines, "}\n"])


def ris(cited: Cited) -> str:
    """RIS, type NEWS; lines end in CR LF."""
    rows = [
        ("TY", "NEWS"),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.title),
        ("T2", cited.paper),
        ("PY", cited.date[:4]),
        ("DA", cited.date.replace("-", "/")),
        ("IS", cited.number),
        ("SP", str(cited.page)),
        ("PB", cited.publisher),
        ("LA", cited.language),
        ("UR", cited.address),
    ]
    lines = [f"{tag}  - {' '.join(given.split())}" for tag, given in rows if given]
    return "\r\n".join([*lines, "ER  - ", ""])


def _tex(text: str) -> str:
    plain = " ".join(text.split())
    marks = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    return re.sub(r"[\\{}~^&%$#_]", lambda found: marks.get(found[0], "\\" + found[0]), plain)
