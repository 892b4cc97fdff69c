"""Chunks and compression undone: whole, bounded, or told."""

from __future__ import annotations

import contextlib
import gzip
import sys
import time
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.content import LARGEST, unpack

if TYPE_CHECKING:
    from collections.abc import Callable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<html><p>问：桥何时通车？</p></html>".encode()

PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
    "identity": bytes,
    "unknown": bytes,
}


@pytest.mark.parametrize("encoding", PACKERS)
def test_what_was_packed_is_unpacked(encoding: str) -> None:
    packed = PACKERS[encoding](PAGE)
    assert unpack(packed, [("content-encoding", encoding.upper())]) == PAGE


def test_several_encodings_are_undone_from_the_last() -> None:
    packed = brotli.compress(gzip.compress(PAGE))
    assert unpack(packed, [("Content-Encoding", "gzip, br")]) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_ends_early_is_told(encoding: str) -> None:
    packed = PACKERS[encoding](PAGE * 50)
    with pytest.raises(ValueError, match="cannot be unpacked"):
        unpack(packed[: len(packed) // 2], [("Content-Encoding", encoding)])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_was_never_packed_is_taken_as_it_is(encoding: str) -> None:
    assert unpack(PAGE, [("Content-Encoding", encoding)]) == PAGE


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_what_unpacks_to_too_much_is_not_unpacked_whole(encoding: str) -> None:
    packed = PACKERS[encoding](bytes(LARGEST * 3))
    with pytest.raises(ValueError, match="larger than 16 MB"):
        unpack(packed, [("Content-Encoding", encoding)])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"5\r\nabcde\r\n1;x=y\r\nf\r\n0\r\n\r\n", b"abcdef"),
        (b"0\r\n\r\n", b""),
        (PAGE, PAGE),  # chunks that an archive joined, and the header stayed
    ],
)
def test_chunks_are_joined(body: bytes, expected: bytes) -> None:
    assert unpack(body, [("Transfer-Encoding", "chunked")]) == expected


def test_several_zipped_parts_in_a_row_are_one_page() -> None:
    packed = gzip.compress(PAGE[:20]) + gzip.compress(PAGE[20:])
    header = [("Content-Encoding", "gzip")]
    assert unpack(packed, header) == PAGE
    assert unpack(packed + b"\0" * 512, header) == PAGE
    with pytest.raises(ValueError, match="ends early"):
        unpack(packed[:-9], header)


def test_several_zipped_parts_are_bounded_together() -> None:
    packed = gzip.compress(bytes(LARGEST // 2 + 1)) * 2
    with pytest.raises(ValueError, match="larger than 16 MB"):
        unpack(packed, [("Content-Encoding", "gzip")])


def test_many_small_chunks_take_no_time() -> None:
    count = 400_000
    body = b"4\r\nabcd\r\n" * count + b"0\r\n\r\n"
    started = time.perf_counter()
    assert unpack(body, [("Transfer-Encoding", "chunked")]) == b"abcd" * count
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("size", [b"-5", b"0x5", b"+5", b"5_0", b""])
def test_what_is_no_size_of_a_chunk(size: bytes) -> None:
    body = size + b"\r\nabcde\r\n0\r\n\r\n"
    assert unpack(body, [("Transfer-Encoding", "chunked")]) == body


@pytest.mark.parametrize("body", [b"5\r\nabc", b"5\r\nabcde\r\nzz\r\n", b"5"])
def test_chunks_that_do_not_fit_are_told(body: bytes) -> None:
    with pytest.raises(ValueError, match="chunk"):
        unpack(body, [("Transfer-Encoding", "chunked")])


@given(st.binary(max_size=200), st.sampled_from([*PACKERS, "chunked"]))
def test_any_bytes_give_bytes_or_a_value_error(body: bytes, how: str) -> None:
    name = "Transfer-Encoding" if how == "chunked" else "Content-Encoding"
    with contextlib.suppress(ValueError):
        assert isinstance(unpack(body, [(name, how)]), bytes)
