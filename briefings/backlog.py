"""Which pages are still to be fetched, told from the memory a few at a time.

The answers are addresses and rows, never whole tables in memory: a channel has
thousands of pages.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from briefings.memory import PAGE_FIELDS, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefings.dates import DateRange
    from briefings.memory import Memory

BATCH: Final = 50
"""Rows read at a time."""

MOST_TRIES: Final = 5
"""Runs after which a page that gives no briefing is left alone: each was red."""

HELD: Final = "held "
"""Begins the note of a page whose briefing was held on other days: `held 2014-06-03`."""


def known(memory: Memory, urls: set[str]) -> set[str]:
    """Those of the addresses that an index named before."""
    marks = ", ".join("?" * len(urls))
    found = memory.archive.db.execute(
        f"SELECT url FROM page WHERE url IN ({marks})",  # noqa: S608
        tuple(urls),
    )
    return {row[0] for row in found}


def want(memory: Memory, folder: str, since: str) -> None:
    """Ask for the pages of a channel that were only seen, from this day on."""
    with memory.archive.transaction() as db:
        db.execute(
            "UPDATE page SET state = 'listed' WHERE state = 'seen'"
            " AND page_date >= ? AND listing LIKE ? || '%'",
            (since, folder),
        )


def newest(memory: Memory, today: str) -> str | None:
    """Page date of the newest briefing held, up to today: some years are wrong."""
    found: str | None = memory.archive.db.execute(
        "SELECT max(page_date) FROM briefing WHERE page_date <= ?",
        (today,),
    ).fetchone()[0]
    return found


def keep_newest(memory: Memory, limit: int) -> None:
    """Of the pages that are wanted, want only so many."""
    with memory.archive.transaction() as db:
        db.execute(
            "UPDATE page SET state = 'seen' WHERE state = 'listed' AND url NOT IN"
            " (SELECT url FROM page WHERE state = 'listed'"
            " ORDER BY page_date DESC, url DESC LIMIT ?)",
            (limit,),
        )


def last_capture(memory: Memory, url: str) -> tuple[str, int] | None:
    """File and offset of the newest capture of a page."""
    found = memory.archive.db.execute(
        'SELECT file, "offset" FROM capture WHERE url = ? AND status = 200'
        ' AND file IS NOT NULL AND "offset" IS NOT NULL'
        " ORDER BY fetched_at DESC, id DESC LIMIT 1",
        (url,),
    ).fetchone()
    return (found[0], found[1]) if found else None


def cut_short(memory: Memory) -> list[Page]:
    """Pages stored as they came, and they came without their end."""
    found = memory.archive.db.execute(
        "SELECT p.* FROM page AS p JOIN briefing AS b ON b.id = p.briefing_id"
        " WHERE p.state = 'done' AND b.problems LIKE '%\"truncated\"%'"
        " ORDER BY b.date DESC, p.url"
    )
    return [Page(*(row[name] for name in PAGE_FIELDS)) for row in found]


def unread(memory: Memory, folder: str, days: int) -> bool:
    """Whether a page of this index was not read for that many days."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    found = memory.archive.db.execute(
        "SELECT 1 FROM listing WHERE url LIKE ? || '%' AND last_fetched < ?"
        " AND number <= (SELECT max(pages) FROM listing WHERE url LIKE ? || '%'"
        " AND number = 1) LIMIT 1",
        (folder, before.strftime("%Y-%m-%dT%H:%M:%SZ"), folder),
    )
    return found.fetchone() is not None


def holds(memory: Memory, days: DateRange) -> bool:
    """Whether any briefing held on these days is stored."""
    found = memory.archive.db.execute(
        "SELECT 1 FROM briefing WHERE date BETWEEN :first AND :last LIMIT 1",
        _bounds(days),
    )
    return found.fetchone() is not None


def owed(memory: Memory, days: DateRange) -> Iterator[Page]:
    """Pages that crawls wanted and never got, of these page dates, newest first.

    Those that failed before come last: they must not keep a run from the others.
    """
    failed = list(_pages(memory, f"{_FAILED} AND {_DATED}", _bounds(days)))
    yield from _pages(memory, f"state = 'listed' AND {_DATED}", _bounds(days))
    yield from failed


def count_owed(memory: Memory, days: DateRange) -> int:
    where = f"(state = 'listed' OR {_FAILED}) AND {_DATED}"
    return _count(memory, where, _bounds(days))


_FAILED: Final = f"(state = 'failed' AND tries < {MOST_TRIES})"
_DATED: Final = "(page_date IS NULL OR page_date BETWEEN :first AND :last)"


def _bounds(days: DateRange) -> dict[str, str]:
    return {
        "first": str(days.since or dt.date.min),
        "last": str(days.until or dt.date.max),
    }


def candidates(memory: Memory, days: DateRange, window: DateRange) -> Iterator[Page]:
    """Pages without a record that may be of a briefing held in `days`.

    Their date lies in `window`, or their title names one of the months. Pages that
    were read and found to be of other days are left out; those that failed come last.
    """
    where, values = _candidates(days, window)
    failed = list(_pages(memory, f"state = 'failed' AND {where}", values))
    yield from _pages(memory, f"state IN ('seen', 'listed') AND {where}", values)
    yield from failed


def count_candidates(memory: Memory, days: DateRange, window: DateRange) -> int:
    where, values = _candidates(days, window)
    return _count(memory, f"state IN ('seen', 'listed', 'failed') AND {where}", values)


def _candidates(days: DateRange, window: DateRange) -> tuple[str, dict[str, str]]:
    values = _bounds(window)
    titles = []
    for n, month in enumerate(_months(days)):
        titles.append(f"title LIKE :month{n}")
        values[f"month{n}"] = f"%{month}%"
    dated = " OR ".join([_DATED, *titles])
    values["held_first"], values["held_last"] = _bounds(days).values()
    outside = (
        f"note LIKE '{HELD}%' AND substr(note, {len(HELD) + 1})"
        " NOT BETWEEN :held_first AND :held_last"
    )
    return f"({dated}) AND NOT coalesce({outside}, 0)", values


def _months(days: DateRange) -> list[str]:
    """`2014年5月` for each month of a range; none for one of more than a year."""
    if days.since is None or days.until is None:
        return []
    first, last = (day.year * 12 + day.month - 1 for day in (days.since, days.until))
    if last - first > 12:
        return []
    return [f"{n // 12}年{n % 12 + 1}月" for n in range(first, last + 1)]


def _count(memory: Memory, where: str, values: dict[str, str]) -> int:
    count: int = memory.archive.db.execute(
        f"SELECT count(*) FROM page WHERE {where}",  # noqa: S608 - our own words
        values,
    ).fetchone()[0]
    return count


def _pages(memory: Memory, where: str, values: dict[str, str]) -> Iterator[Page]:
    """Rows newest first. What changes while they are fetched, is not met again."""
    after = {"day": "9999-99-99", "url": ""}
    while True:
        rows = memory.archive.db.execute(
            f"SELECT * FROM page WHERE ({where})"  # noqa: S608 - our own words
            " AND (coalesce(page_date, ''), url) < (:day, :url)"
            " ORDER BY coalesce(page_date, '') DESC, url DESC LIMIT :batch",
            {**values, **after, "batch": BATCH},
        ).fetchall()
        for row in rows:
            yield Page(*(row[name] for name in PAGE_FIELDS))
        if len(rows) < BATCH:
            return
        after = {"day": rows[-1]["page_date"] or "", "url": rows[-1]["url"]}
