"""OUTLETS: which news outlets a label names, whatever way it is written.

In: `中央广播电视总台国广记者`, `《环球时报》记者追问`, `会后，中新社记者问及`, `路透社、法新社记者`.
Out: ids of `outlets.toml`: `["cri"]`, `["global_times"]`, `["chinanews"]`, `["reuters",
"afp"]`. A label that names none (`问`, `追问`, `外国记者`) gives an empty list, and so does
one that names an outlet not listed there: `unknown` finds those.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Outlet:
    """One news outlet, as `outlets.toml` knows it."""

    id: str
    """Lower-case ASCII: `reuters`."""
    name_zh: str
    name_en: str
    country: str
    """ISO 3166 alpha-2 of the country it belongs to: `GB`; `HK`, `MO`, `TW` too."""
    aliases: tuple[str, ...]
    """Other names it goes by in the transcripts."""


# （追问）, (点头), 【…】: stage directions
STAGE_RE = re.compile(r"[（(【\[][^（）()【】\[\]]{0,14}[）)】\]]")
# [ 2018-03-08 10:05 ] [路透社记者]: what live transcripts put around a label
LIVE_RE = re.compile(r"\[\s*\d{4}-[\d\s:-]+\]|^\s*[\[【]|[\]】]\s*$")
# 会后，有 / 另有 / 还有 / 追问： before the name of who asks
BEFORE_RE = re.compile(
    r"^(?:(?:例行)?(?:记者会|发布会)?[会之]?后|随后|当天|当日|此外|另外|又|另|还有|另有|还|有(?!线)|来自|"
    r"继续|再次|追问|再问|提问|补问|问|在场|现场|台下|另一[位名]?|一[位名]|[，,:：、。\s])+"
)
# 记者, 记者追问, 驻京记者提问, 记者问及, 追加提问 behind it
AFTER_RE = re.compile(
    r"(?:(?:驻华|驻京|驻北京|女|男|特约|前方|见习|首席|随行|等)?"
    r"(?:记者|主持人|编辑|代表|分社社长|分社|社长|总编辑?|同行|(?<![融新全自])媒体)们?|"
    r"(?:再次|继续|接着|随后|又|还|再|则|也|均|先后|曾|会后|进一步)*"
    r"(?:追加提问|追问|再问|提问|问及|问到|问道|询问|补充|补问|插话|发问|提出|指出|回应|说|问)|"
    r"[的之\s，,:：]|(?<=者)\d)+$"
)
# What parts several names: 路透社、法新社记者, 路透社和法新社, 塔斯社记者法新社记者
BETWEEN_RE = re.compile(r"[、，,；;/和与及暨以及:：]+|(?:记者|追问|提问)+")
# Marks that do not tell names apart: 《》, 俄通—塔斯社, Channel A
MARKS_RE = re.compile(r"[《》〈〉“”\"‘’'「」『』\s\-–—―－~·•・．.‐（）()]+")
# 日本, 韩国, 美国 … before a name that is known without it
COUNTRY_RE = re.compile(
    r"^(?:中国香港|中国澳门|中国台湾|中华人民共和国|香港|澳门|台湾|中国|日本|韩国|大韩民国|朝鲜|蒙古国?|美国|英国|法国|"
    r"德国|俄罗斯|俄|意大利|西班牙|葡萄牙|荷兰|比利时|瑞士|奥地利|瑞典|挪威|芬兰|丹麦|冰岛|爱尔兰|波兰|捷克|"
    r"斯洛伐克|匈牙利|罗马尼亚|保加利亚|塞尔维亚|克罗地亚|斯洛文尼亚|希腊|塞浦路斯|土耳其|乌克兰|白俄罗斯|"
    r"立陶宛|拉脱维亚|爱沙尼亚|加拿大|墨西哥|古巴|巴西|阿根廷|智利|秘鲁|哥伦比亚|委内瑞拉|厄瓜多尔|玻利维亚|"
    r"乌拉圭|巴拿马|澳大利亚|澳洲|新西兰|斐济|印度尼西亚|印尼|印度|巴基斯坦|孟加拉国?|尼泊尔|斯里兰卡|马尔代夫|"
    r"阿富汗|新加坡|马来西亚|泰国|越南|菲律宾|柬埔寨|老挝|缅甸|文莱|东帝汶|哈萨克斯坦|乌兹别克斯坦|"
    r"吉尔吉斯斯坦|塔吉克斯坦|土库曼斯坦|阿塞拜疆|亚美尼亚|格鲁吉亚|伊朗|伊拉克|以色列|巴勒斯坦|叙利亚|黎巴嫩|"
    r"约旦|沙特阿拉伯|沙特|阿联酋|卡塔尔|科威特|巴林|阿曼|也门|埃及|阿尔及利亚|摩洛哥|突尼斯|利比亚|苏丹|"
    r"埃塞俄比亚|肯尼亚|坦桑尼亚|乌干达|卢旺达|南非|尼日利亚|加纳|塞内加尔|喀麦隆|安哥拉|莫桑比克|津巴布韦|"
    r"赞比亚|纳米比亚|阿拉伯|欧洲|非洲|拉美|中央广播电视总台|中央广电总台|总台)(?=.)"
)
# 新闻频道, 客户端, 海外版, 社 … behind a name that is known without it
PART_RE = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z]{0,4}频道|客户端|海外版|英文版|国际版|中文版|新媒体|融媒体|新闻中心|新闻网|"
    r"电视台|电视|广播|电台|中文网|网|网站|杂志社|杂志|报社|日报|集团|传媒|分社|新闻社|通讯社|新闻台|"
    r"新闻|公司|中文台|国际部|总社|社|台|报|北京|驻京)+$"
)
# 总台, 中央广播电视总台 and whatever comes behind
GROUP_RE = re.compile(r"(?:中央广播电视|中央广电)?总台")
LONGEST_NAME = 16
"""Characters of a name that others may follow; none that stands first has more."""

# Words that stand where an outlet's name might and name none: 外国记者, 另一名记者
NOBODY_RE = re.compile(
    r"(?:外国|外媒|国外|境外|海外|中外|国内|中国|中方|外方|本国|西方|日本|美国|韩国|印度|俄罗斯|英国|法国|德国|澳大利亚|"
    r"台湾|香港|澳门|巴基斯坦|日方|美方|多名|多家|几位|有些|部分|其他|其它|同一|另一|该|某|男|女|位|名|家|"
    r"相同|新闻|媒体|记者|网友|网民|提问者|主持人|嘉宾|众|问题?|答|第?[一二三四五六七八九十两\d]+|"
    r"点头|摇头|就此|对此|关于此事|会|上|中|下|时|前|后|[^\u4e00-\u9fffA-Za-z]+)*"
)


@cache
def load() -> dict[str, Outlet]:
    """All outlets by id, in the order of `outlets.toml`."""
    text = (files("briefings") / "outlets.toml").read_text(encoding="utf-8")
    return {
        name: Outlet(
            name, row["zh"], row["en"], row["country"], tuple(row.get("aliases", ()))
        )
        for name, row in tomllib.loads(text).items()
    }


def key(name: str) -> str:
    """A name as names are compared: no quotation marks, dashes, blanks, no case."""
    return MARKS_RE.sub("", name).casefold()


@cache
def _names() -> dict[str, str]:
    """Every name and alias, as compared, with the id it stands for."""
    names: dict[str, str] = {}
    for outlet in load().values():
        for name in (outlet.name_zh, outlet.name_en, *outlet.aliases):
            names.setdefault(key(name), outlet.id)
    return names


def resolve(label: str) -> list[str]:
    """Ids of the outlets a label names, in order, none twice; empty for none.

    Example: `路透社、法新社记者` gives `["reuters", "afp"]`.
    """
    return list(_resolved(label))


@lru_cache(maxsize=4096)
def _resolved(label: str) -> tuple[str, ...]:
    # Before anything is cut off: 刚果(金)通讯社, 问询者报, 钛媒体 are names.
    if found := _names().get(key(label.removesuffix("记者"))):
        return (found,)
    text = bare(label)
    if not text:
        return ()
    if found := _known(text):
        return (found,)
    ids: list[str] = []
    for part in BETWEEN_RE.split(text):
        if part and (found := _known(bare(part))) and found not in ids:
            ids.append(found)
    return tuple(ids)


def _plain(label: str) -> str:
    """The label out of its brackets: `[ 2018-03-08 10:05 ] [路透社记者]`."""
    if "[" not in label and "【" not in label:
        return label
    return LIVE_RE.sub("", LIVE_RE.sub("", label).strip()).strip()


def bare(label: str) -> str:
    """What is left of a label without the words of asking: `路透社`; may be empty."""
    text = STAGE_RE.sub("", _plain(label))
    text = BEFORE_RE.sub("", text)
    return AFTER_RE.sub("", text).strip()


def _known(name: str) -> str | None:
    """The id of one outlet: by its name, then without country, then without 频道 …."""
    names = _names()
    text = key(name)
    for _ in range(4):
        if found := names.get(text) or _by_kind(text, names):
            return found
        if match := COUNTRY_RE.match(text):
            text = text[match.end() :]
        elif match := PART_RE.search(text):
            text = text[: -1 if len(match.group()) == 1 else match.start()]
        else:
            break
        if len(text) < 2:
            break
    return names.get(text) or _by_start(key(name), names)


def _by_start(text: str, names: dict[str, str]) -> str | None:
    """A name with something unknown behind it: 东方卫视看看新闻, 总台西语部."""
    for end in range(min(len(text), LONGEST_NAME), 3, -1):
        if found := names.get(text[:end]):
            return found
    return "cmg" if GROUP_RE.match(text) else None


def _by_kind(text: str, names: dict[str, str]) -> str | None:
    """The same written out or short: 安莎通讯社 as 安莎社, 希腊国家通讯社 as 希腊通讯社."""
    for long, short in (("通讯社", "社"), ("新闻社", "社"), ("电视台", "电视")):
        for ending, other in ((long, short), (short, long)):
            stem = text.removesuffix(ending)
            if stem != text and (found := names.get(stem + other)):
                return found
    return names.get(text.replace("国家", "", 1)) if "国家" in text else None


def names_one(label: str) -> bool:
    """Whether a label names an outlet at all, known or not: not 问, not 外国记者."""
    return NOBODY_RE.fullmatch(bare(label)) is None


def unknown(labels: Iterable[str]) -> Counter[str]:
    """Labels that name an outlet which `outlets.toml` lacks, counted."""
    return Counter(
        label for label in labels if names_one(label) and not _resolved(label)
    )
