"""What the program itself prints on a page, or calls a page, in the language of the paper: 第3版, 下轉第3版, 3面に続く.

The words stand in data/page-words.toml; what an editor may change is no concern of it but of a theme's `words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from layout.diagnostics import resource
from layout.pagenames import page_name, section_of

# The code of a language in documents, as the readers of PDF, EPUB and the web know it.
_DOCUMENT = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh-Hant-HK": "zh-HK"}


def page_word(word: str, language: str, **values: object) -> str:
    """language: of a style or a document (zh-Hans or zh-CN, ja …). KeyError: there is no such word."""
    return _words(_written(language))[word].format(**values)


def page_called(number: int, language: str, printed: str = "") -> str:
    """第3版, A3版; 3面. printed: the number as the paper prints it, where it has two digits."""
    return page_word("page_short" if section_of(number) else "page", language, page=printed or page_name(number))


def document_language(language: str) -> str:
    """zh-Hant → zh-TW: what a file says of itself."""
    return _DOCUMENT.get(language, language)


def _written(language: str) -> str:
    return next((own for own, document in _DOCUMENT.items() if document == language), language)


@cache
def _words(language: str) -> Mapping[str, str]:
    import tomllib

    rows = tomllib.loads(resource("page-words.toml").decode("utf-8"))
    above = rows["zh-Hant"] if language.startswith("zh-Hant") else {}
    return {**rows["zh-Hans"], **above, **rows.get(language, {})}


__all__ = ["document_language", "page_called", "page_word"]
