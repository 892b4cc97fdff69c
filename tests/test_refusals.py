"""Answers that are no page of the site: each told by what a person should do."""

from __future__ import annotations

import pytest

from briefings.errors import (
    ChallengeError,
    EmptyPageError,
    MissingPageError,
    PageError,
    RedirectPageError,
    StatusError,
)
from briefings.items import Capture, Origin
from briefings.refusals import (
    SHELL,
    redirect_target,
    refuse_shell,
    refuse_status,
    refuse_unknown,
)

HERE = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/401/401.htm"
THERE = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/7/7.htm"


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ("window.location.replace('../7/7.htm')", THERE),
        ('location.href = "../7/7.htm";', THERE),
        ("top.location='../7/7.htm'", THERE),
        ("self.location.assign( '../7/7.htm ' )", THERE),
        ("location='http://other.example/a.htm'", "http://other.example/a.htm"),
        ("location='//other.example/a.htm'", "http://other.example/a.htm"),
        ("location='/a\\nb.htm'", "http://www.scio.gov.cn/a\\nb.htm"),
        ("location='401.htm'", None),
        ("location='#'", None),
        ("location='javascript:history.back()'", None),
        ("location.replace('about:blank')", None),
        ("location='mailto:a@b.example'", None),
        ("location='http://['", None),
        ("location.reload()", None),
        ("var location_name = 'a'", None),
    ],
)
def test_where_a_script_leads(script: str, target: str | None) -> None:
    assert redirect_target(HERE, f"<script>{script}</script>") == target


@pytest.mark.parametrize(
    ("tag", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=../7/7.htm">', THERE),
        ("<META HTTP-EQUIV=Refresh CONTENT='3; URL=../7/7.htm'>", THERE),
        ('<meta http-equiv="refresh" content="30">', None),
        ('<meta http-equiv="Content-Type" content="text/html">', None),
    ],
)
def test_where_a_meta_tag_leads(tag: str, target: str | None) -> None:
    assert redirect_target(HERE, f"<html><head>{tag}</head></html>") == target


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<html><body>请求验证失败</body></html>", ChallengeError),
        ("<script>document.cookie='__jsl_clearance=1'</script>", ChallengeError),
        ("<script>location='javascript:history.back()'</script>", ChallengeError),
        ("<script>document.cookie='a=b'</script>", ChallengeError),
        ("<script src=a.js></script>", ChallengeError),
        ("<script>alert('页面不存在');history.back()</script>", MissingPageError),
        ("<title>系统提示</title><script>go(-1)</script>", MissingPageError),
        ("<title>x</title><script>location='../7/7.htm'</script>", RedirectPageError),
        ("<html><body>&nbsp;<!-- 首页 --><img src=a></body></html>", EmptyPageError),
        ("<style>p{color:red}", EmptyPageError),
    ],
)
def test_shells(text: str, error: type[PageError]) -> None:
    with pytest.raises(PageError) as caught:
        refuse_shell(HERE, text)
    assert type(caught.value) is error


@pytest.mark.parametrize(
    "text",
    [
        "<script>location='../7/7.htm'</script><p>问：桥何时通车？</p>",
        "<script>document.cookie='HOY_TR=1'</script><p>答：明天。</p>",
        "<script>//" + "-" * SHELL + "</script>",
    ],
    ids=["script", "cookie", "large"],
)
def test_what_shows_text_or_is_large_is_no_shell(text: str) -> None:
    refuse_shell(HERE, text)


@pytest.mark.parametrize(
    "title",
    [
        "国务院新闻办公室",
        " 中华人民共和国国务院新闻办公室 ",
        "国务院新闻办公室网站_首页",
        "中华人民共和国外交部",
        "首页",
        "404 Not Found",
        "系统提示",
    ],
)
def test_home_and_error_pages(title: str) -> None:
    with pytest.raises(MissingPageError):
        refuse_unknown(HERE, f"<TITLE>{title}</TITLE><p>要闻</p>")


@pytest.mark.parametrize(
    "title",
    [
        "",
        " \n ",
        "国务院新闻办公室新闻发布会",
        "外交部发言人何立主持例行记者会",
        "首页>新闻发布>外交部",
    ],
)
def test_other_titles_are_not_that_of_a_home_page(title: str) -> None:
    refuse_unknown(HERE, f"<title>{title}</title><p>要闻</p>")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (200, None),
        (203, None),
        (301, StatusError),
        (403, StatusError),
        (404, MissingPageError),
        (410, MissingPageError),
        (412, StatusError),
        (504, StatusError),
        (521, ChallengeError),
        (0, StatusError),
    ],
)
def test_status(status: int, error: type[PageError] | None) -> None:
    answer = Capture(HERE, b"", Origin("0" * 64), status)
    if error is None:
        refuse_status(answer)
        return
    with pytest.raises(PageError) as caught:
        refuse_status(answer)
    assert type(caught.value) is error
