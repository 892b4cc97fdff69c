"""EXTRACT: an index page of a channel becomes dated links and a pager.

    read_listing(text, "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/index.htm")
    -> Listing(links=[Link(".../Document/1/1.htm", "外交部…", "2020-11-20")], pages=133)

Links come in the order of the page, off-site and doubled ones included: which to follow
is for the crawl to say. A page without a dated link is no index page, and an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import lxml.etree
import lxml.html

from briefings.dates import existing
from briefings.errors import EmptyPageError, LayoutError
from briefings.refusals import refuse_shell, refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

# [2019-05-09], (2020-12-11), 2022/06/30
DATE_RE: Final = re.compile(r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})")
# 第1页/共33页, 共33页
PAGES_RE: Final = re.compile(r"(?:第\s*(\d+)\s*页\s*/\s*)?共\s*(\d+)\s*页")
# 第1-24条/共775条信息
TOTAL_RE: Final = re.compile(r"共\s*(\d+)\s*条")
# createPageHTML(133, 0, "index", "html"): pages, this one from 0, name, suffix
SCRIPTED_RE: Final = re.compile(r"createPageHTML\s*\(\s*(\d+)\s*,\s*(\d+)\s*,")
# countPage = 67//共多少页, currentPage = 0//所在页从0开始
COUNT_RE: Final = re.compile(r"\bcountPage\s*=\s*(\d+)")
CURRENT_RE: Final = re.compile(r"\bcurrentPage\s*=\s*(\d+)")
# index_32.htm, default_66.shtml
NUMBER_RE: Final = re.compile(r"_(\d+)\.s?html?$")

# Each entry has one link and one date, in an element of its own. Lists of the old
# scio stand in a table; those of the others in items of a list.
ENTRIES: Final = lxml.etree.XPath(
    '//table[@id="PagerOutline1"]//li | //li[not(ancestor::table[@id="PagerOutline1"])]'
)
LINKS: Final = lxml.etree.XPath(".//a[@href]")
LAST: Final = lxml.etree.XPath(
    '//*[@id="PagerOutline1_PageLast"]//a/@href | //a[contains(.,"末页") or'
    ' contains(.,"尾页")]/@href'
)
NEXT: Final = lxml.etree.XPath(
    '//*[@id="PagerOutline1_PageNext"]//a/@href | //a[contains(.,"下一页")]/@href'
)
NAVI_LAST: Final = lxml.etree.XPath('string(//a[@id="naviLastPage"])')


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of an index page."""

    url: str
    """Absolute, as the page has it."""

    title: str
    """As shown: may be cut off."""

    date: str
    """`2020-11-20`, printed beside the link."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What an index page says of itself and of the pages beside it."""

    links: list[Link]
    page: int
    """1 is the newest."""

    pages: int | None
    """How many there are; null where the page does not tell."""

    total: int | None
    """Entries on all of them together; null where the page does not tell."""

    next_url: str | None
    """Address of the following page, where there is a link to it."""


def read_listing(text: str, url: str) -> Listing:
    """The links and the pager of an index page.

    LayoutError if it is none; ChallengeError, MissingPageError or another PageError
    if something else was answered in its place.
    """
    refuse_shell(url, text)
    if not text.strip():
        raise EmptyPageError(url, "an empty page")
    try:
        tree = lxml.html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"),
            parser=lxml.html.HTMLParser(encoding="utf-8", huge_tree=True),
        )
    except lxml.etree.LxmlError as error:
        raise EmptyPageError(url, f"no markup in it: {error}") from error
    links = list(_links(tree, url))
    if not links:
        refuse_unknown(url, text)
        raise LayoutError(url, "no dated link on it: not an index page that is known")
    shown = " ".join(" ".join(tree.itertext("td", "span", "div", "p", "a")).split())
    page, pages = _pager(tree, text, shown, url)
    total = TOTAL_RE.search(shown)
    following = NEXT(tree)
    return Listing(
        links=links,
        page=page,
        pages=pages,
        total=int(total[1]) if total else None,
        next_url=_absolute(url, following[0]) if following else None,
    )


def _absolute(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href.strip())
    except ValueError:  # http://[ and the like
        return None


def _links(tree: HtmlElement, url: str) -> Iterator[Link]:
    for entry in ENTRIES(tree):
        dated = DATE_RE.findall("".join(entry.itertext()))
        anchors = [a for a in LINKS(entry) if "".join(a.itertext()).strip()]
        # A headline may hold a date of its own: what is printed beside comes last.
        days = [day for each in dated if (day := existing(*map(int, each)))]
        if days and anchors:
            title = " ".join(" ".join(anchors[0].itertext()).split())
            if href := _absolute(url, anchors[0].get("href")):
                yield Link(href, title, days[-1].isoformat())


def _pager(
    tree: HtmlElement, text: str, shown: str, url: str
) -> tuple[int, int | None]:
    """Number of this page, from 1, and of all; the address tells where nothing does."""
    named = NUMBER_RE.search(url)
    page = int(named[1]) + 1 if named else 1
    if match := SCRIPTED_RE.search(text):
        return int(match[2]) + 1, int(match[1])
    if match := COUNT_RE.search(text):
        current = CURRENT_RE.search(text)
        return int(current[1]) + 1 if current else page, int(match[1])
    if match := PAGES_RE.search(shown):
        return int(match[1] or page), int(match[2])
    if (last := LAST(tree)) and (match := NUMBER_RE.search(last[0])):
        return page, int(match[1]) + 1
    if (count := NAVI_LAST(tree).strip()).isdecimal():
        return page, int(count)
    return page, None
