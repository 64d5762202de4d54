"""A page's content written again for one ink: every colour as that ink's share in gray (ISO 32000-1 §8.6.7, §11.7.4).

What overprints without touching the ink is left out, pictures become that ink's plane, forms, patterns and shadings are
written again in the same way. The result is a page that any renderer draws as the plate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from layout.pdffile import pikepdf
from layout.preflight.colours import PROCESS, Inks, Space, space
from layout.preflight.document import BROKEN, File, Sheet
from layout.preflight.functions import function
from layout.preflight.graphics import FILLS, NESTED, SHOWS, STROKES, Graphics, Paint, State
from layout.preflight.marks import expanded, key_of
from layout.preflight.samples import Converter, Planes, planes

CELL = 2.5  # mm: the squares of ink are slid by this much
PIXELS = 6  # a cell's side on the plates
DPI = PIXELS * 25.4 / CELL
_COLOURS = {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"}
_STEPS = 128

Doubt = Callable[[int, str], None]
"""Told the page and why its ink is not measured, or only about."""


def converter_of(file: File) -> Converter:
    """Not-ink into ink, by the file's own intent, else by the press's profile."""
    made: Converter | None = file.kept.get("converter")
    if made is None:
        profile = b""
        try:
            for intent in file.root.get("/OutputIntents", []):
                if "/DestOutputProfile" in intent and int(intent["/DestOutputProfile"].get("/N", 0)) == 4:
                    profile = intent["/DestOutputProfile"].read_bytes()
                    break
            profile = profile or file.press.profile_bytes()
        except (*BROKEN, OSError):
            profile = b""
        made = file.kept["converter"] = Converter(profile)
    return made


def share(made: Space, colour: Sequence[float], file: File) -> Inks:
    """What a colour puts on the plates of the press:
    spot inks the press has not are printed by what stands for them."""
    carried = {*PROCESS, "All", "None", *file.press.spots}
    convert = converter_of(file)
    if made.kind == "indexed" and made.base:
        at = int(min(max(colour[0] if colour else 0, 0), len(made.table) // made.base.count - 1)) * made.base.count
        return share(made.base, made.base.scaled(made.table[at : at + made.base.count]), file)
    if made.names and not set(made.names) <= carried:
        return made.alternate(colour, convert)
    return made.inks(colour, convert)


class Pictures:
    """The pictures of a file as planes, decoded once for all inks."""

    def __init__(self, file: File, doubt: Doubt) -> None:
        self.file = file
        self.doubt = doubt
        self._known: dict[object, Planes | None] = {}
        self._factors: dict[object, float] = {}
        for sheet in file.sheets:
            for mark in sheet.marks.images():
                key = mark.image.objgen if mark.image.is_indirect else None
                self._factors[key] = min(self._factors.get(key, 1e9), mark.ppi / (1.5 * DPI))

    def of(self, entry: Any, made: Space | None, number: int) -> Planes | None:
        """None when it cannot be decoded, which is told as a doubt."""
        key = entry.objgen if entry.is_indirect else entry.unparse()
        if key not in self._known:
            factor = int(max(1, self._factors.get(key if entry.is_indirect else None, 1)))
            try:
                self._known[key] = planes(
                    entry, made, factor, lambda which, colour: share(which, colour, self.file), converter_of(self.file)
                )
            except BROKEN as error:
                self._known[key] = None
                self.doubt(number, f"a picture cannot be decoded: {error}"[:120])
        return self._known[key]


class Plater(Graphics):
    """Writes a content stream again for one ink."""

    def __init__(self, job: _Job, resources: Any, state: State, depth: int) -> None:
        super().__init__(resources, state, job.unseen)
        self.job = job
        self.depth = depth
        self.out: list[Any] = []
        self.own: Any = pikepdf.Dictionary()
        self._numbered = 0

    @classmethod
    def page(cls, pdf: Any, page: Any, sheet: Sheet, ink: str, pictures: Pictures, doubt: Doubt) -> None:
        job = _Job(pdf, sheet.number, ink, pictures, doubt, sheet.unseen)
        plater = cls(job, page.resources, State(), 0)
        plater.run(page)
        page.obj["/Contents"] = pdf.make_stream(plater.content())
        page.obj["/Resources"] = plater.own

    def content(self) -> bytes:
        return bytes(pikepdf.unparse_content_stream(self.out))

    def run(self, stream: Any) -> None:
        self._copy_resources()
        self._emit("g", 1 - self._amount(self.state.fill))
        self._emit("G", 1 - self._amount(self.state.stroke))
        for step in pikepdf.parse_content_stream(stream):
            operator, operands = str(step.operator), step.operands
            self.step(operator, operands)
            if operator in _COLOURS:
                self._guarded(self._colour, operator)
            elif operator in FILLS or operator in STROKES:
                self._paint_path(operator, step)
                self.finish()
            elif operator == "n":
                self.out.append(step)
                self.finish()
            elif operator in SHOWS:
                self._show(step)
            elif operator == "Do":
                self._guarded(self._draw, operands)
            elif operator == "sh":
                self._guarded(self._shade, operands)
            elif operator == "INLINE IMAGE":
                self._guarded(self._inline, operands)
            elif operator not in ("BDC", "BMC", "EMC", "DP", "MP", "ri"):
                self.out.append(step)

    def _guarded(self, method: Any, operands: Any) -> None:
        try:
            method(operands)
        except BROKEN as error:
            self.job.doubt(self.job.number, f"{str(error)[:100] or type(error).__name__}")

    def space_of(self, entry: Any, spaces: Any) -> Space:
        key = key_of(entry) if entry._type_name != "name" or spaces is None else (str(entry), key_of(spaces))
        if key not in self.job.spaces:
            self.job.spaces[key] = space(entry, spaces)
        return self.job.spaces[key]

    def _copy_resources(self) -> None:
        if self.resources is None:
            return
        if "/Font" in self.resources:
            self.own["/Font"] = self.resources["/Font"]
        states = pikepdf.Dictionary()
        for name, entry in self.resources.get("/ExtGState", pikepdf.Dictionary()).items():
            states[name] = pikepdf.Dictionary(
                {
                    key: each
                    for key, each in entry.items()
                    if key in ("/ca", "/CA", "/BM", "/SMask", "/AIS", "/LW", "/LC", "/LJ", "/ML", "/D", "/Font", "/SA")
                }
            )
        self.own["/ExtGState"] = states

    def _emit(self, operator: str, *operands: Any) -> None:
        self.out.append((list(operands), pikepdf.Operator(operator)))

    def _add(self, kind: str, entry: Any) -> Any:
        """Put an object into the new resources; its name there."""
        if kind not in self.own:
            self.own[kind] = pikepdf.Dictionary()
        self._numbered += 1
        name = f"/Z{self._numbered}"
        self.own[kind][name] = entry
        return pikepdf.Name(name)

    # Inks

    def _share(self, made: Space, colour: Sequence[float]) -> Inks:
        return share(made, colour, self.job.pictures.file)

    def _amount(self, paint: Paint) -> float:
        inks = self._share(paint.space, paint.colour)
        return inks.get(self.job.ink, inks.get("All", 0.0))

    def _spares(self, paint: Paint) -> bool:
        """Whether the paint leaves this ink as it is: it overprints and has none of it (ISO 32000-1 §8.6.7)."""
        if self.hidden:
            return True
        if not paint.overprint or paint.pattern is not None or paint.space.kind == "pattern":
            return False
        inks = self._share(paint.space, paint.colour)
        if "All" in inks:
            return False
        if self.job.ink not in inks:
            return True
        named = paint.space.names and self.job.ink not in paint.space.names
        return inks[self.job.ink] == 0 and (bool(named) or (self.state.opm == 1 and paint.space.kind == "cmyk"))

    def _colour(self, operator: str) -> None:
        paint = self.state.stroke if operator.isupper() else self.state.fill
        if paint.pattern is not None:
            pattern = self._pattern(paint)
            if pattern is not None:
                self._emit("CS" if operator.isupper() else "cs", pikepdf.Name("/Pattern"))
                self._emit("SCN" if operator.isupper() else "scn", self._add("/Pattern", pattern))
                return
        self._emit(
            "G" if operator.isupper() else "g", 1 - (self._amount(paint) if paint.space.kind != "pattern" else 0)
        )

    def _paint_path(self, operator: str, step: Any) -> None:
        fills, strokes = operator in FILLS, operator in STROKES
        fills = fills and not self._spares(self.state.fill)
        strokes = strokes and not self._spares(self.state.stroke)
        if fills and not strokes and self.points:
            # A point more, or PDFium takes it for a rectangle and rounds it out to whole pixels.
            self._emit("m", *self.current)
            self._emit("l", *self.current)
        if (operator in FILLS) == fills and (operator in STROKES) == strokes:
            self.out.append(step)
        elif fills:
            self._emit("f*" if "*" in operator else "f")
        elif strokes:
            self._emit("s" if operator in ("b", "b*") else "S")
        else:
            self._emit("n")

    def _show(self, step: Any) -> None:
        render = self.state.render
        paint = self.state.stroke if render in (1, 5) else self.state.fill
        if render < 3 and self._spares(paint):
            self._emit("Tr", 3)
            self.out.append(step)
            self._emit("Tr", render)
        else:
            self.out.append(step)

    # Objects

    def _draw(self, operands: Any) -> None:
        entry = self.resource("/XObject", operands[0])
        if entry is None or self.hidden or self.is_unseen(entry.get("/OC")):
            return
        if str(entry.get("/Subtype", "")) == "/Image":
            self._image(entry)
        elif str(entry.get("/Subtype", "")) == "/Form" and self.depth < NESTED:
            inner = Plater(
                self.job,
                entry.get("/Resources") if "/Resources" in entry else self.resources,
                self.state.copied(),
                self.depth + 1,
            )
            inner.run(entry)
            self._emit("Do", self._add("/XObject", self._form(entry, inner)))

    def _form(self, entry: Any, inner: Plater) -> Any:
        kept = {key: entry[key] for key in ("/Type", "/Subtype", "/BBox", "/Matrix") if key in entry}
        if "/Group" in entry:
            kept["/Group"] = pikepdf.Dictionary({key: each for key, each in entry["/Group"].items() if key != "/CS"})
        return self.job.pdf.make_indirect(
            pikepdf.Stream(self.job.pdf, inner.content(), {**kept, "/Resources": inner.own})
        )

    def _image(self, entry: Any) -> None:
        if bool(entry.get("/ImageMask", False)):
            if not self._spares(self.state.fill):
                self._emit("Do", self._add("/XObject", entry))
            return
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        made = self.space_of(entry["/ColorSpace"], spaces) if "/ColorSpace" in entry else None
        given = entry.get("/Filter")
        last = str(given[-1] if given is not None and given._type_name == "array" and len(given) else given)
        if last in ("/CCITTFaxDecode", "/JBIG2Decode") and made is not None and made.kind == "gray":
            if self.job.ink == "Black":
                self._emit("Do", self._add("/XObject", entry))
            else:
                self._bare()
            return
        found = self.job.pictures.of(entry, made, self.job.number)
        if found is None:
            return
        if self.job.ink in found.planes:
            self._emit("Do", self._add("/XObject", self._plane(entry, found)))
        elif made is None or not made.names or not self.state.fill.overprint:
            self._bare(entry)

    def _plane(self, entry: Any, found: Planes) -> Any:
        made = pikepdf.Stream(self.job.pdf, found.planes[self.job.ink])
        made["/Type"], made["/Subtype"] = pikepdf.Name("/XObject"), pikepdf.Name("/Image")
        made["/Width"], made["/Height"] = found.width, found.height
        made["/ColorSpace"], made["/BitsPerComponent"] = pikepdf.Name("/DeviceGray"), 8
        if "/SMask" in entry:
            made["/SMask"] = entry["/SMask"]
        elif "/Mask" in entry and entry["/Mask"]._type_name == "stream":
            made["/Mask"] = entry["/Mask"]
        return self.job.pdf.make_indirect(made)

    def _bare(self, entry: Any = None) -> None:
        """The picture has none of this ink: paper where it lies, unless a mask lets the ground through."""
        if entry is not None and ("/SMask" in entry or "/Mask" in entry):
            white = Planes(1, 1, {self.job.ink: b"\xff"})
            self._emit("Do", self._add("/XObject", self._plane(entry, white)))
            return
        self._emit("q")
        self._emit("g", 1)
        self._emit("re", 0, 0, 1, 1)
        self._emit("f")
        self._emit("Q")

    def _inline(self, operands: Any) -> None:
        if self.hidden:
            return
        inline = operands[0]
        stream = pikepdf.Stream(self.job.pdf, inline.read_raw_bytes(), expanded(inline))
        self._image(self.job.pdf.make_indirect(stream))

    def _shade(self, operands: Any) -> None:
        entry = self.resource("/Shading", operands[0])
        made = None if entry is None or self.hidden else self._shading(entry)
        if made is not None:
            self._emit("sh", self._add("/Shading", made))

    def _shading(self, entry: Any) -> Any:
        """The shading in gray: its colours are looked up along its one parameter."""
        kind = int(entry["/ShadingType"])
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        made = self.space_of(entry["/ColorSpace"], spaces)
        if kind == 1 or "/Function" not in entry or entry._type_name == "stream":
            self.job.doubt(self.job.number, "a shading of a kind that is not measured")
            return None
        work = function(entry["/Function"])
        low, high = (float(each) for each in entry.get("/Domain", [0, 1]))
        octets = bytearray()
        for step in range(_STEPS):
            inks = self._share(made, work([low + (high - low) * step / (_STEPS - 1)]))
            octets.append(round(255 * (1 - inks.get(self.job.ink, inks.get("All", 0.0)))))
        table = pikepdf.Stream(
            self.job.pdf,
            bytes(octets),
            FunctionType=0,
            Domain=[low, high],
            Range=[0, 1],
            Size=[_STEPS],
            BitsPerSample=8,
        )
        kept = {
            key: each
            for key, each in entry.items()
            if key in ("/ShadingType", "/Coords", "/Domain", "/Extend", "/BBox")
        }
        return self.job.pdf.make_indirect(
            pikepdf.Dictionary(
                {**kept, "/ColorSpace": pikepdf.Name("/DeviceGray"), "/Function": self.job.pdf.make_indirect(table)}
            )
        )

    def _pattern(self, paint: Paint) -> Any:
        entry = paint.pattern
        if int(entry.get("/PatternType", 1)) == 2:
            shading = self._shading(entry["/Shading"])
            if shading is None:
                return None
            kept = {key: each for key, each in entry.items() if key in ("/PatternType", "/Matrix")}
            return self.job.pdf.make_indirect(pikepdf.Dictionary({**kept, "/Shading": shading}))
        state = State()
        if int(entry.get("/PaintType", 1)) == 2 and paint.space.base is not None:
            state.fill = Paint(paint.space.base, paint.colour)
            state.stroke = Paint(paint.space.base, paint.colour)
        if self.depth >= NESTED:
            return None
        inner = Plater(self.job, entry.get("/Resources"), state, self.depth + 1)
        inner.run(entry)
        kept = {
            key: entry[key]
            for key in ("/PatternType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix")
            if key in entry
        }
        return self.job.pdf.make_indirect(
            pikepdf.Stream(self.job.pdf, inner.content(), {**kept, "/PaintType": 1, "/Resources": inner.own})
        )


class _Job:
    """What the platers of one page and ink share."""

    def __init__(
        self,
        pdf: Any,
        number: int,
        ink: str,
        pictures: Pictures,
        doubt: Doubt,
        unseen: frozenset[tuple[int, int]],
    ) -> None:
        self.unseen = unseen
        self.pdf = pdf
        self.number = number
        self.ink = ink
        self.pictures = pictures
        self.doubt = doubt
        self.spaces: dict[object, Space] = {}
