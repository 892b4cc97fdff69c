"""Finding words in Chinese text: `气候` -> the phrase `"气 候"` of the index.

SQLite takes a run of Chinese for one word, and its trigrams find nothing shorter
than three characters. So each character is indexed as a word of its own, and what
the index returns is compared once more with the text: exact for one character, for
Latin words in any case, for digits in either width, and for punctuation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Full-width digits and letters as ASCII (`２０２０` is found by `2020`).
_NARROW: Final = {
    code: code - 0xFEE0
    for start, end in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for code in range(start, end + 1)
}

# `２`, `Ａ`: looked for first, because few texts hold any and translating is slow.
WIDE_RE: Final = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")

# `气`, `8`, `g`: characters that the tokenizer of any SQLite takes for words. Others
# may be dropped by it, on both sides alike, so they cannot stand alone in a query.
INDEXED_RE: Final = re.compile(r"[0-9a-z\u3400-\u4dbf\u4e00-\u9fa5]")

# Any run of white space: `air  quality`, a line end.
SPACE_RE: Final = re.compile(r"\s+")


def fold(text: str) -> str:
    """Text as it is compared: lower case, digits and Latin in one width."""
    if WIDE_RE.search(text):
        text = text.translate(_NARROW)
    return text.lower()


def spaced(*texts: str | None) -> str:
    """What the index holds of these texts: folded, each character apart.

    An index without content forgets a text only if it is told the same words again:
    who changes this function adds a migration that fills the index anew.
    """
    return " ".join(fold("\n".join(text for text in texts if text)))


def wanted(words: Sequence[str]) -> list[str]:
    """The words of a query, folded; those of white space alone are dropped."""
    found = (SPACE_RE.sub(" ", fold(word)).strip() for word in words)
    return [word for word in found if word]


def match(words: Sequence[str]) -> str | None:
    """The FTS5 query that finds at least all texts holding all folded words.

    None where no word can be looked up (`！`): then every text has to be compared.
    """
    phrases = [
        '"' + " ".join(word).replace('"', '""') + '"'
        for word in words
        if INDEXED_RE.search(word)
    ]
    return " AND ".join(phrases) or None


def holds(words: Sequence[str], *texts: str | None) -> bool:
    """Whether each folded word stands in one of the texts."""
    given = [text for text in texts if text]
    return all(
        any(word in text for text in given) or any(word in fold(text) for text in given)
        for word in words
    )


def snippet(text: str, words: Sequence[str], width: int = 60) -> str:
    """About `width` characters of the text around the first word that is in it.

    `…` marks a cut end; line ends become spaces.
    """
    folded = fold(text)
    shown = text if len(folded) == len(text) else folded  # `İ` grows in lower case
    places = [folded.find(word) for word in words]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, min(first - width // 3, len(shown) - width))
    cut = shown[start : start + width]
    head, tail = "…" if start else "", "…" if start + width < len(shown) else ""
    return head + SPACE_RE.sub(" ", cut).strip() + tail
