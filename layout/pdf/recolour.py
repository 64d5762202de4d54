"""A page from elsewhere in the press's colours: RGB, Lab and calibrated colours of lines,
gradients and pictures become CMYK.

Gray goes to the black plate, CMYK and spots stay as they are, what is neutral in RGB becomes black alone. What cannot
be told for certain (programmed colours, hidden layers, faces that are not embedded) is refused in words, never guessed.
For a page that has not the four inks all of it becomes gray on the black plate; where the page has a second ink, what
is near its hue becomes so much of it, and what names it stays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from layout import pictures
from layout.display import Ink, PageInks
from layout.pdf.bounds import bounded
from layout.pdf.bounds import drawn as drawn_by
from layout.pdf.functions import colour_at, eight_bits
from layout.pdffile import pikepdf
from layout.pictures import Refused
from layout.pictures.duotone import corners, mixed

Name, Dictionary, Array, Stream, Operator = (
    *(pikepdf.Name, pikepdf.Dictionary, pikepdf.Array),
    *(pikepdf.Stream, pikepdf.Operator),
)
STEPS = 64  # of a gradient: at 250 mm one every 4 mm, with straight lines between
_DEEPEST = 30
_MARKS = frozenset(["BDC", "BMC", "EMC", "DP", "MP"])
# Forgotten on the way: what is not drawn, or X-4 forbids.
_DROPPED = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/StructParents", "/StructParent", "/OPI", "/Ref", "/AF", "/OC"),
    *("/Thumb", "/Alternates", "/Interpolate"),
)
_STATE_DROPPED = ("/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2", "/UseBlackPtComp")


_Mode = tuple[str, bytes | None]
"""How colours of a space are converted: "RGB", "L", "LAB" or "CMYK" and the profile; "TINT", spot inks that are not to
be printed, and their number among those of the document."""

_Spaces = dict[str, _Mode | None]
"""Colour spaces by name: how their colours are converted; None = they stay."""

_TURNED_OVER = ("/Difference", "/Exclusion")  # blend modes that make ink of two colours that have none of it
_IN_GRAY = "save it in gray for a page without colour"


class Recolour:
    """Changes one document in place. profile: the press's; transparency: the press takes it. inks: of a page that has
    not the four, None = it has; known: the spot inks of all of the file that it is put into, by name. has_second:
    whether any colour of it becomes the second ink; has_own: whether it names that ink itself; has_colour: whether
    anything was colour and is gray."""

    def __init__(
        self,
        document: pikepdf.Pdf,
        profile: bytes,
        transparency: bool,
        inks: PageInks | None = None,
        known: dict[str, Ink] | None = None,
    ) -> None:
        self._document = document
        self._profile = profile
        self._transparency = transparency
        self._gray = inks is not None
        self._second = inks.beside[0] if inks is not None and inks.beside else None
        self._spots = {} if inks is None else {ink.spot: ink for ink in inks.spots}
        self._known = {} if known is None else known
        self._stay = frozenset(("Black", "None", *self._spots))
        self._both = _pair(document, self._second) if self._second is not None and self._second.spot else None
        self._tints: list[Any] = []
        self.has_second = self.has_own = self.has_colour = False
        # Within a soft mask colours mean how much shows: they become plain gray, and not ink.
        self._masking = False
        # Faces that are not in the file, by the spaces of their resources (kept in _kept_spaces, so that ids stay) and
        # name.
        self._bare: dict[tuple[int, str], str] = {}
        self._kept_spaces: list[_Spaces] = []
        self._spaces: dict[tuple[int, int], _Spaces] = {}
        self._done: set[tuple[int, int]] = set()
        self._drawn: dict[tuple[int, int], int | None] = {}  # operators of each part; None = being read
        self._inks: dict[tuple[str, bytes | None, bytes], tuple[Decimal, ...]] = {}
        self._printed: dict[bytes, tuple[Decimal, ...]] = {}
        self._under: dict[tuple[int, str], _Mode | None] = {}  # spaces under patterns, as _bare

    def page(self, page: pikepdf.Page) -> None:
        """Raises Refused."""
        layers = self._document.Root.get("/OCProperties")
        if layers is not None and len(layers.get("/D", Dictionary()).get("/OFF", Array())):
            raise Refused("it has hidden layers; flatten it")
        if page.obj.get("/UserUnit", 1) != 1:
            raise Refused("its page is measured in units of its own; save it again")
        page.obj.Resources = resources = page.get("/Resources", Dictionary())
        spaces = self._resources(resources, 0)
        page.obj.Contents = self._document.make_stream(self._content(page, spaces))

    # What is drawn

    def _content(self, holder: Any, spaces: _Spaces) -> bytes:
        bounded(holder.obj.get("/Contents") if isinstance(holder, pikepdf.Page) else holder)
        try:
            steps = list(self._steps(pikepdf.parse_content_stream(holder), spaces))
            thing = holder.obj if isinstance(holder, pikepdf.Page) else holder
            self._drawn[thing.objgen] = drawn_by(thing, steps, self._drawn)
            return pikepdf.unparse_content_stream(steps)
        except pikepdf.PdfError:
            raise Refused("what it draws is damaged") from None

    def _steps(self, steps: Iterable[Any], spaces: _Spaces) -> Iterator[Any]:
        # How the colour space of fill and stroke is converted, None = it is not, with that under a pattern; and those
        # saved by q.
        now: dict[bool, _Mode | None] = {False: None, True: None}
        under: dict[bool, _Mode | None] = {False: None, True: None}
        bare, bare_saved = "", []
        saved: list[tuple[dict[bool, _Mode | None], dict[bool, _Mode | None]]] = []
        for step in steps:
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                yield self._inline(step)
                continue
            operands, name = list(step.operands), str(step.operator)
            if name in _MARKS:
                continue
            stroke = name[:1].isupper()
            match name:
                case "q":
                    saved.append((dict(now), dict(under)))
                    bare_saved.append(bare)
                case "Q" if saved:
                    (now, under), bare = saved.pop(), bare_saved.pop()
                case "Tf":
                    bare = self._bare.get((id(spaces), str(operands[0])), "")
                    if bare:
                        continue
                case "Tj" | "TJ" | "'" | '"' if bare:
                    raise Refused(f"the typeface {bare} is not inside it; embed it, or turn the letters into paths")
                case "rg" | "RG":
                    now[stroke] = None
                    yield from self._set(operands, ("RGB", None), stroke)
                    continue
                case "k" | "K" if self._grays:
                    now[stroke] = None
                    yield from self._set(operands, ("CMYK", None), stroke)
                    continue
                case "g" | "G" | "k" | "K":
                    now[stroke] = None
                case "cs" | "CS":
                    space = str(operands[0])
                    now[stroke] = mode = spaces[space] if space in spaces else self._mode(space)
                    under[stroke] = self._under.get((id(spaces), space))
                    if mode is not None:
                        # ISO 32000-1 §8.6.3: what a space begins with
                        full = {"CMYK": [0, 0, 0, 1], "TINT": [1] * self._count(mode)}
                        yield from self._set(full.get(mode[0], [0] * self._count(mode)), mode, stroke)
                        continue
                case "sc" | "SC" | "scn" | "SCN" if now[stroke] is not None:
                    yield from self._set(operands, now[stroke], stroke)
                    continue
                case "scn" | "SCN" if (mode := under[stroke]) is not None:
                    *parts, pattern = operands
                    yield ([*self._ink([float(part) for part in parts], *mode), pattern], Operator(name))
                    continue
            yield (operands, Operator(name))

    def _set(self, parts: list[Any], mode: Any, stroke: bool) -> Iterator[Any]:
        inks = self._ink([float(part) for part in parts], *mode)
        if len(inks) == _BOTH and inks[1] == 0:
            inks = (*_NO_COLOUR, inks[0])
        name = {1: "g", _BOTH: "scn"}.get(len(inks), "k")
        if name == "scn":
            yield ([Name(_PAIR)], Operator("CS" if stroke else "cs"))
        yield (list(inks), Operator(name.upper() if stroke else name))

    def _ink(self, parts: list[float], mode: str, profile: bytes | None) -> tuple[Decimal, ...]:
        """Four inks; black and a spot; or one gray within a mask."""
        if self._masking:
            return (Decimal(f"{_luminosity(parts, mode):.4f}"),)
        return self._on_page(self._inks_of(parts, mode, profile)) if self._gray else self._inks_of(parts, mode, profile)

    def _on_page(self, inks: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        """What the page has for four inks: the black alone that prints as light, or that and so much of the second."""
        if not any(inks[:3]):
            return inks if self._both is None else (inks[3], Decimal(0))
        sample = bytes(round(float(ink) * 255) for ink in inks)
        if sample not in self._printed:
            self._printed[sample] = self._separated_ink(sample)
        return self._printed[sample]

    def _separated_ink(self, sample: bytes) -> tuple[Decimal, ...]:
        if self._second is None:
            self.has_colour = True
            return (*_NO_COLOUR, _share(*pictures.blacks(sample, self._profile)))
        parts = self._second.parts
        pair = pictures.split_inks(sample, self._profile, parts)
        self.has_second = self.has_second or pair[1] > 0
        self.has_colour = self.has_colour or pictures.ink_strays(sample, self._profile, parts)
        return tuple(map(_share, pair if self._both is not None else mixed(pair, parts)))

    def _inks_of(self, parts: list[float], mode: str, profile: bytes | None) -> tuple[Decimal, ...]:
        if mode == "TINT":
            return self._tint(parts, self._tints[int(profile or b"0")])
        if mode == "CMYK":
            return tuple(Decimal(f"{min(max(part, 0), 1):.4f}") for part in parts)
        colour = _lab_bytes(parts) if mode == "LAB" else eight_bits([parts])
        key = (mode, profile, colour)
        if key not in self._inks:
            if mode == "L" and profile is None:
                inks = bytes((0, 0, 0, 255 - colour[0]))
            else:
                inks = pictures.inked(colour, mode, self._profile, profile)
            self._inks[key] = tuple(Decimal(f"{ink / 255:.4f}") for ink in inks)
        return self._inks[key]

    def _tint(self, parts: list[float], space: Any) -> tuple[Decimal, ...]:
        """What stands in for spot inks, as four inks."""
        names = [str(name)[1:] for name in (space[1] if isinstance(space[1], Array) else [space[1]])]
        if len(parts) != len(names):
            raise Refused("a colour in it is given by a broken function")
        if names == ["All"]:
            return (*([Decimal(0)] * 3), Decimal(f"{parts[0]:.4f}"))
        if len(names) == 1:
            return self._stand_in(parts[0], space)
        made = [Decimal(0)] * 4
        own = space[4].get("/Colorants", Dictionary()) if len(space) > 4 else Dictionary()
        for name, part in zip(names, parts, strict=True):
            if name in _PROCESS:
                made[_PROCESS.index(name)] += Decimal(f"{part:.4f}")
            elif f"/{name}" in own:
                stand_in = self._stand_in(part, own[f"/{name}"])
                made = [before + more for before, more in zip(made, stand_in, strict=True)]
            elif name != "None":
                raise Refused(f"it mixes spot colours; {_IN_GRAY}")
        return tuple(min(part, Decimal(1)) for part in made)

    def _stand_in(self, part: float, space: Any) -> tuple[Decimal, ...]:
        mode = self._mode_in_colour(space[2]) or (("L", None) if space[2] == Name.DeviceGray else ("CMYK", None))
        return self._inks_of(colour_at(space[3], part), *mode)

    def _count(self, mode: _Mode) -> int:
        """Parts of a colour."""
        if mode[0] == "TINT":
            names = self._tints[int(mode[1] or b"0")][1]
            return len(names) if isinstance(names, Array) else 1
        return {"L": 1, "CMYK": 4}.get(mode[0], 3)

    def _inline(self, step: Any) -> Any:
        image = step.iimage
        space = image.obj.get("/ColorSpace", image.obj.get("/CS"))
        if self._gray and space is not None and not image.image_mask and str(space) not in ("/G", "/DeviceGray"):
            raise Refused(f"it has small pictures in colour inside its lines; {_IN_GRAY}")
        short = {"/G": "/DeviceGray", "/CMYK": "/DeviceCMYK"}
        if space is not None and not image.image_mask and short.get(str(space), str(space)) not in short.values():
            raise Refused("it has small RGB pictures inside its lines; save it with CMYK colours")
        return step

    # Colour spaces

    def _mode(self, space: Any) -> _Mode | None:
        """How to convert colours of a space; None = they stay. Raises Refused."""
        return self._mode_in_gray(space) if self._grays else self._mode_in_colour(space)

    def _mode_in_gray(self, space: Any) -> _Mode | None:
        kind = str(space[0]) if isinstance(space, Array) else str(space)
        if kind == "/DeviceCMYK":
            return "CMYK", None
        if kind in ("/Separation", "/DeviceN"):
            names = space[1] if isinstance(space[1], Array) else (space[1],)
            if all(str(name)[1:] in self._stay for name in names):
                self.has_own = self.has_own or any(str(name)[1:] in self._spots for name in names)
                return None
            self._tints.append(space)
            return "TINT", b"%d" % (len(self._tints) - 1)
        return self._mode_in_colour(space)

    def _mode_in_colour(self, space: Any) -> _Mode | None:
        name = str(space[0]) if isinstance(space, Array) else str(space)
        match name:
            case "/DeviceRGB" | "/CalRGB":
                return "RGB", None
            case "/CalGray":
                return "L", None
            case "/Lab":
                return "LAB", None
            case "/ICCBased":
                return self._icc(space[1])
        return None

    def _icc(self, stream: Any) -> _Mode | None:
        parts = int(stream.N)
        if parts == 4:
            return "CMYK", None
        bounded(stream)
        return ("RGB" if parts == 3 else "L"), stream.read_bytes()

    def _space(self, space: Any, depth: int) -> Any:
        """A space as it may stand in resources and pictures: converted ones become DeviceCMYK or DeviceGray."""
        if depth > _DEEPEST:
            raise Refused("its colours are nested too deep")
        mode = self._mode(space)
        if mode is not None:
            return Name.DeviceGray if mode[0] == "L" else Name.DeviceCMYK
        if not isinstance(space, Array) or not len(space):
            return space
        kind = str(space[0])
        if kind == "/Indexed":
            return self._indexed(space, depth)
        if kind == "/Separation" and (ink := self._alike(space)) is not None:
            space[2], space[3] = Name.DeviceCMYK, _rise(ink)
            return space
        if kind == "/DeviceN" and len(space) > 4:
            own = space[4].get("/Colorants", Dictionary())
            for name in list(own.keys()):
                own[name] = self._space(own[name], depth + 1)
        if kind in ("/Separation", "/DeviceN") and self._mode_in_colour(space[2]) is not None:
            return self._spot(space)
        if kind == "/Pattern" and len(space) > 1:
            space[1] = self._own if self._mode(space[1]) is not None else self._space(space[1], depth + 1)
        return space

    def _alike(self, space: Any) -> Ink | None:
        """A spot as all of the file has it, for one name has one stand-in there (ISO 15930-7 §6.2.4.4, ISO 19005-2
        §6.2.4.4); None where a program says what stands in for it."""
        name = str(space[1])[1:]
        if name not in self._known:
            gray, self._gray = self._gray, False  # a spot that stays has its colour on screens
            try:
                cyan, magenta, yellow, black = (float(part) for part in self._stand_in(1.0, space))
            except Refused:
                return self._spots.get(name)
            finally:
                self._gray = gray
            self._known[name] = self._spots.get(name) or Ink(cyan, magenta, yellow, black, name)
        return self._known[name]

    def _indexed(self, space: Any, depth: int) -> Any:
        mode = self._mode(space[1])
        if mode is None or (mode[0] == "CMYK" and not self._gray):
            space[1] = self._space(space[1], depth + 1)
            return space
        table = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
        parts = self._count(mode)
        colours = table[: len(table) // parts * parts]
        if mode[0] == "LAB":
            raise Refused("it has a picture of few Lab colours; save it with CMYK colours")
        if self._grays:
            given = (colours[at : at + parts] for at in range(0, len(colours), parts))
            inks = [self._ink([part / 255 for part in colour], *mode) for colour in given]
            if self._second is None:
                space[1] = Name.DeviceGray
                space[3] = pikepdf.String(bytes(255 - round(float(ink[-1]) * 255) for ink in inks))
                return space
            space[1] = self._own
            space[3] = pikepdf.String(bytes(round(float(part) * 255) for ink in inks for part in ink))
            return space
        space[1] = Name.DeviceCMYK
        space[3] = pikepdf.String(pictures.inked(colours, mode[0], self._profile, mode[1]))
        return space

    def _spot(self, space: Any) -> Any:
        """A spot whose stand-in is RGB or Lab gets one in CMYK."""
        if str(space[0]) == "/DeviceN" and len(space[1]) != 1:
            raise Refused("it mixes spot colours by way of RGB; save it with CMYK colours")
        gray, self._gray = self._gray, False  # a spot that stays has its colour on screens
        space[3] = self._table(space[3], self._mode(space[2]), 0.0, 1.0)
        space[2] = self._own
        self._gray = gray
        return space

    def _table(self, function: Any, mode: Any, low: float, high: float) -> Any:
        """A function that gives CMYK where the old one gave something else: a table of 64 steps."""
        steps = [low + (high - low) * step / (STEPS - 1) for step in range(STEPS)]
        colours = [colour_at(function, x) for x in steps]
        if any(len(colour) != self._count(mode) for colour in colours):
            raise Refused("a colour in it is given by a broken function")
        inks = [self._ink(colour, *mode) for colour in colours]
        made = self._document.make_stream(bytes(round(float(ink) * 255) for each in inks for ink in each))
        made.FunctionType, made.BitsPerSample, made.Size = 0, 8, Array([STEPS])
        made.Domain, made.Range = Array([_decimal(low), _decimal(high)]), Array([0, 1] * len(inks[0]))
        return made

    # What is used

    def _resources(self, resources: Any, depth: int) -> _Spaces:
        """Change what is used; the colour spaces by name, as they were before."""
        if depth > _DEEPEST:
            raise Refused("it is nested too deep")
        if resources.objgen in self._spaces:
            return self._spaces[resources.objgen]
        spaces = self._named_spaces(resources, depth)
        if self._both is not None and not self._masking:
            if "/ColorSpace" not in resources:
                resources.ColorSpace = Dictionary()
            resources.ColorSpace[_PAIR] = self._both
        self._kept_spaces.append(spaces)
        if resources.objgen != (0, 0):
            self._spaces[resources.objgen] = spaces
        for state in _kids(resources, "/ExtGState"):
            self._graphics_state(state, depth)
        for shading in _kids(resources, "/Shading"):
            self._shading(shading)
        for pattern in _kids(resources, "/Pattern"):
            if self._first_time(pattern):
                if isinstance(pattern, Stream):
                    self._form(pattern, depth)
                else:
                    self._shading(pattern.Shading)
        for drawn in _kids(resources, "/XObject"):
            if not self._first_time(drawn):
                continue
            kind = str(drawn.get("/Subtype"))
            if kind == "/Image":
                self._image(drawn, depth)
            elif kind == "/Form":
                self._form(drawn, depth)
            else:
                raise Refused("it holds a PostScript program; flatten it")
        fonts = resources.get("/Font", Dictionary())
        for name in list(fonts.keys()):
            if isinstance(fonts[name], Dictionary) and (missing := self._font(fonts[name], depth)):
                # Many files name faces they set nothing in.
                self._bare[id(spaces), name] = missing
                del fonts[name]
        for unused in ("/Properties", "/ProcSet"):
            if unused in resources:
                del resources[unused]
        return spaces

    def _named_spaces(self, resources: Any, depth: int) -> _Spaces:
        """Spaces by name. What is converted is no more named in what is drawn, and leaves the resources."""
        named = resources.get("/ColorSpace", Dictionary())
        spaces: _Spaces = {}
        kept = Dictionary()
        for name in list(named.keys()):
            spaces[name] = self._mode(named[name])
            if isinstance(named[name], Array) and len(named[name]) > 1 and str(named[name][0]) == "/Pattern":
                self._under[id(spaces), name] = self._mode(named[name][1])
            if spaces[name] is None and not name.startswith("/Default"):
                kept[name] = self._space(named[name], depth)
        if len(named):
            resources.ColorSpace = kept
        return spaces

    def _first_time(self, entry: Any) -> bool:
        if entry.objgen == (0, 0):
            return True
        known = entry.objgen in self._done
        self._done.add(entry.objgen)
        return not known

    @property
    def _grays(self) -> bool:
        """Whether colours become gray ink here."""
        return self._gray and not self._masking

    @property
    def _own(self) -> Any:
        if self._both is not None and self._grays:
            return self._both
        return Name.DeviceGray if self._masking else Name.DeviceCMYK

    def _form(self, form: Any, depth: int) -> None:
        inner = form.get("/Resources")
        if inner is None:
            raise Refused("a part of it leans on another for its colours; save it again")
        self._drawn[form.objgen] = None
        spaces = self._resources(inner, depth + 1)
        self._group(form)
        form.write(self._content(form, spaces))

    def _group(self, form: Any) -> None:
        group = form.get("/Group")
        if group is None:
            return
        if not self._transparency:
            del form["/Group"]
        elif "/CS" in group:
            group.CS = Name.DeviceGray if self._masking else self._space(group.CS, 0)

    def _graphics_state(self, state: Any, depth: int) -> None:
        for name in _STATE_DROPPED:
            if name in state:
                del state[name]
        mask = state.get("/SMask")
        masked = isinstance(mask, Dictionary)
        faint = any(float(state.get(name, 1)) < 1 for name in ("/CA", "/ca"))
        blended = str(state.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        if not self._transparency:
            if masked or faint or blended:
                raise Refused("it has transparency, which this standard does not take; flatten it")
            for name in ("/SMask", "/CA", "/ca", "/BM", "/AIS"):
                if name in state:
                    del state[name]
        elif blended and self._gray and not _keeps_plates(state.BM):
            raise Refused(f"it has colours turned over (Difference, Exclusion); {_IN_GRAY}")
        if self._transparency and masked and self._first_time(mask.G):
            if "/TR" in mask:
                del mask["/TR"]
            outside, self._masking = self._masking, True
            self._form(mask.G, depth + 1)
            self._masking = outside

    def _shading(self, shading: Any) -> None:
        if not self._first_time(shading):
            return
        mode = self._mode(shading.ColorSpace)
        if mode is None:
            shading.ColorSpace = self._space(shading.ColorSpace, 0)
            return
        if int(shading.ShadingType) not in (2, 3) or "/Function" not in shading:
            cure = _IN_GRAY if self._gray else "save it with CMYK colours"
            raise Refused(f"it has a colour mesh{'' if self._gray else ' in RGB'}; {cure}")
        low, high = (float(end) for end in shading.get("/Domain", [0, 1]))
        shading.Function = self._table(shading.Function, mode, low, high)
        shading.ColorSpace = self._own
        if "/Background" in shading:
            shading.Background = Array(self._ink([float(part) for part in shading.Background], *mode))

    def _font(self, font: Any, depth: int) -> str:
        """The face's name if its outlines are not in the file."""
        name = str(font.get("/BaseFont", "/a font"))[1:]
        if str(font.Subtype) == "/Type3":
            if not self._first_time(font):
                return ""
            if "/Resources" not in font:
                font.Resources = Dictionary()
            spaces = self._resources(font.Resources, depth + 1)
            for glyph in font.CharProcs.values():
                glyph.write(self._content(glyph, spaces))
            return ""
        holder = font.DescendantFonts[0] if str(font.Subtype) == "/Type0" else font
        descriptor = holder.get("/FontDescriptor", Dictionary())
        inside = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        return "" if inside else name

    # Pictures

    def _image(self, image: Any, depth: int) -> None:
        for name in _DROPPED:
            if name in image:
                del image[name]
        if "/SMask" in image and not self._transparency:
            raise Refused("it has transparency, which this standard does not take; flatten it")
        if image.get("/ImageMask", False):
            return
        bounded(image, int(image.Width) * int(image.Height) * 8)
        codec = _codec(image)
        if "/ColorSpace" not in image:
            data = image.read_raw_bytes()
            self._replace(image, self._packed(data))
            return
        mode = self._mode(image.ColorSpace)
        if mode is not None and self._grays and mode[0] in ("CMYK", "TINT"):
            self._replace(image, self._grayed(image, codec, mode))
            return
        if mode is None or mode[0] == "CMYK" or (mode[0] == "L" and mode[1] is None):
            image.ColorSpace = self._space(image.ColorSpace, depth)
            return
        if self._masking:
            if mode[0] != "L":
                raise Refused("a mask in it is a picture in colour; flatten it")
            image.ColorSpace = Name.DeviceGray
            return
        if "/Mask" in image and isinstance(image.Mask, Array):
            raise Refused("a picture in it is cut out by one of its colours; save it with CMYK colours")
        if mode[0] == "LAB" or int(image.BitsPerComponent) not in (8, 16) or "/Decode" in image:
            raise Refused("a picture in it has colours of an unusual kind; save it with CMYK colours")
        self._replace(image, self._separated(image, codec, mode))

    def _separated(self, image: Any, codec: str, mode: Any) -> pictures.Pixels:
        if codec in ("/DCTDecode", "/JPXDecode"):
            data = image.read_raw_bytes()
            if codec == "/DCTDecode" and (header := pictures.header.jpeg(data)) and header.components == 4:
                raise Refused("a picture in it has colours of an unusual kind; save it with CMYK colours")
            return self._packed(data)
        size, samples = self._samples(image, mode)
        if self._gray and mode[0] != "L":
            return self._on_plates(mode[0], size, samples, mode[1])
        return pictures.separate(mode[0], size, samples, self._profile, mode[1])

    def _packed(self, data: bytes) -> pictures.Pixels:
        """A picture as its codec has it, in the inks of the page."""
        if self._second is None:
            self.has_colour = self.has_colour or (self._gray and pictures.is_coloured(data))
            return pictures.convert(data, self._profile, (0, 0, 1, 1), _ANY, self._gray)
        parts = self._second.parts
        self.has_colour = self.has_colour or pictures.colours(data, self._profile, parts)[1]
        return self._in_both(pictures.split(data, self._profile, (0, 0, 1, 1), _ANY, parts))

    def _on_plates(
        self, mode: str, size: tuple[int, int], samples: bytes, embedded: bytes | None = None
    ) -> pictures.Pixels:
        """The same of samples in colour."""
        if self._second is None:
            self.has_colour = self.has_colour or pictures.has_colour(mode, size, samples)
            return pictures.grayed(mode, size, samples, self._profile, embedded)
        parts = self._second.parts
        seen = pictures.colours_of(mode, size, samples, self._profile, parts, embedded)
        self.has_colour = self.has_colour or seen[1]
        return self._in_both(pictures.split_samples(mode, size, samples, self._profile, parts, embedded))

    def _in_both(self, pixels: pictures.Pixels) -> pictures.Pixels:
        self.has_second = self.has_second or pixels.mode == "2"
        if pixels.mode != "2" or self._second is None or self._both is not None:
            return pixels
        return pictures.Pixels("CMYK", pixels.width, pixels.height, mixed(pixels.data, self._second.parts))

    def _samples(self, image: Any, mode: _Mode) -> tuple[tuple[int, int], bytes]:
        """Size and samples, 8 bits each, of a picture that no codec packs."""
        samples = image.read_bytes()
        if int(image.BitsPerComponent) == 16:
            samples = samples[::2]
        size = int(image.Width), int(image.Height)
        needed = size[0] * size[1] * self._count(mode)
        if len(samples) < needed:
            raise Refused("a picture in it is cut short")
        return size, samples[:needed]

    def _grayed(self, image: Any, codec: str, mode: _Mode) -> pictures.Pixels:
        """A picture in CMYK, or in spots that are not printed, for the black plate."""
        if int(image.BitsPerComponent) not in (8, 16) or ("/Mask" in image and isinstance(image.Mask, Array)):
            raise Refused(f"a picture in it has colours of an unusual kind; {_IN_GRAY}")
        decode = [float(end) for end in image.get("/Decode", [])]
        over = decode == [1.0, 0.0] * self._count(mode)
        if decode and not over and decode != [0.0, 1.0] * self._count(mode):
            raise Refused(f"a picture in it has colours of an unusual kind; {_IN_GRAY}")
        size, samples = self._samples(image, mode) if codec not in _PACKED else self._unpacked(image, mode)
        if "/Decode" in image:
            del image["/Decode"]
        if over:
            samples = samples.translate(_INVERTED)
        if mode[0] == "CMYK":
            return self._on_plates("CMYK", size, samples)
        if self._count(mode) != 1:
            raise Refused(f"a picture in it mixes spot colours; {_IN_GRAY}")
        inks = [self._ink([sample / 255], *mode) for sample in range(256)]
        plates = [samples.translate(bytes(round(float(ink[at]) * 255) for ink in inks)) for at in range(len(inks[0]))]
        if self._second is None:
            return pictures.Pixels("L", *size, plates[-1].translate(_INVERTED))
        made = bytearray(len(plates) * len(samples))
        for at, plate in enumerate(plates):
            made[at :: len(plates)] = plate
        return pictures.Pixels("CMYK" if self._both is None else "2", *size, bytes(made))

    def _unpacked(self, image: Any, mode: _Mode) -> tuple[tuple[int, int], bytes]:
        """The same of a JPEG as a reader of PDF takes it, whose samples count as they stand."""
        data = image.read_raw_bytes()
        if mode[0] == "TINT":
            raise Refused(f"a picture in it is printed in a spot; {_IN_GRAY}")
        made = pictures.convert(data, self._profile, (0, 0, 1, 1), _ANY)
        if made.mode != "CMYK":
            raise Refused(f"a picture in it has colours of an unusual kind; {_IN_GRAY}")
        header = pictures.header.jpeg(data)
        # Adobe's are stored turned over, and are opened so that they look right; a PDF says by Decode that they are.
        stored = made.data.translate(_INVERTED) if header is not None and header.adobe else made.data
        return (made.width, made.height), stored

    def _replace(self, image: Any, pixels: pictures.Pixels) -> None:
        if "/Matte" in image.get("/SMask", Dictionary()):  # a colour of the space that it leaves (§11.6.5.3)
            raise Refused("a picture in it is blended with its ground already; flatten it")
        image.write(zlib.compress(pixels.data), filter=Name.FlateDecode)
        image.Width, image.Height = pixels.width, pixels.height
        image.BitsPerComponent = 1 if pixels.mode == "1" else 8
        image.ColorSpace = {"CMYK": Name.DeviceCMYK, "2": self._both}.get(pixels.mode, Name.DeviceGray)


_PAIR = "/BlackAndSecond"
"""Name of the space of black and a second ink in all resources."""
_BOTH = 2
_NO_COLOUR = (Decimal(0),) * 3
_ANY = (1_000_000, 1_000_000)
_INVERTED = bytes(range(255, -1, -1))
_PACKED = ("/DCTDecode", "/JPXDecode")
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


def _pair(document: pikepdf.Pdf, ink: Ink) -> Any:
    """The space of black and a spot (ISO 32000-1 §8.6.6.5)."""
    tint = document.make_stream(corners(ink.parts))
    tint.FunctionType, tint.BitsPerSample, tint.Size = 0, 8, Array([2, 2])
    tint.Domain, tint.Range = Array([0, 1] * 2), Array([0, 1] * 4)
    space = pikepdf.Array([Name.DeviceN, Array([Name.Black, Name(f"/{ink.spot}")]), Name.DeviceCMYK, tint])
    alone = pikepdf.Array([Name.Separation, Name(f"/{ink.spot}"), Name.DeviceCMYK, _rise(ink)])
    space.append(Dictionary(Colorants=Dictionary({f"/{ink.spot}": alone})))
    return document.make_indirect(space)


def _rise(ink: Ink) -> Any:
    """What stands in for so much of a spot."""
    function = Dictionary(FunctionType=2, N=1, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]))
    function.C1 = Array([_decimal(part) for part in ink.parts])
    return function


def _share(sample: int) -> Decimal:
    return Decimal(f"{sample / 255:.4f}")


def _keeps_plates(blend: Any) -> bool:
    """Whether a blend mode, or each of several that are offered, leaves paper where both colours have no ink."""
    named = list(blend) if isinstance(blend, Array) else [blend]
    return not any(str(name) in _TURNED_OVER for name in named)


def _kids(resources: Any, kind: str) -> Iterator[Any]:
    entries = resources.get(kind)
    if isinstance(entries, Dictionary):
        for name in list(entries.keys()):
            if isinstance(entries[name], (Dictionary, Stream)):
                yield entries[name]


def _codec(stream: Any) -> str:
    """The last filter's name."""
    filters = stream.get("/Filter", Array())
    return str(filters[-1]) if isinstance(filters, Array) and len(filters) else str(filters)


def _luminosity(parts: list[float], mode: str) -> float:
    """How much shows where a mask has this colour (ISO 32000-1 §11.5.3)."""
    if mode == "L":
        return parts[0]
    if mode == "LAB":
        return parts[0] / 100
    red, green, blue = ((1 - part) * (1 - parts[3]) for part in parts[:3]) if mode == "CMYK" else parts
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _lab_bytes(parts: list[float]) -> bytes:
    """8-bit CIE L*a*b*, as LittleCMS takes it from Pillow: a* and b* as signed bytes."""
    lightness, a, b = parts
    return bytes(
        (
            round(min(max(lightness, 0), 100) * 2.55),
            round(min(max(a, -128), 127)) % 256,
            round(min(max(b, -128), 127)) % 256,
        )
    )


def _decimal(number: float) -> Decimal:
    return Decimal(f"{number:.6f}")
