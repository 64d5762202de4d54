"""`layout fonts`: roles, faces and what they cover; and a pack of further faces fetched into a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from layout.cli.options import format_option, language_option
from layout.cli.printing import WORDS, as_json, cells, say, tell
from layout.diagnostics import NOWHERE, Language, Report, reason_of

if TYPE_CHECKING:
    from rich.table import Table

    from layout.fonts import FontBook

_ROW = 40  # characters in a row of those that are missing
_NARROW, _WIDE = 160, 180  # columns of a file or a pipe, which have no edge to fold at


@click.command(short_help="List font roles, faces, licences, coverage; get packs of further faces.")
@click.option("--coverage", is_flag=True, help="What share of each standard is covered, by which faces, from where.")
@click.option("--missing", "standard", metavar="STANDARD", help="List the characters of a standard that no face has.")
@click.option("--get", "pack", metavar="NAME", help="Fetch a pack of faces (rare, …), each file checked by its sha256.")
@click.option(
    "--into", default="fonts/user", show_default=True, metavar="FOLDER", help="Where --get puts the pack's folder."
)
@click.option("--from", "archives", metavar="FOLDER", help="Take what --get needs from files that lie in this folder.")
@format_option
@language_option
@click.pass_obj
def fonts(
    language: Language,
    coverage: bool,
    standard: str | None,
    pack: str | None,
    into: str,
    archives: str | None,
    form: str,
) -> int:
    """List the font roles, the faces that fill them in order, their licences, and what they cover.

    Faces of your own go into fonts/user/ or a folder named by LAYOUT_FONTS. Packs of further faces are
    Python packages (pip install broadsheet-layout-fonts-NAME), or fetched by --get.

    \b
    layout fonts
    layout fonts --coverage
    layout fonts --missing gb18030-3
    layout fonts --get rare
    LAYOUT_FONTS=~/fonts layout fonts --format json
    """
    from layout.pipeline import Session, Workspace

    workspace, report = Workspace(), Report()
    if pack is not None:
        return _get(pack, into, archives, language, form)
    book = Session(workspace).setter(report).fonts
    if standard is not None:
        return _missing(book, standard, form)
    if form == "json":
        found = _coverage(book) if coverage else _roles(book)
        say(as_json(found | {"diagnostics": [fault.as_dict(language) for fault in report]}))
        return int(report.failed)
    if coverage:
        _print(_WIDE, *_coverage_tables(book, language))
    else:
        _print(_NARROW, *_role_tables(book, language))
    tell(report, (), form, language, workspace, to_error=True)
    return int(report.failed)


def _roles(book: FontBook) -> dict[str, Any]:
    """Roles with their faces in the order asked, and faces with what they cover."""
    from layout.coverage import by_face

    counted = by_face(book)
    return {
        "roles": [
            {"name": role.name, "chinese": role.chinese, "faces": [choice.face for choice in role.stack]}
            for role in book.roles.values()
        ],
        "faces": [
            {
                "face": face.key,
                "postscript_name": face.postscript_name,
                "file": str(face.entry.path),
                "licence": face.entry.licence,
                "source": face.entry.source,
                "lends": face.entry.lends,
                "gb2312": counted[face.key]["gb2312"],
                "unified": sum(map(face.has, map(chr, range(0x4E00, 0xA000)))),
            }
            for face in book.faces
        ],
    }


def _role_tables(book: FontBook, language: Language) -> tuple[Table, Table]:
    """The same for a person."""
    from rich import box
    from rich.table import Table

    words, found = WORDS[language], _roles(book)
    lent = {face["face"] for face in found["faces"] if face["lends"]}
    roles = Table(words["role"], words["name"], words["faces"], box=box.SIMPLE)
    for role in found["roles"]:
        own = [face for face in role["faces"] if face not in lent]
        more = words["and lent"].format(count=len(role["faces"]) - len(own)) if len(own) < len(role["faces"]) else ""
        roles.add_row(*cells(role["name"], role["chinese"], ", ".join(own) + more))
    faces = Table(words["face"], words["licence"], "GB/T 2312", "U+4E00–9FFF", words["source"], box=box.SIMPLE)
    for face in found["faces"]:
        covered = (f"{face['gb2312']:,}", f"{face['unified']:,}")
        faces.add_row(*cells(face["face"], face["licence"], *covered, face["source"]))
    return roles, faces


def _missing(book: FontBook, key: str, form: str) -> int:
    from layout.coverage import covered
    from layout.packs import packs

    found = {each.standard.key: each for each in covered(book, packs())}
    if key not in found:
        raise click.UsageError(f"there is no standard “{key}”; there are {', '.join(found)}")
    codes = found[key].missing
    if form == "json":
        say(as_json({"standard": key, "missing": [f"U+{code:04X}" for code in codes]}))
        return 0
    for at in range(0, len(codes), _ROW):
        say(f"U+{codes[at]:04X}  {''.join(map(chr, codes[at : at + _ROW]))}")
    return 0


def _coverage(book: FontBook) -> dict[str, Any]:
    """Each standard with its figures, and what each face has of those of Chinese and Japanese."""
    from layout.coverage import by_face, covered
    from layout.packs import packs

    return {
        "standards": [
            {
                "standard": each.standard.key,
                "name": each.standard.name,
                "chinese": each.standard.chinese,
                "source": each.standard.source,
                "characters": len(each.standard.codes),
                "missing": len(each.missing),
                "share": round(each.share, 6),
                "faces": dict(each.lenders),
                "packs": list(each.packs),
            }
            for each in covered(book, packs())
        ],
        "faces": by_face(book),
    }


def _coverage_tables(book: FontBook, language: Language) -> tuple[Table, Table]:
    """Of the set, and of each face that sets Chinese."""
    from rich import box
    from rich.table import Table

    words, found = WORDS[language], _coverage(book)
    title = "name" if language == "en" else "chinese"
    standards = Table(box=box.SIMPLE)
    for head in ("standard", "characters", "covered", "lacking", "set from", "pack"):
        standards.add_column(words[head], justify="right" if head in ("characters", "covered", "lacking") else "left")
    for row in found["standards"]:
        lenders = ", ".join(f"{face} {count:,}" for face, count in list(row["faces"].items())[:2])
        share = f"{_percent(row['characters'] - row['missing'], row['characters'])} %"
        figures = (f"{row['characters']:,}", share, f"{row['missing']:,}")
        standards.add_row(*cells(f"{row['standard']}  {row[title]}", *figures, lenders, ", ".join(row["packs"])))
    counted = {key for counts in found["faces"].values() for key in counts}
    columns = [row for row in found["standards"] if row["standard"] in counted]
    faces = Table(words["face"], box=box.SIMPLE)
    for row in columns:
        faces.add_column(row["standard"], justify="right")
    faces.add_column(words["source"])
    for face in book.faces:
        counts = found["faces"][face.key]
        if any(counts.values()) and not face.entry.lends:
            shares = [_percent(counts[row["standard"]], row["characters"]) for row in columns]
            faces.add_row(*cells(face.key, *shares, face.entry.source))
    return standards, faces


def _percent(had: int, characters: int) -> str:
    """Rounded down: 100 says that none is missing."""
    return f"{int(had * 1000 / characters) / 10:.1f}" if had else "–"


def _print(columns: int, *tables: Table) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:
        console = Console(width=columns)
    for table in tables:
        console.print(table)


def _get(name: str, into: str, archives: str | None, language: Language, form: str) -> int:
    from layout.fetching import Refused, download
    from layout.packs import files_of, packs
    from layout.workspace import Workspace

    pack = next((pack for pack in packs() if pack.name == name), None)
    if pack is None:
        raise click.UsageError(f"there is no pack “{name}”; there are {', '.join(pack.name for pack in packs())}")
    workspace, report = Workspace(), Report()
    target = f"{into}/{name}"

    def fetch(url: str) -> bytes:
        return download(url) if archives is None else workspace.read(os.path.join(archives, url.rsplit("/", 1)[1]))

    try:
        workspace.write_folder(target, dict(files_of(pack, fetch)))
    except Refused as refused:
        what, why = refused.args
        report.add("NP410", NOWHERE, pack=name, file=what, reason=why)
    except OSError as error:
        report.add("NP410", NOWHERE, pack=name, file=target, reason=reason_of(error))
    if form == "json":
        rows = [fault.as_dict(language) for fault in report]
        say(as_json({"pack": name, "folder": target, "diagnostics": rows}))
    elif report.failed:
        tell(report, (), form, language, workspace, to_error=True)
    else:
        title = pack.title if language == "en" else pack.chinese
        say(WORDS[language]["pack got"].format(title=title, folder=target))
    return int(report.failed)
