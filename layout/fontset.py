"""fonts.yaml → FontBook: the set that comes with the program, and the faces and roles a user puts beside it.

In a checkout the set stands at fonts/ beside the package, in an installed package at layout/data/fonts. A role of the
user's stands before ours of that name; a face that lies in the user's folder unlisted joins the fallback of every role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from layout.diagnostics import Report, Span, did_you_mean
from layout.face import FaceEntry
from layout.fonts import Choice, FontBook, Role
from layout.source import Node, Source, compose
from layout.value import replace

_FACE = ("file", "instance", "sha256", "bytes", "licence", "source", "archive", "member", "lends", "small")
_ROLE = ("name", "stack", "after", "like")
# What a pack says of itself and of where its files come from (layout/fetching.py).
_PACK = ("pack", "archives", "texts")
# Web fonts and collections are taken up too, so that the report says why they cannot be used (NP404).
_FONT_FILES = (".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2")


def open_book(home: Path | None = None, extra: Sequence[Path] = (), report: Report | None = None) -> FontBook:
    """The font book of a set. home: its folder, None = the set of this installation; extra: the user's own folders.

    Faults of the font files (NP403–NP406) and of the fonts.yaml files (NP1xx, NP408, NP409) go to the report.
    """
    report = Report() if report is None else report
    faces: dict[str, FaceEntry] = {}
    roles: dict[str, Role] = {}
    loose: list[Choice] = []
    for place in (folder() if home is None else home, *extra):
        entries, places = _manifest(place / "fonts.yaml", faces, report)
        for role in places:
            known = roles.get(role.name, Role(role.name, role.chinese, ()))
            stack = (*role.stack, *known.stack, *role.after)
            roles[role.name] = Role(role.name, role.chinese or known.chinese, stack, like=role.like or known.like)
        faces |= entries
        if place in extra:
            dropped = _dropped(place, frozenset(faces[key].path.name for key in entries))
            faces |= dropped
            loose += [Choice(key) for key in dropped]
    # A role of the user's has other scripts and signs too, behind its own faces. A face is asked once, though a pack is
    # both installed and in the user's folder.
    lent = [choice for choice in roles["song"].stack if faces[choice.face].lends] if "song" in roles else []
    stacks = [
        replace(role, stack=tuple(dict.fromkeys((*_whole(role, roles), *lent, *loose)))) for role in roles.values()
    ]
    return FontBook(tuple(faces.values()), stacks, report)


def _whole(role: Role, roles: Mapping[str, Role]) -> tuple[Choice, ...]:
    """A role's stack with that of the role it is like behind it, as a pack of a region has ours behind its own."""
    other = roles.get(role.like)
    return role.stack if other is None else (*role.stack, *other.stack)


def folder() -> Path:
    """Where the set stands: layout/data/fonts of a wheel, else fonts/ of a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "data" / "fonts"
    return installed if installed.is_dir() else package.parent / "fonts"


def _dropped(place: Path, listed: frozenset[str]) -> dict[str, FaceEntry]:
    """The font files that lie in a folder without a word about them, by key: the file's name without its ending."""
    files = sorted(file for file in place.iterdir() if file.suffix.lower() in _FONT_FILES and file.name not in listed)
    return {file.stem: FaceEntry(file.stem, file, origin=Span(str(file))) for file in files}


def _manifest(path: Path, known: dict[str, FaceEntry], report: Report) -> tuple[dict[str, FaceEntry], list[Role]]:
    """The faces and roles of one fonts.yaml; none where there is no such file. known: the faces listed before it."""
    try:
        source = Source(str(path), path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        report.add("NP404", Span(str(path)), file=path.name, reason=getattr(error, "strerror", None) or "not UTF-8")
        return {}, []
    root = compose(source, report)
    parts = {} if root is None else _parts("fonts.yaml", root, ("faces", "roles", *_PACK), report)
    faces = [_face(key, node, path.parent, report) for key, node in _entries("faces", parts, report)]
    entries = {face.key: face for face in faces if face is not None}
    names = {*known, *entries}
    return entries, [_role(key, node, names, report) for key, node in _entries("roles", parts, report)]


def _face(key: Node, node: Node, place: Path, report: Report) -> FaceEntry | None:
    parts = _parts(key.value, node, _FACE, report)
    if "file" not in parts:
        report.add("NP408", key.span, hint="file", key=key.value)
        return None
    size = parts["bytes"].value if "bytes" in parts else ""
    return FaceEntry(
        key.value,
        place / parts["file"].value,
        sha256=parts["sha256"].value if "sha256" in parts else "",
        bytes=int(size) if size.isdecimal() else 0,
        licence=parts["licence"].value if "licence" in parts else "",
        source=parts["source"].value if "source" in parts else "",
        instance=tuple(_instance(parts, report)),
        lends=parts["lends"].value if "lends" in parts else "",
        small=parts["small"].value if "small" in parts else "",
        origin=parts["file"].span,
    )


def _instance(parts: dict[str, Node], report: Report) -> Iterator[tuple[str, float]]:
    """The axis values of a variable font: `instance: {wght: 700}`."""
    for axis, value in _entries("instance", parts, report):
        try:
            yield axis.value, float(value.value)
        except ValueError:
            report.add("NP408", value.span, hint="number", key=axis.value)


def _role(key: Node, node: Node, names: set[str], report: Report) -> Role:
    parts = _parts(key.value, node, _ROLE, report)
    stacks = [name for name in ("stack", "after") if name in parts]
    if not stacks or any(parts[name].kind != "sequence" for name in stacks):
        report.add("NP408", key.span, hint="stack", key=key.value)
        return Role(key.value, "", ())
    chinese = parts["name"].value if "name" in parts else ""
    before, after = (_choices(key.value, parts.get(name), names, report) for name in ("stack", "after"))
    return Role(key.value, chinese, before, after, parts["like"].value if "like" in parts else "")


def _choices(role: str, stack: Node | None, names: set[str], report: Report) -> tuple[Choice, ...]:
    found = [] if stack is None else [_choice(item, role, names, report) for item in stack.items]
    return tuple(choice for choice in found if choice is not None)


def _choice(node: Node, role: str, names: set[str], report: Report) -> Choice | None:
    """A face of a stack: its key, or {face: key, only: han}."""
    parts = {"face": node} if node.kind == "scalar" else _parts("stack", node, ("face", "only"), report)
    face, only = parts.get("face"), parts.get("only")
    if face is None or (only is not None and only.value != "han"):
        report.add("NP408", (only or node).span, hint="choice", key=role)
        return None
    if face.value not in names:
        near = did_you_mean(face.value, names)
        report.add("NP409", face.span, hint="nearest" if near else "hint", role=role, face=face.value, nearest=near)
        return None
    return Choice(face.value, "" if only is None else "han")


def _parts(name: str, node: Node, known: Sequence[str], report: Report) -> dict[str, Node]:
    """The parts of a mapping whose keys are ours; anything else is reported."""
    if node.kind != "mapping":
        report.add("NP408", node.span, hint="mapping", key=name, known=", ".join(known))
        return {}
    for key, _ in node.pairs:
        if key.value not in known:
            report.add("NP408", key.span, hint="unknown", key=key.value, known=", ".join(known))
    return {key.value: value for key, value in node.pairs if key.value in known}


def _entries(name: str, parts: dict[str, Node], report: Report) -> Iterator[tuple[Node, Node]]:
    """The pairs of a part whose keys are names of its own; nothing where it is not given."""
    node = parts.get(name)
    if node is not None and node.kind == "mapping":
        yield from node.pairs
    elif node is not None:
        report.add("NP408", node.span, hint="names", key=name)
