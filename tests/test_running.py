"""Where labels stand in running text."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefings.labels import ASK
from briefings.running import is_quoted, spots


def words(text: str) -> list[str]:
    return [spot.words for spot in spots(text) if spot.label]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("问：几点？答：九点。问：在哪？答：东区。", ["问", "答", "问", "答"]),
        (
            "新华社记者：几点？周宁：九点。路透社记者：在哪？",
            ["新华社记者", "周宁", "路透社记者"],
        ),
        ("好。”路透社记者：在哪？", ["路透社记者"]),
        ("好！（笑）问：在哪？", ["问"]),
        ("好。（现场笑）记者（点头）：是。", ["记者（点头）"]),
        ("追问：法新社记者：几点？", ["追问", "法新社记者"]),
        ("好。刚果（金）通讯社记者：几点？", ["刚果（金）通讯社记者"]),
        ("好。会后，有记者问及：几点？", ["会后，有记者问及"]),
        ("好。会后有记者问及，展览几点开幕。", ["会后有记者问及，"]),
        ("会后，有记者向发言人了解情况。", ["会后，有记者"]),
        ("答；九点。", ["答；"]),
        ("[周宁]大家好。", ["[周宁]"]),
        ("[ 2018-03-08 10:02 ] [周宁]：大家好。", ["[ 2018-03-08 10:02 ] [周宁]"]),
    ],
)
def test_labels_are_found(text: str, wanted: list[str]) -> None:
    assert words(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "他写道：“问：几点？答：九点。”",
        "报道说，“新华社记者：人山人海。”这是实情。",
        "你数过吗？（CNN记者：“没有。”）",
        "（台下另一记者提示：是山城。）",
        "上午9：30开门，下午14:00关门。",
        "他对路透社记者说：好。",
        "有话要说，路透社记者：好。",
        "会后，双方共见记者。",
    ],
)
def test_what_is_no_place_for_a_label(text: str) -> None:
    assert words(text) == []


def test_an_opening_quotation_mark_that_was_meant_to_close() -> None:
    text = "“法案“通过。新华社记者：几点？周宁：“九点”。"
    assert words(text) == ["新华社记者", "周宁"]
    assert not is_quoted(text, text.index("新华社"))


def test_a_question_before_is_noted() -> None:
    first, second = spots("问：几点？周宁：九点。")
    assert (first.opens, first.asked) == (True, False)
    assert (second.opens, second.asked) == (False, True)


def test_a_name_of_no_known_shape_is_told_where_it_opens_the_paragraph() -> None:
    (spot,) = spots("德国明镜：几点？")
    assert spot.label is None
    assert spot.opens


def test_spots_never_overlap() -> None:
    text = (
        "好。会后，有记者问及，几点？另有记者问及：在哪？问：问：答：会后有记者问及，"
    )
    found = spots(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert {s.label.kind for s in found if s.label} >= {ASK}
