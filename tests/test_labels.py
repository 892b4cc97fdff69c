"""What words before a colon are, by their shape."""

from __future__ import annotations

import pytest

from briefings.labels import (
    ANNOUNCE,
    ANSWER,
    ASK,
    LONGEST,
    OUTLET,
    SPEAK,
    Label,
    classify,
)

ASKS = [
    *["问", "提问", "问1", "问一", "问（路透社记者）", "Q"],
    *[
        "路透社记者",
        "《环球时报》记者",
        "加拿大《环球邮报》记者",
        "BBC记者",
        "CNN 记者",
    ],
    *["中新社记者提问", "俄通—塔斯社记者", "外国记者", "新华社记者张三", "记者甲"],
    *[
        "路透社记者、法新社记者",
        "记者问",
        "有记者问",
        "有记者问及",
        "中国国际电视台CGTN记者",
    ],
    *["[新华社记者]", "【人民日报记者】", "记者提问", "“自由之声”记者"],
]
FOLLOW_UPS = [
    *["追问", "再问", "又问", "反问", "记者", "记者追问", "记者补充", "记者补充提问"],
    *["路透社记者追问", "记者（点头）", "法新社记者继续追问"],
]
AFTERS = [
    *["会后有记者问及", "会后，有记者问及", "会后，中新社记者问及", "还有记者问及"],
    *["另有记者问及", "记者会后，有记者问", "会后有外国记者询问"],
]
NAMES = {
    "赵立坚": "赵立坚",
    "某": None,
    "欧阳晓": "欧阳晓",
    "外交部发言人林剑": "林剑",
    "王毅外长": "王毅",
    "孔泉说": "孔泉",
    "刘建超回答说": "刘建超",
    "主持人 张业遂": "张业遂",
    "毛宁（笑）": "毛宁",
    "[王毅]": "王毅",
}
NOTHING = [
    *[
        "我想强调三点",
        "我想告诉这位记者",
        "请各位记者",
        "各位记者",
        "请问",
        "下午2",
        "条件",
    ],
    *[
        "外交部发言人姜瑜就展览答记者问",
        "我刚才回答日本记者时说过",
        "例行记者会",
        "记者朋友们",
    ],
    *["2015年7月7日外交部发言人华某主持例行记者会问", "（CNN记者", "一", ""],
]


@pytest.mark.parametrize("words", ASKS)
def test_questions(words: str) -> None:
    assert classify(words) == Label(ASK)


@pytest.mark.parametrize("words", FOLLOW_UPS)
def test_follow_ups(words: str) -> None:
    assert classify(words) == Label(ASK, follow_up=True)


@pytest.mark.parametrize("words", AFTERS)
def test_questions_after_the_session(words: str) -> None:
    assert classify(words) == Label(ASK, after=True)


@pytest.mark.parametrize("words", ["答", "回答", "答复", "答2", "A"])
def test_answers(words: str) -> None:
    assert classify(words) == Label(ANSWER)


@pytest.mark.parametrize(("words", "name"), NAMES.items())
def test_people(words: str, name: str | None) -> None:
    label = classify(words)
    assert (label.name if label and label.kind == SPEAK else None) == name


@pytest.mark.parametrize("words", ["主持人", "发言人", "外交部发言人"])
def test_offices(words: str) -> None:
    assert classify(words) == Label(SPEAK)


@pytest.mark.parametrize(
    "words", ["洪磊首先发布消息", "洪磊发布通知", "姜瑜最后预告了“天气”展活动情况"]
)
def test_announcements(words: str) -> None:
    label = classify(words)
    assert label is not None
    assert (label.kind, label.name) == (ANNOUNCE, words[:2])


@pytest.mark.parametrize(
    "words", ["彭博社", "《环球时报》", "印度报业托拉斯", "BBC", "总台央视", "深圳卫视"]
)
def test_outlets_without_reporters(words: str) -> None:
    assert classify(words) == Label(OUTLET)


@pytest.mark.parametrize("words", NOTHING)
def test_what_is_no_label(words: str) -> None:
    assert classify(words) is None


def test_too_long_for_a_label() -> None:
    assert classify("里" * LONGEST + "社记者") is None
