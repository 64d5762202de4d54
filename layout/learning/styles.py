"""The type styles of a paper: body, heads by rank, what stands with them, captions and furniture, each with size,
leading, face, ink and place on its measure, as many lines say."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from layout.learning.bands import Band
from layout.learning.columns import Columns
from layout.learning.evidence import Sample, choice, mode
from layout.learning.faces import RoleFound
from layout.learning.heads import Head, ranks
from layout.learning.lines import Book, Leg
from layout.learning.panels import Panels
from layout.learning.values import Line, Measured
from layout.units import Rect
from layout.value import FrozenMap, replace, value

_SIZE = 0.08  # points: width of the stretch that one size's samples fall into
_CENTRED = 3.0  # points by which a line may miss the middle
_FLUSH = 1.5  # points by which it may miss an edge
_CAPTION = 2.2  # of the body's leading: from a picture's foot to the first line below it
_DECK = 1.2  # times the body: what stands below a head is a deck from here, else a byline
_LATER = 0.95  # of the body: sizes of captions are below this or in another face
RANKED = ("headline-lead", "headline-second", "headline-third")


@value
class StyleSeen:
    """values: size, leading, smallest, font, ink, align, indent → Measured; what was not to be seen is not in it."""

    values: Mapping[str, Measured]

    def get(self, key: str) -> Measured | None:
        return self.values.get(key)


Role = Callable[[int], RoleFound]


@value
class Seen:
    """All that styles are made of."""

    book: Book
    legs: tuple[Leg, ...]
    columns: Columns
    bands: tuple[Band, ...]
    panels: Panels
    heads: tuple[Head, ...]
    em: float
    leading: float


def styles(seen: Seen, role: Role) -> dict[str, StyleSeen]:
    found: dict[str, StyleSeen] = {}
    body = [line for leg in seen.legs for line in leg.lines]
    found["body"] = _body(seen, body, role)
    kinds = tuple(_kind(head, role, seen) for head in seen.heads)
    for name, group in zip(RANKED, ranks(kinds), strict=False):
        found[name] = _headline(seen, group, role)
    for kind, name in (
        *(("single", "headline-single"), ("photo", "headline-photo"), ("comment", "headline-comment")),
        *(("notice", "headline-notice"), ("brief", "brief-headline"), ("subhead", "subhead"), ("quote", "quote")),
    ):
        group = tuple(head for head in kinds if head.kind == kind and len(head.headline) <= 3)
        if group:
            within = kind in ("brief", "subhead", "quote")
            found[name] = _inner(seen, group, role) if within else _headline(seen, group, role)
    stories = [head for head in kinds if head.kind not in ("subhead", "brief", "quote", "drop")]
    parts = {
        "kicker": [line for head in stories for line in head.kicker],
        "deck": [line for head in stories for line in head.deck if line.size > _DECK * seen.em],
        "byline": [
            line
            for head in stories
            for line in (*head.deck, *head.byline)
            if line.size <= _DECK * seen.em and not _like(line, found.get("subhead"))
        ],
        "brief-kicker": [line for head in kinds if head.kind == "brief" for line in head.kicker],
        "caption": list(_captions(seen)),
    }
    for name, lines in parts.items():
        if lines:
            found[name] = _plain(seen, lines, role, name)
    for name, kind in (("comment", "kai"), ("notice", "fangsong")):
        own = [line for line in body if role(line.face).role == kind and line.count > 3]
        if own and role_share(own, body) < 0.5:
            weight, whole = (float(sum(line.count for line in lines)) for lines in (own, body))
            pages = len({line.page for line in own})
            found[name] = StyleSeen(FrozenMap({"font": Measured(kind, weight, whole, "glyphs", pages)}))
    return found


def role_share(own: Sequence[Line], all_: Sequence[Line]) -> float:
    return sum(line.count for line in own) / max(1, sum(line.count for line in all_))


def _inner(seen: Seen, group: Sequence[Head], role: Role) -> StyleSeen:
    """Heads inside a column: most of them have the style's own size."""
    lines = [line for head in group for line in head.headline]
    found: dict[str, Measured | None] = dict(_plain(seen, lines, role, "").values)
    if group[0].kind == "quote":
        found["leading"] = _between([head.headline for head in group])
    if group[0].kind == "subhead":
        found["align"] = _align(seen, [(line, head.columns) for head in group for line in head.headline])
    return StyleSeen(FrozenMap({key: each for key, each in found.items() if each is not None}))


def _like(line: Line, style: StyleSeen | None) -> bool:
    """Whether a line has the size and face of a subhead that happens to stand below a head."""
    size = style.get("size") if style is not None else None
    return size is not None and abs(line.size - size.value) < 0.1


def _kind(head: Head, role: Role, seen: Seen) -> Head:
    """Heads of opinion, of notices and beside pictures have styles of their own."""
    if head.kind not in ("story", "single"):
        return head
    below = role(head.body).role if head.body >= 0 else ""
    own = role(seen.legs[0].lines[0].face).role
    if below != own and below in ("kai", "fangsong"):
        return replace(head, kind="comment" if below == "kai" else "notice")
    if any(_over(box, head, seen.leading) for box in seen.book.sheets[head.page].pictures):
        return replace(head, kind="photo")
    return head


def _over(box: Rect, head: Head, leading: float) -> bool:
    """Whether a picture stands right above a head."""
    common = min(box.right, head.right) - max(box.x, head.left)
    return -2 <= head.top - box.bottom < 4 * leading and common > 0.6 * (head.right - head.left)


def _body(seen: Seen, lines: Sequence[Line], role: Role) -> StyleSeen:
    size = mode((Sample(line.size, line.count, line.page) for line in lines), _SIZE, "glyphs")
    values = {
        "size": size,
        "font": _font(lines, role),
        "ink": _ink(seen, lines),
        "indent": _indent(seen),
        "align": _body_align(seen),
    }
    return StyleSeen(FrozenMap({key: found for key, found in values.items() if found is not None}))


def _indent(seen: Seen) -> Measured | None:
    """How far first lines of paragraphs are set in, em."""
    samples = []
    for leg in seen.legs:
        for line in leg.lines:
            if 0.4 * seen.em < line.x - leg.left < 4.5 * seen.em and line.count > 2:
                samples += [Sample((line.x - leg.left) / seen.em, 1, leg.page)]
    found = mode(samples, 0.12, "lines")
    if found is None:
        return None
    # An opening quote at the line's head leaves half its em white.
    return replace(
        found, value=round(found.value * 2) / 2 if abs(found.value * 2 - round(found.value * 2)) < 0.2 else found.value
    )


def _body_align(seen: Seen) -> Measured | None:
    """justify where most lines within a paragraph end at the measure."""
    votes = []
    for leg in seen.legs:
        if len(leg.lines) < 4:
            continue
        for line, after in zip(leg.lines, leg.lines[1:], strict=False):
            if after.x - leg.left < 0.4 * seen.em:  # the paragraph goes on
                votes.append(("justify" if abs(line.right - leg.right) < 0.55 * seen.em else "left", 1.0, leg.page))
    return choice(votes, "lines")


def _headline(seen: Seen, group: Sequence[Head], role: Role) -> StyleSeen:
    lines = [line for head in group for line in head.headline]
    found: dict[str, Measured | None] = dict(_plain(seen, lines, role, "").values)
    sizes = sorted((Sample(head.size, 1, head.page) for head in group), key=lambda sample: sample.at)
    top = sizes[-1].at
    usual = mode(sizes, _SIZE, "heads", few=2)
    assert usual is not None
    # Heads are made smaller to fit, never larger: the style's size is the largest that more than one has.
    largest = [sample for sample in sizes if sample.at > top - _SIZE]
    if len(largest) > 1 or usual.of < 2:
        pages = len({sample.page for sample in largest})
        usual = Measured(top, len(largest), len(sizes), "heads", pages, sizes[0].at, top, len(largest) > 1)
    else:
        usual = replace(usual, low=sizes[0].at, high=top, note="larger" if top > usual.value + _SIZE else "")
    found["size"] = usual
    if sizes[0].at < usual.value - _SIZE:
        found["smallest"] = Measured(sizes[0].at, 1, len(sizes), "heads", 1, sure=False, note="seen")
    found["leading"] = _between([head.headline for head in group])
    found["align"] = _align(seen, [(line, head.columns) for head in group for line in head.headline])
    return StyleSeen(FrozenMap({key: each for key, each in found.items() if each is not None}))


def _between(blocks: Iterable[Sequence[Line]]) -> Measured | None:
    samples = []
    for lines in blocks:
        ordered = sorted(lines, key=lambda line: line.baseline)
        for line, after in itertools.pairwise(ordered):
            if after.baseline - line.baseline > 0.8 * line.size and abs(after.size - line.size) < _SIZE:
                samples.append(Sample((after.baseline - line.baseline) / line.size, 1, line.page))
    return mode(samples, 0.03, "lines", few=1)


def _plain(seen: Seen, lines: Sequence[Line], role: Role, name: str) -> StyleSeen:
    unit = "glyphs" if name in ("caption", "credits") else "lines"
    weight = (lambda line: line.count) if unit == "glyphs" else (lambda line: 1)
    size = mode((Sample(line.size, weight(line), line.page) for line in lines), _SIZE, unit, few=2)
    own = [line for line in lines if size is not None and abs(line.size - size.value) < 0.1] or list(lines)
    values = {"size": size, "font": _font(own, role), "ink": _ink(seen, own)}
    if name in ("kicker", "deck", "byline", "brief-kicker"):
        values["align"] = _align(seen, [(line, seen.columns.spanned(line.page, line.x, line.right)) for line in own])
        smaller = min(line.size for line in lines)
        if size is not None and 0.6 * size.value < smaller < size.value - _SIZE:
            values["smallest"] = Measured(smaller, 1, len(lines), unit, 1, sure=False, note="seen")
    if name == "caption":
        values["leading"] = _caption_leading(own)
    return StyleSeen(FrozenMap({key: found for key, found in values.items() if found is not None}))


def _font(lines: Sequence[Line], role: Role) -> Measured | None:
    votes = [(role(line.face).role, float(line.count), line.page) for line in lines if role(line.face).role]
    found = choice(votes, "glyphs", few=1)
    if found is None:
        return None
    sure = any(role(line.face).sure for line in lines if role(line.face).role == found.value)
    return replace(found, sure=found.sure and sure, note="" if sure else "descriptor")


def _ink(seen: Seen, lines: Sequence[Line]) -> Measured | None:
    return choice(((seen.book.inks[line.ink], float(line.count), line.page) for line in lines), "glyphs", few=1)


def _align(seen: Seen, lines: Sequence[tuple[Line, int]]) -> Measured | None:
    """Where lines stand on the base columns that they span."""
    votes = []
    for line, _ in lines:
        left, right = _field(seen, line)
        middle = abs((line.x + line.right) / 2 - (left + right) / 2) < _CENTRED
        at_left, at_right = abs(line.x - left) < _FLUSH, abs(line.right - right) < _FLUSH
        if at_left and at_right:
            continue  # it fills its measure and says nothing
        if middle:
            votes.append(("centre", 1.0, line.page))
        elif at_left:
            votes.append(("left", 1.0, line.page))
        elif at_right:
            votes.append(("right", 1.0, line.page))
    return choice(votes, "lines", few=2)


def _field(seen: Seen, line: Line) -> tuple[float, float]:
    """The narrowest run of base columns that holds a line."""
    columns = seen.columns
    left = columns.lefts[line.page]
    first = int((line.x - left + 1) // columns.pitch)
    last = int((line.right - left - 1) // columns.pitch)
    # A centred line tells by its own middle how many columns there are below it.
    best = left + first * columns.pitch, left + last * columns.pitch + columns.measure.value
    for begin in range(max(0, first - 4), first + 1):
        for end in range(last, min(int(columns.count.value) - 1, last + 4) + 1):
            field = left + begin * columns.pitch, left + end * columns.pitch + columns.measure.value
            if abs((line.x + line.right) / 2 - sum(field) / 2) < 1.0 and _borders(seen, line, field):
                return field
    return best


def _borders(seen: Seen, line: Line, field: tuple[float, float]) -> bool:
    """Whether legs below a line begin and end where the field does."""
    near = [leg for leg in seen.legs if leg.page == line.page and leg.top > line.baseline - 1]
    return any(abs(leg.left - field[0]) < 2 for leg in near) and any(abs(leg.right - field[1]) < 2 for leg in near)


def _captions(seen: Seen) -> Iterator[Line]:
    """Lines below a picture and within its width, smaller than the body or in another face."""
    inside = {id(line) for leg in seen.legs if len(leg.lines) > 3 for line in leg.lines}
    usual = max(
        ((line.face, line.count) for leg in seen.legs for line in leg.lines[:1]),
        key=lambda each: each[1],
        default=(0, 0),
    )[0]
    for page, sheet in enumerate(seen.book.sheets):
        lines = seen.book.on(page)
        for box in dict.fromkeys(sheet.pictures):
            foot = box.bottom
            for line in sorted(lines, key=lambda each: each.baseline):
                within = line.x > box.x - 3 and line.right < box.right + 3
                if not within or line.top < box.bottom - 2 or line.top > foot + (_CAPTION - 1) * seen.leading:
                    continue
                if line.size > 1.08 * seen.em or (id(line) in inside and line.face == usual):
                    break
                if line.size < _LATER * seen.em or line.face != usual:
                    yield line
                    foot = line.foot


def _caption_leading(lines: Sequence[Line]) -> Measured | None:
    ordered = sorted(lines, key=lambda line: (line.page, round(line.x), line.baseline))
    samples = [
        Sample(after.baseline - line.baseline, 1, line.page)
        for line, after in itertools.pairwise(ordered)
        if line.page == after.page
        and abs(line.x - after.x) < 1
        and 0.9 * line.size < after.baseline - line.baseline < 2 * line.size
    ]
    return mode(samples, 0.1, "lines", few=2)
