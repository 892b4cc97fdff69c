from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from briefings import finding, schema
from briefings.archive import Archive
from briefings.errors import OutputError
from briefings.finding import Wanted
from tests.command import environment
from tests.records import briefing


def test_several_writers_take_turns(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from briefings.archive import Archive\n"
        "from tests.records import briefing\n"
        "with Archive('a.db') as archive:\n"
        "    for n in range(100):\n"
        "        archive.store(briefing(f'{n * 3 % 100}'))\n"
    )
    command = [sys.executable, "-c", code]
    children = [
        subprocess.Popen(command, cwd=tmp_path, env=environment()) for _ in range(3)
    ]
    assert [child.wait() for child in children] == [0, 0, 0]
    with Archive(tmp_path / "a.db") as archive:
        assert len(list(finding.find(archive, Wanted()))) == 100
        assert archive.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_kill_leaves_whole_briefings(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from briefings.archive import Archive\n"
        "from tests.records import briefing\n"
        "with Archive(sys.argv[1]) as archive:\n"
        "    for n in range(100000):\n"
        "        archive.store(briefing(str(n)))\n"
        "        print(n, flush=True)\n"
    )
    path = tmp_path / "a.db"
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    stored = [next(child.stdout) for _ in range(50)]
    child.kill()
    child.wait()
    child.stdout.close()
    with Archive(path) as archive:
        assert archive.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = list(finding.find(archive, Wanted()))
        assert len(found) >= len(stored)
        assert all(each == briefing(each.id.partition(":")[2]) for each in found)
        count = archive.db.execute("SELECT count(*) FROM turn").fetchone()[0]
        assert count == 3 * len(found)


def test_an_archive_of_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    for readonly in (False, True):
        with pytest.raises(OutputError, match=r"a\.db: written by a newer version"):
            Archive(path, readonly=readonly)


@pytest.mark.parametrize("readonly", [False, True])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, readonly: bool) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"<html>no database</html>" * 100)
    with pytest.raises(OutputError, match=r"a\.db: not a SQLite database"):
        Archive(path, readonly=readonly)
    assert path.read_bytes() == b"<html>no database</html>" * 100


@pytest.mark.parametrize("readonly", [False, True])
def test_a_database_of_something_else_is_refused(
    tmp_path: Path, readonly: bool
) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE recipe (id)")
    with pytest.raises(OutputError, match="not an archive of briefings"):
        Archive(path, readonly=readonly)


def test_reading_never_creates_an_archive(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such archive"):
        Archive(tmp_path / "a.db", readonly=True)
    assert not list(tmp_path.iterdir())


def test_reading_changes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.store(briefing())
    before = (tmp_path / "a.db").read_bytes()
    with Archive(tmp_path / "a.db", readonly=True) as archive:
        assert archive.get("scio:900001") == briefing()
        with pytest.raises(OutputError, match="cannot write"):
            archive.store(briefing("900002"))
    assert [found.name for found in tmp_path.iterdir()] == ["a.db"]
    assert (tmp_path / "a.db").read_bytes() == before


def test_an_archive_in_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no folder"):
        Archive(tmp_path / "no" / "a.db")


def test_it_is_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "a.db")

    def pragma(name: str) -> object:
        return archive.db.execute(f"PRAGMA {name}").fetchone()[0]

    assert pragma("journal_mode") == "wal"
    assert pragma("foreign_keys") == 1
    assert pragma("user_version") == schema.VERSION
    archive.close()


AS_NOBODY = """
import os, sys
from briefings.archive import Archive
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Archive(sys.argv[1], readonly=True) as archive:
    print(archive.get("scio:900001").date)
try:
    Archive(sys.argv[1])
except Exception as error:
    print(error)
"""


def test_it_can_be_read_in_a_folder_that_cannot_be_written() -> None:
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is closed to others
        path = Path(folder) / "a.db"
        with Archive(path) as archive:
            archive.store(briefing())
        path.chmod(0o444)
        path.parent.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        path.parent.chmod(0o755)
    assert done.stdout == f"2024-05-06\n{path}: cannot write\n", done.stderr
