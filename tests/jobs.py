"""Issues small enough that a dozen are made in a second, and tasks that go wrong in the ways tasks can."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from layout.batch.values import Bundle, Job, Made, Output, Task
from layout.pipeline import Session
from layout.value import FrozenMap, value

PAPER = "extends: community-tabloid\nmasthead: {name: 小报}\n"
ISSUE = """\
paper: 小报
date: 2026-05-24
number: {number}
pages:
  - page: 2
    plan: auto
    stories:
      lead:
        role: lead
        rank: 1
        headline: 新桥今晨通车{number}
        body: {body}
"""
BODY = "今晨六时，跨江新桥正式通车，两岸居民步行过江只要八分钟。"


def write(folder: Path, count: int, body: str = BODY * 160) -> list[str]:
    """Issues 1.yaml … of one page in the folder; their names."""
    (folder / "paper.yaml").write_text(PAPER, "utf-8")
    names = [f"{number}.yaml" for number in range(1, count + 1)]
    for number, name in enumerate(names, 1):
        (folder / name).write_text(ISSUE.format(number=number, body=body), "utf-8")
    return names


def job(task: Task, issue: str = "a.yaml") -> Job:
    return Job(task, Bundle(issue, FrozenMap({issue: b"x"})))


@value
class Echo:
    """Gives back what it was given."""

    def made(self, session: Session, issue: str) -> Made:
        return Made((Output(f"{issue}.out", session.workspace.read(issue)),))


@value
class Dies:
    """Dies by SIGKILL at the issue named, unless `mark` is there; to die but once, it makes the mark before."""

    issue: str
    mark: str
    once: bool = True

    def made(self, session: Session, issue: str) -> Made:
        if issue == self.issue and not os.path.exists(self.mark):
            if self.once:
                Path(self.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return Echo().made(session, issue)


@value
class Raises:
    def made(self, session: Session, issue: str) -> Made:
        raise KeyError(issue)
