"""What a paragraph without a label does on a page: opens, asks, tells, closes.

In: texts. Out: whether a text is a narrated lead, a request, a notice at the end; who
tells in it. Each pattern stands under an example.
"""

from __future__ import annotations

import re

from briefings.labels import NAME

# 7月12日下午，外交部发言人某某主持例行记者会。 / 2009年6月4日，…举行例行记者会。答问如下：
# 2008年9月16日，外交部发言人就天气展等答记者问。
LEAD_RE = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\s?\d{1,2}日(?:[上下]午|晚)?[，,]?\s?外交部[^。？！]{0,40}?"
    r"(?:(?:主持|举行|召开)[^。？！]{0,12}(?:记者会|招待会|吹风会)"
    r"|就[^。？！]{1,160}(?:答(?:记者)?问|回答(?:了)?(?:中外)?记者(?:的)?提问))"
)
# 10月14日，外交部发言人某某主持例行记者会。 and nothing more, or what it was about
WHOLE_LEAD_RE = re.compile(
    LEAD_RE.pattern + r"(?:[，,][^。？！]{0,4}就[^。？！]{1,160}问题?)?[。：:]?"
    r"(?:(?:现将)?(?:答问|问答)[^。？！]{0,8}[。：:]?)?"
)
# 发布会现场 / 外交部新闻发言人 秦刚: captions have no stop
CAPTION_RE = re.compile(r"[^。？！：；]{1,60}")
# 中方对此有何评论？ / 请介绍有关情况。 / 能否证实。
REQUEST_RE = re.compile(
    r".*(?:[？?][”’）)]?|(?:请|能否|可否)[^，。？！]{0,14}(?:介绍|证实|评论|评价|谈|透露|说明|提供|解释|确认|澄清|回应)"
    r"[^，。？！]{0,30}[。？?]?)\s*$",
    re.DOTALL,
)
# 洪磊表示， / 对此，刘建超表示， / 陆慷回答说：
NARRATED_RE = re.compile(
    rf"(?:对此|就此)?，?(?:外交部)?(?:发言人)?(?P<name>{NAME})"
    r"(?:表示|说|指出|回答|回应|强调|答|称)[说道称]?[，,：:]"
)
# ？洪磊表示， / 评论。对此，刘建超表示，
TOLD_RE = re.compile(rf"(?<=[。？！?])\s*(?={NARRATED_RE.pattern})")
# 有何评论？关于你所提的问题: the sentence behind the last question mark in a row
SENTENCE_RE = re.compile(r"[^。？！?]*[。？！?]+[”’）)]?")
# 如果没有其他问题，记者会到此结束。 / 明天的例行记者会因故暂停。 / 祝大家周末愉快！
CLOSING_RE = re.compile(
    r"(?:好[，。])?(?:如果|要是)?(?:大家|各位|其[他它])?(?:再)?(?:没有|没)(?:其[他它]|别的|更多|什么)?(?:问题|要问)"
    r"|[^。]{0,12}记者会(?:就)?(?:到此|到这里)?结束"
    r"|(?:好，?)?(?:谢谢|感谢)(?:大家|各位)(?!对)|(?:最后，?)?(?:我?再?次?祝)(?:大家|各位)|再见"
    r"|(?:最后，?)(?:我)?(?:愿|想|要|再|还)*(?:发布|宣布|通报|通知|提醒大家|预告)"
    r"|(?:另外|最后)?，?我?(?:再|还)?(?:要|想)?(?:发布|宣布|通报|向大家宣布)[^，。]{0,6}(?:通知|消息)"
    r"|[^。？！]{0,60}记者会(?![上中后时期前的])[^。？！]{0,40}(?:休会|暂停|提前|推迟|顺延|取消|复会|恢复|不举行|改[为在至])"
    r"|今天是[^。]{0,20}最后一场[^。]{0,10}记者会"
)
# 外交部将于6月5日（星期一）上午9：30在蓝厅举行 / 明天下午将在这里举行…推介活动: told
# before a suspended briefing
EVENT_RE = re.compile(
    r"(?:[一二三四]、)?外交部(?:和[^，。]{2,24})?(?:将|定)于[^。]{4,60}(?:举行|举办)"
    r"|[^。]{0,60}(?:推介|吹风会|蓝厅)"
)

CLOSING_REACH = 400
"""Characters at the end of a run in which a notice is looked for; the longest seen
has some 300."""

EVENT_REACH = 2
"""Paragraphs from the event to the notice that the briefing gives way to it."""


def is_lead(text: str) -> bool:
    """True of a narrated lead that is a paragraph of its own."""
    return LEAD_RE.match(text) is not None and bool(WHOLE_LEAD_RE.fullmatch(text))


def is_introduction(texts: list[str]) -> bool:
    """True where a statement has nothing yet but its lead and captions."""
    return all(LEAD_RE.match(t) or CAPTION_RE.fullmatch(t) for t in texts)


def is_request(text: str) -> bool:
    """True of a text whose last sentence asks for something."""
    return REQUEST_RE.match(text[-80:]) is not None


def is_whole(question: list[str]) -> bool:
    """True where the question so far ends as a sentence does."""
    return bool(question) and question[-1].endswith(("？", "?", "。", "！", "”", "）"))


def narrator(text: str) -> str | None:
    """`洪磊表示，…` gives `洪磊`."""
    match = NARRATED_RE.match(text)
    return match["name"] if match else None


def parted(text: str, in_run: bool) -> tuple[str, str, str | None]:
    """A question with its answer behind it in one text: both, and who answered.

    `…有何评论？洪磊表示，…` is parted before the name, a text within a run behind its
    first row of questions. Where nothing answers, the second is empty.
    """
    if told := TOLD_RE.search(text):
        rest = text[told.end() :]
        return text[: told.start()].strip(), rest, narrator(rest)
    if not in_run:
        return text, "", None
    end = 0
    asked = False
    for sentence in SENTENCE_RE.finditer(text):
        if asked and "？" not in sentence[0] and "?" not in sentence[0]:
            break
        asked = asked or "？" in sentence[0] or "?" in sentence[0]
        end = sentence.end()
    if not asked or end >= len(text):
        return text, "", None
    return text[:end].strip(), text[end:].strip(), None


def closing_at(answer: list[str]) -> int | None:
    """Index of the paragraph from which on an answer speaks to all present."""
    closing = (i for i in range(1, len(answer)) if CLOSING_RE.match(answer[i]))
    first = next(closing, None)
    if first is None:
        return None
    told = [i for i in range(1, first) if EVENT_RE.match(answer[i])]
    near = [i for i in told if first - i <= EVENT_REACH]
    return min(near, default=first)


def closing_within(text: str) -> int | None:
    """Offset of the sentence from which on the end of a run speaks to all present."""
    floor = max(0, len(text) - CLOSING_REACH)
    for sentence in SENTENCE_RE.finditer(text, floor):
        if sentence.start() > floor and CLOSING_RE.match(text, sentence.start()):
            return sentence.start()
    return None
