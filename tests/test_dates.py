"""Days in texts and on command lines."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import dates
from briefings.dates import DateRange
from briefings.errors import UsageError

NOW = dt.date(2021, 3, 10)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年11月20日外交部发言人主持", [(2020, 11, 20)]),
        ("7月15日下午，天气晴朗", [(None, 7, 15)]),
        ("2009年12月８日", [(2009, 12, 8)]),
        ("２００９年１２月８日", [(2009, 12, 8)]),
        ("2020 年 11 月 2 日", [(2020, 11, 2)]),
        ("11月02日", [(None, 11, 2)]),
        ("二〇〇四年七月十五日", [(2004, 7, 15)]),
        ("二○一二年十二月三十一日", [(2012, 12, 31)]),
        ("十月二十日", [(None, 10, 20)]),
        ("5月30日和31日", [(None, 5, 30)]),
        ("11月24日至12月2日", [(None, 11, 24), (None, 12, 2)]),
        ("2月29日", [(None, 2, 29)]),
        ("2020年2月29日", [(2020, 2, 29)]),
        ("2021年2月29日", []),
        ("2月30日", []),
        ("13月1日", []),
        ("0月3日", []),
        ("123月4日", []),
        ("一百年", []),
        ("", []),
    ],
)
def test_stated(text: str, found: list[tuple[int | None, int, int]]) -> None:
    assert [(s.year, s.month, s.day) for s in dates.stated(text)] == found


def test_stated_gives_offsets() -> None:
    text = "今天是5月4日星期四"
    (found,) = dates.stated(text)
    assert text[found.start : found.end] == "5月4日"


def test_full_only_with_a_year() -> None:
    with_year, without = dates.stated("2020年5月4日，5月5日")
    assert with_year.full == dt.date(2020, 5, 4)
    assert without.full is None
    assert without.on(2019) == dt.date(2019, 5, 5)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("发布于 2019-04-12 来源", dt.date(2019, 4, 12)),
        ("2019/4/2", dt.date(2019, 4, 2)),
        ("2019-02-30 2019-03-01", dt.date(2019, 3, 1)),
        ("12019-04-12", None),
        ("无日期", None),
    ],
)
def test_numeric(text: str, day: dt.date | None) -> None:
    assert dates.numeric(text) == day


@pytest.mark.parametrize(
    ("month", "day", "to", "found"),
    [
        (12, 31, dt.date(2020, 1, 2), dt.date(2019, 12, 31)),
        (1, 2, dt.date(2019, 12, 31), dt.date(2020, 1, 2)),
        (6, 1, dt.date(2020, 6, 2), dt.date(2020, 6, 1)),
        (2, 29, dt.date(2020, 3, 1), dt.date(2020, 2, 29)),
        (2, 29, dt.date(2022, 3, 1), None),
    ],
)
def test_nearest(month: int, day: int, to: dt.date, found: dt.date | None) -> None:
    assert dates.nearest(month, day, to) == found


@pytest.mark.parametrize(
    ("time", "stamp"),
    [
        ("18:26", "2020-11-20T18:26:00+08:00"),
        ("9:05:30", "2020-11-20T09:05:30+08:00"),
        ("24:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_timestamp(time: str | None, stamp: str | None) -> None:
    assert dates.timestamp("2020-11-20", time) == stamp


@pytest.mark.parametrize("day", [None, "2020-02-30", "20.11.2020"])
def test_no_timestamp_without_a_day(day: str | None) -> None:
    assert dates.timestamp(day, "18:26") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-11-20", dt.date(2020, 11, 20)),
        (" 2020-11-20 ", dt.date(2020, 11, 20)),
        ("14d", dt.date(2021, 2, 24)),
        ("0d", NOW),
    ],
)
def test_parse_day(text: str, day: dt.date) -> None:
    assert dates.parse_day(text, "--since", NOW) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2020-02-30", "does not exist"),
        ("2020-13-01", "does not exist"),
        ("0000-01-01", "does not exist"),
        ("2020-1-1", "neither"),
        ("yesterday", "neither"),
        ("２０２０-11-20", "neither"),
        ("-3d", "neither"),
        ("", "neither"),
        ("99999d", "None"),
        ("9999999d", "neither"),
    ],
)
def test_wrong_day_is_one_clear_line(text: str, reason: str) -> None:
    if reason == "None":  # a long way back, and still a day
        assert dates.parse_day(text, "--since", NOW).year < 1800
        return
    with pytest.raises(UsageError, match=reason) as caught:
        dates.parse_day(text, "--since", NOW)
    assert str(caught.value).startswith("--since: ")
    assert "\n" not in str(caught.value)


def test_before_any_calendar() -> None:
    with pytest.raises(UsageError, match="before any calendar"):
        dates.parse_day("99999d", "--since", dt.date(200, 1, 1))


def test_parse_days() -> None:
    assert dates.parse_days("14d") == 14
    with pytest.raises(UsageError, match="--recheck"):
        dates.parse_days("two weeks")


def test_range() -> None:
    days = DateRange.parse("2020-01-01", "2020-01-31")
    assert "2020-01-01" in days
    assert dt.date(2020, 1, 31) in days
    assert "2020-02-01" not in days
    assert "2019-12-31" not in days
    assert None not in days
    assert "2020-01-32" not in days


def test_open_range() -> None:
    assert None in DateRange()
    assert "1999-01-01" in DateRange.parse(None, "2020-01-01")
    assert "2030-01-01" in DateRange.parse("14d", None, NOW)
    assert "2021-02-23" not in DateRange.parse("14d", None, NOW)


def test_range_the_wrong_way_round() -> None:
    with pytest.raises(UsageError, match="--since 2020-02-01 lies after --until"):
        DateRange.parse("2020-02-01", "2020-01-01")


@given(st.dates())
def test_what_is_written_is_read(day: dt.date) -> None:
    if day.year >= 1000:
        found = dates.stated(f"{day.year}年{day.month}月{day.day}日")
        assert [one.full for one in found] == [day]
    assert dates.iso(day.isoformat()) == day


@given(st.text())
def test_never_raises_on_text(text: str) -> None:
    dates.stated(text)
    dates.stated(text + "二月十十日1月²日")
    dates.numeric(text)
    dates.iso(text)
    dates.timestamp("2020-11-20", text)
