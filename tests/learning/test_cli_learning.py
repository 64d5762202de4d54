"""`layout learn` at the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from papers import pdf_of

from layout.cli import main


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "school.pdf").write_bytes(pdf_of("school"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Exit status, stdout and stderr of `layout learn` with these arguments."""

    def ran(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["--lang", "en", "learn", *arguments])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return ran


def test_the_style_stands_beside_the_pdf_and_the_measures_are_said(folder, run):
    status, said, _ = run("school.pdf")
    assert status == 0, said
    assert "272.0 × 390.0 mm" in said
    assert "5 × 14.0 em, 9.50 pt" in said
    assert (folder / "school.paper.yaml").read_text("utf-8").startswith("# The house style of school.pdf")


def test_a_style_that_is_there_is_not_written_over_unasked(folder, run):
    (folder / "paper.yaml").write_text("extends: base\n", "utf-8")
    assert run("school.pdf", "-o", "paper.yaml")[0] == 2
    assert (folder / "paper.yaml").read_text("utf-8") == "extends: base\n"
    assert run("school.pdf", "-o", "paper.yaml", "--replace")[0] == 0
    assert "community-tabloid" in (folder / "paper.yaml").read_text("utf-8")


def test_the_same_pages_give_the_same_bytes(folder, run):
    for name in ("one", "two"):
        run("school.pdf", "-o", f"{name}.yaml", "--picture", f"{name}.png", "--dpi", "20")
    assert (folder / "one.yaml").read_bytes() == (folder / "two.yaml").read_bytes()
    assert (folder / "one.png").read_bytes() == (folder / "two.png").read_bytes()


def test_the_picture_has_the_paper_and_the_sample_side_by_side(folder, run):
    from PIL import Image

    assert run("school.pdf", "--picture", "both.png", "--dpi", "36")[0] == 0
    with Image.open(folder / "both.png") as picture:
        across, down = (round(each / 72 * 36) for each in (771.02, 1105.51))
        assert abs(picture.width - (2 * across + 3 * 24)) <= 4
        assert abs(picture.height - (down + 2 * 24)) <= 2
        middle = picture.convert("L")
        halves = [middle.crop((24 + at, 24, 24 + at + across, 24 + down)) for at in (0, across + 24)]
        # Both have type on them: neither is blank.
        assert all(sum(half.histogram()[:128]) > 500 for half in halves)


def test_json_has_every_measure_with_its_evidence(folder, run):
    _, said, _ = run("school.pdf", "-o", "style.yaml", "--format", "json")
    found = json.loads(said)
    assert found["theme"] == "community-tabloid"
    assert found["measures"]["columns"]["value"] == 5
    assert found["measures"]["gutter"]["sure"] is True
    assert found["measures"]["gutter"]["of"] > 100
    assert found["styles"]["headline-lead"]["size"]["value"] == 46
    assert found["measures"]["ink_accent"]["value"]["cmyk"] == [80, 10, 90, 10]
    assert found["faces"][0]["role"] == "song"
    assert found["written"] == ["style.yaml"]


def test_what_cannot_be_read_ends_with_1_and_nothing_written(folder, run):
    (folder / "bad.pdf").write_bytes(b"no pdf")
    status, said, _ = run("bad.pdf", "-o", "x.yaml")
    assert status == 1
    assert "NP894" in said
    assert not (folder / "x.yaml").exists()


def test_an_output_never_stands_on_the_pdf_it_comes_from(folder, run):
    assert run("school.pdf", "-o", "x.yaml", "--picture", "school.pdf")[0] == 1
    assert (folder / "school.pdf").read_bytes() == pdf_of("school")
