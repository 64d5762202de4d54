"""A saved web page → a document: its article, with the rest left out and told.

The main text is the block whose paragraphs are long, have commas and few links; its own class and tag count as well
(data/importing/web.toml). Libraries that extract articles rewrite the page on the way and cannot say what became of a
character, so the rule is ours.
"""

from __future__ import annotations

import posixpath
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from layout.diagnostics import Report, resource
from layout.importing import trees
from layout.importing.container import Damaged, bound_cells
from layout.importing.gathering import Gathering
from layout.importing.lines import spaced
from layout.importing.plain import text_of
from layout.importing.rules import certainty
from layout.importing.values import Document, Element, ElementKind, Passage, PictureFound, TableFound
from layout.value import replace, value

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{3,40})", re.IGNORECASE)
_GBK = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb18030", "hz-gb-2312"}
_BIG5 = {"big5", "big5-hkscs", "x-x-big5", "cp950"}
# Python knows more, which are no encodings of pages, and some of them take for ever (the WHATWG's Encoding Standard).
_WEB = re.compile(
    r"utf-?8|utf-?16(?:[lb]e)?|(?:us-)?ascii|iso-?8859-\d{1,2}|latin-?1|(?:windows-|cp)(?:125[0-8]|874|949)"
    r"|koi8-[ru]|macintosh|shift[-_]jis|sjis|euc-(?:jp|kr)|iso-2022-jp"
)
_COMMA = re.compile("[，,、；;]")
_PARAGRAPH = 20  # characters: shorter ones say nothing of where the article is
_ROWS = 2_000


@cache
def _table() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(resource("importing/web.toml").decode("utf-8"))


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(_table()["tags"][kind].split())


@cache
def _hints(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _table()["classes"][kind].split())), re.IGNORECASE)


def read(file: str, data: bytes, report: Report) -> Document | None:
    """None when it is no text (NP981). Told: an encoding that was guessed (NP982). Raises Damaged."""
    text = _decoded(file, data, report)
    if text is None:
        return None
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    root = trees.page(text)
    counted = "".join("".join(str(each).split()) for each in root.xpath("//text()"))
    return _Walk(file, root, counted).document()


def _decoded(file: str, data: bytes, report: Report) -> str | None:
    """By the mark at its beginning, by what the page says, else by what fits."""
    named = _CHARSET.search(data[:8192])
    name = named[1].decode("ascii", "replace").lower() if named else ""
    codec = "gb18030" if name in _GBK else "big5hkscs" if name in _BIG5 else name if _WEB.fullmatch(name) else ""
    if codec and not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        with suppress(LookupError, UnicodeDecodeError):  # the page says what it is not
            return data.removeprefix(BOM_UTF8).decode(codec)
    return text_of(file, data, report)


@value
class _Inside:
    """What the tags around a text say. fate: "" = of the article, else the reason it is left out."""

    fate: str
    mark: str = ""
    given: str = ""


class _Walk:
    """Goes through the tree once, in order."""

    def __init__(self, file: str, root: Any, counted: str) -> None:
        self.file, self.root, self.counted = file, root, counted
        self.gathering = Gathering(file)
        self.elements: list[Element] = []
        self.paragraphs = 0
        self.kind: ElementKind = "text"
        self.level = 0
        self.item = ""
        self.counts: dict[Any, int] = {}  # of each ordered list: the number of its last item
        self.pre = False
        self.pictures: list[Element] = []
        self.shares = _link_shares(root)
        self.main = main_block(root, self.shares)
        self.headline = _headline(root, self.main)
        self.gathering.begin("paragraph", 1)

    def document(self) -> Document:
        self._node(self.root, _Inside("boilerplate"))
        self._end()
        return Document(self.file, tuple(self.elements), tuple(self.gathering.left), self.counted)

    def _node(self, node: Any, inside: _Inside) -> None:
        """A tag with all in it. Depth is bounded by the parser."""
        if not isinstance(node.tag, str):
            self._tail(node, inside)
            return
        name = node.tag.lower()
        own = self._fate(node, name, inside)
        block = name in _names("block") or name in ("br", "title")
        if block:
            self._end()
        if name == "ruby" and not own.fate and self._ruby(node, own):
            pass
        elif name == "table" and not own.fate and _is_table(node):
            self._table(node)
        elif name == "img" and not own.fate:
            self._picture(node)
        else:
            outer = self.kind, self.level, self.item, self.pre
            if block and name != "br":
                self._begin(name, node)
            self._text(node.text, own)
            for child in node:
                self._node(child, own)
                if isinstance(child.tag, str):
                    self._text(child.tail, own)
            if block:
                self._end()
            self.kind, self.level, self.item, self.pre = outer

    def _tail(self, node: Any, inside: _Inside) -> None:
        self._text(node.tail, inside)

    def _fate(self, node: Any, name: str, inside: _Inside) -> _Inside:
        if name in _names("script"):
            return _Inside("script")
        if node is self.main or node is self.headline:
            return _Inside("")
        if name == "title":
            return _Inside("title")
        if inside.fate:
            return inside
        if name in _names("furniture") or _is_furniture(node, name, self.shares[node]):
            return _Inside("boilerplate")
        mark, given = inside.mark, inside.given
        if name == "a":
            address = str(node.get("href") or "")
            if address.startswith(("http://", "https://")) and not re.search(r"[()\s]", address):
                mark, given = "link", address
        elif not mark:
            mark = {"strong": "strong", "b": "strong", "sup": "super"}.get(name, "")
        return _Inside("", mark, given)

    def _begin(self, name: str, node: Any) -> None:
        if re.fullmatch("h[1-6]", name):
            self.kind, self.level = "heading", int(name[1])
        elif node is self.headline:
            self.kind, self.level = "heading", 1
        elif name in ("figcaption", "caption"):
            self.kind = "caption"
        elif name == "li":
            parent = node.getparent()
            self.kind = "item"
            self.item = ""
            if parent is not None and parent.tag == "ol":
                start = str(parent.get("start") or "1")
                first = int(start) if start.isdecimal() and len(start) < 6 else 1
                number = self.counts[parent] = self.counts.get(parent, first - 1) + 1
                self.item = f"{number}. "
        elif name == "pre":
            self.pre = True

    def _text(self, text: str | None, inside: _Inside) -> None:
        if not text:
            return
        if inside.fate:
            if text.strip():
                self.gathering.drop(text, inside.fate, "paragraph", self.paragraphs)
            return
        if self.item and text.strip():
            self.gathering.add(self.item, "number")
            self.item = ""
        mark = inside.mark
        if mark == "super" and len(text.strip()) > 8:
            mark = ""
        for at, line in enumerate(text.split("\n") if self.pre else [text]):
            if at:
                self.gathering.turn()
            lead = " " if line[:1].isspace() else ""
            trail = " " if line[-1:].isspace() else ""
            bare = re.sub(r"[ \t\r\n\f]+", " ", line.strip(" \t\r\n\f"))
            self.gathering.keep(f"{lead}{bare}{trail}" if bare else lead, mark if bare else "", inside.given)

    def _end(self) -> None:
        """What has come since the last block is a paragraph."""
        passage = self.gathering.passage()
        pictures, self.pictures = self.pictures, []
        if any(part.source.strip() or part.result.strip() for part in passage.parts):
            self.paragraphs += 1
            shown = [part for part in passage.parts if part.result.strip()]
            bold = bool(shown) and all(part.mark == "strong" for part in shown)
            if bold or self.kind == "heading":
                passage = Passage(tuple(replace(p, mark="") if p.mark == "strong" else p for p in passage.parts))
            turns = [at for at, character in enumerate(passage.text) if character == "\n"]
            for ends in zip([0, *turns], [*turns, len(passage.text)], strict=True):
                piece = passage.cut(*ends).stripped()
                if not piece.text:
                    if piece.parts:
                        self.gathering.left.append(piece)
                    continue
                if not certainty("byline", piece.text):
                    piece = spaced(piece, head=self.kind == "heading" or len(piece.text) < 40)
                self.elements.append(Element(self.kind, piece, self.level, bold=bold))
        self.elements += pictures
        self.gathering.begin("paragraph", self.paragraphs + 1)

    def _ruby(self, node: Any, inside: _Inside) -> bool:
        """<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>: base and reading by turns."""
        base, before = node.text or "", ""
        for child in node:
            name = child.tag if isinstance(child.tag, str) else ""
            text = "".join(child.itertext())
            if name == "rt":
                self.gathering.ruby(base, text, before=before)
                base, before = "", ""
            elif name == "rp" and base.strip():
                before += text
            elif name == "rp":
                self.gathering.leave(text, "markup")
            else:
                base += text
            base += child.tail or ""
        self.gathering.keep(base)
        self.gathering.leave(before, "markup")
        return True

    def _picture(self, node: Any) -> None:
        address = next((str(node.get(key)) for key in ("data-src", "data-original", "src") if node.get(key)), "")
        if not address or address.startswith("data:"):
            return
        name = posixpath.basename(unquote(urlsplit(address).path)) if _splits(address) else ""
        alt = " ".join(str(node.get("alt") or "").split())
        picture = PictureFound(name or "picture", b"", self.gathering.place, alt, address=address[:500])
        self.pictures.append(Element("picture", picture=picture))

    def _table(self, node: Any) -> None:
        """A table of data: its cells one line each, its caption above."""
        rows: list[tuple[Passage, ...]] = []
        title: Passage | None = None
        self._between(node.text)
        for row in node.iter("caption", "tr"):
            cells: list[Passage] = []
            if row.tag == "caption":
                title = self._cell(row)
                continue
            self._between(row.text)
            for cell in row:
                if isinstance(cell.tag, str) and cell.tag in ("td", "th"):
                    cells.append(self._cell(cell))
                    width = str(cell.get("colspan") or "1")
                    cells += [Passage()] * (min(int(width), 64) - 1 if width.isdecimal() and len(width) < 4 else 0)
                    bound_cells(len(cells))
                self._between(cell.tail)
            self._between(row.tail)
            if any(cell.parts for cell in cells):
                rows.append(tuple(cells))
            if len(rows) > _ROWS:
                raise Damaged("NP984", what=f"a table of more than {_ROWS} rows", most=f"{_ROWS} rows")
        widest = max(map(len, rows), default=0)
        bound_cells(widest * len(rows))
        whole = tuple((*row, *[Passage()] * (widest - len(row))) for row in rows)
        self.elements.append(Element("table", table=TableFound(whole, title)))
        self.gathering.begin("paragraph", self.paragraphs + 1)

    def _between(self, text: str | None) -> None:
        if text and text.strip():
            self.gathering.drop(text, "markup", "paragraph", self.paragraphs)

    def _cell(self, cell: Any) -> Passage:
        self.gathering.begin("paragraph", self.paragraphs)
        for each in cell.xpath(".//text()"):
            self.gathering.keep(re.sub(r"\s+", " ", str(each)))
        return spaced(self.gathering.passage().stripped(), head=True)


def _splits(address: str) -> bool:
    try:
        urlsplit(address)
    except ValueError:
        return False
    return True


def _is_table(node: Any) -> bool:
    """A table of data, not one that lays out the page: short cells, two columns, no tables or pictures inside."""
    if next(node.iterdescendants("table", "img", "div", "h1", "h2", "ul"), None) is not None:
        return False
    rows = list(node.iter("tr"))
    if len(rows) < 2:
        return False
    lengths = [len("".join(cell.itertext()).strip()) for row in rows for cell in row if cell.tag in ("td", "th")]
    widest = max((sum(cell.tag in ("td", "th") for cell in row) for row in rows), default=0)
    return widest > 1 and bool(lengths) and max(lengths) <= 200


# Where the article is


def main_block(root: Any, shares: Mapping[Any, float]) -> Any:
    """The block that has the article: the most text in paragraphs, less what is in links; None where there is none."""
    scores: dict[Any, float] = {}
    for node in root.iter():
        if not isinstance(node.tag, str) or node.tag.lower() in _names("script"):
            continue
        length = _own_length(node)
        if length < _PARAGRAPH or _under_furniture(node):
            continue
        worth = 1 + length / 100 + len(_COMMA.findall(_own_text(node)))
        at, share = node if node.tag.lower() in _names("container") else node.getparent(), 1.0
        for _ in range(3):
            if at is None or at.tag in ("html",):
                break
            scores[at] = scores.get(at, 0.0) + worth * share
            at, share = at.getparent(), share / 2
    if not scores:
        return root.find("body")
    best = max(scores, key=lambda node: scores[node] * (1 - shares[node]) * _favour(node))
    return _widened(best, scores, shares)


def _widened(best: Any, scores: dict[Any, float], shares: Mapping[Any, float]) -> Any:
    """The block above, where its other blocks have much of the article too."""
    for _ in range(3):
        parent = best.getparent()
        if parent is None or parent.tag in ("html", "body") or shares[parent] > 0.3:
            return best
        others = [each for each in parent if each is not best and scores.get(each, 0.0) > 0.25 * scores[best]]
        named = isinstance(parent.tag, str) and parent.tag.lower() in ("article", "main")
        if not others and not named:
            return best
        scores.setdefault(parent, 0.0)
        best = parent
    return best


def _own_text(node: Any) -> str:
    """Text right inside a tag, or inside what is only set another way."""
    inline = _names("inline")
    found = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and child.tag.lower() in inline and child.tag != "a":
            found.append("".join(child.itertext()))
        found.append(child.tail or "")
    return "".join(found)


def _own_length(node: Any) -> int:
    return len("".join(_own_text(node).split()))


def _link_shares(root: Any) -> Mapping[Any, float]:
    """Of the characters of each tag, the part that is in links; from the innermost out, so that each is looked at
    once."""
    whole: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    for node in reversed(list(root.iter())):
        whole[node] = _length(node.text) + sum(whole[child] + _length(child.tail) for child in node)
        linked[node] = sum(linked[child] for child in node) + (whole[node] if node.tag == "a" else 0)
    return {node: min(1.0, linked[node] / (whole[node] or 1)) for node in whole}


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _favour(node: Any) -> float:
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    favour = 1.0
    if node.tag in ("article", "main") or _hints("article").search(named):
        favour *= 1.5
    if _hints("furniture").search(named):
        favour *= 0.3
    return favour


def _is_furniture(node: Any, name: str, linked: float) -> bool:
    """Inside the article: shares, related links, ways to subscribe."""
    named = f"{node.get('class') or ''} {node.get('id') or ''}"
    if str(node.get("style") or "").replace(" ", "").find("display:none") >= 0 or node.get("hidden") is not None:
        return True
    if name in _names("container") and _hints("furniture").search(named):
        return True
    return name in ("ul", "ol", "div", "p") and len(node) > 1 and linked > 0.7


def _under_furniture(node: Any) -> bool:
    return any(
        isinstance(each.tag, str) and each.tag.lower() in _names("furniture") for each in (node, *node.iterancestors())
    )


def _headline(root: Any, main: Any) -> Any:
    """The heading of the article where it stands outside: the h1 that the window's title repeats, else the only one;
    without any, the title itself."""
    if main is None or next(main.iter("h1", "h2"), None) is not None:
        return None
    heads = [each for each in root.iter("h1") if "".join(each.itertext()).strip()]
    title = "".join("".join(each.itertext()) for each in root.iter("title"))
    named = [each for each in heads if "".join(each.itertext()).strip() in title]
    if named or len(heads) == 1:
        return (named or heads)[0]
    others = [each for each in root.iter("h2", "h3", "div", "p", "span") if _own_length(each) >= 6]
    return next((each for each in others if _own_text(each).strip() in title), next(root.iter("title"), None))
