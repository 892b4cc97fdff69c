from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import checks
from briefings.items import Briefing, Problem, Turn
from tests.records import briefing, origin, turns


def codes(made: Briefing) -> list[str]:
    return [problem.code for problem in checks.check(made)]


def test_a_sound_briefing_has_no_problem() -> None:
    answered = turns()[:2]
    body = briefing().body.rpartition("\n")[0]
    assert codes(briefing(turns=answered, body=body, problems=[])) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"turns": []}, "no_turns"),
        ({"body": "", "turns": []}, "no_text"),
        ({"body": "大家上午好。"}, "lost_text"),
        ({"title": " "}, "no_title"),
        ({"turns": turns()[:1]}, "no_questions"),
        ({"problems": []}, "unanswered"),
        ({"spokesperson": None}, "no_spokesperson"),
        ({"date": None}, "no_date"),
        ({"date": None}, "undated_page"),
        ({"date": "2024-05-07"}, "date_range"),
        ({"date": "1989-05-07"}, "date_range"),
    ],
)
def test_each_doubt_has_its_code(changes: dict[str, object], code: str) -> None:
    found = codes(briefing(**changes))
    assert code in found
    assert set(found) <= set(checks.CODES)


def test_a_loose_file_may_be_without_a_day() -> None:
    made = briefing(date=None, page_date=None, capture=origin("x", None))
    assert "no_date" in codes(made)
    assert not any(checks.severity(code) == "serious" for code in codes(made))


def test_what_was_noted_before_is_not_noted_twice() -> None:
    noted = briefing(date=None, problems=[Problem("no_date", "from the page")])
    assert "no_date" not in codes(noted)


def test_a_written_answer_needs_no_question_nor_speaker() -> None:
    made = briefing(kind="written", turns=turns()[:1], spokesperson=None)
    assert "no_questions" not in codes(made)
    assert "no_spokesperson" not in codes(made)


def test_white_space_colons_and_asterisks_may_go() -> None:
    made = briefing()
    body = made.body.replace("\n", "\n***\n \u3000\u200b").replace("：", ":")
    assert "lost_text" not in codes(replace(made, body=body))


def test_lost_text_says_where() -> None:
    made = briefing()
    said = made.body.replace("晴天", "雨天")
    found = checks.check(replace(made, body=said))
    problem = next(problem for problem in found if problem.code == "lost_text")
    assert problem == Problem(
        "lost_text",
        "expected '雨天举行。有关Ｈ5页面将', found '晴天举行。有关Ｈ5页面将'",
    )


def test_without_a_day_of_the_page_the_day_of_fetching_counts() -> None:
    made = briefing(page_date=None, date="2024-06-01")
    assert "date_range" in codes(made)
    undated = replace(made, capture=origin("x", None))
    assert "date_range" not in codes(undated)


@given(
    st.builds(
        Turn,
        n=st.integers(),
        kind=st.text(),
        phase=st.text(),
        question=st.none() | st.text(),
        answer=st.none() | st.text(),
    ),
    st.text(),
    st.none() | st.text(),
)
def test_check_never_raises(turn: Turn, text: str, day: str | None) -> None:
    made = briefing(turns=[turn], body=text, title=text, date=day, page_date=day)
    assert set(codes(made)) <= set(checks.CODES)
