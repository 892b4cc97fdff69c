"""Who speaks for the ministry on a page, and the words that tell.

In: `原标题：2020年11月20日外交部发言人赵立坚主持例行记者会`, a title, a lead sentence,
the page's keywords `发言人;赵立坚`, labels `赵立坚：`, in that order of trust.
Out: `Named(["赵立坚"], "外交部发言人赵立坚主持")`. Titles of office are cut off. Any name
will do: what makes one is a Chinese surname in the right place, not a list of people.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from briefings import outlets
from briefings.surnames import COMPOUND, SINGLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HAN = "\u4e00-\u9fff"
# Not 韩国外交部, 俄罗斯外交部: another country's has its name before it.
_OURS = rf"(?:(?<![{_HAN}])|(?<=[日午晚由请])|(?<=中国))"
_OFFICE = (
    rf"(?:{_OURS}外交部(?:新任|首席)?(?:新闻)?发言人(?:办公室)?(?:主任)?"
    rf"|{_OURS}外交部(?:新闻司)?(?:副?司长|副?部长(?:助理)?|部长助理|参赞)"
    rf"(?:[、兼](?:新闻司(?:副?司长)?|外交部)?(?:新闻)?发言人)?"
    r"|(?:新任|中方代表团)(?:新闻)?发言人"
    rf"|{_OURS}(?:国务委员兼)?外(?:交部)?长"
    r"|(?<=[，、。；和与及\s])副?部长(?:助理)?|新闻司(?:副?司长)"
    rf"|中国(?:政府)?[{_HAN}]{{0,12}}?(?:特使|特别代表))"
)
# Words that begin with the character of a family name: 发言人宣布对…, 应询就…
_WORDS = r"(?!宣布|应[询约邀]|关于|通报|连续|曾[就对在向经]|向[媒记各大]|从|经过|谈[及到]|公[布开])"
_FOREIGN = rf"[{_HAN}]{{1,4}}(?:[·•・][{_HAN}]{{1,6}}?)+"
_NAME = rf"(?:{_FOREIGN}|{COMPOUND}[{_HAN}]{{1,2}}?|[{SINGLE}][{_HAN}]{{1,2}}?)"
_AFTER = (
    r"(?=主持|举行|召开|出席|就|答|在|表示|说|宣布|回答|回应|介绍|发表|谈|称|指出|强调|"
    r"重申|证实|透露|分别|对|阐述|敦促|批|驳|针对|向|应询|应约|接受|通报|发布|公布|随后|首先|"
    r"最后|今|昨|日前|近日|当天|当日|为|同|将|于|并|和|与|及|一行|\d|[^\u4e00-\u9fff]|$)"
)
# 外交部发言人赵立坚, 外交部副部长李保东、王超, 外交部发言人耿爽和新任发言人赵立坚
NAMED_RE = re.compile(
    rf"(?P<office>{_OFFICE}){_WORDS}(?P<name>{_NAME}){_AFTER}"
    rf"(?P<more>(?:[、和与及](?:{_OFFICE})?{_NAME}{_AFTER})*)(?:主持|举行)?"
)
# 、王超, 和新任发言人赵立坚
MORE_RE = re.compile(rf"[、和与及](?:{_OFFICE})?(?P<name>{_NAME}){_AFTER}")
# 王毅国务委员兼外长举行, at the start of a headline or after its date
TITLED_RE = re.compile(
    rf"(?:^|(?<=日))(?P<name>[{SINGLE}][{_HAN}]{{1,2}}?)"
    r"(?:国务委员兼)?(?:外交部长|外长|部长)(?=主持|举行|召开|出席|就|答|在|回答|谈)"
)
# 赵立坚：, [王毅]：, 洪磊首先发布消息：, 章启月说，, 姜瑜发布通知：
LABEL_RE = re.compile(
    rf"[\[【]?(?P<name>{COMPOUND}[{_HAN}]{{1,2}}?|[{SINGLE}][{_HAN}]{{1,2}}?)[\]】]?\s*"
    r"(?P<verb>(?:首先|随后|最后|接着|再|还|先|又)?(?:发布|宣布|介绍|通报)"
    r"[^，。：:？！]{0,9}|说|首先说|表示)?(?P<mark>[：:，\]】]|$)"
)
# …答记者问。姜瑜：大家下午好, where nothing parts the paragraphs
RUN_LABEL_RE = re.compile(rf"(?<=[。？！])(?P<name>[{SINGLE}][{_HAN}]{{1,2}}?)说?[：:]")
# 发言人;汪文斌, 华春莹，美国，蓬佩奥
KEYWORD_RE = re.compile(r"[;；,，、\s]+")
# The whole of a word that can stand where a label does and is nobody's name.
_NOBODY = frozenset(
    re.split(
        r"\s+",
        "主持人 方问 白问 别说 何问 明天 高兴 成果 应该 安全 方面 时间 明确 马上 包括 "
        "关于 于是 温馨 相信 任何 和平 经过 经查 车祸 安排 全文 文件 简介 白皮书 项目 "
        "祝愿 祝贺 单位 常见 党员 牛年 龙年 马年 向大家 向各位 向媒体 汤森路透 华尔街",
    )
)
_ASKING = re.compile(r"(?:社|报|台|网|视|记者|新闻|卫视|问|答|通讯|电台|日报|时报)$")


class Named(NamedTuple):
    """Who speaks, in order of trust and then of appearance."""

    names: list[str]
    raw: str | None
    """The words the first name was read from; None where nobody is named."""


def named_in(text: str) -> tuple[list[str], str | None]:
    """Names after a title of office, in order, and the words of the first.

    Example: `外交部发言人赵立坚主持例行记者会` gives `["赵立坚"], "外交部发言人赵立坚主持"`.
    """
    names: list[str] = []
    raw = None
    for match in NAMED_RE.finditer(text):
        raw = raw or match.group()
        names += [match["name"], *(m["name"] for m in MORE_RE.finditer(match["more"]))]
    if not names and (titled := TITLED_RE.search(text)):
        return [titled["name"]], titled.group()
    return names, raw


def in_keywords(keywords: str | None) -> list[str]:
    """`发言人;汪文斌` gives `["汪文斌"]`: the neighbor of the word 发言人 or 外交部."""
    if not keywords:
        return []
    words = [word for word in KEYWORD_RE.split(keywords) if word]
    names = [word for word in words if _is_name(word)]
    offices = [i for i, word in enumerate(words) if word.endswith(("发言人", "外交部"))]
    beside = {words[i + 1] for i in offices if i + 1 < len(words)}
    beside |= {words[i - 1] for i in offices if i == len(words) - 1 and i > 0}
    return [name for name in names if name in beside]


def _is_name(word: str) -> bool:
    match = LABEL_RE.fullmatch(word)
    return bool(match and match["name"] == word and _can_be_a_name(word))


def _can_be_a_name(word: str) -> bool:
    if word in _NOBODY or _ASKING.search(word):
        return False
    return not outlets.resolve(word)  # 路透：, 凤凰：, 国广：


def in_labels(paragraphs: Sequence[str]) -> list[str]:
    """Names that stand as labels at the start of paragraphs, in order.

    A label alone proves little (`他说：`, `条件：`): it must open the page, tell of
    an announcement (`洪磊首先发布消息：`) or come twice.
    """
    seen: Counter[str] = Counter()
    sure: set[str] = set()
    for position, text in enumerate(paragraphs):
        match = LABEL_RE.match(text)
        if match is None or not _can_be_a_name(match["name"]):
            continue
        verb, mark, name = match["verb"], match["mark"], match["name"]
        if not mark or (mark == "，" and not verb):
            continue
        seen[name] += 1
        if position < 3 or (verb and len(verb) > 2):
            sure.add(name)
    return [name for name, times in seen.items() if times > 1 or name in sure]


def in_a_run(paragraphs: Sequence[str]) -> list[str]:
    """Labels right after the first sentences of a page that is one run of text."""
    if not paragraphs or len(paragraphs[0]) < 200:
        return []
    found = (match["name"] for match in RUN_LABEL_RE.finditer(paragraphs[0], 0, 200))
    return [name for name in dict.fromkeys(found) if _can_be_a_name(name)]


def find(
    headlines: Iterable[str | None], keywords: str | None, paragraphs: Sequence[str]
) -> Named:
    """Everybody who speaks, from headlines (most trusted first), keywords, labels."""
    names: list[str] = []
    raw: str | None = None
    for text in headlines:
        if text:
            found, words = named_in(text)
            raw = raw or words
            names += found
    if not names and (found := in_keywords(keywords)):
        raw = raw or keywords
        names += found
    for name in in_labels(paragraphs) or ([] if names else in_a_run(paragraphs)):
        raw = raw or name
        names.append(name)
    return Named(list(dict.fromkeys(names)), raw)
