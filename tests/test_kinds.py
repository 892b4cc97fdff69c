"""What kind of page it is."""

from __future__ import annotations

import pytest

from briefings import kinds
from briefings.items import Turn


def turns(asked: int, stated: int = 0) -> list[Turn]:
    said = [Turn(n + 1, "statement", "opening") for n in range(stated)]
    return said + [Turn(stated + n + 1, "exchange", "session") for n in range(asked)]


@pytest.mark.parametrize(
    ("headlines", "lead", "asked", "kind"),
    [
        # Said outright.
        (["2020年11月20日外交部发言人李晴主持例行记者会"], None, 12, "regular"),
        (["2020年2月5日外交部发言人李晴主持网上例行记者会"], None, 5, "regular"),
        (["2004年7月15日外交部发言人李晴在例行记者会上答记者问"], None, 9, "regular"),
        (["外交部就花展答问"], "1月8日，发言人李晴主持例行记者会", 1, "regular"),
        (["外交部就花展答问"], "外交部发言人李晴主持例行记者会", 0, "regular"),
        # Only the shape tells.
        (["外交部就花展、大桥等答问"], None, 8, "regular"),
        (["外交部就花展等问题答问"], None, 2, "regular"),
        (["外交部：花展越办越好"], None, 6, "regular"),
        (["外交部就花展答问"], None, 1, "written"),
        (["外交部就花展答问"], None, 2, "written"),
        # The ministry's name for a written answer.
        (["外交部发言人李晴就花展答记者问", "外交部就花展答问"], None, 1, "written"),
        (
            ["2019年8月15日外交部发言人李晴答记者问", "外交部就花展等答问"],
            None,
            3,
            "written",
        ),
        (["外交部发言人李晴11月2日答记者问"], None, 1, "written"),
        (["外交部发言人李晴就花展发表谈话"], None, 0, "written"),
        (["外交部发言人宣布花展开幕"], None, 0, "written"),
        # Background briefings, and notices of them.
        (["外交部就花展举行中外媒体吹风会"], None, 0, "background"),
        (["习某出席花展吹风会举行"], None, 3, "background"),
        (["外交部介绍花展"], "5月5日，外交部举行中外媒体吹风会", 0, "background"),
        (["外交部：16日将举行中外媒体吹风会介绍花展"], None, 4, "regular"),
        # Ministers, and those who speak about them.
        (["外交部长王晴就花展回答中外记者提问"], None, 20, "minister"),
        (["国务委员兼外交部长王晴举行记者会"], None, 0, "minister"),
        (["花展大会举行记者会 外交部长王晴答记者问"], None, 9, "minister"),
        (["2018年3月8日王晴外长记者会"], None, 9, "minister"),
        (["3月8日王晴外长就花展答记者问"], None, 9, "minister"),
        (["外交部发言人就王晴外长出席花展答记者问"], None, 1, "written"),
        (["外交部就王晴外长将出席花展等答问"], None, 4, "regular"),
        # What is none of these.
        (["花展在京开幕"], None, 0, "other"),
        (["18日花展代表团发言人李晴举行记者会"], None, 9, "other"),
        ([], None, 0, "other"),
    ],
)
def test_tell(headlines: list[str], lead: str | None, asked: int, kind: str) -> None:
    assert kinds.tell("scio", headlines, lead, turns(asked, stated=1)) == kind


def test_the_ministry_says_what_is_regular() -> None:
    assert kinds.tell("mfa", ["发言人就花展等答问"], None, turns(4)) == "written"
    assert kinds.tell("mfa", ["李晴主持例行记者会"], None, turns(4)) == "regular"


def test_a_minister_who_answers_in_person() -> None:
    asked = turns(9)
    for turn in asked:
        turn.speaker = "王晴"
    assert kinds.tell("scio", ["王晴：花展越办越好"], None, asked) == "minister"
    assert kinds.tell("scio", ["外交部就王晴访问等答问"], None, asked) == "regular"
    assert kinds.tell("scio", ["外交部发言人王晴：好"], None, asked) == "regular"
