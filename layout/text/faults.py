"""What setting finds wrong with a copy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from layout.fonts import FontBook
from layout.issue import Copy
from layout.text.cjk import NEVER
from layout.text.items import FORBIDDEN_BREAK, TORN_WORD, Items
from layout.text.linebreak import GAPS, Broken
from layout.text.lines import Line
from layout.theme import TextStyle
from layout.value import replace, value

_SHORT = 0.05  # em, of a line that is told to stay short; less is not seen
_FEW = 6  # characters lent by another face that are told one by one


@value
class Fault:
    """What setting found wrong with a copy: code, values and hint of the diagnostic, and the character it is about."""

    code: str
    index: int
    length: int = 1
    values: tuple[tuple[str, object], ...] = ()
    hint: str = "hint"


def faults_of(paragraphs: Iterable[Sequence[Fault]]) -> Iterator[tuple[int, Fault]]:
    """The faults of a story, by paragraph, each with its paragraph's index.

    A character that another face lends is told where it first stands;
    many of one face are told together, where the first is.
    """
    lent: dict[tuple[object, ...], dict[object, tuple[int, Fault]]] = {}
    for index, found in enumerate(paragraphs):
        for fault in found:
            if fault.code == "NP402":
                values = dict(fault.values)
                faces = (values["role"], values["wanted"], values["used"])
                lent.setdefault(faces, {}).setdefault(values["character"], (index, fault))
            else:
                yield index, fault
    for each in lent.values():
        if len(each) <= _FEW:
            yield from each.values()
        else:
            index, first = next(iter(each.values()))
            together = {"character": "".join(map(str, each)), "code": f"{dict(first.values)['code']} …"}
            yield index, replace(first, values=tuple((dict(first.values) | together).items()))


def faults_of_glyphs(fonts: FontBook, copy: Copy, style: TextStyle, items: Items, offset: int = 0) -> tuple[Fault, ...]:
    """Missing characters (NP401), each that another face lends (NP402), once, and sequences in parts (NP411),
    of items from character `offset` on."""
    role = style.latin or style.font
    lacking = [(index, copy.text[offset + index]) for index in items.missing]
    for each in items.interlinear:
        if each.kind == "ruby":
            lacking += [(each.start, each.value[at]) for at in fonts.missing(each.value, role)]
    faults = [_missing(at, character, fonts.missing_values(character, role)) for at, character in lacking]
    lent: dict[tuple[tuple[str, object], ...], int] = {}
    for index, asked, wanted, used in items.fallen:
        lent.setdefault(fonts.fallback_values(copy.text[offset + index], asked, wanted, used), index)
    parted = [
        Fault("NP411", at, length, (("sequence", copy.text[offset + at : offset + at + length]),))
        for at, length in items.parted
    ]
    return (*faults, *[Fault("NP402", index, 1, values) for values, index in lent.items()], *parted)


def _missing(at: int, character: str, values: tuple[tuple[str, object], ...]) -> Fault:
    """NP401, with the pack that has the character where there is one."""
    from layout.packs import packs

    pack = next((pack.name for pack in packs() if pack.holds(character)), "")
    if pack:
        return Fault("NP401", at, 1, (*values, ("pack", pack)), "pack")
    return Fault("NP401", at, 1, values, "private" if unicodedata.category(character) == "Co" else "hint")


def _brief(text: str) -> str:
    return text if len(text) <= 120 else text[:120] + "…"


def words_cut(copy: Copy, words: Sequence[tuple[int, int]], measure: float) -> list[Fault]:
    """NP501: words that no line holds. measure: em."""
    return [
        Fault("NP501", at, length, (("text", _brief(copy.text[at : at + length])), ("measure", f"{measure:.3g}")))
        for at, length in words
    ]


def ends_forced(copy: Copy, items: Items, found: Broken) -> list[Fault]:
    """NP502: where a line ends against the prohibitions, or sticks out, because nothing legal fits."""
    ends = [
        items.starts[after]
        for after in found.ends[:-1]
        if items.joints[after].cost in (FORBIDDEN_BREAK, TORN_WORD, NEVER)
    ]
    return [Fault("NP502", at, 1, (("text", copy.text[max(0, at - 2) : at + 2]),)) for at in ends or [0]]


def too_loose(told: Sequence[Fault], style: TextStyle, measure: float, lines: Sequence[Line]) -> list[Fault]:
    """NP503: lines over the second tier of looseness (R29). NP504: lines with nothing that may be
    stretched (R15, R16), which stay short, unless they are cut from what NP501 tells of."""
    cut = {at for each in told if each.code == "NP501" for at in range(each.index, each.index + each.length)}
    faults = []
    for line in lines:
        short = (measure - line.width) / style.size if style.align == "justify" else 0.0
        about = ("text", line.text)
        if line.last:
            continue
        if line.gap > GAPS[1]:
            faults.append(Fault("NP503", line.start, line.end - line.start, (("gap", f"{line.gap:.2f}"), about)))
        elif short > _SHORT and line.start not in cut and line.end - 1 not in cut:
            faults.append(Fault("NP504", line.start, line.end - line.start, (("short", f"{short:.1f}"), about)))
    return faults


__all__ = ["Fault", "ends_forced", "faults_of", "faults_of_glyphs", "too_loose", "words_cut"]
