"""Briefings as JSON lines: `Briefing` -> `{"id": "scio:1693013", ...}`.

One object a line, UTF-8, Chinese not escaped, keys in the order in which
`briefings.items` declares the fields, `null` where nothing is known.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from briefings.errors import OutputError
from briefings.items import Briefing, Origin, Problem, Turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import FileIO

STDOUT: Final = "-"

FIELDS: Final = tuple(field.name for field in fields(Briefing))
TURN_FIELDS: Final = tuple(field.name for field in fields(Turn))
PROBLEM_FIELDS: Final = tuple(field.name for field in fields(Problem))
ORIGIN_FIELDS: Final = tuple(field.name for field in fields(Origin))

# `dataclasses.asdict` copies every string list deeply: ten times slower.
_values: Callable[[Any], tuple[Any, ...]] = attrgetter(*FIELDS)
_turn_values: Callable[[Any], tuple[Any, ...]] = attrgetter(*TURN_FIELDS)
_problem_values: Callable[[Any], tuple[Any, ...]] = attrgetter(*PROBLEM_FIELDS)
_origin_values: Callable[[Any], tuple[Any, ...]] = attrgetter(*ORIGIN_FIELDS)
_encode = json.JSONEncoder(ensure_ascii=False).encode


def record(briefing: Briefing) -> dict[str, Any]:
    """Plain dicts and lists in the order of the contract; shares no new copies."""
    found = dict(zip(FIELDS, _values(briefing), strict=True))
    found["turns"] = [
        dict(zip(TURN_FIELDS, _turn_values(turn), strict=True))
        for turn in briefing.turns
    ]
    found["problems"] = [
        dict(zip(PROBLEM_FIELDS, _problem_values(problem), strict=True))
        for problem in briefing.problems
    ]
    found["capture"] = origin(briefing.capture)
    return found


def origin(capture: Origin) -> dict[str, Any]:
    """The `capture` of a record."""
    return dict(zip(ORIGIN_FIELDS, _origin_values(capture), strict=True))


def restore(found: dict[str, Any]) -> Briefing:
    """The briefing that `record` was made of. KeyError, TypeError if it was not."""
    nested = {
        "turns": [Turn(**turn) for turn in found["turns"]],
        "problems": [Problem(**problem) for problem in found["problems"]],
        "capture": Origin(**found["capture"]),
    }
    return Briefing(**{**found, **nested})


def encode(value: object) -> str:
    """JSON on one line, as all of the project writes it."""
    return _encode(value)


def dumps(briefing: Briefing) -> str:
    """The record as one line, without a line end."""
    return _encode(record(briefing))


class Writer:
    """Writes one line a briefing to `PATH.part`, renamed to PATH by `close`.

    After a kill the `.part` file holds whole lines, but for the one being written.
    `-` is standard output. OutputError where the file cannot be made.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines = 0
        self.part: Path | None = None if path == STDOUT else Path(f"{path}.part")
        self._end = 0
        self._file = self._open()

    def _open(self) -> BinaryIO | FileIO:
        if self.part is None:
            return sys.stdout.buffer
        try:
            return self.part.open("wb", buffering=0)
        except OSError as error:
            raise OutputError(f"{self.path}: cannot write: {error.strerror}") from error

    def write(self, line: str) -> None:
        """Write one line and hand it to the system, so that a kill loses none."""
        # A lone surrogate becomes the \udXXX that JSON has for it.
        left = memoryview(f"{line}\n".encode("utf-8", "backslashreplace"))
        size = len(left)
        try:
            while left:
                left = left[self._file.write(left) :]
            self._file.flush()
        except BrokenPipeError:
            raise  # whoever reads standard output has seen enough
        except OSError as error:
            self._cut()
            raise OutputError(f"{self.path}: cannot write: {error.strerror}") from error
        self.lines += 1
        self._end += size

    def _cut(self) -> None:
        """Take the torn line off, as of a full disk."""
        if self.part is not None:
            with suppress(OSError):
                self._file.truncate(self._end)

    def close(self, *, keep: bool = True) -> None:
        """Give the file its name; with `keep` false leave the `.part` as it is.

        A file of an earlier run is replaced only by one that holds something.
        """
        if self.part is None:
            return
        self._file.close()
        try:
            if self.lines == 0:
                self.part.unlink(missing_ok=True)
            elif keep:
                self.part.replace(self.path)
        except OSError as error:
            raise OutputError(f"{self.path}: cannot write: {error.strerror}") from error
