"""What stands in a story: heads, body, pictures, the items of a briefs module; read from its mapping."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from layout.diagnostics import Report, Span, reason_of
from layout.fields import Fields, names, narrow, wrong_kind
from layout.issue.copy import blocks_of, csv_rows, line_of, lines_of, split_line, verses_of
from layout.issue.forms import correcting, correction_of, serial_of
from layout.issue.tables import grid_of
from layout.issue.values import (
    Block,
    Copy,
    Genre,
    HeadForm,
    Jump,
    Picture,
    PictureGroup,
    Place,
    Role,
    Story,
    Table,
    Writing,
)
from layout.pagenames import page_name
from layout.source import Files, Node, Outside, beside, nearest_file, read_source
from layout.units import Size
from layout.value import replace

_LONGEST_ADDRESS = 300  # bytes: a larger code could not be read at the size a newspaper prints it
FEWEST, MOST = 2, 6  # pictures of a group
_STIFF = ("briefs", "photo-news", "list", "index")  # roles whose text stands in a fixed form
_CORRECTION = "更正"
_NEEDS_HEADLINE = ("lead", "story", "comment", "notice")


class StoryReader:
    """Reads the stories of one issue file: what it reads them from, and where its faults go."""

    def __init__(self, files: Files, file: str, report: Report) -> None:
        self.files, self.file, self.report = files, file, report
        self.day: date | None = None  # of the issue

    def story(self, name: Node, node: Node, rank: int) -> Story | None:
        """A story of a page; None when there is nothing readable. rank: its place on the page, from 1."""
        if node.kind != "mapping":
            wrong_kind(node, "mapping", self.report)
            return None
        fields = Fields(node, "story", self.report)
        genre = cast(Genre, fields.choice("genre", ""))
        role = cast(Role, fields.choice("role", "comment" if genre else "story"))
        serial = serial_of(fields)
        items = self._items(fields, name.value)
        story = replace(
            self._common(fields, name.value, name.span),
            role=role,
            summary=self._lines(fields, "summary"),
            tag=self._line(fields, "tag"),
            dateline=self._line(fields, "dateline"),
            banner=self._line(fields, "banner") or (serial.title if serial is not None else None),
            items=items,
            columns=fields.whole("columns", None, 1, 16),
            rank=fields.whole("rank", rank, 1, 99),
            box=fields.flag("box", None),
            pull_quotes=self._copies(fields, "pull_quotes"),
            tables=tuple(self._table(each) for each in fields.items("tables")),
            qr=self._address(fields),
            jump=self._jump(fields),
            head=cast(HeadForm | None, fields.choice("head", "") or None),
            border=fields.choice("border", ""),
            punctuation=fields.choice("punctuation", ""),
            page=0 if fields.text("page") in names("value_auto") else fields.page("page", 0),
            unchecked=self._unchecked(fields),
            writing=cast(Writing, fields.choice("writing", "")),
            tiers=fields.whole("tiers", None, 1, 16),
            short_head=() if self._is_unlisted(fields) else self._lines(fields, "index"),
            is_listed=not self._is_unlisted(fields),
            chosen=self._copies(fields, "stories"),
            group=self._group(fields),
            reverse=self._reverse(fields),
            genre=genre,
            signature=self._lines(fields, "signature"),
            serial=serial,
            correction=correction_of(fields, self.day),
        )
        self._judge(story, fields)
        return self._corrected(story) if story.role == "correction" else story

    def _corrected(self, story: Story) -> Story:
        """A correction with the head and the copy that it has where it brings none of its own."""
        mended = story.correction
        if mended is None:
            return replace(story, headline=story.headline or (Copy(_CORRECTION),))
        page = page_name(mended.page) if mended.page else ""
        body = story.body or correcting(mended, f"{'' if not page.isdecimal() else '第'}{page}版" if page else "")
        wrong = (mended.wrong.text,) if mended.wrong is not None else ()
        # The wrong words are quoted, and no slip of this issue.
        unchecked = (*story.unchecked, *wrong)
        return replace(story, headline=story.headline or (Copy(_CORRECTION),), body=body, unchecked=unchecked)

    def brief(self, node: Node, name: str) -> Story | None:
        if node.kind != "mapping":
            wrong_kind(node, "mapping", self.report)
            return None
        fields = Fields(node, "brief", self.report)
        brief = self._common(fields, name, node.span)
        if not brief.body and not brief.headline and fields.whole_block:
            self.report.add("NP211", brief.span, name=name)
        return brief

    def _common(self, fields: Fields, name: str, span: Span) -> Story:
        """What a story and a brief both have."""
        return Story(
            name,
            kicker=self._lines(fields, "kicker"),
            headline=self._lines(fields, "headline"),
            deck=self._lines(fields, "deck"),
            byline=self._line(fields, "byline"),
            body=self._body(fields),
            pictures=tuple(picture for each in fields.items("pictures") if (picture := self._picture(each))),
            span=span,
        )

    def _judge_kind(self, story: Story, fields: Fields) -> None:
        """What only stories of another kind have."""
        if story.genre and story.role != "comment":
            self.report.add("NP268", fields.keys["genre"].span, name=story.name)
        if story.serial is not None and story.serial.after is not None and story.jump is not None:
            self.report.add("NP270", story.jump.span, name=story.name)
        if story.role == "correction" and story.correction is None and not story.body:
            self.report.add("NP273", story.span, name=story.name)
        elif story.correction is not None and story.role != "correction":
            self.report.add("NP274", fields.keys["corrects"].span, name=story.name)

    def _judge(self, story: Story, fields: Fields) -> None:
        """The faults of a story as a whole, where nothing reported already explains them."""
        if not fields.whole_block:
            return
        self._judge_kind(story, fields)
        if story.role == "briefs":
            if not story.items and "items" not in fields:
                self.report.add("NP215", story.span, name=story.name)
        elif story.chosen and story.role != "index":
            self.report.add("NP265", fields.keys["stories"].span, name=story.name)
        elif story.role in ("index", "correction"):
            return
        elif story.items:
            self.report.add("NP214", fields.keys["items"].span, name=story.name)
        elif not (
            story.body
            or story.every_picture
            or story.tables
            or story.headline
            or {"body", "headline"} & set(fields.keys)
        ):
            self.report.add("NP211", story.span, name=story.name)
        elif story.role in _NEEDS_HEADLINE and "headline" not in fields and story.serial is None:
            self.report.add("NP212", story.span, name=story.name)
        elif story.role in _NEEDS_HEADLINE and not (story.every_picture or story.tables or "body" in fields):
            self.report.add("NP213", story.span, name=story.name)
        self._judge_cutouts(story)
        if story.reverse and (story.role == "briefs" or (story.over_picture and not _has_picture_over(story))):
            self.report.add("NP286", fields.keys["reverse"].span, name=story.name)

    def _judge_cutouts(self, story: Story) -> None:
        """NP283 where no text can run round a picture that is cut out."""
        cut = [p for each in (story, *story.items) for p in each.pictures if p.outline]
        stiff = story.role in _STIFF or story.jump is not None or bool(story.pull_quotes) or not story.body
        for picture in cut if stiff else cut[1:]:
            self.report.add("NP283", picture.span, file=picture.file)

    def _items(self, fields: Fields, name: str) -> tuple[Story, ...]:
        briefs = (self.brief(each, f"{name} {place}") for place, each in enumerate(fields.items("items"), 1))
        return tuple(brief for brief in briefs if brief)

    def _line(self, fields: Fields, key: str) -> Copy | None:
        node = fields.scalar(key)
        return line_of(node) if node and node.value.strip() else None

    def _lines(self, fields: Fields, key: str) -> tuple[Copy, ...]:
        node = fields.scalar(key)
        return lines_of(node) if node else ()

    def _body(self, fields: Fields) -> tuple[Block, ...]:
        """The body, typed here or in a file of its own (`{file: copy/survey.md}`); of a poem every line is kept."""
        verses = "role" in fields and fields.choice("role", "") in ("poem", "couplet")
        read = verses_of if verses else blocks_of
        node = fields.node_of("body")
        if node is None:
            return ()
        if node.kind == "scalar":
            return read(node)
        if node.kind == "sequence":
            wrong_kind(node, "text", self.report)
            return ()
        named = Fields(node, "copy", self.report).require_text("file")
        if named is None:
            return ()
        source = read_source(self.files, beside(self.file, named.value.strip()), self.report, named.span)
        if source is None:
            return ()
        return read(source.whole)

    def _unchecked(self, fields: Fields) -> tuple[str, ...]:
        """Rules, or words, that the story's copy is not to be read for: a list, or one."""
        node = fields.node_of("unchecked")
        nodes = () if node is None else node.items if node.kind == "sequence" else (node,)
        for each in nodes:
            if each.kind != "scalar":
                wrong_kind(each, "text", self.report)
        return tuple(text for each in nodes if (text := each.value.strip()))

    def _is_unlisted(self, fields: Fields) -> bool:
        """Whether the index is told to leave the story out (`index: no`)."""
        node = fields.scalar("index")
        return node is not None and names("value_flag").get(node.value.strip().casefold()) == "no"

    def _copies(self, fields: Fields, key: str) -> tuple[Copy, ...]:
        """One line, or a list of them."""
        node = fields.node_of(key)
        nodes = () if node is None else node.items if node.kind == "sequence" else (node,)
        for each in nodes:
            if each.kind != "scalar":
                wrong_kind(each, "text", self.report)
        return tuple(line_of(each) for each in nodes if each.kind == "scalar" and each.value.strip())

    def _table(self, node: Node) -> Table:
        fields = Fields(node, "table", self.report)
        file = fields.scalar("file")
        rows: list[tuple[tuple[Copy, ...], Span]] = []
        if file is not None:
            rows = [(cells, cells[0].span()) for cells in self._csv(file)]
        elif fields.require("rows") is not None:
            rows = [(self._cells(row), row.span) for row in fields.items("rows")]
        grid = grid_of(rows, self._heads(fields), self.report)
        return Table(
            self._line(fields, "title"),
            grid.rows,
            file.value.strip() if file else "",
            grid.heads,
            fields.whole("columns", None, 1, 16),
            self._table_place(fields),
            node.span,
            fields.flag("stub", False),
            grid.merged,
            grid.groups,
            fields.whole("parts", None, 1, 6),
        )

    def _heads(self, fields: Fields) -> int:
        """How many rows name the columns: yes, no, or their number."""
        if narrow(fields.text("header")).isdecimal():
            return fields.whole("header", 1, 1, 4)
        return int(fields.flag("header", True))

    def _table_place(self, fields: Fields) -> Place | None:
        place = self._place(fields)
        if place == "middle":
            self.report.add("NP284", fields.keys["place"].span)
        return None if place == "middle" else place

    def _cells(self, row: Node) -> tuple[Copy, ...]:
        """The cells of a row: a list, or one line with the cells between upright strokes."""
        if row.kind == "scalar":
            return split_line(row)
        if row.kind == "mapping":
            wrong_kind(row, "list", self.report)
        for cell in row.items:
            if cell.kind != "scalar":
                wrong_kind(cell, "text", self.report)
        return tuple(line_of(cell) for cell in row.items if cell.kind == "scalar")

    def _csv(self, named: Node) -> tuple[tuple[Copy, ...], ...]:
        source = read_source(self.files, beside(self.file, named.value.strip()), self.report, named.span)
        if source is None:
            return ()
        return csv_rows(source.whole)

    def _place(self, fields: Fields) -> Place | None:
        return cast(Place | None, fields.choice("place", "", "picture_place") or None)

    def _address(self, fields: Fields) -> str:
        """What a QR code says; NP227 where no code holds it."""
        address = fields.text("qr")
        if len(address.encode()) > _LONGEST_ADDRESS:
            self.report.add("NP227", fields.keys["qr"].span, bytes=len(address.encode()), most=_LONGEST_ADDRESS)
            return ""
        return address

    def _jump(self, fields: Fields) -> Jump | None:
        node = fields.node_of("jump")
        if node is None:
            return None
        jump = Fields(node, "jump", self.report)
        automatic = names("value_auto")
        to: int | None = None
        if jump.require("to"):
            to = 0 if jump.text("to") in automatic else jump.page("to", None)
        after = None if jump.text("after") in automatic else jump.whole("after", None)
        return Jump(to, after, self._lines(jump, "headline"), node.span) if to is not None else None

    def _picture(self, node: Node) -> Picture | None:
        fields = Fields(node, "picture", self.report)
        named = fields.require_text("file")
        if named is None:
            return None
        placeholder = fields.choice("missing", "error") == "placeholder"
        pixels = measured(self.files, self.file, named, placeholder, self.report)
        outline = self._outline(fields, named, pixels)
        place = self._place(fields)
        if place == "middle" and not outline:
            if "cutout" not in fields:
                self.report.add("NP284", fields.keys["place"].span)
            place = None
        return Picture(
            named.value.strip(),
            pixels,
            fields.read("focus", _focus, "NP218", (0.5, 0.5)),
            self._line(fields, "caption"),
            self._line(fields, "credit"),
            fields.whole("columns", None, 1, 16),
            fields.whole("rows", None, 1, 400),
            fields.text("alt"),
            place,
            node.span,
            fields.text("ink"),
            fields.flag("crop", True) and not outline,
            outline,
        )

    def _reverse(self, fields: Fields) -> str:
        """What the head stands white on: a picture by its English name, an ink as typed."""
        typed = fields.text("reverse")
        wanted = names("value_flag").get(narrow(typed).casefold())
        if wanted is not None:
            return "black" if wanted == "yes" else ""
        return names("value_reverse").get(typed, typed)

    def _group(self, fields: Fields) -> PictureGroup | None:
        """组照; None, reported, where it has fewer pictures than two, or more than six (NP285)."""
        node = fields.node_of("group")
        if node is None:
            return None
        group = Fields(node, "group", self.report)
        listed = group.items("pictures") if group.require("pictures") is not None else ()
        pictures = tuple(picture for each in listed if (picture := self._picture(each)))
        place = self._table_place(group)
        numbers = cast(Literal["circled", "figure", "none"], group.choice("numbers", "circled"))
        for picture in pictures:
            if picture.outline:
                self.report.add("NP283", picture.span, file=picture.file)
        if not FEWEST <= len(pictures) <= MOST:
            if listed and len(pictures) == len(listed):
                self.report.add("NP285", group.keys["pictures"].span, found=len(pictures), least=FEWEST, most=MOST)
            return None
        pictures = tuple(replace(picture, outline=()) for picture in pictures)
        caption, credit = self._line(group, "caption"), self._line(group, "credit")
        columns, rows = group.whole("columns", None, 1, 16), group.whole("rows", None, 1, 400)
        return PictureGroup(pictures, caption, credit, numbers, columns, rows, place, node.span)

    def _outline(self, fields: Fields, named: Node, pixels: Size | None) -> tuple[tuple[float, ...], ...]:
        """What text runs round, of a picture to be cut out; (), reported, where its file does not say it (NP282)."""
        node = fields.scalar("cutout")
        typed = "" if node is None else node.value.strip()
        wanted = names("value_flag").get(narrow(typed).casefold(), "")
        if node is None or pixels is None or not typed or wanted == "no":
            return ()
        from layout.pictures.outline import is_path, outline_of, outline_of_path

        try:
            if is_path(typed):
                return outline_of_path(typed, pixels.width, pixels.height)
            if wanted == "yes":
                return outline_of(self.files.read(beside(self.file, named.value.strip())))
            reason = "yes, no, or path data beginning with M are wanted"
        except ValueError as error:
            reason = str(error)
        self.report.add("NP282", node.span, file=named.value.strip(), reason=reason)
        return ()


def _has_picture_over(story: Story) -> bool:
    """Whether a head can stand on the story's first picture."""
    first = next(iter(story.pictures), None)
    return first is not None and not first.outline and first.place in (None, "top") and story.jump is None


def measured(files: Files, file: str, named: Node, placeholder: bool, report: Report) -> Size | None:
    """Pixels of the picture that `named` names in issue file `file`;
    None when it is missing or unreadable, reported."""
    typed = named.value.strip()
    name = beside(file, typed)
    try:
        data = files.read(name)
    except Outside:
        report.add("NP144", named.span, file=typed)
        return None
    except FileNotFoundError:
        near = nearest_file(files, name)
        shown = near[len(name) - len(typed) :] if near and name.endswith(typed) else near
        code = "NP204" if placeholder else "NP203"
        report.add(code, named.span, hint="nearest" if near else "hint", file=typed, nearest=shown)
        return None
    except (OSError, ValueError) as error:
        report.add("NP205", named.span, file=typed, reason=reason_of(error))
        return None
    from layout.pictures import measure  # Pillow is imported only when a picture is really there

    try:
        return measure(data)
    except ValueError as error:
        report.add("NP205", named.span, file=typed, reason=str(error))
        return None


def _focus(text: str) -> tuple[float, float]:
    """Two fractions from the top left, as `0.5 0.35` or `50% 35%`."""
    parts = narrow(text).replace(",", " ").split()
    across, down = (float(part.removesuffix("%")) / (100 if part.endswith("%") else 1) for part in parts)
    if not (0 <= across <= 1 and 0 <= down <= 1):
        raise ValueError(text)
    return across, down
