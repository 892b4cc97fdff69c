"""Segmentation: the table of golden cases in three forms, and the real corpus."""

from __future__ import annotations

import re

import pytest

from briefings.items import Paragraph, Turn
from briefings.turns import segment
from tests.turn_cases import Case, cases, normalized, shown

CASES = cases()
BLANK_RE = re.compile(r"[\s:：*＊]+")


def bare(*parts: str | None) -> str:
    return BLANK_RE.sub("", "".join(part or "" for part in parts))


def told(turns: list[Turn]) -> str:
    return bare(
        *(s for t in turns for s in (t.asker_raw, t.question, t.speaker_raw, t.answer))
    )


def questions(turns: list[Turn]) -> list[str]:
    return [bare(t.asker_raw, t.question) for t in turns if t.kind == "exchange"]


def test_the_table_is_long_enough_and_names_each_form_once() -> None:
    names = [case.name for case in CASES]
    assert len(names) >= 80
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_paragraphs(case: Case) -> None:
    turns = segment(normalized(case.paragraphs), case.speakers)
    assert [shown(turn) for turn in turns] == case.turns
    assert [turn.n for turn in turns] == list(range(1, len(turns) + 1))
    assert told(turns) == bare(*(p.text for p in case.paragraphs))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_flat(case: Case) -> None:
    run = "".join(f"\u3000\u3000{p.text}" for p in case.paragraphs)
    turns = segment(normalized([Paragraph(run)]), case.speakers)
    if not any(paragraph.bold for paragraph in case.paragraphs):
        assert [shown(turn) for turn in turns] == case.turns
    assert told(turns) == bare(run)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.joined != "no"], ids=lambda case: case.name
)
def test_joined(case: Case) -> None:
    run = "".join(paragraph.text for paragraph in case.paragraphs)
    turns = segment(normalized([Paragraph(run)]), case.speakers)
    wanted = [bare(t[3], t[4]) for t in case.turns if t[0] == "exchange"]
    assert questions(turns) == wanted
    assert told(turns) == bare(run)
