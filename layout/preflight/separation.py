"""A page's content written again for one ink: every colour as that ink's share in gray (ISO 32000-1 §8.6.7, §11.7.4).

What overprints without touching the ink is left out, pictures become that ink's plane, forms, patterns and shadings are
written again in the same way. The result is a page that any renderer draws as the plate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from layout.pdffile import pikepdf
from layout.preflight.appearances import appearances
from layout.preflight.colours import Inks, Space, default_spaces, space
from layout.preflight.document import BROKEN, Sheet
from layout.preflight.functions import function
from layout.preflight.graphics import COLOURS, FILLS, IDENTITY, NESTED, SHOWS, STROKES, Graphics, Paint, State
from layout.preflight.inking import Doubt, Pictures, share
from layout.preflight.objects import expanded, key_of
from layout.preflight.samples import Planes

_STATES = ("/ca", "/CA", "/BM", "/SMask", "/AIS", "/LW", "/LC", "/LJ", "/ML", "/D", "/SA")  # that draw
_STEPS = 128


class Plater(Graphics):
    """Writes a content stream again for one ink."""

    def __init__(self, job: Job, resources: Any, state: State, depth: int) -> None:
        super().__init__(resources, state, job.unseen)
        self.job = job
        self.depth = depth
        self.out: list[Any] = []
        self.own: dict[str, dict[str, Any]] = {}
        self._numbered = 0
        self.lets_through = False  # whether something it draws is not opaque
        self._names: dict[tuple[str, object], Any] = {}

    def made_resources(self) -> Any:
        return pikepdf.Dictionary({kind: pikepdf.Dictionary(entries) for kind, entries in self.own.items()})

    def content(self) -> bytes:
        return bytes(pikepdf.unparse_content_stream(self.out))

    def run(self, stream: Any, inherits: bool = False) -> None:
        """inherits: whether what draws it has set the colours it begins with."""
        if not inherits:
            self._emit("g", 1 - self._amount(self.state.fill))
            self._emit("G", 1 - self._amount(self.state.stroke))
        for step in pikepdf.parse_content_stream(stream):
            operator, operands = str(step.operator), step.operands
            self.step(operator, operands)
            if operator in COLOURS:
                if not self.colourless:
                    self._guarded(self._colour, operator)
            elif operator == "d1":
                self.colourless = True
                self.out.append(step)
            elif operator in ("gs", "Tf"):
                self._guarded(self._use_state if operator == "gs" else self._use_font, operands)
                self.out.append(step)
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
        if default_spaces(spaces):
            key = (key, key_of(spaces))
        if key not in self.job.spaces:
            self.job.spaces[key] = space(entry, spaces)
        return self.job.spaces[key]

    def _use_font(self, operands: Any) -> None:
        entry = self.resource("/Font", operands[0])
        fonts = self.own.setdefault("/Font", {})
        if entry is not None and str(operands[0]) not in fonts:
            fonts[str(operands[0])] = self._font(entry)

    def _use_state(self, operands: Any) -> None:
        entry = self.resource("/ExtGState", operands[0])
        states = self.own.setdefault("/ExtGState", {})
        if entry is None or str(operands[0]) in states:
            return
        made = pikepdf.Dictionary({key: each for key, each in entry.items() if key in _STATES})
        self.lets_through |= any(float(entry.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        if "/Font" in entry:
            made["/Font"] = pikepdf.Array([self._font(entry["/Font"][0]), entry["/Font"][1]])
        states[str(operands[0])] = made

    def _font(self, entry: Any) -> Any:
        """A font as it prints this ink: one of drawings (Type 3) is drawn again, the glyphs that are used."""
        if str(entry.get("/Subtype", "")) != "/Type3":
            return entry
        key = ("font", key_of(entry))
        if key not in self.job.made:
            self.job.made[key] = entry  # a glyph may name its own font
            self.job.made[key] = self._drawn_font(entry)
        return self.job.made[key]

    def _drawn_font(self, entry: Any) -> Any:
        resources = entry.get("/Resources")
        own, numbered, glyphs = dict[str, dict[str, Any]](), 0, pikepdf.Dictionary()
        for name in sorted(self.job.pictures.glyphs_of(entry)):
            outline = entry["/CharProcs"].get(f"/{name}")
            if outline is None or self.depth >= NESTED:
                continue
            inner = Plater(self.job, self.resources if resources is None else resources, State(), self.depth + 1)
            inner.own, inner._numbered = own, numbered
            inner.run(outline, inherits=True)
            numbered = inner._numbered
            glyphs[f"/{name}"] = self.job.pdf.make_stream(inner.content())
        kept = {key: each for key, each in entry.items() if key not in ("/CharProcs", "/Resources", "/ToUnicode")}
        made = pikepdf.Dictionary({kind: pikepdf.Dictionary(entries) for kind, entries in own.items()})
        return self.job.pdf.make_indirect(pikepdf.Dictionary({**kept, "/CharProcs": glyphs, "/Resources": made}))

    def _emit(self, operator: str, *operands: Any) -> None:
        self.out.append((list(operands), pikepdf.Operator(operator)))

    def _add(self, kind: str, entry: Any) -> Any:
        """Put an object into the new resources; its name there."""
        key = (kind, entry.objgen) if entry.is_indirect else None
        if key is not None and key in self._names:
            return self._names[key]
        self._numbered += 1
        name = pikepdf.Name(f"/Z{self._numbered}")
        self.own.setdefault(kind, {})[str(name)] = entry
        if key is not None:
            self._names[key] = name
        return name

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
            self._emit("Do", self._add("/XObject", self.form(entry)))

    def form(self, entry: Any) -> Any:
        """A form as it prints this ink; written once for each state it may be drawn in."""
        own = entry.get("/Resources")
        key = ("form", key_of(entry), own is None and id(self), *self._look())
        if key not in self.job.made:
            state = self.state.copied()
            state.matrix = IDENTITY
            inner = Plater(self.job, self.resources if own is None else own, state, self.depth + 1)
            inner.colourless = self.colourless
            inner.run(entry, inherits=True)
            self.job.made[key] = self._form(entry, inner)
        return self.job.made[key]

    def _look(self) -> tuple[object, ...]:
        """What of the state decides how a form is written."""
        state, parts = self.state, list[object]()
        for paint in (state.fill, state.stroke):
            pattern = None if paint.pattern is None else key_of(paint.pattern)
            parts += (id(paint.space), paint.colour, paint.overprint, pattern)
        return (*parts, state.opm, state.render, self.colourless)

    def _form(self, entry: Any, inner: Plater) -> Any:
        kept = {key: entry[key] for key in ("/Type", "/Subtype", "/BBox", "/Matrix") if key in entry}
        if "/Group" in entry:
            if bool(entry["/Group"].get("/K", False)) and inner.lets_through:
                self.job.doubt(self.job.number, "a group in which each part knocks out the last (K)")
            kept["/Group"] = pikepdf.Dictionary({key: each for key, each in entry["/Group"].items() if key != "/CS"})
        return self.job.pdf.make_indirect(
            pikepdf.Stream(self.job.pdf, inner.content(), {**kept, "/Resources": inner.made_resources()})
        )

    def _image(self, entry: Any) -> None:
        if bool(entry.get("/ImageMask", False)):
            if not self._spares(self.state.fill):
                self._stencil(entry)
            return
        spaces = self.resources.get("/ColorSpace") if self.resources is not None else None
        made = self.space_of(entry["/ColorSpace"], spaces) if "/ColorSpace" in entry else None
        found = self.job.pictures.of(entry, made, self.job.number)
        if found is None:
            return
        if self.job.ink in found.planes:
            self._emit("Do", self._add("/XObject", self._plane(entry, found, made)))
        elif made is None or not made.names or not self.state.fill.overprint:
            self._bare(entry, found, made)

    def _stencil(self, entry: Any) -> None:
        """A large one as a flat picture behind a mask of the size it is wanted in."""
        paint = self.state.fill
        plain = paint.pattern is None and paint.space.kind != "pattern"
        pictures = self.job.pictures
        small = pictures.mask(entry, pictures.factor(entry), self.job.number) if plain else None
        if small is None:
            self._emit("Do", self._add("/XObject", entry))
            return
        flat = self._gray(1, 1, bytes((round(255 * (1 - self._amount(paint))),)))
        flat["/SMask"] = self._once(("mask", key_of(entry)), lambda: self._gray(*small))
        self._emit("Do", self._add("/XObject", flat))

    def _once(self, key: object, make: Callable[[], Any]) -> Any:
        if key not in self.job.made:
            self.job.made[key] = make()
        return self.job.made[key]

    def _gray(self, width: int, height: int, samples: bytes) -> Any:
        made = pikepdf.Stream(self.job.pdf, samples)
        made["/Type"], made["/Subtype"] = pikepdf.Name("/XObject"), pikepdf.Name("/Image")
        made["/Width"], made["/Height"] = width, height
        made["/ColorSpace"], made["/BitsPerComponent"] = pikepdf.Name("/DeviceGray"), 8
        return self.job.pdf.make_indirect(made)

    def _plane(self, entry: Any, found: Planes, space: Space | None) -> Any:
        """The picture's plane of this ink, behind the picture's mask."""
        key = ("plane", key_of(entry))
        if key not in self.job.made:
            made = self._gray(found.width, found.height, found.planes[self.job.ink])
            self._masked(made, entry, found, space)
            self.job.made[key] = made
        return self.job.made[key]

    def _masked(self, made: Any, entry: Any, found: Planes, space: Space | None) -> None:
        for key in ("/SMask", "/Mask"):
            mask = entry.get(key)
            if getattr(mask, "_type_name", "") != "stream":
                continue
            factor = max(1, int(mask.get("/Width", 1)) // max(1, found.width))
            small = self.job.pictures.mask(mask, factor, self.job.number)
            if small is None and "/Matte" not in mask:
                made[key] = mask
            elif small is None:
                made["/SMask"] = self._matted(mask, space)
            else:
                made["/SMask"] = self._once(("mask", key_of(mask)), lambda small=small: self._gray(*small))  # type: ignore[misc]
                if "/Matte" in mask:
                    self.job.doubt(self.job.number, "a large picture was blended with a ground before (Matte)")
            return
        if found.alpha:
            made["/SMask"] = self._gray(found.width, found.height, found.alpha)

    def _matted(self, mask: Any, space: Space | None) -> Any:
        """The mask of a picture that was blended with a ground before (§11.6.5.3), with what that has of this ink."""
        copy = pikepdf.Stream(self.job.pdf, mask.read_raw_bytes())
        for key, each in mask.items():
            if key != "/Length":
                copy[key] = each
        matte = tuple(float(each) for each in mask["/Matte"])
        inks = self._share(space, matte) if space is not None else {}
        copy["/Matte"] = pikepdf.Array([1 - inks.get(self.job.ink, 0.0)])
        return self.job.pdf.make_indirect(copy)

    def _bare(self, entry: Any, found: Planes, space: Space | None) -> None:
        """The picture has none of this ink: paper where it lies, unless a mask lets the ground through."""
        if found.alpha or any(getattr(entry.get(key), "_type_name", "") == "stream" for key in ("/SMask", "/Mask")):
            white = Planes(found.width, found.height, {}, found.alpha)
            made = self._gray(1, 1, b"\xff")
            self._masked(made, entry, white, space)
            self._emit("Do", self._add("/XObject", made))
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
        coloured = int(entry.get("/PatternType", 1)) == 2 or int(entry.get("/PaintType", 1)) != 2
        key = ("pattern", key_of(entry), None if coloured else (id(paint.space), paint.colour))
        return self._once(key, lambda: self._made_pattern(paint))

    def _made_pattern(self, paint: Paint) -> Any:
        entry = paint.pattern
        if int(entry.get("/PatternType", 1)) == 2:
            shading = self._shading(entry["/Shading"])
            if shading is None:
                return None
            kept = {key: each for key, each in entry.items() if key in ("/PatternType", "/Matrix")}
            return self.job.pdf.make_indirect(pikepdf.Dictionary({**kept, "/Shading": shading}))
        state = State()
        colourless = int(entry.get("/PaintType", 1)) == 2
        if colourless and paint.space.base is not None:
            state.fill = Paint(paint.space.base, paint.colour)
            state.stroke = Paint(paint.space.base, paint.colour)
        if self.depth >= NESTED:
            return None
        inner = Plater(self.job, entry.get("/Resources", self.resources), state, self.depth + 1)
        inner.colourless = colourless
        inner.run(entry)
        kept = {
            key: entry[key]
            for key in ("/PatternType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix")
            if key in entry
        }
        kept |= {"/PaintType": 1, "/Resources": inner.made_resources()}
        return self.job.pdf.make_indirect(pikepdf.Stream(self.job.pdf, inner.content(), kept))


def plate_page(job: Job, page: Any, sheet: Sheet) -> None:
    """Write a page again for the job's ink: its content, and what is printed of its annotations."""
    job.begin(sheet)
    annotations = [each for each in page.obj.get("/Annots", []) if hasattr(each, "keys")]
    resources = page.resources
    plater = Plater(job, resources, State(), 0)
    plater.run(page)
    page.obj["/Contents"] = job.pdf.make_stream(plater.content())
    page.obj["/Resources"] = plater.made_resources()
    shown = []
    for entry in annotations:
        if plater.is_unseen(entry.get("/OC")):
            continue
        for form, prints in appearances(entry):
            if prints:
                look = pikepdf.Dictionary(N=Plater(job, resources, State(), 0).form(form))
                # Of a kind that has no look of its own.
                kept = {"/Subtype": pikepdf.Name("/Stamp"), "/F": 4, "/Rect": entry["/Rect"], "/AP": look}
                shown.append(job.pdf.make_indirect(pikepdf.Dictionary(kept)))
    if shown:
        page.obj["/Annots"] = pikepdf.Array(shown)
    elif "/Annots" in page.obj:
        del page.obj["/Annots"]


class Job:
    """What the platers of one ink share. made: forms, patterns, fonts and pictures that are written already."""

    def __init__(self, pdf: Any, ink: str, pictures: Pictures, doubt: Doubt) -> None:
        self.pdf = pdf
        self.ink = ink
        self.pictures = pictures
        self.doubt = doubt
        self.spaces: dict[object, Space] = {}
        self.made: dict[object, Any] = {}
        self.number = 0
        self.unseen: frozenset[tuple[int, int]] = frozenset()

    def begin(self, sheet: Sheet) -> None:
        self.number = sheet.number
        self.unseen = sheet.unseen
