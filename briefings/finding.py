"""Reading an archive: which briefings, which turns hold these words, which outlets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from briefings import jsonl, rows, search
from briefings import outlets as known
from briefings.dates import DateRange

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from briefings.archive import Archive
    from briefings.items import Briefing

NEWEST_FIRST: Final = "b.date IS NULL, b.date DESC, b.id"

_OUTLET: Final = (
    "EXISTS (SELECT 1 FROM turn_outlet AS x JOIN outlet AS o ON o.id = x.outlet_id"
    " WHERE x.briefing_id = {turn} AND ? IN (o.id, o.name_zh, o.name_en))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which briefings; None is any."""

    days: DateRange = field(default_factory=DateRange)
    """Days on which they were held."""

    kind: str | None = None
    spokesperson: str | None = None
    outlet: str | None = None
    """Id or name; in a search that of the asker of the very turn."""

    source: str | None = None
    limit: int | None = None

    def where(self, turn: str = "b.id") -> tuple[str, list[object]]:
        """An SQL condition on `briefing AS b`, and its parameters.

        `turn` is what the rows of `turn_outlet` are to be compared with.
        """
        parts: list[tuple[str, object]] = [
            ("b.date >= ?", self.days.since and self.days.since.isoformat()),
            ("b.date <= ?", self.days.until and self.days.until.isoformat()),
            ("b.kind = ?", self.kind),
            (
                "EXISTS (SELECT 1 FROM json_each(b.spokespeople) WHERE value = ?)",
                self.spokesperson,
            ),
            (_OUTLET.format(turn=turn), self.outlet),
            ("b.source = ?", self.source),
        ]
        given = [(text, value) for text, value in parts if value is not None]
        condition = " AND ".join(text for text, _ in given) or "1"
        return condition, [value for _, value in given]


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that holds all words of a query."""

    id: str
    n: int
    date: str | None
    kind: str
    spokesperson: str | None
    asker_raw: str | None
    question: str | None
    answer: str | None
    url: str
    snippet: str
    """The surroundings of the first word found, cut ends marked by `…`."""


LISTED: Final = (
    "b.id, b.date, b.date_certain, b.kind, b.spokesperson, b.title,"
    " (SELECT count(*) FROM turn AS t WHERE t.briefing_id = b.id"
    " AND t.kind = 'exchange') AS exchanges,"
    " json_array_length(b.problems) AS problems, b.revision, b.url"
)
NAMED: Final = "? IN (b.id, b.url, b.date, substr(b.id, instr(b.id, ':') + 1))"
FOUND: Final = (
    "b.id, t.n, b.date, b.kind, b.spokesperson, t.asker_raw, t.question, t.answer,"
    " b.url"
)


def find(archive: Archive, wanted: Wanted) -> Iterator[Briefing]:
    """Briefings, newest first."""
    condition, values = wanted.where()
    return _briefings(archive, condition, [*values, _limit(wanted)])


def named(archive: Archive, name: str, wanted: Wanted) -> Iterator[Briefing]:
    """Briefings of an id, a document without its source, an address, or a day."""
    condition, values = wanted.where()
    return _briefings(
        archive, f"{NAMED} AND {condition}", [name, *values, _limit(wanted)]
    )


def _briefings(
    archive: Archive, condition: str, values: list[object]
) -> Iterator[Briefing]:
    for row in _select(archive, "*", "briefing AS b", condition, values):
        yield jsonl.restore(rows.select(archive.db, row))


def listed(archive: Archive, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """One line's worth of facts about each briefing, newest first."""
    condition, values = wanted.where()
    values.append(_limit(wanted))
    for row in _select(archive, LISTED, "briefing AS b", condition, values):
        yield {**row, "date_certain": bool(row["date_certain"])}


def hits(archive: Archive, words: Sequence[str], wanted: Wanted) -> Iterator[Hit]:
    """Turns in whose question or answer each word stands, newest first.

    A word is any run of characters; upper and lower case, full and half width of
    digits and letters are one. Nothing for a query without words.
    """
    looked_for = search.wanted(words)
    query = search.match(looked_for)
    condition, values = wanted.where("t.briefing_id AND x.n = t.n")
    if query:
        condition += " AND t.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        values.append(query)
    turns = "turn AS t JOIN briefing AS b ON b.id = t.briefing_id"
    left = _limit(wanted)
    for row in _select(archive, FOUND, turns, condition, [*values, -1], within=", t.n"):
        texts = [text for text in (row["question"], row["answer"]) if text]
        if left and looked_for and search.holds(looked_for, *texts):
            left -= 1
            yield Hit(**row, snippet=_snippet(looked_for, texts))


def _select(
    archive: Archive,
    columns: str,
    tables: str,
    condition: str,
    values: list[object],
    *,
    within: str = "",
) -> sqlite3.Cursor:
    # Only our own words make up the text; what a person typed is in the values.
    return archive.db.execute(
        f"SELECT {columns} FROM {tables} WHERE {condition}"  # noqa: S608
        f" ORDER BY {NEWEST_FIRST}{within} LIMIT ?",
        values,
    )


def _snippet(words: Sequence[str], texts: Sequence[str]) -> str:
    shown = (text for text in texts if search.holds(words[:1], text))
    return search.snippet(next(shown), words)


def outlets(archive: Archive) -> Iterator[dict[str, Any]]:
    """Outlets that asked something, with the number of turns, most first."""
    found = archive.db.execute(
        "SELECT o.id, o.name_zh, o.name_en, o.country, count(*) AS turns"
        " FROM turn_outlet AS x JOIN outlet AS o ON o.id = x.outlet_id"
        " GROUP BY o.id ORDER BY turns DESC, o.id"
    )
    return ({**row} for row in found)


def unknown_labels(archive: Archive) -> Iterator[dict[str, Any]]:
    """Labels that name an outlet which outlets.toml lacks, most frequent first."""
    found = archive.db.execute(
        "SELECT t.asker_raw AS label, count(*) AS turns, min(t.briefing_id) AS example"
        " FROM turn AS t WHERE t.asker_raw IS NOT NULL AND NOT EXISTS ("
        " SELECT 1 FROM turn_outlet AS x"
        " WHERE x.briefing_id = t.briefing_id AND x.n = t.n)"
        " GROUP BY t.asker_raw ORDER BY turns DESC, label"
    )
    return ({**row} for row in found if known.names_one(row["label"]))


def _limit(wanted: Wanted) -> int:
    return -1 if wanted.limit is None else wanted.limit
