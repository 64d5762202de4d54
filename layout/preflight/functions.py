"""PDF functions worked out: tint transforms of spot inks and the colours of shadings (ISO 32000-1 §7.10)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import Any

Function = Callable[[Sequence[float]], tuple[float, ...]]

_DEEPEST = 8
_SAMPLES = 4_000_000


def function(entry: Any, depth: int = 0) -> Function:
    """The function of a function dictionary, or of an array of one-output functions.
    Raises ValueError when it is broken."""
    if depth > _DEEPEST:
        raise ValueError("functions inside functions without end")
    if _is_array(entry):
        parts = [function(part, depth + 1) for part in entry]
        return lambda given: tuple(value for part in parts for value in part(given)[:1])
    kind = int(entry["/FunctionType"])
    made = _MAKERS[kind](entry, depth) if kind in _MAKERS else None
    if made is None:
        raise ValueError(f"no function type {kind}")
    return _clipped(made, _pairs(entry["/Domain"]), _pairs(entry["/Range"]) if "/Range" in entry else [])


def _is_array(entry: Any) -> bool:
    return not hasattr(entry, "keys") or entry._type_name == "array"


def _pairs(entry: Any) -> list[tuple[float, float]]:
    numbers = [float(each) for each in entry]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _clip(given: float, low: float, high: float) -> float:
    return min(max(given, low), high)


def _clipped(made: Function, domain: list[tuple[float, float]], reach: list[tuple[float, float]]) -> Function:
    def clipped(given: Sequence[float]) -> tuple[float, ...]:
        inside = [_clip(each, *bounds) for each, bounds in zip(given, domain, strict=False)]
        found = made(inside)
        return tuple(_clip(each, *bounds) for each, bounds in zip(found, reach, strict=False)) if reach else found

    return clipped


def _line(x: float, x0: float, x1: float, y0: float, y1: float) -> float:
    return y0 if x1 == x0 else y0 + (x - x0) * (y1 - y0) / (x1 - x0)


def _sampled(entry: Any, depth: int) -> Function:
    """Type 0: a table, between whose entries lines are drawn."""
    sizes = [int(each) for each in entry["/Size"]]
    bits = int(entry["/BitsPerSample"])
    domain, reach = _pairs(entry["/Domain"]), _pairs(entry["/Range"])
    encode = _pairs(entry["/Encode"]) if "/Encode" in entry else [(0.0, size - 1.0) for size in sizes]
    decode = _pairs(entry["/Decode"]) if "/Decode" in entry else reach
    outputs, data = len(reach), entry.read_bytes()
    if not 0 < math.prod(sizes) * outputs * bits <= 8 * len(data) or math.prod(sizes) > _SAMPLES or len(sizes) > 6:
        raise ValueError("a sampled function without its samples")
    most = (1 << bits) - 1

    def sample(index: int) -> float:
        at = index * bits
        octets = data[at // 8 : (at + bits + 7) // 8]
        return (int.from_bytes(octets, "big") >> (-(at + bits) % 8)) & most

    def found(given: Sequence[float]) -> tuple[float, ...]:
        places = [
            _clip(_line(x, *bounds, *codes), 0, size - 1)
            for x, bounds, codes, size in zip(given, domain, encode, sizes, strict=True)
        ]
        sums = [0.0] * outputs
        for corner in product((0, 1), repeat=len(sizes)):
            weight, index, stride = 1.0, 0, 1
            for place, side, size in zip(places, corner, sizes, strict=True):
                low = min(int(place), size - 1)
                weight *= place - low if side else 1 - (place - low)
                index += min(low + side, size - 1) * stride
                stride *= size
            if weight:
                for output in range(outputs):
                    sums[output] += weight * sample(index * outputs + output)
        return tuple(_line(each, 0, most, *bounds) for each, bounds in zip(sums, decode, strict=True))

    return found


def _exponential(entry: Any, depth: int) -> Function:
    """Type 2: from one colour to another."""
    starts = [float(each) for each in entry.get("/C0", [0])]
    ends = [float(each) for each in entry.get("/C1", [1])]
    power = float(entry["/N"])

    def found(given: Sequence[float]) -> tuple[float, ...]:
        share = given[0] ** power if given[0] > 0 or power > 0 else 0.0
        return tuple(start + share * (end - start) for start, end in zip(starts, ends, strict=True))

    return found


def _stitched(entry: Any, depth: int) -> Function:
    """Type 3: one function after another."""
    parts = [function(part, depth + 1) for part in entry["/Functions"]]
    low, high = _pairs(entry["/Domain"])[0]
    bounds = [low, *(float(each) for each in entry["/Bounds"]), high]
    encode = _pairs(entry["/Encode"])

    def found(given: Sequence[float]) -> tuple[float, ...]:
        index = next((i for i, edge in enumerate(bounds[1:-1]) if given[0] < edge), len(parts) - 1)
        start, end = list(pairwise(bounds))[index]
        return parts[index]([_line(given[0], start, end, *encode[index])])

    return found


_TOKEN = re.compile(rb"[{}]|[^\s{}]+")
_STEPS = 20_000


def _calculated(entry: Any, depth: int) -> Function:
    """Type 4: a little PostScript."""
    program = _parsed(iter(_TOKEN.findall(entry.read_bytes())))
    outputs = len(_pairs(entry["/Range"]))

    def found(given: Sequence[float]) -> tuple[float, ...]:
        stack: list[Any] = list(given)
        try:
            _run(program, stack)
        except (IndexError, ZeroDivisionError, OverflowError, TypeError) as error:
            raise ValueError("a broken calculator function") from error
        return tuple(float(each) for each in stack[-outputs:])

    return found


def _parsed(tokens: Any, depth: int = 0) -> list[Any]:
    body: list[Any] = []
    for token in tokens:
        if token == b"{":
            if depth > 32:
                raise ValueError("a broken calculator function")
            body.append(_parsed(tokens, depth + 1))
        elif token == b"}":
            return body
        else:
            try:
                body.append(float(token) if b"." in token or b"e" in token.lower() else int(token))
            except ValueError:
                body.append(token.decode("latin-1"))
    return body[0] if depth == 0 and body and isinstance(body[0], list) else body


def _run(program: list[Any], stack: list[Any]) -> None:
    for index, token in enumerate(program):
        if isinstance(token, (int, float)):
            stack.append(token)
        elif isinstance(token, list):
            if "ifelse" not in program[index + 1 : index + 3] and "if" not in program[index + 1 : index + 2]:
                raise ValueError("a broken calculator function")
        elif token == "if":
            if stack.pop():
                _run(program[index - 1], stack)
        elif token == "ifelse":
            _run(program[index - 2 if stack.pop() else index - 1], stack)
        else:
            _operate(token, stack)
        if len(stack) > 100:
            raise ValueError("a broken calculator function")


_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "idiv": lambda a, b: int(a / b),
    "mod": math.fmod,
    "exp": lambda a, b: a**b,
    "atan": lambda a, b: math.degrees(math.atan2(a, b)) % 360,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "xor": lambda a, b: a ^ b,
    "bitshift": lambda a, b: a << b if b >= 0 else a >> -b,
}
_ONE: dict[str, Callable[[Any], Any]] = {
    "abs": abs,
    "neg": lambda a: -a,
    "ceiling": math.ceil,
    "floor": math.floor,
    "round": lambda a: math.floor(a + 0.5),
    "truncate": int,
    "cvi": int,
    "cvr": float,
    "sqrt": lambda a: math.sqrt(max(a, 0)),
    "sin": lambda a: math.sin(math.radians(a)),
    "cos": lambda a: math.cos(math.radians(a)),
    "ln": lambda a: math.log(a) if a > 0 else 0.0,
    "log": lambda a: math.log10(a) if a > 0 else 0.0,
    "not": lambda a: (not a) if isinstance(a, bool) else ~a,
}


def _operate(name: str, stack: list[Any]) -> None:
    if name in _TWO:
        second, first = stack.pop(), stack.pop()
        stack.append(_TWO[name](first, second))
    elif name in _ONE:
        stack.append(_ONE[name](stack.pop()))
    elif name in ("true", "false"):
        stack.append(name == "true")
    elif name == "pop":
        stack.pop()
    elif name == "dup":
        stack.append(stack[-1])
    elif name == "exch":
        stack[-1], stack[-2] = stack[-2], stack[-1]
    elif name == "copy":
        count = int(stack.pop())
        stack.extend(stack[len(stack) - count :] if count else [])
    elif name == "index":
        stack.append(stack[-1 - int(stack.pop())])
    elif name == "roll":
        turns, count = int(stack.pop()), int(stack.pop())
        part = stack[len(stack) - count :] if count else []
        if part:
            turns %= count
            stack[len(stack) - count :] = part[-turns:] + part[:-turns] if turns else part
    else:
        raise ValueError(f"a calculator function with {name}")


_MAKERS: dict[int, Callable[[Any, int], Function]] = {0: _sampled, 2: _exponential, 3: _stitched, 4: _calculated}
