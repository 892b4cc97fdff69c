"""CAPTURE: where each record of a WARC file begins and ends, damaged files included.

    for frame in frames(file): frame.offset, frame.data

Libraries that read WARC files stop in silence, or with an error of their own, where a
file is cut or damaged. Here each gzip member is unpacked by itself: what is whole is
told from what is not to the byte, and reading goes on at the next member.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

GZIP: Final = b"\x1f\x8b\x08"
WARC: Final = b"WARC/"

MOST: Final = 20 * 1024 * 1024
"""Bytes kept of a record: the largest page and its headers. Videos are longer."""

STEP: Final = 64 * 1024
"""Bytes read, and unpacked, at a time."""

MOST_HEAD: Final = 256 * 1024
"""Bytes of the headers of a record."""


class Frame(NamedTuple):
    """One record, unpacked."""

    offset: int
    """Where it begins in the file; that of its member, if it is one of several."""
    data: bytes
    whole: bool = True
    """False if it is longer than `MOST`; `data` is its beginning."""


class Damage(NamedTuple):
    """A place where no record could be read."""

    offset: int
    reason: str


def frames(file: BinaryIO, offset: int = 0) -> Iterator[Frame | Damage]:
    """All records from an offset on; after damage it goes on with the next one."""
    file.seek(offset)
    zipped = file.read(len(GZIP)) == GZIP
    yield from _zipped(file, offset) if zipped else _plain(file, offset)


def _zipped(file: BinaryIO, offset: int) -> Iterator[Frame | Damage]:
    while True:
        file.seek(offset)
        data, size, wrong = _member(file)
        if file.tell() == offset:
            return
        if wrong:
            yield Damage(offset, wrong)
            found = _search(file, offset + 1, GZIP)
            if found is None:
                return
            offset = found
            continue
        if size > MOST:
            yield _long(offset, data, size)
        else:
            for inner in _plain(BytesIO(data), 0):
                # Only members that hold several records begin elsewhere than at 0.
                yield inner._replace(offset=offset)
        offset = file.tell()


def _long(offset: int, data: bytes, size: int) -> Frame | Damage:
    head = _head(BytesIO(data))
    if len(head) + (_length(head) or 0) + STEP < size:
        return Damage(offset, "packed as one piece, not by records: unpack it first")
    return Frame(offset, data, whole=False)


def _member(file: BinaryIO) -> tuple[bytes, int, str]:
    """A gzip member: its first bytes, its size unpacked, and what is wrong with it.

    Leaves the file behind it.
    """
    stream = zlib.decompressobj(wbits=31)
    data = bytearray()
    size = 0
    try:
        while not stream.eof:
            packed = stream.unconsumed_tail or file.read(STEP)
            if not packed:
                return bytes(data), size, "the file ends within a record"
            part = stream.decompress(packed, STEP)
            size += len(part)
            if len(data) < MOST:
                data += part
    except zlib.error as error:
        return bytes(data), size, f"cannot be unpacked: {error}"
    file.seek(-len(stream.unused_data), 1)
    return bytes(data), size, ""


def _plain(file: BinaryIO, offset: int) -> Iterator[Frame | Damage]:
    while True:
        file.seek(offset)
        head = _head(file)
        if not head.strip(b"\r\n\0"):
            return
        length = _length(head)
        if length is None:
            yield Damage(offset, "not the beginning of a record")
        else:
            body = file.read(min(length, MOST))
            end = offset + len(head) + length
            file.seek(0, 2)
            if file.tell() >= end:
                yield Frame(offset, head + body, whole=length <= MOST)
                offset = _behind(file, end)
                continue
            yield Damage(offset, "the file ends within a record")
        found = _search(file, offset + 1, WARC)
        if found is None:
            return
        offset = found


def _head(file: BinaryIO) -> bytes:
    """The lines of a record's headers, the empty one behind them included."""
    lines = []
    size = 0
    while size < MOST_HEAD and (line := file.readline(MOST_HEAD)):
        lines.append(line)
        size += len(line)
        if not line.strip() and len(lines) > 1:
            break
    return b"".join(lines)


def _length(head: bytes) -> int | None:
    """What the headers tell of the block behind them; None if they are none."""
    if not head.startswith(WARC):
        return None
    for line in head.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _behind(file: BinaryIO, end: int) -> int:
    """Where the next record may begin: behind the empty lines at the end of one."""
    file.seek(end)
    gap = file.read(STEP)
    return end + len(gap) - len(gap.lstrip(b"\r\n"))


def _search(file: BinaryIO, offset: int, mark: bytes) -> int | None:
    """The next place at which a record can be read, for the rest of the file."""
    while True:
        file.seek(offset)
        part = file.read(STEP)
        at = part.find(mark)
        while at >= 0:
            if _begins(file, offset + at, mark):
                return offset + at
            at = part.find(mark, at + 1)
        if len(part) < STEP:
            return None
        offset += len(part) - len(mark) + 1


def _begins(file: BinaryIO, offset: int, mark: bytes) -> bool:
    file.seek(offset)
    head = file.read(512)
    if mark == GZIP:
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith((WARC + b"1.", WARC + b"0."))
