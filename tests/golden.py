"""Fixtures: stored pages and the records that they must give.

A fixture is a folder of `fixtures/` with `page.html` (or `page.txt`), `page.json` and
either `expected.json`, the whole record, or `error.json`, the name of an exception.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from briefings import errors, readers, stages
from briefings.errors import PageError
from briefings.jsonl import record
from briefings.loader import load
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from briefings.items import Capture

FIXTURES = ROOT / "fixtures"

VOLATILE = "parser_version"
"""Left out of the expected records: it changes with each release, they do not."""


def folders(holding: str = "page.json") -> list[Path]:
    """The fixtures that hold a file of this name, in order."""
    return sorted(path.parent for path in FIXTURES.glob(f"*/{holding}"))


def records() -> list[Path]:
    """The fixtures that give a record, `expected.json` written or not yet."""
    return [each for each in folders() if not (each / "error.json").exists()]


def page(folder: Path) -> Path:
    """The stored page of a fixture, whatever its suffix."""
    return next(path for path in folder.glob("page.*") if path.suffix != ".json")


def capture(folder: Path) -> Capture:
    """The one capture in a fixture, by the reader that `reparse` uses."""
    (found,) = [each for path in readers.find([folder]) for each in readers.read(path)]
    if isinstance(found, Exception):
        raise found
    return found


@cache
def produced(folder: Path) -> dict[str, Any]:
    """The record of a fixture, by the pipelines of the settings in their order."""
    run = stages.Run(stages.load_settings({}))
    chain, _ = stages.split(stages.load(run))
    found = json.loads(json.dumps(record(chain.process_item(load(capture(folder))))))
    del found[VOLATILE]
    return dict(found)


def expected(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "expected.json").read_text(encoding="utf-8")))


def dumps(content: dict[str, Any]) -> str:
    """The form of all golden files: readable, and the same from run to run."""
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


class RegressionError(Exception):
    """An update of a golden file would lose something that was there."""


def lost(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What an update would take away: turns, values of fields, length of texts."""
    found = []
    if len(after["turns"]) < len(before["turns"]):
        found.append(f"turns: {len(before['turns'])} -> {len(after['turns'])}")
    else:
        here, there = _told(before["turns"]), _told(after["turns"])
        found += [
            f"{name} of turns: {count} -> {there[name]}"
            for name, count in here.items()
            if there[name] < count
        ]
    for name, value in before.items():
        if value not in (None, [], "") and after.get(name) in (None, [], ""):
            found.append(f"{name}: {value!r} -> nothing")
    if len(after["body"]) < len(before["body"]):
        found.append(f"body: {len(before['body'])} -> {len(after['body'])} characters")
    return found


def _told(turns: list[dict[str, Any]]) -> Counter[str]:
    """How many turns have a value in each field."""
    return Counter(name for turn in turns for name, value in turn.items() if value)


def update(folder: Path, *, allow_regression: bool) -> bool:
    """Write `expected.json` anew. True if it changed; RegressionError if it may not."""
    path = folder / "expected.json"
    after = produced(folder)
    if path.exists():
        before = expected(folder)
        if before == after:
            return False
        gone = lost(before, after)
        if gone and not allow_regression:
            told = f"{folder.name}: {'; '.join(gone)} (--allow-regression permits it)"
            raise RegressionError(told)
    path.write_text(dumps(after), encoding="utf-8")
    return True


def error(folder: Path) -> type[PageError]:
    """The exception that a fixture must raise."""
    name = json.loads((folder / "error.json").read_text(encoding="utf-8"))["error"]
    kind: type[PageError] = getattr(errors, name)
    assert issubclass(kind, PageError)
    return kind
