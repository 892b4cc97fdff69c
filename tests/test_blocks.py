"""Text by blocks: every visible character in one paragraph, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from briefings.blocks import HIDDEN, paragraphs, reclaim
from briefings.readers import find, read
from tests import golden

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.etree import _Element


def tree(markup: str) -> _Element:
    page = f'<html><body>before<div id="x">{markup}</div>behind</body></html>'
    return etree.fromstring(page, etree.HTMLParser()).xpath('id("x")')[0]


def texts(markup: str) -> list[str]:
    return [each.text for each in paragraphs(tree(markup))]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<p>一<p>二", ["一", "二"]),
        ("一<p>二</p>三", ["一", "二", "三"]),
        ("<p>7<b>月</b><span>12</span>日</p>", ["7月12日"]),
        ("<p>答：<a href=x>明天</a>。</p>", ["答：明天。"]),
        ("<p>一<br>二<br/>三</p>", ["一", "二", "三"]),
        ("<div>一<div>二<p>三</p>四</div>五</div>", ["一", "二", "三", "四", "五"]),
        ("<b>一<p>二</p></b>", ["一", "二"]),
        ("<p> </p><p>　</p><p>&nbsp;</p>一", ["一"]),
        ("一<!-- 注 -->二<?php 三 ?>四", ["一二四"]),
        ("一<script>var a</script>二<style>p{}</style>三", ["一二三"]),
        ("<noscript>无</noscript><iframe>框</iframe>一", ["一"]),
        (
            "<table><tr><td>一</td><td>二<p>三</p></td></tr></table>四",
            ["一", "二", "三", "四"],
        ),
        ("<ul><li>一<li>二</ul>", ["一", "二"]),
        ("&#x4e00;&amp;&#160;&ldquo;", ["一&\u00a0“"]),
        ("", []),
    ],
)
def test_paragraphs(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "bold"),
    [
        ("<p><b>问：桥何时通车？</b></p>", True),
        ("<p>　　<strong><strong>问</strong></strong> </p>", True),
        ("<p><b>问</b><span><b>：</b></span></p>", True),
        ("<p><b>问：</b>桥何时通车？</p>", False),
        ("<p>答</p>", False),
        ("<p><b></b>答</p>", False),
    ],
)
def test_bold_is_told_only_if_all_of_it_is(markup: str, *, bold: bool) -> None:
    assert [each.bold for each in paragraphs(tree(markup))] == [bold]


def test_text_ends_where_an_end_begins() -> None:
    container = tree("<p>一</p><div>二<div class=e>编辑</div>三</div>四")
    ends = frozenset(container.xpath('.//div[@class="e"]'))
    assert [each.text for each in paragraphs(container, ends)] == ["一", "二"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一</p></div><p>二</p>", ["一", "二"]),
        ("<p>一</p></div>二<b>三</b>四<p>五</p>六", ["一", "二三四", "五", "六"]),
        ("一</div>二", ["一", "二"]),
        ("<p>一</p></div></div><p>二</p></div>三", ["一", "二", "三"]),
        ("<p>一</p></div><p class=MsoNormal>二</p>", ["一", "二"]),
        ("<p>一</p></div><div>二</div><table><tr><td>三</table>", ["一", "二", "三"]),
        ("<p>一</p></div><script>var a</script>", ["一"]),
        ("<p>一</p></div> ", ["一"]),
        ("<p>一</p></div><div class=f>页</div><p>脚</p>", ["一"]),
        ("<p>一</p></div><p id=f>页</p><p>脚</p>", ["一"]),
    ],
)
def test_text_behind_an_end_tag_too_many(markup: str, expected: list[str]) -> None:
    page = f"<div>首<div><div id=x>{markup}<div class=e>编辑</div>尾</div>"
    parser = etree.HTMLParser(encoding="utf-8")
    container = etree.fromstring(page.encode(), parser).xpath('id("x")')[0]
    reclaim(container)
    assert [each.text.strip() for each in paragraphs(container)] == expected


def test_nothing_is_drawn_in_where_nothing_tells_how_far() -> None:
    container = tree("<p>一</p></div><p>二</p>")
    reclaim(container)
    assert [each.text for each in paragraphs(container)] == ["一"]


def visible(container: _Element) -> str:
    """All text of an element but that of hidden ones, by another way: XPath."""
    hidden = " or ".join(f"ancestor::{name}" for name in sorted(HIDDEN))
    return "".join("".join(container.xpath(f".//text()[not({hidden})]")).split())


def kept(container: _Element) -> str:
    return "".join("".join(each.text for each in paragraphs(container)).split())


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "b",
        "strong",
        "span",
        "a",
        "br",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "font",
        "h1",
        "center",
        "hr",
        "pre",
        "blockquote",
        "script",
        "style",
        "select",
        "noscript",
        "iframe",
        "img",
        "input",
        "dl",
        "dt",
        "dd",
        "i",
        "em",
        "o:p",
        "x-y",
    ]
)
PIECES = st.one_of(
    TAGS.map(lambda tag: f"<{tag}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["问：", "答：", "　　", "一二三", "<!--", "-->", "&nbsp;", "<", ">", "\r\n"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5),
)


@settings(deadline=None, max_examples=500)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_visible_character_is_lost_doubled_or_moved(markup: str) -> None:
    found = etree.fromstring(
        f'<html><body><div id="x">{markup}', etree.HTMLParser(encoding="utf-8")
    )
    container = found.xpath('id("x")')[0]
    assert kept(container) == visible(container)


@pytest.mark.parametrize("folder", golden.folders(), ids=lambda folder: folder.name)
def test_whole_pages_lose_nothing(folder: Path) -> None:
    body = golden.page(folder).read_bytes().decode("utf-8", "replace")
    found = etree.fromstring(body.encode(), etree.HTMLParser(encoding="utf-8"))
    assert kept(found) == visible(found)


@pytest.mark.shared
def test_real_pages_lose_nothing(shared: Path) -> None:
    for path in find([shared / "corpus" / "pages"]):
        for page in read(path):  # type: ignore[arg-type]
            parser = etree.HTMLParser(encoding="utf-8")
            found = etree.fromstring(page.body, parser)  # type: ignore[union-attr]
            for container in found.xpath('id("News_Body_Txt_A")'):
                assert kept(container) == visible(container)
