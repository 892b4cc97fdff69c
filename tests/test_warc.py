"""WARC files read back: our own, those of others, and damaged ones."""

from __future__ import annotations

import gzip
import hashlib
import random
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from briefings import frames, warc
from briefings.capture import Place, Writer
from briefings.errors import InputError
from briefings.items import Capture

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/{0}/{0}.htm"
HTML = ("Content-Type", "text/html; charset=utf-8")


def page(n: int) -> bytes:
    noise = random.Random(n).randbytes(60).hex()
    return f"<html><p>问：第{n}届风筝节何时举行？{noise}</p></html>".encode()


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, list[Place]]:
    with Writer(tmp_path) as writer:
        places = [
            writer.write(
                URL.format(n), 200, "OK", [HTML], page(n), f"2026-01-05T08:00:0{n}Z"
            )
            for n in range(6)
        ]
    return writer.path, places


def offsets(path: Path) -> list[int | str | None]:
    """Offsets of the pages, and the reasons of what could not be read."""
    return [
        each.reason if isinstance(each, InputError) else each.origin.offset
        for each in warc.read(path)
    ]


def test_pages_come_back_as_they_were(written: tuple[Path, list[Place]]) -> None:
    path, places = written
    found = list(warc.read(path))
    for n, (each, place) in enumerate(zip(found, places, strict=True)):
        assert isinstance(each, Capture)
        assert (each.url, each.status) == (URL.format(n), 200)
        assert each.body == page(n)
        assert each.headers == (HTML,)
        assert each.origin.sha256 == hashlib.sha256(page(n)).hexdigest() == place.sha256
        assert each.origin.fetched_at == f"2026-01-05T08:00:0{n}Z"
        assert (each.origin.via, each.origin.file) == ("http", path.name)
        assert each == warc.read_record(path, place.offset)


def test_an_offset_without_a_page_is_an_error(
    written: tuple[Path, list[Place]], tmp_path: Path
) -> None:
    path, places = written
    for offset in (0, places[1].offset + 1, path.stat().st_size + 5):
        with pytest.raises(InputError, match=str(path.name)):
            warc.read_record(path, offset)
    with pytest.raises(InputError, match="No such file"):
        warc.read_record(tmp_path / "absent.warc.gz", 0)


@pytest.mark.parametrize("zipped", [True, False], ids=["gzip", "plain"])
def test_a_file_cut_anywhere_gives_all_whole_records_and_an_error(
    written: tuple[Path, list[Place]], tmp_path: Path, *, zipped: bool
) -> None:
    path, places = written
    raw = path.read_bytes()
    ends = [place.offset + place.length for place in places]
    if not zipped:
        sizes = [len(gzip.decompress(raw[:e])) for e in ends]
        raw, ends = gzip.decompress(raw), sizes
    cut = tmp_path / "cut" / "a.warc.gz"
    cut.parent.mkdir()
    for size in range(1, len(raw), 1 if zipped else 7):
        cut.write_bytes(raw[:size])
        found = offsets(cut)
        pages = [each for each in found if isinstance(each, int)]
        # A plain record is whole without the empty lines behind it.
        slack = 0 if zipped else 4
        assert len(pages) == sum(end - slack <= size for end in ends), size
        told = [each for each in found if isinstance(each, str)]
        assert len(told) <= 1
        assert told or not pages or size >= ends[len(pages) - 1] - slack


@pytest.mark.parametrize("at", [0, 3, 12, 200, -3, -8])
def test_after_a_damaged_record_reading_goes_on(
    written: tuple[Path, list[Place]], at: int
) -> None:
    path, places = written
    raw = bytearray(path.read_bytes())
    broken = places[2]
    raw[(broken.offset + at) if at >= 0 else (broken.offset + broken.length + at)] ^= (
        255
    )
    path.write_bytes(raw)
    found = offsets(path)
    good = [each for each in found if isinstance(each, int)]
    assert good == [p.offset for p in places if p is not broken]
    assert f"damaged at byte {broken.offset}: " in str(found[2])


def test_what_was_added_behind_a_torn_record_is_found(
    written: tuple[Path, list[Place]],
) -> None:
    path, places = written
    raw = path.read_bytes()
    last = places[-1].offset
    path.write_bytes(raw[: last + 40] + raw[places[0].offset : places[2].offset])
    assert [each for each in offsets(path) if isinstance(each, int)][-2:] == [
        last + 40,
        last + 40 + places[0].length,
    ]


def test_a_changed_body_is_told_by_its_digest(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with Writer(tmp_path) as writer:
        writer.write(URL.format(1), 200, "OK", [HTML], page(1), "2026-01-05T08:00:00Z")
    raw = gzip.decompress(writer.path.read_bytes())
    path.write_bytes(raw.replace("风筝".encode(), "风车".encode()))
    (found,) = warc.read(path)
    assert isinstance(found, InputError)
    assert "digest" in found.reason


def record(
    writer: WARCWriter, kind: str, body: bytes, url: str, **more: object
) -> None:
    headers = more.pop("headers", [HTML])
    answer = StatusAndHeaders(str(more.pop("status", "200 OK")), headers, "HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=answer,
            **more,
        )
    )


def test_only_pages_are_taken_of_what_other_crawlers_store(tmp_path: Path) -> None:
    path = tmp_path / "foreign.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "x"}))
        record(
            writer,
            "response",
            b"\x89PNG",
            "http://a.cn/1.png",
            headers=[("Content-Type", "image/png")],
        )
        record(
            writer,
            "response",
            b"User-agent: *",
            "http://a.cn/robots.txt",
            headers=[("Content-Type", "text/plain")],
        )
        record(
            writer,
            "response",
            b"",
            URL.format(1),
            status="301 Moved",
            headers=[("Location", "/")],
        )
        record(writer, "response", page(1), f"<{URL.format(1)}>")
        record(writer, "response", page(2), URL.format(2), headers=[])
        for url, body, kind in (
            (URL.format(3), page(3), "text/html"),
            ("urn:note", b"a note", "text/plain"),
        ):
            told = writer.create_warc_record(
                url,
                "resource",
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=kind,
            )
            writer.write_record(told)
    found = [each for each in warc.read(path) if isinstance(each, Capture)]
    assert [each.url for each in found] == [URL.format(n) for n in (1, 2, 3)]
    assert [each.body for each in found] == [page(n) for n in (1, 2, 3)]
    assert found[2].status == 200


def test_records_too_long_for_a_page_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "long.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        record(
            writer,
            "response",
            bytes(frames.MOST + 9),
            "http://a.cn/1.mp4",
            headers=[("Content-Type", "video/mp4")],
        )
        record(writer, "response", b" " * (frames.MOST + 9), URL.format(1))
        record(writer, "response", page(2), URL.format(2))
    found = list(warc.read(path))
    assert [type(each) for each in found] == [InputError, Capture]
    assert "larger than any page" in str(found[0])


class TestRevisits:
    """Records that refer to the body of another one."""

    PNG = ("Content-Type", "image/png")

    @pytest.fixture
    def first(self, tmp_path: Path) -> dict[str, str]:
        """Digests of what a first run stored: a zipped page, and a picture."""
        zipped = [HTML, ("Content-Encoding", "gzip")]
        with Writer(tmp_path) as writer:
            for url, headers, body in (
                (URL.format(1), zipped, gzip.compress(page(1))),
                ("http://a.cn/1.png", [self.PNG], b"\x89PNG"),
            ):
                writer.write(url, 200, "OK", headers, body, "2026-01-05T08:00:00Z")
        return {known.url: digest for digest, known in writer.known.items()}

    def revisit(self, folder: Path, url: str, digest: str, **more: Any) -> list[Any]:
        path = folder / "later.warc.gz"
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            if "headers" in more:
                headers = more.pop("headers")
                answer = StatusAndHeaders("200 OK", headers, "HTTP/1.1")
                more["http_headers"] = answer
            record = writer.create_revisit_record(
                url, digest, url, "2026-01-05T08:00:00Z", **more
            )
            if not_modified := more.get("warc_headers_dict"):
                record.rec_headers.replace_header(*next(iter(not_modified.items())))
            writer.write_record(record)
        return list(warc.read(path))

    @pytest.mark.parametrize(
        "more",
        [{}, {"headers": [HTML]}, {"headers": [HTML, ("Content-Encoding", "gzip")]}],
        ids=["no headers", "fewer headers", "same headers"],
    )
    def test_what_they_leave_out_the_first_record_tells(
        self, tmp_path: Path, first: dict[str, str], more: dict[str, Any]
    ) -> None:
        url = URL.format(1)
        (found,) = self.revisit(tmp_path, url, first[url], **more)
        assert isinstance(found, Capture)
        assert (found.body, found.status) == (page(1), 200)
        assert found.header("content-type") == HTML[1]
        assert found.origin.sha256 == hashlib.sha256(page(1)).hexdigest()

    @pytest.mark.parametrize("more", [{}, {"headers": [PNG]}])
    def test_pictures_are_passed_over(
        self, tmp_path: Path, first: dict[str, str], more: dict[str, Any]
    ) -> None:
        url = "http://a.cn/1.png"
        assert not self.revisit(tmp_path, url, first[url], **more)
        assert not self.revisit(tmp_path, "http://a.cn/2.png", "sha1:ABSENT")

    def test_an_answer_that_nothing_was_modified_is_passed_over(
        self, tmp_path: Path, first: dict[str, str]
    ) -> None:
        profile = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
        url = URL.format(1)
        named = {"WARC-Profile": profile}
        assert not self.revisit(tmp_path, url, first[url], warc_headers_dict=named)

    @pytest.mark.parametrize("more", [{}, {"headers": [HTML]}])
    def test_a_page_whose_body_is_not_there_is_told(
        self, tmp_path: Path, more: dict[str, Any]
    ) -> None:
        (found,) = self.revisit(tmp_path, URL.format(1), "sha1:ABSENT", **more)
        assert isinstance(found, InputError)
        assert "not in the folder: sha1:ABSENT" in found.reason

    def test_a_body_that_was_changed_is_told(
        self, tmp_path: Path, first: dict[str, str]
    ) -> None:
        (path,) = tmp_path.glob("briefings-*")
        raw = gzip.decompress(path.read_bytes())
        at = raw.rindex(b"\x1f\x8b")
        path.with_suffix("").write_bytes(raw[: at + 9] + b"\0" + raw[at + 10 :])
        path.unlink()
        url = URL.format(1)
        (found,) = self.revisit(tmp_path, url, first[url])
        assert isinstance(found, InputError)
        assert "digest" in found.reason

    def test_each_file_of_a_folder_is_searched_once(self, tmp_path: Path) -> None:
        known = {}
        for _ in range(9):
            with Writer(tmp_path) as writer:
                writer.known.update(known)
                for n in range(3):
                    writer.write(
                        URL.format(n),
                        200,
                        "OK",
                        [HTML],
                        page(n),
                        "2026-01-05T08:00:00Z",
                    )
                known.update(writer.known)
        (tmp_path / "gone.warc.gz").symlink_to(tmp_path / "nowhere")
        warc._digests.cache_clear()
        files = sorted(tmp_path.glob("briefings-*"))
        found = [each for path in files for each in warc.read(path)]
        assert [each.body for each in found if isinstance(each, Capture)] == [
            page(n) for _ in files for n in range(3)
        ]
        assert warc._digests.cache_info().misses == len(files)

    def test_what_a_growing_file_holds_is_found(self, tmp_path: Path) -> None:
        with Writer(tmp_path) as writer:
            for n in (1, 2):
                for day in (5, 6):
                    writer.write(
                        URL.format(n),
                        200,
                        "OK",
                        [HTML],
                        page(n),
                        f"2026-01-{day:02}T08:00:00Z",
                    )
                found = list(warc.read(writer.path))
                assert [type(each) for each in found] == [Capture] * n * 2


@pytest.mark.parametrize(
    "garbage", [b"\0" * 512, b"garbage", b"\r\n\r\n", b"\x1f\x8b\x08", b"WARC/1.0\r\n"]
)
def test_what_stands_behind_the_last_record_is_told(
    written: tuple[Path, list[Place]], garbage: bytes
) -> None:
    path, places = written
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(garbage)
    *good, told = offsets(path)
    assert good == [place.offset for place in places]
    assert str(told).startswith(f"damaged at byte {size}: ")


def test_what_an_archive_replayed_is_marked(tmp_path: Path) -> None:
    replay = f"https://web.archive.org/web/20200101000000id_/{URL.format(1)}"
    with Writer(tmp_path) as writer:
        writer.write(replay, 200, "OK", [HTML], page(1), "2026-01-05T08:00:00Z")
    (found,) = warc.read(writer.path)
    assert isinstance(found, Capture)
    assert (found.url, found.origin.via) == (replay, "wayback")


def test_several_records_in_one_gzip_member(written: tuple[Path, list[Place]]) -> None:
    path, places = written
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    found = [each for each in warc.read(path) if isinstance(each, Capture)]
    assert [each.body for each in found] == [page(n) for n in range(len(places))]


def test_any_garbage_is_told_and_nothing_raised(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    chance = random.Random(1)
    for _ in range(200):
        head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n"
        path.write_bytes(
            head % chance.randrange(99)
            + chance.choice((b"", b"HTTP/1.1 ", b"HTTP/1.1 200 OK\r\n\r\n"))
            + chance.randbytes(chance.randrange(99))
        )
        for found in warc.read(path):
            assert isinstance(found, (Capture, InputError))
