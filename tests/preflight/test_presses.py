"""Presses by name and from a printer's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from layout.presses import from_toml, names, press
from layout.units import MM


def test_every_press_of_ours_is_whole() -> None:
    assert set(names()) >= {"newsprint", "newsprint-x1a", "newsprint-gb", "coated"}
    for name in names():
        made = press(name)
        assert made.tac[0] < made.tac[1]
        assert made.ppi[0] > made.ppi[1]
        assert made.bleed == pytest.approx(3 * MM)


def test_newsprint_brings_its_profile_and_coated_says_it_has_none() -> None:
    assert press().profile_bytes()[12:20] == b"prtrCMYK"
    assert press("coated").profile_bytes() == press("newsprint-gb").profile_bytes() == b""


def test_a_printers_own_press_says_what_differs(tmp_path: Path) -> None:
    (tmp_path / "shop.icc").write_bytes(b"profile")
    (tmp_path / "shop.toml").write_text(
        'like = "coated"\nprofile = "shop.icc"\nbleed = 5\nspots = ["Gold"]\nsheet_inks = ["4/1"]\n'
    )
    made = press(str(tmp_path / "shop.toml"))
    assert (made.name, made.tac, made.spots) == ("shop", press("coated").tac, ("Gold",))
    assert made.bleed == pytest.approx(5 * MM)
    assert made.profile_bytes() == b"profile"
    assert made.sheet_inks == ((4, 1),)


def test_zones_lie_where_the_press_has_them() -> None:
    row = b'ink_zones = 46\nink_zone_width = 18.5\nzone_1 = ["right", "right"]\nink_offset = -4\nsheet = [787, 546]'
    made = from_toml(row, "shop.toml")
    assert (made.ink_zones, made.zone_1) == (46, ("right", "right"))
    assert made.ink_zone_width == pytest.approx(18.5 * MM)
    assert made.ink_offset == pytest.approx(-4 * MM)
    assert made.sheet == pytest.approx((787 * MM, 546 * MM))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("tac = 220", "tac"),
        ("blead = 3", "bleed"),
        ('standard = "x-9"', "standard"),
        ("bleed = -1", "bleed"),
        ("= 3", "shop"),
        ('sheet_inks = ["4"]', "sheet_inks"),
        ('sheet_inks = "4/1"', "sheet_inks"),
        ("ink_zones = 0", "ink_zones"),
        ("ink_zones = 32.5", "ink_zones"),
        ('zone_1 = "left"', "zone_1"),
        ('zone_1 = ["left", "top"]', "zone_1"),
        ("ink_zone = 32", "ink_zones"),
        ("sheet = 780", "sheet"),
        ('naming = "{paper}_{pages}.pdf"', "naming"),
        ('ascii_names = "yes"', "ascii_names"),
        ('plate_naming = "{page}.tif"', "plate_naming"),
        ('plate_naming = "{page}{sheet}{colour}.tif"', "plate_naming"),
        ("plate_dpi = 72", "plate_dpi"),
        ("angles = { Cyan = 15 }", "angles"),
        ('dot = "square"', "dot"),
    ],
)
def test_a_wrong_press_file_is_told(row: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_toml(row.encode(), "shop.toml")


def test_a_mistyped_name_is_put_right() -> None:
    with pytest.raises(ValueError, match="“newsprint”"):
        press("newsprnt")
