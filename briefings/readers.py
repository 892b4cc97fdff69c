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
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

from briefings import warc
from briefings.content import LARGEST
from briefings.errors import InputError
from briefings.folders import HEAD, RECORD_RE, address, find, reason
from briefings.items import Capture, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["LARGEST", "find", "read"]

# <!DOCTYPE html, <html, <head>, <script>, <div class=...>: a page begins with one
PAGE_RE: Final = re.compile(
    rb"<(?:!doctype\s+html|!--|\?xml|html|head|body|meta|title|script|div|table|p)\b",
    re.IGNORECASE,
)
# 2016-10-14-1494262.txt
DATED_RE: Final = re.compile(r"((?:19|20)\d\d-[01]\d-[0-3]\d)\b")
SIDECAR: Final = "page.json"


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
        yield InputError(str(path), reason(error))


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
        url=url or known.get("url") or address(path) or "",
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


def _dated(path: Path) -> str | None:
    match = DATED_RE.match(path.name)
    return match[1] if match else None
