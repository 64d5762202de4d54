"""The maker: the page follows the files, what did not change is not drawn again, and the last good page stays."""

from __future__ import annotations

import gc
import random
import re
import shutil
from pathlib import Path

import pytest

from layout.amending import AmendField
from layout.desk.drafting import Drafted
from layout.desk.making import PICTURES, Maker
from layout.desk.showing import Snapshot, change
from layout.display import Image
from layout.units import Rect

ISSUES = Path(__file__).parents[2] / "issues"
XIETU, DEMO = "2019-07-15.yaml", "2026-05-24.yaml"


class Heard(list[tuple[Snapshot, Snapshot | None]]):
    def __call__(self, now: Snapshot, before: Snapshot | None) -> None:
        self.append((now, before))


@pytest.fixture
def xietu(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ISSUES / "xietu", tmp_path / "xietu", ignore=shutil.ignore_patterns("*.pdf")))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Maker, Heard]:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    shutil.copytree(ISSUES / "demo", folder, ignore=shutil.ignore_patterns("*.pdf"))
    heard = Heard()
    return folder, Maker(Drafted(folder), heard), heard


def test_an_edit_of_one_page_sends_that_page_and_of_it_what_changed(demo: tuple[Path, Maker, Heard]) -> None:
    folder, maker, _ = demo
    before = maker.made(DEMO)
    text = (folder / DEMO).read_text("utf-8")
    (folder / DEMO).write_text(text.replace("桥面仍禁止机动车通行", "桥面仍禁止一切机动车通行"), "utf-8")
    now = maker.made(DEMO)
    sent = change(now, before, "zh")
    assert [page["number"] for page in sent["pages"]] == [1]
    (page,) = sent["pages"]
    assert 1 <= len(page["fresh"]) <= 2
    assert all("望舒桥" in svg or "bridge" in svg for svg in page["fresh"].values())
    assert [one is other for one, other in zip(now.pages[1].parts, before.pages[1].parts, strict=True)].count(
        False
    ) == 0
    (folder / DEMO).write_text(text, "utf-8")
    assert maker.made(DEMO).pages[0].digest == before.pages[0].digest


def test_a_line_more_above_moves_places_and_draws_nothing(demo: tuple[Path, Maker, Heard]) -> None:
    folder, maker, _ = demo
    before = maker.made(DEMO)
    text = (folder / DEMO).read_text("utf-8")
    (folder / DEMO).write_text("# 一行注\n" + text, "utf-8")
    sent = change(maker.made(DEMO), before, "zh")
    assert [page["fresh"] for page in sent["pages"]] == [{}, {}, {}, {}]
    (folder / DEMO).write_text(text, "utf-8")
    maker.made(DEMO)


def test_a_picture_that_is_replaced_is_another_picture(demo: tuple[Path, Maker, Heard]) -> None:
    folder, maker, _ = demo
    before = maker.made(DEMO)
    picture = folder / "images" / "meadow.jpg"
    data = picture.read_bytes()
    picture.write_bytes(data + b"\0")
    sent = change(maker.made(DEMO), before, "zh")
    assert [(page["number"], len(page["fresh"])) for page in sent["pages"]] == [(1, 1)]
    picture.write_bytes(data)
    maker.made(DEMO)


def test_a_picture_of_a_page_is_known_however_many_others_were_shown(
    demo: tuple[Path, Maker, Heard],
) -> None:
    _, maker, _ = demo
    made = maker.made(DEMO)
    page, job = made.pages[0], made.proof.job
    assert job is not None
    for number in range(PICTURES):  # of the planner's pages
        maker.pictures.name(Image(Rect(0, 0, 1, 1), f"{number}.jpg"), (), job, "")
    again = maker.made(DEMO).pages[0]
    assert again.parts == page.parts
    names = re.findall(r"/api/picture/(\w+)", "".join(part.svg for part in again.parts))
    assert names
    assert all(maker.pictures.file(name, maker.session)[1] for name in names)


def test_a_page_is_seen_in_the_inks_it_is_printed_in(xietu: Path) -> None:
    def colourful() -> bool:
        svg = "".join(part.svg for page in maker.made(XIETU).pages for part in page.parts)
        parts = (re.findall("..", found) for found in re.findall('"#([0-9a-f]{6})"', svg))
        return any(max(int(part, 16) for part in each) - min(int(part, 16) for part in each) > 60 for each in parts)

    maker, paper = Maker(Drafted(xietu), Heard()), xietu / "paper.yaml"
    assert colourful()
    paper.write_text(paper.read_text("utf-8").replace("{name: newsprint}", "{colour: 1}"), "utf-8")
    assert not colourful()


def test_nothing_new_is_not_told(demo: tuple[Path, Maker, Heard]) -> None:
    _, maker, heard = demo
    maker.made(DEMO)
    told = len(heard)
    assert maker.made(DEMO).revision == maker.made(DEMO).revision
    assert len(heard) == told


def test_broken_yaml_leaves_the_last_good_page(xietu: Path) -> None:
    maker = Maker(Drafted(xietu), Heard())
    good = maker.made(XIETU)
    text = (xietu / XIETU).read_text("utf-8")
    for broken in (
        text.replace("pages:", "pages: [", 1),
        "",
        "\0\0",
        text.replace("    stories:", "    stories: [", 1),
        "paper: xietu\npages: 3\n",
    ):
        (xietu / XIETU).write_text(broken, "utf-8")
        now = maker.made(XIETU)
        assert now.stale, broken[:30]
        assert [page.digest for page in now.pages] == [page.digest for page in good.pages]
        assert any(fault.severity == "error" for fault in now.findings)
    (xietu / XIETU).unlink()
    assert maker.made(XIETU).stale
    (xietu / XIETU).write_text(text, "utf-8")
    now = maker.made(XIETU)
    assert not now.stale
    assert now.pages[0].digest == good.pages[0].digest


def test_a_broken_paper_leaves_the_last_good_page(xietu: Path) -> None:
    maker = Maker(Drafted(xietu), Heard())
    good = maker.made(XIETU)
    (xietu / "paper.yaml").write_text("extends: [\n", "utf-8")
    now = maker.made(XIETU)
    assert now.stale
    assert now.pages == good.pages


def test_a_draft_is_seen_and_the_file_stays(xietu: Path) -> None:
    files = Drafted(xietu)
    maker = Maker(files, Heard())
    maker.made(XIETU)
    was = (xietu / XIETU).read_bytes()
    files.draft(XIETU, AmendField(2, "opera", ("headline",), "新题在此"))
    now = maker.made(XIETU)
    assert now.draft
    assert "新" in "".join(part.svg for part in now.pages[0].parts if part.story == "opera")
    assert (xietu / XIETU).read_bytes() == was
    files.drop(XIETU)
    assert not maker.made(XIETU).draft


def test_a_draft_whose_story_is_gone_stands_over_nothing(xietu: Path) -> None:
    files = Drafted(xietu)
    maker = Maker(files, Heard())
    good = maker.made(XIETU)
    files.draft(XIETU, AmendField(2, "nobody", ("headline",), "新题"))
    assert [page.digest for page in maker.made(XIETU).pages] == [page.digest for page in good.pages]


def test_a_thousand_saves_leave_the_desk_as_it_was(xietu: Path) -> None:
    """With broken YAML in between; memory as after the first six hundred."""
    rng = random.Random(20261129)
    maker = Maker(Drafted(xietu), lambda now, before: None)
    good = maker.made(XIETU)
    path, text = xietu / XIETU, (xietu / XIETU).read_text("utf-8")
    settled = 0
    for count in range(1000):
        at = rng.randrange(len(text))
        kind = rng.randrange(4)
        broken = text[:at] + ("桥", "", "\t", rng.choice("[]{}:\"'|>&*!%@`#-"))[kind] + text[at + (kind == 1) :]
        path.write_text(broken, "utf-8")
        assert maker.made(XIETU).pages
        if count % 10 == 9:
            path.write_text(text, "utf-8")
            now = maker.made(XIETU)
            assert not now.stale
            assert [part.id for part in now.pages[0].parts] == [part.id for part in good.pages[0].parts]
        if count == 600:
            settled = _resident()
    assert _resident() - settled < 30_000_000


def _resident() -> int:
    """Bytes of memory the process has."""
    gc.collect()
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("no /proc here")
    return int(status.read_text().split()[1]) * 4096
