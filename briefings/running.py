"""Where labels stand in a text: at the start of a paragraph, or within a run of many.

In: one paragraph, which may be a whole body without any marks between paragraphs
(`…有何评论？赵立坚：…密切沟通。路透社记者：…`). Out: `Spot`s, in order. A label within a
run must follow the end of a sentence and may not stand inside quotation marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefings.labels import ASK, LONGEST, Label, classify

if TYPE_CHECKING:
    from collections.abc import Iterator

# "：", ":"
COLON_RE = re.compile("[：:]")
# The last end of a sentence before a label: "有何评论？", "沟通。”", "*"
STOP_RE = re.compile(r".*(?:[。？！?!…*＊]|[。？！?!…][”’』」])\s*", re.DOTALL)
# "（笑）", "（记者点头）" before a label or at its end
ASIDE_RE = re.compile(r"[（(][^（）()]{1,40}[）)]\s*$")
# "会后有记者问及，", "另有记者问及，", "会后，有记者向发言人": questions without a colon
TOLD_RE = re.compile(
    r"(?:(?:例行)?(?:记者)?会后，?(?:有|还有|另有)?|还有|另有|有)[^，。：:？！“”我]{0,12}(?:记者|媒体)"
    r"(?:[^，。：:？！“”]{0,8}(?:问及|问到|问道|询问|提问)[，：:]?|问[，：:]|(?=向(?:发言人|我)))"
)
# "答；", "问；": typed for a colon
SLIP_RE = re.compile(r"(?:追?问|答)\s?；")
# "[王毅]", "【人民日报记者】", with or without a colon, "[ 2018-03-08 10:02 ]" around it
CLOCK = r"(?:\[\s*\d{4}-\d\d?-\d\d?\s+\d\d?:\d\d(?::\d\d)?\s*\]\s*)"
BRACKET_RE = re.compile(
    rf"{CLOCK}?[\[【](?P<inner>[^\[\]【】：:]{{1,24}})[\]】]\s*{CLOCK}?[：:]?"
)

QUOTE_REACH = 300
"""Characters: an opening quotation mark further back was never closed by mistake."""


class Spot(NamedTuple):
    """Words that may be a label."""

    start: int
    end: int
    """Offset behind the colon."""

    words: str
    """As printed, without the colon."""

    label: Label | None
    """What their shape says; None where it says nothing."""

    opens: bool
    """They open the paragraph."""

    asked: bool
    """The sentence before them, in the same paragraph, is a question."""


def is_quoted(text: str, position: int) -> bool:
    """True inside quotation marks that opened before and have not closed."""
    mark = text.rfind("“", max(0, position - QUOTE_REACH), position)
    return mark >= 0 and text.find("”", mark, position) < 0


def _label_start(text: str, floor: int, colon: int) -> int | None:
    """Where the words before a colon begin; None where no sentence ends there."""
    low = max(floor, colon - LONGEST)
    head = text[low:colon]
    if head.endswith(("）", ")")) and (aside := ASIDE_RE.search(head)):
        head = head[: aside.start()]
    stop = STOP_RE.match(head)
    start = low + stop.end() if stop else low
    if aside := ASIDE_RE.match(text[start:colon].lstrip()):
        start += aside.end()
    if stop is None and low > floor:
        return None
    return start


def spots(text: str) -> Iterator[Spot]:
    """All places where a label may stand, in order and without overlap."""
    floor = 0
    if first := _opening(text):
        yield first
        floor = first.end
    for match in COLON_RE.finditer(text, floor):
        colon = match.start()
        start = _label_start(text, floor, colon)
        if start is None or not 0 < colon - start <= LONGEST:
            continue
        words = text[start:colon].strip()
        label = classify(words) if words else None
        opens = start == 0
        if start == floor > 0 and (label is None or label.kind != ASK):
            continue  # behind a label only another one may stand: 追问：法新社记者：
        if not words or (label is None and not opens):
            continue
        if not opens and is_quoted(text, start):
            continue
        before = text[max(0, start - 3) : start]
        yield Spot(
            start, match.end(), words, label, opens, "？" in before or "?" in before
        )
        floor = match.end()


def _opening(text: str) -> Spot | None:
    """A label at the start of a paragraph that ends in no colon."""
    head = text[0]
    if head in "[【" and (match := BRACKET_RE.match(text)):
        label = classify(match["inner"].strip())
        if label:
            return Spot(
                0, match.end(), match.group().rstrip("：: "), label, True, False
            )
    if head in "会例还另有记" and (match := TOLD_RE.match(text)):
        after = not text.startswith(("有", "记"))
        words = match.group().rstrip("：:")
        return Spot(0, match.end(), words, Label(ASK, after=after), True, False)
    if head in "问答追" and (match := SLIP_RE.match(text)):
        words = match.group()
        return Spot(0, match.end(), words, classify(words[:-1].strip()), True, False)
    return None
