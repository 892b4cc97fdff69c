"""Who speaks, from headlines, keywords and labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import speakers
from briefings.speakers import Named


@pytest.mark.parametrize(
    ("text", "names", "raw"),
    [
        (
            "2020年11月20日外交部发言人李晴主持例行记者会",
            ["李晴"],
            "外交部发言人李晴主持",
        ),
        ("2004年7月15日外交部发言人章晓月在例行记者会上答记者问", ["章晓月"], None),
        ("外交部发言人马明11月02日答记者问", ["马明"], None),
        ("外交部发言人郭嘉木就大桥通车答记者问", ["郭嘉木"], None),
        ("外交部新闻发言人李晴", ["李晴"], None),
        ("7月12日下午，外交部发言人孔泉主持例行记者会", ["孔泉"], None),
        ("外交部新任发言人欧阳雨宣布花展开幕", ["欧阳雨"], None),
        ("外交部新闻司司长李晴介绍花展", ["李晴"], None),
        ("外交部新闻司副司长李晴主持吹风会", ["李晴"], None),
        ("外交部部长助理李晴介绍花展", ["李晴"], None),
        ("外交部长王晴就花展回答中外记者提问", ["王晴"], None),
        ("国务委员兼外交部长王晴举行记者会", ["王晴"], None),
        ("3月8日王晴外长就花展答记者问", ["王晴"], None),
        ("外交部发言人艾山·白云就花展答记者问", ["艾山·白云"], None),
        # Several of them.
        (
            "2020年2月24日外交部发言人李晴和新任发言人赵雨主持例行记者会",
            ["李晴", "赵雨"],
            None,
        ),
        (
            "外交部副部长李晴、王雨，部长助理周雪分别介绍花展",
            ["李晴", "王雨", "周雪"],
            None,
        ),
        # Other offices, other countries, and words that are no names.
        ("外交部副部长李晴、商务部副部长江雨介绍花展", ["李晴"], None),
        ("外交部就韩国外交部发言人金某表示看花答问", [], None),
        ("外交部就某国国务院发言人金某表示看花答问", [], None),
        ("外交部发言人就花展答记者问", [], None),
        ("外交部发言人宣布花展开幕", [], None),
        ("外交部发言人宣布对花展给予支持", [], None),
        ("外交部发言人应询就花展答记者问", [], None),
        ("外交部发言人李晴就邻国主管部长艾万访问答记者问", ["李晴"], None),
        ("外交部发言人再次表示欢迎", [], None),
        ("外交部就王晴对邻国进行工作访问等答问", [], None),
        ("外交部就外交部长将出席花展等答问", [], None),
        ("", [], None),
    ],
)
def test_named_in(text: str, names: list[str], raw: str | None) -> None:
    found, words = speakers.named_in(text)
    assert found == names
    assert (words is not None) is bool(names)
    if words:
        assert words in text
    if raw:
        assert words == raw


@pytest.mark.parametrize(
    ("keywords", "names"),
    [
        ("发言人;汪晴", ["汪晴"]),
        ("汪晴;发言人", ["汪晴"]),
        ("外交部;赵雨", ["赵雨"]),
        ("外交部发言人;汪晴", ["汪晴"]),
        ("花展;大桥;峰会;发言人;汪晴", ["汪晴"]),
        ("发言人", []),
        ("发言人;", []),
        ("发言人 美国", []),
        ("", []),
        (None, []),
    ],
)
def test_in_keywords(keywords: str | None, names: list[str]) -> None:
    assert speakers.in_keywords(keywords) == names


@pytest.mark.parametrize(
    ("paragraphs", "names"),
    [
        (["秦雨：大家下午好。", "问：天气如何？", "答：晴。"], ["秦雨"]),
        (["章月说，下午好！", "问：天气如何？"], ["章月"]),
        (
            ["问：天气如何？", "答：晴。", "雨。", "洪雪首先发布消息：花展开幕。"],
            ["洪雪"],
        ),
        (
            ["甲记者：天气？", "李晴：晴。", "王雨：雨。", "周雪：雪。", "李晴：晴。"],
            None,
        ),
        # Twice in a page, or it may be anything.
        (["问：花展？"] * 3 + ["条件：天晴。", "高兴：是的。", "成果：不少。"] * 2, []),
        (["问：花展？"] * 3 + ["孙晴：好。", "问：桥？", "孙晴：好。"], ["孙晴"]),
        (["问：花展？"] * 3 + ["孙晴：好。"], []),
        (["[王晴]：各位好。", "问：花展？"], ["王晴"]),
        (["向大家通报一组数字：花展来了三千人。"], []),
        (["法新社：天气如何？", "华尔街日报：晴吗？", "主持人：下一位。"] * 2, []),
        (["路透：天气如何？", "凤凰：晴吗？", "国广：有风吗？"] * 2, []),
        ([], []),
    ],
)
def test_in_labels(paragraphs: list[str], names: list[str] | None) -> None:
    found = speakers.in_labels(paragraphs)
    if names is None:
        assert set(found) == {"李晴", "王雨"}
    else:
        assert found == names


def test_order_of_trust() -> None:
    found = speakers.find(
        ["外交部发言人李晴主持例行记者会", "外交部发言人就花展答问"],
        "发言人;赵雨",
        ["周雪：下面介绍新任发言人。", "李晴：大家好。"],
    )
    assert found == Named(["李晴", "周雪"], "外交部发言人李晴主持")


def test_keywords_where_headlines_name_nobody() -> None:
    found = speakers.find(["外交部发言人发表谈话", None], "发言人;赵雨", ["谈话全文"])
    assert found == Named(["赵雨"], "发言人;赵雨")


def test_labels_where_nothing_else_tells() -> None:
    found = speakers.find(
        ["外交部就花展等答问"], None, ["姜晴：", "各位好。", "问：花？"]
    )
    assert found == Named(["姜晴"], "姜晴")


def test_label_within_one_run_of_text() -> None:
    run = (
        "9月16日，外交部发言人就花展答记者问。姜晴：各位好。问：花？答：" + "好。" * 99
    )
    assert speakers.find([None], None, [run]).names == ["姜晴"]
    assert speakers.find(["外交部发言人孔泉主持"], None, [run]).names == ["孔泉"]


def test_nobody() -> None:
    assert speakers.find(["外交部就花展等答问"], None, ["问：花？"]) == Named([], None)


@given(st.lists(st.text(), max_size=4), st.text())
def test_never_raises(texts: list[str], keywords: str) -> None:
    named = speakers.find(texts, keywords, texts)
    assert len(set(named.names)) == len(named.names)
    assert (named.raw is None) is (not named.names)
