"""What kind of page it is: regular, written, background, minister or other.

In: the headlines and the lead (`…主持例行记者会`), and the shape of the text as turns.
Titles alone do not tell: from 2012 to 2019 most regular briefings on scio have a
topical title (`外交部就海洋合作等答问`), and in 2014-15 nothing else but the number of
questions shows what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.items import Turn

# 主持例行记者会, 例行记者招待会, 主持网上例行记者会
REGULAR_RE = re.compile(r"例行(?:新闻)?(?:记者招待会|记者会|发布会)")
# 举行中外媒体吹风会, 吹风会举行; not 将举行中外媒体吹风会
BACKGROUND_RE = re.compile(
    r"(?<!将)(?:举行|召开|出席).{0,80}吹风会|吹风会.{0,4}(?:举行|召开)$"
)
# 外交部长王毅就中国外交政策回答中外记者提问, 外长举行记者会
MINISTER_RE = re.compile(
    r"(?:^|[日：:\s])(?:(?:国务委员兼)?外交部长|外长|[\u4e00-\u9fff]{2,3}(?:国务委员兼)?"
    r"(?:外长|外交部长|部长))[^，。]{0,80}(?:记者会|记者招待会|记者问|记者提问|答问|谈话)"
)
# 王毅外长就…回答记者提问 as the topic of a spokesperson's words
SPOKEN_RE = re.compile(r"发言人|司长")
# 就天气答记者问, 表示, 发表谈话, 宣布
WRITTEN_RE = re.compile(
    r"答(?:记者|媒体)?.{0,6}问|答复|谈话|声明|发言人.{0,60}(?:表示|宣布|回应|表明|应询)"
)
# 就海洋合作、天气等答问, 就天气等问题答问
TOPICS_RE = re.compile(r"等(?:问题)?(?:回答|答)|、.*答")
# 外交部发言人某某就天气答记者问, 2019年8月15日外交部发言人某某答记者问: what the
# ministry calls its written answers, several of them on one page in a recess
ANSWER_RE = re.compile(
    r"外交部发言人(?!就)[\u4e00-\u9fff]{2,3}(?:\d{1,2}月\d{1,2}日)?(?:就[^等]*)?答记者问$"
)
# 六方会谈中方代表团发言人举行记者会
ELSEWHERE_RE = re.compile(r"代表团(?:发言人|团长)")


def tell(
    source: str,
    headlines: Sequence[str],
    lead: str | None,
    turns: Sequence[Turn],
) -> str:
    """The kind of a page: wording first, shape where the wording does not tell.

    `headlines` are 原标题 and title, as far as there are any.
    """
    said = [*headlines, lead] if lead else list(headlines)
    if any(REGULAR_RE.search(text) for text in said):
        return "regular"
    if any(BACKGROUND_RE.search(text) for text in said):
        return "background"
    if any(MINISTER_RE.search(t) and not SPOKEN_RE.search(t) for t in headlines):
        return "minister"
    if _answers_in_person(said, turns):
        return "minister"
    if any(ELSEWHERE_RE.search(text) for text in headlines):
        return "other"
    return _by_shape(source, headlines, turns)


def _answers_in_person(said: Sequence[str], turns: Sequence[Turn]) -> bool:
    """`王晴：花展越办越好`, and `[王晴]` answers question upon question."""
    if any(SPOKEN_RE.search(text) or text.startswith("外交部就") for text in said):
        return False
    answers = [turn.speaker for turn in turns if turn.kind == "exchange"]
    named = [name for name in answers if name and any(name in text for text in said)]
    return len(named) > 2


def _by_shape(source: str, headlines: Sequence[str], turns: Sequence[Turn]) -> str:
    asked = sum(turn.kind == "exchange" for turn in turns)
    worded = any(WRITTEN_RE.search(text) for text in headlines)
    if asked == 0:
        return "written" if worded else "other"
    # The ministry's own pages say 例行记者会 on every regular briefing.
    if source == "mfa" or asked == 1 or any(ANSWER_RE.search(t) for t in headlines):
        return "written"
    if asked == 2 and not any(TOPICS_RE.search(text) for text in headlines):
        return "written"
    return "regular"
