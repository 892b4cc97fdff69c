"""CAPTURE: the files in folders that may hold pages, and the addresses of paths.

    find([Path("mirror"), Path("crawl.warc.gz")]) -> the files in them, in order

Folders hold more than pages: pictures, index pages, notes, databases. Names only tell
what need not be opened; of all the rest, the content decides.
"""

from __future__ import annotations

import errno
import os
import re
from functools import lru_cache
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Final

from briefings import warc
from briefings.content import LARGEST
from briefings.errors import InputError
from briefings.sources import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

HEAD: Final = 8192
"""Bytes that tell what a file is; some pages open with that much style and script."""

PAGE_SUFFIXES: Final = frozenset((".htm", ".html", ".shtml", ".xhtml", ".warc", ".gz"))
"""What is taken for a page within a folder, to be read or told about."""

# fmt: off
OTHER_SUFFIXES: Final = frozenset((
    ".avi", ".bmp", ".css", ".csv", ".db", ".db-shm", ".db-wal", ".doc", ".docx", ".gif",
    ".ico", ".jpeg", ".jpg", ".js", ".json", ".jsonl", ".log", ".mp3", ".mp4", ".parquet",
    ".part", ".pdf", ".png", ".py", ".sqlite", ".svg", ".swf", ".webp", ".xls", ".xlsx",
    ".xml", ".zip",
))
# fmt: on
"""What lies beside pages and is not opened; of all the rest, the content decides."""

# <!DOCTYPE html, <html>: a file whose name tells nothing begins so, if it is a page
START_RE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE
)
# title: ...\nurl: ...
RECORD_RE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*title:[^\n]*[\r\n]+(?:.*\n)*?url:", re.IGNORECASE
)
# www.scio.gov.cn, 127.0.0.1:8000, localhost+8000 as wget writes it
HOST_RE: Final = re.compile(
    r"(?:[\w-]+\.)+[a-z0-9-]+(?:[:+]\d+)?$|localhost(?:[:+]\d+)?$", re.IGNORECASE
)
# createPageHTML(, id="PagerOutline1", countPage = : an index page, no briefing
LISTING_RE: Final = re.compile(rb"createPageHTML\s*\(|PagerOutline1_|\bcountPage\s*=")

# index.htm, index_32.htm, default_66.shtml: lists and home pages, within a mirror tree
INDEX_RE: Final = re.compile(r"(?:index|default)(?:_\d+)?\.s?html?$", re.IGNORECASE)


def find(paths: Sequence[Path]) -> Iterator[Path | InputError]:
    """The files to read, each once, in order; folders are walked by name.

    An InputError for each path that is absent, no file, or a folder without pages.
    """
    seen: set[str] = set()
    for path in paths:
        if not _is(path, S_ISDIR):
            yield path if _is(path, S_ISREG) else InputError(str(path), _absent(path))
        elif os.path.realpath(path) not in seen:
            count = 0
            for count, each in enumerate(_walk(path, seen), 1):  # noqa: B007
                yield each
            if not count:
                yield InputError(str(path), "no page in this folder")


LOOSE: Final = "a link that leads nowhere"


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    """Path.is_file and is_dir raise where a folder may not be entered."""
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _absent(path: Path) -> str:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return LOOSE if path.is_symlink() else "no such file or folder"
    except OSError as error:
        return LOOSE if error.errno == errno.ELOOP else reason(error)
    except ValueError as error:  # a NUL in its name
        return reason(error)
    return "neither file nor folder"


def _walk(folder: Path, seen: set[str]) -> Iterator[Path | InputError]:
    """Depth first, without recursion: mirrors nest as deep as their sites do."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not _is(path, S_ISDIR):
            if _wanted(path):
                yield (
                    path if _is(path, S_ISREG) else InputError(str(path), _absent(path))
                )
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue  # a link back up, or a folder named twice
        seen.add(real)
        try:
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names
        except OSError as error:
            yield InputError(str(path), reason(error))
            continue
        waiting += [path / name for name in names if not name.startswith(".")]


def _wanted(path: Path) -> bool:
    """False of what lies beside pages in a folder: index pages, robots.txt, notes."""
    suffix = path.suffix.lower()
    if suffix in OTHER_SUFFIXES:
        return False
    if not _is(path, S_ISREG) or address(path):
        return True
    if INDEX_RE.match(path.name) and _mirrored(path):
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            # Of a WARC file the beginning is enough: it may hold index pages, too.
            return warc.is_warc(head) or _is_page(suffix, head + file.read(LARGEST))
    except OSError:
        return True  # read() tells why


def _is_page(suffix: str, body: bytes) -> bool:
    if suffix in PAGE_SUFFIXES or START_RE.match(body):
        return not LISTING_RE.search(body)
    return RECORD_RE.match(body[:HEAD]) is not None


def reason(error: Exception) -> str:
    told = (
        error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    )
    return " ".join(f"cannot be read: {told}".split())


def _mirrored(path: Path) -> list[str]:
    """Addresses that a path may stand for, by the folders named like a host."""
    parts = path.absolute().parts
    return [
        f"http://{parts[n].replace('+', ':')}/{'/'.join(parts[n + 1 :])}"
        for n in range(len(parts) - 2, 0, -1)
        if HOST_RE.match(parts[n])
    ]


@lru_cache(maxsize=8)  # asked twice of each file: whether to read it, and when reading
def address(path: Path) -> str | None:
    """The address that a path in a mirror tree stands for, else None."""
    if path.suffix == ".gz":
        path = path.with_suffix("")
    return next((url for url in _mirrored(path) if identify(url)), None)
