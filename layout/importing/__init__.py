"""Files of any office, as they come → an issue in YAML, and an account of every character.

importing.py is the way through: bytes → document (word.py, plain.py, marked.py, web.py, sheets.py, page.py: one a kind
of file) → stories (tagging.py, stories.py) → YAML (issue.py), with the account (account.py) of what became of each
character.
"""

from layout.importing.account import Account
from layout.importing.importing import Imported, Options, import_files
from layout.importing.values import Manuscript

__all__ = ["Account", "Imported", "Manuscript", "Options", "import_files"]
