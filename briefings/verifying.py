"""Whether an archive and its captures still are what they were when written.

    for damage in verify(archive, Path("captures")): print(damage)

Nothing is repaired: what a damaged row came from is in the captures, and what a damaged
capture held is on the site, or on a copy.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefings import warc
from briefings.errors import InputError
from briefings.reading import content_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefings.archive import Archive


@dataclass(slots=True)
class Checked:
    """How much was looked at, and what is wrong with it."""

    counts: Counter[str] = field(default_factory=Counter)
    """`briefings`, `captures`, `files`."""

    damage: list[str] = field(default_factory=list)
    """One line each: what, where, what to do."""

    notices: list[str] = field(default_factory=list)
    """What a killed run leaves behind, and nobody misses."""


def verify(archive: Archive, captures: Path) -> Checked:
    """Check all rows of the archive, and all captures that it names."""
    found = Checked()
    found.damage += _tables(archive)
    found.damage += _briefings(archive, found.counts)
    by_file: dict[str, list[Any]] = {}
    for row in archive.db.execute(
        'SELECT file, "offset", sha256, url FROM capture'
        ' WHERE via = \'http\' AND "offset" IS NOT NULL ORDER BY file, "offset"'
    ):
        by_file.setdefault(row["file"], []).append(row)
    for name, rows in by_file.items():
        _file(captures / name, rows, found)
    return found


def _tables(archive: Archive) -> Iterator[str]:
    for row in archive.db.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"{archive.path}: {row[0]}: restore it, or reparse the captures"
    for row in archive.db.execute("PRAGMA foreign_key_check"):
        yield f"{archive.path}: table {row[0]}: row {row[1]} belongs to no {row[2]}"


def _briefings(archive: Archive, counts: Counter[str]) -> Iterator[str]:
    for row in archive.db.execute(
        "SELECT b.id, b.title, b.body, b.content_hash, r.content_hash AS revised"
        " FROM briefing AS b LEFT JOIN revision AS r"
        " ON r.briefing_id = b.id AND r.revision = b.revision"
    ):
        counts["briefings"] += 1
        if content_hash(row["title"], row["body"]) != row["content_hash"]:
            yield f"{row['id']}: its words are not those of its digest: reparse it"
        elif row["revised"] != row["content_hash"]:
            yield f"{row['id']}: its last revision holds other words: reparse it"


def _file(path: Path, rows: list[Any], found: Checked) -> None:
    found.counts["files"] += 1
    if not path.exists():
        found.damage.append(f"{path}: missing, with {len(rows)} captures")
        return
    held: dict[int | None, str] = {}
    told: list[str] = []
    for page in warc.read(path):
        if isinstance(page, InputError):
            told.append(str(page))
        else:
            held[page.origin.offset] = page.origin.sha256
    broken = []
    for row in rows:
        found.counts["captures"] += 1
        if held.get(row["offset"]) != row["sha256"]:
            broken.append(f"{path}: capture of {row['url']} at byte {row['offset']}")
    found.damage += [f"{line} is damaged: crawl or restore it" for line in broken]
    if told and not broken:
        found.notices += told  # the torn record was never indexed
