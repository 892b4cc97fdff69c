"""Normalizing: the table of characters, paragraphs, and the laws it must keep."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.items import Article, Origin, Paragraph
from briefings.text import clean, is_rule, narrow, normalize

INVISIBLE_RE = re.compile(
    "[\\s\ue5e5\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\ufeff]+"
)

ALPHABET = st.sampled_from(
    [
        *"天气展。？！：:，、“”（）《》*＊ \n\r\t9Aa１Ａ",
        *["\u3000", "\u3000\u3000", "\xa0", "\u200b", "\ufeff", "\u2002", "\x00"],
        *["\ud800", "问：", "答：", "原标题：", "*****"],
    ]
)
TEXTS = st.lists(ALPHABET, max_size=40).map("".join) | st.text(max_size=60)


def article(*texts: str, **fields: str) -> Article:
    paragraphs = [Paragraph(text) for text in texts]
    title = fields.pop("title", "题")
    return Article("u", "scio", "1", "x", title, paragraphs, Origin("0"), **fields)


def paragraphs(*texts: str) -> list[str]:
    return [p.text for p in normalize(article(*texts)).paragraphs]


def visible(*texts: str) -> str:
    return INVISIBLE_RE.sub("", "".join(texts))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u3000\u3000天气展", "天气展"),
        ("天气\xa0展", "天气 展"),
        ("天\u200b气\ufeff展", "天气展"),
        ("天气\u2002\u2003展", "天气 展"),
        ("天气\n展", "天气展"),
        ("天气\r\n  展", "天气展"),
        ("404\u3000not\u3000found", "404 not found"),
        ("two\nlines", "two lines"),
        ("，：（）？！；“”——《》", "，：（）？！；“”——《》"),
        ("１２月ＡＢＣ", "１２月ＡＢＣ"),
        ("天\xad气\x00展\u2028", "天气展"),
        ("天气\ue5e5展", "天气 展"),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_narrow_leaves_punctuation_alone() -> None:
    assert (
        narrow("２０２０年１１月，Ｇ２０：ａｂｃ（％）") == "2020年11月，G20：abc（％）"
    )


@pytest.mark.parametrize("text", ["***", "* * * *", "＊＊＊＊", " ****** "])
def test_rows_of_asterisks(text: str) -> None:
    assert is_rule(text)


@pytest.mark.parametrize("text", ["", "*", "**", "*** 注", "——————", "天气"])
def test_what_is_no_row(text: str) -> None:
    assert not is_rule(text)


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["\u3000\u3000一。\u3000\u3000二。"], ["一。", "二。"]),
        (["有何评论？ \u3000\u3000赵某：会议"], ["有何评论？", "赵某：会议"]),
        (["一。\u3000 \u3000\xa0二。"], ["一。", "二。"]),
        (["一\u3000二"], ["一 二"]),
        (["", " ", "\u3000", "\u200b", "一。"], ["一。"]),
        (["沟通。**********会后有记者问及：几点？"],
         ["沟通。", "**********", "会后有记者问及：几点？"]),
        (["一（注*）。"], ["一（注*）。"]),
    ],
)  # fmt: skip
def test_parting(texts: list[str], wanted: list[str]) -> None:
    assert paragraphs(*texts) == wanted


def test_title_alone_is_narrowed() -> None:
    done = normalize(
        article("１０人。", title=" ２０２０年\u3000天气展\xa0", credit="Ａ\xa0")
    )
    assert done.title == "2020年 天气展"
    assert done.credit == "Ａ"
    assert [p.text for p in done.paragraphs] == ["１０人。"]


def test_bold_survives() -> None:
    given_paragraphs = [Paragraph("一。\u3000\u3000二。", bold=True), Paragraph("三。")]
    done = normalize(
        Article("u", "scio", "1", "x", "题", given_paragraphs, Origin("0"))
    )
    assert [p.bold for p in done.paragraphs] == [True, True, False]


@given(st.lists(TEXTS, max_size=8))
def test_normalizing_twice_changes_nothing(texts: list[str]) -> None:
    once = normalize(article(*texts))
    assert normalize(once) == once


@given(st.lists(TEXTS, max_size=8))
def test_only_blanks_are_lost(texts: list[str]) -> None:
    assert visible(*paragraphs(*texts)) == visible(*texts)


@given(TEXTS)
def test_a_title_is_one_line(text: str) -> None:
    title = normalize(article("一。", title=text)).title
    assert title == title.strip()
    assert "\n" not in title
    assert "  " not in title
