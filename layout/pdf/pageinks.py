"""What the press prints of a page that has not the four process inks (display.PageInks): display list in, display list
out.

A page keeps its colours in the display list, for screens have them; whatever ends on a plate, or shows what does, goes
through `printed` first. Colours near the second ink's hue, and the accent whatever its hue, become that ink at their
tone; all others become black. What is filled becomes a tint as light as the colour was; type and fine lines become
solid black, for a screen would fray them. Where type stands on a panel, the panel is as dark or as light as newsprint
wants it. Adverts and drawings are separated into the two by their hues; photographs go to the black plate, for a face
would turn red, or to both where a duotone was asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from layout import pictures
from layout.diagnostics import NOWHERE, Report, Span, Wording
from layout.display import (
    BLACK,
    EM_MIDDLE,
    PAPER,
    Fill,
    Frame,
    GlyphRun,
    Group,
    Image,
    Ink,
    Item,
    Markup,
    Page,
    PageInks,
    Path,
    Rule,
    walk,
)
from layout.pdf.job import Job
from layout.pictures.secondink import CHROMA, NEAR
from layout.units import Rect
from layout.value import replace, value

REVERSED = 0.7
"""Least black under type that is lighter than its panel. The Chicago Tribune's rules for advertisers: 70 % or more."""
_SOLID = 10.0
"""Points: under smaller reversed type a panel is solid, for the dots of a screen are as wide as its strokes. Ibid.:
reversed type from 10 pt on."""
SURPRINTED = 0.25
"""Most black under type that is darker than its panel. Ibid.: 25 % or less."""
_DARK = 0.5
"""Luminance, 1 = paper: type and lines darker than this become black, lighter ones a tint."""
_SCREENED = 14.0
"""Points: smaller type is never a tint that was none (USA Today's rules for advertisers: colour type from 14 pt on)."""
_FINE = 3.0
"""Points: a fill that is thinner is a rule."""
PROOF = "proof"
"""Name of the group that the desk draws over a page in its own colours."""


def printed(page: Page, profile: bytes) -> Page:
    """The page as the press prints it; itself where it has all inks. profile: the press's."""
    if page.inks is None:
        return page
    choosing = _Choosing(page.inks, profile)
    grounds = _Grounds(page.items, choosing)
    return replace(page, items=tuple(_item(item, choosing, grounds) for item in page.items))


def _item(item: Item, choosing: _Choosing, grounds: _Grounds, advert: bool = False) -> Item:
    match item:
        case Group():
            if item.name == PROOF:
                return item
            advert = advert or item.role == "advert"
            inner = tuple(_item(each, choosing, grounds, advert) for each in item.items)
            return item if inner == item.items else replace(item, items=inner)
        case Markup():
            return item
        case Image():
            ink = None if advert and item.ink is None and choosing.inks.beside else choosing.picture(item.ink)
            return replace(item, ink=ink, apart=choosing.inks.beside[0] if choosing.inks.beside else None)
        case Fill():
            ink = grounds.fill(item)
        case GlyphRun():
            ground = grounds.under(item)
            ink = choosing.type(item.ink, item.size, ground)
        case Rule() | Frame() | Path():
            ink = choosing.line(item.ink)
    return item if ink == item.ink else replace(item, ink=ink)


class _Choosing:
    """The ink that stands for each colour of a page."""

    def __init__(self, inks: PageInks, profile: bytes) -> None:
        self.inks, self._profile = inks, profile
        self._light: dict[Ink, float] = {}
        self._black: dict[Ink, Ink] = {}
        self._second: dict[Ink, Ink | None] = {}

    def keeps(self, ink: Ink) -> bool:
        """Whether the page has every ink that a colour is made of."""
        return ink.black_only or any(_is_of(ink, full) for full in self.inks.beside)

    def second(self, ink: Ink) -> Ink | None:
        """So much of an ink beside black as has a colour's tone; None = the colour is near none of them."""
        if ink not in self._second:
            self._second[ink] = self._near(ink)
        return self._second[ink]

    def _near(self, ink: Ink) -> Ink | None:
        if not self.inks.beside:
            return None
        tone = max(_parts(ink)[:3])
        if _is_tint(ink, self.inks.accent):
            return _toned(self.inks.beside[0], tone)
        full = [_parts(each) for each in (replace(ink, tint=1.0), *self.inks.beside)]
        (chroma, hue), *others = pictures.hues(_samples(full), self._profile)
        if chroma < CHROMA or ink.black > _DARK:
            return None
        apart = [abs((hue - other + 180) % 360 - 180) for _, other in others]
        nearest = min(range(len(apart)), key=apart.__getitem__)
        return _toned(self.inks.beside[nearest], tone) if apart[nearest] <= NEAR else None

    def lightness(self, ink: Ink) -> float:
        """Luminance, 1 = paper."""
        if ink not in self._light:
            (self._light[ink],) = pictures.luminances(_samples([_parts(ink)]), self._profile)
        return self._light[ink]

    def tint(self, ink: Ink) -> Ink:
        """The black that prints as light as a colour."""
        if ink not in self._black:
            (sample,) = pictures.blacks(_samples([_parts(ink)]), self._profile)
            self._black[ink] = Ink(0, 0, 0, round(sample / 255, 2))
        return self._black[ink]

    def type(self, ink: Ink, size: float, ground: Ink | None) -> Ink:
        """ground: what the type stands on, None = paper."""
        if self.keeps(ink):
            return ink
        if ground is not None and self.lightness(ground) < self.lightness(ink):
            return PAPER
        second = self.second(ink)
        if second is not None:
            return second
        return BLACK if size < _SCREENED else self.line(ink)

    def line(self, ink: Ink) -> Ink:
        if self.keeps(ink):
            return ink
        second = self.second(ink)
        if second is not None:
            return second
        return BLACK if self.lightness(ink) <= _DARK else self.tint(ink)

    def picture(self, ink: Ink | None) -> Ink:
        """Black alone; both inks for a picture that was to be a duotone."""
        if ink is None or ink.black_only or not self.inks.beside:
            return BLACK
        return ink if self.keeps(ink) else _toned(self.inks.beside[0], max(_parts(ink)[:3]))


class _Grounds:
    """The panels of a page in colours it has not, with the type that stands on each."""

    def __init__(self, items: Sequence[Item], choosing: _Choosing) -> None:
        self._choosing = choosing
        self._under: dict[int, Fill] = {}  # what a run stands on, by the run
        self._made: dict[int, Ink] = {}
        on: dict[int, list[GlyphRun]] = {}
        panels: list[Fill] = []
        for leaf in walk(tuple(items)):
            if isinstance(leaf, Fill):
                panels.append(leaf)
            elif isinstance(leaf, GlyphRun) and leaf.glyphs and panels:
                x, y = _middle(leaf)
                panel = next((each for each in reversed(panels) if _holds(each.rect, x, y)), None)
                if panel is not None:
                    self._under[id(leaf)] = panel
                    on.setdefault(id(panel), []).append(leaf)
        reversed_on: dict[Ink, list[float]] = {}  # sizes of the reversed type on panels of each colour
        for panel in panels:
            light = choosing.lightness(panel.ink)
            sizes = [run.size for run in on.get(id(panel), ()) if choosing.lightness(run.ink) > light]
            reversed_on.setdefault(panel.ink, []).extend(sizes)
        for panel in panels:
            self._made[id(panel)] = self._ink(panel, on.get(id(panel), ()), reversed_on[panel.ink])

    def fill(self, panel: Fill) -> Ink:
        return self._made[id(panel)]

    def under(self, run: GlyphRun) -> Ink | None:
        """The colour that a run stands on as the house style has it, None = paper."""
        panel = self._under.get(id(run))
        return None if panel is None else panel.ink

    def _ink(self, panel: Fill, runs: Sequence[GlyphRun], sizes: Sequence[float]) -> Ink:
        """runs: on the panel; sizes: of the reversed type on all panels of its colour, which are to be alike."""
        choosing, ink = self._choosing, panel.ink
        if choosing.keeps(ink):
            return ink
        if min(panel.rect.width, panel.rect.height) < _FINE:
            return choosing.line(ink)
        second = choosing.second(ink)
        if second is not None:
            return second
        own, made = choosing.lightness(ink), choosing.tint(ink)
        if any(choosing.lightness(run.ink) > own for run in runs):
            return BLACK if min(sizes) < _SOLID else Ink(0, 0, 0, max(made.black, REVERSED))
        return Ink(0, 0, 0, min(made.black, SURPRINTED)) if runs else made


def _parts(ink: Ink) -> tuple[float, float, float, float]:
    """What a colour is of the four inks, or what stands in for it."""
    share = ink.tint if ink.spot else 1.0
    return ink.cyan * share, ink.magenta * share, ink.yellow * share, ink.black * share


def _samples(inks: Sequence[tuple[float, ...]]) -> bytes:
    return bytes(round(255 * part) for ink in inks for part in ink)


def _toned(full: Ink, tone: float) -> Ink:
    """So much of an ink as has a tone, the strength of the strongest part."""
    return full.lighter(round(min(1.0, tone / max(_parts(full)[:3])), 2)) if max(_parts(full)[:3]) else full


def _is_of(ink: Ink, full: Ink) -> bool:
    """Whether a colour is so much of an ink and nothing else."""
    if ink.spot or full.spot:
        return ink.spot == full.spot
    return all(part == 0 or own > 0 for part, own in zip(_parts(ink), _parts(full), strict=True))


def _is_tint(ink: Ink, of: Ink) -> bool:
    """Whether a colour is so much of another, in all its parts."""
    if ink.spot or of.spot:
        return ink.spot == of.spot
    own, whole = _parts(ink), _parts(of)
    share = max(own) / max(whole) if max(whole) else 0.0
    return share > 0 and all(abs(part - share * full) < 0.005 for part, full in zip(own, whole, strict=True))


def _middle(run: GlyphRun) -> tuple[float, float]:
    """The middle of a run's first glyph."""
    half, middle = run.size / 2, run.size * EM_MIDDLE
    if run.turn:
        return run.x + (middle if run.turn == "sideways" else 0.0), run.baseline + run.xs[0] + half
    return run.x + run.xs[0] + half * run.scale, run.baseline - middle


def _holds(rect: Rect, x: float, y: float) -> bool:
    return rect.x <= x <= rect.right and rect.y <= y <= rect.bottom


def tell_page_inks(pages: Sequence[Page], where: Mapping[int, Span], job: Job, report: Report) -> None:
    """Report what is printed otherwise than it was made, page by page (NP710), adverts in colour on pages that have not
    theirs (NP711), and second inks that nothing is printed in (NP712). where: each page was typed, by its number."""
    for page in pages:
        if page.inks is None:
            continue
        span = where.get(page.number, NOWHERE)
        beside = " + ".join(ink.plate for ink in page.inks.beside)
        adverts = [(image, _colours(image, page.inks, job)) for image in _adverts(page.items)]
        done = _done(page, job.intent, sum(seen.near for _, seen in adverts))
        report.add("NP710", span, page=page.number, inks=_among("black", "黑", beside), done=done)
        for image, seen in adverts:
            at = image.origin if image.origin.line else span
            if seen.others:
                report.add("NP711", at, page=page.number, file=image.file, done=_rest(beside) if seen.near else _GRAY)
            elif seen.near:
                report.add("NP713", at, page=page.number, file=image.file, ink=beside)
        used = {
            leaf.ink.plate for leaf in _leaves(page, job.intent) if leaf.ink is not None and not leaf.ink.black_only
        }
        drawn = any(seen.near or seen.own for _, seen in adverts) or any(
            _in_drawing(leaf, job) for leaf in _leaves(page, job.intent)
        )
        for index, ink in enumerate(page.inks.beside):
            if ink.plate not in used and not (index == 0 and drawn):
                report.add("NP712", span, page=page.number, ink=ink.plate)


_GRAY = Wording("it is printed in gray", "印成了灰的")


def _rest(ink: str) -> Wording:
    return Wording(
        f"what is near {ink} is printed in it, all else in gray", f"与 {ink} 相近的颜色用它印，其余印成了灰的"
    )


def _leaves(page: Page, profile: bytes) -> Iterator[GlyphRun | Rule | Fill | Frame | Path | Image]:
    """What is printed on a page."""
    yield from (leaf for leaf in walk(printed(page, profile).items) if not isinstance(leaf, Markup))


def _among(en: str, zh: str, beside: str) -> Wording:
    return Wording(f"{en} and {beside}" if beside else en, f"{zh}加{beside}" if beside else zh)


def _done(page: Page, profile: bytes, apart: int) -> Wording:
    """What becomes of pictures and colours. apart: adverts that are on both plates."""
    after = printed(page, profile)
    pairs = list(zip(walk(page.items), walk(after.items), strict=True))
    gray = sum(isinstance(one, Image) and one.ink is None for one, _ in pairs) - apart
    inks = {
        (one.ink, other.ink.black_only)
        for one, other in pairs
        if isinstance(one, GlyphRun | Rule | Fill | Frame | Path) and isinstance(other, type(one)) and one != other
    }
    black = len({ink for ink, is_black in inks if is_black})
    beside = len({ink for ink, is_black in inks if not is_black})
    said = [
        (gray, "picture", "in gray", f"{gray} 张图印成灰"),
        (apart, "advert", "in both inks", f"{apart} 个广告分成两色"),
        (black, "colour", "in black", f"{black} 种颜色改用黑"),
        (beside, "colour", "in the second ink", f"{beside} 种颜色改用套印色"),
    ]
    kept = [(f"{n} {noun}{'s' * (n > 1)} {how}", zh) for n, noun, how, zh in said if n]
    if not kept:
        return Wording("nothing on it changes", "内容没有变动")
    return Wording(", ".join(en for en, _ in kept), "，".join(zh for _, zh in kept))


def _adverts(items: Sequence[Item], inside: bool = False) -> Iterator[Image]:
    for item in items:
        if isinstance(item, Group):
            yield from _adverts(item.items, inside or item.role == "advert")
        elif inside and isinstance(item, Image) and item.ink is None:
            yield item


def _in_drawing(leaf: object, job: Job) -> bool:
    """Whether a picture of a story is a drawing with something in the second ink."""
    if not isinstance(leaf, Image) or leaf.apart is None or leaf.ink is None:
        return False
    try:
        page = pictures.drawing(job.read(leaf.file))
    except (OSError, ValueError):
        return False
    seen = _Seen() if page is None else _colours(leaf, PageInks((leaf.apart,)), job)
    return seen.near or seen.own


@value
class _Seen:
    """The colours of a picture. near: some are printed in the second ink; own: it names that ink; others: some are
    printed in gray."""

    near: bool = False
    own: bool = False
    others: bool = False


def _colours(image: Image, inks: PageInks, job: Job) -> _Seen:
    try:
        return _seen(job.read(image.file), inks, job.intent)
    except (OSError, ValueError):  # told when it is put on the plate
        return _Seen()


@lru_cache(maxsize=64)  # a desk asks at every touch
def _seen(data: bytes, inks: PageInks, profile: bytes) -> _Seen:
    page = pictures.drawing(data)
    if page is not None:
        from layout.pdf.drawings import colours  # brings pikepdf

        return _Seen(*colours(page, profile, inks))
    if not inks.beside:
        return _Seen(others=pictures.is_coloured(data))
    near, others = pictures.colours(data, profile, inks.beside[0].parts)
    return _Seen(near=near, others=others)
