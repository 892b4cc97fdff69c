from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import search

# Characters of every sort that a query may hold, those of search languages first.
MIXED = st.text(st.sampled_from("\"'%_*()-^:气候变化Gg2２Ｇ〇，！ \n。é\U00020000"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ｇ２０峰会", "g20峰会"), ("COVID-19", "covid-19"), ("晴，雨", "晴，雨")],
)
def test_fold_makes_case_and_width_one(text: str, folded: str) -> None:
    assert search.fold(text) == folded


@given(MIXED, st.data())
def test_whatever_stands_in_a_text_is_held_by_it(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = search.wanted([text[start:end]])
    squeezed = search.SPACE_RE.sub(" ", text)
    assert search.holds(words, squeezed)


def test_a_query_is_a_phrase_of_single_characters() -> None:
    assert search.match(["气候", "g20"]) == '"气 候" AND "g 2 0"'
    assert search.match(['带"路']) == '"带 "" 路"'


def test_a_query_without_characters_of_the_index_is_none() -> None:
    assert search.match(["！", "%"]) is None
    assert search.match(["！", "晴"]) == '"晴"'


def test_snippets_show_the_word_and_mark_what_is_cut() -> None:
    text = "甲" * 100 + "晴天\n" + "乙" * 100
    cut = search.snippet(text, ["晴天"], width=30)
    assert cut.startswith("…甲")
    assert cut.endswith("乙…")
    assert "晴天 乙" in cut
    assert search.snippet("晴天。", ["晴"]) == "晴天。"
    assert search.snippet("İ" * 50 + "晴", ["晴"]).endswith("晴")
