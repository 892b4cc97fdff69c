"""One run at a time on one archive.

    with lock("briefings.db"): ...

The lock is the system's and goes with the process, however that ends. The file
`briefings.db.lock` stays: to remove it would let two runs hold two files.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from briefings.errors import LockedError, OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def lock(archive: str | Path) -> Iterator[None]:
    """Hold the archive's lock. LockedError if another run does, without waiting."""
    path = Path(f"{archive}.lock")
    try:
        file = path.open("a+", encoding="ascii")
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(_told(archive, path)) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _told(archive: str | Path, path: Path) -> str:
    holder = path.read_text(encoding="ascii").strip()
    who = f" (process {holder})" if holder.isdigit() else ""
    return f"{archive}: another run{who} holds it: nothing was done"
