"""Where in an index the briefings held in a range of days are.

The index is sorted by page date but for what was put elsewhere by hand, so the median
date of a page says where it stands. The pages around the range are found by halving,
and read with one more on either side. A page without news is not asked for twice: what
it showed is remembered for as long as the index counts the same number of entries.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from briefings.dates import DateRange
from briefings.errors import MissingPageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefings.walking import Shown, Walker

LATEST: Final = 10
"""Days after which a page may be dated: eight were seen, over a long holiday."""

EARLIEST: Final = 1
"""Days before the briefing that a page may be dated: abroad it may be yesterday."""

MARGIN: Final = 1
"""Pages read beyond the last one needed, for entries that stand out of order."""


def window(days: DateRange) -> DateRange:
    """Dates of the pages whose briefings may have been held in these days."""
    return DateRange(
        days.since and days.since - dt.timedelta(days=EARLIEST),
        days.until and days.until + dt.timedelta(days=LATEST),
    )


class Search:
    """Reads as much of an index as the range needs."""

    def __init__(self, walker: Walker, days: DateRange) -> None:
        self.walker = walker
        self.days = window(days)
        self._medians: dict[int, str] = {}
        self._total = 0
        self._pages = 0

    async def run(self, *, exhaustive: bool = False) -> bool:
        """Note all entries of the pages where the range may be. False if it is gone."""
        first = await self.walker.page(1)
        if first is None:
            return False
        self._keep(first)
        self._pages = first.pages
        self._total = await self.walker.count(first)
        if exhaustive:
            await self._read(range(2, self._pages + 1))
        else:
            await self._around()
        return True

    async def _around(self) -> None:
        top, bottom = 1, self._pages
        if self.days.until:
            top = await self._first_below(str(self.days.until), 1)
        if self.days.since:
            start = str(self.days.since - dt.timedelta(days=1))
            bottom = await self._gallop(start, top)
        first = max(1, top - 1 - MARGIN)
        last = min(self._pages, bottom + MARGIN)
        await self._read(range(first, last + 1))

    async def _first_below(self, day: str, low: int) -> int:
        """The first page whose median is `day` or before, from `low` on."""
        high = self._pages + 1
        while low < high:
            middle = (low + high) // 2
            if await self._median(middle) <= day:
                high = middle
            else:
                low = middle + 1
        return low

    async def _gallop(self, day: str, start: int) -> int:
        """The same for a page that is probably near: 1, 2, 4 ... pages further on."""
        step = 1
        low = start
        while low < self._pages and await self._median(low) > day:
            if step > 1 and low + step >= self._pages:
                return await self._first_below(day, low + 1)
            low = min(self._pages, low + step)
            step *= 2
        return low

    async def _median(self, number: int) -> str:
        if number not in self._medians:
            await self._read([number])
        return self._medians.get(number, "")

    async def _read(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number in self._medians or self._remembered(number):
                continue
            shown = await self.walker.page(number)
            if shown is not None:
                self._keep(shown)
            elif number < self._pages:
                told = f"the index has {self._pages} pages, and this one is missing"
                raise MissingPageError(self.walker.address(number), told)

    def _keep(self, shown: Shown) -> None:
        memory = self.walker.memory
        with memory.archive.transaction():
            self.walker.note(shown)
            row = memory.index(shown.url)
            # The total of page 1 is for `news` to set: all before it is known then.
            if row is not None and shown.number > 1:
                row.total = self._total
                memory.indexed(row)
        self._medians[shown.number] = shown.median or ""

    def _remembered(self, number: int) -> bool:
        """Whether an earlier backfill read this page of the same index."""
        row = self.walker.memory.index(self.walker.address(number))
        if row is None or row.total != self._total or number == 1:
            return False
        self._medians[number] = row.median or ""
        return True
