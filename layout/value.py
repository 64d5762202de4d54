"""`@value`: a frozen, slotted dataclass, made six times as fast; `@key_value`, one hashed once; `FrozenMap`, a mapping
for its fields; `Hashed`, a key; and `Memo`, what was asked for last.

dataclasses compiles six functions for each class; with some ninety classes that was 60 ms of every run, a fifth of a
small page's build. Here a class gets its constructor when its first value is made, and its comparing and hashing when
one is first compared or hashed, which most classes of a run never see. `dataclasses.field`, `replace`, `fields` and
match statements work as on a dataclass, and so do `copy` and `pickle`.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import replace as replace  # its type: each field's name and type are checked

_FIELD = getattr(dataclasses, "_FIELD", None)  # how dataclasses.fields tells a field from a class variable
_Class = TypeVar("_Class", bound=type)
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Hashed:
    """Values as the key of a mapping, hashed once: what is large is asked for more than once."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, *parts: object) -> None:
        self._parts = parts
        self._hash = hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hashed) and (
            self is other or (self._hash == other._hash and self._parts == other._parts)
        )


class Memo(Generic[_Key, _Value]):
    """The `size` values asked for last, by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[_Key, _Value] = OrderedDict()

    def get(self, key: _Key) -> _Value | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: _Key, value: _Value) -> _Value:
        self._kept[key] = value
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(plain: _Class) -> _Class:
    """The class with its annotated names as fields: frozen, slotted, equal by content, hashable."""
    return _made(plain, ())


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def key_value(plain: _Class) -> _Class:
    """The same of a class whose values are large and keys of memos: each is hashed once."""
    return _made(plain, ("_hash",))


if not TYPE_CHECKING:

    def replace(each, /, **changes):
        """As dataclasses.replace, whose name it has: of our values in a third of the time."""
        made = each.__class__
        places = getattr(made, "_places_", None)
        if places is None:
            return dataclasses.replace(each, **changes)
        content = list(made._content_(each))
        for name, given in changes.items():
            content[places[name]] = given
        return made(*content)


def _made(plain: _Class, kept: tuple[str, ...]) -> _Class:
    """kept: slots besides those of the fields."""
    annotations = get_annotations(plain)
    names = tuple(annotations)
    fields = {name: _field(name, plain.__dict__.get(name, MISSING), annotations[name]) for name in names}
    content = _getter(names)
    body = {name: each for name, each in plain.__dict__.items() if name not in (*names, "__dict__", "__weakref__")}
    body |= {
        "__slots__": (*names, *kept),
        "__new__": _first_new,
        "__init_subclass__": _no_subclass,
        "__match_args__": names,
        "__dataclass_fields__": fields,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__repr__": _repr,
        "__eq__": _first_eq,
        "__lt__": _first_lt,
        "__hash__": _first_hash,
        "__reduce__": plain.__dict__.get("__reduce__") or (lambda each: (each.__class__, content(each))),
        "_places_": {name: at for at, name in enumerate(names)},
        "_content_": staticmethod(content),
        "_compared_": tuple(name for name, each in fields.items() if each.compare),
    }
    made: Any = type(plain)(plain.__name__, plain.__bases__, body)
    made.__qualname__ = plain.__qualname__
    return cast(_Class, made)


def _field(name: str, given: Any, annotation: object) -> Field[Any]:
    made: Field[Any] = given if isinstance(given, Field) else field(default=given)
    made.name, made.type = name, cast(Any, annotation)
    cast(Any, made)._field_type = _FIELD
    return made


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What stands in the fields of a value, in their order."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda each: tuple([getattr(each, name) for name in names])


# The first making, comparing or hashing of a class compiles what all later ones use.


def _first_new(cls: Any, *arguments: Any, **named: Any) -> Any:
    cls.__new__ = _constructor(cls)
    return cls(*arguments, **named)


def _no_subclass(cls: Any) -> NoReturn:
    raise TypeError(f"{cls.__name__}: a class of values has no subclasses")


def _constructor(made: Any) -> staticmethod[..., Any]:
    """`__new__` of a class of values. What is made is of a class with the same slots that lets them be set, and then of
    the class it should be: half the time of setting the slots of a class that does not."""
    open_class = type(made)(made.__name__, made.__bases__, {"__slots__": made.__slots__})
    scope: dict[str, Any] = {"missing": MISSING, "_empty": object.__new__, "_open": open_class, "_class": made}
    arguments, lines = ["_class_asked"], ["self = _empty(_open)"]
    for name, each in made.__dataclass_fields__.items():
        taken = name
        if each.default is not MISSING:
            scope[f"default_{name}"] = each.default
            arguments.append(f"{name}=default_{name}")
        elif each.default_factory is not MISSING:
            scope[f"make_{name}"] = each.default_factory
            arguments.append(f"{name}=missing")
            taken = f"make_{name}() if {name} is missing else {name}"
        else:
            arguments.append(name)
        lines.append(f"self.{name} = {taken}")
    lines.append("self.__class__ = _class")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    lines.append("return self")
    exec(f"def __new__({', '.join(arguments)}):\n " + "\n ".join(lines), scope)
    return staticmethod(scope["__new__"])


def _first_eq(self: Any, other: object) -> bool:
    _compile(self.__class__)
    return cast(bool, self.__eq__(other))


def _first_lt(self: Any, other: object) -> bool:
    _compile(self.__class__)
    return cast(bool, self.__lt__(other))


def _first_hash(self: Any) -> int:
    _compile(self.__class__)
    return cast(int, self.__hash__())


def _compile(made: Any) -> None:
    """Give a class of values its own `__eq__`, `__lt__` and `__hash__`:
    tuples of its fields are twice as fast spelled out."""
    own, others = ("".join(f"{whose}.{name}, " for name in made._compared_) for whose in ("self", "other"))
    scope: dict[str, Any] = {}
    hashed = f"return hash(({own}))"
    if "_hash" in made.__slots__:
        scope["keep"] = made._hash.__set__
        hashed = f"""try:
  return self._hash
 except AttributeError:
  keep(self, hash(({own})))
  return self._hash"""
    exec(
        f"""
def __eq__(self, other):
 if self is other:
  return True
 if other.__class__ is not self.__class__:
  return NotImplemented
 return ({own}) == ({others})
def __lt__(self, other):
 if other.__class__ is not self.__class__:
  return NotImplemented
 return ({own}) < ({others})
def __hash__(self):
 {hashed}
""",
        scope,
    )
    for name in ("__eq__", "__lt__", "__hash__"):
        setattr(made, name, scope[name])


def _refuse(self: object, name: str, *value: object) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")


def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name, each in self.__dataclass_fields__.items() if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


class FrozenMap(dict[_Key, _Value]):
    """A dict that nobody changes: read as fast as any, hashable where its values are,
    and one that pickle and copy take."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:  # type: ignore[override]
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(frozenset(self.items()))
            return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMap, (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a FrozenMap cannot be changed")

    __setitem__ = __delitem__ = update = setdefault = pop = popitem = clear = __ior__ = _refuse
