"""A page from elsewhere in the press's colours: RGB, Lab and calibrated colours of lines,
gradients and pictures become CMYK.

Gray goes to the black plate, CMYK and spots stay as they are, what is neutral in RGB becomes black alone. What cannot
be told for certain (programmed colours, hidden layers, faces that are not embedded) is refused in words, never guessed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from layout import pictures
from layout.pdf.bounds import bounded
from layout.pdf.bounds import drawn as drawn_by
from layout.pdf.functions import colour_at, eight_bits
from layout.pdffile import pikepdf
from layout.pictures import Refused

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


_Spaces = dict[str, tuple[str, bytes | None] | None]
"""Colour spaces by name: how their colours are converted, as (mode, profile); None = they stay."""


class Recolour:
    """Changes one document in place. profile: the press's; transparency: the press takes it."""

    def __init__(self, document: pikepdf.Pdf, profile: bytes, transparency: bool) -> None:
        self._document = document
        self._profile = profile
        self._transparency = transparency
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
        # Colour space of fill and stroke, as (mode, profile), None = as it is; and those saved by q.
        now: dict[bool, tuple[str, bytes | None] | None] = {False: None, True: None}
        bare, bare_saved = "", []
        saved = []
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
                    saved.append(dict(now))
                    bare_saved.append(bare)
                case "Q" if saved:
                    now, bare = saved.pop(), bare_saved.pop()
                case "Tf":
                    bare = self._bare.get((id(spaces), str(operands[0])), "")
                    if bare:
                        continue
                case "Tj" | "TJ" | "'" | '"' if bare:
                    raise Refused(f"the typeface {bare} is not inside it; embed it, or turn the letters into paths")
                case "rg" | "RG":
                    now[stroke] = None
                    yield self._set(operands, ("RGB", None), stroke)
                    continue
                case "g" | "G" | "k" | "K":
                    now[stroke] = None
                case "cs" | "CS":
                    space = str(operands[0])
                    now[stroke] = mode = spaces[space] if space in spaces else self._mode(space)
                    if mode is not None:
                        parts = {"L": 1, "CMYK": 4}.get(mode[0], 3)
                        start = [0, 0, 0, 1] if parts == 4 else [0] * parts
                        yield self._set(start, mode, stroke)
                        continue
                case "sc" | "SC" | "scn" | "SCN" if now[stroke] is not None:
                    yield self._set(operands, now[stroke], stroke)
                    continue
            yield (operands, Operator(name))

    def _set(self, parts: list[Any], mode: Any, stroke: bool) -> Any:
        inks = self._ink([float(part) for part in parts], *mode)
        name = "g" if self._masking else "k"
        return (list(inks), Operator(name.upper() if stroke else name))

    def _ink(self, parts: list[float], mode: str, profile: bytes | None) -> tuple[Decimal, ...]:
        """Four inks, or one gray within a mask."""
        if self._masking:
            return (Decimal(f"{_luminosity(parts, mode):.4f}"),)
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

    def _inline(self, step: Any) -> Any:
        image = step.iimage
        space = image.obj.get("/ColorSpace", image.obj.get("/CS"))
        short = {"/G": "/DeviceGray", "/CMYK": "/DeviceCMYK"}
        if space is not None and not image.image_mask and short.get(str(space), str(space)) not in short.values():
            raise Refused("it has small RGB pictures inside its lines; save it with CMYK colours")
        return step

    # Colour spaces

    def _mode(self, space: Any) -> tuple[str, bytes | None] | None:
        """How to convert colours of a space; None = they stay. Raises Refused."""
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

    def _icc(self, stream: Any) -> tuple[str, bytes | None] | None:
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
        if kind in ("/Separation", "/DeviceN") and self._mode(space[2]) is not None:
            return self._spot(space)
        if kind == "/Pattern" and len(space) > 1:
            space[1] = self._space(space[1], depth + 1)
        return space

    def _indexed(self, space: Any, depth: int) -> Any:
        mode = self._mode(space[1])
        if mode is None or mode[0] == "CMYK":
            space[1] = self._space(space[1], depth + 1)
            return space
        table = space[3].read_bytes() if isinstance(space[3], Stream) else bytes(space[3])
        parts = 1 if mode[0] == "L" else 3
        colours = table[: len(table) // parts * parts]
        if mode[0] == "LAB":
            raise Refused("it has a picture of few Lab colours; save it with CMYK colours")
        space[1] = Name.DeviceCMYK
        space[3] = pikepdf.String(pictures.inked(colours, mode[0], self._profile, mode[1]))
        return space

    def _spot(self, space: Any) -> Any:
        """A spot whose stand-in is RGB or Lab gets one in CMYK."""
        if str(space[0]) == "/DeviceN" and len(space[1]) != 1:
            raise Refused("it mixes spot colours by way of RGB; save it with CMYK colours")
        space[3] = self._table(space[3], self._mode(space[2]), 0.0, 1.0)
        space[2] = self._own
        return space

    def _table(self, function: Any, mode: Any, low: float, high: float) -> Any:
        """A function that gives CMYK where the old one gave something else: a table of 64 steps."""
        steps = [low + (high - low) * step / (STEPS - 1) for step in range(STEPS)]
        colours = [colour_at(function, x) for x in steps]
        if any(len(colour) != (1 if mode[0] == "L" else 4 if mode[0] == "CMYK" else 3) for colour in colours):
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
    def _own(self) -> Any:
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
        elif masked and self._first_time(mask.G):
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
            raise Refused("it has a colour mesh in RGB; save it with CMYK colours")
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
            spaces = self._resources(font.get("/Resources", Dictionary()), depth + 1)
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
            self._replace(image, pictures.convert(image.read_raw_bytes(), self._profile, (0, 0, 1, 1), _ANY))
            return
        mode = self._mode(image.ColorSpace)
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
            return pictures.convert(data, self._profile, (0, 0, 1, 1), _ANY)
        samples = image.read_bytes()
        if int(image.BitsPerComponent) == 16:
            samples = samples[::2]
        size = int(image.Width), int(image.Height)
        needed = size[0] * size[1] * (1 if mode[0] == "L" else 3)
        if len(samples) < needed:
            raise Refused("a picture in it is cut short")
        return pictures.separate(mode[0], size, samples[:needed], self._profile, mode[1])

    def _replace(self, image: Any, pixels: pictures.Pixels) -> None:
        image.write(zlib.compress(pixels.data), filter=Name.FlateDecode)
        image.Width, image.Height = pixels.width, pixels.height
        image.BitsPerComponent = 1 if pixels.mode == "1" else 8
        image.ColorSpace = Name.DeviceCMYK if pixels.mode == "CMYK" else Name.DeviceGray


_ANY = (1_000_000, 1_000_000)


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
