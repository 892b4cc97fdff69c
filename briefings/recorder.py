"""CAPTURE during a crawl: a downloader middleware that writes pages to WARC files.

It stands next to the network, where bodies are as they came over the wire, and writes
before anything reads them. Only pages that the spider marked are kept: no robots.txt,
no challenge, no error that is asked for again.
"""

from __future__ import annotations

import hashlib
from http.client import responses
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from scrapy import signals
from scrapy.exceptions import NotConfigured
from warcio.archiveiterator import ArchiveIterator

from briefings.archive import timestamp
from briefings.capture import Earlier, Writer
from briefings.challenge import recognize
from briefings.content import unpack
from briefings.items import Origin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from briefings.capture import Place
    from briefings.memory import Memory

MARK: Final = "published"
"""Key of `Request.meta`: the address under which the page is published."""

ORIGIN: Final = "origin"
"""Key of `Request.meta`: the `Origin` of the page's bytes, set here."""


class Recorder:
    """`BRIEFINGS_CAPTURES`: the folder. Without one nothing is recorded."""

    def __init__(self, crawler: Crawler, folder: Path) -> None:
        self.crawler = crawler
        self.folder = folder
        self.writer: Writer | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        folder = crawler.settings.get("BRIEFINGS_CAPTURES")
        if not folder:
            raise NotConfigured
        made = cls(crawler, Path(folder))
        crawler.signals.connect(made.close, signals.spider_closed)
        return made

    @property
    def memory(self) -> Memory:
        memory: Memory = self.crawler.spider.memory  # type: ignore[union-attr]
        return memory

    def process_response(self, request: Request, response: Response) -> Response:
        url = request.meta.get(MARK)
        if url is None or response.status != 200:
            return response
        headers = _headers(response)
        try:
            body = unpack(response.body, headers)
        except ValueError:
            body = response.body
        if recognize(url, response.status, _finder(headers), body) is None:
            digest = hashlib.sha256(body).hexdigest()
            request.meta[ORIGIN] = self._record(url, response, headers, digest)
        return response

    def _record(
        self,
        url: str,
        response: Response,
        headers: Sequence[tuple[str, str]],
        digest: str,
    ) -> Origin:
        if self.writer is None:
            # Only now: a run that fetches no page leaves no empty file behind.
            contact = self.crawler.settings.get("BRIEFINGS_CONTACT")
            self.writer = Writer(self.folder, contact)
        self.writer.known = self._earlier(url, digest)
        now = timestamp()
        place = self.writer.write(
            url,
            response.status,
            responses.get(response.status, ""),
            headers,
            response.body,
            now,
        )
        self._index(url, response.status, now, place)
        return Origin(place.sha256, now, "http", place.file, place.offset)

    def _index(self, url: str, status: int, now: str, place: Place) -> None:
        # Flushed before: the archive never names a capture that is not there.
        self.memory.captured(
            sha256=place.sha256,
            url=url,
            fetched_at=now,
            status=status,
            via="http",
            file=place.file,
            offset=place.offset,
            length=place.length,
        )

    def _earlier(self, url: str, digest: str) -> dict[str, Earlier]:
        """An earlier capture of the same page with the same bytes, by payload digest.

        Of all pages the writer would keep a list that grows with the run.
        """
        row = self.memory.archive.db.execute(
            'SELECT file, "offset", fetched_at FROM capture WHERE url = ?'
            ' AND sha256 = ? AND file IS NOT NULL AND "offset" IS NOT NULL'
            " ORDER BY fetched_at LIMIT 1",
            (url, digest),
        ).fetchone()
        payload = row and _payload_digest(self.folder / row["file"], row["offset"])
        return {payload: Earlier(url, row["fetched_at"])} if payload else {}

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


def _headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def _finder(headers: Sequence[tuple[str, str]]):  # type: ignore[no-untyped-def]
    found = {name.lower(): value for name, value in headers}
    return lambda name: found.get(name.lower())


def _payload_digest(path: Path, offset: int) -> str | None:
    """As the record itself has it; None where it is not a response, or not there."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            record = next(iter(ArchiveIterator(file)), None)
    except OSError:
        return None
    if record is None or record.rec_type != "response":
        return None
    digest: str | None = record.rec_headers.get_header("WARC-Payload-Digest")
    return digest
