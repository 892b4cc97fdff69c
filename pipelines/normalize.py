"""NORMALIZE: white space, invisible characters and paragraphs, by one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from briefings.text import normalize

if TYPE_CHECKING:
    from briefings.items import Article


class Normalize:
    """Article in, article out. PageError where nothing is left of its text."""

    pure: ClassVar[bool] = True
    """Works on one item alone, so that `briefings.reparse` may run it anywhere."""

    def process_item(self, item: Article) -> Article:
        return normalize(item)
