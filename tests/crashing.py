"""Pipelines that fail, to be named by `-s ITEM_PIPELINES=...` in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefings.errors import OutputError

if TYPE_CHECKING:
    from briefings.items import Briefing

NUMBER = "900003"


class Crash:
    """A mistake in our own code, met on one page."""

    def process_item(self, item: Briefing) -> Briefing:
        if item.id.endswith(NUMBER):
            raise ZeroDivisionError("by the third page")
        return item


class Full:
    """A disk that fills up."""

    def process_item(self, item: Briefing) -> Briefing:
        if item.id.endswith(NUMBER):
            raise OutputError("briefings.db: no space left on device")
        return item
