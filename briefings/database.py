"""The file behind an archive: opened, brought up to date, written in transactions."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from briefings import schema
from briefings.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Another run, or a person with a SQLite browser, may hold the file for a moment.
BUSY_SECONDS: Final = 30


class Database:
    """A SQLite file in our schema; `readonly` neither creates nor changes it.

    OutputError where the file cannot be opened, is no archive, or is of a newer
    schema; and where writing fails.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        self.path = str(path)
        self.readonly = readonly
        with self._telling():
            self.db = self._connect()

    def _connect(self) -> sqlite3.Connection:
        if self.readonly:
            return self._connect_readonly()
        return self._open("mode=rwc")

    def _connect_readonly(self) -> sqlite3.Connection:
        if not Path(self.path).is_file():
            raise OutputError(f"{self.path}: no such archive")
        try:
            # A connection that may not write at all would leave the files beside a
            # WAL database behind; this one takes them away when it is closed.
            return self._open("mode=rw")
        except sqlite3.OperationalError:
            # In a folder that cannot be written SQLite cannot make these files;
            # without a writer it needs none.
            wal = Path(f"{self.path}-wal")
            if wal.exists() and wal.stat().st_size:
                raise
            return self._open("mode=ro&immutable=1")

    def _open(self, mode: str) -> sqlite3.Connection:
        db = sqlite3.connect(
            f"{Path(self.path).absolute().as_uri()}?{mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
        )
        db.row_factory = sqlite3.Row
        try:
            if self.readonly:
                schema.require_newest(db, self.path)
                db.execute("PRAGMA query_only = ON")
            else:
                self._make_ready(db)
        except BaseException:
            db.close()
            raise
        return db

    def _make_ready(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA journal_mode = WAL")
        # With WAL a power cut may lose the last moments, never consistency.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA foreign_keys = ON")
        schema.migrate(db, self.path)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise OutputError(f"{self.path}: {_reason(self.path, error)}") from error

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written within is written, or none of it. May be nested."""
        with self._telling():
            if self.db.in_transaction:
                yield self.db
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield self.db
            except BaseException:
                if self.db.in_transaction:  # a full disk has ended it already
                    self.db.execute("ROLLBACK")
                raise
            self.db.execute("COMMIT")

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _reason(path: str, error: sqlite3.Error) -> str:
    """SQLite's message in words for a person who named a file."""
    text = str(error)
    if "not a database" in text:
        return "not a SQLite database"
    if "readonly" in text:
        return "cannot write"
    if "unable to open" in text:
        folder = Path(path).absolute().parent
        return "cannot open" if folder.is_dir() else f"no folder {folder}"
    if "locked" in text:
        return f"another program has held it for {BUSY_SECONDS} seconds"
    return text
