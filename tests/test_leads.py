"""Days that headlines and lead sentences state for the briefing itself."""

from __future__ import annotations

import datetime as dt

import pytest

from briefings import leads

PAGE = dt.date(2006, 12, 19)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020年11月20日外交部发言人李晴主持例行记者会", (2020, 11, 20)),
        ("11月20日外交部发言人李晴主持例行记者会", (None, 11, 20)),
        ("2004年7月15日外交部发言人李晴在例行记者会上答记者问", (2004, 7, 15)),
        ("外交部发言人李晴11月02日答记者问", (None, 11, 2)),
        ("外交部9月7日举行中外媒体吹风会", (None, 9, 7)),
        ("12月30日外交部就天气、大桥通车等答记者问", (None, 12, 30)),
        ("18日海洋论坛发言人李晴举行记者会", (None, 12, 18)),
        ("特使李晴11日举行中外媒体吹风会", (None, 12, 11)),
        ("特使李晴25日举行中外媒体吹风会", (None, 11, 25)),
        # The days that a headline speaks of are not that of the briefing.
        ("外交部就8月15日大桥通车答问", None),
        ("外交部发言人就5月1日至5日的花展答记者问", None),
        ("外交部发言人就8月15日在海滨举行的花展答记者问", None),
        ("外交部发言人李晴就15日举行花展答记者问", None),
        ("外交部：16日将举行中外媒体吹风介绍花展", None),
        ("外交部就《合作条约》签署35周年答问", None),
        ("外交部就2月30日的说法答问", None),
        ("", None),
        (None, None),
    ],
)
def test_headline_date(
    text: str | None, found: tuple[int | None, int, int] | None
) -> None:
    stated = leads.headline_date(text, PAGE)
    assert (stated and (stated.year, stated.month, stated.day)) == found


def test_a_bare_day_needs_a_page() -> None:
    assert leads.headline_date("18日海洋论坛发言人李晴举行记者会") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "7月15日下午，外交部发言人李晴主持例行记者会。",
            "7月15日下午，外交部发言人李晴主持例行记者会",
        ),
        (
            "2009年6月4日，外交部发言人李晴举行例行记者会。答问如下：",
            "2009年6月4日，外交部发言人李晴举行例行记者会",
        ),
        (
            "2008年9月16日，外交部发言人就大桥通车、花展等答记者问。",
            "2008年9月16日，外交部发言人就大桥通车、花展等答记者问",
        ),
        (
            "2007年2月1日下午，外交部发言人李晴主持例行记者会，就花展回答了提问。",
            "2007年2月1日下午，外交部发言人李晴主持例行记者会",
        ),
        (
            "2011年3月1日（周二）下午3时，外交部发言人李晴主持例行记者会。",
            "2011年3月1日（周二）下午3时，外交部发言人李晴主持例行记者会",
        ),
        (
            "2015年11月2日外交部发言人李晴主持例行记者会",
            "2015年11月2日外交部发言人李晴主持例行记者会",
        ),
        (
            "2012年4月16日，外交部举行中外媒体吹风会，副部长李晴介绍花展情况。",
            "2012年4月16日，外交部举行中外媒体吹风会，副部长李晴介绍花展情况",
        ),
        (
            "外交部6月29日举行中外媒体吹风会。",
            "6月29日举行中外媒体吹风会。",
        ),
        (
            "2009年8月11日，中国特使李晴举行中外媒体吹风会。",
            "2009年8月11日，中国特使李晴举行中外媒体吹风会。",
        ),
    ],
)
def test_lead_opens_a_page(text: str, words: str) -> None:
    lead = leads.find_lead([text, "问：天气如何？", "答：晴。"])
    assert lead is not None
    assert lead.text.rstrip("。") == words.rstrip("。")


def test_lead_as_a_caption_behind_the_first_exchange() -> None:
    caption = "10月14日，外交部发言人李晴主持例行记者会。"
    said = ["问：天气如何？", "答：晴。", "昨天也晴。", "风小。", "雨少。", caption]
    lead = leads.find_lead(said)
    assert lead is not None
    assert (lead.stated.month, lead.stated.day) == (10, 14)


def test_lead_within_one_run_of_text() -> None:
    run = (
        "问：天气如何？答：" + "今天晴，风力二级。" * 60 + "9月26日，外交部发言人"
        "李晴主持例行记者会。问：大桥何时通车？答：下周。"
    )
    lead = leads.find_lead([run])
    assert lead is not None
    assert lead.text == "9月26日，外交部发言人李晴主持例行记者会"


@pytest.mark.parametrize(
    "text",
    [
        "外交部将于5月16日上午在蓝厅举行中外媒体吹风会，欢迎参加。",
        "1月16日（星期五）上午在蓝厅将举行花展的吹风会。",
        "问：8月6日，有人公布大桥的报告。你有何评论？",
        "答：8月15日，外交部发言人已经在例行记者会上介绍了花展。",
        "7月25日，外交部副部长李晴同外宾共同主持花展第二轮磋商。",
        "明天（7月28日）是例行记者会暑期休会前的最后一场。",
        "2月23日，李晴主持了花展开幕式。",
    ],
)
def test_no_lead(text: str) -> None:
    assert leads.find_lead(["问：天气如何？", "答：晴。", text]) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("外交部发言人李晴就花展答记者问", True),
        ("外交部新闻发言人李晴", True),
        ("2015年11月2日外交部发言人李晴主持例行记者会", True),
        ("外交部发言人李晴说，今天天气好。", False),
        ("问：外交部有何评论", False),
        ("应外交部邀请，花展将于下周开幕", False),
        ("", False),
    ],
)
def test_is_headline(text: str, is_one: bool) -> None:
    assert leads.is_headline(text) is is_one


def test_a_line_that_is_a_date() -> None:
    lead = leads.find_lead(["外交部发言人李晴就花展答记者问", "2009/10/06", "问：花？"])
    assert lead is not None
    assert str(lead.stated.full) == "2009-10-06"
    assert leads.find_lead(["2009/13/06", "问：花？"]) is None
    run = "外交部发言人李晴就花展答记者问2009-10-06问：花展何时开幕？答：下周一。"
    lead = leads.find_lead([run])
    assert lead is not None
    assert lead.text == "2009-10-06"


def test_headlines_within() -> None:
    headline = "外交部发言人李晴就花展答记者问"
    said = "问：花展何时开幕？答：下周一，在海滨公园。" * 6
    assert leads.headlines_within([headline, said]) == [headline]
    assert leads.headlines_within([headline + said]) == [headline]
    assert leads.headlines_within([said, said]) == []
    assert leads.headlines_within([]) == []
