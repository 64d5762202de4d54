from layout.diagnostics import Report
from layout.importing.values import Document


def read(file: str, data: bytes, report: Report) -> Document | None: ...
