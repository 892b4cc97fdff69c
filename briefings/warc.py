"""CAPTURE: WARC files read back, those of the crawl as those of any other crawler.

    for found in read(Path("captures/briefings-20201120T101500.warc.gz")): ...

Gives a capture for each stored page and an InputError for what is damaged. Answers
other than pages (pictures, robots.txt, redirects) are passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from briefings.content import unpack
from briefings.errors import InputError
from briefings.items import Capture, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from warcio.recordloader import ArcWarcRecord

PAGES: Final = ("text/html", "application/xhtml")
"""Media types that may be pages; an answer that tells none is looked at as well."""

MOVED: Final = frozenset((204, 301, 302, 303, 304, 307, 308))
"""Answers that lead elsewhere or hold nothing: what they lead to has its own record."""


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
            yield from _pages(path, file, originals)
    except OSError as error:
        yield InputError(str(path), f"cannot be read: {error.strerror}")
    finally:
        originals.close()


def read_record(path: Path, offset: int) -> Capture:
    """The page at an offset. InputError if there is none, or it is damaged."""
    originals = Originals(path)
    try:
        with path.open("rb") as file:
            file.seek(offset)
            found = next(_pages(path, file, originals), None)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    finally:
        originals.close()
    if isinstance(found, Capture) and found.origin.offset == offset:
        return found
    if isinstance(found, InputError):
        raise found
    raise InputError(str(path), f"no page at byte {offset}")


def _pages(
    path: Path, file: BinaryIO, originals: Originals
) -> Iterator[Capture | InputError]:
    offset, size = file.tell(), path.stat().st_size
    records = ArchiveIterator(file, check_digests=True)
    while True:
        said = io.StringIO()  # warcio tells of damage on standard error
        try:
            with contextlib.redirect_stderr(said):
                record = next(records, None)
                found = record and _page(path, record, offset, originals)
                if record:
                    offset = records.get_record_offset() + records.get_record_length()
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
            yield _damaged(path, offset, str(error).strip().splitlines()[0])
            return
        if record is None:
            if offset < size:
                yield _damaged(path, offset, "the rest of the file is no record")
            return
        if found:
            yield found
        if said.getvalue() or _torn(record):
            return


def _page(
    path: Path, record: ArcWarcRecord, offset: int, originals: Originals
) -> Capture | InputError | None:
    body = record.raw_stream.read()
    if _torn(record):
        return _damaged(path, offset, "the record ends early")
    if record.digest_checker.passed is False:
        return _damaged(path, offset, "; ".join(record.digest_checker.problems))
    if record.rec_type not in {"response", "revisit"} or not _is_page(record):
        return None
    headers = tuple(record.http_headers.headers)
    if record.rec_type == "revisit":
        body = originals.body(record)
    try:
        body = unpack(body, headers)
    except ValueError as error:
        return _damaged(path, offset, str(error))
    return Capture(
        url=record.rec_headers.get_header("WARC-Target-URI", "").strip("<>"),
        body=body,
        status=int(record.http_headers.get_statuscode() or 0),
        headers=headers,
        origin=Origin(
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=_second(record.rec_headers.get_header("WARC-Date")),
            via="http",
            file=path.name,
            offset=offset,
        ),
    )


def _torn(record: ArcWarcRecord) -> bool:
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _is_page(record: ArcWarcRecord) -> bool:
    answer = record.http_headers
    if answer is None or int(answer.get_statuscode() or 0) in MOVED:
        return False
    kind = (answer.get_header("Content-Type") or PAGES[0]).lower()
    return kind.startswith(PAGES)


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
            file.seek(offset)
            found = next(iter(ArchiveIterator(file)))
            body: bytes = found.raw_stream.read()
        return body

    def _index(self) -> dict[str, tuple[Path, int]]:
        places: dict[str, tuple[Path, int]] = {}
        for path in sorted(self.folder.glob("*.warc*")):
            with (
                path.open("rb") as file,
                contextlib.suppress(ArchiveLoadFailed, EOFError),
            ):
                records = ArchiveIterator(file)
                for record in records:
                    if record.rec_type == "response":
                        digest = record.rec_headers.get_header("WARC-Payload-Digest")
                        places.setdefault(digest, (path, records.get_record_offset()))
        return places

    def close(self) -> None:
        """Forget the index."""
        self.places = None
