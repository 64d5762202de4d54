"""Pages of random issues as they are printed, to be looked at.

    python bench/pages.py 12 --first SEED -o DIR [--dpi 110]

An issue of one or two pages a seed, as bench/random_issues.py draws it, planned by itself; but its heads are whole
ones, of the table of marked heads, and its papers have names. Pictures are photographs and adverts of the sample
issues, cut to the size the page asks for. A line a page says its score and what checks it does not keep.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import headtable
from random_issues import HOME, STYLES, Kind, fitted, pages_of, setter, theme

from layout.diagnostics import Report
from layout.issue import Advert, Copy, Issue, Page, Story
from layout.makeup import PageMade, make_up
from layout.theme import Theme
from layout.units import Size
from layout.value import replace

KIND = Kind(pages=2, fill=(0.94, 1.02), styles=STYLES, heads=18)
NAMES = ("青浦", "江湾报", "梧桐镇报", "青浦乡讯", "东河社区报", "上海机床厂报")
PHOTOGRAPHS = sorted((HOME / "issues").glob("*/images/[!a]*.jpg"))
ADVERTS = sorted((HOME / "issues").glob("*/images/advert-*.png"))


def house_style(seed: int, name: str) -> Theme:
    """The house style of a paper that has a name."""
    style = theme(name)
    return replace(style, masthead=replace(style.masthead, name=NAMES[seed % len(NAMES)]))


def made(issue: Issue, style: Theme) -> tuple[PageMade, Report]:
    """The first page of an issue."""
    report = Report()
    return make_up(issue, style, setter(), report)[0], report


def png(issue: Issue, page: PageMade, dpi: float = 110) -> bytes:
    """The page as it is printed, up to its trim."""
    from layout.pdf.job import Job
    from layout.pdf.raster import draw
    from layout.pdf.writer import write

    asked = [*issue.pages[0].adverts, *(picture for story in issue.pages[0].stories for picture in story.pictures)]
    sizes = {each.file: each.pixels for each in asked if each.pixels is not None}
    job = Job("page", marks=False, read=lambda name: _picture(name, sizes[name]))
    return draw(write((page.page,), setter().fonts, job), 0, dpi)


def _picture(name: str, pixels: Size) -> bytes:
    """A photograph or an advert in the place of a picture of that name, always the same."""
    from PIL import Image

    width, height = round(pixels.width), round(pixels.height)
    some = PHOTOGRAPHS
    if name.startswith("ad"):  # an advert is never cut: the one that is nearest in shape, on its own ground
        some = sorted(ADVERTS, key=lambda file: abs(_aspect(file) * height / width - 1))[:1]
    with Image.open(some[int(hashlib.sha256(name.encode()).hexdigest(), 16) % len(some)]) as file:
        fit = min if name.startswith("ad") else max
        scale = fit(width / file.width, height / file.height)
        image = file.convert("RGB").resize((round(file.width * scale), round(file.height * scale)))
        page = Image.new("RGB", (width, height), image.getpixel((2, 2)))
        page.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
        buffer = io.BytesIO()
        page.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


# -- whole heads -----------------------------------------------------------------------------------------------------


@cache
def _aspect(file: Path) -> float:
    from PIL import Image

    with Image.open(file) as image:
        return image.width / image.height


@cache
def heads() -> tuple[str, ...]:
    return tuple(head.text for head in headtable.marked_heads() if head.language == "zh-Hans")


def whole_heads(page: Page, seed: int) -> Page:
    """The page with heads of the table in the place of its own, about as long."""
    rng = random.Random(f"heads {seed} {page.number}")
    return replace(page, stories=tuple(_headed(rng, story) for story in page.stories), adverts=_sized(page))


def _headed(rng: random.Random, story: Story) -> Story:
    def like(old: tuple[Copy, ...]) -> tuple[Copy, ...]:
        if not old:
            return ()
        long = len(old[0].text)
        near = [head for head in heads() if abs(len(head) - long) <= 2] or list(heads())
        return (Copy(rng.choice(near)),)

    items = tuple(_headed(rng, item) for item in story.items)
    return replace(story, headline=like(story.headline), kicker=like(story.kicker), deck=like(story.deck), items=items)


def whole_quotes(issue: Issue) -> Issue:
    """The issue without quotation marks that lost their partner where sentences were put together."""
    page = issue.pages[0]

    def whole(story: Story) -> Story:
        body = tuple(replace(block, copy=Copy(_paired(block.copy.text))) for block in story.body)
        return replace(story, body=body, items=tuple(whole(item) for item in story.items))

    return replace(issue, pages=(replace(page, stories=tuple(whole(story) for story in page.stories)),))


def _paired(text: str) -> str:
    kept, opened = [], -1
    for character in text:
        if character == "“":
            if opened >= 0:
                continue
            opened = len(kept)
        elif character == "”":
            if opened < 0:
                continue
            opened = -1
        kept.append(character)
    if opened >= 0:
        del kept[opened]
    return "".join(kept)


def _sized(page: Page) -> tuple[Advert, ...]:
    """Adverts with a picture as large as their place."""
    return tuple(replace(each, pixels=Size(each.columns * 500.0, each.rows * 60.0)) for each in page.adverts)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=12)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--dpi", type=float, default=110)
    parser.add_argument("-o", type=Path, default=Path("pages"), metavar="DIR")
    options = parser.parse_args(arguments)
    options.o.mkdir(parents=True, exist_ok=True)
    drawn, seed = 0, options.first
    while drawn < options.count:
        name, pages = pages_of(seed, KIND)
        style = house_style(seed, name)
        for page, wanted in pages:
            trial = fitted(page.number * 1000 + seed, name, whole_heads(page, seed), wanted)
            issue = whole_quotes(trial.issue)
            result, report = made(issue, style)
            (options.o / f"{seed}-{page.number}.png").write_bytes(png(issue, result, options.dpi))
            checks = " ".join(f"{check.id}:{check.amount:g}" for check in result.checks)
            told = " ".join(each.code for each in report if each.severity == "error")
            print(f"{seed}-{page.number} {name:23} full {trial.full:6.1%} score {result.score:5.1f} {checks} {told}")
            drawn += 1
            if drawn == options.count:
                break
        seed += 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
