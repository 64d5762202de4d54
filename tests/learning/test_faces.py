"""Faces by the foundries' names, by what a descriptor says, and never by a guess that looks like knowledge."""

from __future__ import annotations

import pytest

from layout.fonts import FontBook
from layout.learning.faces import role_of
from layout.learning.values import FaceSeen


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("FZSSJW--GB1-0", "song"),
        ("FZBSJW--GB1-0", "song"),
        ("SimSun", "song"),
        ("STSong", "song"),
        ("AdobeSongStd-Light", "song"),
        ("SourceHanSerifCN-Heavy", "song-black"),
        ("NotoSerifCJKsc-Bold", "song-bold"),
        ("FZXBSJW--GB1-0", "song-bold"),
        ("FZDBSJW--GB1-0", "song-bold"),
        ("FZCSJW--GB1-0", "song-black"),
        ("SimHei", "sans"),
        ("FZHTJW--GB1-0", "sans"),
        ("FZDHTJW--GB1-0", "sans-black"),
        ("FZCHJW--GB1-0", "sans-bold"),
        ("MicrosoftYaHei-Bold", "sans-bold"),
        ("PingFangSC-Regular", "sans"),
        ("KaiTi", "kai"),
        ("FZKTJW--GB1-0", "kai"),
        ("STKaiti", "kai"),
        ("FangSong_GB2312", "fangsong"),
        ("FZFSJW--GB1-0", "fangsong"),
        ("FZXKJW--GB1-0", "brush"),
        ("Times-Roman", "song"),
        ("Helvetica-Bold", "sans-bold"),
        ("宋体".encode("gb18030").decode("latin-1"), "song"),
        ("楷体_GB2312".encode("gb18030").decode("latin-1"), "kai"),
    ],
)
def test_a_face_is_known_by_its_name(name, role):
    found = role_of(FaceSeen(name), {})
    assert (found.role, found.sure) == (role, True)


def test_a_face_of_the_set_is_itself(book: FontBook):
    own = {book.face(role.stack[0].face).postscript_name: role.name for role in book.roles.values()}
    for name, role in own.items():
        assert role_of(FaceSeen(name), own).how == "same"
        assert role_of(FaceSeen(f"{name}-Identity-H"), own).role == role


def test_a_name_that_says_nothing_leaves_it_to_the_descriptor_and_is_not_sure():
    heavy = role_of(FaceSeen("F1", stem=200), {})
    assert (heavy.role, heavy.how, heavy.sure) == ("sans-black", "descriptor", False)
    assert role_of(FaceSeen("F2", weight=700, serif=True), {}).role == "song-bold"
    assert role_of(FaceSeen("F3", script=True), {}).role == "brush"


def test_a_face_of_which_nothing_is_known_has_no_role():
    found = role_of(FaceSeen("F4"), {})
    assert (found.role, found.sure) == ("", False)
