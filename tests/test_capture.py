"""WARC files as they are written: what came over the wire, flushed, never appended to."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest

from briefings import warc
from briefings.capture import Earlier, Place, Writer
from briefings.errors import InputError, OutputError
from briefings.items import Capture
from tests.test_warc import HTML, URL, page, written

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["written"]  # a fixture


def _chunked(body: bytes) -> bytes:
    parts = (body[n : n + 50] for n in range(0, len(body), 50))
    sized = (b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return b"".join(sized) + b"0\r\n\r\n"


def _deflated(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


@pytest.mark.parametrize(
    ("packed", "header"),
    [
        (gzip.compress(page(1)), ("Content-Encoding", "gzip")),
        (zlib.compress(page(1)), ("Content-Encoding", "deflate")),
        (_deflated(page(1)), ("Content-Encoding", "deflate")),
        (brotli.compress(page(1)), ("Content-Encoding", "br")),
        (_chunked(page(1)), ("Transfer-Encoding", "chunked")),
        (page(1), ("Transfer-Encoding", "chunked")),
        (page(1), ("Content-Encoding", "gzip")),
    ],
    ids=["gzip", "zlib", "deflate", "br", "chunked", "unchunked", "unzipped"],
)
def test_bodies_are_stored_as_they_came_and_unpacked_when_read(
    tmp_path: Path, packed: bytes, header: tuple[str, str]
) -> None:
    with Writer(tmp_path) as writer:
        place = writer.write(
            URL.format(1), 200, "OK", [HTML, header], packed, "2026-01-05T08:00:00Z"
        )
    (found,) = warc.read(writer.path)
    assert isinstance(found, Capture)
    assert found.body == page(1)
    assert found.origin.sha256 == place.sha256 == hashlib.sha256(page(1)).hexdigest()
    assert packed in gzip.decompress(writer.path.read_bytes())


def test_a_body_that_cannot_be_unpacked_is_told(tmp_path: Path) -> None:
    header = ("Content-Encoding", "gzip")
    with Writer(tmp_path) as writer, pytest.raises(ValueError, match="unpacked"):
        writer.write(
            URL.format(1),
            200,
            "OK",
            [HTML, header],
            gzip.compress(page(1))[:-20],
            "2026-01-05T08:00:00Z",
        )
    (found,) = warc.read(writer.path)
    assert isinstance(found, InputError)


def test_a_revisit_has_the_body_of_the_first_visit(tmp_path: Path) -> None:
    with Writer(tmp_path) as first:
        first.write(URL.format(1), 200, "OK", [HTML], page(1), "2026-01-05T08:00:00Z")
    known = dict(first.known)
    with Writer(tmp_path) as second:
        second.known.update(known)
        second.write(URL.format(1), 200, "OK", [HTML], page(1), "2026-01-06T08:00:00Z")
        second.write(URL.format(1), 200, "OK", [HTML], page(1), "2026-01-07T08:00:00Z")
    found = list(warc.read(second.path))
    assert [each.body for each in found if isinstance(each, Capture)] == [page(1)] * 2
    assert [each.origin.fetched_at for each in found if isinstance(each, Capture)] == [
        "2026-01-06T08:00:00Z",
        "2026-01-07T08:00:00Z",
    ]
    assert page(1) not in gzip.decompress(second.path.read_bytes())
    assert b"WARC-Refers-To-Target-URI: " in gzip.decompress(second.path.read_bytes())
    first.path.unlink()
    assert all("not in the folder" in str(each) for each in warc.read(second.path))
    assert isinstance(next(iter(known.values())), Earlier)


def test_other_tools_accept_what_is_written(written: tuple[Path, list[Place]]) -> None:
    path, _ = written
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" not in done.stdout


def test_each_record_is_on_disk_once_it_is_written(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        for n in range(3):
            writer.write(
                URL.format(n), 200, "OK", [HTML], page(n), "2026-01-05T08:00:00Z"
            )
            assert len(list(warc.read(writer.path))) == n + 1


def test_a_file_is_never_written_to_again(tmp_path: Path) -> None:
    paths = set()
    for _ in range(3):
        with Writer(tmp_path) as writer:
            paths.add(writer.path)
    assert len(paths) == 3


def test_the_first_record_tells_who_wrote_the_file(tmp_path: Path) -> None:
    with Writer(tmp_path, operator="archive@example.org") as writer:
        pass
    head = gzip.decompress(writer.path.read_bytes())
    assert head.startswith(b"WARC/1.1\r\n")
    assert b"WARC-Type: warcinfo" in head
    assert b"software: briefings/" in head
    assert b"operator: archive@example.org" in head


def test_headers_are_kept_in_order_with_their_doubles(tmp_path: Path) -> None:
    headers = [("Set-Cookie", "a=1"), HTML, ("set-cookie", "b=2"), ("X-Empty", "")]
    with Writer(tmp_path) as writer:
        writer.write(URL.format(1), 200, "OK", headers, page(1), "2026-01-05T08:00:00Z")
    (found,) = warc.read(writer.path)
    assert isinstance(found, Capture)
    assert found.headers == tuple(headers)


@pytest.mark.parametrize("charset", ["gb18030", "utf-8", "latin-1"])
def test_headers_keep_their_bytes(tmp_path: Path, charset: str) -> None:
    sent = ("100% é" if charset == "latin-1" else "100% 天气").encode(charset)
    header = ("X-Title", sent.decode("latin-1"))  # as clients give them
    with Writer(tmp_path) as writer:
        writer.write(
            URL.format(1), 200, "OK", [HTML, header], page(1), "2026-01-05T08:00:00Z"
        )
    assert b"\r\nX-Title: " + sent + b"\r\n" in gzip.decompress(
        writer.path.read_bytes()
    )
    (found,) = warc.read(writer.path)
    assert isinstance(found, Capture)
    assert found.body == page(1)


def test_a_reason_in_any_script_is_kept(tmp_path: Path) -> None:
    with Writer(tmp_path) as writer:
        writer.write(
            URL.format(1), 404, "没有", [HTML], page(1), "2026-01-05T08:00:00Z"
        )
    (found,) = warc.read(writer.path)
    assert isinstance(found, Capture)
    assert found.status == 404


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "captures").write_bytes(b"")
    with pytest.raises(OutputError, match="captures"):
        Writer(tmp_path / "captures")


def test_a_full_disk_is_told() -> None:
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")

    class Full(Writer):
        def _open(self, stem: str):  # type: ignore[no-untyped-def]
            path = self.folder / stem
            return path, Path("/dev/full").open("wb")

    with pytest.raises(OutputError, match="No space left"):
        Full(Path("/tmp"))
