"""Labels: the words before a colon that open a question or an answer.

In: the words (`中央广播电视总台国广记者`, `追问`, `赵立坚`, `洪磊首先发布消息`). Out: what they
are. One table of patterns, each under its example; a label that fits none of them is
weighed by `speakers_in` or, with what stands around it, by `turns`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefings.surnames import COMPOUND, SINGLE

ASK, ANSWER, SPEAK, ANNOUNCE, OUTLET = "ask", "answer", "speak", "announce", "outlet"
"""Kinds of label: a question; 答; a person; `X首先发布消息`; a medium without 记者."""

LONGEST = 48
"""Characters; the longest label seen has 25, those of joint questions may have more."""

_HAN = "\u4e00-\u9fff"
NAME = rf"(?:{COMPOUND}[{_HAN}]{{1,2}}?|[{SINGLE}][{_HAN}]{{1,2}}?)"
_STAGE = r"(?:\s*[（(][^（）()]{1,12}[）)])?"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})?"
_OFFICES = r"(?:外交部|新闻司|新闻|新任|副?司长|副?部长|部长助理|发言人|外长|大使|国务委员|兼)*"
# What stands in no medium's name: 我想告诉这位记者 and 请各位记者 are no labels.
_MEDIUM = r"(?:《[^》]{1,16}》|“[^“”]{1,12}”|[^，。？！；“”…《》我你他她们请对向的是了就说答被让将已曾位])"

_FORMS: list[tuple[str, str]] = []
"""Kinds and patterns in the order they are tried; a label must fit one wholly."""

# 问, 追问, 再问, 问1, 一、问, 问题二, 问（路透社记者）, Q
_ITEM = r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、.．）)]\s?)?"
_QUESTION = r"(?:[再又续补另反插]?追?问|提问|Q)"
_FORMS += [(ASK, rf"{_ITEM}{_QUESTION}\s?{_NUMBER}{_STAGE}|问题\s?{_NUMBER[:-1]}")]

# 会后有记者问及 / 会后，中新社记者问及 / 还有记者问及 / 有媒体问 / 记者问
_SESSION_OVER = r"(?:(?:当天|当日)?(?:例行)?(?:记者会|发布会)?[会之]?后，?|随后，?)?"
_PUTS = r"(?:问及|问到|问道|提问|询问|追问|问)"
_PRESS = r"(?:记者(?!会)|媒体)\w{0,6}"
_FORMS += [(ASK, _SESSION_OVER + _MEDIUM + "{0,24}?" + _PRESS + _PUTS)]

# 路透社记者 / 《环球时报》记者 / 记者补充 / 记者（点头） / 新华社记者张三 / 法新社记者追问
_MORE = r"(?:继续|再次|接着)?(?:[追提再续又]问|补充(?:[提追]?问|说明)?|回应|回答|插话)"
_WHO = f"(?:{NAME}|{_MORE}|甲|乙|[ABC12])?"
_FORMS += [(ASK, _MEDIUM + "{0,26}?记者(?!会)" + _WHO + _STAGE)]

# 答, 答复, 答1, 一、答, A
_FORMS += [(ANSWER, rf"{_ITEM}(?:回?答|答复|A)\s?{_NUMBER}{_STAGE}")]

# Before names: 彭 is one too. 彭博社 / 《环球时报》 / 印度报业托拉斯 / BBC / 总台央视
_ENDINGS = (
    r"(?:[社报台网视刊]|时报|新闻|托拉斯|周刊|杂志|广播|通讯|电视|传媒|公司|协会|之声"
    r"|频道|央[广视]|[国环]广|俄罗斯)"
)
_FORMS += [(OUTLET, _MEDIUM + "{0,14}" + _ENDINGS + "|《[^》]{2,12}》|[A-Z]{2,6}")]

# 洪磊首先发布消息 / 姜瑜最后预告了“大爱无国界”国际义卖活动情况 / 洪磊发布通知
_THEN = r"(?:首先|随后|最后|接着|然后|还|再|又|另|并)*"
_TELLS = r"(?:发布|宣布|通报|介绍|预告)[^。？！：:]{0,30}"
_FORMS += [(ANNOUNCE, f"(?P<name>{NAME}){_THEN}{_TELLS}")]

# 赵立坚 / 外交部发言人赵立坚 / 王毅外长 / 孔泉说 / 主持人 张业遂 / 赵立坚（笑）
_BEARER = rf"(?:主持人\s*)?{_OFFICES}\s?(?P<name>{NAME}){_OFFICES}"
_SAYS = r"(?:首先|接着|继续|又)?(?:回答|答|表示|指出|强调)?[说道称]?"
_FORMS += [(SPEAK, _BEARER + _SAYS + _STAGE)]

# 主持人 / 发言人
_FORMS += [(SPEAK, r"主持人|(?:外交部)?发言人")]

# 德国明镜 / 《海港纪事报》: what an unknown label may look like, if the rest agrees; not
# 我想强调三点, 今年上半年，出口额
UNKNOWN = (
    r"(?:《[^》]{2,12}》"
    r"|[^，。、；？！：:“”（）\d\s我你他她们请对向的是了就说答被让将已曾称示调出点下]{2,14})"
)

TABLE = tuple((kind, re.compile(pattern)) for kind, pattern in _FORMS)

# [王毅], [ 2018-03-08 10:02 ] [人民日报记者]
BRACKET_RE = re.compile(r"[\[【]\s*(?P<inner>[^\[\]【】]{1,24}?)\s*[\]】]")
# "毛 宁": a name of two characters spaced out to the width of three
SPACED_RE = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
# 追问, 路透社记者追问, 记者补充, 记者（点头）
FOLLOW_UP_RE = re.compile(r"[追再又续补反插]问|补充|继续|^记者(?:\s*[（(].*)?$")
# 会后有记者问及, 会后，中新社记者问及, 还有记者问及, 另有记者问及
AFTER_RE = re.compile(r"(?:会|记者会|发布会|之)后|^(?:还|另|又)有")
# The whole of a word that may stand where a label does and is nobody's name.
_NOBODY = frozenset(
    re.split(
        r"\s+",
        "主持人 方问 白问 别说 何问 明天 高兴 成果 应该 安全 方面 时间 明确 马上 包括 关于 "
        "于是 相信 任何 和平 经过 安排 全文 文件 简介 祝愿 祝贺 单位 万一 时任 和他 和她 "
        "方向 方法 方案 方式 成就 成效 关键 目标 温度 石油 农业 许多 应对 连续 通过 万分 "
        "双方 冷战 经济 元首 国家 国际 广告 文化 能源 安保 支持 利益 容易",
    )
)


class Label(NamedTuple):
    """What the words before a colon are."""

    kind: str
    name: str | None = None
    """Of the person who speaks."""

    follow_up: bool = False
    after: bool = False
    """Asked after the session."""


@lru_cache(maxsize=4096)
def classify(words: str) -> Label | None:
    """What a label is, by its shape alone; None where it has no known shape."""
    if len(words) > LONGEST or words.count("（") != words.count("）"):
        return None
    if bracket := BRACKET_RE.fullmatch(words):
        return classify(bracket["inner"])
    dense = SPACED_RE.sub("", words)
    for kind, pattern in TABLE:
        if match := pattern.fullmatch(dense):
            name = match.groupdict().get("name")
            if name in _NOBODY:
                continue
            follow_up = kind == ASK and FOLLOW_UP_RE.search(words) is not None
            after = kind == ASK and AFTER_RE.search(words) is not None
            return Label(kind, name, follow_up, after)
    return None
