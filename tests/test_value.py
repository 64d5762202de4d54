"""A value is what a frozen, slotted dataclass is, to whoever uses it."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, replace

import pytest

import layout.value
from layout.galley import Setting
from layout.pipeline import Workspace, check
from layout.source import Source
from layout.value import FrozenMap, key_value, value


@value
class Box:
    """A box."""

    width: float
    name: str = "box"
    parts: tuple[int, ...] = ()
    place: int = field(default=0, compare=False, repr=False)
    notes: list[str] = field(default_factory=list, compare=False)

    @property
    def half(self) -> float:
        return self.width / 2

    @classmethod
    def square(cls) -> Box:
        return cls(1.0)


@dataclass(frozen=True, slots=True)
class Twin:
    """The same as a dataclass."""

    width: float
    name: str = "box"
    parts: tuple[int, ...] = ()
    place: int = field(default=0, compare=False, repr=False)
    notes: list[str] = field(default_factory=list, compare=False)


def test_values_are_equal_by_content_and_keys_of_a_memo() -> None:
    assert Box(1.0, "a", (2,)) == Box(1.0, "a", (2,), place=9)
    assert hash(Box(1.0, place=1)) == hash(Box(1.0, place=2))
    assert Box(1.0) != Box(2.0)
    others: list[object] = [Twin(1.0), (1.0, "box", ())]
    assert Box(1.0) not in others
    assert {Box(1.0): "found"}[Box(1.0)] == "found"


def test_a_key_is_hashed_once() -> None:
    asked: list[object] = []

    class Part:
        def __hash__(self) -> int:
            asked.append(self)
            return 5

    @key_value
    class Key:
        part: Part

    part = Part()
    key = Key(part)
    assert hash(key) == hash(key) == hash(Key(part))
    assert (asked, key) == ([part, part], Key(part))
    assert [each.name for each in fields(Key)] == ["part"]
    assert copy.copy(key) == key


def test_one_field_may_be_another() -> None:
    box = Box(1.0, "a", (2,), 9)
    assert layout.value.replace(box, name="b") == Box(1.0, "b", (2,))
    assert layout.value.replace(box, name="b").place == 9
    assert layout.value.replace(Twin(1.0), width=2.0) == Twin(2.0)
    with pytest.raises(KeyError):
        layout.value.replace(box, colour="red")  # type: ignore[call-arg]


def test_it_shows_itself_as_a_dataclass_does() -> None:
    assert repr(Box(1.0, "a")) == repr(Twin(1.0, "a")).replace("Twin", "Box")


def test_nothing_of_it_changes_and_nothing_is_added() -> None:
    box = Box(1.0)
    for name in ("width", "colour"):
        with pytest.raises(FrozenInstanceError):
            setattr(box, name, 2.0)
    with pytest.raises(FrozenInstanceError):
        del box.width
    assert not hasattr(box, "__dict__")


def test_each_has_a_list_of_its_own() -> None:
    assert Box(1.0).notes is not Box(1.0).notes


def test_replace_fields_and_match_take_it_for_a_dataclass() -> None:
    assert [each.name for each in fields(Box)] == [each.name for each in fields(Twin)]
    assert replace(Box(1.0, "a"), width=3.0) == Box(3.0, "a")
    match Box(1.0, "a"):
        case Box(width, name):
            assert (width, name) == (1.0, "a")


def test_values_that_can_be_ordered_are() -> None:
    assert sorted([Box(2.0), Box(1.0, "b"), Box(1.0, "a")]) == [Box(1.0, "a"), Box(1.0, "b"), Box(2.0)]  # type: ignore[type-var]


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Box()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Box(1.0, "a", (), 0, [], 7)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Box(1.0, colour="red")  # type: ignore[call-arg]


def test_methods_and_post_init_work() -> None:
    @value
    class Positive:
        number: int

        def __post_init__(self) -> None:
            if self.number < 0:
                raise ValueError(self.number)

    assert Box.square().half == 0.5
    assert Box.__doc__ == "A box."
    with pytest.raises(ValueError, match="-1"):
        Positive(-1)


# -- carried: pickled and copied -------------------------------------------------------------------------------------

GIVEN = {"Setting": Setting()}
"""Values whose fields may not be just anything."""


def every_class() -> list[type]:
    """Every class of values the program has, as far as this machine can import it."""
    found: dict[str, type] = {}
    for module in pkgutil.walk_packages(layout.__path__, "layout."):
        if module.name.endswith("__main__"):
            continue
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and hasattr(each, "_compared_"):
                found[f"{each.__module__}.{each.__qualname__}"] = each
    return list(found.values())


def made(each: type) -> object:
    """A value of the class with a text in every field that must be given."""
    if each.__name__ in GIVEN:
        return GIVEN[each.__name__]
    wanted = [one for one in fields(each) if one.default is MISSING and one.default_factory is MISSING]
    return each(**{one.name: f"a {one.name}" for one in wanted})


@pytest.mark.parametrize("each", [pytest.param(each, id=each.__qualname__) for each in every_class()])
def test_every_value_of_the_program_can_be_pickled_and_copied(each: type) -> None:
    one = made(each)
    for other in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):
        assert type(other) is each
        assert other == one
        assert repr(other) == repr(one)


def test_fields_that_are_not_compared_are_carried_too() -> None:
    carried = pickle.loads(pickle.dumps(Box(1.0, "a", (2,), 9, ["note"])))
    assert (carried.place, carried.notes) == (9, ["note"])
    assert copy.copy(carried).notes is carried.notes
    assert copy.deepcopy(carried).notes is not carried.notes


def test_a_source_is_not_carried_with_what_was_worked_out_from_it() -> None:
    source = Source("a.yaml", "one\ntwo\n")
    carried = pickle.loads(pickle.dumps(source))
    assert (carried, carried.starts) == (source, source.starts)


def test_a_whole_sample_is_carried_as_it_is() -> None:
    proof = check(Workspace(), "issues/xietu/2019-07-15.yaml")
    for one in (proof.issue, proof.theme, proof.pages):
        assert pickle.loads(pickle.dumps(one)) == one
    typed = pickle.loads(pickle.dumps(proof.pages[0])).bodies[0][1][0].copy
    assert typed.span(3) == proof.pages[0].bodies[0][1][0].copy.span(3)


# -- the mapping -----------------------------------------------------------------------------------------------------


def test_a_frozen_map_reads_as_a_dict_and_does_not_change() -> None:
    frozen = FrozenMap({"a": 1, "b": 2})
    assert (frozen["a"], list(frozen), dict(frozen)) == (1, ["a", "b"], {"a": 1, "b": 2})
    changes: list[Callable[[dict[str, int]], object]] = [
        lambda each: each.__setitem__("a", 2),
        lambda each: each.__delitem__("a"),
        lambda each: each.update(a=2),
        lambda each: each.setdefault("c", 2),
        lambda each: each.pop("a"),
        lambda each: each.popitem(),
        lambda each: each.clear(),
        lambda each: each.__ior__({"a": 2}),
    ]
    for change in changes:
        with pytest.raises(TypeError):
            change(frozen)
    assert frozen == {"a": 1, "b": 2}


def test_frozen_maps_are_keys_and_are_carried() -> None:
    frozen = FrozenMap({"a": 1, "b": 2})
    assert hash(frozen) == hash(FrozenMap({"b": 2, "a": 1}))
    for other in (pickle.loads(pickle.dumps(frozen)), copy.copy(frozen), copy.deepcopy(frozen)):
        assert type(other) is FrozenMap
        assert other == frozen
