"""What is new on an index: read from the top until nothing new can lie deeper.

The index is not in the order of dates: items are pinned to its top by hand, and old
ones are published late. So no single known or old entry means that the rest is known.
Two things do:

- The index counts its entries. If it holds three more than when everything on it was
  known, and three that are not known were found, there are no others. Any other
  outcome (entries removed, entries added deep down) leads on to the very end.
- Where only the newest part was ever asked for, entries before its `floor` are not
  wanted. Two pages in a row without any entry after the floor end that part.

What a count cannot tell, a walk through all of the index does, once a month.

Entries that move while their index is read may be missed or met twice. The count
before and after, and entries met twice, betray it: then it is read again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefings import backlog, dates
from briefings.memory import Index
from briefings.walking import Walk, follow

if TYPE_CHECKING:
    from briefings.walking import Entry, Shown, Walker

FIRST_DAYS: Final = 30
"""Days back from its newest entry that a first crawl takes of a channel."""

OLD_PAGES: Final = 2
"""Pages in a row without an entry after the floor that end a first crawl: one might
hold nothing but entries moved there by hand."""

WHOLE_DAYS: Final = 30
"""Days after which all of an index is read again where all of it is known: entries that
were taken away and added deep down between two runs hide each other from the count."""

ROUNDS: Final = 3
"""How often an index that moves is read again; the next run sees to the rest."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a crawl was asked for: `--since` as `2020-11-20`, `--limit`."""

    since: str | None = None
    limit: int | None = None


@dataclass(slots=True)
class Known:
    """What is known of an index before it is read."""

    total: int | None = None
    """Entries it held when nothing wanted on it was unknown; null: never so."""

    floor: str | None = None
    """Day from which on entries are wanted; null: all are."""

    whole: bool = False
    """Every entry is known, those before the floor too."""


async def look(walker: Walker, wish: Wish) -> bool:
    """Note all that is new on this index as wanted. False if the index is gone.

    PageError if it could not be read as far as needed; what was found is noted.
    """
    known = _known(walker, wish)
    twice = 0
    for _ in range(ROUNDS):
        walk, total = await _walk(walker, wish, known)
        if not walk.pages:
            return False
        _note(walker, walk, wish, _wanted(walk, total, wish, known))
        if walk.broken:
            raise walk.broken  # what was found is noted; the next run goes further
        known.whole = known.whole or walk.ended
        known.total = total
        grown = (walk.pages[-1].total or total) - total
        if grown == 0 and walk.twice in {0, twice}:
            _settle(walker, known)
            break
        if grown != walk.twice:
            # Something else than entries added on top: what was read may have gaps.
            known.total = None
        twice = walk.twice
    return True


def _known(walker: Walker, wish: Wish) -> Known:
    row = walker.memory.index(walker.first)
    if row is None or row.total is None:
        return Known(floor=wish.since)
    if row.floor and wish.since and wish.since < row.floor:
        return Known(floor=wish.since)
    if row.floor is None and backlog.unread(walker.memory, walker.folder, WHOLE_DAYS):
        return Known(whole=True)
    return Known(row.total, row.floor, whole=row.floor is None)


async def _walk(walker: Walker, wish: Wish, known: Known) -> tuple[Walk, int]:
    """Read from the top for as long as something wanted may lie deeper."""
    walk = Walk()
    total = 0
    old = 0
    number = 1
    while not walk.ended and (shown := await follow(walker, walk, number, total)):
        if number == 1:
            total = await walker.count(shown)
            _choose_floor(shown, wish, known)
        walk.add(shown, _unknown(walker, shown))
        if known.total is not None and _accounted(walk, total - known.total, known):
            break
        old = old + 1 if _is_old(shown, known) else 0
        if old >= OLD_PAGES or _enough(walk, wish, known):
            break
        number += 1
    return walk, total


def _is_old(shown: Shown, known: Known) -> bool:
    if known.whole or known.floor is None:
        return False
    return (shown.newest or "") < known.floor


def _unknown(walker: Walker, shown: Shown) -> set[str]:
    urls = {entry.url for entry in shown.entries if entry.document}
    return urls - backlog.known(walker.memory, urls)


def _choose_floor(shown: Shown, wish: Wish, known: Known) -> None:
    if known.total is not None or known.whole or known.floor or wish.limit:
        return
    today = dates.today().isoformat()
    newest = dates.iso(max((day for day in shown.days if day <= today), default=None))
    if newest:
        known.floor = (newest - dt.timedelta(days=FIRST_DAYS)).isoformat()


def _accounted(walk: Walk, added: int, known: Known) -> bool:
    """Whether the new entries are as many as the index has more than before."""
    last = walk.pages[-1].entries[-1]
    if any(entry.url == last.url for entry in walk.fresh):
        return False  # they may go on on the next page
    return added in {len(walk.fresh), len(_recent(walk.fresh, known))}


def _recent(entries: list[Entry], known: Known) -> list[Entry]:
    if known.floor is None:
        return entries
    return [e for e in entries if e.day is None or e.day >= known.floor]


def _enough(walk: Walk, wish: Wish, known: Known) -> bool:
    """Whether a first crawl with a limit has met the newest entries there are."""
    if known.total is not None or known.whole or known.floor or not wish.limit:
        return False
    if len(walk.pages) < OLD_PAGES:
        return False
    edge = walk.pages[-1].newest or ""
    days = [entry.day for entry in walk.fresh if entry.day and entry.day >= edge]
    return len(days) >= wish.limit


def _wanted(walk: Walk, total: int, wish: Wish, known: Known) -> list[Entry]:
    first = known.total is None and not known.whole
    if first and known.floor is None and wish.limit:
        newest = sorted(walk.fresh, key=lambda entry: entry.day or "", reverse=True)
        wanted = newest[: wish.limit]
        known.floor = wanted[-1].day if wanted else None
        return wanted
    recent = _recent(walk.fresh, known)
    if known.total is None or len(recent) == total - known.total:
        return recent  # an old entry that was moved up is not news
    accounted = len(walk.fresh) == total - known.total
    return walk.fresh if known.whole or accounted else recent


def _note(walker: Walker, walk: Walk, wish: Wish, wanted: list[Entry]) -> None:
    with walker.memory.archive.transaction():
        for shown in walk.pages:
            walker.note(shown, wanted)
        if wish.since:
            backlog.want(walker.memory, walker.folder, wish.since)


def _settle(walker: Walker, known: Known) -> None:
    row = walker.memory.index(walker.first) or Index(walker.first)
    row.total = known.total
    row.floor = None if known.whole else known.floor
    walker.memory.indexed(row)
