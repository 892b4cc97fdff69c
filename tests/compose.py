"""A channel of invented briefings in the markup of the real one, of any size.

`Channel.page(path)` answers what the real site would: index pages of 24 in both
templates, articles, the home page for whatever the new site does not have. The
content is neutral: weather, bridges, exhibitions.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from dataclasses import dataclass, field

OLD = "/xwfbh/gbwxwfbh/xwfbh/wjb/"
NEW = "/xwfb/bwxwfb/gbwfbh/wjb/"
PER_PAGE = 24
SPOKESPEOPLE = ("李明", "王芳", "陈晓")
TOPICS = (
    "城市天气展览",
    "跨江大桥通车仪式",
    "姐妹城市摄影展",
    "高原湖泊候鸟调查",
    "海上航标更新",
    "中小学生科学营",
)
ASKERS = ("新华社记者", "路透社记者", "法新社记者", "《中国日报》记者")

# Index address: index.htm, index_12.htm; index.html, index_3.html.
INDEX_RE = re.compile(r"index(?:_(\d+))?\.html?")
# Article address: Document/900001/900001.htm, 202403/t20240305_900001.html.
ARTICLE_RE = re.compile(r"(?:Document/(\d+)/\1|\d{6}/(t\d{8}_\d+))\.html?")

HOME = "<html><head><title>国务院新闻办公室</title></head><body>首页</body></html>"


@dataclass(slots=True)
class Item:
    """One article: what the index says of it, and what it says itself."""

    document: str
    page_date: dt.date
    held: dt.date
    edition: int = 0
    """Counts edits of the text."""

    @property
    def number(self) -> int:
        return int(self.document.rpartition("_")[2])

    @property
    def speaker(self) -> str:
        return SPOKESPEOPLE[self.number % len(SPOKESPEOPLE)]

    @property
    def title(self) -> str:
        day = f"{self.held.year}年{self.held.month}月{self.held.day}日"
        return f"{day}外交部发言人{self.speaker}主持例行记者会"

    def paragraphs(self) -> list[str]:
        seed = int(hashlib.sha256(self.document.encode()).hexdigest()[:8], 16)
        found = [f"{self.speaker}：大家下午好。下面请大家提问。"]
        for n in range(5):
            topic = TOPICS[(seed + n) % len(TOPICS)]
            asker = ASKERS[(seed // 7 + n) % len(ASKERS)]
            found += [
                f"{asker}：请问第{self.number}号{topic}第{n + 1}阶段进展如何？",
                f"{self.speaker}：{topic}筹备工作进展顺利，" * 1
                + f"具体安排将及时公布，欢迎各地朋友参加。第{self.edition + 1}版。",
                f"有关各方就{topic}保持沟通，" * 12 + "天气晴好，一切按计划进行。",
            ]
        return found


def old_address(item: Item) -> str:
    return f"Document/{item.document}/{item.document}.htm"


def new_address(item: Item) -> str:
    return f"{item.page_date:%Y%m}/t{item.page_date:%Y%m%d}_{item.number}.html"


def old_article(item: Item) -> str:
    title = html.escape(item.title)
    body = "".join(f"<p>\u3000\u3000{html.escape(p)}</p>" for p in item.paragraphs())
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{title}</title></head><body class="song ">
<DIV class=wpx><p class="time"><span id="spanDate"></span></p>
<DIV class="f12 fcolor ptb5"><a href="../../../../../../index.htm">首页</a>&gt;\
<a href="../../index.htm">外交部</a></DIV>
<DIV class="tc A_title">{title}</DIV>
<DIV class="tc A_t1 f12 pr"><DIV style="DISPLAY: inline">国务院新闻办公室网站\u3000\
www.scio.gov.cn\u3000\u3000 {item.page_date}\u3000\u3000 来源：外交部网站 </DIV>
<DIV style="POSITION: absolute; DISPLAY: inline"><STYLE>ul.x{{width:150px}}</STYLE>\
<SCRIPT>SetupbdShareJs();</SCRIPT></DIV>\u3000\u3000 </DIV>
<DIV id=m_comment>
<DIV id=content class="p10 f14 lh30">{body}</DIV>
<DIV class="tr A_t1 f12">[责任编辑：某某<SCRIPT>var interneditor= "";</SCRIPT>] </DIV>
<DIV class="f16 tl fb mb20">相关链接&gt;&gt;</DIV><span id="Relative1">\
<li class="lh26 list"><a href="../1/1.htm" class="fColor_12326A">无关条目</a></li></span>
</DIV></body></html>"""


def new_article(item: Item) -> str:
    title = html.escape(item.title)
    body = "".join(f"<p>\u3000\u3000{html.escape(p)}</p>" for p in item.paragraphs())
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<title>{title}_中华人民共和国国务院新闻办公室</title>
<meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{item.page_date} 18:26">
<meta name="ContentSource" content="外交部网站">
<meta name="ColumnName" content="外交部"></head><body>
<div class="head"><a href="/index.html">首页</a></div><h1>{title}</h1>
<div class="TRS_Editor">{body}</div></body></html>"""


def old_index(items: list[Item], page: int, pages: int, total: int) -> str:
    rows = "".join(
        f"""<tr><td><LI>
<SPAN class="bit fl" style="height:26px;"></SPAN>
<DIV class="fl list_t"><a href="{old_address(i)}" target="_blank">\
{html.escape(i.title)}</a></DIV>
<SPAN class="ftime fr">[{i.page_date}]</SPAN><div class="cb"></div>
</td></tr>"""
        for i in items
    )
    first = page * PER_PAGE + 1
    following = (
        f'<td id="PagerOutline1_PageNext"><a href="index_{page + 1}.htm">下一页</a></td>'
        f'<td id="PagerOutline1_PageLast"><a href="index_{pages - 1}.htm">末页</a></td>'
        if page + 1 < pages
        else ""
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" \
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" \
content="text/html; charset=utf-8" /><title>首页>新闻发布>外交部</title></head>
<body class="bigbg"><table id="PagerOutline1" cellspacing=0 cellpadding=0>{rows}
<tr id="PagerOutline1_NavigationBar"><td align="Center">\
<table id="PagerOutline1_NavigationBarContent"><tr>
<td id="PagerOutline1_TotalNums">第{first}-{first + len(items) - 1}条/共{total}条信息 | \
</td><td id="PagerOutline1_PageIndex">第{page + 1}页/共{pages}页 | </td>{following}
</tr></table></td></tr></table></body></html>"""


def new_index(items: list[Item], page: int, pages: int) -> str:
    rows = "".join(
        f'<li><a href="./{new_address(i)}">{html.escape(i.title)}</a>'
        f"<span>{i.page_date}</span></li>"
        for i in items
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>外交部\
_中华人民共和国国务院新闻办公室</title></head><body><ul class="list">{rows}</ul>
<div class="page"><script>createPageHTML({pages}, {page}, "index", "html");</script>\
</div></body></html>"""


@dataclass(slots=True)
class Channel:
    """The channel as it is now: the newest first, as the index shows it."""

    old: list[Item] = field(default_factory=list)
    new: list[Item] = field(default_factory=list)

    def page(self, path: str) -> str | None:
        """The page at a path; None where the site has none."""
        if path.startswith(OLD):
            return self._old(path.removeprefix(OLD))
        if path.startswith(NEW) and self.new:
            # What the redesigned site does not have it answers with its home page.
            return self._new(path.removeprefix(NEW)) or HOME
        return None

    def _old(self, name: str) -> str | None:
        if self.old and (found := INDEX_RE.fullmatch(name)):
            number = int(found[1] or 0)
            pages = -(-len(self.old) // PER_PAGE)
            if number < pages:
                return old_index(cut(self.old, number), number, pages, len(self.old))
        if found := ARTICLE_RE.fullmatch(name):
            items = (i for i in self.old if i.document == found[1])
            return next(map(old_article, items), None)
        return None

    def _new(self, name: str) -> str | None:
        if found := INDEX_RE.fullmatch(name):
            number = int(found[1] or 0)
            pages = -(-len(self.new) // PER_PAGE)
            if number < pages:
                return new_index(cut(self.new, number), number, pages)
        items = (i for i in self.new if new_address(i) == name)
        return next(map(new_article, items), None)

    def publish(self, day: dt.date, document: str | None = None) -> Item:
        """Add a briefing of this day at the top of the old index."""
        number = max((i.number for i in self.old), default=900_000) + 1
        item = Item(document or str(number), day, day)
        self.old.insert(0, item)
        return item

    def pin(self, count: int = 2) -> None:
        """Move older items to the top by hand, as the site does."""
        for n in range(count):
            self.old.insert(n, self.old.pop(PER_PAGE * (n + 2) % len(self.old)))


def cut(items: list[Item], number: int) -> list[Item]:
    return items[number * PER_PAGE : (number + 1) * PER_PAGE]


def lag(held: dt.date) -> int:
    """Days until republication: as the real channel's, three over weekends."""
    if held.year >= 2016 or held.year < 2006:
        return 0
    return 3 if held.weekday() == 4 else 1


def channel(
    count: int,
    newest: dt.date = dt.date(2022, 8, 19),
    every: float = 2.0,
    pins: int = 2,
) -> Channel:
    """`count` briefings, one each `every` days, back from the newest."""
    items = []
    for n in range(count):
        held = newest - dt.timedelta(days=int(n * every))
        shown = held + dt.timedelta(days=lag(held))
        items.append(Item(str(900_000 + count - n), shown, held))
    items.sort(key=lambda i: (i.page_date, i.number), reverse=True)
    made = Channel(items)
    if count > PER_PAGE * (pins + 2):
        made.pin(pins)
    return made


def both(old: int, new: int) -> Channel:
    """A channel in both templates: its newest briefings on the new site alone."""
    made = channel(old, newest=dt.date(2022, 6, 30))
    start = dt.date(2022, 7, 1)
    for n in range(new):
        day = start + dt.timedelta(days=n)
        made.new.insert(0, Item(f"t{day:%Y%m%d}_{800_000 + n}", day, day))
    return made
