"""Labels that a missing full stop hides in a run: found only where one must be."""

from __future__ import annotations

import pytest

from briefings.items import Paragraph
from briefings.turns import segment

# Each run, the questions in it with their labels, and what the last one was answered.
RUNS = {
    "外交部就天气展表明立场问：展览何时开幕？答：明天。": (
        ["问|展览何时开幕？"],
        "明天。",
    ),
    "问：几点？答：九点开门问：在哪？答：东区。": (
        ["问|几点？", "问|在哪？"],
        "东区。",
    ),
    "问：请介绍情况答：明天开幕。": (["问|请介绍情况"], "明天开幕。"),
    "新华社记者：请介绍情况周宁：明天。": (["新华社记者|请介绍情况"], "明天。"),
    "新华社记者：几点？周宁：九点，见网站新华社记者：谢谢。在哪？周宁：东区。": (
        ["新华社记者|几点？", "新华社记者|谢谢。在哪？"],
        "东区。",
    ),
    "答：欢迎。一、几点？答：九点。二、请介绍情况。答：明天开幕。": (
        ["None|一、几点？", "None|二、请介绍情况。"],
        "明天开幕。",
    ),
    "新华社记者：几点？周宁：九点。近期有人问票价，能否介绍？周宁：免费。": (
        ["新华社记者|几点？", "None|近期有人问票价，能否介绍？"],
        "免费。",
    ),
    "新华社记者：几点？周宁：九点。德国明镜：在哪？周宁：东区。": (
        ["新华社记者|几点？", "德国明镜|在哪？"],
        "东区。",
    ),
    "问：几点？是否收费？九点开门，不收费。问：在哪？答：东区。": (
        ["问|几点？是否收费？", "问|在哪？"],
        "东区。",
    ),
    "会后，有记者问及：在哪？周宁表示，在东区。": (
        ["会后，有记者问及|在哪？"],
        "周宁表示，在东区。",
    ),
}


@pytest.mark.parametrize("run", RUNS)
def test_hidden_labels(run: str) -> None:
    questions, answer = RUNS[run]
    turns = segment([Paragraph(run)], ["周宁"])
    asked = [f"{t.asker_raw}|{t.question}" for t in turns if t.kind == "exchange"]
    assert asked == questions
    assert turns[-1].answer == answer


@pytest.mark.parametrize(
    "run",
    [
        "问：有两点请教。请问：几点？答：九点。",
        "问：几点？答：九点。他回答：谢谢。学问：天气。",
        "问：他写道“问：云从哪来？答：从海上来。”是否属实？答：属实。",
    ],
)
def test_nothing_is_hidden(run: str) -> None:
    turns = segment([Paragraph(run)], ["周宁"])
    assert [t.kind for t in turns] == ["exchange"]


def test_a_closing_within_a_run_is_a_statement() -> None:
    run = "问：几点？答：九点。如果没有其他问题，记者会到此结束。谢谢大家！"
    exchange, notice = segment([Paragraph(run)], [])
    assert exchange.answer == "九点。"
    assert notice.kind == "statement"
    assert notice.answer == "如果没有其他问题，记者会到此结束。谢谢大家！"
