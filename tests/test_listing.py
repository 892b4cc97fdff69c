"""Index pages of each template: dated links, the pager, and what is no index."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from briefings.errors import (
    ChallengeError,
    EmptyPageError,
    LayoutError,
    MissingPageError,
    PageError,
    RedirectPageError,
)
from briefings.listing import read_listing

if TYPE_CHECKING:
    from pathlib import Path

CHANNEL = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/"

ENTRY = """<tr>
<td>
<LI>
<SPAN class="bit fl" style="height:26px;"></SPAN>
<DIV class="fl list_t"><a href="{href}" target="_blank">{title}</a></DIV>
<SPAN class="ftime fr">[{date}]</SPAN><div class="cb"></div>
</td>
</tr>
"""
PAGER = """<tr id="PagerOutline1_NavigationBar"><td align="Center"><table><tr>
<td id="PagerOutline1_TotalNums">第25-48条/共775条信息 | </td>
<td id="PagerOutline1_PageIndex">第2页/共33页 | </td>
<td id="PagerOutline1_PagePrev"><a href="index.htm">上一页</a></td>
<td id="PagerOutline1_PageNext"><a href="index_2.htm">下一页</a></td>
<td id="PagerOutline1_PageLast"><a href="index_32.htm">末页</a></td>
</tr></table></td></tr>"""


def old(entries: str, pager: str = PAGER) -> str:
    return (
        '<html><head><title>首页>新闻发布>外交部</title></head><body class="bigbg">'
        '<div class="nav"><ul><li><a href="/">首页</a></li></ul></div>'
        f'<table id="PagerOutline1" cellspacing=0>{entries}{pager}</table>'
        "</body></html>"
    )


def entry(
    n: int, date: str = "2019-05-09", title: str = "外交部发言人就风筝节答问"
) -> str:
    return ENTRY.format(href=f"Document/{n}/{n}.htm", title=title, date=date)


def test_old_template() -> None:
    separator = '<tr><td height="1" class="line"></td></tr>'
    days = ["2019-05-09", "2019-06-06", "2019-05-28"]
    entries = separator.join(entry(n, day) for n, day in enumerate(days, 1))
    found = read_listing(old(entries), f"{CHANNEL}index_1.htm")
    assert [link.date for link in found.links] == days  # pinned, in no order
    assert found.links[0].url == f"{CHANNEL}Document/1/1.htm"
    assert found.links[0].title == "外交部发言人就风筝节答问"
    assert (found.page, found.pages, found.total) == (2, 33, 775)
    assert found.next_url == f"{CHANNEL}index_2.htm"


def test_entries_that_stand_unclosed_in_one_cell() -> None:
    cells = "".join(entry(n) for n in (1, 2, 3))
    for tag in ("<tr>", "</tr>", "<td>", "</td>"):
        cells = cells.replace(tag, "")
    found = read_listing(old(f"<tr><td>{cells}</td></tr>"), f"{CHANNEL}index.htm")
    assert [link.url[-12:] for link in found.links] == [
        f"ment/{n}/{n}.htm" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        (
            "../../../../xwbjs/Document/2/2.htm",
            "http://www.scio.gov.cn/xwbjs/Document/2/2.htm",
        ),
        ("/xwbjs/Document/2/2.htm", "http://www.scio.gov.cn/xwbjs/Document/2/2.htm"),
        ("http://www.example.cn/a.html", "http://www.example.cn/a.html"),
        (" Document/2/2.htm\n", f"{CHANNEL}Document/2/2.htm"),
    ],
)
def test_links_are_resolved_wherever_they_lead(href: str, url: str) -> None:
    text = old(ENTRY.format(href=href, title="外交部答问", date="2019-05-09"))
    assert [link.url for link in read_listing(text, f"{CHANNEL}index.htm").links] == [
        url
    ]


def test_links_that_are_no_address_are_left_out() -> None:
    text = old(ENTRY.format(href="http://[", title="外交部答问", date="2019-05-09"))
    found = read_listing(text + entry(2), f"{CHANNEL}index.htm")
    assert [link.url for link in found.links] == [f"{CHANNEL}Document/2/2.htm"]


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        ("外交部就观鸟节等<br>答问", "外交部就观鸟节等 答问"),
        ("  外交部  就观鸟节等答问 ", "外交部 就观鸟节等答问"),
        ("外交部就观鸟节、灯会、…", "外交部就观鸟节、灯会、…"),
        ("<font color=red>2018-01-02外交部答问</font>", "2018-01-02外交部答问"),
    ],
)
def test_titles_as_shown_and_the_date_beside_them(shown: str, title: str) -> None:
    found = read_listing(old(entry(1, title=shown)), f"{CHANNEL}index.htm")
    assert [(link.title, link.date) for link in found.links] == [(title, "2019-05-09")]


def test_doubles_stay_and_days_that_do_not_exist_go() -> None:
    text = old(entry(1) + entry(1) + entry(2, "2019-02-30") + entry(3))
    found = read_listing(text, f"{CHANNEL}index.htm").links
    assert [link.url[-5] for link in found] == ["1", "1", "3"]


@pytest.mark.parametrize(
    ("pager", "url", "expected"),
    [
        ("", "index.htm", (1, None)),
        ("", "index_7.htm", (8, None)),
        ("<tr><td>第1页/共3页</td></tr>", "index.htm", (1, 3)),
        ("<tr><td>共 3 页</td></tr>", "index_2.htm", (3, 3)),
        ('<tr><td><a href="index_32.htm">末页</a></td></tr>', "index.htm", (1, 33)),
        (
            '<tr><td><a id="naviLastPage" href="x">33</a></td></tr>',
            "index.htm",
            (1, 33),
        ),
    ],
)
def test_variants_of_the_pager(
    pager: str, url: str, expected: tuple[int, int | None]
) -> None:
    found = read_listing(old(entry(1), pager), CHANNEL + url)
    assert (found.page, found.pages) == expected


def test_the_last_page_has_no_next() -> None:
    found = read_listing(old(entry(1), "<tr><td>第33页/共33页</td></tr>"), CHANNEL)
    assert found.next_url is None


def test_new_template() -> None:
    url = "http://www.scio.gov.cn/xwfb/bwxwfb/gbwfbh/wjb/index_2.html"
    found = read_listing(
        """<html><head><meta charset="utf-8"><title>外交部_国务院新闻办公室</title></head>
        <body><ul class="list"><li><a href="./202208/t20220819_100001.html">风筝节</a>
        <span>2022-08-19</span></li><li><a href="../a/202208/t20220818_100000.html">
        图书展</a><span>2022-08-18</span></li></ul>
        <script>createPageHTML(133, 2, "index", "html");</script></body></html>""",
        url,
    )
    assert [link.url for link in found.links] == [
        "http://www.scio.gov.cn/xwfb/bwxwfb/gbwfbh/wjb/202208/t20220819_100001.html",
        "http://www.scio.gov.cn/xwfb/bwxwfb/gbwfbh/a/202208/t20220818_100000.html",
    ]
    assert [link.title for link in found.links] == ["风筝节", "图书展"]
    assert (found.page, found.pages, found.next_url) == (3, 133, None)


def test_lists_of_the_ministry() -> None:
    first = """<html><body><div class="rebox_news"><ul>
    <li><a href="./t1839549.shtml" target="_blank">2020年12月11日例行记者会</a>(2020-12-11)</li>
    <li><a href="./t1839200.shtml">2020年12月10日例行记者会</a>(2020-12-10)</li></ul></div>
    <script>var currentPage = 3;//所在页从0开始
    var countPage = 67//共多少页</script></body></html>"""
    url = "https://www.fmprc.gov.cn/web/fyrbt_673021/jzhsl_673025/default_3.shtml"
    found = read_listing(first, url)
    assert [(link.url[-14:], link.date) for link in found.links] == [
        ("t1839549.shtml", "2020-12-11"),
        ("t1839200.shtml", "2020-12-10"),
    ]
    assert (found.page, found.pages) == (4, 67)
    second = """<html><body><div class="newsBd"><ul class="list1">
    <li><a href="./202206/t20220630_10713013.shtml">汪洋号启航</a>（2022-06-30）</li>
    </ul></div></body></html>"""
    found = read_listing(second, "https://www.mfa.gov.cn/web/fyrbt_673021/index.shtml")
    assert found.links[0].url.endswith("/fyrbt_673021/202206/t20220630_10713013.shtml")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyPageError),
        ("<html></html>", EmptyPageError),
        ("<script>location.reload()</script>", ChallengeError),
        ("<p>请求验证失败</p>", ChallengeError),
        ("<script>location.href='/xwfb/index.html'</script>", RedirectPageError),
        (
            "<title>国务院新闻办公室</title><ul><li><a href=/a>要闻</a></ul>",
            MissingPageError,
        ),
        ("<title>404 Not Found</title><h1>404 Not Found</h1>", MissingPageError),
        ("<title>新闻</title><p>正文</p>", LayoutError),
        ("<!DOCTYPE html>" + " " * 5000, EmptyPageError),
        (old("", PAGER), LayoutError),
        ("plain words", LayoutError),
    ],
)
def test_what_is_no_index_page_is_named(text: str, error: type[PageError]) -> None:
    with pytest.raises(error) as caught:
        read_listing(text, CHANNEL)
    assert type(caught.value) is error


def test_mutilated_pages_give_a_listing_or_a_page_error() -> None:
    chance = random.Random(1)
    whole = old("".join(entry(n) for n in range(24)))
    for _ in range(300):
        at, length = chance.randrange(len(whole)), chance.randrange(200)
        noise = "".join(chance.choice("<>\"'\0\ud800 [0/htp:a问") for _ in range(9))
        text = whole[:at] + noise + whole[at + length :]
        try:
            found = read_listing(text[: chance.randrange(1, len(text))], CHANNEL)
        except PageError:
            continue
        assert found.links


@pytest.mark.shared
def test_the_real_index_page(shared: Path) -> None:
    path = shared / "corpus" / "scio-markup" / "index-sibling-channel-2019-06.htm"
    found = read_listing(
        path.read_text("utf-8"), "http://www.scio.gov.cn/xwbjs/index.htm"
    )
    assert len(found.links) == 24
    assert (found.page, found.pages, found.total) == (1, 33, 775)
    assert found.next_url == "http://www.scio.gov.cn/xwbjs/index_1.htm"
    assert found.links[3].date == "2019-06-17"
    assert len({link.url for link in found.links}) == 24
