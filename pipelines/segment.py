"""SEGMENT: an article becomes a briefing, with turns, speakers, day and outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from briefings.reading import read

if TYPE_CHECKING:
    from briefings.items import Article, Briefing


class Segment:
    """Article in, briefing out."""

    pure: ClassVar[bool] = True

    def process_item(self, item: Article) -> Briefing:
        return read(item)
