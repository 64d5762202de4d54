"""Copy checks (校对): an issue's copy against rules of usage and the paper's own lists.

checking.py is where it runs; rules.py reads the rules (data/proofreading), patterns.py, pairs.py and lists.py apply
them, silences.py knows what the editor has said is right, fixing.py makes a finding's cure.
"""

from layout.proofreading.checking import Remembered, proofread, remembered
from layout.proofreading.fixing import Change, changes, fixed_value, fixed_values, mended, with_values
from layout.proofreading.rules import rules
from layout.proofreading.silences import check_names
from layout.proofreading.values import Finding, Hit, Rule

__all__ = [
    "Change",
    "Finding",
    "Hit",
    "Remembered",
    "Rule",
    "changes",
    "check_names",
    "fixed_value",
    "fixed_values",
    "mended",
    "proofread",
    "remembered",
    "rules",
    "with_values",
]
