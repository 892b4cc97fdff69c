"""EXTRACT: texts of a page's elements become the fields of an article.

loader = PageLoader()
loader.add_value("title", ["外交部发言人主持例行记者会_外交部网站"])
loader.load_item() -> {"title": "外交部发言人主持例行记者会"}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from itemloaders import ItemLoader
from itemloaders.processors import Identity, TakeFirst

from briefings.dates import existing

if TYPE_CHECKING:
    from collections.abc import Callable

# 2019-04-12, 2020/9/2, 2019年4月12日
DATE_RE: Final = re.compile(
    r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
)
# 18:26, 18:26:05
TIME_RE: Final = re.compile(
    r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])"
)
# 来源：外交部网站; nothing of 来源：（供稿）, which pages hold where none is named
CREDIT_RE: Final = re.compile(r"来源\s*[：:]\s*([^\s|｜，。（(\[【]+)")
# [责任编辑：某某], 编辑：某某
EDITOR_RE: Final = re.compile(r"编辑\s*[：:]\s*([^\s\]】<|｜]+)")
# " — 中华人民共和国外交部", "_中华人民共和国国务院新闻办公室", "_外交部"
SUFFIX_RE: Final = re.compile(
    r" ?(?<![-—_–|])[-—_–|]++ ?"
    r"(?:中华人民共和国)?(?:外交部|国务院新闻办公室)(?:网站|门户网站)?$"
)
# a <br> that an editor typed into a headline, and the site escaped: 展览<br>开幕
TYPED_BREAK_RE: Final = re.compile(r" ?<br ?/?> ?", re.IGNORECASE)


def _date(texts: list[str]) -> str | None:
    for text in texts:
        for match in DATE_RE.finditer(text):
            if day := existing(*map(int, match.groups())):
                return day.isoformat()
    return None


def _time(texts: list[str]) -> str | None:
    for text in texts:
        if match := TIME_RE.search(text):
            return ":".join(part.zfill(2) for part in match.groups() if part)
    return None


def _first(pattern: re.Pattern[str]) -> Callable[[list[str]], str | None]:
    """The first group of a pattern in the first text that has it."""

    def found(texts: list[str]) -> str | None:
        matches = (pattern.search(text) for text in texts)
        return next((match[1] for match in matches if match), None)

    return staticmethod(found)


def _headlines(texts: list[str]) -> list[str]:
    # Blanks first: in runs of any length, the patterns would try each one anew.
    dense = (TYPED_BREAK_RE.sub("", " ".join(text.split())) for text in texts)
    return [title for text in dense if (title := SUFFIX_RE.sub("", text))]


class PageLoader(ItemLoader):
    """Texts in, fields out; plain functions, for `Compose` inspects at each call."""

    default_item_class = dict
    default_output_processor = TakeFirst()
    title_in = staticmethod(_headlines)
    page_date_out = staticmethod(_date)
    page_time_out = staticmethod(_time)
    credit_out = _first(CREDIT_RE)
    editor_out = _first(EDITOR_RE)
    paragraphs_out = Identity()
