"""A value is what a frozen, slotted dataclass is, to whoever uses it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from layout.value import value


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
