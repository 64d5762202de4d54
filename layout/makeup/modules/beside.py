"""What stands beside the text of a story: pictures, groups of them, tables, pull quotes, a code; each on its legs."""

from __future__ import annotations

from collections.abc import Iterator

from layout.issue import Picture, PictureGroup, Story
from layout.makeup.blocks.pictures import set_picture, set_upright
from layout.makeup.blocks.placement import Block, Stand, Where
from layout.makeup.grid import Legs, PageGrid
from layout.text.paragraph import Typesetter
from layout.theme import Theme


class Beside:
    """width: of the whole story, points. region: the first leg they may stand on, and the leg after the last; delta:
    legs more or less than half of it for a picture whose width nobody has said."""

    def __init__(
        self, story: Story, legs: Legs, width: float, grid: PageGrid, theme: Theme, setter: Typesetter
    ) -> None:
        self._story, self._legs, self._width = story, legs, width
        self._grid, self._theme, self._setter = grid, theme, setter

    def stands(self, region: tuple[int, int], delta: int) -> Iterator[Stand]:
        """All of it."""
        yield from self.pictures(self._story.pictures, region, delta)
        yield from self.others(region)

    def pictures(self, pictures: tuple[Picture, ...], region: tuple[int, int], delta: int) -> Iterator[Stand]:
        """Pictures side by side from the right, or from the left, then in a further row below."""
        legs, story = self._legs, self._story
        first, after = region
        right, left = after, first
        for picture in pictures:
            beside = "top-left" if self._grid.vertical else "top-right"  # above, on a vertical page
            place = picture.place or ("top" if story.role == "photo-news" else beside)
            if place == "top":
                yield Stand(self.picture(picture, self._width, 0), 0, legs.count, "over")
                continue
            room = after - first
            half = room if place == "foot" else (room + 1) // 2
            across = self.across(picture, max(1, min(room, half + delta)), room)
            if place in ("top-left", "foot-left"):
                left = first if left + across > after else left
                leg, left = left, left + across
            else:
                right = after if right - across < first else right
                right -= across
                leg = right
            where: Where = "foot" if place in ("foot", "foot-left") else "top"
            yield Stand(self.picture(picture, legs.span(across, leg), leg), leg, across, where)

    def pictures_by(self, tiers: int, delta: int) -> Iterator[Stand]:
        """Pictures of a vertical story whose head stands over so many of its tiers: none stands half below it."""
        upper: list[Picture] = []
        lower: list[Picture] = []
        for picture in self._story.pictures:
            (lower if picture.place == "top-right" else upper).append(picture)
        count = self._legs.count
        yield from self.pictures(tuple(upper), (0, tiers), delta)
        yield from self.pictures(tuple(lower), (tiers, count) if tiers < count else (0, count), delta)

    def picture(self, picture: Picture, width: float, leg: int, gap: float | None = None) -> Block:
        """A picture that begins on a leg; its words do not run over the fold of a spread."""
        legs = self._legs
        gap = self._theme.numbers["picture_gap"] if gap is None else gap
        if self._grid.vertical:
            return set_upright(picture, width, self._grid, self._theme, self._setter, gap)
        before = legs.span(legs.half - leg, leg) if leg < legs.half else width
        return set_picture(picture, width, self._grid, self._theme, self._setter, gap, min(width, before))

    def across(self, picture: Picture, otherwise: int, most: int) -> int:
        """Legs a picture takes: what its columns come to, or what else it would."""
        if not picture.columns:
            return max(1, min(otherwise, most))
        return max(1, min(most, self._legs_of(picture.columns)))

    def _legs_of(self, columns: int) -> int:
        legs = self._legs
        if legs.count == 1:
            return 1
        return round((self._grid.span(columns) + legs.gutter) / (legs.measure + legs.gutter))

    def others(self, region: tuple[int, int]) -> Iterator[Stand]:
        """Tables at the foot unless they say otherwise, pull quotes amid the text, a code at the very end."""
        story = self._story
        first, after = region
        if story.group is not None:
            yield self._group(story.group, first, after)
        if story.tables:
            yield from (self._level_tables if self._grid.vertical else self._tables)(first, after)
        if story.pull_quotes:
            from layout.makeup.blocks.quotes import set_quote

            for index, copy in enumerate(story.pull_quotes):
                block = set_quote(copy, self._legs.measure, self._grid, self._theme, self._setter)
                leg = first + int((index + 0.5) * (after - first) / len(story.pull_quotes))
                yield Stand(block, leg, 1, "middle")
        if story.qr:
            from layout.makeup.blocks.qr import set_code

            if self._grid.vertical:
                from layout.makeup.blocks.upright import set_level_code

                gap = self._theme.numbers["picture_gap"]
                upright = set_level_code(story.qr, self._legs.measure, self._grid, self._theme, self._setter, gap)
                yield Stand(upright, after - 1, 1, "foot")
                return
            block_of_code = set_code(story.qr, self._legs.measure, self._grid, self._theme, self._setter)
            yield Stand(block_of_code, after - 1, 1, "foot")

    def _level_group(self, group: PictureGroup, place: str, first: int, after: int) -> Stand:
        """A picture group of a vertical story: level, in half its tiers or as many as it asks for."""
        from layout.makeup.blocks.upright import set_level_group

        room = after - first
        across = max(1, min(room, self._legs_of(group.columns) if group.columns else (room + 1) // 2))
        gap = self._theme.numbers["picture_gap"]
        leg = after - across if place == "top-right" else first
        block = set_level_group(group, self._legs.span(across), self._grid, self._theme, self._setter, gap)
        return Stand(block, leg, across, "foot" if place in ("foot", "foot-left") else "top")

    def _level_tables(self, first: int, after: int) -> Iterator[Stand]:
        """Tables of a vertical story, level in as few tiers as hold them."""
        from layout.makeup.blocks.upright import set_level_table

        gap = self._theme.numbers["picture_gap"]
        for table in self._story.tables:
            if not table.rows:
                continue
            room = after - first
            for across in range(self._legs_of(table.columns) if table.columns else 1, room + 1):
                block, fits = set_level_table(
                    table, self._legs.span(across), self._grid, self._theme, self._setter, gap
                )
                if fits or across == room:
                    break
            where: Where = "foot" if table.place is None and self._story.body else "top"
            yield Stand(block, first if table.place in ("top-left", "top") else after - across, across, where)

    def _group(self, group: PictureGroup, first: int, after: int) -> Stand:
        """A picture group: on all legs under the head, of photo news over it, unless it says otherwise."""
        from layout.makeup.blocks.picture_groups import set_group

        legs = self._legs
        place = group.place or ("top" if self._story.role == "photo-news" else "")
        if self._grid.vertical:
            return self._level_group(group, place, first, after)
        if place == "top":
            block = set_group(group, self._width, self._grid, self._theme, self._setter)
            return Stand(block, 0, legs.count, "over")
        across = max(1, min(after - first, self._legs_of(group.columns) if group.columns else after - first))
        leg = after - across if place == "top-right" else first
        block = set_group(group, legs.span(across, leg), self._grid, self._theme, self._setter)
        return Stand(block, leg, across, "foot" if place == "foot" else "top")

    def _tables(self, first: int, after: int) -> Iterator[Stand]:
        from layout.makeup.blocks.table_setting import set_table

        room = after - first
        for table in self._story.tables:
            if not table.rows:
                continue
            widths = range(1, room + 1) if self._story.body else range(room, room + 1)
            if table.columns:
                widths = range(1, room + 1)[: self._legs_of(table.columns)][-1:]
            for across in widths:
                block = set_table(table, self._legs.span(across), self._grid, self._theme, self._setter)
                if across == room or block.comfortable:
                    break
            if table.place == "top":
                block = set_table(table, self._width, self._grid, self._theme, self._setter)
                yield Stand(block, 0, self._legs.count, "over")
            elif table.place == "top-left":
                yield Stand(block, first, across, "top")
            else:
                below = table.place != "top-right" and self._story.body  # alone in its story it clings to the head
                yield Stand(block, after - across, across, "foot" if below else "top")


__all__ = ["Beside"]
