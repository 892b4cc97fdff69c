"""Undoing what a server does to a body for the way: chunks and compression."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

import brotli

if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST: Final = 16 * 1024 * 1024
"""Bytes of a page, unpacked, beyond which it is damage or an attack: the largest of
the corpus has 130 KB."""


GZIP: Final = b"\x1f\x8b"
GZIP_BITS: Final = 31
"""What zlib calls a stream with the header and the sum of gzip."""

# 1f4\r\n, 5;name=value\r\n: the size of a chunk, and the end of its line if it has one
SIZE_RE: Final = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,12})[ \t]*(?:;[^\r\n]*)?(\r\n|$)")


def unpack(body: bytes, headers: Iterable[tuple[str, str]]) -> bytes:
    """The page itself, as the server had it. ValueError if it cannot be unpacked.

    A body that is not in the encoding that its headers name, but is whole, is taken
    as it is: servers and archives forget to drop the header.
    """
    named = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in named.get("transfer-encoding", ""):
        body = _join(body)
    for encoding in reversed(named.get("content-encoding", "").split(",")):
        body = _decompress(body, encoding.strip())
    if len(body) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1024 // 1024} MB unpacked")
    return body


def _join(body: bytes) -> bytes:
    """Chunks, each behind a line with its size in hexadecimal digits."""
    parts: list[bytes] = []
    at = 0  # an offset, for a copy of the rest at each chunk takes minutes
    while True:
        size = SIZE_RE.match(body, at)
        if size is None:
            if not parts:
                return body
            raise ValueError("chunks that do not fit together")
        start, end = size.end(), size.end() + int(size[1], 16)
        if not size[2] or len(body) < end:
            raise ValueError("a chunk that ends early")
        if start == end:
            return b"".join(parts)
        parts.append(body[start:end])
        at = end + 2 if body.startswith(b"\r\n", end) else end


def _decompress(body: bytes, encoding: str) -> bytes:
    try:
        if encoding in {"gzip", "x-gzip"} and body.startswith(GZIP):
            return _inflate(body, GZIP_BITS)
        if encoding == "deflate" and body:
            return _inflate(body, 15 if body[0] & 15 == 8 else -15)
        if encoding == "br":
            return _debrotli(body)
        if encoding == "zstd":
            return _unzstd(body)
    except (zlib.error, brotli.error) as error:
        if body.lstrip()[:1] == b"<":
            return body
        raise ValueError(f"cannot be unpacked from {encoding}: {error}") from error
    return body


def _inflate(body: bytes, bits: int) -> bytes:
    found = b""
    while True:
        stream = zlib.decompressobj(wbits=bits)
        found += stream.decompress(body, LARGEST + 1 - len(found))
        if len(found) > LARGEST:
            return found
        if not stream.eof:
            raise zlib.error("ends early")
        body = stream.unused_data
        if bits != GZIP_BITS or not body.startswith(GZIP):
            return found  # of gzip, several may stand in a row


def _debrotli(body: bytes) -> bytes:
    stream = brotli.Decompressor()
    found: bytes = stream.process(body, output_buffer_limit=LARGEST + 1)
    if not stream.is_finished() and len(found) <= LARGEST:
        raise zlib.error("ends early")
    return found


def _unzstd(body: bytes) -> bytes:
    try:
        from compression import zstd  # noqa: PLC0415 - of Python 3.14 and newer
    except ImportError:
        from backports import zstd  # noqa: PLC0415
    stream = zstd.ZstdDecompressor()
    try:
        found: bytes = stream.decompress(body, max_length=LARGEST + 1)
    except zstd.ZstdError as error:
        raise zlib.error(str(error)) from error
    if not stream.eof and len(found) <= LARGEST:
        raise zlib.error("ends early")
    return found
