"""What a check comes to: its outcome in numbers and words, and the points it takes of a page's score."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from layout.diagnostics import Language, fill, resource
from layout.units import Rect
from layout.value import value


@value
class Check:
    """One check's outcome. amount: in the check's own unit, 0 = kept; story: whose it is, "" = the page's; box: where
    it is, points, None = the whole story or page."""

    id: str
    amount: float
    severity: Literal["ok", "warning", "error"]
    story: str = ""
    box: Rect | None = None

    def message(self, language: Language = "en") -> str:
        """What the check found, in words."""
        return fill(_messages()[self.id][language], (("story", self.story), ("amount", f"{self.amount:g}")))


@cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    import tomllib

    return tomllib.loads(resource("messages/quality.toml").decode("utf-8"))


WEIGHTS = {
    "Q01": 1.0,
    "Q02": 2.0,
    "Q03": 2.0,
    "Q04": 20.0,
    "Q05": 6.0,
    "Q06": 0.1,
    "Q07": 0.3,
    "Q08": 6.0,
    "Q09": 1.0,
    "Q10": 0.5,
    "Q11": 0.1,
    "Q12": 0.1,
    "Q13": 0.3,
    "Q14": 0.1,
    "Q15": 3.0,
    "Q16": 2.0,
    "Q18": 6.0,
    "Q19": 1.0,
    "Q20": 0.5,
    "Q21": 0.2,
    "Q23": 0.5,
    "Q24": 0.5,
    "Q26": 0.45,
    "Q27": 0.05,
    "Q28": 0.1,
    "Q29": 0.1,
    "Q30": 0.8,
    "Q31": 0.4,
    "Q32": 0.22,
    "Q33": 0.01,
    "Q34": 0.05,
    "Q35": 0.1,
    "Q36": 1.0,
    "Q37": 1.0,
    "Q38": 0.1,
    "Q39": 0.2,
    "Q40": 0.2,
    "Q41": 1.0,
    "Q42": 0.3,
    "Q43": 0.79,
    "Q44": 4.5,
    "Q45": 0.45,
    "Q46": 0.25,
    "Q47": 0.8,
    "Q48": 1.7,
    "Q49": 0.15,
    "Q50": 0.16,
    "Q51": 0.16,
    "Q52": 1.05,
    "Q53": 0.105,
    "Q54": 0.4,
}
MOST_AMOUNT = 20.0  # of a check, in the score
ERROR = 10.0  # what every check of error level takes besides


def points(check: Check) -> float:
    """What it takes of the score."""
    return WEIGHTS[check.id] * min(check.amount, MOST_AMOUNT) + (ERROR if check.severity == "error" else 0.0)
