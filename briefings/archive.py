"""Briefings in SQLite: `Archive("briefings.db").store(briefing)` -> `"new"`.

One transaction a briefing: its row, turns, outlets, revisions, capture and page go
in together or not at all, so a kill at any moment leaves whole briefings. Storing
the same page again changes nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from briefings import jsonl, outlets, revisions, rows
from briefings.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from briefings.items import Briefing
    from briefings.revisions import Revision, Sighting

Outcome = Literal["new", "changed", "unchanged"]
Record = dict[str, Any]

# What may differ between two readings of the same words without being a change.
INCIDENTAL: Final = frozenset({"capture", "parser_version"})


def timestamp() -> str:
    """The present moment in UTC: `2020-11-20T10:15:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Archive(Database):
    """An archive of briefings. Errors as of `Database`."""

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        super().__init__(path, readonly=readonly)
        self.now = timestamp()
        """Time of this run: when pages without a time of their own were seen."""
        if not readonly:
            self._name_outlets()

    def _name_outlets(self) -> None:
        """Make the table `outlet` say what outlets.toml says now."""
        listed = {
            (each.id, each.name_zh, each.name_en, each.country)
            for each in outlets.load().values()
        }
        held = {tuple(row) for row in self.db.execute("SELECT * FROM outlet")}
        if listed - held:
            with self.transaction() as db:
                db.executemany(
                    "INSERT INTO outlet VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
                    " SET name_zh = excluded.name_zh, name_en = excluded.name_en,"
                    " country = excluded.country",
                    sorted(listed - held),
                )

    def store(self, briefing: Briefing) -> Outcome:
        """Write one briefing and what follows from it.

        `new`: it was not held. `changed`: the words did, or the parser reads them
        differently now, or a revision was found that was not known.
        """
        record = jsonl.record(briefing)
        capture = jsonl.encode(record["capture"])
        new = revisions.sighting(
            briefing.capture, briefing.content_hash, capture, self.now
        )
        with self.transaction() as db:
            held = self._sightings(briefing.id)
            outcome: Outcome = "new"
            if held:
                outcome = self._revise(record, held, new)
            else:
                rows.insert(db, record, new.seen_at)
                self._write_revisions(briefing.id, [], [_only(new, record)])
                self._write_sightings(briefing.id, set(), {new})
            self._remember(briefing)
        return outcome

    def _revise(self, record: Record, held: list[Sighting], new: Sighting) -> Outcome:
        merged = revisions.merge(held, new)
        known = self.revisions(record["id"])
        after = revisions.revise(known, revisions.runs(merged), record, new)
        self._write_sightings(record["id"], set(held), set(merged))
        if after != known:
            self._write_revisions(record["id"], known, after)
            if after[-1].record != known[-1].record:
                rows.update(self.db, after[-1].record, known[-1].record)
        seen = sorted(sighting.seen_at for sighting in merged)
        times = (seen[0], seen[-1], len(after))
        self.db.execute(
            "UPDATE briefing SET first_seen_at = ?, last_seen_at = ?, revision = ?"
            " WHERE id = ? AND (first_seen_at, last_seen_at, revision) != (?, ?, ?)",
            (*times, record["id"], *times),
        )
        return "unchanged" if _words(known) == _words(after) else "changed"

    def _write_revisions(
        self, briefing_id: str, known: list[Revision], after: list[Revision]
    ) -> None:
        self.db.executemany(
            "INSERT OR REPLACE INTO revision VALUES (?, ?, ?, ?, ?)",
            [
                (briefing_id, number, *new[:2], jsonl.encode(new.record))
                for number, new in enumerate(after, 1)
                if number > len(known) or known[number - 1] != new
            ],
        )
        self.db.execute(
            "DELETE FROM revision WHERE briefing_id = ? AND revision > ?",
            (briefing_id, len(after)),
        )

    def _write_sightings(
        self, briefing_id: str, held: set[Sighting], after: set[Sighting]
    ) -> None:
        self.db.executemany(
            "DELETE FROM sighting WHERE briefing_id = ? AND seen_at = ? AND sha256 = ?",
            [(briefing_id, gone.seen_at, gone.sha256) for gone in held - after],
        )
        self.db.executemany(
            "INSERT INTO sighting VALUES (?, ?, ?, ?, ?)",
            [(briefing_id, *added) for added in sorted(after - held)],
        )

    def _remember(self, briefing: Briefing) -> None:
        origin = briefing.capture
        self.db.execute(
            "INSERT OR IGNORE INTO capture"
            ' (sha256, url, fetched_at, via, file, "offset") VALUES (?, ?, ?, ?, ?, ?)',
            (
                origin.sha256,
                briefing.url,
                origin.fetched_at,
                origin.via,
                origin.file,
                origin.offset,
            ),
        )
        if origin.fetched_at:
            # A page is done only together with its record.
            self.db.execute(
                "INSERT INTO page (url, briefing_id, state, first_seen, last_fetched)"
                " VALUES (?1, ?2, 'done', ?3, ?3) ON CONFLICT (url) DO UPDATE SET"
                " state = 'done', briefing_id = ?2, note = NULL,"
                " first_seen = min(coalesce(first_seen, ?3), ?3),"
                " last_fetched = max(coalesce(last_fetched, ''), ?3)",
                (briefing.url, briefing.id, origin.fetched_at),
            )

    def _sightings(self, briefing_id: str) -> list[Sighting]:
        found = self.db.execute(
            "SELECT seen_at, sha256, content_hash, capture FROM sighting"
            " WHERE briefing_id = ? ORDER BY seen_at, sha256",
            (briefing_id,),
        )
        return [revisions.Sighting(*row) for row in found]

    def revisions(self, briefing_id: str) -> list[Revision]:
        """What the briefing said over time, oldest first; empty if it is unknown."""
        found = self.db.execute(
            "SELECT seen_at, content_hash, record FROM revision"
            " WHERE briefing_id = ? ORDER BY revision",
            (briefing_id,),
        )
        return [revisions.Revision(row[0], row[1], json.loads(row[2])) for row in found]

    def get(self, briefing_id: str) -> Briefing | None:
        """The briefing of this id as it reads now, rebuilt from the tables."""
        row = self.db.execute(
            "SELECT * FROM briefing WHERE id = ?", (briefing_id,)
        ).fetchone()
        return jsonl.restore(rows.select(self.db, row)) if row else None


def _only(new: Sighting, record: Record) -> Revision:
    return revisions.Revision(new.seen_at, new.content_hash, record)


def _words(found: list[Revision]) -> list[Record]:
    return [
        {name: value for name, value in old.record.items() if name not in INCIDENTAL}
        for old in found
    ]
