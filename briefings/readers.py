"""CAPTURE: anything that a person may want to re-parse, as captures.

    find([Path("mirror"), Path("crawl.warc.gz")]) -> the files in them, in order
    read(path) -> the pages in one of them

Known are WARC files, fixture folders (page.html beside page.json), mirror trees
(HOST/PATH, the address is read off the path), single HTML files, text records, and
folders of any of these. What a file is, its content tells: names lie.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from briefings import warc
from briefings.errors import InputError
from briefings.items import Capture, Origin
from briefings.sources import identify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of a single page: the largest of the corpus has 130 KB. Beyond, it is none."""

HEAD: Final = 8192
"""Bytes that tell what a file is; some pages open with that much style and script."""

PAGE_SUFFIXES: Final = frozenset(
    ("", ".htm", ".html", ".shtml", ".xhtml", ".txt", ".warc", ".gz", ".jsp", ".php")
)
"""What is looked into within a folder; a file that is named itself always is."""

# <!DOCTYPE html, <html, <head>, <script>, <div class=...>: a page begins with one
PAGE_RE: Final = re.compile(
    rb"<(?:!doctype\s+html|!--|\?xml|html|head|body|meta|title|script|div|table|p)\b",
    re.IGNORECASE,
)
# title: ...\nurl: ...
RECORD_RE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*title:[^\n]*[\r\n]+(?:.*\n)*?url:", re.IGNORECASE
)
# www.scio.gov.cn, 127.0.0.1:8000, localhost+8000 as wget writes it
HOST_RE: Final = re.compile(
    r"(?:[\w-]+\.)+[a-z0-9-]+(?:[:+]\d+)?$|localhost(?:[:+]\d+)?$", re.IGNORECASE
)
# 2016-10-14-1494262.txt
DATED_RE: Final = re.compile(r"((?:19|20)\d\d-[01]\d-[0-3]\d)\b")
# createPageHTML(, id="PagerOutline1", countPage = : an index page, no briefing
LISTING_RE: Final = re.compile(rb"createPageHTML\s*\(|PagerOutline1_|\bcountPage\s*=")

# index.htm, index_32.htm, default_66.shtml: lists and home pages, within a mirror tree
INDEX_RE: Final = re.compile(r"(?:index|default)(?:_\d+)?\.s?html?$", re.IGNORECASE)

SIDECAR: Final = "page.json"


def find(paths: Sequence[Path]) -> Iterator[Path | InputError]:
    """The files to read, each once, in order; folders are walked by name.

    An InputError for each path that is absent, no file, or a folder without pages.
    """
    seen: set[str] = set()
    for path in paths:
        if not path.is_dir():
            yield path if path.is_file() else InputError(str(path), _absent(path))
        elif os.path.realpath(path) not in seen:
            count = 0
            for count, each in enumerate(_walk(path, seen), 1):  # noqa: B007
                yield each
            if not count:
                yield InputError(str(path), "no page in this folder")


def _absent(path: Path) -> str:
    if path.exists():
        return "neither file nor folder"
    if path.is_symlink():
        return "a link that leads nowhere"
    return "no such file or folder"


def _walk(folder: Path, seen: set[str]) -> Iterator[Path | InputError]:
    """Depth first, without recursion: mirrors nest as deep as their sites do."""
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if not path.is_dir():
            if _wanted(path):
                yield path if path.is_file() else InputError(str(path), _absent(path))
            continue
        real = os.path.realpath(path)
        if real in seen:
            continue  # a link back up, or a folder named twice
        seen.add(real)
        try:
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names
        except OSError as error:
            yield InputError(str(path), _reason(error))
            continue
        waiting += [path / name for name in names if not name.startswith(".")]


def _wanted(path: Path) -> bool:
    """False of what lies beside pages in a folder: index pages, robots.txt, notes."""
    if path.suffix.lower() not in PAGE_SUFFIXES:
        return False
    if not path.is_file() or _address(path):
        return True
    if INDEX_RE.match(path.name) and _mirrored(path):
        return False
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST)
    except OSError:
        return True  # read() tells why
    if path.suffix.lower() == ".txt":
        return RECORD_RE.match(body[:HEAD]) is not None
    return not LISTING_RE.search(body)


def read(path: Path, url: str | None = None) -> Iterator[Capture | InputError]:
    """The pages in a file; `url` is the address of a page that tells none."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            if not warc.is_warc(head):
                rest = file.read(LARGEST + 1 - len(head)) if len(head) == HEAD else b""
                yield _single(path, head + rest, url)
                return
        yield from warc.read(path)
    except InputError as error:
        yield error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield InputError(str(path), _reason(error))


def _reason(error: Exception) -> str:
    told = (
        error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    )
    return " ".join(f"cannot be read: {told}".split())


def _single(path: Path, body: bytes, url: str | None) -> Capture:
    if not body:
        raise InputError(str(path), "an empty file")
    if body.startswith(b"\x1f\x8b"):
        with gzip.open(path) as file:
            body = file.read(LARGEST + 1)
    if len(body) > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise InputError(
            str(path), f"larger than {limit} MB: no page is, cut it up first"
        )
    start = body[:HEAD]
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not (wide or PAGE_RE.search(start) or RECORD_RE.match(start)):
        raise InputError(
            str(path), f"neither page nor WARC file nor text record: {_kind(start)}"
        )
    known = _sidecar(path)
    return Capture(
        url=url or known.get("url") or _address(path) or "",
        body=body,
        status=known.get("status", 200),
        headers=known.get("headers", ()),
        page_date=_dated(path),
        origin=Origin(
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=known.get("fetched_at"),
            # All fixtures call their page the same: the folder tells which one it is.
            file=f"{path.absolute().parent.name}/{path.name}" if known else path.name,
        ),
    )


def _kind(start: bytes) -> str:
    return "binary" if b"\0" in start else "text without markup"


def _sidecar(path: Path) -> dict[str, Any]:
    """What `page.json` tells of the page beside it, in the form that a capture has."""
    sidecar = path.with_name(SIDECAR)
    if path.stem != "page" or not sidecar.exists():
        return {}
    try:
        found = json.loads(sidecar.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(str(sidecar), f"not JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("url"), str):
        raise InputError(str(sidecar), "not a JSON object with a url")
    headers = found.get("headers") or []
    pairs = list(headers.items()) if isinstance(headers, dict) else headers
    status, fetched_at = found.get("status", 200), found.get("fetched_at")
    if not (
        isinstance(status, int)
        and isinstance(fetched_at, str | None)
        and isinstance(pairs, list)
        and all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in pairs)
    ):
        raise InputError(str(sidecar), "status, fetched_at or headers of another form")
    known = tuple((str(name), str(value)) for name, value in pairs)
    return {
        "url": found["url"],
        "status": status,
        "fetched_at": fetched_at,
        "headers": known,
    }


def _mirrored(path: Path) -> list[str]:
    """Addresses that a path may stand for, by the folders named like a host."""
    parts = path.absolute().parts
    return [
        f"http://{parts[n].replace('+', ':')}/{'/'.join(parts[n + 1 :])}"
        for n in range(len(parts) - 2, 0, -1)
        if HOST_RE.match(parts[n])
    ]


@lru_cache(maxsize=8)  # asked twice of each file: whether to read it, and when reading
def _address(path: Path) -> str | None:
    """The address that a path in a mirror tree stands for, else None."""
    if path.suffix == ".gz":
        path = path.with_suffix("")
    return next((url for url in _mirrored(path) if identify(url)), None)


def _dated(path: Path) -> str | None:
    match = DATED_RE.match(path.name)
    return match[1] if match else None
