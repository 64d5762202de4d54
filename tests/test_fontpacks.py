"""Packs of faces: found where they are installed or lie, fetched with their sums checked, joined to the roles."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from layout.diagnostics import Report
from layout.fetching import Archive, Member, Refused, collected, download, wanted
from layout.fontpacks import inside, installed
from layout.fontset import folder, open_book
from layout.packs import files_of, packs
from layout.theme import PACKS
from layout.workspace import Workspace

SONG = folder() / "fandol" / "FandolFang-Regular.otf"  # any face will do


def install(place: Path, name: str = "rare", group: str = "layout.fonts") -> Path:
    """A pack as pip leaves it: its package, and a dist-info with the entry point."""
    package = place / f"broadsheet_layout_fonts_{name}"
    package.mkdir(parents=True)
    shutil.copy(SONG, package / "Face.otf")
    (package / "fonts.yaml").write_text(
        f"faces:\n  {name}-face: {{file: Face.otf}}\n"
        f"roles:\n  song: {{after: [{name}-face]}}\n  {name}: {{name: 某, stack: [{name}-face]}}\n",
        "utf-8",
    )
    info = place / f"broadsheet_layout_fonts_{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: broadsheet-layout-fonts-{name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {package.name}\n")
    return package


def test_an_installed_pack_is_found_by_its_entry_point(tmp_path: Path) -> None:
    assert installed([str(tmp_path)]) == ()
    rare = install(tmp_path)
    old = install(tmp_path, "old")
    install(tmp_path, "other", "some.group")
    assert installed([str(tmp_path), str(tmp_path / "gone")]) == (old, rare)


def test_a_pack_that_lies_in_the_users_folder_is_found_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAYOUT_FONTS", raising=False)
    user = tmp_path / "fonts" / "user"
    (user / "empty").mkdir(parents=True)
    pack = user / "rare"
    install(tmp_path / "site").rename(pack)
    assert inside(user) == (pack,)
    assert Workspace(tmp_path).extra_fonts[-2:] == (pack, user)


def test_a_pack_stands_behind_the_faces_of_a_role_and_brings_roles(tmp_path: Path) -> None:
    report = Report()
    pack = install(tmp_path)
    book = open_book(extra=[pack, pack], report=report)  # installed, and in the user's folder
    assert not report.failed
    assert [choice.face for choice in book.roles["song"].stack].count("rare-face") == 1
    assert book.roles["song"].stack[-1].face == "rare-face"
    assert book.roles["rare"].stack[0].face == "rare-face"


def deb(files: dict[str, bytes]) -> bytes:
    parts = {"debian-binary": b"2.0\n", "data.tar.xz": tar(files, "xz")}
    heads = b"!<arch>\n"
    for name, data in parts.items():
        heads += (
            f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)
        )
    return heads


def tar(files: dict[str, bytes], kind: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=f"w:{kind}") as opened:
        for name, data in files.items():
            info = tarfile.TarInfo(f"./{name}" if kind == "xz" else name)
            info.size = len(data)
            opened.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return out.getvalue()


FILES = {"usr/share/Face.ttf": b"a face", "usr/share/other": b"else"}


def pinned(data: bytes, *urls: str) -> Archive:
    return Archive("a", urls or ("https://a/x",), hashlib.sha256(data).hexdigest())


FACE = Member("Face.ttf", "a", "usr/share/Face.ttf", hashlib.sha256(b"a face").hexdigest())


@pytest.mark.parametrize("data", [deb(FILES), tar(FILES, "gz"), zipped(FILES)])
def test_a_face_is_taken_out_of_each_kind_of_archive(data: bytes) -> None:
    assert dict(collected([pinned(data)], [FACE], lambda url: data)) == {"Face.ttf": b"a face"}


def test_what_is_not_what_was_pinned_is_refused() -> None:
    data = zipped(FILES)
    for archive, member, fetched in [
        (pinned(data), FACE, data + b"\0"),
        (pinned(data), Member("Face.ttf", "a", "usr/share/Face.ttf", "0" * 64), data),
        (pinned(data), Member("Face.ttf", "a", "gone.ttf"), data),
        (pinned(b"PK torn"), FACE, b"PK torn"),
        (pinned(b"!<arch>\n"), FACE, b"!<arch>\n"),
        (pinned(b"no archive"), FACE, b"no archive"),
    ]:
        with pytest.raises(Refused):
            dict(collected([archive], [member], lambda url, fetched=fetched: fetched))


def test_the_next_address_is_asked_where_one_has_nothing() -> None:
    data = zipped(FILES)

    def fetch(url: str) -> bytes:
        if url == "https://b/x":
            return data
        raise OSError("gone")

    assert dict(collected([pinned(data, "https://a/x", "https://b/x")], [FACE], fetch)) == {"Face.ttf": b"a face"}
    with pytest.raises(Refused, match="gone"):
        dict(collected([pinned(data)], [FACE], fetch))


@pytest.mark.parametrize("url", ["http://a/x", "file:///etc/passwd"])
def test_nothing_is_fetched_but_by_https(url: str) -> None:
    with pytest.raises(OSError, match="not an https"):
        download(url)


def test_every_pack_that_comes_with_the_program_pins_all_it_needs() -> None:
    assert packs()
    for pack in packs():
        asked: list[str] = []

        def fetch(url: str, asked: list[str] = asked) -> bytes:
            asked.append(url)
            raise OSError("not in a test")

        files = files_of(pack, fetch)
        name, manifest = next(files)
        assert (name, manifest) == ("fonts.yaml", pack.manifest.read_bytes())
        with pytest.raises(Refused):
            next(files)
        assert asked
        assert all(url.startswith("https://") for url in asked)
        assert pack.roles
        assert pack.covers or pack.name in PACKS.values()  # those of a region have other forms of what the set has


def test_the_rare_pack_holds_the_characters_of_names() -> None:
    rare = next(pack for pack in packs() if pack.name == "rare")
    assert all(map(rare.holds, "𡉃𧮞𫚪"))
    assert not rare.holds("字")


def test_a_manifest_says_what_is_to_be_fetched() -> None:
    archives, members = wanted(
        {
            "archives": {"a": {"url": "https://a/x", "sha256": "00"}},
            "faces": {"face": {"file": "F.ttf", "archive": "a", "member": "x/F.ttf", "sha256": "11"}},
            "texts": {"OFL": {"archive": "a", "member": "x/OFL"}},
        }
    )
    assert archives == [Archive("a", ("https://a/x",), "00")]
    assert members == [Member("F.ttf", "a", "x/F.ttf", "11"), Member("OFL", "a", "x/OFL")]
