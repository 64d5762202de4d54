"""What files are called at the shop: every field, and names that cannot be told apart."""

from __future__ import annotations

from datetime import date

import pytest
from drawer import faults

from layout.diagnostics import Report
from layout.package import names

COMMON = names.of_issue("斜土 社区", "XTSQ", date(2026, 11, 30), "128", "2")
VALUES = COMMON | names.of_page(1003) | names.of_form(2, True) | names.of_plate("Black")


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{paper}-{date}-{page}-{colour}", "斜土-社区-20261130-A03-K"),
        ("{code}{yymmdd}{section}.pdf", "XTSQ261130A.pdf"),
        ("{mmdd}_{number}_{edition}_{sheet}{side}.tif", "1130_128_2_02B.tif"),
        ("a/b:{page}", "a-b-A03"),
    ],
)
def test_every_field_is_filled(pattern: str, name: str) -> None:
    assert names.filled(pattern, VALUES) == name


def test_a_spot_ink_has_its_own_name() -> None:
    assert names.of_plate("PANTONE 185 C") == {"colour": "PANTONE-185-C"}


def test_what_is_not_there_is_told_once() -> None:
    report = Report()
    bare = names.of_issue("小报", "", None, "", "")
    assert names.lacking("{code}-{date}-{page}", [bare | names.of_page(1), bare | names.of_page(2)], "a.yaml", report)
    assert faults(report) == ["error NP904 0:0"]
    assert not names.lacking("{date}-{page}", [bare | names.of_page(1)], "a.yaml", report)


@pytest.mark.parametrize(
    ("made", "ascii_only", "codes"),
    [
        (["a.pdf", "b.pdf"], True, []),
        (["a.pdf", "A.pdf"], False, ["NP906"]),
        (["斜土.pdf"], False, []),
        (["斜土.pdf", "b.pdf"], True, ["NP907"]),
    ],
)
def test_names_must_differ_and_fit(made: list[str], ascii_only: bool, codes: list[str]) -> None:
    report = Report()
    assert names.unfit(made, "{page}", ascii_only, "a.yaml", report) == bool(codes)
    assert [fault.code for fault in report] == codes
