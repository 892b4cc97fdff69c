"""The tables of the archive, and how older archives become newer ones.

`PRAGMA user_version` counts the migrations that were applied. Never edit one that
was released: add the next. Nothing in the file needs our code to be read; only
`words` wants the search terms written as `briefings.search` writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefings.errors import OutputError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

RECORDS: Final = """
CREATE TABLE briefing (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    original_title TEXT,
    date TEXT,
    date_basis TEXT,
    date_certain INTEGER NOT NULL,
    page_date TEXT,
    published_at TEXT,
    spokesperson TEXT,
    spokespeople TEXT NOT NULL, -- JSON list
    spokesperson_raw TEXT,
    publisher TEXT,
    credit TEXT,
    editor TEXT,
    body TEXT NOT NULL,
    problems TEXT NOT NULL, -- JSON list of {code, detail}
    content_hash TEXT NOT NULL,
    capture TEXT NOT NULL, -- JSON {sha256, fetched_at, via, file, offset}
    parser_version TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX briefing_date ON briefing (date);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY, -- a rowid that VACUUM keeps: the search index holds it
    briefing_id TEXT NOT NULL REFERENCES briefing (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    phase TEXT NOT NULL,
    asker_raw TEXT,
    follow_up INTEGER NOT NULL,
    question TEXT,
    speaker TEXT,
    speaker_raw TEXT,
    answer TEXT,
    UNIQUE (briefing_id, n)
);
CREATE TABLE outlet (
    id TEXT PRIMARY KEY,
    name_zh TEXT,
    name_en TEXT,
    country TEXT
);
CREATE TABLE turn_outlet (
    briefing_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    outlet_id TEXT NOT NULL REFERENCES outlet (id),
    position INTEGER NOT NULL, -- order within the label
    PRIMARY KEY (briefing_id, n, outlet_id),
    FOREIGN KEY (briefing_id, n) REFERENCES turn (briefing_id, n) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX turn_outlet_outlet ON turn_outlet (outlet_id);
CREATE TABLE revision (
    briefing_id TEXT NOT NULL REFERENCES briefing (id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    record TEXT NOT NULL, -- the whole record as JSON
    PRIMARY KEY (briefing_id, revision)
);
CREATE TABLE sighting ( -- which words a capture held: revisions are made of these
    briefing_id TEXT NOT NULL REFERENCES briefing (id) ON DELETE CASCADE,
    seen_at TEXT NOT NULL, -- time of the fetch, or of first reading where unknown
    sha256 TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    capture TEXT NOT NULL, -- JSON, as in briefing
    PRIMARY KEY (briefing_id, seen_at, sha256)
) WITHOUT ROWID;
CREATE VIEW exchange AS
SELECT b.id AS briefing_id, t.n, b.date, b.kind, b.spokesperson, (
        SELECT group_concat(o.outlet_id, ' ') FROM (
            SELECT outlet_id FROM turn_outlet
            WHERE briefing_id = t.briefing_id AND n = t.n ORDER BY position
        ) AS o
    ) AS outlets, t.phase, t.asker_raw, t.follow_up, t.question,
    t.speaker, t.answer, b.title, b.url
FROM turn AS t JOIN briefing AS b ON b.id = t.briefing_id
WHERE t.kind = 'exchange';
"""

# The crawl's own tables: what was fetched, what is still to be, how runs ended.
MEMORY: Final = """
CREATE TABLE capture (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    url TEXT NOT NULL,
    fetched_at TEXT,
    status INTEGER,
    via TEXT NOT NULL,
    file TEXT,
    "offset" INTEGER,
    length INTEGER
);
CREATE UNIQUE INDEX capture_place ON capture (
    sha256, coalesce(fetched_at, ''), coalesce(file, ''), coalesce("offset", -1)
);
CREATE INDEX capture_url ON capture (url);
CREATE TABLE page (
    url TEXT PRIMARY KEY, -- as published, whatever host it was fetched from
    briefing_id TEXT, -- null for index pages and until the address is understood
    state TEXT NOT NULL, -- see briefings.memory
    tries INTEGER NOT NULL DEFAULT 0,
    first_seen TEXT,
    last_fetched TEXT,
    etag TEXT,
    last_modified TEXT,
    digest TEXT, -- SHA-256 of the body last fetched
    title TEXT, -- as the index page shows it
    page_date TEXT, -- the date beside it
    listing TEXT, -- address of the index page that named it last
    note TEXT -- why it failed
);
CREATE INDEX page_state ON page (state);
CREATE TABLE listing ( -- what index pages showed: a backfill finds its range by it
    url TEXT PRIMARY KEY,
    number INTEGER, -- 1, 2, 3 ... from the newest
    pages INTEGER, -- how many there were at that time
    links INTEGER NOT NULL,
    oldest TEXT,
    median TEXT,
    newest TEXT,
    digest TEXT,
    etag TEXT,
    last_modified TEXT,
    last_fetched TEXT,
    total INTEGER, -- first pages: entries of the index when all new ones were known
    floor TEXT -- first pages: what is dated before was not asked for
);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    ok INTEGER,
    summary TEXT -- JSON
);
"""

# Every character is a word of its own, so that a phrase is any run of characters.
# Without content it is half as large: the texts are in `turn`. (Without the sizes of
# columns it could not be listed, and tools that dump every table would fail.)
# automerge 16 (4 by default) saves a quarter of the time of writing, measured over
# 3,200 briefings in a transaction each.
SEARCH: Final = """
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
INSERT INTO words (words, rank) VALUES ('automerge', 16);
"""


def _first(connection: sqlite3.Connection) -> None:
    for script in (RECORDS, MEMORY, SEARCH):
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(statement)


MIGRATIONS: Final[tuple[Callable[[sqlite3.Connection], None], ...]] = (_first,)
VERSION: Final = len(MIGRATIONS)


def version(connection: sqlite3.Connection, path: str) -> int:
    """The schema of the file, 0 if it is new. OutputError if it is not ours."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if found > VERSION:
        raise OutputError(
            f"{path}: written by a newer version (schema {found}, this one knows "
            f"{VERSION}): upgrade briefings, or name another archive"
        )
    if (found == 0 and tables) or (found > 0 and "briefing" not in tables):
        raise OutputError(f"{path}: a database, but not an archive of briefings")
    return found


def require_newest(connection: sqlite3.Connection, path: str) -> None:
    """OutputError unless the file can be read as it is."""
    if version(connection, path) < VERSION:
        raise OutputError(
            f"{path}: an archive of an older version, or an empty one: any command "
            "that writes to it, such as reparse, brings it up to date"
        )


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring the file to the newest schema, one transaction a step."""
    for number in range(version(connection, path), VERSION):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another writer may have been faster.
            if version(connection, path) == number:
                MIGRATIONS[number](connection)
                connection.execute(f"PRAGMA user_version = {number + 1}")
        except BaseException:
            if connection.in_transaction:  # a full disk has ended it already
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
