"""Which roles of the font set a paper's styles take: their names in any language made into the set's own, and for copy
of a region the role that has its forms of the characters.

A pack of a region (fonts/packs) has a role for each of ours, `song-ja` beside `song`: a style of Japanese copy that
names 报宋, or nothing, is set in 明朝. Where the pack is not there, the paper is told so once.
"""

from __future__ import annotations

from collections.abc import Mapping

from layout.diagnostics import Report, did_you_mean
from layout.fields import names
from layout.theme.values import TextStyle, Theme
from layout.value import FrozenMap, replace

PACKS: Mapping[str, str] = FrozenMap({"zh-Hant": "traditional", "zh-Hant-HK": "hongkong", "ja": "japanese"})
"""Language → the pack that has its faces."""

_KEYS = ("font", "latin", "strong")


def role_of(role: str, language: str) -> str:
    """What a pack calls the role that stands for one of ours in a language."""
    return f"{role}-{language.lower()}"


def with_fonts(theme: Theme, roles: Mapping[str, str], report: Report) -> Theme:
    """The theme with every font a role of the font set. roles: English name → Chinese; a style may use either,
    or what the role is called in Taiwan or Japan (data/keys.*.toml, font_name).

    A role the set has not is reported where it was typed (NP407), and the body's default stands in for it. Where the
    faces of a style's language are not installed, the Simplified ones stand in: of the paper's own language an error
    (NP290) unless the paper says `glyph_forms: simplified`, else a warning (NP291).
    """
    said = {typed: name for typed, name in names("font_name").items() if name in roles}
    known = (
        said | {chinese: name for name, chinese in roles.items() if chinese} | {name: name for name in roles} | {"": ""}
    )
    styles = {name: _with_fonts(theme, name, style, known, report) for name, style in theme.styles.items()}
    _tell_absent(theme, known, report)
    return replace(theme, styles=FrozenMap(styles))


def _with_fonts(theme: Theme, name: str, style: TextStyle, known: Mapping[str, str], report: Report) -> TextStyle:
    given = {"font": style.font, "latin": style.latin, "strong": style.strong}
    for key, role in given.items():
        if role not in known and (name, key) in theme.fonts:
            near = did_you_mean(role, known)
            hint = "nearest" if near else "hint"
            own = set(known.values()) - {""}
            listed = ", ".join(sorted(own - {role_of(each, language) for each in own for language in PACKS}))
            report.add("NP407", theme.fonts[name, key], hint=hint, name=role, nearest=near, roles=listed)
    plain = TextStyle()

    def of_region(role: str) -> str:
        return known.get(role_of(role, style.language), role)

    return replace(
        style,
        font=of_region(known.get(style.font, plain.font)),
        latin=of_region(known.get(style.latin, plain.latin)),
        strong=of_region(known.get(style.strong, plain.strong)),
    )


def _tell_absent(theme: Theme, known: Mapping[str, str], report: Report) -> None:
    """Say once of each language that its pack is not there."""
    absent = {language for language in PACKS if role_of("song", language) not in known}
    if theme.language in absent:
        told = theme.words.get("glyph_forms", "own") == "simplified"
        report.add("NP291" if told else "NP290", theme.language_at, language=theme.language, pack=PACKS[theme.language])
    for name, style in theme.styles.items():
        if style.language in absent and style.language != theme.language:
            absent.remove(style.language)
            span = theme.fonts.get((name, "language"), theme.language_at)
            report.add("NP291", span, language=style.language, pack=PACKS[style.language])


__all__ = ["PACKS", "role_of", "with_fonts"]
