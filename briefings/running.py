"""Where labels stand in a text: at the start of a paragraph, or within a run of many.

In: one paragraph, which may be a whole body without any marks between paragraphs
(`…有何评论？赵立坚：…密切沟通。路透社记者：…`). Out: `Spot`s, in order. A label within a
run must follow the end of a sentence and may not stand inside quotation marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from briefings.labels import ASK, LONGEST, OUTLET, SPEAK, Label, classify
from briefings.phases import is_request

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a text must have to hold a label at all, tried first: most texts have none
HINT_RE = re.compile(r"[：:；\[【]|会后|^[追再]?[问答]")
# "：", ":"
COLON_RE = re.compile("[：:]")
# The last end of a sentence before a label: "有何评论？", "沟通。”", "*"
STOP_RE = re.compile(r".*[。？！?!…*＊][”’』」]?\s*", re.DOTALL)
# "（笑）", "（记者点头）": at the end of a label
ASIDE_RE = re.compile(r"[（(][^（）()]{1,40}[）)]\s*$")
# "（现场记者大笑）记者": before a label
ASIDES_RE = re.compile(r"(?:\s*[（(][^（）()]{1,40}[）)])+\s*")
STOPS = frozenset("。？！?!…*＊”’）)]】")
"""What may stand right before a label in brackets."""

# "会后有记者问及，", "另有记者问及，", "会后，有记者向发言人": questions without a colon
TOLD_RE = re.compile(
    r"(?:(?:当天|当日)?(?:例行)?(?:记者)?会后，?(?:有|还有|另有)?[^，。：:？！“”我]{0,12}(?:记者|媒体)"
    r"(?:[^。：:？！]{0,30}?(?:问及|问到|问道|询问|提问|问)[，：:]|(?=向(?:发言人|我)))"
    r"|(?:还有|另有|又有|有)[^，。：:？！“”我]{0,12}(?:记者|媒体)"
    r"[^。：:？！]{0,30}?(?:问及|问到|问道|询问|提问|问)[：:])"
)
# "。会后，", "？另有": where such a question may begin within a run
TOLD_START_RE = re.compile(r"(?<=[。？！”）*])\s*(?=(?:记者)?会后|另有|还有)")
# "答；", "新华社记者；", "问，", "答 ": what was typed for a colon stays in the label
SLIP_RE = re.compile(
    r"(?:(?:[追再]?问|答)(?:[；，、.．]|\s(?![：:\s]))|[^，。？！；：:“”（）]{2,20}；)\s?"
)
# "[王毅]", "【人民日报记者】", with or without a colon, "[ 2018-03-08 10:02 ]" around it
CLOCK = r"(?:\[\s*\d{4}-\d\d?-\d\d?\s+\d\d?:\d\d(?::\d\d)?\s*\]\s*)"
BRACKET_RE = re.compile(
    rf"{CLOCK}?[\[【](?P<inner>[^\[\]【】：:]{{1,24}})[\]】]\s*{CLOCK}?[：:]?"
)

REQUEST_REACH = 60
"""Characters: enough for the last clause of a question, 请中方介绍有关情况。"""

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

    opens: bool = False
    """They open the paragraph."""

    asked: bool = False
    """A name, and the sentence before it in the same paragraph is a question."""


def is_quoted(text: str, position: int) -> bool:
    """True inside quotation marks: the one before opens and the one behind closes."""
    before = text[max(0, position - QUOTE_REACH) : position]
    if before.rfind("“") <= before.rfind("”"):
        return False
    behind = text[position : position + QUOTE_REACH]
    closes, opens = behind.find("”"), behind.find("“")
    return closes >= 0 and (opens < 0 or closes < opens)


def _label_start(text: str, floor: int, colon: int) -> int | None:
    """Where the words before a colon begin; None where no sentence ends there."""
    low = max(floor, colon - LONGEST)
    head = text[low:colon]
    if head.endswith(("）", ")")) and (aside := ASIDE_RE.search(head)):
        head = head[: aside.start()]
    stop = STOP_RE.match(head)
    if stop is None and low > floor:
        return None
    start = low + stop.end() if stop else low
    if start and (aside := ASIDES_RE.match(text, start, colon)):
        start = aside.end()
    return start


def _told(text: str) -> Iterator[Spot]:
    """Questions told within a run, `会后有记者问及，…`, that no colon marks."""
    for place in TOLD_START_RE.finditer(text):
        if match := TOLD_RE.match(text, place.end()):
            words = match.group()
            if not words.endswith(("：", ":")) and not is_quoted(text, match.start()):
                yield Spot(match.start(), match.end(), words, Label(ASK, after=True))


def _bracketed(text: str) -> Iterator[Spot]:
    """Labels in brackets, with the times beside them: `[周宁]`, no colon needed."""
    for match in BRACKET_RE.finditer(text):
        start = match.start()
        if start and text[start - 1] not in STOPS:
            continue
        if label := classify(match["inner"].strip()):
            words = match.group().rstrip("：: ")
            yield Spot(start, match.end(), words, label, start == 0, start > 0)


def spots(text: str) -> list[Spot]:
    """All places where a label may stand, in order and without overlap."""
    if HINT_RE.search(text) is None:
        return []
    found = list(_bracketed(text)) if "[" in text or "【" in text else []
    if not found and (first := _opening(text)):
        found.append(first)
    if "会后" in text:
        found += [t for t in _told(text) if not any(_overlap(t, s) for s in found)]
    if found:
        return sorted(found + _at_colons(text, sorted(found)))
    return _at_colons(text, [])


def _at_colons(text: str, taken: list[Spot]) -> list[Spot]:
    """Labels before colons, none of them within the spots already taken."""
    found: list[Spot] = []
    floor = 0
    for match in COLON_RE.finditer(text):
        colon = match.start()
        while taken and taken[0].end <= colon:
            floor = max(floor, taken.pop(0).end)
        if taken and taken[0].start <= colon:
            continue
        spot = _at_colon(text, floor, colon)
        if spot is not None:
            found.append(spot)
            floor = spot.end
    return found


def _overlap(one: Spot, two: Spot) -> bool:
    return one.start < two.end and two.start < one.end


def _at_colon(text: str, floor: int, colon: int) -> Spot | None:
    start = _label_start(text, floor, colon)
    if start is None or not 0 < colon - start <= LONGEST:
        return None
    words = text[start:colon].strip()
    label = classify(words) if words else None
    if start == floor > 0 and (label is None or label.kind != ASK):
        return None  # behind a label only another one may stand: 追问：法新社记者：
    opens = start == 0
    if not words or (label is None and not opens):
        return None
    if not opens and is_quoted(text, start):
        return None
    asked = (
        label is not None
        and label.kind == SPEAK
        and is_request(text[max(0, start - REQUEST_REACH) : start])
    )
    return Spot(start, colon + 1, words, label, opens, asked)


def _opening(text: str) -> Spot | None:
    """A label at the start of a paragraph that ends in no colon."""
    head = text[0]
    if head in "[【" and (match := BRACKET_RE.match(text)):
        label = classify(match["inner"].strip())
        if label:
            return Spot(
                0, match.end(), match.group().rstrip("：: "), label, True, False
            )
    if head in "会例还另又有记当" and (match := TOLD_RE.match(text)):
        after = not text.startswith("有")
        words = match.group().rstrip("：:")
        return Spot(0, match.end(), words, Label(ASK, after=after), True, False)
    if (head in "问答追再" or "；" in text[:22]) and (match := SLIP_RE.match(text)):
        words = match.group().strip()
        label = classify(words.rstrip("；，、.．"))
        if label and label.kind != OUTLET:
            return Spot(0, match.end(), words, label, True, False)
    return None
