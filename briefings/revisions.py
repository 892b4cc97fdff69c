"""When the words of a briefing changed: sightings in, revisions out.

A sighting says which words (`content_hash`) a stored page held at which time. A
revision is a run of sightings with the same words, so the order in which pages are
read makes no difference: a capture of 2019 read after one of 2021 takes its place
before it, and words that come back are a revision again. The same bytes always hold
the same words: where they read differently, the parser has changed, not the page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefings.items import Origin

Record = dict[str, Any]
Run = list["Sighting"]
"""Sightings of the same words, one after the other: what makes one revision."""


class Sighting(NamedTuple):
    """One reading of one stored page. Sorts by time, then by digest."""

    seen_at: str
    """UTC, `2020-11-20T10:15:00Z`: of the fetch, else of the first reading."""

    sha256: str
    content_hash: str

    capture: str
    """`Origin` as JSON; its `fetched_at` is null where `seen_at` is our guess."""

    @property
    def origin(self) -> Record:
        found: Record = json.loads(self.capture)
        return found

    @property
    def dated(self) -> bool:
        return self.origin["fetched_at"] is not None


class Revision(NamedTuple):
    """What the words were from `seen_at` on."""

    seen_at: str
    content_hash: str
    record: Record


def runs(sightings: Iterable[Sighting]) -> list[Run]:
    """The revisions that these sightings amount to, oldest first; none is empty."""
    found: list[Run] = []
    for sighting in sorted(sightings):
        if found and found[-1][0].content_hash == sighting.content_hash:
            found[-1].append(sighting)
        else:
            found.append([sighting])
    return found


def merge(held: Iterable[Sighting], new: Sighting) -> list[Sighting]:
    """Add a sighting to those held.

    The same bytes seen at another time get the same words. A page without a time
    of fetching is known by its bytes alone: a time of them takes its place.
    """
    same: list[Sighting] = []
    rest: list[Sighting] = []
    for old in held:
        (same if old.sha256 == new.sha256 else rest).append(old)
    same = [old._replace(content_hash=new.content_hash) for old in same]
    if new.dated:
        kept = [old for old in same if old.dated and old.seen_at != new.seen_at]
        return [*rest, *kept, new]
    if not same:
        return [*rest, new]
    # Where the file lies now is the only news.
    moved = [old if old.dated else old._replace(capture=new.capture) for old in same]
    return [*rest, *moved]


def revise(
    held: list[Revision], found: list[Run], record: Record, new: Sighting
) -> list[Revision]:
    """The revisions of these runs, of the records held and the one just read."""
    return [
        Revision(run[0].seen_at, run[0].content_hash, _record(held, run, record, new))
        for run in found
    ]


def _record(held: list[Revision], run: Run, record: Record, new: Sighting) -> Record:
    places = {_place(sighting.origin): sighting.origin for sighting in run}
    base = _base(held, run, places)
    again = next((old.origin for old in run if old.sha256 == new.sha256), None)
    if base is None or (again and _supersedes(base, run, record, new)):
        return {**record, "capture": again or run[0].origin}
    return {**base, "capture": places.get(_place(base["capture"]), run[0].origin)}


def _base(
    held: list[Revision], run: Run, places: dict[tuple[str, str | None], Record]
) -> Record | None:
    same = [old.record for old in held if old.content_hash == run[0].content_hash]
    inside = (old for old in same if _place(old["capture"]) in places)
    return next(inside, same[0] if same else None)


def _supersedes(base: Record, run: Run, record: Record, new: Sighting) -> bool:
    """Whether the record just read is the better one for this revision.

    It is where it comes from the same bytes, from another version of the parser, or
    from an earlier page: the first page with the words is the one that is told.
    """
    return (
        base["capture"]["sha256"] == new.sha256
        or base["parser_version"] != record["parser_version"]
        or run[0].sha256 == new.sha256
    )


def _place(origin: Record) -> tuple[str, str | None]:
    return origin["sha256"], origin["fetched_at"]


def sighting(origin: Origin, content_hash: str, capture: str, now: str) -> Sighting:
    """The sighting of a page; `now` stands in where its time is not known."""
    return Sighting(origin.fetched_at or now, origin.sha256, content_hash, capture)
