"""A record as table rows, and back: the two sides of `Archive`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from briefings import search
from briefings.jsonl import FIELDS, TURN_FIELDS, encode

if TYPE_CHECKING:
    import sqlite3

Record = dict[str, Any]

JSON_COLUMNS: Final = ("spokespeople", "problems", "capture")
COLUMNS: Final = tuple(name for name in FIELDS if name != "turns")
TURN_COLUMNS: Final = tuple(name for name in TURN_FIELDS if name != "outlets")

# Names of columns come from the declarations of items, never from outside.
_INSERT: Final = "INSERT INTO briefing ({}, {}) VALUES ({})".format(  # noqa: S608
    ", ".join(COLUMNS),
    "first_seen_at, last_seen_at, revision",
    ", ".join("?" * (len(COLUMNS) + 3)),
)
_UPDATE: Final = "UPDATE briefing SET {} WHERE id = ?".format(  # noqa: S608
    ", ".join(f"{name} = ?" for name in COLUMNS)
)
_INSERT_TURN: Final = "INSERT INTO turn (id, briefing_id, {}) VALUES (?, ?, {})".format(  # noqa: S608
    ", ".join(TURN_COLUMNS), ", ".join("?" * len(TURN_COLUMNS))
)
_TURNS: Final = "SELECT {} FROM turn WHERE briefing_id = ? ORDER BY n".format(  # noqa: S608
    ", ".join(TURN_COLUMNS)
)


def _values(record: Record) -> list[object]:
    return [
        encode(record[name]) if name in JSON_COLUMNS else record[name]
        for name in COLUMNS
    ]


def insert(db: sqlite3.Connection, record: Record, seen_at: str) -> None:
    """A briefing that the archive does not hold yet, as its first revision."""
    db.execute(_INSERT, [*_values(record), seen_at, seen_at, 1])
    insert_turns(db, record)


def update(db: sqlite3.Connection, record: Record, before: Record) -> None:
    """Put the record in the place of `before`; turns only where they differ."""
    db.execute(_UPDATE, [*_values(record), record["id"]])
    if record["turns"] != before["turns"]:
        delete_turns(db, record["id"])
        insert_turns(db, record)


def insert_turns(db: sqlite3.Connection, record: Record) -> None:
    """Turns, their outlets, and the words to find them by."""
    last = db.execute("SELECT coalesce(max(id), 0) FROM turn").fetchone()[0]
    numbered = list(enumerate(record["turns"], last + 1))
    db.executemany(
        _INSERT_TURN,
        [
            (number, record["id"], *(turn[name] for name in TURN_COLUMNS))
            for number, turn in numbered
        ],
    )
    db.executemany(
        "INSERT INTO words (rowid, text) VALUES (?, ?)",
        [
            (number, search.spaced(turn["question"], turn["answer"]))
            for number, turn in numbered
        ],
    )
    _insert_outlets(db, record)


def _insert_outlets(db: sqlite3.Connection, record: Record) -> None:
    named = [
        (record["id"], turn["n"], outlet, position)
        for turn in record["turns"]
        for position, outlet in enumerate(dict.fromkeys(turn["outlets"]))
    ]
    # One that outlets.toml does not name is kept all the same.
    db.executemany(
        "INSERT OR IGNORE INTO outlet (id) VALUES (?)",
        [(outlet,) for outlet in sorted({row[2] for row in named})],
    )
    db.executemany("INSERT INTO turn_outlet VALUES (?, ?, ?, ?)", named)


def delete_turns(db: sqlite3.Connection, briefing_id: str) -> None:
    """Take the turns out of their tables and out of the index."""
    held = db.execute(
        "SELECT id, question, answer FROM turn WHERE briefing_id = ?", (briefing_id,)
    ).fetchall()
    # An index without content forgets only what it is told to the letter.
    db.executemany(
        "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)",
        [(row[0], search.spaced(row[1], row[2])) for row in held],
    )
    db.execute("DELETE FROM turn WHERE briefing_id = ?", (briefing_id,))


def select(db: sqlite3.Connection, row: sqlite3.Row) -> Record:
    """The record of a row of `briefing`, with keys in the order of the contract."""
    outlets: dict[int, list[str]] = {}
    for n, outlet in db.execute(
        "SELECT n, outlet_id FROM turn_outlet WHERE briefing_id = ?"
        " ORDER BY n, position",
        (row["id"],),
    ):
        outlets.setdefault(n, []).append(outlet)
    turns = [_turn(held, outlets) for held in db.execute(_TURNS, (row["id"],))]
    return {name: turns if name == "turns" else _field(name, row) for name in FIELDS}


def _turn(held: sqlite3.Row, outlets: dict[int, list[str]]) -> Record:
    turn = {name: held[name] if name != "outlets" else [] for name in TURN_FIELDS}
    turn["outlets"] = outlets.get(held["n"], [])
    turn["follow_up"] = bool(held["follow_up"])
    return turn


def _field(name: str, row: sqlite3.Row) -> Any:
    if name in JSON_COLUMNS:
        return json.loads(row[name])
    return bool(row[name]) if name == "date_certain" else row[name]
