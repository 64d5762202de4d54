"""What pyproject.toml says of the package is whole: licences, classifiers, lower bounds, and the files it names."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from packaging.licenses import canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from layout.version import VERSION

HOME = Path(__file__).parents[1]
STATED: dict[str, Any] = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
PROJECT: dict[str, Any] = STATED["project"]
ASKED = [
    *STATED["build-system"]["requires"],
    *PROJECT["dependencies"],
    *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
]
# Each licence by words of its text.
TEXTS = {
    "Apache-2.0": "Apache License",
    "OFL-1.1": "SIL OPEN FONT LICENSE Version 1.1",
    "GPL-3.0-only": "GNU GENERAL PUBLIC LICENSE",
    "Font-exception-2.0": "embed this font",
    "MIT": "Permission is hereby granted, free of charge",
}


def licence_files() -> list[Path]:
    return sorted(path for pattern in PROJECT["license-files"] for path in HOME.glob(pattern))


def test_the_licence_is_an_expression_in_spdx_as_spdx_writes_it() -> None:
    assert canonicalize_license_expression(PROJECT["license"]) == PROJECT["license"]


def test_every_licence_of_the_expression_comes_with_its_text() -> None:
    assert set(re.split(r" AND | WITH ", PROJECT["license"])) == set(TEXTS)
    together = "\n".join(" ".join(path.read_text("utf-8").split()) for path in licence_files())
    assert [name for name, words in TEXTS.items() if words not in together] == []


def test_every_pattern_of_licence_files_finds_some_and_every_folder_of_fonts_has_one() -> None:
    assert [pattern for pattern in PROJECT["license-files"] if not list(HOME.glob(pattern))] == []
    with_fonts = {path.parent for path in (HOME / "fonts").rglob("*") if path.suffix in (".ttf", ".otf")}
    assert with_fonts - {path.parent for path in licence_files()} == set()


def test_classifiers_are_known() -> None:
    known = pytest.importorskip("trove_classifiers")
    assert [each for each in PROJECT["classifiers"] if each not in known.classifiers] == []


def test_classifiers_say_what_the_rest_says() -> None:
    classifiers = PROJECT["classifiers"]
    assert not [each for each in classifiers if each.startswith("License ::")]  # PEP 639: the expression says it
    pythons = [match[1] for each in classifiers if (match := re.fullmatch(r".* :: Python :: (3\.\d+)", each))]
    accepted = SpecifierSet(PROJECT["requires-python"])
    assert pythons
    assert all(version in accepted for version in pythons)
    assert STATED["tool"]["mypy"]["python_version"] == min(pythons, key=lambda each: int(each[2:]))
    assert not accepted.contains(f"3.{min(int(each[2:]) for each in pythons) - 1}")
    assert "Typing :: Typed" not in classifiers or (HOME / "layout/py.typed").is_file()


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_for_has_a_lowest_version_and_no_highest(asked: str) -> None:
    requirement = Requirement(asked)
    if requirement.name == PROJECT["name"]:
        assert requirement.extras <= set(PROJECT["optional-dependencies"])
    else:
        assert [each.operator for each in requirement.specifier] == [">="]


def test_the_files_and_names_it_points_at_are_there() -> None:
    assert (HOME / PROJECT["readme"]).is_file()
    for place in PROJECT["scripts"].values():
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(module), name))
    build = STATED["tool"]["hatch"]["build"]["targets"]["wheel"]
    named = [*build["packages"], *build["force-include"], build["hooks"]["custom"]["path"]]
    assert [each for each in named if not (HOME / each).exists()] == []


def test_the_version_is_the_one_the_program_says() -> None:
    where = STATED["tool"]["hatch"]["version"]
    found = re.search(where["pattern"], (HOME / where["path"]).read_text("utf-8"))
    assert found is not None
    assert found["version"] == VERSION


def test_no_two_files_of_the_tests_have_one_name() -> None:
    """pytest knows modules by their names alone: of two that are called alike it takes neither, nor the others."""
    names = Counter(path.name for path in (HOME / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []
