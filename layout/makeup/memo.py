"""Made-up pages kept by value: a page whose copy, neighbours and house style are as they were is not made again. Where
lines were added above it, its places are moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from layout.diagnostics import Diagnostic, Span
from layout.display import GlyphRun, Group, Image, Item
from layout.issue import Copy, Issue, Page
from layout.issue.positions import positions
from layout.makeup.compose import PageMade
from layout.makeup.modules.library import ModuleMemo
from layout.makeup.planning.jump_targets import Arrival, landed
from layout.makeup.planning.page_drafts import DraftMemo, PageDrafts, surroundings
from layout.makeup.planning.previous import PreviousLayout
from layout.source import Node, Source
from layout.text.paragraph import Typesetter
from layout.theme import Theme
from layout.value import Memo, replace, value

PAGES = 128  # kept: eight issues of sixteen pages
MODULES = 512  # kept: those of forty drawn pages, or of a page or two that plan themselves
DRAFTS = 24  # kept: what a jump tries on its own page and on others, twice


@value
class Made:
    """A page and what was found wrong with it. line: of the issue file, where the page began then; advised: what would
    mend it was looked for, and what room there is, where there was something to mend."""

    page: PageMade
    faults: tuple[Diagnostic, ...]
    line: int
    advised: bool = True


@value
class Landed:
    """A page with its jumps settled, and what arrives by them on later pages."""

    page: Page
    arrivals: tuple[Arrival, ...]


class Store(Protocol):
    """Values kept elsewhere by what they were made from."""

    def get(self, kind: str, key: tuple[Any, ...]) -> Any: ...

    def put(self, kind: str, key: tuple[Any, ...], made: object) -> None: ...


class PageMemo:
    """The pages made last, by what they were made from; the longest unused go first. For one font book.

    shelf: where pages are looked for that are not here, and put too. modules: whether those of pages are kept too, for
    when a story of theirs changes; who makes pages once only needs them no more.
    """

    def __init__(self, most: int = PAGES, shelf: Store | None = None, modules: bool = False) -> None:
        self.shelf = shelf
        self._keeps_modules = modules
        self._kept: Memo[object, Made] = Memo(most)
        self.drafts = DraftMemo(DRAFTS)
        self._modules: tuple[Theme, Typesetter, ModuleMemo] | None = None

    def get(self, key: tuple[Any, ...], file: str, line: int, advised: bool = True) -> Made | None:
        """The page made from `key`, as if its page began on this line of the issue file; only one with advice, where
        that is wanted."""
        found = self._kept.get(key)
        if found is None:
            found = None if self.shelf is None else self.shelf.get("page", key)
            if not isinstance(found, Made):
                return None
            self._kept.put(key, found)
        if advised and not found.advised:
            return None
        if found.line != line:
            found = self._kept.put(key, _Moved(file, line - found.line).made(found))
        return found

    def put(self, key: tuple[Any, ...], made: Made) -> None:
        self._kept.put(key, made)
        if self.shelf is not None and made.advised:
            self.shelf.put("page", key, made)

    def modules(self, theme: Theme, setter: Typesetter) -> ModuleMemo | None:
        """The modules made last in this house style; None where they are not kept."""
        if not self._keeps_modules:
            return None
        if self._modules is None or self._modules[0] != theme or self._modules[1] is not setter:
            self._modules = theme, setter, ModuleMemo(MODULES)
        return self._modules[2]

    def landed(self, page: Page, later: Sequence[Page], drafts: PageDrafts) -> Landed:
        """The page with its jumps settled (jump_targets.landed). later: the pages after it."""
        if self.shelf is None:
            return Landed(*landed(page, later, drafts))
        named = {story.jump.to for story in page.stories if story.jump is not None}
        # A jump that names its page looks at no other; what arrives there has lines.
        targets = tuple(other for other in later if 0 in named or other.number in named)
        places = tuple(positions(each, drafts.issue.file, 0) for each in (page, *targets))
        unsound = tuple(each.number in drafts.unsound for each in (page, *targets))
        key = (page, targets, places, *surroundings(drafts.issue, drafts.theme), drafts.previous, unsound)
        found = self.shelf.get("jumps", key)
        if not isinstance(found, Landed):
            found = Landed(*landed(page, later, drafts))
            self.shelf.put("jumps", key, found)
        return found


def key_of(
    page: Page, issue: Issue, theme: Theme, previous: PreviousLayout, unsound: frozenset[int] = frozenset()
) -> tuple[Any, ...]:
    """All that a page is made from, but for the fonts. page: with what arrives on it; previous: the earlier result."""
    before = {story.name for other in issue.pages if other.number < page.number for story in other.stories}
    pool = {story.name for story in issue.stories}
    return (
        page,
        positions(page, issue.file, page.span.line),
        None if (spread := issue.spread_on(page.number)) is None else positions(spread, issue.file, page.span.line),
        *surroundings(issue, theme),
        tuple((story.name in before, story.name in pool) for story in page.stories),
        tuple(previous.page(page.number).items()),
        page.number in unsound,
    )


class _Moved:
    """Values with the places in one file moved down by so many lines."""

    def __init__(self, file: str, lines: int) -> None:
        self._file, self._lines = file, lines
        self._nodes: dict[int, Node] = {}
        self._sources: dict[int, Source] = {}

    def made(self, made: Made) -> Made:
        page = made.page
        bodies = tuple(
            (name, tuple(replace(each, copy=self._copy(each.copy)) for each in paragraphs))
            for name, paragraphs in page.bodies
        )
        display = replace(page.page, items=tuple(map(self._item, page.page.items)))
        faults = tuple(map(self._fault, made.faults))
        return replace(
            made, page=replace(page, page=display, bodies=bodies), faults=faults, line=made.line + self._lines
        )

    def _item(self, item: Item) -> Item:
        if isinstance(item, Group):
            return replace(item, items=tuple(map(self._item, item.items)))
        if isinstance(item, (GlyphRun, Image)):
            return replace(item, origin=self._span(item.origin))
        return item

    def _fault(self, fault: Diagnostic) -> Diagnostic:
        others = tuple((name, self._span(span)) for name, span in fault.others)
        return replace(fault, span=self._span(fault.span), others=others)

    def _span(self, span: Span) -> Span:
        if span.file != self._file or not span.line:
            return span
        return Span(span.file, span.line + self._lines, span.column, span.length)

    def _copy(self, copy: Copy) -> Copy:
        if copy.node is None or copy.node.source is None or copy.node.source.file != self._file:
            return copy
        return replace(copy, node=self._once(self._nodes, copy.node, self._node))

    def _node(self, node: Node) -> Node:
        assert node.source is not None
        source = self._once(self._sources, node.source, lambda source: source.lowered(self._lines))
        return replace(node, span=self._span(node.span), source=source)

    def _once(self, known: dict[int, Any], value: Any, make: Callable[[Any], Any]) -> Any:
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = make(value)
        return found
