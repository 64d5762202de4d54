"""An issue made into a print job (送印): built, judged, and everything the shop needs of it put in one folder or ZIP.

    check → press → sign-off → press pages → preflight → flats → ticket, sheet, sums → placed

Each step only reports; an error at any of them ends the job before anything is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time

from layout.diagnostics import Language, Report, Span, reason_of
from layout.display import Ink, Page, PageInks
from layout.folding import Cell, Flat, flat_of, mirrored, sections, spreads
from layout.issue import Issue
from layout.makeup.blocks.fold_strips import SetStrip, set_strip
from layout.package import colours, names
from layout.package.checking import coverage, judge, previews
from layout.package.due import due_time
from layout.package.folder import place, with_sums
from layout.package.imposition import Placed, carrier, impose, placed, size_of
from layout.package.inkkeys import InkKeys, as_csv, as_dict, ink_keys, ppf
from layout.package.jobsheet import job_sheet
from layout.package.plates import Sheet, screened
from layout.package.plates import as_dict as plates_dict
from layout.package.ticket import Order, PageInk, key_ticket, ticket
from layout.package.webforms import Unfit, is_web, web_forms
from layout.pagenames import listed, page_name, section_counts
from layout.pdf.job import Job
from layout.pipeline import Proof, Session, Watch, silent
from layout.preflight.report import counts, html
from layout.presses import DEFAULT, Press, press
from layout.signing import check_signatures, file_of, read_signatures
from layout.units import MM
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
    # A spot that the paper has for its pages is agreed on with the shop, unless the press says which it carries.
    chosen = chosen if chosen.spots else replace(chosen, spots=colours.spots(pages))
    named = _names(pages, proof, order, asked, chosen)
    press_pages = _press_pages(session, named, job, report, watch)
    if report.failed:
        return None
    whole = session.write(pages, job, report, watch)
    watch("raster", 0, len(pages))
    judged = judge(whole, f"{order.job}.pdf", chosen, report, pages)
    if report.failed:
        return None
    order = replace(order, pages=_inks(pages, coverage(judged)), spots=colours.stand_ins(pages))
    forms = _forms(pages, order, proof, chosen, report)
    colours.tell_forms(forms, pages, chosen.sheet_inks, Span(proof.theme.name), report)
    order = replace(order, forms=colours.forms(forms, pages), fold=chosen.fold if is_web(chosen) else "")
    files = {f"pages/{name}": data for name, data in press_pages.items()}
    flats = _flats(session, whole, pages, forms, order, job, proof, chosen, report)
    if report.failed:
        return None
    keys = _keys(whole, flats, forms, order, chosen)
    made = {
        **files,
        f"{order.job}.pdf": whole,
        **flats,
        **_key_files(keys, order),
        **(_plates(whole, flats, pages, forms, order, proof, asked, chosen, report, watch) if asked.plates else {}),
        **{f"proof/{order.job}_{name}": data for name, data in previews(judged, pages, job.intent).items()},
        f"{order.job}.xjdf": ticket(order, files),
        "preflight.json": _json(judged.as_dict(language)),
        "preflight.html": html([judged], language),
        "ink.json": _json(_ink_report(order)),
    }
    if signatures:
        made["signatures.json"] = session.workspace.of_issue(proof.issue.file).read(file_of(proof.issue.file))
    sheet = job_sheet(order, forms, made, signatures, counts(judged), keys, session.setter(report))
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


def _forms(pages: tuple[Page, ...], order: Order, proof: Proof, chosen: Press, report: Report) -> tuple[Flat, ...]:
    """The sides of the press's forms; () for single sheets, or where pages are missing (NP926)."""
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
    flats = _laid(said, pages, order, proof, chosen, report)
    empty = sum(each is None for flat in flats for each in flat.places)
    if empty:
        report.add("NP925", Span(proof.issue.file), pages=len(pages), empty=empty)
    return flats


def _laid(
    counts: tuple[int, ...], pages: tuple[Page, ...], order: Order, proof: Proof, chosen: Press, report: Report
) -> tuple[Flat, ...]:
    """Two pages a side, or as a web press has them; what makes no forms is told (NP911, NP934)."""
    assert proof.theme is not None
    assert proof.issue is not None
    binding = proof.theme.press.binding
    # What runs through the fold is one piece: moved together, its halves would lie over each other.
    places = {page.number: place for place, page in enumerate(pages)}
    pairs = [{places.get(spread.left), places.get(spread.left + 1)} - {None} for spread in proof.issue.spreads]
    if not is_web(chosen):
        sides = sections(counts, binding, order.caliper)
        if order.spine == "right":
            sides = mirrored(sides)
        return tuple(_together(flat_of(side), pairs) for side in sides)
    try:
        forms = web_forms(counts, binding, chosen, order.caliper, order.spine)
    except Unfit as error:
        report.add(
            error.code,
            Span(proof.issue.file),
            press=chosen.name,
            form=chosen.form,
            pages=error.pages,
            multiple=error.multiple,
            sections=error.sections,
        )
        return ()
    return tuple(_together(form, pairs) for form in forms)


def _together(flat: Flat, pairs: Sequence[set[int | None]]) -> Flat:
    """The flat, pages that something runs over left where they are. pairs: such pages, by place."""
    whole = {at for pair in pairs if len(pair) == 2 and pair <= set(flat.places) for at in pair}
    if not whole:
        return flat
    return replace(flat, cells=tuple(replace(cell, shift=0.0) if cell.place in whole else cell for cell in flat.cells))


def _flats(
    session: Session,
    whole: bytes,
    pages: tuple[Page, ...],
    flats: tuple[Flat, ...],
    order: Order,
    job: Job,
    proof: Proof,
    chosen: Press,
    report: Report,
) -> dict[str, bytes]:
    """Printer's flats with marks, and the spreads a reader sees, without; strips between pages in a file besides."""
    if not flats:
        return {}
    trim, bleed, numbers = order.trim, order.bleed, [page.number for page in pages]
    strips, inks = _strips(session, proof, report), [colours.of_form(flat, pages) for flat in flats]
    places = [{numbers[place] for place in flat.places if place is not None} for flat in flats]

    def own_inks(strip: SetStrip) -> PageInks | None:
        return next((each for each, on_it in zip(inks, places, strict=True) if set(strip.strip.pages) <= on_it), None)

    own = tuple(replace(strip.page(at, trim), inks=own_inks(strip)) for at, strip in enumerate(strips, 1))
    plain = replace(job, marks=False, title=f"中缝　{job.title}")
    strips_pdf = session.write(own, plain, report) if own else b""
    empty = tuple(
        carrier(flat, trim, bleed, order.name, numbers, each, _told(chosen), _on(flat, pages))
        for flat, each in zip(flats, inks, strict=True)
    )
    marked = session.write(empty, replace(job, marks=True, title=f"拼大版　{job.title}"), report)
    pairs = spreads(section_counts(numbers), order.spine)
    opened = [Flat(at, False, 2, 1, (Cell(left, 0, 0), Cell(right, 1, 0))) for at, (left, right) in enumerate(pairs, 1)]
    wide = tuple(Page(flat.sheet, size_of(flat, trim), 0.0, ()) for flat in opened)
    bare = session.write(wide, replace(job, marks=False, title=f"对开页　{job.title}"), report)

    def laid(flat: Flat, beyond: float) -> tuple[Placed, ...]:
        """Its pages, and the strips over the folds between them."""
        found = placed(flat, trim, beyond)
        stands = {numbers[each.place]: each for each in found}
        over = (
            stands[left].beside(len(pages) + at, trim.width - strip.width / 2)
            for at, strip in enumerate(strips)
            for left, right in (strip.strip.pages,)
            if left in stands and right in stands
        )
        return *found, *over

    def imposed(all_flats: Sequence[Flat], onto: bytes, beyond: float) -> bytes:
        return impose(whole, onto, [laid(flat, beyond) for flat in all_flats], job.keeps.packed, strips_pdf)

    return {
        **({f"flats/{order.job}_fold-strips.pdf": strips_pdf} if own else {}),
        f"flats/{order.job}_flats.pdf": imposed(flats, marked, bleed),
        f"flats/{order.job}_spreads.pdf": imposed(opened, bare, 0.0),
    }


def _on(flat: Flat, pages: Sequence[Page]) -> tuple[Ink, ...]:
    """The spot inks of a flat's pages, each once."""
    own = (ink for place in flat.places if place is not None for ink in colours.spots_of(pages[place]))
    return tuple({ink.spot: ink for ink in own}.values())


def _told(chosen: Press) -> str:
    """What the slug of a web press's form says of it."""
    if not is_web(chosen):
        return ""
    run = {"straight": "单份 straight run, the same twice round", "collect": "集拢 collect run"}[chosen.run]
    return f"　一面{chosen.form}版 form of {chosen.form}, {chosen.fold}, {run}　上边为咬口 lead edge above"


def _keys(
    whole: bytes, flats: Mapping[str, bytes], forms: Sequence[Flat], order: Order, chosen: Press
) -> InkKeys | None:
    """The ink keys of the flats, or of single sheets; None where the shop lays the pages out by itself."""
    labels = [page.label for page in order.pages]
    # What is on its pages, and what they are to be printed in: a spot of another form has no plate on this one.
    own = [{*page.inks, *page.plates} for page in order.pages]
    if forms:
        named = [
            (flat.sheet, flat.back, flat.section, tuple("—" if at is None else labels[at] for at in flat.places))
            for flat in forms
        ]
        on = [{ink for at in flat.places if at is not None for ink in own[at]} for flat in forms]
        return ink_keys(flats[f"flats/{order.job}_flats.pdf"], named, chosen, on)
    if order.binding == "none":
        return ink_keys(whole, [(at, False, 1, (label,)) for at, label in enumerate(labels, 1)], chosen, own)
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
    forms: tuple[Flat, ...],
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
        if not forms:
            report.add("NP910", Span(file), reason="the press wants plates of forms, and there are no flats")
            return {}
        source = flats[f"flats/{order.job}_flats.pdf"]
        rows = [
            (
                names.of_form(flat.sheet, flat.back) | {"section": names.of_page(pages[places[0]].number)["section"]},
                tuple(dict.fromkeys(ink for at in places for ink in inks[at])),
            )
            for flat in forms
            for places in ([at for at in flat.places if at is not None] or [0],)
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
