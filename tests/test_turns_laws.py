"""What holds for any text at all: nothing raises, and no character is lost."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from briefings.items import Paragraph
from briefings.text import is_rule
from briefings.turns import segment
from tests.turn_cases import cases, normalized

BLANK_RE = re.compile(r"[\s:：*]+")
# What normalizing takes away beside white space.
GONE_RE = re.compile("[\u200b\ufeff\x00＊]+")

MUTATIONS = 10_000
SEED = 20040715

STRAYS = [
    *[
        "答：",
        "问：",
        "周宁：",
        "路透社记者：",
        "追问：",
        "记者：",
        "会后有记者问及：",
        "会后，",
    ],
    *["[周宁]", "[ 2018-03-08 10:02 ]", "******", "（笑）", "“", "”", "？", "。", "："],
    *[
        "周宁表示，",
        "答；",
        "问",
        "《海港纪事报》：",
        "彭博社：",
        "主持人：",
        "\u3000\u3000",
    ],
    *[
        "7月12日下午，外交部发言人周宁主持例行记者会。",
        "\n",
        "\u200b",
        "*",
        "＊＊＊",
        "一、",
    ],
    *[
        "周宁首先发布消息：",
        "有记者问及，",
        "Q：",
        "【",
        "]",
        "原标题：",
        "祝大家周末愉快！",
    ],
]
WORDS = st.sampled_from(
    [*STRAYS, "展览何时开幕？", "明天。", "天气", "请介绍情况。", "9"]
)
TEXTS = st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=40)


def bare(*parts: str | None) -> str:
    return BLANK_RE.sub("", "".join(part or "" for part in parts))


def lost(paragraphs: list[Paragraph], speakers: list[str]) -> str | None:
    """What the turns hold where it is not what the paragraphs hold."""
    turns = segment(paragraphs, speakers)
    told = bare(
        *(s for t in turns for s in (t.asker_raw, t.question, t.speaker_raw, t.answer))
    )
    body = bare(*(p.text for p in paragraphs if not is_rule(p.text)))
    return None if told == body else told


def mutated(paragraphs: list[Paragraph], chance: random.Random) -> list[Paragraph]:
    """The same with a few paragraphs cut, doubled, swapped, joined, or strays put in."""
    changed = list(paragraphs)
    for _ in range(chance.randint(1, 5)):
        if not changed:
            break
        at, other = chance.randrange(len(changed)), chance.randrange(len(changed))
        text = changed[at].text
        place = chance.randrange(len(text) + 1)
        stray = chance.choice(STRAYS)
        match chance.randrange(7):
            case 0:
                changed[at] = Paragraph(text[:place])
            case 1:
                changed.insert(other, changed[at])
            case 2:
                changed[at], changed[other] = changed[other], changed[at]
            case 3:
                changed.insert(at, Paragraph(stray, bold=chance.random() < 0.5))
            case 4:
                changed[at] = Paragraph(text[:place] + stray + text[place:])
            case 5:
                del changed[at]
            case 6:
                changed = [Paragraph("".join(p.text for p in changed))]
    return changed


def test_mutations_neither_raise_nor_lose_a_character() -> None:
    chance = random.Random(SEED)
    pool = [case.paragraphs for case in cases()]
    for n in range(MUTATIONS):
        source = [*chance.choice(pool), *chance.choice(pool)]
        changed = mutated(source, chance)
        clean = normalized(changed)
        speakers = chance.choice([[], ["周宁"], ["陈岚", "周宁"]])
        assert lost(clean, speakers) is None, (n, changed)
        before = GONE_RE.sub("", bare(*(p.text for p in changed)))
        assert GONE_RE.sub("", bare(*(p.text for p in clean))) == before, (n, changed)


@given(st.lists(TEXTS, max_size=8), st.sampled_from([[], ["周宁"]]))
def test_no_text_raises_or_loses(texts: list[str], speakers: list[str]) -> None:
    assert lost(normalized([Paragraph(text) for text in texts]), speakers) is None


@given(st.lists(TEXTS, max_size=8))
def test_not_even_a_text_that_was_never_normalized(texts: list[str]) -> None:
    assert lost([Paragraph(text) for text in texts], []) is None


@given(st.lists(TEXTS, max_size=6))
def test_turns_are_well_formed(texts: list[str]) -> None:
    for n, turn in enumerate(segment(normalized(list(map(Paragraph, texts))), []), 1):
        assert turn.n == n
        assert turn.phase in {"opening", "session", "after"}
        assert turn.outlets == []
        if turn.kind == "statement":
            assert turn.question is None
            assert turn.asker_raw is None
            assert turn.answer is not None
        else:
            assert turn.kind == "exchange"
            assert turn.question is not None
