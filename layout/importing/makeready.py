"""Stories as they were found → the manuscript of an issue: short ones gathered into briefs, each with its role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from layout.importing.rules import certainty
from layout.importing.stories import Found
from layout.importing.values import BodyBlock, Doubt, Manuscript, Passage, Story, joined
from layout.issue.values import Role
from layout.value import replace

_BRIEF = 200  # characters: a story that is longer is none of the briefs
_BRIEFS = 3  # so many short ones in a row are a module of briefs
_LEAD = 400  # characters that the first story has at least, to lead the page
_PHOTO_NEWS = 160  # characters: a picture with so few is photo news


def ready(found: Sequence[Found], several: bool = False) -> Manuscript:
    """The manuscript of what was found in one file or several."""
    stories = [story for each in found for story in each.stories]
    gathered = tuple(_with_roles(_gathered(stories)))
    # What leads stands first: stories rank in the order they are written.
    gathered = tuple(sorted(gathered, key=lambda story: (story.page, story.role != "lead")))
    banners: dict[int, Passage] = {}
    spare: list[Passage] = []
    for each in found:
        for page, banner in each.banners:
            if (
                not stories
                or page in banners
                or (banners and not page)
                or (page and not any(s.page == page for s in stories))
            ):
                spare.append(banner.left("furniture"))
            else:
                banners[page] = banner
    left = tuple(passage for each in found for passage in each.left) + tuple(spare)
    return Manuscript(gathered, left, tuple(banners.items()))


def _gathered(stories: Sequence[Story]) -> Iterator[Story]:
    sections = list(accumulate(story.banner is not None for story in stories))
    numbered = zip(sections, stories, strict=True)
    for (short, page, _), run in groupby(numbered, key=lambda each: (_is_brief(each[1]), each[1].page, each[0])):
        several = [story for _, story in run]
        if short and len(several) >= _BRIEFS:
            # The section's name is the module's, and so is the doubt about it.
            first = several[0]
            doubts = tuple(each for each in first.doubts if each.name == "banner")
            rest = tuple(each for each in first.doubts if each.name != "banner")
            several[0] = replace(first, banner=None, doubts=rest)
            items = tuple(map(_as_item, several))
            yield Story(role="briefs", items=items, page=page, banner=first.banner, doubts=doubts)
        else:
            yield from several


def _is_brief(story: Story) -> bool:
    return bool(
        story.body
        and story.length <= _BRIEF
        and len(story.body) <= 2
        and not story.pictures
        and not story.tables
        and all(block.kind == "paragraph" for block in story.body)
        and (story.headline or story.kicker)
        and (story.kicker or len(story.headline) <= 1)
        and not any(doubt.name == "head_order" for doubt in story.doubts)
    )


def _as_item(story: Story) -> Story:
    """A brief has no dateline of its own: it goes back to its copy."""
    if story.dateline is None:
        return story
    first = joined((story.dateline, story.body[0].passage))
    body = (BodyBlock("paragraph", first), *story.body[1:])
    return replace(story, dateline=None, body=body)


def _with_roles(stories: Iterator[Story]) -> Iterator[Story]:
    led = False
    for story in stories:
        role: Role = story.role
        if story.role == "briefs":
            pass
        elif not (story.body or story.pictures or story.tables):
            role = "filler"  # the one role that may stand without copy until there is some
        elif not story.headline and not story.kicker:
            role = "photo-news" if story.pictures and story.length <= _PHOTO_NEWS else "filler"
        elif story.pictures and 0 < story.length <= _PHOTO_NEWS and len(story.body) <= 2 and not story.tables:
            role = "photo-news"
        elif story.headline and certainty("notice", story.headline[-1].text):
            role = "notice"
        elif not led and story.length >= _LEAD:
            role, led = "lead", True
        headline, kicker = story.headline, story.kicker
        if kicker and not headline:
            headline, kicker = kicker, ()
        yield replace(story, role=role, headline=headline, kicker=kicker)


__all__ = ["Doubt", "ready"]
