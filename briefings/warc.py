"""CAPTURE: WARC files read back, those of the crawl as those of any other crawler.

    for found in read(Path("captures/briefings-20201120T101500.warc.gz")): ...

Gives a capture for each stored page and an InputError for what is damaged. Answers
other than pages (pictures, robots.txt, redirects) are passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zlib
from typing import TYPE_CHECKING, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from briefings.content import unpack
from briefings.errors import InputError
from briefings.frames import Damage, Frame, frames
from briefings.items import Capture, Origin
from briefings.sources import original

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

PAGES: Final = ("text/html", "application/xhtml")
"""Media types that may be pages; an answer that tells none is looked at as well."""

MOVED: Final = frozenset((204, 301, 302, 303, 304, 307, 308))
"""Answers that lead elsewhere or hold nothing: what they lead to has its own record."""


PAGE_TYPES: Final = frozenset(("response", "revisit", "resource"))

HEAD: Final = 8192
"""Bytes within which a record's own headers end."""

BROKEN: Final = (
    ArchiveLoadFailed, AttributeError, EOFError, IndexError, KeyError, OSError,
    StopIteration, TypeError, ValueError, zlib.error,
)  # fmt: skip
"""How warcio fails on records that are not what their headers say."""


def is_warc(head: bytes) -> bool:
    """True of the first bytes of a WARC file, plain or gzipped."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def read(path: Path) -> Iterator[Capture | InputError]:
    """All pages of a file in their order; revisits are looked up in its folder."""
    originals = Originals(path)
    try:
        with path.open("rb") as file:
            for frame in frames(file):
                if found := _page(path, frame, originals):
                    yield found
    except OSError as error:
        yield InputError(str(path), f"cannot be read: {error.strerror}")


def read_record(path: Path, offset: int) -> Capture:
    """The page at an offset. InputError if there is none, or it is damaged."""
    try:
        with path.open("rb") as file:
            frame = next(frames(file, offset), None)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    found = frame and _page(path, frame, Originals(path))
    if isinstance(found, InputError):
        raise found
    if found is None:
        raise InputError(str(path), f"no page at byte {offset}")
    return found


def _page(
    path: Path, frame: Frame | Damage, originals: Originals
) -> Capture | InputError | None:
    if isinstance(frame, Damage):
        return _damaged(path, frame.offset, frame.reason)
    try:
        record = _record(frame)
        if record.rec_type not in PAGE_TYPES or not _is_page(record):
            return None
        if not frame.whole:
            raise ValueError("larger than any page is")
        body = record.raw_stream.read()
        if record.digest_checker.passed is False:
            raise ValueError("; ".join(record.digest_checker.problems))
        headers = tuple(record.http_headers.headers) if record.http_headers else ()
        if record.rec_type == "revisit":
            body = originals.body(record)
        body = unpack(body, headers)
        return _capture(path, frame.offset, record, headers, body)
    except BROKEN as error:
        return _damaged(path, frame.offset, " ".join(str(error).split()))


def _record(frame: Frame) -> ArcWarcRecord:
    said = io.StringIO()  # warcio tells of damage on standard error, too
    with contextlib.redirect_stderr(said):
        records = ArchiveIterator(io.BytesIO(frame.data), check_digests=True)
        return next(iter(records))


def _capture(
    path: Path,
    offset: int,
    record: ArcWarcRecord,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
) -> Capture:
    told = record.rec_headers
    url = (told.get_header("WARC-Target-URI") or "").strip("<>")
    return Capture(
        url=url,
        body=body,
        status=_status(record),
        headers=headers,
        origin=Origin(
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=_second(told.get_header("WARC-Date")),
            via="http" if original(url) == url else "wayback",
            file=path.name,
            offset=offset,
        ),
    )


def _is_page(record: ArcWarcRecord) -> bool:
    if _status(record) in MOVED:
        return False
    answer = record.http_headers or record.rec_headers  # a resource has no answer
    kind = (answer.get_header("Content-Type") or PAGES[0]).lower()
    return kind.startswith(PAGES)


def _status(record: ArcWarcRecord) -> int:
    if record.http_headers is None:
        return 200
    code = record.http_headers.get_statuscode()
    return int(code) if code and code.isdigit() else 0


def _second(date: str | None) -> str | None:
    """`2020-11-20T10:15:00.123456Z` to the second, as records have it."""
    return f"{date[:19]}Z" if date else None


def _damaged(path: Path, offset: int, reason: str) -> InputError:
    return InputError(str(path), f"damaged at byte {offset}: {reason}")


class Originals:
    """The bodies that revisit records refer to, found within the folder of a file.

    The folder is indexed once, and only when the first revisit is met.
    """

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self.places: dict[str, tuple[Path, int]] | None = None

    def body(self, record: ArcWarcRecord) -> bytes:
        """The body, packed as it was. ValueError if it is not there."""
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        if self.places is None:
            self.places = self._index()
        if digest not in self.places:
            raise ValueError(f"refers to a record that is not in the folder: {digest}")
        path, offset = self.places[digest]
        with path.open("rb") as file:
            frame = next(frames(file, offset))
        if isinstance(frame, Frame):
            body: bytes = _record(frame).raw_stream.read()
            return body
        raise ValueError(f"refers to a damaged record: {path.name}, byte {offset}")

    def _index(self) -> dict[str, tuple[Path, int]]:
        places: dict[str, tuple[Path, int]] = {}
        for path in sorted(self.folder.glob("*.warc*")):
            with contextlib.suppress(OSError), path.open("rb") as file:
                for frame in frames(file):
                    if isinstance(frame, Frame) and (digest := _original(frame)):
                        places.setdefault(digest, (path, frame.offset))
        return places


# WARC-Type: response, WARC-Payload-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ
RESPONSE_RE: Final = re.compile(
    rb"^WARC-Type:\s*response\b", re.IGNORECASE | re.MULTILINE
)
DIGEST_RE: Final = re.compile(
    rb"^WARC-Payload-Digest:\s*(\S+)", re.IGNORECASE | re.MULTILINE
)


def _original(frame: Frame) -> str | None:
    """The digest of the body that a record holds, if it holds one."""
    head = frame.data[:HEAD].partition(b"\r\n\r\n")[0]
    match = DIGEST_RE.search(head)
    return match[1].decode("latin-1") if match and RESPONSE_RE.search(head) else None
