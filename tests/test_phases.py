"""What paragraphs without labels do on a page."""

from __future__ import annotations

import pytest

from briefings import phases


@pytest.mark.parametrize(
    "text",
    [
        "7月12日下午，外交部发言人周宁主持例行记者会。",
        "2013年1月23日，外交部发言人周宁主持例行记者会。",
        "2009年6月4日，外交部发言人周宁举行例行记者会。答问如下：",
        "2009年5月7日下午，外交部发言人周宁主持例行记者会。答问记录如下。",
        "4月24日下午，外交部发言人周宁举行例行记者会，就天气展、桥梁等回答了记者提问。",
        "2008年9月16日，外交部发言人就天气展等答记者问。",
    ],
)
def test_leads(text: str) -> None:
    assert phases.is_lead(text)


@pytest.mark.parametrize(
    "text",
    [
        "7月17日，外交部举行中外媒体吹风会，会上介绍了展览的安排。",
        "外交部例行记者会将于5月1日休会。",
        "7月12日，展览开幕。",
    ],
)
def test_what_is_no_lead(text: str) -> None:
    assert not phases.is_lead(text)


@pytest.mark.parametrize(
    "text",
    ["中方有何评论？", "请介绍有关情况。", "能否证实？", "是吗?", "你能否介绍访问情况"],
)
def test_requests(text: str) -> None:
    assert phases.is_request(text)


@pytest.mark.parametrize("text", ["展览明天开幕。", "我们请各方保持克制。", ""])
def test_what_requests_nothing(text: str) -> None:
    assert not phases.is_request(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("周宁表示，门票免费。", "周宁"),
        ("对此，周宁表示，门票免费。", "周宁"),
        ("欧阳晓回答说：免费。", "欧阳晓"),
        ("展览表示欢迎。", None),
        ("周宁表示欢迎。", None),
    ],
)
def test_narrators(text: str, name: str | None) -> None:
    assert phases.narrator(text) == name


@pytest.mark.parametrize(
    "notice",
    [
        "如果没有其他问题，记者会到此结束。谢谢大家！",
        "如果大家没有问题，感谢出席。",
        "明天的例行记者会因故暂停。",
        "因日程安排原因，12月14日（星期四）外交部例行记者会提前至14:30举行，地点不变。",
        "根据假期安排，外交部例行记者会将于5月1日休会，2日恢复。",
        "祝大家周末愉快！",
        "谢谢大家！",
        "今天是今年最后一场外交部例行记者会。",
        "最后，我再发布一则通知：明天有吹风会。",
    ],
)
def test_notices(notice: str) -> None:
    assert phases.closing_at(["明天。", "后天。", notice, "再见。"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "最后，我要强调，展览免费。",
        "我在上次记者会上已经说过。",
        "双方在记者会上表示将恢复交流。",
        "感谢大家对展览的支持和关注，我们会继续努力。",
    ],
)
def test_what_is_no_notice(text: str) -> None:
    assert phases.closing_at(["明天。", text]) is None
