"""Rules of fonts: every glyph that is drawn travels in the file, is a glyph,
is as wide as the file says, and may travel."""

from __future__ import annotations

from collections.abc import Iterator

from layout.preflight.document import File, Sheet
from layout.preflight.fonts import Face
from layout.preflight.marks import FontUse
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

_SLACK = 1.5  # thousandths of an em: programs round their widths
_SHOWN = 8


def _uses(file: File) -> Iterator[tuple[Sheet, FontUse]]:
    for sheet in file.sheets:
        for use in sheet.marks.fonts.values():
            if use.codes:
                yield sheet, use


def _faces(file: File) -> Iterator[tuple[Sheet, FontUse, Face]]:
    for sheet, use in _uses(file):
        try:
            face = use.font.face
        except ValueError:
            continue  # NP869 tells of it
        if face is not None:
            yield sheet, use, face


@rule("NP865")
def fonts_are_embedded(file: File) -> Iterator[Finding]:
    for sheet, use in _uses(file):
        if not use.font.embedded:
            yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name)


@rule("NP866")
def every_glyph_is_there(file: File) -> Iterator[Finding]:
    for sheet, use, face in _faces(file):
        missing = [code for code in sorted(use.codes) if face.glyph(code) == 0]
        if missing:
            shown = ", ".join(f"{code:04X}" for code in missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
            yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name, codes=shown, count=len(missing))


@rule("NP867")
def widths_agree_with_the_program(file: File) -> Iterator[Finding]:
    for sheet, use, face in _faces(file):
        for code in sorted(use.codes):
            glyph = face.glyph(code)
            wide = face.advance(glyph) if glyph else None
            if wide is not None and abs(wide - use.font.width(code)) > _SLACK:
                said = f"{use.font.width(code):g}"
                yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name, said=said, wide=f"{wide:g}")
                break


@rule("NP868")
def licence_lets_the_font_travel(file: File) -> Iterator[Finding]:
    for sheet, use, face in _faces(file):
        if face.restricted:
            yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name)


@rule("NP869")
def font_programs_are_whole(file: File) -> Iterator[Finding]:
    for sheet, use in _uses(file):
        try:
            face = use.font.face
            reason = face.fault(use.codes) if face is not None else ""
            if reason:
                yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name, reason=reason)
        except ValueError as error:
            yield fault(sheet, thing=use.font.name, box=use.box, font=use.font.name, reason=str(error)[:80])
