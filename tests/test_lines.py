"""Joining what the markup tore apart, and nothing else."""

from __future__ import annotations

import pytest

from briefings.items import Paragraph
from briefings.lines import mend


def mended(*texts: str) -> list[str]:
    return [p.text for p in mend([Paragraph(text) for text in texts])]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["第一个问题。第", "2", "个问题是门票。"], ["第一个问题。第2个问题是门票。"]),
        (["问：展览将于", "11", "月", "19", "日开幕？"], ["问：展览将于11月19日开幕？"]),
        (["发表了", "“2005", "年度报告", "”", "，其中提到天气。"],
         ["发表了“2005年度报告”，其中提到天气。"]),
        (["问", "：几点？", "答", ":九点。"], ["问：几点？", "答:九点。"]),
        (["答：", "九点。"], ["答：九点。"]),
        (["新华社记者：", "几点？"], ["新华社记者：几点？"]),
        (["会议在", "APEC", "期间举行。"], ["会议在APEC期间举行。"]),
        (["应滨海市邀请，山城市代表团将于", "4月1日来访。"],
         ["应滨海市邀请，山城市代表团将于4月1日来访。"]),
        (["答：他称之为“云”", "的人很多。"], ["答：他称之为“云”的人很多。"]),
        (["首先我发布一条消息，", "应邀来访。"], ["首先我发布一条消息，应邀来访。"]),
    ],
)  # fmt: skip
def test_torn_lines_are_joined(texts: list[str], wanted: list[str]) -> None:
    assert mended(*texts) == wanted


@pytest.mark.parametrize(
    "texts",
    [
        ["一句话。", "又一句话。"],
        ["问：", "答：", "问：几点？"],
        ["一、关于访问滨海", "陈岚表示，访问很成功。"],
        ["发布会现场", "2009年12月29日，记者会举行。"],
        ["外交部新闻发言人某某", "发布会现场"],
        ["原标题：某某主持例行记者会", "应邀来访。"],
        ["我想强调三点：", "第一，天气好。"],
        ["天气很好", "问：几点？"],
        ["天气很好", "《海港纪事报》：几点？"],
        ["天气很好", "**********", "会后有记者问及：几点？"],
        ["九点。", "（笑）"],
        ["他说：“明天。”", "大家都来。"],
        ["我同意。（点头）", "大家都来。"],
    ],
)
def test_real_paragraphs_are_left_alone(texts: list[str]) -> None:
    assert mended(*texts) == texts


def test_a_label_alone_takes_the_weight_of_its_text() -> None:
    done = mend([Paragraph("答：", bold=True), Paragraph("九点。")])
    assert done == [Paragraph("答：九点。", bold=False)]


def test_nothing_gives_nothing() -> None:
    assert mend([]) == []
