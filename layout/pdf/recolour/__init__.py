"""A page from elsewhere in the press's colours: RGB, Lab and calibrated colours of lines,
gradients and pictures become CMYK.

Gray goes to the black plate, CMYK and spots stay as they are, what is neutral in RGB becomes black alone. What cannot
be told for certain (programmed colours, hidden layers, faces that are not embedded) is refused in words, never guessed.
For a page that has not the four inks all of it becomes gray on the black plate; where the page has a second ink, what
is near its hue becomes so much of it, and what names it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.display import Ink, PageInks
from layout.pdf.bounds import bounded
from layout.pdf.bounds import drawn as drawn_by
from layout.pdf.recolour.content import Content, Names
from layout.pdf.recolour.images import Images
from layout.pdf.recolour.inks import ALONE, IN_GRAY, PAIR, Inks
from layout.pdf.recolour.spaces import DEEPEST, Spaces
from layout.pdffile import pikepdf
from layout.pictures import Refused

Name, Dictionary, Array, Stream = pikepdf.Name, pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream
_STATE_DROPPED = ("/TR", "/TR2", "/HT", "/HTP", "/BG", "/BG2", "/UCR", "/UCR2", "/UseBlackPtComp")

_TURNED_OVER = ("/Difference", "/Exclusion")  # blend modes that make ink of two colours that have none of it


class Recolour:
    """Changes one document in place. profile: the press's; transparency: the press takes it. inks: of a page that has
    not the four, None = it has; known: the spot inks of all of the file that it is put into, by name."""

    def __init__(
        self,
        document: pikepdf.Pdf,
        profile: bytes,
        transparency: bool,
        inks: PageInks | None = None,
        known: dict[str, Ink] | None = None,
    ) -> None:
        self._document = document
        self._transparency = transparency
        self._inks = Inks(document, profile, inks, {} if known is None else known)
        self._spaces = Spaces(document, self._inks)
        self._images = Images(self._inks, self._spaces, transparency)
        self._names: dict[tuple[int, int], Names] = {}
        self._done: set[tuple[int, int]] = set()
        self._masks: list[tuple[Any, int]] = []  # soft masks that are still to be changed, and how deep they are nested
        self._drawn: dict[tuple[int, int], int | None] = {}  # operators of each part; None = being read

    @property
    def has_second(self) -> bool:
        """Whether any colour of it becomes the second ink."""
        return self._inks.has_second

    @property
    def has_own(self) -> bool:
        """Whether it names that ink itself."""
        return self._inks.has_own

    @property
    def has_colour(self) -> bool:
        """Whether anything was colour and is gray."""
        return self._inks.has_colour

    def page(self, page: pikepdf.Page) -> None:
        """Raises Refused."""
        layers = self._document.Root.get("/OCProperties")
        if layers is not None and len(layers.get("/D", Dictionary()).get("/OFF", Array())):
            raise Refused("it has hidden layers; flatten it")
        if page.obj.get("/UserUnit", 1) != 1:
            raise Refused("its page is measured in units of its own; save it again")
        page.obj.Resources = resources = page.get("/Resources", Dictionary())
        names = self._resources(resources, 0)
        page.obj.Contents = self._document.make_stream(self._content(page, names))
        # Masks come last: what one shares with what is drawn is ink there, and must be changed as ink.
        self._inks.masking = True
        while self._masks:
            self._form(*self._masks.pop())

    # What is drawn

    def _content(self, holder: Any, names: Names) -> bytes:
        bounded(holder.obj.get("/Contents") if isinstance(holder, pikepdf.Page) else holder)
        try:
            steps = list(Content(names, self._inks).changed(pikepdf.parse_content_stream(holder)))
            thing = holder.obj if isinstance(holder, pikepdf.Page) else holder
            self._drawn[thing.objgen] = drawn_by(thing, steps, self._drawn)
            return pikepdf.unparse_content_stream(steps)
        except pikepdf.PdfError:
            raise Refused("what it draws is damaged") from None

    # What is used

    def _resources(self, resources: Any, depth: int) -> Names:
        """Change what is used; what it named, as it was before."""
        if depth > DEEPEST:
            raise Refused("it is nested too deep")
        if resources.objgen in self._names:
            return self._names[resources.objgen]
        names = self._named(resources, depth)
        if self._inks.both is not None and not self._inks.masking:
            if "/ColorSpace" not in resources:
                resources.ColorSpace = Dictionary()
            resources.ColorSpace[PAIR], resources.ColorSpace[ALONE] = self._inks.both, self._inks.alone
        if resources.objgen != (0, 0):
            self._names[resources.objgen] = names
        for state in _kids(resources, "/ExtGState"):
            self._graphics_state(state, depth)
        for shading in _kids(resources, "/Shading"):
            self._shading(shading)
        for pattern in _kids(resources, "/Pattern"):
            self._pattern(pattern, depth)
        for drawn in _kids(resources, "/XObject"):
            self._object(drawn, depth)
        fonts = resources.get("/Font", Dictionary())
        for name in list(fonts.keys()):
            if isinstance(fonts[name], Dictionary) and (missing := self._font(fonts[name], depth)):
                # Many files name faces they set nothing in.
                names.bare[name] = missing
                del fonts[name]
        for unused in ("/Properties", "/ProcSet"):
            if unused in resources:
                del resources[unused]
        return names

    def _named(self, resources: Any, depth: int) -> Names:
        """Spaces by name. What is converted is no more named in what is drawn, and leaves the resources."""
        named = resources.get("/ColorSpace", Dictionary())
        names, kept = Names(), Dictionary()
        for name in list(named.keys()):
            names.spaces[name] = mode = self._inks.mode(named[name])
            if isinstance(named[name], Array) and len(named[name]) > 1 and str(named[name][0]) == "/Pattern":
                names.under[name] = self._inks.mode(named[name][1])
            if mode is None and not name.startswith("/Default"):
                kept[name] = self._spaces.changed(named[name], depth)
        if len(named):
            resources.ColorSpace = kept
        return names

    def _first_time(self, entry: Any) -> bool:
        if entry.objgen == (0, 0):
            return True
        known = entry.objgen in self._done
        self._done.add(entry.objgen)
        return not known

    def _pattern(self, pattern: Any, depth: int) -> None:
        if not self._first_time(pattern):
            return
        if isinstance(pattern, Stream):
            self._form(pattern, depth)
        else:
            self._shading(pattern.Shading)

    def _object(self, drawn: Any, depth: int) -> None:
        if not self._first_time(drawn):
            return
        kind = str(drawn.get("/Subtype"))
        if kind == "/Image":
            self._images.change(drawn, depth)
        elif kind == "/Form":
            self._form(drawn, depth)
        else:
            raise Refused("it holds a PostScript program; flatten it")

    def _form(self, form: Any, depth: int) -> None:
        inner = form.get("/Resources")
        if inner is None:
            raise Refused("a part of it leans on another for its colours; save it again")
        self._drawn[form.objgen] = None
        names = self._resources(inner, depth + 1)
        self._group(form)
        form.write(self._content(form, names))

    def _group(self, form: Any) -> None:
        group = form.get("/Group")
        if group is None:
            return
        if not self._transparency:
            del form["/Group"]
        elif "/CS" in group:
            group.CS = Name.DeviceGray if self._inks.masking else self._spaces.changed(group.CS, 0)

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
        elif blended and self._inks.gray and not _keeps_plates(state.BM):
            raise Refused(f"it has colours turned over (Difference, Exclusion); {IN_GRAY}")
        if self._transparency and masked and self._first_time(mask.G):
            if "/TR" in mask:
                del mask["/TR"]
            self._masks.append((mask.G, depth + 1))

    def _shading(self, shading: Any) -> None:
        if not self._first_time(shading):
            return
        mode = self._inks.mode(shading.ColorSpace)
        if mode is None:
            shading.ColorSpace = self._spaces.changed(shading.ColorSpace, 0)
            return
        if int(shading.ShadingType) not in (2, 3) or "/Function" not in shading:
            cure = IN_GRAY if self._inks.gray else "save it with CMYK colours"
            raise Refused(f"it has a colour mesh{'' if self._inks.gray else ' in RGB'}; {cure}")
        low, high = (float(end) for end in shading.get("/Domain", [0, 1]))
        shading.Function = self._spaces.table(shading.Function, mode, low, high)
        shading.ColorSpace = self._inks.own
        if "/Background" in shading:
            shading.Background = Array(self._inks.ink([float(part) for part in shading.Background], *mode))

    def _font(self, font: Any, depth: int) -> str:
        """The face's name if its outlines are not in the file."""
        name = str(font.get("/BaseFont", "/a font"))[1:]
        if str(font.Subtype) == "/Type3":
            if not self._first_time(font):
                return ""
            if "/Resources" not in font:
                font.Resources = Dictionary()
            names = self._resources(font.Resources, depth + 1)
            for glyph in font.CharProcs.values():
                glyph.write(self._content(glyph, names))
            return ""
        holder = font.DescendantFonts[0] if str(font.Subtype) == "/Type0" else font
        descriptor = holder.get("/FontDescriptor", Dictionary())
        inside = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
        return "" if inside else name


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


__all__ = ["Recolour"]
