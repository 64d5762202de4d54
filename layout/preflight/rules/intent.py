"""Rules of the output intent: the printing condition the colours are meant for (ISO 32000-1 §14.11.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from layout.preflight.document import File
from layout.preflight.rules import fault, rule
from layout.preflight.values import Finding

# Beginnings of the names in the ICC's registry of printing conditions.
REGISTERED = ("CGATS TR", "CGATS.", "FOGRA", "IFRA", "JC20", "EUROSB", "SNAP", "SC00", "SC_", "PC", "IT_")
_HEADER = 128  # bytes of a profile's header (ICC.1 §7.2)


def intents(file: File) -> list[Any]:
    return [each for each in file.root.get("/OutputIntents", []) if str(each.get("/S", "")) == "/GTS_PDFX"]


def _profile(intent: Any) -> Any:
    return intent.get("/DestOutputProfile")


@rule("NP834")
def file_has_a_press_intent(file: File) -> Iterator[Finding]:
    if not intents(file):
        yield fault()


@rule("NP835")
def file_has_one_press_intent(file: File) -> Iterator[Finding]:
    """Those for other standards (PDF/A) share the profile of the press's."""
    profiles = list(filter(None, map(_profile, file.root.get("/OutputIntents", []))))
    others = {profile.read_bytes() for profile in profiles} if intents(file) else set()
    if (count := max(len(intents(file)), len(others))) > 1:
        yield fault(count=count)


@rule("NP836")
def intent_names_its_condition(file: File) -> Iterator[Finding]:
    for intent in intents(file):
        if not str(intent.get("/OutputConditionIdentifier", "")):
            yield fault()


@rule("NP837")
def intent_has_its_profile(file: File) -> Iterator[Finding]:
    for intent in intents(file):
        registered = str(intent.get("/OutputConditionIdentifier", "")).startswith(REGISTERED)
        if _profile(intent) is None and not (file.standard != "x-4" and registered and "/RegistryName" in intent):
            yield fault()


@rule("NP838")
def profile_is_a_press_in_cmyk(file: File) -> Iterator[Finding]:
    for intent in intents(file):
        stream = _profile(intent)
        if stream is not None and (reason := profile_fault(stream.read_bytes(), int(stream.get("/N", 0)))):
            yield fault(reason=reason)
    for sheet in file.sheets:
        for made, box, thing in sheet.marks.spaces.values():
            if (
                made.icc
                and made.entry is not None
                and str(made.entry[0]) == "/ICCBased"
                and (reason := _misfit(made.entry[1]))
            ):
                yield fault(sheet, thing=thing, box=box, reason=reason)


_COUNTS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}


def _misfit(stream: Any) -> str:
    """Why a profile cannot stand for its colour space (ISO 32000-1 §8.6.5.5), "" = it can."""
    head = stream.read_bytes()[:_HEADER]
    if len(head) < _HEADER or head[36:40] != b"acsp":
        return "it is no ICC profile"
    colours, count = head[16:20], int(stream["/N"])
    if _COUNTS.get(colours, count) != count:
        return f"it is for {colours.decode('latin-1').strip()}, and /N is {count}"
    return ""


def profile_fault(profile: bytes, count: int) -> str:
    """Why a profile cannot be a press intent, "" = it can (ICC.1 §7.2)."""
    if len(profile) < 132 or profile[36:40] != b"acsp":
        return "it is no ICC profile"
    if profile[12:16] != b"prtr":
        return f"its class is {profile[12:16].decode('latin-1').strip()}, not prtr"
    space = profile[16:20].decode("latin-1")
    if space != "CMYK":
        return f"it is for {space.strip()}, not CMYK"
    if count != 4:
        return f"/N is {count}, not 4"
    rows = min(int.from_bytes(profile[128:132], "big"), 200)
    tags = {profile[at : at + 4] for at in range(132, 132 + 12 * rows, 12)}
    missing = [tag.decode() for tag in (b"A2B0", b"B2A0") if tag not in tags]
    return f"it has no table {missing[0]}" if missing else ""


@rule("NP839")
def condition_is_described(file: File) -> Iterator[Finding]:
    for intent in intents(file):
        if not str(intent.get("/RegistryName", "")) and not str(intent.get("/Info", "")):
            yield fault()


@rule("NP840")
def condition_is_the_presss(file: File) -> Iterator[Finding]:
    for intent in intents(file):
        name = str(intent.get("/OutputConditionIdentifier", ""))
        if name and not _same(name, file.press.condition):
            yield fault(condition=name[:60], wanted=file.press.condition, press=file.press.name)


def _same(name: str, wanted: str) -> bool:
    one, other = ("".join(filter(str.isalnum, each)).upper() for each in (name, wanted))
    return one == other or one.startswith(other)
