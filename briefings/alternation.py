"""Questions and answers take turns: what that tells of labels that words leave open.

In: the pieces of a page. Out: pieces whose labels are all decided. An unknown label
(`德国明镜周刊：`) asks if an answer follows; an answer that follows no question has one
before it that a missing full stop hid in the running text, and the other way about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from briefings.labels import (
    ANNOUNCE,
    ANSWER,
    ASK,
    OUTLET,
    SPEAK,
    UNKNOWN,
    Label,
    classify,
)
from briefings.phases import is_request
from briefings.pieces import MAYBE, PLAIN, RULE, Piece
from briefings.running import is_quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

SAYS = frozenset({ANSWER, SPEAK})

BOLD_ENOUGH = 3
"""Bold questions with labels that a page must have before bold alone tells one.
Editors forget it on some questions, so a page with exceptions tells nothing."""

# "表明立场问：", "2009/10/06问：": not 请问：, 访问：, 学问：
ASKED_RE = re.compile(
    r"(?<![请访学提反疑设质慰借顾过责拷讯发自试敢])(?P<words>[追再]?问)[：:]"
)
# "情况答：": not 回答：, 问答：, 解答：
ANSWERED_RE = re.compile(r"(?<![回问解应作抢对])(?P<words>答)[：:]")
# "。二、请介绍": a question numbered instead of labeled, within a run
NUMBERED_RE = re.compile(r"(?<=[。？！”）])(?=[一二三四五六七八九十]{1,3}、)")
# "。北方之声：": an unknown label within a run
UNKNOWN_RE = re.compile(rf"(?<=[。？！”）])\s?(?P<words>{UNKNOWN})[：:]")
# "。中方能否介绍目前进展？": the last sentence of a run
LAST_RE = re.compile(r"(?<=[。！”）])[^。！]+[？?]$")


def settle(pieces: list[Piece], names: Iterable[str]) -> list[Piece]:
    """Pieces without unknown labels. No text is lost; some are cut in two."""
    _decide(pieces)
    return _found_questions(_found_answers(pieces, names))


def answer_comes(pieces: list[Piece], i: int) -> bool:
    """True where the label of an answer stands before the next question."""
    for piece in pieces[i + 1 :]:
        if piece.kind in SAYS:
            return True
        if piece.kind != PLAIN:
            return False
    return False


def _decide(pieces: list[Piece]) -> None:
    following: str | None = None
    nearest: str | None = None
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.kind in {OUTLET, MAYBE}:
            before = pieces[i - 1] if i else None
            if _asks(piece, before, following, nearest):
                piece.kind, piece.label = ASK, Label(ASK)
        if piece.kind in {ASK, RULE}:
            following = piece.kind
        elif piece.kind in SAYS:
            following = ANSWER
        nearest = piece.kind
    for piece in pieces:
        if piece.kind in {MAYBE, OUTLET}:
            piece.kind = PLAIN
        if piece.kind == PLAIN:
            piece.text = piece.source.strip()
    if _bold_asks(pieces):
        for before, piece in pairwise(pieces):
            if piece.bold and piece.kind == PLAIN and is_request(piece.text):
                asks = before.kind in SAYS or (before.kind == PLAIN and not before.bold)
                piece.kind = ASK if asks else PLAIN


def _bold_asks(pieces: list[Piece]) -> bool:
    """True on a page that prints its labeled questions bold and nothing else."""
    asked = [piece.bold for piece in pieces if piece.kind == ASK]
    said = any(piece.bold for piece in pieces if piece.kind in SAYS)
    return len(asked) >= BOLD_ENOUGH and all(asked) and not said


def _asks(
    piece: Piece, before: Piece | None, following: str | None, nearest: str | None
) -> bool:
    """True of an unknown label if what it opens is a question, by its surroundings.

    What stands between two answers is one; before an answer further on or none, it
    must read like a question, and the label like a medium where none answers.
    """
    unknown = piece.kind == MAYBE
    if unknown and (not piece.opens or piece.label is not None):
        return False
    before_kind = before.kind if before else None
    if nearest in SAYS and (
        before_kind in SAYS or (before_kind == PLAIN and piece.opens)
    ):
        return True
    if not is_request(piece.text):
        return False
    return following == ANSWER if unknown else piece.opens or nearest in SAYS


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
    known = "|".join(map(re.escape, names))
    patterns = [ANSWERED_RE]
    if known:
        patterns.append(re.compile(rf"(?<!发言人)(?P<words>{known})[：:]"))
    found: list[Piece] = []
    for i, piece in enumerate(pieces):
        if piece.kind == ASK and not answer_comes(pieces, i):
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
    for words in askers:
        if (at := text.rfind(words + "：")) > 0 and not is_quoted(text, at):
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
