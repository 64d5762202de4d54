"""Who wrote an article, as its byline or the start of its body says."""

from __future__ import annotations

import re

from layout.articles.values import Article

LONGEST_NAME = 24
"""Characters of a name or an office at most: what is longer is a sentence."""

_NOTE_WITHIN = 40  # characters from the start of a body in which 本报讯（记者…） stands
_OFFICES = (
    "本报|本刊|本社|新华社|特约|特派|首席|见习|实习|驻[\u4e00-\u9fff]{1,6}?(?=记者)|全媒体|融媒体|小记者|记者|通讯员|撰稿人?|"
    "评论员|实习生|指导老师|指导教师|作者|编辑|文字|摄影报道|摄影|撰文|采写|供图|供稿|"
    "By|by"
)
_OFFICE = re.compile(f"(?:{_OFFICES})+[:：]?")
_MARKS = re.compile("[/／、，,;；|｜•□■◎○●△▲◇◆()（）【】\\[\\]—－]+(?![a-z])")
_BEHIND = re.compile("(?:文并摄|图文|联合报道|综合报道|报道|整理|编译|编写|绘|摄)$")
_ALONE = {"文", "图"}  # behind a name: who wrote, who took the picture
_PLACE = re.compile("(?:发自|发于|据).*|[0-9０-９]{1,4}[年月].*$|[0-9０-９]{1,2}日.*$")
_NOTE = re.compile("[（(]([^（()）]{0,80}?(?:记者|通讯员|实习生|特约|作者)[^（()）]{0,80})[)）]")
_HAN = re.compile("[\u3400-\u9fff·\U00020000-\U0003ffff]+$")


def authors_of(article: Article) -> tuple[str, ...]:
    """The names in its bylines, else in the note that opens its body, in their order, each once; offices such as
    本报记者 and the blanks a paper sets within short names left out."""
    found = [name for block in article.all_of("byline") for name in names_in(block.text)]
    if not found:
        for block in article.all_of("paragraph"):
            note = _NOTE.search(block.text)
            if note and note.start() <= _NOTE_WITHIN:
                found = names_in(note[1])
            break
    return tuple(dict.fromkeys(found))


def names_in(byline: str) -> list[str]:
    """The names of a byline."""
    names: list[str] = []
    for part in _MARKS.split(_OFFICE.sub("、", byline)):
        names += _joined(_PLACE.sub("", part).strip(" \u3000·"))
    return [name for name in names if 1 < len(name) <= LONGEST_NAME]


def _joined(part: str) -> list[str]:
    """Names parted by blanks; single characters belong together by twos: 林　禾　周　砚."""
    pieces = part.split()
    if not all(map(_HAN.match, pieces)):
        return [" ".join(pieces)] if pieces else []
    names: list[str] = []
    open_name = False
    for piece in (_BEHIND.sub("", piece) for piece in pieces):
        if len(piece) == 1 and open_name:
            names[-1] += piece
            open_name = False
        elif piece and not (names and piece in _ALONE):
            names.append(piece)
            open_name = len(piece) == 1
    return names
