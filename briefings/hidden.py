"""Labels that a missing full stop hides in running text.

In: pieces whose labels are decided. Out: the same, where a question that nothing
answers holds an answer (`情况答：`), or an answer that follows no question holds one
(`…沟通问：`, `。二、请介绍…`). Only then is a label sought inside a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefings.alternation import SAYS, answers_ahead
from briefings.labels import ANNOUNCE, ASK, OUTLET, UNKNOWN, Label, classify
from briefings.phases import is_request
from briefings.pieces import PLAIN, Piece
from briefings.running import is_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

# "表明立场问：", "发布会后有记者问及：": not 请问：, 访问：, 学问：
ASKED_RE = re.compile(
    r"(?<![请访学提反疑设质慰借顾过责拷讯发自试敢])(?P<words>"
    r"会后，?(?:有|还有|另有)记者问及|(?:还有|另有)记者问及|[追再]?问)[：:]"
)
# "情况答：": not 回答：, 问答：, 作答：
ANSWERED_RE = re.compile(r"(?<![回问解应抢对])(?<!(?<!工)作)(?P<words>答)[：:]")
# "。二、请介绍": a question numbered instead of labeled, within a run
NUMBERED_RE = re.compile(r"(?<=[。？！”）])(?=[一二三四五六七八九十]{1,3}、)")
# "。北方之声：": an unknown label within a run
UNKNOWN_RE = re.compile(rf"(?<=[。？！”）])\s?(?P<words>{UNKNOWN})[：:]")
# "。中方能否介绍目前进展？": the last sentence of a run
LAST_RE = re.compile(r"(?<=[。！”）])[^。！]+[？?]$")


def found(pieces: list[Piece], names: Iterable[str]) -> list[Piece]:
    """The pieces, some cut in two where a label was hidden. No text is lost."""
    return _found_questions(_found_answers(pieces, names))


def _split(piece: Piece, at: int, words: str | None, end: int) -> tuple[Piece, Piece]:
    """The piece before offset `at` of its text, and a new one with its label."""
    text = piece.text
    label = (classify(words) if words else None) or Label(ASK)
    kind = ASK if label.kind == OUTLET else label.kind
    cut = piece.source.rindex(text) + at
    first = replace(piece, text=text[:at].strip(), source=piece.source[:cut])
    second = Piece(
        kind, piece.source[cut:], text[end:].strip(), words, label, opens=False
    )
    return first, second


def _found_answers(pieces: list[Piece], names: Iterable[str]) -> list[Piece]:
    """Finds 答： and names of speakers in questions that nothing answers."""
    known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    patterns = [ANSWERED_RE]
    if known:
        patterns.append(re.compile(rf"(?<!发言人)(?P<words>{known})[：:]"))
    found: list[Piece] = []
    for piece, answered in zip(pieces, answers_ahead(pieces), strict=True):
        if piece.kind == ASK and not answered:
            for pattern in patterns:
                match = pattern.search(piece.text)
                if match and not is_quoted(piece.text, match.start()):
                    found += _split(piece, match.start(), match["words"], match.end())
                    break
            else:
                found.append(piece)
        else:
            found.append(piece)
    return found


def _found_questions(pieces: list[Piece]) -> list[Piece]:
    """Finds the questions of answers that seem to have none, within a run."""
    found: list[Piece] = []
    askers = {
        p.words for p in pieces if p.kind == ASK and p.words and "记者" in p.words
    }
    for piece in pieces:
        before = found[-1] if found else None
        if (
            piece.kind in SAYS
            and not piece.opens
            and before is not None
            and before.kind in {*SAYS, PLAIN, ANNOUNCE}
            and (place := _question_in(before.text, askers))
        ):
            found[-1:] = _split(before, *place)
        found.append(piece)
    return found


def _question_in(text: str, askers: set[str]) -> tuple[int, str | None, int] | None:
    """Where a question begins in a text that should hold one at its end.

    Gives offset, label and the offset behind the label.
    """
    known = [(text.rfind(words + "："), words) for words in askers]
    at, words = max(known, default=(-1, ""))
    if at > 0 and not is_quoted(text, at):
        return at, words, at + len(words) + 1
    if place := _last(ASKED_RE, text):
        return place.start(), place["words"], place.end()
    for numbered in reversed(list(NUMBERED_RE.finditer(text))):
        if is_request(text[numbered.start() :]):
            return numbered.start(), None, numbered.start()
    if place := _last(UNKNOWN_RE, text):
        return place.start(), place["words"], place.end()
    if last := LAST_RE.search(text):
        return last.start(), None, last.start()
    return None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    places = [m for m in pattern.finditer(text) if not is_quoted(text, m.start())]
    return places[-1] if places else None
