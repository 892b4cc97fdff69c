"""CAPTURE: answers of a site, written to a WARC file before anything looks at them.

    with Writer(Path("captures")) as writer:
        place = writer.write(url, 200, "OK", headers, body, fetched_at)

WARC 1.1, gzip a record, one new file a run, flushed record by record: what was
flushed survives a kill. A file is never appended to, for a torn tail would hide all
that follows it from every reader. `briefings.warc` reads them back.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from briefings import __version__
from briefings.content import unpack
from briefings.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord


class Place(NamedTuple):
    """Where a record stands, and the digest of its page."""

    file: str
    offset: int
    length: int
    """Bytes of the record within the file, compressed."""
    sha256: str
    """Of the body, transfer and content encoding undone."""


class Earlier(NamedTuple):
    """A capture that held the same bytes, for a revisit record."""

    url: str
    fetched_at: str


class _Answer(StatusAndHeaders):  # type: ignore[misc] # the library has no types
    """Headers with the bytes that came; the library writes %-codes in their place."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        lines: list[str] = self.to_str(filter_func).split("\r\n")
        return b"\r\n".join(map(_bytes, lines)) + b"\r\n"


def _bytes(line: str) -> bytes:
    """Latin-1 is how HTTP clients give bytes as text, whatever charset they are in."""
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "surrogateescape")


class Writer:
    """One new WARC file in a folder. OutputError where it cannot be written."""

    def __init__(self, folder: Path, operator: str | None = None) -> None:
        self.folder = folder
        self.operator = operator
        self.known: dict[str, Earlier] = {}
        """By payload digest: the pages written before, for revisits."""
        now = datetime.now(UTC)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.path, self.file = self._open(f"briefings-{now:%Y%m%dT%H%M%S%f}")
        except OSError as error:
            raise OutputError(f"{folder}: {error.strerror}") from error
        self.writer = WARCWriter(self.file, gzip=True, warc_version="1.1")
        try:
            self._add(self._info())
        except OutputError:
            self.close()
            raise

    def _open(self, stem: str):  # type: ignore[no-untyped-def] # a binary file
        path = self.folder / f"{stem}.warc.gz"
        return path, path.open("xb")

    def _info(self) -> ArcWarcRecord:
        told = {
            "software": f"briefings/{__version__}",
            "format": "WARC File Format 1.1",
            "robots": "classic",
            "operator": self.operator,
        }
        return self.writer.create_warcinfo_record(self.path.name, told)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What it could not hold was told when it was written."""
        with contextlib.suppress(OSError):
            self.file.close()

    def write(  # noqa: PLR0917 - the parts of an answer, in the order they are sent
        self,
        url: str,
        status: int,
        reason: str,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        fetched_at: str,
    ) -> Place:
        """Write one answer as it came over the wire, and flush it.

        `fetched_at` is UTC, `2020-11-20T10:15:00Z`. A body that this file or `known`
        holds already becomes a revisit record, which names the earlier one.
        ValueError if the body cannot be unpacked; it is written all the same.
        """
        digest = _digest(body)
        answer = _Answer(f"{status} {reason}".rstrip(), list(headers), "HTTP/1.1")
        named = {"WARC-Date": fetched_at}
        if earlier := self.known.get(digest):
            record = self.writer.create_revisit_record(
                url, digest, *earlier, http_headers=answer, warc_headers_dict=named
            )
        else:
            self.known[digest] = Earlier(url, fetched_at)
            record = self.writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=answer,
                warc_headers_dict={**named, "WARC-Payload-Digest": digest},
            )
        offset, length = self._add(record)
        sha256 = hashlib.sha256(unpack(body, headers)).hexdigest()
        return Place(self.path.name, offset, length, sha256)

    def _add(self, record: ArcWarcRecord) -> tuple[int, int]:
        offset = self.file.tell()
        try:
            self.writer.write_record(record)
            self.file.flush()
        except OSError as error:
            raise OutputError(f"{self.path}: {error.strerror}") from error
        return offset, self.file.tell() - offset


def _digest(body: bytes) -> str:
    """As WARC files have it by custom: SHA-1, in base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()  # noqa: S324
