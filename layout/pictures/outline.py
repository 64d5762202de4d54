"""The outline of what a picture shows (挖图): where the text beside it may come up to, and where its ink ends.

It comes from the file, as a clipping path (Photoshop's image resources 2000…2999 in JPEG, TIFF and PSD) or as what is
opaque of a picture with alpha, or from path data as SVG writes it. Whatever it comes from, it is a path: PDF/X-1a knows
no transparency, and a mask of soft edges prints as a grey fringe on newsprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from layout.pictures.header import Refused

Outline = tuple[tuple[float, ...], ...]
"""Closed curves: x0, y0, then Bézier segments x1, y1, x2, y2, x3, y3, as fractions of the upright picture from its top
left; what lies within an odd number of them is inside."""

FLATNESS = 12  # straight pieces that a curve is measured and drawn in
_EVEN = 1e-3  # of a curve whose controls stand at its thirds: it is straight
_MOST_POINTS = 20_000
_TRACED = 600  # pixels of the longer side that alpha is traced at: an eighth of a millimetre on a picture of 8 cm
_LOOKED_AT = 5_000_000  # points in simplifying one line; a clean edge takes some ten thousand
_RAGGED = "its edge is too ragged; smooth it in the picture program"
_OPAQUE = 128  # of 255: less is a soft edge or a shadow
_LEAST_AREA = 0.002  # of the picture: smaller spots are dust
_SMOOTH = 0.8  # pixels by which the traced line may be simplified
_CLIPPING_NAME = 2999
_PATHS = range(2000, 2998)
_RECORD = 26  # bytes of a path record (Adobe Photoshop file formats, «Path resource format»)


def outline_of(data: bytes) -> Outline:
    """The outline that a picture's file has. Raises Refused where it has none."""
    from layout.pictures.reading import open_picture

    picture, turn = open_picture(data)
    resources = _resources(data)
    if resources and (found := _clipping_path(resources)):
        return tuple(_turned(part, turn) for part in found)
    if picture.has_transparency_data:
        return tuple(_turned(part, turn) for part in _traced(picture))
    raise Refused("it has neither a clipping path nor a transparent background")


def outline_of_path(typed: str, width: float, height: float) -> Outline:
    """The outline that SVG path data draw on a picture of that size, in its pixels. Raises Refused."""
    parts = list(_Drawn(typed).parts())
    _admit(parts)
    if not parts:
        raise Refused("the path has no area")
    xs, ys = [at for part in parts for at in part[::2]], [at for part in parts for at in part[1::2]]
    if max(xs) <= 0 or max(ys) <= 0 or min(xs) >= width or min(ys) >= height:
        raise Refused(f"the path lies outside the picture, which is {width:g} × {height:g} pixels")
    return tuple(tuple(at / (height if odd % 2 else width) for odd, at in enumerate(part)) for part in parts)


def flattened(part: Sequence[float]) -> list[tuple[float, float]]:
    """A closed curve as the corners of a polygon."""
    points = [(part[0], part[1])]
    for at in range(2, len(part), 6):
        (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], part[at : at + 6]
        if all(abs(2 * each) < _EVEN for each in (x3 - x0 - 3 * (x1 - x0), y3 - y0 - 3 * (y1 - y0))) and all(
            abs(each) < _EVEN for each in (x3 - x0 - 3 * (x3 - x2), y3 - y0 - 3 * (y3 - y2))
        ):
            points.append((x3, y3))
            continue
        for step in range(1, FLATNESS + 1):
            t, s = step / FLATNESS, 1 - step / FLATNESS
            a, b, c, d = s**3, 3 * s * s * t, 3 * s * t * t, t**3
            points.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    return points


def is_path(typed: str) -> bool:
    """Whether words are SVG path data."""
    return re.match(r"\s*[Mm]\s*[-+.\d]", typed) is not None


def _admit(parts: Sequence[tuple[float, ...]]) -> None:
    if sum(map(len, parts)) > 2 * _MOST_POINTS:
        raise Refused(f"its outline has more than {_MOST_POINTS} points; simplify it in the picture program")


# -- Photoshop's paths -----------------------------------------------------------------------------------------------


def _resources(data: bytes) -> bytes:
    """The image resources of a JPEG, TIFF or PSD; b"" where there are none."""
    if data.startswith(b"\xff\xd8\xff"):
        return b"".join(_of_jpeg(data))
    if data.startswith(b"8BPS"):
        at = 26
        at += 4 + int.from_bytes(data[at : at + 4], "big")
        return data[at + 4 : at + 4 + int.from_bytes(data[at : at + 4], "big")]
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _of_tiff(data)
    return b""


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """What the APP13 segments have; they are one stream together."""
    mark = b"Photoshop 3.0\0"
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if length < 2:
            return
        body = data[at + 4 : at + 2 + length]
        if data[at + 1] == 0xED and body.startswith(mark):
            yield body[len(mark) :]
        at += 2 + length


def _of_tiff(data: bytes) -> bytes:
    """Tag 34377 of the first directory."""
    order: Literal["little", "big"] = "little" if data[:2] == b"II" else "big"

    def read(at: int, size: int) -> int:
        return int.from_bytes(data[at : at + size], order)

    first = read(4, 4)
    for entry in range(first + 2, min(len(data), first + 2 + 12 * read(first, 2)), 12):
        if read(entry, 2) == 34377:
            count, at = read(entry + 4, 4), read(entry + 8, 4)
            return data[at : at + count]
    return b""


def _clipping_path(resources: bytes) -> list[tuple[float, ...]]:
    """The path that is named the clipping path, else the first; as the picture is stored."""
    paths: dict[str, bytes] = {}
    wanted = None
    at = 0
    while at + 12 <= len(resources) and resources[at : at + 4] == b"8BIM":
        number = int.from_bytes(resources[at + 4 : at + 6], "big")
        name = resources[at + 7 : at + 7 + resources[at + 6]]
        at += 6 + (len(name) + 2) // 2 * 2
        length = int.from_bytes(resources[at : at + 4], "big")
        body = resources[at + 4 : at + 4 + length]
        if number in _PATHS:
            paths.setdefault(name.decode("latin-1"), body)
        elif number == _CLIPPING_NAME and body:
            wanted = body[1 : 1 + body[0]].decode("latin-1")
        at += 4 + (length + 1) // 2 * 2
    if not paths:
        return []
    parts = list(_subpaths(paths.get(wanted or "", next(iter(paths.values())))))
    _admit(parts)
    return parts


def _subpaths(body: bytes) -> Iterator[tuple[float, ...]]:
    """Closed subpaths: records of three points, y before x, each 8.24 bits of the picture's height or width."""
    knots: list[tuple[float, ...]] = []
    is_open = False
    for at in range(0, len(body) - _RECORD + 1, _RECORD):
        kind = int.from_bytes(body[at : at + 2], "big")
        if kind in (0, 3):
            yield from _closed(knots)
            knots, is_open = [], kind == 3
        elif kind in (1, 2, 4, 5) and not is_open:
            numbers = [int.from_bytes(body[at + 2 + 4 * i : at + 6 + 4 * i], "big", signed=True) for i in range(6)]
            y0, x0, y1, x1, y2, x2 = (number / (1 << 24) for number in numbers)
            knots.append((x0, y0, x1, y1, x2, y2))
    yield from _closed(knots)


def _closed(knots: Sequence[tuple[float, ...]]) -> Iterator[tuple[float, ...]]:
    if len(knots) < 2:
        return
    part = list(knots[0][2:4])
    for before, after in zip(knots, [*knots[1:], knots[0]], strict=True):
        part += [*before[4:6], *after[0:2], *after[2:4]]
    yield tuple(part)


def _turned(part: tuple[float, ...], turn: int) -> tuple[float, ...]:
    """A curve of the picture as stored, on the picture upright (EXIF 2.3 «Orientation»)."""
    points = zip(part[::2], part[1::2], strict=True)
    turned = {
        2: lambda x, y: (1 - x, y),
        3: lambda x, y: (1 - x, 1 - y),
        4: lambda x, y: (x, 1 - y),
        5: lambda x, y: (y, x),
        6: lambda x, y: (1 - y, x),
        7: lambda x, y: (1 - y, 1 - x),
        8: lambda x, y: (y, 1 - x),
    }.get(turn)
    return part if turned is None else tuple(each for x, y in points for each in turned(x, y))


# -- alpha -----------------------------------------------------------------------------------------------------------


def _traced(picture: object) -> Iterator[tuple[float, ...]]:
    """The outlines of what is opaque, as the picture is stored."""
    from PIL import Image

    assert isinstance(picture, Image.Image)
    picture.load()
    alpha = picture.convert("RGBA").getchannel("A")
    scale = min(1.0, _TRACED / max(alpha.size))
    size = max(1, round(alpha.width * scale)), max(1, round(alpha.height * scale))
    mask = alpha.resize(size, Image.Resampling.BOX)
    opaque = [bytes(value >= _OPAQUE for value in row) for row in _rows(mask.tobytes(), size[0])]
    if sum(before != after for row in opaque for before, after in pairwise(row)) > _MOST_POINTS:
        raise Refused(_RAGGED)
    loops = [loop for loop in _loops(opaque) if abs(_area(loop)) >= _LEAST_AREA * size[0] * size[1]]
    if not loops:
        raise Refused("nothing of it is opaque")
    whole = len(loops) == 1 and abs(_area(loops[0])) >= 0.995 * size[0] * size[1]
    if whole:
        raise Refused("all of it is opaque; its background has to be transparent")
    parts = [_as_curve(_simplified(loop), size) for loop in loops]
    _admit(parts)
    yield from parts


def _rows(samples: bytes, width: int) -> Iterator[bytes]:
    for at in range(0, len(samples), width):
        yield samples[at : at + width]


def _loops(opaque: Sequence[bytes]) -> Iterator[list[tuple[int, int]]]:
    """The closed lines between opaque pixels and others, the opaque ones on their right."""
    width = len(opaque[0])
    blank = bytes(width)
    steps: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for y, row in enumerate(opaque):
        above = opaque[y - 1] if y else blank
        below = opaque[y + 1] if y + 1 < len(opaque) else blank
        if row == blank:
            continue
        for x, inside in enumerate(row):
            if not inside:
                continue
            if not above[x]:
                steps.setdefault((x, y), []).append((x + 1, y))
            if not below[x]:
                steps.setdefault((x + 1, y + 1), []).append((x, y + 1))
            if not (x and row[x - 1]):
                steps.setdefault((x, y + 1), []).append((x, y))
            if not (x + 1 < width and row[x + 1]):
                steps.setdefault((x + 1, y), []).append((x + 1, y + 1))
    while steps:
        start = next(iter(steps))
        loop, at = [start], start
        while True:
            after = steps[at].pop()
            if not steps[at]:
                del steps[at]
            if after == start:
                break
            loop.append(after)
            at = after
        yield loop


def _area(loop: Sequence[tuple[float, float]]) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(loop, [*loop[1:], loop[0]], strict=True)) / 2


def _simplified(loop: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """The line with fewer corners, none further than _SMOOTH from it (Douglas and Peucker 1973), with its steps of one
    pixel taken at their middles."""
    middles = [((x0 + x1) / 2, (y0 + y1) / 2) for (x0, y0), (x1, y1) in zip(loop, [*loop[1:], loop[0]], strict=True)]
    if len(middles) < 8:
        return middles
    far = max(
        range(len(middles)), key=lambda at: abs(middles[at][0] - middles[0][0]) + abs(middles[at][1] - middles[0][1])
    )
    kept = {0, far}
    closed = [*middles, middles[0]]
    waiting = [(0, far), (far, len(middles))]
    looked_at = 0
    while waiting:
        first, last = waiting.pop()
        looked_at += last - first
        if looked_at > _LOOKED_AT:
            raise Refused(_RAGGED)
        (x0, y0), (x1, y1) = closed[first], closed[last]
        across, down = x1 - x0, y1 - y0
        length = max(1e-9, (across * across + down * down) ** 0.5)
        worst, at = _SMOOTH, 0
        for index in range(first + 1, last):
            x, y = closed[index]
            off = abs(across * (y - y0) - down * (x - x0)) / length
            if off > worst:
                worst, at = off, index
        if at:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [middles[at] for at in sorted(kept)]


def _as_curve(points: Sequence[tuple[float, float]], size: tuple[int, int]) -> tuple[float, ...]:
    """Straight sides as Bézier segments."""
    scaled = [(x / size[0], y / size[1]) for x, y in points]
    part = list(scaled[0])
    for before, after in zip(scaled, [*scaled[1:], scaled[0]], strict=True):
        part += _straight(before, after)
    return tuple(part)


def _straight(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, ...]:
    (x0, y0), (x1, y1) = start, end
    return (x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3, x1 - (x1 - x0) / 3, y1 - (y1 - y0) / 3, x1, y1)


# -- path data -------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtZzAa]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}


class _Drawn:
    """SVG path data (SVG 1.1 §8.3) as closed Bézier curves; arcs are refused."""

    def __init__(self, typed: str) -> None:
        tokens = _TOKEN.findall(typed)
        if len(tokens) > 2 * _MOST_POINTS:
            raise Refused("the path has too many points")
        if re.sub(r"[\s,]+", "", typed) != "".join(tokens).replace(",", ""):
            raise Refused("the path has something in it that is no path data")
        self._tokens = tokens

    def parts(self) -> Iterator[tuple[float, ...]]:
        at, command = 0, ""
        here = start = control = (0.0, 0.0)
        segment: tuple[float, ...]
        part: list[float] = []
        tokens = self._tokens
        while at < len(tokens):
            if tokens[at].isalpha():
                command = tokens[at]
                at += 1
            elif command in ("", "Z", "z"):
                raise Refused("the path does not begin with M")
            kind = command.upper()
            if kind == "A":
                raise Refused("the path has an arc in it; save it with curves")
            count = _ARGUMENTS[kind]
            try:
                given = [float(each) for each in tokens[at : at + count]]
            except ValueError:
                given = []
            if len(given) < count:
                raise Refused("the path ends amid a command")
            at += count
            if command.islower() and kind != "Z":
                base = here if kind not in "HV" else (here[0],) if kind == "H" else (here[1],)
                given = [each + base[place % len(base)] for place, each in enumerate(given)]
            if kind in "MZ" and len(part) > 8:
                yield self._closed(part, start)
            if kind == "M":
                here = start = (given[0], given[1])
                part = [*here]
                command = "l" if command == "m" else "L"
                control = here
                continue
            if kind == "Z":
                part, here, control = [*start], start, start
                continue
            segment, control = self._segment(kind, given, here, control)
            part += segment
            here = segment[4], segment[5]
        if len(part) > 8:
            yield self._closed(part, start)

    def _segment(
        self, kind: str, given: list[float], here: tuple[float, float], control: tuple[float, float]
    ) -> tuple[tuple[float, ...], tuple[float, float]]:
        """One Bézier segment, and the control point that the next may mirror."""
        mirrored = (2 * here[0] - control[0], 2 * here[1] - control[1])
        if kind in "LHV":
            end = {"L": given, "H": [*given, here[1]], "V": [here[0], *given]}[kind]
            return _straight(here, (end[0], end[1])), (end[0], end[1])
        if kind in "CS":
            first = mirrored if kind == "S" else (given[0], given[1])
            second, end = given[-4:-2], given[-2:]
            return (*first, *second, *end), (second[0], second[1])
        quadratic = mirrored if kind == "T" else (given[0], given[1])
        end = given[-2:]
        before = [here[i] + 2 / 3 * (quadratic[i] - here[i]) for i in (0, 1)]
        after = [end[i] + 2 / 3 * (quadratic[i] - end[i]) for i in (0, 1)]
        return (*before, *after, *end), quadratic

    def _closed(self, part: list[float], start: tuple[float, float]) -> tuple[float, ...]:
        end = (part[-2], part[-1])
        return tuple(part) if end == start else (*part, *_straight(end, start))
