"""Reading the index of a channel, page by page, and remembering what it showed.

`Walker` knows one generation of the index. It asks for pages through the function it
is given, so that nothing here knows of Scrapy.
"""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from briefings.archive import timestamp
from briefings.errors import ChallengeError, MissingPageError, PageError
from briefings.memory import Index, Page
from briefings.site import is_article
from briefings.sources import canonical, identify

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from briefings.listing import Link, Listing
    from briefings.memory import Memory, State

    Read = Callable[[str], Awaitable[Listing | None]]

# index.htm, index.html: the first page; the second is index_1.htm
FIRST_RE: Final = re.compile(r"index\.(html?)$")


@dataclass(slots=True)
class Entry:
    """One line of an index page."""

    url: str
    title: str
    day: str | None
    """`2020-11-20` as printed beside it."""

    document: str | None
    """`scio:1693013`; null for what is no article of this site."""


@dataclass(slots=True)
class Shown:
    """An index page as it is now."""

    number: int
    """1 is the newest."""

    url: str
    entries: list[Entry]
    pages: int
    total: int | None
    """Entries of the whole index, where the page tells."""

    days: list[str] = field(default_factory=list)
    """The dates of its entries, oldest first."""

    @property
    def newest(self) -> str | None:
        return self.days[-1] if self.days else None

    @property
    def median(self) -> str | None:
        """The middle date: neither pinned nor misdated entries move it."""
        return statistics.median_low(self.days) if self.days else None


@dataclass(slots=True)
class Walk:
    """The pages read in one go, from the first on."""

    pages: list[Shown] = field(default_factory=list)
    fresh: list[Entry] = field(default_factory=list)
    """Entries that no run had seen before this one, each once."""

    ended: bool = False
    """The last page of the index was read."""

    broken: PageError | None = None
    """Why it could not be read any further."""

    met: dict[str, int] = field(default_factory=dict)
    """Page on which each entry was met first."""

    twice: int = 0
    """Entries met on a second page."""

    def add(self, shown: Shown, unknown: set[str]) -> None:
        self.pages.append(shown)
        for entry in shown.entries:
            if self.met.setdefault(entry.url, shown.number) != shown.number:
                self.twice += 1
            elif entry.url in unknown and entry not in self.fresh:
                self.fresh.append(entry)
        self.ended = shown.number >= shown.pages


class Walker:
    """One generation of an index. `page` gives None where the site has none."""

    def __init__(self, first: str, read: Read, memory: Memory) -> None:
        self.first = first
        self.folder = first.rpartition("/")[0] + "/"
        self.memory = memory
        self._read = read
        self._counted: Shown | None = None

    def address(self, number: int) -> str:
        """Address of page 1, 2, 3 ...: index.htm, index_1.htm, index_2.htm."""
        if number == 1:
            return self.first
        return FIRST_RE.sub(rf"index_{number - 1}.\1", self.first)

    async def page(self, number: int) -> Shown | None:
        """Ask for a page, and remember what it showed; None if there is none."""
        counted, self._counted = self._counted, None
        if counted and counted.number == number:
            return counted  # read a moment ago, to count
        url = self.address(number)
        listing = await self._read(url)
        if listing is None or not listing.links:
            return None
        entries = [_entry(link) for link in listing.links]
        shown = Shown(
            number,
            url,
            entries,
            max(listing.pages or 1, number),
            listing.total,
            sorted(entry.day for entry in entries if entry.day),
        )
        self._remember(shown)
        return shown

    def _remember(self, shown: Shown) -> None:
        known = self.memory.index(shown.url) or Index(shown.url)
        known.number, known.pages = shown.number, shown.pages
        known.total = known.total if shown.number == 1 else None
        known.links = len(shown.entries)
        known.oldest = shown.days[0] if shown.days else None
        known.median, known.newest = shown.median, shown.newest
        known.last_fetched = timestamp()
        self.memory.indexed(known)

    async def count(self, first: Shown) -> int:
        """Entries of the whole index: as told, or pages times entries a page."""
        if first.total is not None:
            return first.total
        if first.pages == 1:
            return len(first.entries)
        last = self._counted = await self.page(first.pages)
        rest = len(last.entries) if last else 0
        return (first.pages - 1) * len(first.entries) + rest

    def note(self, shown: Shown, wanted: Iterable[Entry] = ()) -> None:
        """Write the entries of a page down: as wanted, or as merely seen."""
        chosen = {entry.url for entry in wanted}
        self.memory.listed(
            self._row(entry, shown.url, "listed" if entry.url in chosen else "seen")
            for entry in shown.entries
            if entry.document
        )

    def _row(self, entry: Entry, listing: str, state: State) -> Page:
        return Page(
            entry.url,
            entry.document,
            state,
            title=entry.title,
            page_date=entry.day,
            listing=listing,
        )


async def follow(walker: Walker, walk: Walk, number: int, total: int) -> Shown | None:
    """The page; None at the end, or where `broken` tells why there is none."""
    try:
        shown = await walker.page(number)
    except ChallengeError:
        raise
    except PageError as error:
        if number == 1:
            raise
        walk.broken = error
        return None
    if shown is None and walk.pages:
        # Past the end, if all entries were seen; else it is missing.
        walk.ended = sum(len(page.entries) for page in walk.pages) >= total
        if not walk.ended:
            told = f"the index has {walk.pages[0].pages} pages, and this one is missing"
            walk.broken = MissingPageError(walker.address(number), told)
    return shown


def _entry(link: Link) -> Entry:
    url = canonical(link.url)
    found = identify(url) if is_article(url) else None
    document = f"{found.source}:{found.document}" if found else None
    return Entry(url, link.title, link.date, document)
