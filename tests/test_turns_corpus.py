"""The real corpus: three forms of the same text, and as many exchanges as labels."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from briefings import speakers
from briefings.items import Paragraph, Turn
from briefings.turns import segment
from tests.turn_cases import normalized, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.shared

RECORD_RE = re.compile(r"title: ?(.*?)\nurl:.*?\ncontent: ?\n?(.*)$", re.DOTALL)
# "答：", "路透社记者：" alone on a line: the label of the next one
ALONE_RE = re.compile(r"[^。？！，]{1,30}[：:]")
ORIGINAL_RE = re.compile(r"原标题[：:]\S*(?:\s|$)")
BLANK_RE = re.compile(r"[\s:：*]+")
QUESTION_RE = re.compile(r"(?:[追再]?问)\s*[：:；]")


def bare(*parts: str | None) -> str:
    return BLANK_RE.sub("", "".join(part or "" for part in parts))


@cache
def records(shared: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, title and paragraphs of each record, labels put before their texts."""
    found = []
    for path in sorted((shared / "corpus" / "scio").glob("*.txt")):
        match = RECORD_RE.match(path.read_text(encoding="utf-8"))
        assert match
        paragraphs, label = [], ""
        for line in filter(None, (x.strip() for x in match[2].split("\n"))):
            if ORIGINAL_RE.match(line):
                continue
            if ALONE_RE.fullmatch(line) and not label:
                label = line
                continue
            paragraphs.append(label + line)
            label = ""
        found.append((path.stem, match[1], (*paragraphs, *filter(None, [label]))))
    return found


def read(title: str, texts: list[str], names: list[str] | None = None) -> list[Turn]:
    clean = normalized([Paragraph(text) for text in texts])
    if names is None:
        names = speakers.find([title], None, [p.text for p in clean]).names
    turns = segment(clean, names)
    said = (
        s for t in turns for s in (t.asker_raw, t.question, t.speaker_raw, t.answer)
    )
    assert bare(*said) == bare(*texts)
    return turns


def questions(turns: list[Turn]) -> Counter[str]:
    return Counter(bare(t.asker_raw, t.question) for t in turns if t.kind == "exchange")


def all_read(shared: Path) -> Iterator[tuple[str, str, list[str], list[Turn]]]:
    for name, title, texts in records(shared):
        yield name, title, list(texts), read(title, list(texts))


def test_flat_gives_the_same_turns(shared: Path) -> None:
    for name, title, texts, turns in all_read(shared):
        flat = read(title, ["\u3000\u3000" + "\u3000\u3000".join(texts)])
        assert list(map(shown, flat)) == list(map(shown, turns)), name


def test_joined_gives_the_same_questions(shared: Path) -> None:
    hits = wanted = found = 0
    for _, title, texts, turns in all_read(shared):
        want, got = questions(turns), questions(read(title, ["".join(texts)]))
        hits += (want & got).total()
        wanted += want.total()
        found += got.total()
    assert 2 * hits / (wanted + found) >= 0.995


def test_as_many_exchanges_as_question_labels(shared: Path) -> None:
    agree = total = 0
    for _, _, texts, turns in all_read(shared):
        labels = sum(
            QUESTION_RE.match(p.text) is not None
            for p in normalized([Paragraph(text) for text in texts])
        )
        if labels:
            exchanges = [t for t in turns if (t.asker_raw or "").endswith("问")]
            total += 1
            agree += len(exchanges) == labels
    assert total > 250
    assert agree / total >= 0.995


def test_no_statement_swallows_a_label(shared: Path) -> None:
    """Every paragraph that opens with a label of a question opens an exchange."""
    for name, _, texts, turns in all_read(shared):
        asked = {t.asker_raw for t in turns}
        for text in texts:
            if match := re.match(r"([^，。？！：“]{2,14}记者)：", text):
                assert match[1] in asked, (name, match[1])
