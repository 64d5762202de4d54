"""`layout learn` from files to texts: PDFs → what was learned → paper.yaml, a summary, JSON, and a picture of the paper
beside a sample page in its learned style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from layout.diagnostics import Diagnostic, Language, Report, Span, fill, reason_of
from layout.display import Ink
from layout.fontset import open_book
from layout.learning.apart import traced
from layout.learning.measuring import Learned, measure, too_many
from layout.learning.paper import paper_yaml, unseen, unsure, words_of
from layout.learning.sample import sample
from layout.learning.values import Measured, Sheet
from layout.theme import BUILT_IN, PAPER_FILE, SIMPLIFIED, Theme, read_theme
from layout.units import MM, Size
from layout.workspace import Workspace

_GAP = 24  # pixels between the two pages of the picture
_GROUND = b"\x9a\x9a\x9a"
_LARGEST = 14_400.0  # points: PDF's own limit of a page without UserUnit


class Learning:
    """One run: its files, its language, the font set and the themes that a paper may extend."""

    def __init__(self, workspace: Workspace, language: Language) -> None:
        self.workspace, self.language = workspace, language
        self._book = open_book(workspace.fonts, workspace.extra_fonts)
        self._own: dict[str, str] = {}
        for role in self._book.roles.values():
            if role.stack:
                self._own.setdefault(self._book.face(role.stack[0].face).postscript_name, role.name)
        themes = (read_theme(workspace, name, Report()) for name in BUILT_IN if name != "base")
        # What is measured is a level page of mainland copy; those of other regions stand on tiers.
        self._themes: tuple[Theme, ...] = tuple(theme for theme in themes if theme.language == SIMPLIFIED)
        self._data: dict[str, bytes] = {}

    def learn(self, files: Sequence[str], seconds: float, report: Report) -> Learned | None:
        """None where no file had type to measure; why stands in the report. seconds: for each file."""
        sheets: list[Sheet] = []
        for file in dict.fromkeys(files):
            try:
                self._data[file] = self.workspace.read(file)
            except (OSError, ValueError) as error:
                report.add("NP897", Span(file), reason=reason_of(error))
                continue
            found = traced(self._data[file], file, seconds)
            if isinstance(found, Diagnostic):
                report.extend([found])
                continue
            sheets += found[0]
            if found[1] > len(found[0]):
                report.extend([too_many(file, found[1])])
        if not sheets:
            return None
        return measure(sheets, self._themes, self._own, lambda fault: report.extend([fault]))

    def paper(self, learned: Learned, report: Report) -> str:
        """The text of its paper.yaml; values that are not sure go to the report."""
        report.extend(unsure(learned, self.language))
        roles = {role.name: role.chinese for role in self._book.roles.values()}
        return paper_yaml(learned, self.language, roles)

    def picture(self, learned: Learned, dpi: int, report: Report) -> bytes:
        """PNG: the first page of the first file that could be read, and beside it the sample."""
        from layout.pdf.raster import png, samples, seen

        roles = {role.name: role.chinese for role in self._book.roles.values()}
        text = paper_yaml(learned, self.language, roles)
        theme = read_theme(_Text(self.workspace, text), PAPER_FILE, Report())
        front = "nameplate" in learned.styles
        proof, session = sample(self.workspace, text, theme, front)
        left = next(seen(self._data[learned.files[0]], dpi, 10_000, _LARGEST))
        width, height, right = next(samples(session.pdf(proof), dpi))
        pixels = _beside((left.width, left.height, left.samples), (width, height, right))
        return png(*pixels, dpi)

    def summary(self, learned: Learned) -> Iterator[str]:
        """What a person wants to see first."""
        words = words_of(self.language)
        trim, columns, rows = learned.trim.value, learned.columns, learned.rows
        em = learned.styles["body"].values["size"].value
        shown = (
            ("trim", f"{trim.width / MM:.1f} × {trim.height / MM:.1f} mm"),
            (
                "area",
                f"{columns.width.value / MM:.1f} × {(rows.last.value - rows.first.value) / MM:.1f} mm",
            ),
            ("columns", f"{columns.count.value} × {columns.measure.value / em:.1f} em, {columns.gutter.value:.2f} pt"),
            ("body", f"{em:.2f} / {rows.leading.value:.2f} pt, {rows.count.value:.0f}"),
            ("theme", learned.theme.name),
        )
        for key, text in shown:
            yield fill(words[f"summary_{key}"], (("text", text),))

    def as_dict(self, learned: Learned) -> dict[str, Any]:
        """The JSON of `layout learn --help`."""
        columns, rows, around = learned.columns, learned.rows, learned.furniture
        measures = {
            "trim": learned.trim,
            "left": columns.left,
            "width": columns.width,
            "columns": columns.count,
            "measure": columns.measure,
            "gutter": columns.gutter,
            "leading": rows.leading,
            "baseline": rows.phase,
            "top": rows.top,
            "rows": rows.count,
            "type_top": rows.first,
            "type_foot": rows.last,
            **dict(around.numbers),
            **dict(around.words),
            **{f"ink_{name}": found for name, found in around.inks.items()},
        }
        if learned.bleed is not None:
            measures["bleed"] = learned.bleed
        return {
            "theme": learned.theme.name,
            "files": list(learned.files),
            "pages": learned.pages,
            "glyphs": learned.glyphs,
            "trim_by": learned.trim_by,
            "one_grid": rows.grid,
            "measures": {name: _row(found) for name, found in measures.items()},
            "styles": {
                name: {key: _row(found) for key, found in style.values.items()}
                for name, style in learned.styles.items()
            },
            "rules": [
                {"way": way, "thickness": thickness, "dash": list(dash), "ink": _plain(ink), "count": count}
                for way, thickness, dash, ink, count in around.rules
            ],
            "masthead": dict(around.masthead),
            "faces": [
                {"name": face.name, "characters": face.characters, "role": face.role.role, "by": face.role.how}
                for face in learned.faces
            ],
            "unseen": list(unseen(learned)),
        }


def _row(found: Measured) -> dict[str, Any]:
    return {
        "value": _plain(found.value),
        "sure": found.sure,
        "of": round(found.of, 1),
        "all": round(found.all, 1),
        "unit": found.unit,
        "pages": found.pages,
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "note": found.note,
    }


def _plain(found: Any) -> Any:
    match found:
        case Size():
            return [round(found.width, 4), round(found.height, 4)]
        case Ink():
            parts = [round(100 * part, 1) for part in (found.cyan, found.magenta, found.yellow, found.black)]
            return {"cmyk": parts, "spot": found.spot, "tint": round(100 * found.tint, 1)}
        case float():
            return round(found, 4)
    return found


class _Text(Workspace):
    """A workspace where paper.yaml is a text in memory."""

    def __init__(self, workspace: Workspace, text: str) -> None:
        super().__init__(workspace.root, workspace.fonts)
        self._text = text

    def read(self, name: str) -> bytes:
        return self._text.encode() if name == PAPER_FILE else super().read(name)


def _beside(left: tuple[int, int, bytes], right: tuple[int, int, bytes]) -> tuple[int, int, bytes]:
    """Two pictures in RGB side by side on a gray ground, their tops level."""
    height = max(left[1], right[1]) + 2 * _GAP
    width = left[0] + right[0] + 3 * _GAP
    rows = [_GROUND * width] * _GAP
    for row in range(height - 2 * _GAP):
        parts = [_GROUND * _GAP]
        for across, down, samples in (left, right):
            own = samples[row * across * 3 : (row + 1) * across * 3] if row < down else _GROUND * across
            parts += [own, _GROUND * _GAP]
        rows.append(b"".join(parts))
    rows += [_GROUND * width] * _GAP
    return width, height, b"".join(rows)
