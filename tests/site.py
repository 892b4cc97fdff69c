"""A site on loopback that keeps a log of its requests and can misbehave.

    with Site(channel(60)) as site:
        run("crawl", "--site", site.url, ...)
        assert site.paths() == [...]

Rules in `faults` see each request first: the first that returns an `Answer` wins.
`python -m tests.site 60` serves briefings in both templates until it is stopped.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.compose import NEW, OLD, both

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.compose import Channel
    from tests.gate import Gate

ROBOTS = "User-agent: *\nDisallow: /private/\n"
# Index page: /xwfbh/.../wjb/index_3.htm.
INDEX_RE = re.compile(r"/index(_\d+)?\.html?$")


@dataclass(slots=True)
class Hit:
    """A request as it came, and the status that was answered."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""

    at: float
    """Seconds of the monotonic clock."""

    status: int = 0

    @property
    def is_index(self) -> bool:
        return bool(INDEX_RE.search(self.path))

    @property
    def is_article(self) -> bool:
        return self.path.startswith((OLD, NEW)) and not self.is_index

    def cookies(self) -> dict[str, str]:
        pairs = (p.partition("=") for p in self.headers.get("cookie", "").split("; "))
        return {name: value for name, _, value in pairs if name}


@dataclass(slots=True)
class Answer:
    """What to send. `drop` closes without a word, `promised` lies on the length."""

    body: bytes = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    drop: bool = False
    promised: int | None = None
    latency: float = 0.0


Rule = "Callable[[Hit], Answer | None]"


class Site:
    """Serves a channel, or a folder, in a thread of its own."""

    def __init__(
        self,
        source: Channel | Path,
        *,
        encoding: str | None = None,
        etags: bool = False,
        content_type: str = "text/html",
        latency: float = 0.0,
        gate: Gate | None = None,
        port: int = 0,
    ) -> None:
        self.source = source
        self.encoding = encoding
        self.etags = etags
        self.content_type = content_type
        self.latency = latency
        self.gate = gate
        self.port = port
        self.robots = ROBOTS
        self.log: list[Hit] = []
        self.faults: list[Callable[[Hit], Answer | None]] = []
        self.connections = 0
        self.most_at_once = 0
        self._answering = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # What the log says.

    def forget(self) -> None:
        self.log.clear()

    def paths(self) -> list[str]:
        return [hit.path for hit in self.log]

    def index_requests(self) -> int:
        return sum(hit.is_index for hit in self.log)

    def articles(self, status: int | None = None) -> Counter[str]:
        """How often each article was asked for, or answered with this status."""
        return Counter(
            hit.path
            for hit in self.log
            if hit.is_article and status in {None, hit.status}
        )

    def beside_robots(self) -> int:
        return sum(hit.path != "/robots.txt" for hit in self.log)

    # How it answers.

    def answer(self, hit: Hit) -> Answer:
        for rule in self.faults:
            if found := rule(hit):
                return found
        guarded = self.gate and (self.gate.robots or hit.path != "/robots.txt")
        if self.gate and guarded and (refused := self.gate.refuse(hit)):
            return refused
        if hit.path == "/robots.txt":
            if not self.robots:
                return Answer(status=404)
            return Answer(
                self.robots.encode(), headers=[("Content-Type", "text/plain")]
            )
        body = self._body(hit.path)
        if body is None:
            return Answer(b"<html><body>404 Not Found</body></html>", 404)
        return self._encoded(hit, body)

    def _body(self, path: str) -> bytes | None:
        if isinstance(self.source, Path):
            file = self.source / path.lstrip("/")
            return file.read_bytes() if file.is_file() else None
        page = self.source.page(path)
        return None if page is None else page.encode()

    def _encoded(self, hit: Hit, body: bytes) -> Answer:
        headers = [("Content-Type", self.content_type)]
        if self.etags:
            etag = f'"{hashlib.sha1(body).hexdigest()}"'
            headers += [("ETag", etag), ("Last-Modified", formatdate(0, usegmt=True))]
            if hit.headers.get("if-none-match") == etag:
                return Answer(status=304, headers=headers)
        if self.encoding == "gzip":
            body = gzip.compress(body, mtime=0)
        elif self.encoding == "br":
            import brotli

            body = brotli.compress(body)
        if self.encoding:
            headers.append(("Content-Encoding", self.encoding))
        return Answer(body, headers=headers, latency=self.latency)

    # How it speaks.

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            asyncio.start_server(self._converse, "127.0.0.1", self.port)
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not await self._respond(head.decode("latin-1"), writer):
                    break
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the other side, or the test, has seen enough
        finally:
            writer.close()

    async def _respond(self, head: str, writer: asyncio.StreamWriter) -> bool:
        first, *lines = head.split("\r\n")
        pairs = (line.partition(":") for line in lines if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        hit = Hit(first.split(" ")[1], headers, time.monotonic())
        self.log.append(hit)
        self._answering += 1
        self.most_at_once = max(self.most_at_once, self._answering)
        try:
            answer = self.answer(hit)
            hit.status = 0 if answer.drop else answer.status
            if answer.latency:
                await asyncio.sleep(answer.latency)
            if answer.drop:
                return False
            writer.write(wire(answer))
            await writer.drain()
            return answer.promised is None
        finally:
            self._answering -= 1


def wire(answer: Answer) -> bytes:
    length = len(answer.body) if answer.promised is None else answer.promised
    headers = [*answer.headers, ("Content-Length", str(length))]
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {answer.status} X\r\n{lines}\r\n".encode() + answer.body


def every(
    share: float, answer: Answer, seed: int = 1
) -> Callable[[Hit], Answer | None]:
    """A rule that spoils this share of all requests but robots.txt, by fixed dice."""
    import random

    dice = random.Random(seed)

    def rule(hit: Hit) -> Answer | None:
        if hit.path == "/robots.txt" or dice.random() >= share:
            return None
        return answer

    return rule


if __name__ == "__main__":
    import sys

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with Site(both(count - count // 3, count // 3)) as running:
        print(running.url, flush=True)  # noqa: T201 - for whoever started it
        threading.Event().wait()
