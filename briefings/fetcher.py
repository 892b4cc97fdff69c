"""Asking the site for a page, within the limits of a run.

    response = await fetcher.get("http://www.scio.gov.cn/...")

Addresses are those under which pages are published; where they are asked for is for
`briefings.site` to say. All manners (robots.txt, pauses, the protection) are the
business of the downloader middlewares that the settings name.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Final

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest

from briefings.archive import timestamp
from briefings.errors import GaveUpError, RefusedError, UnreachableError
from briefings.items import Capture, Origin
from briefings.patience import NETWORK, TEMPORARY
from briefings.pauses import StoppedError
from briefings.recorder import MARK, ORIGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from briefings.site import Site

IN_A_ROW: Final = 3
"""Pages that may fail one after the other: after that the site is taken to be down."""


class Fetcher:
    """One request at a time. The limits are `BRIEFINGS_RUN_SECONDS` and `..._BYTES`."""

    def __init__(
        self, crawler: Crawler, site: Site, stopped: Callable[[], bool]
    ) -> None:
        self.crawler = crawler
        self.site = site
        self.stopped = stopped
        self.seconds = crawler.settings.getfloat("BRIEFINGS_RUN_SECONDS")
        self.bytes = crawler.settings.getint("BRIEFINGS_RUN_BYTES")
        self.started = time.monotonic()
        self.failed = 0
        self.landed = ""
        """Where the last answer came from, as a published address."""

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Capture:
        """The answer, whatever its status.

        Where the site redirected, `landed` is where it did.

        UnreachableError where none came, RefusedError where the manners forbid to ask,
        GaveUpError or ChallengeError where it makes no sense to go on, StoppedError.
        """
        self._check()
        response = await self._ask(url, headers or {})
        if response.status in TEMPORARY:
            self._count_failure(url, f"status {response.status}")
        else:
            self.failed = 0
        self.landed = self.site.published(response.url)
        return self._capture(url, response)

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Response:
        request = Request(
            self.site.requested(url), headers=dict(headers), meta={MARK: url}
        )
        try:
            return await self.crawler.engine.download_async(request)
        except IgnoreRequest as error:
            raise RefusedError(url, f"not asked for: {error}") from error
        except DownloadCancelledError as error:
            raise UnreachableError(url, f"too large: {error}") from error
        except NETWORK as error:
            self._count_failure(url, type(error).__name__)
            raise UnreachableError(url, f"no answer: {type(error).__name__}") from error

    def _check(self) -> None:
        if self.stopped():
            raise StoppedError
        if time.monotonic() - self.started > self.seconds:
            raise GaveUpError(
                f"the run took more than {self.seconds:.0f} s: run it again for the rest"
            )
        stats = self.crawler.stats
        if stats and stats.get_value("downloader/response_bytes", 0) > self.bytes:
            raise GaveUpError(
                f"the run fetched more than {self.bytes} bytes: run it again for the rest"
            )

    def _count_failure(self, url: str, reason: str) -> None:
        self.failed += 1
        if self.failed >= IN_A_ROW:
            raise GaveUpError(
                f"{url}: {reason}: the site does not answer, {self.failed} pages in a"
                " row: try again later"
            )

    def _capture(self, url: str, response: Response) -> Capture:
        request = response.request
        origin = request.meta.get(ORIGIN) if request else None
        if origin is None:
            digest = hashlib.sha256(response.body).hexdigest()
            origin = Origin(digest, timestamp(), "http")
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        )
        return Capture(url, response.body, origin, response.status, headers)
