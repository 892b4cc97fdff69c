"""Text records: four lines of facts and the text."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from briefings import readers, textrecord
from briefings.errors import AddressError, EmptyPageError
from briefings.items import Capture, Origin
from briefings.loader import load

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/401313/401313.htm"
RECORD = f"""title: 10月27日外交部发言人何立主持例行记者会
url: {URL}
author: 国务院新闻办公室网站
content:
　　应邀请，邮票联展将于11月1日至8日举行。

问：
联展将展出多少枚邮票？
"""


def article(text: str, page_date: str | None = None):  # type: ignore[no-untyped-def]
    body = text.encode()
    return load(Capture("", body, Origin("0" * 64), page_date=page_date))


def test_fields_and_lines() -> None:
    found = article(RECORD, "2021-10-27")
    assert found.title == "10月27日外交部发言人何立主持例行记者会"
    assert (found.source, found.document) == ("scio", "401313")
    assert (found.url, found.layout) == (URL, "text-record")
    assert found.publisher == "国务院新闻办公室网站"
    assert found.page_date == "2021-10-27"
    assert [p.text for p in found.paragraphs] == [
        "　　应邀请，邮票联展将于11月1日至8日举行。",
        "问：",
        "联展将展出多少枚邮票？",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + RECORD,
        "\n" + RECORD,
        RECORD.replace("\n", "\r\n"),
        RECORD.replace("\n", "\r"),
        RECORD.replace("content:\n", "content: "),
        RECORD.replace("author:", "source: 国新网\nauthor:"),
        RECORD.replace("content:", "date: 2021-10-27\ncontent:"),
    ],
    ids=["bom", "blank", "crlf", "cr", "same line", "other line", "line behind"],
)
def test_forms_of_the_same_record(text: str) -> None:
    assert article(text).paragraphs == article(RECORD).paragraphs
    assert article(text).publisher == "国务院新闻办公室网站"


def test_a_record_without_an_author_has_no_publisher() -> None:
    text = RECORD.replace("author: 国务院新闻办公室网站\n", "")
    assert article(text).publisher is None


def test_a_line_of_the_text_is_no_fact() -> None:
    text = RECORD + "title: 这是正文\nauthor: 也是正文\n"
    assert [p.text for p in article(text).paragraphs][-2:] == [
        "title: 这是正文",
        "author: 也是正文",
    ]


def test_of_a_fact_told_twice_the_first_counts() -> None:
    text = RECORD.replace("author:", "title: 另一个标题\nauthor:")
    assert article(text).title == article(RECORD).title


def test_a_title_may_go_on_in_the_next_line() -> None:
    text = RECORD.replace("外交部发言人", "\n  外交部发言人")
    assert article(text).title == "10月27日 外交部发言人何立主持例行记者会"


@pytest.mark.parametrize("blank", [" ", "\n", "\t\n"])
def test_long_runs_of_blanks_take_no_time(blank: str) -> None:
    text = RECORD.replace("办公室", f"办公室{blank * 300_000}x", 1)
    started = time.perf_counter()
    assert article(text).url == URL
    assert time.perf_counter() - started < 2


def test_errors_name_what_is_missing() -> None:
    with pytest.raises(AddressError, match=r"url: 'http://example.cn/1' is not"):
        article(RECORD.replace(URL, "http://example.cn/1"))
    with pytest.raises(EmptyPageError, match="without content"):
        article(RECORD.split("content:", maxsplit=1)[0])
    with pytest.raises(EmptyPageError, match="without content"):
        article(RECORD.split("content:", maxsplit=1)[0] + "content: \n \n")


def test_a_page_that_quotes_a_record_is_none() -> None:
    assert not textrecord.is_record(f"<pre>{RECORD}</pre>")


@pytest.mark.shared
def test_the_real_records_all_load(shared: Path) -> None:
    count = 0
    for path in readers.find([shared / "corpus" / "scio", shared / "seeds"]):
        for capture in readers.read(path):  # type: ignore[arg-type]
            found = load(capture)  # type: ignore[arg-type]
            count += 1
            assert found.paragraphs
            assert found.title
            assert found.page_date or path.parent.name == "seeds"  # type: ignore[union-attr]
    assert count == 471
