"""Visiting a page of the site: asked for, told apart, and read if it is a briefing."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from briefings import backlog
from briefings.backlog import HELD
from briefings.books import GONE, crashed
from briefings.charset import decode
from briefings.errors import (
    EncodingError,
    InputError,
    MissingPageError,
    PageError,
    RedirectPageError,
)
from briefings.listing import read_listing
from briefings.loader import load
from briefings.refusals import redirect_target, refuse_status
from briefings.site import is_article
from briefings.warc import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from briefings.books import Books
    from briefings.fetcher import Fetcher
    from briefings.items import Article, Capture
    from briefings.listing import Listing
    from briefings.memory import Page

logger = logging.getLogger(__name__)


class Visits:
    """What a page says; what else may come of it goes into the books.

    Errors as of `Fetcher.get`.
    """

    def __init__(self, fetcher: Fetcher, books: Books, captures: Path | None) -> None:
        self.fetcher = fetcher
        self.captures = captures
        self.books = books
        self.memory = books.memory

    async def listing(self, url: str) -> Listing | None:
        """An index page; None if the site has none at this address.

        A PageError if something else was answered there.
        """
        capture = await self.fetcher.get(url)
        try:
            refuse_status(capture)
            text = decode(capture.body, capture.header("Content-Type")).text
            # Its links are relative to where it is, not to where it was looked for.
            return read_listing(text, self.fetcher.landed)
        except MissingPageError:
            return None
        except ValueError as error:
            raise EncodingError(url, str(error)) from error

    async def article(self, page: Page) -> Article | None:
        """None if the page is as it was, is no briefing, or moved to a known one."""
        if held := self._held(page):
            return _load(held)
        capture = await self.fetcher.get(page.url, _validators(page))
        self.books.count("pages")
        done = page.state == "done"
        if done and (capture.status == 304 or capture.origin.sha256 == page.digest):
            self.books.unchanged(page, capture)
            return None
        return await self._read(page, capture)

    def _held(self, page: Page) -> Capture | None:
        """The capture of a page that was fetched for other days, and not stored."""
        if not (page.note or "").startswith(HELD) or not self.captures:
            return None
        place = backlog.last_capture(self.memory, page.url)
        try:
            return read_record(self.captures / place[0], place[1]) if place else None
        except InputError:
            return None  # moved or damaged: it is asked for again

    async def _read(self, page: Page, capture: Capture) -> Article | None:
        try:
            article = _load(capture)
        except RedirectPageError as error:
            return await self._follow(page, capture, error)
        except MissingPageError as error:
            self.books.failed(page.url, error, gone=capture.status in GONE)
            return None
        except PageError as error:
            self.books.failed(page.url, error)
            return None
        self.books.fetched(page, capture)
        return article

    async def _follow(
        self, page: Page, capture: Capture, error: RedirectPageError
    ) -> Article | None:
        """Go once where a shell leads, if that is an article of this site."""
        target = redirect_target(page.url, capture.body.decode("utf-8", "replace"))
        if target is None or not is_article(target):
            self.books.failed(page.url, error)
            return None
        known = self.memory.page(target)
        self.memory.failed(page.url, f"leads to {target}", gone=True)
        if known and known.state != "seen":
            return None  # it has its own turn, or had it
        self.memory.update(target, state="listed", page_date=page.page_date)
        return _load(await self.fetcher.get(target))


def _load(capture: Capture) -> Article:
    try:
        return load(capture)
    except PageError:
        raise
    except Exception as error:
        logger.exception("%s", capture.url)
        raise crashed(capture.url, error) from error


def _validators(page: Page) -> dict[str, str]:
    """For a page that is stored: whether it is another one now is all we ask."""
    if page.state != "done" or not page.digest:
        return {}
    asked = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    return {name: value for name, value in asked.items() if value}
