"""How a story may be arranged on its legs: where its head stands, and where its pictures, tables, quotes and codes.

The head forms are 盖文 (over the text), 眉心 (over the middle legs, text running up on either side), 左题 (beside, at
the left) and 通栏 (one line opened to the full width). Each arrangement is settled but for rows; copyfit weighs the
rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from layout.issue import HeadForm, Story
from layout.makeup.blocks.heads import Head, make_head
from layout.makeup.blocks.pictures import PictureBlock
from layout.makeup.blocks.placement import Stand, Where
from layout.makeup.grid import Legs, PageGrid
from layout.makeup.modules.beside import Beside
from layout.text.paragraph import Typesetter
from layout.theme import TextStyle, Theme
from layout.value import replace, value

CROP = 50.0  # times the crop amount squared
OTHER_FORM = 14.0  # a head form the editor has not asked for
LEAST_LEAD = 7.0  # per cent of the type area that the largest picture of a first story should take (Q43) …
SMALL_LEAD = 10.0  # … and what each per cent costs that it lacks …
MOST_SMALL = 28.0  # … at most: less than a row of white at a foot
OTHER_WIDTH = 4.0  # a picture a leg wider or narrower than half the story
CORNER = 4.0  # photo news with text under its picture rather than only beside it
LARGEST_FULL = 1.5  # how far a full head may grow to fill its width
UNFILLED = 12.0  # a vertical head in tiers that its words do not fill at all
LARGE = 0.9  # of its style's size, that a vertical head has in few tiers before it takes one more
MOST_TIERS = 3  # heights of a vertical head that are tried
LOWER_STYLE = 10.0  # a head in the style of a lower rank, because its own does not fit
MOST_COMBINATIONS = 4000
# Styles of heads that may be at their smallest where that makes room, on any page; others where no page comes out.
_SHRINKING = ("headline-lead", "headline-second", "headline-third")
_RANKED = ("headline-lead", "headline-second", "headline-third", "headline-single")
_ON_LEGS: tuple[Where, ...] = ("top", "foot", "middle", "beside")  # as Combination has them
_STORY_WIDTH_ENOUGH = 3  # legs from which photo news may stand beside its text


@value
class SetHead:
    """A head over some of a story's legs. rows: of the grid, without air; style, width: what it is set in and on,
    points; price: for its style."""

    head: Head
    form: HeadForm
    leg: int
    legs: int
    rows: int
    style: TextStyle
    width: float
    price: float = 0.0

    def over(self, leg: int) -> bool:
        return self.leg <= leg < self.leg + self.legs


@value
class Combination:
    """Rows of each stand, and what they come to: over the head, beside it, and for each leg at its top,
    foot and between."""

    price: float
    rows: tuple[int, ...]
    over: int
    top: tuple[int, ...]
    foot: tuple[int, ...]
    middle: tuple[int, ...]
    beside: tuple[int, ...]


@value
class Arrangement:
    """Heads to choose from, the largest first; stands; combinations: what rows the stands may take, the best first."""

    heads: tuple[SetHead, ...]
    stands: tuple[Stand, ...]
    combinations: tuple[Combination, ...]
    price: float = 0.0

    @property
    def head_strain(self) -> int:
        """Of the head that is least far from what its styles allow."""
        return min(each.head.strain for each in self.heads)

    def above(self, head: SetHead, air: int, taken: Combination) -> tuple[int, ...]:
        """Rows of each leg that are not for text; a leg without text has the rows it needs, as a negative number."""
        found = []
        for leg, (top, foot, middle, beside) in enumerate(
            zip(taken.top, taken.foot, taken.middle, taken.beside, strict=True)
        ):
            under = head.rows + air if head.over(leg) else 0
            if beside or (head.form == "left" and under):
                found.append(-taken.over - (beside or under))
            else:
                found.append(taken.over + under + top + foot + middle)
        return tuple(found)


class Arranger:
    """Makes the arrangements of one story on its legs."""

    def __init__(
        self,
        story: Story,
        columns: int,
        legs: Legs,
        width: float,
        style: str,
        grid: PageGrid,
        theme: Theme,
        setter: Typesetter,
        relaxed: bool = False,
        head_width: float | None = None,
    ) -> None:
        """head_width: of a head over all legs, None = the story's width."""
        self._head_width = width if head_width is None else head_width
        self._story, self._columns, self._legs, self._width = story, columns, legs, width
        self._style, self._grid, self._theme, self._setter = style, grid, theme, setter
        self._relaxed = relaxed
        self._beside = Beside(story, legs, width, grid, theme, setter)

    def arrangements(self) -> tuple[Arrangement, ...]:
        """As the story and the house style want it first, then what copyfit may fall back on. One whose head is
        further from what its styles allow than another's is none."""
        every = tuple(self._arrangements())
        least = min(each.head_strain for each in every)
        return tuple(each for each in every if each.head_strain == least)

    def _arrangements(self) -> Iterator[Arrangement]:
        if self._story.role == "photo-news" and self._story.pictures:
            yield from self._photo_news()
            return
        own = own_form(self._story)
        forms: list[HeadForm] = [own]
        if self._theme.words["head_forms"] == "any" and self._story.head is None and self._story.headline:
            forms += ["left", "middle"]
        for form in forms:
            if form == "over" and self._grid.vertical:
                yield from self._over_tiers()
                continue
            for place, heads in self._heads(form):
                price = OTHER_FORM if form != own else 0.0
                # On one leg no head stands beside its text.
                beside = form == "left" and place[1] < self._legs.count
                region = (place[1], self._legs.count) if beside else place if form == "middle" else None
                for delta in self._deltas():
                    stands = tuple(self._beside.stands(region or (0, self._legs.count), delta))
                    yield self._arranged(heads, stands, price + OTHER_WIDTH * abs(delta))

    def _over_tiers(self) -> Iterator[Arrangement]:
        """A head as high as its own words want, over the upper tiers of a vertical story: the lower ones begin beside
        it. Pictures stand below the head or in the tiers that have none."""
        count = self._legs.count
        found = 0
        for tiers in range(1, count + 1):
            heads = self._set_heads("over", 0, tiers, 3 if tiers == 1 else 2)
            fitted = [each for each in heads if each.head.fitted]
            large = bool(fitted) and fitted[0].head.size >= LARGE * self._theme.styles[self._style].size
            if tiers < count and self._story.headline and not large:
                continue
            price = UNFILLED * (1 - max((each.head.filled for each in fitted), default=1.0))
            for delta in self._deltas():
                stands = (*self._beside.pictures_by(tiers, delta), *self._beside.others((0, count)))
                yield self._arranged(heads, stands, price + OTHER_WIDTH * abs(delta))
            found += 1
            if found == MOST_TIERS or not self._story.headline:
                break

    def _arranged(self, heads: tuple[SetHead, ...], stands: tuple[Stand, ...], price: float) -> Arrangement:
        found = combinations(stands, self._legs.count)
        if self._story.rank == 1 and self._story.role in ("lead", "story") and not self._grid.vertical:
            found = tuple(
                sorted(
                    [replace(each, price=each.price + self._small_lead(stands, each.rows)) for each in found],
                    key=lambda each: each.price,
                )
            )
        return Arrangement(heads, stands, found, price)

    def _small_lead(self, stands: tuple[Stand, ...], rows: tuple[int, ...]) -> float:
        """What a first story pays whose largest picture is too small to lead the page (Q43)."""
        taken = zip(stands, rows, strict=True)
        sizes = [s.block.width * s.block.height(n) for s, n in taken if isinstance(s.block, PictureBlock)]
        if not sizes:
            return 0.0
        share = 100 * max(sizes) / (self._grid.width * self._grid.rows * self._grid.leading)
        return min(MOST_SMALL, SMALL_LEAD * max(0.0, LEAST_LEAD - share))

    # -- heads -------------------------------------------------------------------------------------------------------

    def _heads(self, form: HeadForm) -> Iterator[tuple[tuple[int, int], tuple[SetHead, ...]]]:
        """The legs a head form may take, as (first, after), and the heads set to them."""
        count = self._legs.count
        if form == "middle" and count >= 3:
            side = 1 if count < 7 else 2
            yield (side, count - side), self._set_heads(form, side, count - 2 * side, 3)
        elif form == "left" and count >= 2:
            for legs in range(1, max(1, count // 2) + 1):
                yield (0, legs), self._set_heads(form, 0, legs, 4 if legs == 1 else 3)
        else:
            heads = self._set_heads("over", 0, count, 3 if self._columns == 1 else 2)
            if form == "full":
                opened = self._set_heads("full", 0, count, 1)
                heads = opened if opened[0].head.fitted else heads
            yield (0, count), heads

    def _set_heads(self, form: HeadForm, leg: int, legs: int, most: int) -> tuple[SetHead, ...]:
        """The heads the story may wear here, biggest first; one a number of lines. Beside or amid its text a head that
        is too large for its legs takes the style of the next rank."""
        whole = legs == self._legs.count
        width = self._head_width if whole else self._legs.span(legs, leg)
        styles = ["headline-full"] if form == "full" else [self._style]
        if form in ("middle", "left") and self._style in _RANKED:
            styles = list(_RANKED[_RANKED.index(self._style) :])
        heads: list[SetHead] = []
        for rank, style in enumerate(styles):
            own = self._theme.styles[style]
            made = self._in_style(own, width, most)
            if form == "full" and made[0].fitted:
                made = [self._widened(made[0], width)]
            heads += [SetHead(head, form, leg, legs, self._rows(head), own, width, LOWER_STYLE * rank) for head in made]
            if any(each.head.fitted for each in heads):
                break
        fitted = [each for each in heads if each.head.fitted] or heads[:1]
        return tuple(sorted(fitted, key=lambda each: (-each.head.size, each.head.height)))

    def _widened(self, head: Head, width: float) -> Head:
        """A full head too short for its width is set larger until it fills it;
        where it would be too large it is centred."""
        style = self._theme.styles["headline-full"]
        line = max(line.width for part in head.parts if part.role == "headline" for line in part.paragraph.lines)
        wanted = width / line
        if wanted < 1.02:
            return head
        larger = min(wanted, LARGEST_FULL)
        align = style.align if larger == wanted else "centre"
        size = style.size * larger // 0.5 * 0.5
        style = replace(style, size=size, leading=style.leading * larger, align=align)
        return make_head(self._story, style, width, 1, self._theme, self._setter)

    def _in_style(self, style: TextStyle, width: float, most: int) -> list[Head]:
        heads: list[Head] = []
        for lines in range(most, 0, -1) if len(self._story.headline) == 1 else [most]:
            head = make_head(self._story, style, width, lines, self._theme, self._setter)
            if all(head.parts != other.parts for other in heads) and (head.fitted or not heads):
                heads.append(head)
        small = self._relaxed or (self._style in _SHRINKING and not self._grid.vertical)
        return [*heads, *self._small(heads, style, width)] if small else heads

    def _small(self, heads: list[Head], style: TextStyle, width: float) -> Iterator[Head]:
        """These heads at the smallest size of their style, where that saves a row."""
        smallest = style.smallest or style.size
        small = replace(style, size=smallest, leading=style.leading * smallest / style.size)
        for head in heads if len(self._story.headline) == 1 and heads[0].fitted else ():
            lines = sum(len(part.paragraph.lines) for part in head.parts if part.role == "headline")
            other = make_head(self._story, small, width, max(1, lines), self._theme, self._setter)
            if other.fitted and self._rows(other) < self._rows(head):
                yield other

    def _rows(self, head: Head) -> int:
        if not head.parts:
            return 0
        return self._grid.rows_for(head.height + self._theme.numbers["head_gap"])

    # -- what stands beside the text ---------------------------------------------------------------------------------

    def _photo_news(self) -> Iterator[Arrangement]:
        """The picture over its head and text, or, on three legs and more, beside them."""
        count, story = self._legs.count, self._story
        place = story.pictures[0].place
        if place in (None, "top", "foot", "foot-left") or count < 2:
            heads = self._set_heads("over", 0, count, 3 if self._columns == 1 else 2)
            yield self._arranged(heads, tuple(self._beside.stands((0, count), 0)), 0.0)
        if count >= 2 and (place in ("top-left", "top-right") or (place is None and count >= _STORY_WIDTH_ENOUGH)):
            wanted = self._beside.across(story.pictures[0], (count * 3 + 2) // 5, count - 1)
            for across in range(1, count) if story.pictures[0].columns is None else [wanted]:
                price = OTHER_WIDTH * (abs(across - wanted) + (0 if place else 1))
                left = place != "top-right"
                at, beside = (0, across) if left else (count - across, 0)
                heads = self._set_heads("over", beside if left else 0, count - across, 3)
                region = (beside, beside + count - across)
                yield self._arranged(heads, self._first_aside(at, across, region, "beside"), price)
                if place != "top-left":  # in the upper right corner, beside the head, with text under it
                    heads = self._set_heads("over", 0, count - across, 3)
                    stands = self._first_aside(count - across, across, (0, count - across), "top")
                    yield self._arranged(heads, stands, price + CORNER)

    def _first_aside(self, at: int, across: int, region: tuple[int, int], where: Where) -> tuple[Stand, ...]:
        """The first picture on its legs, the others and what else there is on those of the text."""
        first, *others = self._story.pictures
        gap = 2 * self._grid.inset if where == "beside" else self._theme.numbers["picture_gap"]
        block = self._beside.picture(first, self._legs.span(across, at), at, gap)
        rest = tuple(self._beside.pictures(tuple(others), region, 0))
        return (Stand(block, at, across, where), *rest, *self._beside.others(region))

    def _deltas(self) -> tuple[int, ...]:
        """Legs more or less than half the story that copyfit may give pictures whose width nobody has said."""
        free = any(picture.columns is None and picture.place != "top" for picture in self._story.pictures)
        if not free or self._legs.count < 2:
            return (0,)
        if self._legs.count == 2:  # over one of them or over both
            return (0,) if self._grid.vertical else (0, 1)
        if self._story.rank == 1 and not self._relaxed:  # the picture that leads the page
            return (0, 1, -1, 2) if self._legs.count > 3 else (0, 1, -1)
        return (0, 1, -1, 2, -2) if self._relaxed and self._legs.count > 4 else (0, 1, -1)


def own_form(story: Story) -> HeadForm:
    """Where the head of a story stands among its legs; one across its lines does not."""
    return story.head if story.head in ("middle", "left", "full") else "over"


def combinations(stands: tuple[Stand, ...], count: int) -> tuple[Combination, ...]:
    """Every choice of rows for the stands of `count` legs, those nearest to the pictures' own shape first."""
    ranges = [range(stand.block.least, stand.block.most + 1) for stand in stands]
    prices = [
        {taken: CROP * stand.block.crop_amount(taken) ** 2 for taken in each}
        for stand, each in zip(stands, ranges, strict=True)
    ]
    made = (_combination(stands, rows, prices, count) for rows in islice(product(*ranges), MOST_COMBINATIONS))
    return tuple(sorted(made, key=lambda each: each.price))


def _combination(
    stands: tuple[Stand, ...], rows: tuple[int, ...], prices: Sequence[Mapping[int, float]], count: int
) -> Combination:
    """prices: of each stand by its rows."""
    none = [0] * count
    ends: dict[Where, list[int]] = {}
    for stand, taken in zip(stands, rows, strict=True):
        stack(ends.setdefault(stand.where, none.copy()), stand, taken)
    return Combination(
        sum([of_stand[taken] for of_stand, taken in zip(prices, rows, strict=True)]),
        rows,
        max(ends.get("over", none)),
        *[tuple(ends.get(where, none)) for where in _ON_LEGS],
    )


def stack(ends: list[int], stand: Stand, taken: int) -> int:
    """Put a stand of `taken` rows on its legs after what stands there already; the row where it begins."""
    at = max(ends[stand.leg : stand.leg + stand.legs])
    for leg in range(stand.leg, stand.leg + stand.legs):
        ends[leg] = at + taken
    return at
