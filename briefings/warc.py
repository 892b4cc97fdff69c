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
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from briefings.content import unpack
from briefings.errors import InputError
from briefings.frames import Damage, Frame, frames
from briefings.items import Capture, Origin
from briefings.sources import identify, original

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
        source = originals.find(record) if record.rec_type == "revisit" else record
        if source is None or not _is_page(source):
            return None  # a revisit without headers: only now its type is known
        if not frame.whole:
            raise ValueError("larger than any page is")
        # Packed as the record with the body says: revisits often say less.
        body = unpack(_payload(source), _headers(source))
        answer = record if record.http_headers else source
        return _capture(path, frame.offset, record, answer, body)
    except BROKEN as error:
        return _damaged(path, frame.offset, " ".join(str(error).split()))


def _payload(record: ArcWarcRecord) -> bytes:
    """The body as it was stored. ValueError if it is not that of its digest."""
    body: bytes = record.raw_stream.read()
    if record.digest_checker.passed is False:
        raise ValueError("; ".join(record.digest_checker.problems))
    return body


def _headers(record: ArcWarcRecord) -> tuple[tuple[str, str], ...]:
    return tuple(record.http_headers.headers) if record.http_headers else ()


def _record(frame: Frame) -> ArcWarcRecord:
    said = io.StringIO()  # warcio tells of damage on standard error, too
    with contextlib.redirect_stderr(said):
        records = ArchiveIterator(io.BytesIO(frame.data), check_digests=True)
        return next(iter(records))


def _capture(
    path: Path,
    offset: int,
    record: ArcWarcRecord,
    answer: ArcWarcRecord,
    body: bytes,
) -> Capture:
    url = (_told(record, "WARC-Target-URI") or "").strip("<>")
    return Capture(
        url=url,
        body=body,
        status=_status(answer),
        headers=_headers(answer),
        origin=Origin(
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=_second(_told(record, "WARC-Date")),
            via="http" if original(url) == url else "wayback",
            file=path.name,
            offset=offset,
        ),
    )


def _is_page(record: ArcWarcRecord) -> bool:
    if _status(record) in MOVED:
        return False
    if record.rec_type == "revisit" and not record.http_headers:
        return not (_told(record, "WARC-Profile") or "").endswith("not-modified")
    answer = record.http_headers or record.rec_headers  # a resource has no answer
    kind = (answer.get_header("Content-Type") or PAGES[0]).lower()
    return kind.startswith(PAGES)


def _told(record: ArcWarcRecord, name: str) -> str | None:
    value: str | None = record.rec_headers.get_header(name)
    return value


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
    """The records that revisits refer to, found within the folder of a file."""

    def __init__(self, path: Path) -> None:
        self.folder = path.parent
        self.files: list[tuple[str, int]] | None = None

    def find(self, record: ArcWarcRecord) -> ArcWarcRecord | None:
        """The record that holds the body; None if it is not there, and no page.

        ValueError if it is the body of a page that is not there.
        """
        digest = _told(record, "WARC-Payload-Digest") or ""
        for file, size in self._files():
            if (offset := _digests(file, size).get(digest)) is not None:
                return _at(file, offset)
        if record.http_headers or identify(_told(record, "WARC-Target-URI") or ""):
            raise ValueError(f"refers to a record that is not in the folder: {digest}")
        return None

    def _files(self) -> list[tuple[str, int]]:
        """Those written last come first: their names begin with the time."""
        if self.files is None:
            paths = sorted(self.folder.glob("*.warc*"), reverse=True)
            files = [path for path in paths if path.is_file()]
            self.files = [(str(path), path.stat().st_size) for path in files]
        return self.files


def _at(file: str, offset: int) -> ArcWarcRecord:
    with open(file, "rb") as opened:  # noqa: PTH123 - a Path for each is slow
        frame = next(frames(opened, offset), None)
    if isinstance(frame, Frame):
        return _record(frame)
    raise ValueError(f"refers to a damaged record: {file}, byte {offset}")


@lru_cache(maxsize=16_384)  # runs of four a day over ten years
def _digests(file: str, size: int) -> dict[str, int]:  # noqa: ARG001 - of the key
    """Where the bodies in a file are; read once, unless the file grows."""
    places: dict[str, int] = {}
    with contextlib.suppress(OSError), open(file, "rb") as opened:  # noqa: PTH123
        for frame in frames(opened):
            if isinstance(frame, Frame) and (digest := _original(frame)):
                places.setdefault(digest, frame.offset)
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
