"""The modules of a page, each made once a story, column and width: what drawings, planning and advice all take from.
Between two make-ups they are kept by value: where one story of a page changed, the others are not set again."""

from __future__ import annotations

from collections.abc import Callable

from layout.issue import Advert, Page, Story
from layout.issue.positions import positions
from layout.makeup.blocks.heads import FITS, STICKS_OUT
from layout.makeup.grid import PageGrid
from layout.makeup.modules.across import AcrossModule, runs_across
from layout.makeup.modules.across_heads import ACROSS, AcrossHead
from layout.makeup.modules.adverts import AdvertModule, NameplateModule, Plate, no_plate
from layout.makeup.modules.base import Module
from layout.makeup.modules.briefs import BriefsModule
from layout.makeup.modules.couplets import CoupletModule, is_bare
from layout.makeup.modules.cutouts import CutoutModule
from layout.makeup.modules.fallbacks import Fallbacks, resplit
from layout.makeup.modules.index import IndexModule
from layout.makeup.modules.jumps import ArrivingModule, LeavingModule
from layout.makeup.modules.over_picture import OverPictureModule
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import Hashed, Memo, replace

ModuleMemo = Memo[object, Module]
"""The modules made last, of one house style and one typesetter."""


class ModuleLibrary:
    """The modules of one page. top: rows that its furniture, and a spread at its head, take; below: rows of a spread at
    its foot; rows: those between; gap: rows between stacked stories; ruled: whether column rules stand between
    neighbours; relaxed: whether stories may stand in ways that are not the house's; memo: modules of earlier
    make-ups; plate: what draws the nameplate of a vertical front page."""

    def __init__(
        self,
        page: Page,
        grid: PageGrid,
        theme: Theme,
        setter: Typesetter,
        top: int,
        relaxed: bool = False,
        memo: ModuleMemo | None = None,
        below: int = 0,
        plate: Plate = no_plate,
    ) -> None:
        self._plate = plate
        self.page, self.grid, self.theme, self.setter, self.top = page, grid, theme, setter, top
        self.below = below
        self.rows = grid.rows - top - below
        self.gap = int(theme.numbers["story_gap"])
        self.ruled = theme.numbers["column_rule"] > 0
        self._stories = {story.name: story for story in page.stories}
        self._adverts = {advert.name: advert for advert in page.adverts}
        self._made: dict[tuple[str, int, int], Module] = {}
        self._head_columns: dict[str, tuple[int, int]] = {}
        self._is_relaxed = relaxed
        self._relaxed: ModuleLibrary | None = self if relaxed else None
        self._memo = memo
        self._keys: dict[str, Hashed] = {}

    @property
    def relaxed(self) -> ModuleLibrary:
        """The same page with more ways for each of its stories (fallbacks.py)."""
        if self._relaxed is None:
            self._relaxed = self._of(self.page, True)
        return self._relaxed

    def strips(self, place: str) -> list[Advert]:
        """Adverts right across the page at its head or foot, downwards."""
        return [a for a in self.page.adverts if a.columns >= self.grid.columns and a.place == place]

    @property
    def head(self) -> int:
        """The page row where the part begins that stories share with narrow adverts."""
        return self.top + sum(advert.rows + self.gap for advert in self.strips("head"))

    @property
    def foot(self) -> int:
        """The page row after that part."""
        return self.top + self.rows - sum(advert.rows + self.gap for advert in self.strips("foot"))

    def get(self, name: str, column: int, columns: int) -> Module:
        """The module of a story or advert that begins in base column `column` and is `columns` wide."""
        key = (name, column, columns)
        if key not in self._made:
            advert = self._adverts.get(name)
            if advert is not None and advert.nameplate:
                plate = NameplateModule(advert, self.page, column, columns, self.grid, self.theme, self._plate)
                return self._made.setdefault(key, plate)
            if advert is not None:
                module = AdvertModule(advert, column, columns, self.grid, self.theme, self.setter)
                return self._made.setdefault(key, module)
            if column:
                return self._made.setdefault(key, self.get(name, 0, columns).moved(column))
            self._made[key] = self._module(self._stories[name], columns)
        return self._made[key]

    def head_columns(self, name: str) -> int:
        """The fewest columns in which a story's head is as near as it may be to what its styles allow."""
        return self._least_strain(name)[1]

    def head_strain(self, name: str) -> int:
        """How far it is from that there."""
        return self._least_strain(name)[0]

    def _least_strain(self, name: str) -> tuple[int, int]:
        if name not in self._head_columns:
            least = STICKS_OUT, self.grid.columns
            for columns in range(1, self.grid.columns + 1):
                least = min(least, (self.get(name, 0, columns).head_strain, columns))
                if least[0] == FITS:
                    break
            self._head_columns[name] = least
        return self._head_columns[name]

    def _module(self, story: Story, columns: int) -> Module:
        if self._memo is None:
            return self.trial(story, columns)
        if story.name not in self._keys:
            # Its places too: what is wrong with a story has them.
            self._keys[story.name] = Hashed(story, positions(story, "", 0), self.grid)
        key = self._keys[story.name], columns, self._is_relaxed
        return self._memo.get(key) or self._memo.put(key, self.trial(story, columns))

    def trial(self, story: Story, columns: int) -> Module:
        """The module of a story as it might be, kept nowhere."""
        return _kind(story, self._is_relaxed, self.grid.vertical)(story, 0, columns, self.grid, self.theme, self.setter)

    def of(self, page: Page) -> ModuleLibrary:
        """The library of another page, or of the same one changed, of the same grid."""
        return self._of(page, self._is_relaxed)

    def _of(self, page: Page, relaxed: bool) -> ModuleLibrary:
        return ModuleLibrary(
            page, self.grid, self.theme, self.setter, self.top, relaxed, self._memo, self.below, self._plate
        )

    def without(self, name: str) -> ModuleLibrary:
        """The library of the same page without a story; all other modules are kept."""
        other = self.of(replace(self.page, stories=tuple(each for each in self.page.stories if each.name != name)))
        other._made = {key: module for key, module in self._made.items() if key[0] != name}
        other._head_columns = {each: known for each, known in self._head_columns.items() if each != name}
        return other

    def with_story(self, story: Story) -> ModuleLibrary:
        """The library of the same page with one story in the place of its namesake; all other modules are kept."""
        stories = tuple(story if each.name == story.name else each for each in self.page.stories)
        other = self.of(replace(self.page, stories=stories))
        other._made = {key: module for key, module in self._made.items() if key[0] != story.name}
        other._head_columns = {name: known for name, known in self._head_columns.items() if name != story.name}
        if self._relaxed is not None and not self._is_relaxed:
            other._relaxed = self._relaxed.with_story(story)
        return other


def _kind(
    story: Story, relaxed: bool, vertical: bool
) -> Callable[[Story, int, int, PageGrid, Theme, Typesetter], Module]:
    if story.role == "briefs":
        return BriefsModule
    if story.role == "index":
        return IndexModule
    if story.jump is not None:
        return LeavingModule
    if story.arrived:
        return ArrivingModule
    if story.role == "couplet":
        return CoupletModule if is_bare(story) else AcrossModule
    if runs_across(story, vertical):
        return AcrossModule
    if story.head in ACROSS[vertical]:
        return AcrossHead
    if any(picture.outline for picture in story.pictures):
        return CutoutModule
    if story.over_picture and story.pictures:
        return OverPictureModule
    return Fallbacks if relaxed else resplit
