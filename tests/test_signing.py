"""A signature holds exactly as long as the bytes that were signed."""

from __future__ import annotations

from datetime import date

import pytest
from drawer import Drawer, faults

from layout.diagnostics import Report
from layout.signing import Signature, check_signatures, file_of, read_signatures, sign

DAY = date(2019, 7, 14)
PDF = b"%PDF of Sunday night"


class Desk(Drawer):
    """Files in memory that can be written."""

    def write(self, name: str, data: bytes) -> None:
        self.files[name] = data


def signed(*roles: str) -> Desk:
    desk = Desk({})
    for role in roles:
        assert sign(desk, "a/i.yaml", PDF, "王编辑", role, DAY, Report()) is not None
    return desk


def test_signatures_stand_beside_the_issue_oldest_first() -> None:
    desk = signed("校对", "终审")
    assert list(desk.files) == ["a/i.signed.json"]
    signatures = read_signatures(desk, "a/i.yaml", Report())
    assert [each.role for each in signatures] == ["校对", "终审"]
    assert all(each.holds(PDF) and not each.holds(PDF + b" ") for each in signatures)


def test_an_issue_nobody_signed_has_no_signatures() -> None:
    report = Report()
    assert read_signatures(Desk({}), "i.yaml", report) == ()
    assert not len(report)


def judged(desk: Desk, wanted: tuple[str, ...], pdf: bytes) -> list[str]:
    report = Report()
    check_signatures(read_signatures(desk, "a/i.yaml", report), wanted, pdf, "a/i.yaml", report)
    return faults(report)


def test_a_role_that_has_not_signed_is_missed() -> None:
    assert judged(signed("校对"), ("校对", "终审"), PDF) == ["error NP920 0:0"]


def test_a_change_after_signing_is_an_error_where_the_paper_demands_the_role() -> None:
    assert judged(signed("终审"), ("终审",), b"%PDF of Monday") == ["error NP921 0:0"]
    assert judged(signed("终审"), (), b"%PDF of Monday") == ["warning NP922 0:0"]


def test_the_newest_signature_of_a_role_counts() -> None:
    desk = signed("终审")
    sign(desk, "a/i.yaml", b"%PDF of Monday", "王编辑", "终审", DAY, Report())
    assert judged(desk, ("终审",), b"%PDF of Monday") == []


@pytest.mark.parametrize("damaged", [b"", b"[]", b"\xff", b'{"signatures": [{"role": 3}]}', b'{"signatures": 4}'])
def test_signatures_that_cannot_be_understood_are_never_overwritten(damaged: bytes) -> None:
    desk, report = Desk({"a/i.signed.json": damaged}), Report()
    assert sign(desk, "a/i.yaml", PDF, "王编辑", "终审", DAY, report) is None
    assert desk.files == {"a/i.signed.json": damaged}
    assert faults(report) == ["error NP923 0:0"]


def test_a_name_in_quotes_comes_back_as_it_was() -> None:
    desk = Desk({})
    sign(desk, "i.yaml", PDF, '王"小"编\n辑', "终审", DAY, Report())
    assert read_signatures(desk, "i.yaml", Report()) == (
        Signature("终审", '王"小"编\n辑', "2019-07-14", read_signatures(desk, "i.yaml", Report())[0].sha256),
    )


def test_only_the_ending_of_the_issue_is_exchanged() -> None:
    assert file_of("issues/a.b/2019-07-15.yaml") == "issues/a.b/2019-07-15.signed.json"
