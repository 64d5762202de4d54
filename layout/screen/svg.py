"""Display list → SVG, in parts that a browser can put in one by one: a page that changed is patched, not drawn again.

Type is text in web fonts (layout.screen.webfonts), each character at its place: a page is some 90 KB where its outlines
would be 5 MB, and a reader can search and select it. What a browser would set another way (a ligature, a form that is
not the character's nominal glyph, a character beyond the basic plane) is drawn as outlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from layout.display import Fill, Frame, GlyphRun, Group, Image, Ink, Item, Markup, Page, Path, Rule, walk
from layout.face import Face
from layout.fonts import FontBook
from layout.runs import placement
from layout.screen.colours import Colour, seen
from layout.scripts import joins
from layout.value import value

_ID_BYTES = 8  # of a digest: two parts of a session's pages are never taken for one another

Href = Callable[[Image, Sequence[Image | Fill]], str]
"""Where a browser gets a picture, by the picture and what was drawn before it on the page."""


@value
class Part:
    """A story, or furniture that stands together. id: of its content, the same for the same drawing; svg: one `g`
    element, its lengths in points from the trimmed corner; letters: the characters it sets as text, by face."""

    id: str
    svg: str
    story: str = ""
    letters: tuple[tuple[str, str], ...] = ()


@value
class Drawn:
    """Items of a page that stand together, and their part. ground: the fills and pictures among them, on which what
    comes later may lie."""

    items: tuple[Item, ...]
    part: Part
    ground: tuple[Image | Fill, ...] = ()


def parts(page: Page, book: FontBook, profile: bytes, href: Href) -> tuple[Part, ...]:
    """The page in drawing order. profile: of the press."""
    pen, beneath = Pen(book, profile), list[Image | Fill]()
    made = []
    for items in together(page.items):
        drawn = pen.draw(items, beneath, href)
        beneath += drawn.ground
        made.append(drawn.part)
    return tuple(made)


def whole(page: Page, made: Iterable[Part]) -> str:
    """A page's parts as an SVG file."""
    width, height = page.trim.width, page.trim.height
    inside = "".join(part.svg for part in made)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">{inside}</svg>'


def together(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """Each story by itself; neighbouring pieces of furniture together."""
    for group, found in groupby(items, key=lambda item: isinstance(item, Group)):
        if group:
            yield from ((item,) for item in found)
        else:
            yield tuple(found)


class Pen:
    """Draws parts in a press's colours. profile: the press's."""

    def __init__(self, book: FontBook, profile: bytes) -> None:
        self._book, self._profile = book, profile
        self._inks: dict[Ink, str] = {}
        self._href: Href = lambda image, beneath: ""
        self._beneath: list[Image | Fill] = []
        self._letters: dict[str, dict[str, None]] = {}

    def draw(self, items: tuple[Item, ...], beneath: Sequence[Image | Fill], href: Href) -> Drawn:
        """beneath: what was drawn before on the page."""
        self._letters, self._beneath, self._href = {}, list(beneath), href
        leaves = (leaf for leaf in walk(items) if not isinstance(leaf, (Image, Markup)))
        fresh = [ink for ink in dict.fromkeys(leaf.ink for leaf in leaves) if ink not in self._inks]
        self._inks |= {ink: _hex(colour) for ink, colour in seen(fresh, self._profile).items()}
        part = self._part(items)
        return Drawn(items, part, tuple(self._beneath[len(beneath) :]))

    def _part(self, items: tuple[Item, ...]) -> Part:
        inside = "".join(self._item(item) for item in items)
        first = items[0]
        role, name = (first.role, first.name) if isinstance(first, Group) else ("artifact", "")
        about = f" data-role={quoteattr(role)}" + (f" data-story={quoteattr(_plain(name))}" if name else "")
        digest = blake2b(f"{about}{inside}".encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()
        letters = tuple((face, "".join(found)) for face, found in self._letters.items())
        return Part(digest, f'<g id="g-{digest}"{about}>{inside}</g>', name, letters)

    def _item(self, item: Item) -> str:
        match item:
            case Group(items=inner):
                return "".join(self._item(each) for each in inner)
            case GlyphRun():
                return self._run(item)
            case Rule():
                return (
                    f'<path d="M{item.x0:.2f} {item.y0:.2f}L{item.x1:.2f} {item.y1:.2f}"'
                    f"{self._stroke(item.ink, item.thickness, item.dash, item.round)}/>"
                )
            case Frame(rect, thickness, ink, dash):
                return f"<rect{_box(rect)}{self._stroke(ink, thickness, dash)}/>"
            case Fill(rect, ink):
                self._beneath.append(item)
                return f'<rect{_box(rect)} fill="{self._inks[ink]}"/>'
            case Path():
                return self._path(item)
            case Image():
                address = quoteattr(self._href(item, tuple(self._beneath)))
                self._beneath.append(item)
                said = f' role="img" aria-label={quoteattr(_plain(item.alt))}' if item.alt else ""
                return f'<image href={address}{_box(item.rect)} preserveAspectRatio="none"{said}/>'
        return ""

    def _run(self, run: GlyphRun) -> str:
        face = self._book.face(run.face)
        made, at = [], 0
        lifts = run.lifts or (0.0,) * len(run.glyphs)
        nominal = [
            not lift and _nominal(face, text, glyph)
            for text, glyph, lift in zip(run.texts, run.glyphs, lifts, strict=True)
        ]
        for is_text, found in groupby(nominal):
            end = at + len(list(found))
            made.append(self._text(run, at, end) if is_text else self._outlines(run, face, at, end))
            at = end
        return "".join(made)

    def _text(self, run: GlyphRun, start: int, end: int) -> str:
        texts = run.texts[start:end]
        self._letters.setdefault(run.face, {}).update(dict.fromkeys(texts))
        return (
            f'<text font-family="{run.face}" font-size="{run.size:g}" fill="{self._inks[run.ink]}"'
            f"{_places(run, self._book.face(run.face), start, end)}>{escape(''.join(texts))}</text>"
        )

    def _outlines(self, run: GlyphRun, face: Face, start: int, end: int) -> str:
        made = []
        for index in range(start, end):
            if drawn := face.outline(run.glyphs[index]):
                at, unit = placement(run, face, index), 1 / face.units_per_em
                turn = " ".join(_coefficient(each * unit) for each in (at.a, at.b, -at.c, -at.d))
                place = f"{turn} {at.e:.2f} {at.f:.2f}"
                made.append(f'<path transform="matrix({place})" d="{drawn}" fill="{self._inks[run.ink]}"/>')
        return "".join(made)

    def _path(self, path: Path) -> str:
        steps = []
        for part in path.parts:
            at = [f"{length:.2f}" for length in part]
            steps.append(f"M{at[0]} {at[1]}{'C' if path.curved else 'L'}{' '.join(at[2:])}")
            steps.append("" if path.thickness else "Z")
        how = self._stroke(path.ink, path.thickness, (), True) if path.thickness else f' fill="{self._inks[path.ink]}"'
        said = f' role="img" aria-label={quoteattr(_plain(path.alt))}' if path.alt else ""
        return f'<path d="{"".join(steps)}"{how}{said}/>'

    def _stroke(self, ink: Ink, thickness: float, dash: Sequence[float] = (), round: bool = False) -> str:
        dashed = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dash)}"' if dash else ""
        ends = ' stroke-linecap="round" stroke-linejoin="round"' if round else ""
        return f' fill="none" stroke="{self._inks[ink]}" stroke-width="{thickness:g}"{dashed}{ends}'


def _nominal(face: Face, text: str, glyph: int) -> bool:
    """Whether a browser draws this glyph for this text, by itself and without any feature of the font."""
    return (
        len(text) == 1
        and text <= "\uffff"
        and (text.isprintable() or text == "\u3000")
        and face.glyph(text) == glyph
        and not joins(text)
    )


def _places(run: GlyphRun, face: Face, start: int, end: int) -> str:
    """Attributes that put each character of a stretch at its place: its level origin, as SVG counts."""
    along = run.scale
    if run.turn == "sideways":
        xs = " ".join([f"{x / along:.2f}" for x in run.xs[start:end]])
        return f' y="0" x="{xs}" transform="matrix(0 {along:g} -1 0 {run.x + run.rise:.2f} {run.baseline:.2f})"'
    if run.turn == "vertical":
        at = [placement(run, face, index) for index in range(start, end)]
        xs, ys = " ".join([f"{each.e:.2f}" for each in at]), " ".join([f"{each.f / along:.2f}" for each in at])
        return f' y="{ys}" x="{xs}"' + ("" if along == 1 else f' transform="scale(1 {along:.4f})"')
    xs = " ".join([f"{(run.x + x) / along:.2f}" for x in run.xs[start:end]])
    squeezed = "" if along == 1 else f' transform="scale({along:.4f} 1)"'
    return f' y="{run.baseline - run.rise:.2f}" x="{xs}"{squeezed}'


def _coefficient(number: float) -> str:
    return f"{number:.5f}" if number else "0"


def _plain(words: str) -> str:
    """Words without what XML refuses."""
    return "".join(character for character in words if character.isprintable())


def _box(rect: object) -> str:
    x, y, width, height = (getattr(rect, name) for name in ("x", "y", "width", "height"))
    return f' x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}"'


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
