"""A text record, the form in which some exports hold pages, becomes an Article.

    title: 11月20日外交部发言人主持例行记者会
    url: http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/1/1.htm
    author: 国务院新闻办公室网站
    content:
    问：桥何时通车？

It holds no date of the page; the name of its file may (`readers`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from briefings.errors import AddressError, EmptyPageError
from briefings.items import Article, Paragraph
from briefings.sources import RECORD_LAYOUT, canonical, identify

if TYPE_CHECKING:
    from briefings.items import Capture

# title:, url:, author:, the beginning of a fact, which goes on to that of the next one
FACT_RE: Final = re.compile(r"^[ \t]*([a-z]+):", re.MULTILINE)
# content:, the line behind which the text begins
CONTENT_RE: Final = re.compile(r"^[ \t]*content:[ \t]*", re.MULTILINE)


def is_record(text: str) -> bool:
    """True of a text record; its first lines tell."""
    head = text[:2000].lstrip("\ufeff \t\r\n")
    return head.startswith("title:") and "\nurl:" in head.replace("\r", "\n")


def _facts(head: str) -> dict[str, str]:
    # Split, not searched for by one pattern: that takes minutes on a long line.
    _, *parts = FACT_RE.split(head)
    names, values = parts[::2], map(str.strip, parts[1::2])
    facts: dict[str, str] = {}
    for name, value in zip(names, values, strict=True):
        facts.setdefault(name, value)  # of doubles, the first counts
    return facts


def load(capture: Capture, text: str) -> Article:
    """What the record says. AddressError if its url is none of an article."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    head, *rest = CONTENT_RE.split(text, maxsplit=1)
    facts = _facts(head)
    url = "".join(facts.get("url", "").split()[:1])
    found = identify(url)
    if found is None:
        where = capture.url or capture.origin.file or "a text record"
        raise AddressError(where, f"url: {url!r} is not that of an article")
    lines = [line for line in "".join(rest).split("\n") if line.strip()]
    if not lines:
        raise EmptyPageError(url, "a text record without content")
    return Article(
        url=canonical(url),
        source=found.source,
        document=found.document,
        layout=RECORD_LAYOUT,
        title=" ".join(facts.get("title", "").split()),
        paragraphs=[Paragraph(line) for line in lines],
        origin=capture.origin,
        page_date=capture.page_date,
        publisher=facts.get("author") or None,
    )
