"""Pages in, articles or named errors out; each layout, each way of failing."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import readers
from briefings.errors import (
    AddressError,
    ChallengeError,
    EmptyPageError,
    InputError,
    LayoutError,
    MissingPageError,
    PageError,
    RedirectPageError,
    StatusError,
)
from briefings.items import Capture, Origin, Problem
from briefings.loader import load
from tests import golden

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefings.items import Article

SCIO = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/401/401.htm"
MFA = "https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202206/t20220629_1.shtml"
PAGE = """<html><head><title>外交部就风筝节答问</title></head><body>
<div class="tc A_title">外交部就风筝节答问</div>
<div class="tc A_t1 f12 pr"><div>国务院新闻办公室网站　2019-04-12　来源：国新网</div></div>
<div id="content">{}</div></body></html>"""


def capture(text: str, url: str = SCIO, **more: object) -> Capture:
    return Capture(url, text.encode(), Origin("0" * 64), **more)  # type: ignore[arg-type]


def article(body: str, page: str = PAGE, url: str = SCIO) -> Article:
    return load(capture(page.format(body), url))


def texts(body: str) -> list[str]:
    return [p.text.strip() for p in article(body).paragraphs]


@pytest.mark.parametrize("folder", golden.records(), ids=lambda folder: folder.name)
def test_the_markup_tells_the_layout_whatever_the_host(folder: Path) -> None:
    known = golden.capture(folder)
    moved = known.url.replace("www.scio.gov.cn", "127.0.0.1:8000")
    moved = moved.replace("test.fmprc.gov.cn/", "127.0.0.1:8000/web/")
    moved = moved.replace("www.mfa.gov.cn", "localhost")
    found = load(Capture(moved, known.body, known.origin, headers=known.headers))
    here = load(known)
    assert (found.layout, found.source, found.document) == (
        here.layout,
        here.source,
        here.document,
    )
    assert found.paragraphs == here.paragraphs


def test_a_page_may_tell_its_own_address() -> None:
    known = golden.capture(golden.FIXTURES / "mfa-a")
    found = load(Capture("", known.body, known.origin))
    assert found.url == load(known).url
    assert found.url.startswith("https://www.fmprc.gov.cn/web/")


def test_without_an_address_the_error_says_what_to_give() -> None:
    with pytest.raises(AddressError, match="--url"):
        load(capture(PAGE.format("<p>问：何时？</p>"), ""))


def test_headline_parted_by_a_break_is_joined() -> None:
    known = golden.capture(golden.FIXTURES / "mfa-a")
    assert load(known).title == "2020年9月11日外交部发言人林晓晨主持例行记者会"


def test_a_title_that_names_the_column_is_not_the_headline() -> None:
    known = golden.capture(golden.FIXTURES / "mfa-b-bare")
    found = load(known)
    assert found.title == "2024年8月5日外交部发言人何立主持例行记者会"
    assert (found.page_date, found.page_time) == ("2024-08-05", "17:48:09")


@pytest.mark.parametrize(
    ("header", "date", "credit"),
    [
        ("国务院新闻办公室网站　 2019-04-12　　 来源：国新网 ", "2019-04-12", "国新网"),
        ("来源: 外交部网站 | 2019/4/2", "2019-04-02", "外交部网站"),
        ("2019年4月2日　来源：（供稿）", "2019-04-02", None),
        ("2019-13-45 来源：", None, None),
        ("2019-13-45，后改为2019-03-05", "2019-03-05", None),
    ],
)
def test_date_and_credit_are_found_by_pattern(
    header: str, date: str | None, credit: str | None
) -> None:
    page = PAGE.replace("国务院新闻办公室网站　2019-04-12　来源：国新网", header)
    found = article("<p>问：何时？</p>", page)
    assert (found.page_date, found.credit) == (date, credit)


def test_what_follows_the_text_is_not_drawn_into_it_by_unclosed_tags() -> None:
    ends = (
        '<div class="tr A_t1 f12">[责任编辑：周宁<script>x</script>]</div>'
        '<span id="Relative1"><li><a href="../1/1.htm">别的条目</a></li></span>'
    )
    found = article(f"<div><p>问：何时？<p>答：八月。<div>{ends}")
    assert [p.text for p in found.paragraphs] == ["问：何时？", "答：八月。"]
    assert found.editor == "周宁"


# </p> before another <p>, behind the beginning of the text
GAP_RE = re.compile(rb"(?s:(?<=</p>)(?=\s*<p[ >]))")
BODY_RE = re.compile(rb"id=[\"']?(?:content|News_Body_Txt_A)\b")
GAPS = {
    folder: gaps
    for folder in golden.records()
    if folder.name.startswith(("mfa-", "scio-old-"))
    and (body := golden.page(folder).read_bytes())
    and (start := BODY_RE.search(body))
    and (gaps := [gap.start() for gap in GAP_RE.finditer(body, start.end())])
}


@pytest.mark.parametrize("extra", [1, 2])
@pytest.mark.parametrize("folder", GAPS, ids=lambda folder: folder.name)
def test_end_tags_too_many_lose_no_text(folder: Path, extra: int) -> None:
    known = golden.capture(folder)
    here = load(known)
    for gap in GAPS[folder]:
        body = known.body[:gap] + b"</div>" * extra + known.body[gap:]
        found = load(Capture(known.url, body, known.origin))
        assert [p.text.strip() for p in found.paragraphs] == [
            p.text.strip() for p in here.paragraphs
        ]
        assert found.editor == here.editor


@pytest.mark.parametrize(
    ("status", "headers", "error"),
    [
        (521, (), ChallengeError),
        (403, (("X-Via-JSL", "a,-"),), ChallengeError),
        (403, (), StatusError),
        (404, (), MissingPageError),
        (410, (), MissingPageError),
        (500, (), StatusError),
        (502, (), StatusError),
        (302, (), StatusError),
    ],
)
def test_the_status_is_believed(
    status: int, headers: tuple[tuple[str, str], ...], error: type[PageError]
) -> None:
    with pytest.raises(error) as caught:
        load(capture(PAGE.format("<p>问：何时？</p>"), status=status, headers=headers))
    assert type(caught.value) is error


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", EmptyPageError),
        (" \n ", EmptyPageError),
        ("<!-- -->", EmptyPageError),
        ("<html></html>", EmptyPageError),
        ("<script>location.href='/a.htm'</script>", RedirectPageError),
        (
            '<html><head><meta http-equiv=refresh content="0;url=/a.htm"></head></html>',
            RedirectPageError,
        ),
        ("<script>location.reload()</script>", ChallengeError),
        (
            "<script>location.href=location.pathname+location.search</script>",
            ChallengeError,
        ),
        (
            "<script>document.cookie='__jsl_clearance=1'" + "//" * 9000 + "</script>",
            ChallengeError,
        ),
        ("<title>国务院新闻办公室</title><p>要闻</p>", MissingPageError),
        ("<title>中华人民共和国外交部</title><p>要闻</p>", MissingPageError),
        ("<title>系统提示</title><p>您访问的页面不存在</p>", MissingPageError),
        ("<title>新闻</title><div id=x><p>正文</p></div>", LayoutError),
        ("plain words", LayoutError),
        (PAGE.format("<p>　</p><script>x</script>"), EmptyPageError),
    ],
)
def test_what_is_no_briefing_is_named(text: str, error: type[PageError]) -> None:
    with pytest.raises(error) as caught:
        load(capture(text))
    assert type(caught.value) is error
    assert str(caught.value).startswith(SCIO)


def test_an_unknown_layout_is_described() -> None:
    with pytest.raises(LayoutError, match=r"title '新闻', div#artibody"):
        load(capture("<title>新闻</title><div id=artibody><p>正文</p></div>"))


@pytest.mark.parametrize("cut", [200, 400, 440])
def test_a_cut_page_is_marked_and_keeps_its_words(cut: int) -> None:
    whole = PAGE.format("<p>问：何时？</p>" + "<p>答：八月。</p>" * 30)
    found = load(capture(whole[:cut]))
    assert Problem("truncated", "the page opens and never closes") in found.problems
    assert found.paragraphs[0].text == "问：何时？"


def test_a_whole_page_is_not_marked() -> None:
    assert article("<p>问：何时？</p>").problems == []


def outcome(body: bytes) -> Article | str:
    """The article, or the message of the error."""
    try:
        return load(Capture(SCIO, body, Origin("0")))
    except PageError as error:
        return str(error)


_BODIES = [golden.page(folder).read_bytes() for folder in golden.folders()]


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_mutilated_pages_give_an_article_or_a_page_error(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(_BODIES)))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    for _ in range(data.draw(st.integers(0, 6))):
        at = chance.randrange(len(body) + 1)
        end = min(len(body), at + chance.choice((1, 20, 2000)))
        change = chance.choice(("cut", "drop", "noise", "double"))
        if change == "cut":
            del body[at:]
        elif change == "drop":
            del body[at:end]
        elif change == "noise":
            body[at:end] = chance.randbytes(chance.randrange(9))
        else:
            body[at:at] = body[at:end]
        if not body:
            break
    found = outcome(bytes(body))
    assert "\n" not in found if isinstance(found, str) else found.paragraphs


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_an_article_or_a_page_error(body: bytes) -> None:
    found = outcome(body)
    assert "\n" not in found if isinstance(found, str) else found.paragraphs


@pytest.mark.parametrize("tag", ["div", "b", "table", "font", "<"])
def test_deep_nesting_is_no_danger(tag: str) -> None:
    body = f"<{tag}>" * 20_000 + "问：何时？"
    try:
        found = article(body)
    except PageError:
        return
    assert "问：何时？" in "".join(p.text for p in found.paragraphs)


def _all(folder: Path) -> Iterator[Capture]:
    for path in readers.find([folder]):
        assert not isinstance(path, InputError)
        for found in readers.read(path):
            assert not isinstance(found, InputError)
            yield found


@pytest.mark.shared
def test_all_real_pages_load_without_a_problem(shared: Path) -> None:
    layouts: Counter[str] = Counter()
    for found in map(load, _all(shared / "corpus" / "pages")):
        layouts[found.layout] += 1
        assert found.problems == []
        assert found.page_date
        assert found.page_time
        assert found.title
        assert found.credit is None  # they hold 来源：（供稿）, hidden by a script
    assert layouts == {"mfa-a": 371, "mfa-b": 2}


@pytest.mark.shared
def test_real_pages_of_the_old_template(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "scio-markup").glob("article-*")):
        (found,) = readers.read(path, SCIO)
        assert isinstance(found, Capture)
        article = load(found)
        assert (article.layout, article.credit) == ("scio-old", "国新网")
        assert article.page_date == path.stem.removeprefix("article-")
        assert article.editor
        assert article.problems == []
        assert not any("责任编辑" in p.text for p in article.paragraphs)
