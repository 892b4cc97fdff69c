"""Fields of an article, read off the texts of a page's elements by pattern."""

from __future__ import annotations

import time

import pytest

from briefings.fields import PageLoader

TITLE = "外交部发言人何立主持例行记者会"


def field(name: str, *texts: str) -> object:
    loader = PageLoader()
    loader.add_value(name, list(texts))
    return loader.load_item().get(name)


@pytest.mark.parametrize(
    "shown",
    [
        TITLE,
        f"\n　 {TITLE}\t",
        f"{TITLE}_外交部",
        f"{TITLE} — 中华人民共和国外交部 ",
        f"{TITLE}_中华人民共和国国务院新闻办公室",
        f"{TITLE}--外交部网站",
        "外交部发言人<br>何立主持例行记者会",
        "外交部发言人 <BR />\n何立主持例行记者会",
    ],
)
def test_headlines_without_what_sites_add(shown: str) -> None:
    assert field("title", shown) == TITLE


@pytest.mark.parametrize(
    "shown",
    [
        "何立访问外交部",
        "天气—外交部就风筝节答问",
        "外交部",
        "一 二",
        "8月5日——风筝节",
    ],
)
def test_headlines_that_stay_as_they_are(shown: str) -> None:
    assert field("title", shown) == shown


def test_the_first_text_that_has_a_headline_counts() -> None:
    assert field("title", " ", "_外交部", TITLE, "另一个") == TITLE


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("2019-04-12", "2019-04-12"),
        ("2019/4/2", "2019-04-02"),
        ("2019 年 4 月 2 日", "2019-04-02"),
        ("2019.04.02", "2019-04-02"),
        ("2019-02-30 2019-03-01", "2019-03-01"),
        ("3019-04-12", None),
        ("", None),
    ],
)
def test_page_date(shown: str, day: str | None) -> None:
    assert field("page_date", shown) == day


@pytest.mark.parametrize(
    ("shown", "clock"),
    [
        ("2019-04-12 18:26", "18:26"),
        ("2019-04-12 8:06:05", "08:06:05"),
        ("25:00", None),
        ("12:61", None),
        ("1:23:45:67", None),
    ],
)
def test_page_time(shown: str, clock: str | None) -> None:
    assert field("page_time", shown) == clock


@pytest.mark.parametrize(
    ("name", "shown", "found"),
    [
        ("credit", "来源：国新网　", "国新网"),
        ("credit", "来源 : 外交部网站|2019", "外交部网站"),
        ("credit", "来源：（供稿）", None),
        ("credit", "来源：", None),
        ("editor", "[责任编辑：周宁] ", "周宁"),
        ("editor", "编辑:周宁 陈诺", "周宁"),
        ("editor", "[责任编辑：]", None),
    ],
)
def test_credit_and_editor(name: str, shown: str, found: str | None) -> None:
    assert field(name, shown) == found


@pytest.mark.parametrize(
    "filler", [" ", "　", "-", "—", " -", "来源：", "2019-", "<br"]
)
@pytest.mark.parametrize(
    "name", ["title", "page_date", "page_time", "credit", "editor"]
)
def test_long_runs_take_no_time(name: str, filler: str) -> None:
    started = time.perf_counter()
    field(name, f"一{filler * 100_000}二")
    assert time.perf_counter() - started < 2
