"""A start for those who have nothing: a few answers → a paper that builds, filled with sample copy to be replaced.

The questions, what each answer comes to, and the copy stand in data/scaffold. questions.py asks, house_style.py writes
the paper.yaml, first_issue.py chooses and writes the copy, files.py puts it all into a folder;
regional.py has what papers of other regions begin with.
"""

from layout.scaffold.files import issue_file, put, scaffold_files, start_paper
from layout.scaffold.questions import as_start, cautions, questions
from layout.scaffold.regional import REGIONS, regional_files
from layout.scaffold.values import Choice, Question, Start

__all__ = [
    "REGIONS",
    "Choice",
    "Question",
    "Start",
    "as_start",
    "cautions",
    "issue_file",
    "put",
    "questions",
    "regional_files",
    "scaffold_files",
    "start_paper",
]
