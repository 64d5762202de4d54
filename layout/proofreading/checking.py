"""An issue's copy → what should be looked at before it is printed.

What a paragraph breaks depends on its words alone and is remembered by them: at every touch of a desk's keyboard only
the paragraph that changed is read again. What the paragraphs of a body are to each other, an open quotation, is worked
out afresh, which costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from layout.diagnostics import Report
from layout.issue import Copy, Issue
from layout.proofreading.lists import ready
from layout.proofreading.pairs import Pairing, pair_up, unpaired
from layout.proofreading.passages import Passage, passages
from layout.proofreading.patterns import pattern_hits
from layout.proofreading.rules import rules
from layout.proofreading.silences import check_names, commented, silenced
from layout.proofreading.values import Finding, Hit, Manner
from layout.source import Node
from layout.theme import SIMPLIFIED, Proofreading
from layout.value import Memo, value

MOST_HITS = 100  # of one text: a page of nothing but slips is told by its first hundred
MOST_FINDINGS = 2000  # of an issue
_KEPT = 20_000  # paragraphs: a year of a weekly's
_ENDS = frozenset("。！？")
NO_LISTS = Proofreading()


@value
class Read:
    """What was found in one text, whatever stands around it."""

    hits: tuple[Hit, ...]
    pairing: Pairing


Remembered = Memo[tuple[str, Manner, Proofreading], Read]
"""What was found in the texts read last."""


def remembered() -> Remembered:
    return Memo(_KEPT)


def proofread(
    issue: Issue,
    lists: Proofreading = NO_LISTS,
    known: Remembered | None = None,
    report: Report | None = None,
    language: str = SIMPLIFIED,
) -> tuple[Finding, ...]:
    """What breaks a rule in an issue's copy, in the order of the copy, less what the editor has said is right.

    known: what is kept from one reading to the next. report: told of names that are nearly those of rules (NP255).
    language: of the paper; another than Simplified is read by the paper's own lists and the rules that hold everywhere.
    """
    known = remembered() if known is None else known
    if report is not None:
        for story in (*issue.stories, *(story for _, story in issue.listed)):
            check_names(story.unchecked, story.span, report)
    comments: dict[int, tuple[str, ...]] = {}
    findings: list[Finding] = []
    for passage in passages(issue):
        for copy, hit in _in_passage(passage, lists, known):
            finding = Finding(rules()[hit.rule], copy, hit)
            excuses = chain(lists.unchecked, passage.unchecked, _comment(copy.node, comments, report))
            told = language == SIMPLIFIED or finding.rule.everywhere
            if told and not silenced(finding, excuses):
                findings.append(finding)
        if len(findings) >= MOST_FINDINGS:
            break
    return tuple(findings[:MOST_FINDINGS])


def read(text: str, manner: Manner, lists: Proofreading, known: Remembered) -> Read:
    """What a text breaks."""
    key = text, manner, lists
    found = known.get(key)
    if found is None:
        pairing = pair_up(text)
        sentences = manner == "sentences" and not _ENDS.isdisjoint(text)
        hits = _first(chain(pattern_hits(text, sentences), ready(lists).hits(text), pairing.hits))
        found = known.put(key, Read(_apart(hits), pairing))
    return found


def _first(hits: Iterable[Hit]) -> list[Hit]:
    return [hit for hit, _ in zip(hits, range(MOST_HITS), strict=False)]


def _apart(hits: list[Hit]) -> tuple[Hit, ...]:
    """The hits by place; of two of one class about the same characters the first found, or the longer."""
    table = rules()
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each.start, -each.end)):
        code = table[hit.rule].code
        if not any(other.end > hit.start and table[other.rule].code == code for other in kept[-3:]):
            kept.append(hit)
    return tuple(kept)


def _comment(node: Node | None, comments: dict[int, tuple[str, ...]], report: Report | None) -> tuple[str, ...]:
    """What the comment of a value says, read once a value."""
    found = comments.get(id(node))
    if found is None:
        found = comments[id(node)] = commented(node)
        if node is not None and report is not None:
            check_names(found, node.span, report)
    return found


def _in_passage(passage: Passage, lists: Proofreading, known: Remembered) -> Iterator[tuple[Copy, Hit]]:
    """The hits of a passage's copies, and the marks that have no partner in it."""
    copies = passage.copies
    found = [read(copy.text, passage.manner, lists, known) for copy in copies]
    whole = _joined(copies) if passage.joined and len(copies) > 1 else None
    for index, (copy, each) in enumerate(zip(copies, found, strict=True)):
        lost = each.pairing.opened + each.pairing.closed if whole is None else whole[index]
        if passage.manner == "sentences" and _goes_on(copy.text, each.pairing, copies[index + 1 : index + 2]):
            lost = each.pairing.opened[:-1] + each.pairing.closed
        hits = [*each.hits, *map(unpaired, lost[:MOST_HITS])]
        yield from ((copy, hit) for hit in sorted(hits, key=lambda hit: hit.start))


def _goes_on(text: str, pairing: Pairing, following: tuple[Copy, ...]) -> bool:
    """Whether the paragraph's open quotation goes on in the following one: each opens it anew, only the last closes."""
    return bool(pairing.opened and following) and following[0].text.startswith(text[pairing.opened[-1]])


def _joined(copies: tuple[Copy, ...]) -> list[tuple[int, ...]]:
    """The marks without partner of a head broken into lines, by line."""
    pairing = pair_up("".join(copy.text for copy in copies))
    lost, start, found = pairing.opened + pairing.closed, 0, []
    for copy in copies:
        end = start + len(copy.text)
        found.append(tuple(place - start for place in lost if start <= place < end))
        start = end
    return found
