"""The job sheet (付印通知单): one A4 page, Chinese and English, that a person at the shop reads before anything else.

It says what the ticket says, draws how the pages lie on the sheets,
and lists the files with the beginning of their sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from layout.display import BLACK, Fill, Frame, Group, Ink, Item, Page, Rule
from layout.folding import Flat
from layout.labels import label, label_width
from layout.package.inkkeys import InkKeys
from layout.package.ticket import Order, PageInk
from layout.pagenames import page_number
from layout.signing import Signature
from layout.text.paragraph import Typesetter
from layout.units import MM, Rect, Size

_A4 = Size(210 * MM, 297 * MM)
_LEFT, _RIGHT = 18 * MM, 192 * MM
_FOOT = 285 * MM
_GRAY = Ink(0, 0, 0, 0.6)
_TINT = Ink(0, 0, 0, 0.08)
_ROW = 6.2 * MM
_SMALL_ROW = 4.2 * MM
_BINDINGS = {"none": "散页 single sheets", "nested": "套折 nested, folded", "saddle": "骑马订 saddle-stitched"}
_ROMAN = "CMYK"
_HEADS = {0: "", 90: "→", 180: "↓", 270: "←"}


def job_sheet(
    order: Order,
    flats: Sequence[Flat],
    files: Mapping[str, bytes],
    signatures: Sequence[Signature],
    findings: tuple[int, int, int],
    keys: InkKeys | None,
    setter: Typesetter,
) -> Page:
    """The sheet of a job. flats: () = none were made. files: of the package.
    findings: errors, warnings, notes. keys: None = none were reckoned."""
    sheet = _Sheet(setter)
    sheet.title(order.name)
    for chinese, english, words in (*_facts(order, findings), *_zones(keys)):
        sheet.fact(chinese, english, words)
    if flats:
        sheet.heading("拼大版", "Flats: what lies where, seen from the printed side")
        sheet.flats(flats, [page.label for page in order.pages], [plates for _, _, plates in order.forms])
    sheet.heading("用墨", "Ink: area covered, and grams for 1,000 copies of the page")
    sheet.table(_ink_rows(order.pages), (0, 18, 42, 66, 90, 114, 144))
    sheet.heading("付印签", "Signed off by")
    signed = [(each.role, each.name, each.date, each.sha256[:16] + "…") for each in signatures]
    sheet.table(signed or [("—",)], (0, 34, 78, 108))
    sheet.heading("文件", "Files and the beginning of their SHA-256; all sums are in SHA256SUMS")
    sheet.table(_file_rows(files), (0, 100, 128))
    return Page(1, _A4, 0.0, (Group("story", tuple(sheet.items), "job sheet"),))


def _file_rows(files: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Pictures to look at are counted, everything else is named, the many pages last."""
    named = {name: data for name, data in files.items() if not name.startswith("proof/")}
    named = dict(sorted(named.items(), key=lambda row: row[0].startswith("pages/")))
    rows = [(name, f"{len(data):,}", sha256(data).hexdigest()[:16] + "…") for name, data in named.items()]
    pictures = len(files) - len(named)
    return [*([("proof/", f"{pictures} PNG", "")] if pictures else []), *rows]


def _facts(order: Order, findings: tuple[int, int, int]) -> Iterator[tuple[str, str, str]]:
    width, height = order.trim.width / MM, order.trim.height / MM
    yield "作业号", "Job", order.job
    yield "报社", "Publisher", order.publisher or "—"
    yield "出报日期", "Date of issue", str(order.date or "—")
    yield "开本", "Trimmed size", f"{width:.4g} × {height:.4g} mm　出血 bleed {order.bleed / MM:.2g} mm"
    yield "版数", "Pages", f"{len(order.pages)}　（第 {_ranges([page.label for page in order.pages])} 版）"
    edge = "" if order.spine == "left" or order.binding == "none" else "　右边装订 folded at the right edge"
    yield "装订", "Binding", _BINDINGS[order.binding] + edge
    stock = order.stock or "新闻纸 newsprint"
    yield "用纸", "Paper", f"{stock}　{order.weight:g} g/m²　厚 caliper {order.caliper / MM:.2f} mm"
    yield "印数", "Run length", f"{order.copies:,}" if order.copies else "另告 to be told"
    yield "交付", "Due", f"{order.due:%Y-%m-%d %H:%M}" if order.due else "另告 to be told"
    yield "联系人", "Contact", order.contact or "—"
    if any(len(page.plates) < 4 for page in order.pages):
        yield "色版", "Colours", _colours(order.pages)
    yield "印刷条件", "Condition", f"{order.condition}　{order.standard}"
    errors, warnings, notes = findings
    told = f"　说明 notes {notes}" if notes else ""
    yield "预检", "Preflight", f"错误 errors {errors}　提醒 warnings {warnings}{told}"


def _zones(keys: InkKeys | None) -> Iterator[tuple[str, str, str]]:
    if keys is not None:
        front, back = ({"left": "左 left", "right": "右 right"}[hand] for hand in keys.zone_1)
        width = f"{keys.zones} × {keys.zone_width / MM:.4g} mm"
        yield "墨区", "Ink zones", f"{width}　第1区 zone 1: 正面 front {front}　反面 back {back}"


def _ranges(labels: Sequence[str]) -> str:
    """1—4、7: pages that follow each other as one range."""
    runs: list[list[str]] = []
    for name in labels:
        if runs and page_number(name) == page_number(runs[-1][-1]) + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def _colours(pages: Sequence[PageInk]) -> str:
    """四色 CMYK 1、4；套印 K + 红 2、3；单黑 K …"""
    found: dict[tuple[str, ...], list[str]] = {}
    for page in pages:
        found.setdefault(page.plates, []).append(page.label)
    kinds = {1: "单黑", 2: "套印", 4: "四色"}
    return "；".join(
        f"{kinds.get(len(plates), '')} {_short(plates)}：第 {_ranges(labels)} 版"
        for plates, labels in sorted(found.items(), key=lambda row: -len(row[0]))
    )


def _short(inks: Sequence[str]) -> str:
    """Inks as plates are marked: C M Y K, spots by their names."""
    return " ".join({"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K"}.get(ink, ink) for ink in inks)


def _ink_rows(pages: Sequence[PageInk]) -> list[tuple[str, ...]]:
    """The four inks in columns of their own, spots in one."""
    rows: list[tuple[str, ...]] = [("版 page", *_ROMAN, "专色 spots", "色版 plates")]
    for page in pages:
        grams = dict(page.grams)
        cells = [f"{share:.1%} {1000 * grams.get(ink, 0):.0f} g" for ink, share in page.area]
        cells += [""] * (len(_ROMAN) - len(cells))
        spots = " ".join(cells[len(_ROMAN) :])
        rows.append((page.label, *cells[: len(_ROMAN)], spots, _short(page.inks)))
    return rows


@dataclass(slots=True)
class _Sheet:
    """The page as it grows downward. y: points from the top."""

    setter: Typesetter
    items: list[Item] = field(default_factory=list)
    y: float = 20 * MM

    def say(self, words: str, x: float, size: float, font: str = "song", ink: Ink = BLACK, width: float = 1e5) -> None:
        self.items += label(words, x, self.y, self.setter, size, ink, font, min(width, _RIGHT - x))

    def title(self, name: str) -> None:
        self.say("付印通知单　Print job sheet", _LEFT, 18, "sans-black")
        self.y += 8 * MM
        self.say(name, _LEFT, 12, "song-bold")
        self.y += 3 * MM
        self.items.append(Rule(_LEFT, self.y, _RIGHT, self.y, 1.5))

    def fact(self, chinese: str, english: str, words: str) -> None:
        self.y += 4.3 * MM
        self.say(chinese, _LEFT, 10, "sans-bold")
        self.say(english, _LEFT + 22 * MM, 8.5, "sans", _GRAY)
        self.say(words, _LEFT + 52 * MM, 10.5)
        self.y += _ROW - 4.3 * MM
        self.items.append(Rule(_LEFT, self.y, _RIGHT, self.y, 0.25, _GRAY))

    def heading(self, chinese: str, english: str) -> None:
        self.y += 8 * MM
        self.say(chinese, _LEFT, 11, "sans-bold")
        self.say(english, _LEFT + 18 * MM, 8.5, "sans", _GRAY)
        self.y += 1.5 * MM

    def table(self, rows: Sequence[Sequence[str]], columns: Sequence[float]) -> None:
        """columns: left edges in millimetres. Rows that find no room are counted in the last one."""
        for index, row in enumerate(rows):
            self.y += _SMALL_ROW
            if self.y + _SMALL_ROW > _FOOT and index < len(rows) - 1:
                self.say(f"… +{len(rows) - index}", _LEFT, 8, ink=_GRAY)
                return
            edges = [*columns[1:], (_RIGHT - _LEFT) / MM]
            for words, left, right in zip(row, columns, edges, strict=False):
                self.say(words, _LEFT + left * MM, 8, width=(right - left - 1) * MM)

    def flats(self, flats: Sequence[Flat], labels: Sequence[str], plates: Sequence[Sequence[str]]) -> None:
        """A little sheet for each side, its pages by number: as many a row as there is room for. plates: of each side,
        said where it has not the four."""
        wide, high, gap = 22 * MM, 15 * MM, 5 * MM
        room = int((_RIGHT - _LEFT + gap) / (wide + gap))
        for start in range(0, min(len(flats), 3 * room), room):
            self.y += 2 * MM
            for index, flat in enumerate(flats[start : start + room]):
                own = plates[start + index] if start + index < len(plates) else ()
                words = f" {_short(own)}" if 0 < len(own) != 4 else ""
                self._flat(flat, labels, Rect(_LEFT + index * (wide + gap), self.y, wide, high), words)
            self.y += high + 4 * MM

    def _flat(self, flat: Flat, labels: Sequence[str], box: Rect, inks: str) -> None:
        """Pages that lie head to head or on their sides have an arrow to their heads."""
        columns, top = max(flat.columns, 2), self.y
        wide, high = box.width / columns, box.height / flat.rows
        left = box.x + (columns - flat.columns) * wide / 2  # a single leaf in the middle
        size = min(12.0, 0.55 * wide, 0.7 * high)
        for cell in flat.cells:
            at = Rect(left + cell.column * wide, box.y + cell.row * high, wide, high)
            self.items += [Fill(at, _TINT), Frame(at, 0.5)]
            words = "空" if cell.place is None else labels[cell.place] + _HEADS[cell.turn]
            self.y = at.y + at.height / 2 + size / 3
            x = at.x + (wide - label_width(words, self.setter, size, "sans-bold")) / 2
            self.say(words, x, size, "sans-bold")
        self.y = box.bottom + 3 * MM
        part = f"{flat.section}叠 " if flat.section > 1 else ""
        self.say(f"{part}第{flat.sheet}张{'反面 back' if flat.back else '正面 front'}{inks}", box.x, 6.5, "sans", _GRAY)
        self.y = top
