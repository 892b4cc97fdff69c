"""What the name of an output says: `briefings.db` is an archive, `-` is JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from briefings.errors import UsageError
from briefings.jsonl import STDOUT

if TYPE_CHECKING:
    from collections.abc import Iterable

Form = Literal["archive", "jsonl"]

FORMS: Final[dict[str, Form]] = {
    ".db": "archive",
    ".sqlite": "archive",
    ".jsonl": "jsonl",
}
DEFAULT: Final = "briefings.db"


def form(path: str) -> Form:
    """The form of an output by its name. UsageError for any other suffix."""
    if path == STDOUT:
        return "jsonl"
    try:
        return FORMS[Path(path).suffix.lower()]
    except KeyError:
        known = ", ".join(FORMS)
        raise UsageError(
            f"output {path!r}: the name must end in {known}, or be - for JSON lines"
            " on standard output"
        ) from None


def of_form(wanted: Form, paths: Iterable[str]) -> list[str]:
    """Those outputs that have this form, each once, in order."""
    return [path for path in dict.fromkeys(paths) if form(path) == wanted]
