"""The day that a headline or a lead sentence states for the briefing itself.

In: `2020年11月20日外交部发言人赵立坚主持例行记者会`, or paragraphs among which
`10月14日，外交部发言人耿爽主持例行记者会。` stands. Out: `dates.Stated`, and for a lead its
words. The days that a question or an answer speaks of are left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from briefings import dates
from briefings.dates import Stated

if TYPE_CHECKING:
    from collections.abc import Sequence

# Behind a date at its start, or right before one of these, a headline's date is that
# of the briefing: 2020年11月20日外交部发言人…, 马朝旭11月02日答记者问; not 就8月15日…
HEADLINE_AFTER_RE = re.compile(
    r"[，,\s]*(?:[上下]午|晚)?[，,\s]*(?:中国)?(?:外交部|例行|举行|主持|答|在|发言人)"
)
# From here on a headline says what it is about: 就8月15日在海滨举行的花展答问
TOPIC_RE = re.compile(r"就|关于|针对|回应|谈")
# 18日第五轮六方会谈…举行记者会, …特使吴思科11日举行中外媒体吹风会
DAY_ONLY_RE = re.compile(
    r"(?:^(?=\d{1,2}日(?![至到起前内将]))|(?<![月年第至到和、\d])"
    r"(?=\d{1,2}日(?:举行|外交部|主持|答)))(?P<day>\d{1,2})日"
)
# ，外交部发言人耿爽主持例行记者会。 / （星期五）下午3时，外交部举行中外媒体吹风会，
HELD_RE = re.compile(
    r"(?:[（(][^（）()]{1,6}[）)])?(?:[上下]午|晚上?|中午|凌晨)?"
    r"(?:\d{1,2}(?:[：:]\d{2}|[时点][半\d分]{0,3}))?[，,\s]*"
    r"(?P<ours>(?:中国)?外交部)?(?P<who>[^。？！：:将]{0,60}?)"
    r"(?:主持|举行|召开)[^。？！，将]{0,8}"
    r"(?P<what>记者会|记者招待会|新闻发布会|吹风会)(?![时上期后前的])"
)
# ，外交部发言人就委内瑞拉总统访华等答记者问。
ASKED_RE = re.compile(
    r"(?:[上下]午|晚上?)?[，,\s]*(?P<ours>(?:中国)?外交部)(?P<who>[^。？！：:将就]{0,20}?)"
    r"就[^。？！]{1,160}?(?:答(?:记者)?问|提问|发表谈话)(?=[。，：:]|$)"
)
# 2015年11月2日外交部发言人某某主持例行记者会, 外交部新闻发言人某某
INNER_RE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?外交部[^。？！：:“]+")

# 外交部发言人某某就花展答记者问, the text right behind it: 问：…
RUN_HEADLINE_RE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?外交部[^。？！：:“将]{2,70}?"
    r"(?:(?:答|回答)(?:中外)?记者(?:提)?问|答问|发表谈话|表明立场|吹风会)"
)
# 2009/10/06, a line of its own
DAY_LINE_RE = re.compile(r"[（(]?(\d{4})([-/.])(\d{1,2})\2(\d{1,2})[）)]?")

LONG_RUN = 500
"""Characters from which a paragraph may be several; few single ones have more."""

LONGEST_HEADLINE = 80
"""Characters of a headline within the text; the longest seen has 60."""


class Lead(NamedTuple):
    """The sentence that tells when and by whom a briefing was held."""

    text: str
    stated: Stated


def headline_date(text: str | None, reference: dt.date | None = None) -> Stated | None:
    """The day a headline gives for the briefing itself, not for what it is about.

    A bare day of the month (`18日…`) is completed from `reference`.
    """
    if not text or "日" not in text:
        return None
    topic = TOPIC_RE.search(text)
    end = topic.start() if topic else len(text)
    for found in dates.stated(text[:end]):
        if found.start == 0 or HEADLINE_AFTER_RE.match(text, found.end):
            return found
    if reference and (match := DAY_ONLY_RE.search(text, 0, end)):
        return _completed(int(match["day"]), match, reference)
    return None


def _completed(day: int, match: re.Match[str], reference: dt.date) -> Stated | None:
    first = reference.replace(day=1)
    for month in (first, first - dt.timedelta(days=1)):
        found = dates.existing(month.year, month.month, day)
        if found and found <= reference:
            return Stated(None, found.month, day, match.start(), match.end())
    return None


def find_lead(paragraphs: Sequence[str], reach: int = 12) -> Lead | None:
    """The lead sentence within the first `reach` paragraphs.

    It may stand behind the first exchange, where it is the caption of a photograph.
    """
    for position, text in enumerate(paragraphs[:reach]):
        # A long text may be the whole page in one run, the caption far within.
        head = text[:40] if len(text) < LONG_RUN else text[:4000]
        if position < 4 and (day := _day_line(text)):
            return day
        for found in dates.stated(head):
            match = HELD_RE.match(text, found.end) or ASKED_RE.match(text, found.end)
            if match and _is_lead(text, found, match, position):
                return Lead(_words(text, found, match), found)
    return None


def _day_line(text: str) -> Lead | None:
    """A line that is a date, or the date behind a headline that a run opens with."""
    start = 0
    if len(text) > 13:
        headline = RUN_HEADLINE_RE.match(text)
        start = headline.end() if headline else len(text)
    match = DAY_LINE_RE.match(text, start)
    if match is None or (start == 0 and match.end() < len(text)):
        return None
    stated = Stated(int(match[1]), int(match[3]), int(match[4]), start, match.end())
    return Lead(match.group(), stated) if stated.full else None


def _words(text: str, found: Stated, match: re.Match[str]) -> str:
    """The words of a lead; a background lead tells behind its verb who briefs."""
    end = match.end()
    if match.group().endswith("吹风会"):
        for _ in range(2):
            end = max(end, text.find("。", end + 1, end + 200))
    return text[found.start : end]


def _is_lead(text: str, found: Stated, match: re.Match[str], position: int) -> bool:
    """Tell a lead from an answer that mentions some press conference."""
    before = text[: found.start]
    by_a_spokesperson = match["ours"] and "发言人" in match["who"]
    if before in {"", "外交部"}:
        # 2009年8月11日，中国中东问题特使吴思科举行中外媒体吹风会 opens a page.
        return bool(by_a_spokesperson) or position < 3
    if before.startswith("外交部") and "吹风会" in before and found.start < 150:
        return bool(match["ours"])  # …举行中外媒体吹风会2012年4月16日，外交部举行…
    # In one run of text: …欢迎。9月26日，外交部发言人耿爽主持例行记者会。问：…
    return bool(by_a_spokesperson) and len(text) >= LONG_RUN and "例行" in match.group()


def headlines_within(paragraphs: Sequence[str]) -> list[str]:
    """The ministry's own headlines among the first paragraphs, or opening a run."""
    found = [text for text in paragraphs[:6] if is_headline(text)]
    if paragraphs and paragraphs[0] not in found:
        run = RUN_HEADLINE_RE.match(paragraphs[0])
        if run and len(paragraphs[0]) > run.end() + LONGEST_HEADLINE:
            found.insert(0, run.group())
    return found


def is_headline(text: str) -> bool:
    """Whether a paragraph is one of the ministry's own headlines within the text.

    Example: `外交部发言人某某就天气答记者问`, or the caption `外交部新闻发言人某某`.
    """
    return (
        len(text) <= LONGEST_HEADLINE
        and text[-1:] not in "。？！：:；，"
        and INNER_RE.match(text) is not None
    )
