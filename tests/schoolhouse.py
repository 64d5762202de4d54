"""The school paper's house style, a typesetter and some copy, for tests of modules that want no issue."""

from __future__ import annotations

from functools import cache

from layout.diagnostics import Report
from layout.pipeline import Session, Workspace
from layout.text.paragraph import Typesetter
from layout.theme import Theme, read_theme

WORDS = "河边的菜场六点开门，先来的不是买菜的人，是送豆腐的三轮车。老板娘把帘子卷起来，一块一块数给早起的邻居。"


@cache
def house() -> Theme:
    return read_theme(Workspace(), "issues/school/paper.yaml", Report())


@cache
def setter() -> Typesetter:
    return Session(Workspace()).setter(Report())
