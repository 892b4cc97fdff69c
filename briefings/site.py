"""Where requests go: the live site, or another host that serves the same paths.

    site = Site("http://127.0.0.1:8000")
    site.requested("http://www.scio.gov.cn/a.htm") -> "http://127.0.0.1:8000/a.htm"
    site.published("http://127.0.0.1:8000/a.htm") -> "http://www.scio.gov.cn/a.htm"

Records know published addresses alone, so that a mirror gives the same records.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from briefings.errors import UsageError
from briefings.sources import CHANNEL, CHANNEL_NEW, identify

ORIGIN: Final = "http://www.scio.gov.cn"
"""HTTP, as published: over HTTPS only time-outs are known of this host."""

INDEXES: Final = (f"{ORIGIN}{CHANNEL}index.htm", f"{ORIGIN}{CHANNEL_NEW}index.html")
"""First pages of the channel's index, old template and new."""


class Site:
    """UsageError if the root is no address of a site."""

    def __init__(self, root: str | None = None) -> None:
        self.root = (root or ORIGIN).rstrip("/")
        parts = urlsplit(self.root)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise UsageError(f"--site {root!r}: give an address such as {ORIGIN}")
        self.host = parts.hostname

    def requested(self, url: str) -> str:
        """The address to ask for a page that is published under `url`."""
        return self.root + url.removeprefix(ORIGIN)

    def published(self, url: str) -> str:
        """The address under which a page is published that was answered at `url`."""
        prefix = urlsplit(self.root).path
        parts = urlsplit(url)
        if parts.hostname != self.host or not parts.path.startswith(prefix):
            return url
        return ORIGIN + parts.path[len(prefix) :]


def is_article(published: str) -> bool:
    """Whether a published address is that of an article of this site."""
    return published.startswith(f"{ORIGIN}/") and identify(published) is not None
