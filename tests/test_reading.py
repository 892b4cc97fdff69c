"""From a normalized article to the record of a briefing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import __version__, reading, text
from briefings.items import Article, Briefing, Origin, Paragraph, Problem

ORIGINAL = "原标题：2020年11月20日外交部发言人李晴主持例行记者会"
SAID = [
    "海洋论坛将于11月24日在海滨举行。",
    "中央广播电视总台国广记者：今天天气如何？",
    "李晴：晴，风力二级。",
    "路透社、法新社记者：大桥何时通车？",
    "李晴：下周一。",
    "欢迎前往。",
]


def article(*paragraphs: str, **fields: object) -> Article:
    known: dict[str, object] = {
        "url": "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/1/1.htm",
        "source": "scio",
        "document": "1693013",
        "layout": "composed",
        "title": "11月20日外交部发言人李晴主持例行记者会",
        "origin": Origin("0" * 64),
        "page_date": "2020-11-20",
        "page_time": "18:26",
    }
    said = [Paragraph(words) for words in paragraphs]
    return Article(paragraphs=said, **(known | fields))  # type: ignore[arg-type]


def read(*paragraphs: str, **fields: object) -> Briefing:
    return reading.read(text.normalize(article(*paragraphs, **fields)))


def test_a_regular_briefing() -> None:
    found = read(
        ORIGINAL, *SAID, publisher="某网站", credit="外交部网站", editor="某某"
    )
    assert found.id == "scio:1693013"
    assert found.kind == "regular"
    assert found.title == "11月20日外交部发言人李晴主持例行记者会"
    assert found.original_title == "2020年11月20日外交部发言人李晴主持例行记者会"
    assert (found.date, found.date_basis) == ("2020-11-20", "original_title")
    assert found.date_certain is True
    assert found.page_date == "2020-11-20"
    assert found.published_at == "2020-11-20T18:26:00+08:00"
    assert found.spokesperson == "李晴"
    assert found.spokespeople == ["李晴"]
    assert found.spokesperson_raw == "外交部发言人李晴主持"
    assert (found.publisher, found.credit, found.editor) == (
        "某网站",
        "外交部网站",
        "某某",
    )
    assert found.body == "\n".join(SAID)
    assert found.problems == []
    assert found.parser_version == __version__
    assert found.capture == Origin("0" * 64)


def test_turns_get_their_outlets() -> None:
    asked = [turn for turn in read(ORIGINAL, *SAID).turns if turn.kind == "exchange"]
    assert [turn.outlets for turn in asked] == [["cri"], ["reuters", "afp"]]


def test_rows_of_asterisks_are_no_part_of_the_body() -> None:
    found = read(ORIGINAL, *SAID, "****************", "会后，有记者问及：花展？")
    assert "*" not in found.body
    assert found.body.endswith("欢迎前往。\n会后，有记者问及：花展？")


@pytest.mark.parametrize(
    ("first", "original"),
    [
        (ORIGINAL, "2020年11月20日外交部发言人李晴主持例行记者会"),
        ("原标题:外交部发言人李晴就花展答记者问", "外交部发言人李晴就花展答记者问"),
        (
            "（原标题：外交部发言人李晴就花展答记者问）",
            "外交部发言人李晴就花展答记者问",
        ),
        (
            "原标题：２０２０年11月20日外交部发言人李晴主持例行记者会",
            "2020年11月20日外交部发言人李晴主持例行记者会",
        ),
        ("问：花展的原标题：花开了，你怎么看？", None),
    ],
)
def test_original_title(first: str, original: str | None) -> None:
    found = read(first, *SAID)
    assert found.original_title == original
    assert found.body == "\n".join(SAID if original else [first, *SAID])


def test_original_title_behind_a_label_of_its_own() -> None:
    found = read("原标题：", "外交部发言人李晴就花展答记者问", *SAID)
    assert found.original_title == "外交部发言人李晴就花展答记者问"
    assert found.body == "\n".join(SAID)


def test_original_title_that_runs_into_the_text() -> None:
    found = read(ORIGINAL + "".join(SAID))
    assert found.original_title == "2020年11月20日外交部发言人李晴主持例行记者会"
    assert found.body.replace("\n", "") == "".join(SAID)
    apart = read(ORIGINAL, *SAID)
    assert [turn.question for turn in found.turns] == [
        turn.question for turn in apart.turns
    ]


def test_original_title_without_an_end_stays_in_the_text() -> None:
    said = "原标题：花展" + "今天天气晴，明天天气也晴。" * 20
    found = read(said)
    assert found.original_title is None
    assert found.body == said


def test_problems_of_the_article_come_first() -> None:
    found = read(
        *SAID,
        title="2020年11月19日外交部发言人李晴主持例行记者会",
        page_date="2020-11-18",
        problems=[Problem("charset", "gbk")],
    )
    assert [problem.code for problem in found.problems] == [
        "charset",
        "date_conflict",
    ]
    assert found.date_certain is False


def test_lead_gives_day_and_speaker() -> None:
    found = read(
        "2013年9月24日，外交部发言人洪雪主持例行记者会。",
        "问：天气如何？",
        "答：晴。",
        title="外交部发言人就花展等答记者问",
        page_date="2013-09-25",
    )
    assert (found.date, found.date_basis) == ("2013-09-24", "lead")
    assert (found.kind, found.spokesperson) == ("regular", "洪雪")
    assert found.body.startswith("2013年9月24日，外交部发言人洪雪主持例行记者会。\n")


def test_headline_within_the_text() -> None:
    found = read(
        "外交部发言人马明就花展答记者问",
        "问：花展何时开幕？",
        "答：下周一。",
        title="外交部发言人就花展回答记者提问",
        page_date="2009-10-14",
    )
    assert (found.kind, found.spokesperson) == ("written", "马明")
    assert (found.date, found.date_basis, found.date_certain) == (
        "2009-10-14",
        "page",
        False,
    )


def test_undated_briefing_of_a_year_that_lags() -> None:
    found = read(
        *["问：天气如何？", "答：晴。"] * 4,
        title="外交部就花展、大桥等答问",
        page_date="2014-10-22",
    )
    assert (found.kind, found.date, found.date_certain) == (
        "regular",
        "2014-10-21",
        False,
    )


def test_statement_of_the_ministry_s_own_site() -> None:
    found = read(
        "花展今天开幕。",
        source="mfa",
        document="t20211209_10465061",
        title="外交部发言人就花展发表谈话",
        page_date="2021-12-09",
        page_time=None,
        keywords="发言人;汪晴",
    )
    assert found.id == "mfa:t20211209_10465061"
    assert (found.kind, found.spokesperson) == ("written", "汪晴")
    assert (found.date, found.date_basis, found.date_certain) == (
        "2021-12-09",
        "page",
        True,
    )
    assert found.published_at is None
    assert [turn.kind for turn in found.turns] == ["statement"]


def test_an_article_without_a_word() -> None:
    found = read(title="", page_date=None, page_time=None, document="1")
    assert (found.body, found.turns, found.date) == ("", [], None)
    assert found.kind == "other"
    assert [problem.code for problem in found.problems] == ["no_date"]


def test_same_words_give_the_same_hash() -> None:
    apart = read(ORIGINAL, *SAID)
    flat = read("\u3000\u3000".join([ORIGINAL, *SAID]))
    joined = read(ORIGINAL + "".join(SAID))
    spaced = read(ORIGINAL, *(words.replace("，", "， ") for words in SAID))
    assert len({b.content_hash for b in (apart, flat, joined, spaced)}) == 1


@pytest.mark.parametrize("changed", [{"title": "另一标题"}, {"words": "李晴：阴。"}])
def test_other_words_give_another_hash(changed: dict[str, str]) -> None:
    words = [*SAID[:2], changed.pop("words", SAID[2]), *SAID[3:]]
    found = read(ORIGINAL, *words, **changed)
    assert found.content_hash != read(ORIGINAL, *SAID).content_hash


def test_title_and_body_are_told_apart_in_the_hash() -> None:
    assert reading.content_hash("甲乙", "丙") != reading.content_hash("甲", "乙丙")
    assert len(reading.content_hash("\ud800", "")) == 64


@given(
    st.lists(st.text() | st.sampled_from([ORIGINAL, *SAID, "****"]), max_size=8),
    st.text(),
    st.sampled_from([None, "2014-10-22", "2020-02-30", "soon"]),
)
def test_never_raises_and_loses_nothing(
    paragraphs: list[str], title: str, page_date: str | None
) -> None:
    plain = text.normalize(article(*paragraphs, title=title, page_date=page_date))
    found = reading.read(plain)
    before = "".join(p.text for p in plain.paragraphs if not text.is_rule(p.text))
    kept = (found.original_title or "") + found.body
    assert len("".join(kept.split())) <= len("".join(before.split()))
    if found.original_title is None:
        assert "".join(found.body.split()) == "".join(before.split())
