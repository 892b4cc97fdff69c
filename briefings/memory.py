"""What the crawl remembers between runs: pages, index pages, captures, runs.

All addresses are those under which pages are published, whatever host answered.
States of a page:

    seen     an index page names it; nobody asked for it, or it was held on other days
    listed   it is wanted and was not fetched yet
    failed   it was fetched, or should have been, and gave no briefing; try again
    gone     the site says that it has no such page; do not try again
    done     its record is stored (set by `Archive.store`, together with the record)
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal

from briefings.archive import timestamp

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from briefings.archive import Archive

State = Literal["seen", "listed", "failed", "gone", "done"]


@dataclass(slots=True)
class Page:
    """A row of `page`."""

    url: str
    briefing_id: str | None = None
    state: State = "listed"
    tries: int = 0
    first_seen: str | None = None
    last_fetched: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    title: str | None = None
    page_date: str | None = None
    listing: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Index:
    """A row of `listing`: what an index page showed when it was last fetched."""

    url: str
    number: int | None = None
    pages: int | None = None
    links: int = 0
    oldest: str | None = None
    median: str | None = None
    newest: str | None = None
    digest: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    last_fetched: str | None = None
    total: int | None = None
    """On a first page: entries of the whole index when all new ones were known."""
    floor: str | None = None
    """On a first page: what is dated before was not asked for; null: all is known."""


PAGE_FIELDS: Final = tuple(field.name for field in fields(Page))
INDEX_FIELDS: Final = tuple(field.name for field in fields(Index))


class Memory:
    """The crawl's tables of an open archive. Each call is one transaction."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def page(self, url: str) -> Page | None:
        """What is known of one page."""
        row = self._row("page", url)
        return Page(*(row[name] for name in PAGE_FIELDS)) if row else None

    def index(self, url: str) -> Index | None:
        """What an index page showed last."""
        row = self._row("listing", url)
        return Index(*(row[name] for name in INDEX_FIELDS)) if row else None

    def _row(self, table: str, url: str) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.archive.db.execute(
            f"SELECT * FROM {table} WHERE url = ?",  # noqa: S608 - our own names
            (url,),
        ).fetchone()
        return found

    def listed(self, pages: Iterable[Page]) -> None:
        """Note what an index page names. Known pages keep their state, but for those
        that were only seen and are wanted now.
        """
        with self.archive.transaction() as db:
            db.executemany(
                "INSERT INTO page (url, briefing_id, state, first_seen, title,"
                " page_date, listing) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (url) DO UPDATE SET title = excluded.title,"
                " page_date = excluded.page_date, listing = excluded.listing,"
                " state = iif(state = 'seen', excluded.state, state)",
                [
                    (
                        page.url,
                        page.briefing_id,
                        page.state,
                        page.first_seen or timestamp(),
                        page.title,
                        page.page_date,
                        page.listing,
                    )
                    for page in pages
                ],
            )

    def indexed(self, index: Index) -> None:
        """Note what an index page shows now."""
        marks = ", ".join("?" * len(INDEX_FIELDS))
        with self.archive.transaction() as db:
            db.execute(
                f"INSERT OR REPLACE INTO listing VALUES ({marks})",  # noqa: S608
                astuple(index),
            )

    def update(self, url: str, **values: object) -> None:
        """Set columns of a page (`etag`, `digest`, `state`, ...), made if unknown."""
        unknown = values.keys() - set(PAGE_FIELDS)
        if unknown:
            raise TypeError(f"no such columns of page: {sorted(unknown)}")
        sets = ", ".join(f"{name} = ?" for name in values)
        with self.archive.transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO page (url, state, first_seen)"
                " VALUES (?, 'listed', ?)",
                (url, timestamp()),
            )
            db.execute(
                f"UPDATE page SET {sets} WHERE url = ?",  # noqa: S608 - checked above
                (*values.values(), url),
            )

    def failed(self, url: str, note: str, *, gone: bool = False) -> None:
        """One more try came to nothing. A page that is done stays done."""
        state = "gone" if gone else "failed"
        with self.archive.transaction() as db:
            db.execute(
                "INSERT INTO page (url, state, tries, first_seen, note)"
                " VALUES (?1, ?2, 1, ?3, ?4) ON CONFLICT (url) DO UPDATE SET"
                " state = iif(state = 'done', state, ?2), tries = tries + 1, note = ?4",
                (url, state, timestamp(), note),
            )

    def pages(self, *states: State) -> list[Page]:
        """All pages in these states, in the order in which they were first seen."""
        marks = ", ".join("?" * len(states))
        found = self.archive.db.execute(
            f"SELECT * FROM page WHERE state IN ({marks}) ORDER BY rowid",  # noqa: S608
            states,
        )
        return [Page(*(row[name] for name in PAGE_FIELDS)) for row in found]

    def unfinished(self) -> list[Page]:
        """What an earlier run left to be fetched."""
        return self.pages("listed", "failed")

    def known(self) -> set[str]:
        """Ids of all briefings held."""
        return {row[0] for row in self.archive.db.execute("SELECT id FROM briefing")}

    def young(self, since: str) -> list[Page]:
        """Pages done whose briefing or page is of `since` (`2020-11-06`) or later."""
        found = self.archive.db.execute(
            "SELECT p.* FROM page AS p LEFT JOIN briefing AS b ON b.id = p.briefing_id"
            " WHERE p.state = 'done' AND max(coalesce(b.date, ''),"
            " coalesce(b.page_date, ''), coalesce(p.page_date, '')) >= ?"
            " ORDER BY b.date DESC, p.url",
            (since,),
        )
        return [Page(*(row[name] for name in PAGE_FIELDS)) for row in found]

    def captured(self, **values: object) -> None:
        """Note a capture once it is flushed: columns of `capture` by name."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        with self.archive.transaction() as db:
            db.execute(
                f"INSERT OR IGNORE INTO capture ({names}) VALUES ({marks})",  # noqa: S608
                tuple(values.values()),
            )

    def start_run(self, command: str) -> int:
        """Note the start of a run; the number is for `finish_run`."""
        with self.archive.transaction() as db:
            done = db.execute(
                "INSERT INTO run (command, started_at) VALUES (?, ?)",
                (command, timestamp()),
            )
            return done.lastrowid or 0  # SQLite counts from 1

    def finish_run(self, run: int, *, ok: bool, summary: dict[str, Any]) -> None:
        """Note how a run ended."""
        with self.archive.transaction() as db:
            db.execute(
                "UPDATE run SET finished_at = ?, ok = ?, summary = ? WHERE id = ?",
                (timestamp(), ok, json.dumps(summary, ensure_ascii=False), run),
            )
