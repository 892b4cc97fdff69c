"""Anything that may be re-parsed, told by its content; one clear line for the rest."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import pickle
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from briefings import readers
from briefings.capture import Writer
from briefings.content import LARGEST
from briefings.errors import InputError
from briefings.items import Capture
from briefings.readers import find, read
from tests import golden

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANNEL = "xwfbh/gbwxwfbh/xwfbh/wjb"
URL = f"http://www.scio.gov.cn/{CHANNEL}/Document/{{0}}/{{0}}.htm"
HTML = (
    b"<html><body><div id=content><p>\xe9\x97\xae\xef\xbc\x9a</p></div></body></html>"
)
RECORD = f"title: a\nurl: {URL.format(1)}\nauthor: b\ncontent:\nc\n".encode()
LIST = b"<html><table id=PagerOutline1></table><td id=PagerOutline1_TotalNums>1</html>"


def put(path: Path, body: bytes = HTML) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def names(found: Iterable[Path | InputError]) -> list[str]:
    return [
        each.name if not isinstance(each, InputError) else str(each) for each in found
    ]


def all_of(*paths: Path, url: str | None = None) -> list[Capture | InputError]:
    """Everything in some paths, as a run would read it."""
    return [
        each
        for path in find(paths)
        for each in ([path] if isinstance(path, InputError) else read(path, url))
    ]


def one(path: Path, url: str | None = None) -> Capture:
    (found,) = all_of(path, url=url)
    assert isinstance(found, Capture)
    return found


def as_nobody(*paths: Path) -> list[str]:
    """What a user without any rights is told of some paths."""
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        with contextlib.suppress(BaseException):
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            os.write(sender, "\n".join(map(str, all_of(*paths))).encode())
        os._exit(0)
    os.close(sender)
    os.waitpid(child, 0)
    with os.fdopen(receiver, encoding="utf-8") as told:
        return told.read().splitlines()


def wrong(path: Path) -> str:
    (found,) = all_of(path)
    assert isinstance(found, InputError)
    assert found.path.startswith(str(path))
    assert "\n" not in str(found)
    return found.reason


class TestKinds:
    def test_a_fixture_folder(self) -> None:
        folder = golden.FIXTURES / "scio-old-2004"
        known = json.loads((folder / "page.json").read_text("utf-8"))
        found = one(folder)
        assert (found.url, found.status) == (known["url"], 200)
        assert found.origin.sha256 == known["sha256"]
        assert found.origin.fetched_at == known["fetched_at"]
        assert found.header("etag") == '"a1b2:0"'
        assert found.origin.file == "scio-old-2004/page.html"

    @pytest.mark.parametrize(
        "start", ["", "www.scio.gov.cn", f"www.scio.gov.cn/{CHANNEL}/Document/7"]
    )
    def test_a_mirror_tree_from_above_and_from_within(
        self, tmp_path: Path, start: str
    ) -> None:
        put(tmp_path / "www.scio.gov.cn" / CHANNEL / "Document/7/7.htm")
        assert one(tmp_path / start).url == URL.format(7)

    def test_a_mirror_tree_from_where_one_stands(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = put(tmp_path / "www.scio.gov.cn" / CHANNEL / "Document/7/7.htm")
        monkeypatch.chdir(page.parent)
        from pathlib import Path as Relative

        assert one(Relative()).url == URL.format(7)
        assert one(Relative("7.htm")).url == URL.format(7)

    @pytest.mark.parametrize(
        "host", ["127.0.0.1:8000", "127.0.0.1+8000", "localhost:80"]
    )
    def test_a_mirror_of_another_host(self, tmp_path: Path, host: str) -> None:
        put(tmp_path / host / CHANNEL / "Document/7/7.htm")
        assert one(tmp_path).url == (
            f"http://{host.replace('+', ':')}/{CHANNEL}/Document/7/7.htm"
        )

    def test_a_mirror_of_the_ministry(self, tmp_path: Path) -> None:
        path = "test.fmprc.gov.cn/wjdt_674879/fyrbt_674889/202009/t20200902_7.shtml"
        put(tmp_path / path)
        assert one(tmp_path).url == f"http://{path}"

    def test_a_single_file_and_its_address(self, tmp_path: Path) -> None:
        page = put(tmp_path / "a.html")
        assert one(page).url == ""
        found = one(page, URL.format(7))
        assert (found.url, found.body) == (URL.format(7), HTML)
        assert (found.origin.via, found.origin.file) == ("file", "a.html")

    def test_a_zipped_page(self, tmp_path: Path) -> None:
        path = put(
            tmp_path / "www.scio.gov.cn" / CHANNEL / "Document/7/7.htm.gz",
            gzip.compress(HTML),
        )
        assert (one(path).body, one(path).url) == (HTML, URL.format(7))

    def test_a_text_record_and_the_day_in_its_name(self, tmp_path: Path) -> None:
        assert (
            one(put(tmp_path / "2020-11-20-1693013.txt", RECORD)).page_date
            == "2020-11-20"
        )
        assert one(put(tmp_path / "000_82696e8d.txt", RECORD)).page_date is None

    @pytest.mark.parametrize("name", ["a.warc.gz", "a.html", "a", "a.txt.bin"])
    def test_the_name_does_not_tell_the_kind(self, tmp_path: Path, name: str) -> None:
        with Writer(tmp_path / "w") as writer:
            writer.write(URL.format(7), 200, "OK", [], HTML, "2026-01-05T08:00:00Z")
        packed = writer.path.read_bytes()
        assert one(put(tmp_path / name, packed)).url == URL.format(7)
        assert one(put(tmp_path / name, gzip.decompress(packed))).body == HTML
        assert one(put(tmp_path / name, RECORD)).body == RECORD
        assert one(put(tmp_path / name, b"\n\n<!DOCTYPE html>" + HTML)).status == 200

    @pytest.mark.parametrize("mark", ["utf-16", "utf-8-sig"])
    def test_pages_with_a_byte_order_mark(self, tmp_path: Path, mark: str) -> None:
        assert one(put(tmp_path / "a.html", HTML.decode().encode(mark)))

    def test_a_page_with_a_date_in_its_name_within_a_mirror(
        self, tmp_path: Path
    ) -> None:
        assert one(put(tmp_path / "2020-11-20-a.html")).page_date == "2020-11-20"


class TestFolders:
    def test_a_mixture_in_the_order_of_names(self, tmp_path: Path) -> None:
        put(tmp_path / "b" / "page.html")
        put(tmp_path / "b" / "page.json", b'{"url": "http://a.cn/"}')
        put(tmp_path / "a.txt", RECORD)
        put(tmp_path / "c" / "www.scio.gov.cn" / CHANNEL / "Document/7/7.htm")
        put(tmp_path / "z.shtml")
        assert names(find([tmp_path])) == ["a.txt", "page.html", "7.htm", "z.shtml"]

    def test_what_lies_beside_pages_is_passed_over(self, tmp_path: Path) -> None:
        for name in (
            "a.png",
            "style.css",
            "x.js",
            "a.db",
            "a.db-wal",
            "b.jsonl",
            "n.md",
        ):
            put(tmp_path / name, b"\0")
        put(tmp_path / ".hidden.html")
        put(tmp_path / ".git" / "a.html")
        put(tmp_path / "notes.txt", b"about this folder")
        put(tmp_path / "robots.txt", b"User-agent: *")
        put(tmp_path / "a.html")
        assert names(find([tmp_path])) == ["a.html"]

    def test_files_whose_names_tell_nothing_are_told_by_content(
        self, tmp_path: Path
    ) -> None:
        put(tmp_path / "a.txt", HTML)
        put(tmp_path / "b.aspx", b"\n<!doctype HTML>" + HTML)
        put(tmp_path / "c", RECORD)
        put(tmp_path / "d.2020", b"WARC/1.0\r\n")
        put(tmp_path / "e.md", b"# Pages\n<p>with markup</p>")
        put(tmp_path / "f.htm?flag=1", HTML)
        assert names(find([tmp_path])) == [
            "a.txt",
            "b.aspx",
            "c",
            "d.2020",
            "f.htm?flag=1",
        ]

    def test_index_and_home_pages_of_a_mirror_are_passed_over(
        self, tmp_path: Path
    ) -> None:
        host = tmp_path / "www.scio.gov.cn"
        put(host / CHANNEL / "index.htm", LIST)
        put(host / CHANNEL / "index_12.htm", LIST)
        put(host / "index.html")
        put(host / "web" / "default_3.shtml")
        put(host / CHANNEL / "list.htm", LIST)
        put(host / CHANNEL / "Document/7/7.htm")
        assert names(find([tmp_path])) == ["7.htm"]

    def test_a_page_called_index_outside_of_a_mirror_is_a_page(
        self, tmp_path: Path
    ) -> None:
        put(tmp_path / "index.html")
        assert names(find([tmp_path])) == ["index.html"]

    @pytest.mark.parametrize("zipped", [False, True])
    def test_a_warc_file_that_holds_index_pages_is_read(
        self, tmp_path: Path, *, zipped: bool
    ) -> None:
        with Writer(tmp_path) as writer:
            index = f"http://www.scio.gov.cn/{CHANNEL}/index.htm"
            for url, body in ((index, LIST), (URL.format(7), HTML)):
                writer.write(url, 200, "OK", [], body, "2026-01-05T08:00:00Z")
        if not zipped:
            put(tmp_path / "a.warc", gzip.decompress(writer.path.read_bytes()))
            writer.path.unlink()
        found = [each for each in all_of(tmp_path) if isinstance(each, Capture)]
        assert [each.url for each in found] == [index, URL.format(7)]

    def test_names_with_any_character(self, tmp_path: Path) -> None:
        for name in ("a b.html", "c\nd.html", "问.html", "\udcff.html", "-f.html"):
            put(tmp_path / name)
        put(tmp_path / "e\udcff.html", b"")
        found = all_of(tmp_path)
        assert [type(each) for each in found].count(Capture) == 5
        assert [type(each) for each in found].count(InputError) == 1

    def test_links_that_lead_back_end(self, tmp_path: Path) -> None:
        put(tmp_path / "a" / "a.html")
        (tmp_path / "a" / "up").symlink_to(tmp_path)
        (tmp_path / "b").symlink_to(tmp_path / "a")
        assert names(find([tmp_path])) == ["a.html"]

    def test_a_folder_named_twice_is_read_once(self, tmp_path: Path) -> None:
        put(tmp_path / "a" / "a.html")
        assert names(find([tmp_path, tmp_path / "a", tmp_path])) == ["a.html"]

    def test_deep_folders(self, tmp_path: Path) -> None:
        put(tmp_path.joinpath(*["d"] * 300, "a.html"))
        assert names(find([tmp_path])) == ["a.html"]


class TestErrors:
    def test_a_missing_path(self, tmp_path: Path) -> None:
        assert wrong(tmp_path / "none") == "no such file or folder"

    def test_a_folder_without_pages(self, tmp_path: Path) -> None:
        put(tmp_path / "a.css")
        assert wrong(tmp_path) == "no page in this folder"

    def test_a_broken_link(self, tmp_path: Path) -> None:
        link = tmp_path / "a.html"
        link.symlink_to(tmp_path / "gone.html")
        assert wrong(link) == "a link that leads nowhere"
        assert wrong(tmp_path) == "a link that leads nowhere"

    def test_a_link_to_itself(self, tmp_path: Path) -> None:
        link = tmp_path / "a.html"
        link.symlink_to(link)
        assert wrong(link) == "a link that leads nowhere"

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.html")
        assert wrong(tmp_path / "a.html") == "neither file nor folder"
        assert wrong(tmp_path) == "neither file nor folder"

    def test_what_may_not_be_read(self) -> None:
        # Not below the folder of pytest, which only its owner may enter.
        with TemporaryDirectory() as name:
            root = Path(name)
            root.chmod(0o755)
            page = put(root / "f" / "a.html")
            page.chmod(0)
            within = put(root / "g" / "b.html")
            (root / "g").chmod(0)
            assert as_nobody(page, within, root / "g", root) == [
                f"{path}: cannot be read: Permission denied"
                for path in (page, within, root / "g", page)  # each folder once
            ]
            (root / "g").chmod(0o755)

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"", "an empty file"),
            (
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
                "neither page nor WARC file nor text record: binary",
            ),
            (
                b"a\nb\n",
                "neither page nor WARC file nor text record: text without markup",
            ),
            (
                gzip.compress(HTML)[:-9],
                "cannot be read: Compressed file ended before the end-of-stream marker was reached",
            ),
            (
                gzip.compress(HTML)[:-4] + b"abcd",
                "cannot be read: Incorrect length of data produced",
            ),
        ],
        ids=["empty", "png", "text", "cut", "crc"],
    )
    def test_files_that_are_no_page(
        self, tmp_path: Path, body: bytes, reason: str
    ) -> None:
        assert wrong(put(tmp_path / "a.html", body)) == reason

    @pytest.mark.parametrize("zipped", [False, True])
    def test_a_page_of_100_mb_is_not_read(
        self, tmp_path: Path, *, zipped: bool
    ) -> None:
        page = tmp_path / "a.html"
        with gzip.open(page, "wb", 1) if zipped else page.open("wb") as file:
            file.write(HTML)
            for _ in range(100):
                file.write(b" " * 1024 * 1024)
        started = time.perf_counter()
        assert wrong(page).startswith("larger than 16 MB")
        assert time.perf_counter() - started < 2

    def test_the_largest_page_is_read(self, tmp_path: Path) -> None:
        page = put(tmp_path / "a.html", HTML + b" " * (LARGEST - len(HTML)))
        assert len(one(page).body) == LARGEST

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not JSON",
            b"[]",
            b"{}",
            b'{"url": 7}',
            b'{"url": "a", "status": "200"}',
            b'{"url": "a", "headers": [1]}',
            b'{"url": "a", "headers": 1}',
            b'{"url": "a", "fetched_at": 1}',
            b'{"url": "\xff"}',
            b"[" * 100_000,
        ],
    )
    def test_a_sidecar_that_is_none(self, tmp_path: Path, content: bytes) -> None:
        page = put(tmp_path / "page.html")
        put(tmp_path / "page.json", content)
        (found,) = all_of(page)
        assert isinstance(found, InputError)
        assert found.path == str(tmp_path / "page.json")

    def test_the_others_go_on(self, tmp_path: Path) -> None:
        put(tmp_path / "a.html", b"")
        put(tmp_path / "b.html")
        put(tmp_path / "c.html", b"\0")
        kinds = [type(each) for each in all_of(tmp_path, tmp_path / "none")]
        assert kinds == [InputError, Capture, InputError, InputError]


def test_units_of_work_can_be_sent_to_other_processes(tmp_path: Path) -> None:
    put(tmp_path / "a.html")
    put(tmp_path / "b.html", b"")
    for each in [*find([tmp_path]), *all_of(tmp_path)]:
        again: Any = pickle.loads(pickle.dumps(each))
        assert str(again) == str(each)


def test_reading_is_lazy(tmp_path: Path) -> None:
    for n in range(9):
        put(tmp_path / f"{n}.html")
    found = find([tmp_path])
    assert next(found).name == "0.html"  # type: ignore[union-attr]
    (tmp_path / "1.html").unlink()
    put(tmp_path / "2.html", b"")
    (gone,) = readers.read(tmp_path / "1.html")
    assert isinstance(gone, InputError)


@pytest.mark.shared
def test_the_whole_corpus_is_found(shared: Path) -> None:
    found = list(find([shared / "corpus" / "pages", shared / "corpus" / "scio"]))
    assert len(found) == 373 + 470
    assert not [each for each in found if isinstance(each, InputError)]
