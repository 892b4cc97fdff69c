"""Labels and the outlets they name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import outlets

# As the transcripts write them; those on one line are one outlet.
SAME = [
    ("cri", "中央广播电视总台国广记者", "总台国广记者", "国广", "中国国际广播电台记者"),
    ("cctv", "中央广播电视总台央视记者", "总台央视记者", "中央电视台记者", "CCTV记者"),
    ("cctv", "总台央视中文国际频道记者", "总台央视新闻频道记者提问"),
    ("cnr", "中央广播电视总台央广记者", "总台央广记者", "总台中国之声记者"),
    ("cmg", "中央广播电视总台记者", "总台记者", "总台亚非地区语言节目中心记者"),
    ("cgtn", "CGTN记者", "总台CGTN记者", "中国国际电视台（CGTN）记者"),
    ("nhk", "日本NHK记者", "NHK记者", "日本广播协会记者", "日本NHK电视台记者"),
    ("tass", "俄通—塔斯社记者", "塔斯社记者", "俄通-塔斯社", "俄罗斯塔斯社记者"),
    ("global_times", "环球时报记者", "《环球时报》记者", "《环球时报》记者追问"),
    ("kyodo", "日本共同社记者", "共同社记者", "共同通讯社记者"),
    ("ansa", "安莎社记者", "意大利安莎通讯社记者"),
    ("efe", "埃菲社记者", "西班牙埃菲社记者", "埃菲通讯社记者"),
    ("bbc", "BBC记者", "英国广播公司记者", "英国广播公司（BBC）记者"),
    ("cnn", "CNN记者", "美国有线电视新闻网记者", "美国有线电视新闻网（CNN）记者"),
    ("hubei_tv", "湖北广播电视台记者", "湖北广电记者", "湖北卫视记者"),
    (
        "prasar_bharati",
        "印度广播公司记者",
        "追问：印度广播公司记者",
        "印度公共广播公司记者",
    ),
    ("chinanews", "中新社记者", "会后，中新社记者问及", "中国新闻社记者提问"),
    ("reuters", "路透社记者", "路透社记者追问", "路透社：", "路透社记者（继续追问）"),
    ("yonhap", "韩联社记者", "韩国韩联社记者"),
    ("crntt", "香港中评社记者", "中评社记者"),
]
# A country decides between outlets of one name.
APART = [
    ("《世界报》记者", "le_monde"),
    ("法国《世界报》记者", "le_monde"),
    ("德国《世界报》记者", "welt"),
    ("西班牙《世界报》记者", "el_mundo"),
    ("《每日新闻》记者", "mainichi"),
    ("韩国《中央日报》记者", "joongang_ilbo"),
    ("今日俄罗斯记者", "rossiya_segodnya"),
    ("今日俄罗斯电视台记者", "rt"),
    ("《文汇报》记者", "wenhui_daily"),
    ("香港《文汇报》记者", "wen_wei_po"),
    ("澳大利亚广播公司记者", "abc_au"),
    ("美国广播公司记者", "abc_us"),
]
NONE = [
    *("问", "追问", "再问", "记者", "记者追问", "记者（点头）", "外国记者", "日本记者"),
    *(
        "会后有记者问及",
        "会后，有记者问及",
        "另有记者问及",
        "还有记者问及",
        "外国记者提问",
    ),
    *("另一名记者", "有媒体问", "", "：", "（"),
]


@pytest.mark.parametrize(
    ("label", "outlet"), [(label, row[0]) for row in SAME for label in row[1:]]
)
def test_one_outlet_written_in_many_ways(label: str, outlet: str) -> None:
    assert outlets.resolve(label) == [outlet]
    assert outlets.names_one(label)


@pytest.mark.parametrize(("label", "outlet"), APART)
def test_outlets_of_one_name(label: str, outlet: str) -> None:
    assert outlets.resolve(label) == [outlet]


@pytest.mark.parametrize(
    ("label", "ids"),
    [
        ("路透社、法新社记者", ["reuters", "afp"]),
        ("[路透社记者]", ["reuters"]),
        ("[ 2018-03-08 10:05 ] [人民日报记者]", ["people_daily"]),
        ("路透社记者、法新社记者", ["reuters", "afp"]),
        ("彭博社和路透社记者", ["bloomberg", "reuters"]),
        ("俄新社记者/法新社记者", ["ria_novosti", "afp"]),
        ("路透社、路透社记者", ["reuters"]),
        ("路透社、山谷晨报记者", ["reuters"]),
    ],
)
def test_several_in_one_label(label: str, ids: list[str]) -> None:
    assert outlets.resolve(label) == ids


@pytest.mark.parametrize("label", NONE)
def test_labels_that_name_none(label: str) -> None:
    assert outlets.resolve(label) == []
    assert not outlets.names_one(label)


def test_unknown_are_counted_as_they_are_written() -> None:
    labels = ["山谷晨报记者", "问", "路透社记者", "山谷晨报记者", "《海滨周刊》记者"]
    assert outlets.unknown(labels) == {"山谷晨报记者": 2, "《海滨周刊》记者": 1}


def test_the_answer_is_the_caller_s_own() -> None:
    outlets.resolve("路透社记者").append("other")
    assert outlets.resolve("路透社记者") == ["reuters"]


def test_table_is_well_formed() -> None:
    table = outlets.load()
    assert len(table) > 250
    for name, outlet in table.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert outlet.id == name
        assert re.fullmatch(r"[A-Z]{2}", outlet.country)
        assert outlet.name_zh.strip() == outlet.name_zh != ""
        assert outlet.name_en.strip() == outlet.name_en != ""


def test_no_chinese_name_stands_for_two() -> None:
    seen: dict[str, str] = {}
    for outlet in outlets.load().values():
        for name in (outlet.name_zh, *outlet.aliases):
            assert seen.setdefault(outlets.key(name), outlet.id) == outlet.id, name


def test_every_name_finds_its_outlet() -> None:
    for outlet in outlets.load().values():
        for name in (outlet.name_zh, *outlet.aliases):
            assert outlets.resolve(f"{name}记者") == [outlet.id], name


@given(st.text())
def test_never_raises(label: str) -> None:
    assert all(name in outlets.load() for name in outlets.resolve(label))
    outlets.unknown([label, label + "记者"])
