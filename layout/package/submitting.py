"""An issue made into a print job (送印): built, judged, and everything the shop needs of it put in one folder or ZIP.

    check → press → sign-off → press pages → preflight → flats → ticket, sheet, sums → placed

Each step only reports; an error at any of them ends the job before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

from layout.diagnostics import Language, Report, Span, reason_of
from layout.display import Item, Page
from layout.folding import Side, mirrored, sections, spreads
from layout.issue import Issue
from layout.makeup.blocks.fold_strips import SetStrip, set_strip
from layout.package import colours, names
from layout.package.checking import coverage, judge, previews
from layout.package.due import due_time
from layout.package.folder import place, with_sums
from layout.package.imposition import carrier, impose
from layout.package.inkkeys import InkKeys, as_csv, as_dict, ink_keys, ppf
from layout.package.jobsheet import job_sheet
from layout.package.plates import Sheet, screened
from layout.package.plates import as_dict as plates_dict
from layout.package.ticket import Order, PageInk, key_ticket, ticket
from layout.pagenames import listed, page_name, section_counts
from layout.pdf.job import Job
from layout.pipeline import Proof, Session, Watch, silent
from layout.preflight.report import counts, html
from layout.presses import DEFAULT, Press, press
from layout.signing import check_signatures, file_of, read_signatures
from layout.units import MM, Size
from layout.value import replace, value

GRAMS = 1.5
"""Ink of a square metre of solid, grams: about what coldset newsprint takes to its density (an estimate
for ordering ink)."""


@value
class Asked:
    """What the command says over the paper. copies 0, due and contact "": as the paper has it. edition: of several of
    one day, as the shop's file names have it. plates: one-bit plates too."""

    copies: int = 0
    due: str = ""
    contact: str = ""
    edition: str = ""
    plates: bool = False


def submit(
    session: Session,
    issue_file: str,
    press_name: str,
    target: str,
    asked: Asked | None = None,
    language: Language = "en",
    watch: Watch = silent,
) -> tuple[Proof, bool]:
    """Make the print job of an issue at `target`: a folder, or a ZIP if it ends in .zip.

    press_name: "" = the paper's own. The proof has the faults of every step in its report. True: the job is in place;
    else nothing there has changed.
    """
    proof = session.check(issue_file, None, watch)
    if proof.failed or proof.job is None or not proof.pages:
        return proof, False
    files = prepare(session, proof, press_name, asked or Asked(), language, watch)
    done = files is not None and place(session.workspace, target, with_sums(files), proof.report)
    return proof, done


def prepare(
    session: Session, proof: Proof, press_name: str, asked: Asked, language: Language, watch: Watch
) -> dict[str, bytes] | None:
    """Every file of the job of an issue without errors, but for the sums; None when an error stops it."""
    report = proof.report
    assert proof.theme is not None
    assert proof.issue is not None
    # A press file that the paper names is bound to its folder, one that whoever runs the program names is not.
    read = session.workspace.read if press_name else session.workspace.of_issue(proof.issue.file).read
    chosen = _press(read, press_name or proof.theme.press.name or DEFAULT, report)
    job = None if chosen is None else _job(read, proof, chosen)
    order = _order(proof, asked, job)
    if chosen is None or job is None or order is None:
        return None
    signatures = read_signatures(session.workspace.of_issue(proof.issue.file), proof.issue.file, report)
    check_signatures(signatures, proof.theme.sign_off, session.pdf(proof, watch), proof.issue.file, report)
    pages = tuple(made.page for made in proof.pages)
    named = _names(pages, proof, order, asked, chosen)
    press_pages = _press_pages(session, named, job, report, watch)
    if report.failed:
        return None
    whole = session.write(pages, job, report, watch)
    watch("raster", 0, len(pages))
    judged = judge(whole, f"{order.job}.pdf", chosen, report, pages)
    if report.failed:
        return None
    order = replace(order, pages=_inks(pages, coverage(judged)))
    sides = _sides(pages, order, proof, report)
    colours.tell_forms(sides, pages, chosen.sheet_inks, Span(proof.theme.name), report)
    order = replace(order, forms=colours.forms(sides, pages))
    files = {f"pages/{name}": data for name, data in press_pages.items()}
    flats = _flats(session, whole, pages, sides, order, job, proof, report)
    keys = _keys(whole, flats, sides, order, chosen)
    made = {
        **files,
        f"{order.job}.pdf": whole,
        **flats,
        **_key_files(keys, order),
        **(_plates(whole, flats, pages, sides, order, proof, asked, chosen, report, watch) if asked.plates else {}),
        **{f"proof/{order.job}_{name}": data for name, data in previews(judged, pages, job.intent).items()},
        f"{order.job}.xjdf": ticket(order, files),
        "preflight.json": _json(judged.as_dict(language)),
        "preflight.html": html([judged], language),
        "ink.json": _json(_ink_report(order)),
    }
    if signatures:
        made["signatures.json"] = session.workspace.of_issue(proof.issue.file).read(file_of(proof.issue.file))
    sheet = job_sheet(order, sides, made, signatures, counts(judged), keys, session.setter(report))
    plain = replace(job, title=f"付印通知单　{order.name}", date=None, marks=False)
    made["job-sheet.pdf"] = session.write((sheet,), plain, report)
    return None if report.failed else made


def _press(read: Callable[[str], bytes], name: str, report: Report) -> Press | None:
    try:
        return press(name, read)
    except (ValueError, OSError) as error:
        report.add("NP924", Span(""), press=name, reason=reason_of(error))
        return None


def _job(read: Callable[[str], bytes], proof: Proof, chosen: Press) -> Job | None:
    """The paper's own job on its own press; on another, that press's profile, marks and resolution."""
    assert proof.job is not None
    assert proof.theme is not None
    if chosen.name == (proof.theme.press.name or DEFAULT):
        return replace(proof.job, standard=chosen.standard)
    try:
        profile = chosen.profile_bytes(read)
    except OSError as error:
        proof.report.add("NP924", Span(""), press=chosen.name, reason=reason_of(error))
        return None
    if not profile:
        proof.report.add("NP929", Span(""), press=chosen.name, condition=chosen.condition)
        return None
    return replace(
        proof.job,
        profile=profile,
        condition=chosen.condition,
        marks=chosen.marks,
        resolution=round(chosen.resample),
        standard=chosen.standard,
    )


def _order(proof: Proof, asked: Asked, job: Job | None) -> Order | None:
    assert proof.issue is not None
    assert proof.theme is not None
    issue, theme = proof.issue, proof.theme
    try:
        due = due_time(asked.due or theme.press.due, issue.date)
    except ValueError as error:
        proof.report.add("NP928", Span(theme.name if not asked.due else ""), text=str(error))
        return None
    name = theme.masthead.name or issue.paper
    bleed = min(made.page.bleed for made in proof.pages)
    return Order(
        job=names.token("-".join(part for part in (issue.paper or name, _day(issue), issue.number) if part)),
        name=proof.job.title if proof.job else name,
        publisher=theme.masthead.publisher,
        date=issue.date,
        trim=proof.pages[0].page.trim,
        bleed=bleed,
        pages=(),
        stock=theme.press.stock,
        weight=theme.press.weight,
        caliper=theme.press.caliper,
        copies=asked.copies or theme.press.copies,
        due=due,
        contact=asked.contact or theme.press.contact,
        binding=theme.press.binding,
        spine=theme.spine,
        condition=job.condition if job else "",
        standard=job.keeps.press if job else "",
    )


def _day(issue: Issue) -> str:
    return f"{issue.date:%Y%m%d}" if issue.date else "undated"


def _common(proof: Proof, order: Order, asked: Asked) -> dict[str, str]:
    """What every name of the job may have in it."""
    assert proof.issue is not None
    assert proof.theme is not None
    issue, code = proof.issue, proof.theme.press.code
    return names.of_issue(issue.paper or order.name, code, issue.date, issue.number, asked.edition)


def _names(
    pages: tuple[Page, ...], proof: Proof, order: Order, asked: Asked, chosen: Press
) -> dict[str, tuple[Page, ...]]:
    """Of the press files, as the shop wants them, with the pages that each has: one a page where the name has {page}.
    Empty where the press wants what the issue has not."""
    assert proof.issue is not None
    file, common = proof.issue.file, _common(proof, order, asked)
    values = [common | names.of_page(page.number) for page in pages]
    if names.lacking(chosen.naming, values, file, proof.report):
        return {}
    found: dict[str, tuple[Page, ...]] = {}
    for page, row in zip(pages, values, strict=True):
        name = names.filled(chosen.naming, row)
        found[name] = (*found.get(name, ()), page)
    return {} if names.unfit(found, chosen.naming, chosen.ascii_names, file, proof.report) else found


def _press_pages(
    session: Session, files: Mapping[str, tuple[Page, ...]], job: Job, report: Report, watch: Watch
) -> dict[str, bytes]:
    """The files for the plates."""

    def title(pages: tuple[Page, ...]) -> str:
        return job.title if len(files) == 1 else f"{job.title}　{listed((page.number for page in pages), '、')}版"

    return {name: session.write(own, replace(job, title=title(own)), report, watch) for name, own in files.items()}


def _inks(pages: tuple[Page, ...], covered: tuple[tuple[tuple[str, float], ...], ...]) -> tuple[PageInk, ...]:
    """Plates, coverage and grams of each page."""
    rows = []
    for page, shares in zip(pages, covered, strict=True):
        square_metres = page.trim.width / MM / 1000 * page.trim.height / MM / 1000
        grams = tuple((name, share * square_metres * GRAMS) for name, share in shares)
        own = tuple(name for name, share in shares if share > 0)
        rows.append(PageInk(page_name(page.number), own, shares, grams, colours.plates(page.inks)))
    return tuple(rows)


def _sides(pages: tuple[Page, ...], order: Order, proof: Proof, report: Report) -> tuple[Side, ...]:
    """The sheets' sides; () for single sheets, or where pages are missing (NP926)."""
    assert proof.issue is not None
    numbers = [page.number for page in pages]
    if order.binding == "none":
        return ()
    own = section_counts(numbers)
    if not own or len(pages) < 2:
        if len(pages) > 1 or not own:
            report.add("NP926", Span(proof.issue.file), pages=listed(numbers))
        return ()
    assert proof.theme is not None
    said = proof.theme.press.sections or own
    if sum(said) != len(pages):
        report.add("NP919", Span(proof.issue.file), said=sum(said), pages=len(pages))
        said = own
    sides = sections(said, proof.theme.press.binding, order.caliper)
    if order.spine == "right":
        sides = mirrored(sides)
    empty = sum(each is None for side in sides for each in side.places)
    if empty:
        report.add("NP925", Span(proof.issue.file), pages=len(pages), empty=empty)
    # What runs through the fold is one piece: moved together, its halves would lie over each other.
    places = {number: place for place, number in enumerate(numbers)}
    one = {(places.get(spread.left), places.get(spread.left + 1)) for spread in proof.issue.spreads}
    return tuple(replace(side, creep=0.0) if side.places in one else side for side in sides)


def _flats(
    session: Session,
    whole: bytes,
    pages: tuple[Page, ...],
    sides: tuple[Side, ...],
    order: Order,
    job: Job,
    proof: Proof,
    report: Report,
) -> dict[str, bytes]:
    """Printer's flats with marks, and the spreads a reader sees, without; strips between pages in a file besides."""
    if not sides:
        return {}
    trim, numbers, packed = order.trim, [page.number for page in pages], job.keeps.packed
    strips = {strip.strip.pages: strip for strip in _strips(session, proof, report)}

    def between(places: tuple[int | None, ...]) -> tuple[Item, ...]:
        """What stands over the fold of a side."""
        left, right = (None if place is None else numbers[place] for place in (*places, None)[:2])
        found = None if left is None or right is None else strips.get((left, right))
        return () if found is None else found.over_the_fold(trim)

    empty = tuple(
        replace(flat, items=(*flat.items, *between(side.places)))
        for side in sides
        for flat in (carrier(side, trim, order.bleed, order.name, numbers, colours.of_side(side, pages)),)
    )
    marked = session.write(empty, replace(job, marks=True, title=f"拼大版　{job.title}"), report)
    pairs = spreads(section_counts(numbers), order.spine)
    wide = tuple(Page(at + 1, Size(2 * trim.width, trim.height), 0.0, between(pair)) for at, pair in enumerate(pairs))
    bare = session.write(wide, replace(job, marks=False, title=f"对开页　{job.title}"), report)
    inks = {
        tuple(numbers[place] for place in side.places if place is not None): colours.of_side(side, pages)
        for side in sides
    }
    own = tuple(
        replace(strip.page(at, trim), inks=inks.get(places)) for at, (places, strip) in enumerate(strips.items(), 1)
    )
    plain = replace(job, marks=False, title=f"中缝　{job.title}")
    return {
        **({f"flats/{order.job}_fold-strips.pdf": session.write(own, plain, report)} if own else {}),
        f"flats/{order.job}_flats.pdf": impose(whole, marked, [(side.places, side.creep) for side in sides], packed),
        f"flats/{order.job}_spreads.pdf": impose(whole, bare, [(pair, 0.0) for pair in pairs], packed),
    }


def _keys(
    whole: bytes, flats: Mapping[str, bytes], sides: Sequence[Side], order: Order, chosen: Press
) -> InkKeys | None:
    """The ink keys of the flats, or of single sheets; None where the shop lays the pages out by itself."""
    labels = [page.label for page in order.pages]
    if sides:
        forms = [
            (side.sheet, side.back, side.section, tuple("—" if at is None else labels[at] for at in side.places))
            for side in sides
        ]
        return ink_keys(flats[f"flats/{order.job}_flats.pdf"], forms, chosen)
    if order.binding == "none":
        return ink_keys(whole, [(at, False, 1, (label,)) for at, label in enumerate(labels, 1)], chosen)
    return None


def _key_files(keys: InkKeys | None, order: Order) -> dict[str, bytes]:
    """For a console, a program, a spreadsheet."""
    if keys is None:
        return {}
    created = datetime.combine(order.date, time()).ctime() if order.date else ""
    sheets = {form.sheet: [each for each in keys.forms if each.sheet == form.sheet] for form in keys.forms}
    return {
        "ink-keys.json": _json(as_dict(keys)),
        "ink-keys.csv": as_csv(keys),
        f"ink-keys/{order.job}.xjdf": key_ticket(order, keys),
        **{f"ink-keys/{order.job}_sheet{at}.ppf": ppf(forms, order.job, created) for at, forms in sheets.items()},
    }


def _plates(
    whole: bytes,
    flats: Mapping[str, bytes],
    pages: tuple[Page, ...],
    sides: tuple[Side, ...],
    order: Order,
    proof: Proof,
    asked: Asked,
    chosen: Press,
    report: Report,
    watch: Watch,
) -> dict[str, bytes]:
    """One-bit plates of pages, or of forms where the press's pattern has {sheet}; of the inks that are on each."""
    assert proof.issue is not None
    file, pattern, common = proof.issue.file, chosen.plate_naming, _common(proof, order, asked)
    inks = [page.inks for page in order.pages]
    rows = [(names.of_page(page.number), own) for page, own in zip(pages, inks, strict=True)]
    source = whole
    if "sheet" in names.fields(pattern):
        if not sides:
            report.add("NP910", Span(file), reason="the press wants plates of forms, and there are no flats")
            return {}
        source = flats[f"flats/{order.job}_flats.pdf"]
        rows = [
            (
                names.of_form(side.sheet, side.back) | {"section": names.of_page(pages[places[0]].number)["section"]},
                tuple(dict.fromkeys(ink for at in places for ink in inks[at])),
            )
            for side in sides
            for places in ([at for at in side.places if at is not None] or [0],)
        ]
    values = [[(ink, common | row | names.of_plate(ink)) for ink in own] for row, own in rows]
    if names.lacking(pattern, [each for row in values for _, each in row], file, report):
        return {}
    sheets = [
        Sheet(at, tuple((ink, names.filled(pattern, each)) for ink, each in row))
        for at, row in enumerate(values)
        if row
    ]
    if names.unfit((name for sheet in sheets for _, name in sheet.names), pattern, chosen.ascii_names, file, report):
        return {}
    made = screened(source, sheets, chosen, order.date, file, report, watch)
    files = {f"plates/{name}": plate.data for name, plate in made.items()}
    return files | ({"plates.json": _json(plates_dict(made, chosen))} if made else {})


def _strips(session: Session, proof: Proof, report: Report) -> list[SetStrip]:
    """What stands between two pages of the issue, set."""
    assert proof.issue is not None
    assert proof.theme is not None
    return [set_strip(strip, proof.theme, session.setter(report)) for strip in proof.issue.fold_strips]


def _ink_report(order: Order) -> dict[str, object]:
    copies = order.copies or 1
    return {
        "grams_per_square_metre_of_solid": GRAMS,
        "copies": order.copies,
        "pages": [
            {
                "page": page.label,
                "plates": list(page.inks),
                "printed_in": list(page.plates),
                "area": {name: round(share, 5) for name, share in page.area},
                "grams_a_copy": {name: round(grams, 4) for name, grams in page.grams},
            }
            for page in order.pages
        ],
        "grams_in_all": {
            name: round(sum(dict(page.grams).get(name, 0.0) for page in order.pages) * copies, 1)
            for name in dict.fromkeys(name for page in order.pages for name, _ in page.grams)
        },
    }


def _json(found: Mapping[str, object]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
