"""Questions and answers take turns: what that tells of labels that words leave open.

In: the pieces of a page. Out: the same, every label decided. An unknown label
(`德国明镜周刊：`) asks if it stands between two answers, or reads like a question and an
answer follows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from briefings.labels import ANNOUNCE, ANSWER, ASK, OUTLET, SPEAK, Label
from briefings.phases import is_request
from briefings.pieces import MAYBE, PLAIN, RULE, Piece

if TYPE_CHECKING:
    from collections.abc import Iterable

SAYS = frozenset({ANSWER, SPEAK})
_SURE = frozenset({ANSWER, SPEAK, ASK, ANNOUNCE, RULE})

BOLD_ENOUGH = 3
"""Bold questions with labels that a page must have before bold alone tells one.
Editors forget it on some questions, so a page with exceptions tells nothing."""


def answers_ahead(pieces: list[Piece]) -> list[bool]:
    """For each piece whether the label of an answer stands before the next question."""
    ahead: list[bool] = []
    comes = False
    for piece in reversed(pieces):
        ahead.append(comes)
        comes = piece.kind in SAYS or (comes and piece.kind == PLAIN)
    return ahead[::-1]


def bold_asks(pieces: Iterable[Piece]) -> bool:
    """True on a page that prints its labeled questions bold and nothing else."""
    asked = [piece.bold for piece in pieces if piece.kind == ASK]
    said = any(piece.bold for piece in pieces if piece.kind in SAYS)
    return len(asked) >= BOLD_ENOUGH and all(asked) and not said


def settle(pieces: list[Piece]) -> None:
    """Decide every unknown label, in place: a question, or no label at all."""
    bold_page = bold_asks(pieces)
    states = _states(pieces)
    nearest = following = None
    for piece, state in zip(reversed(pieces), reversed(states), strict=True):
        if piece.kind in {OUTLET, MAYBE}:
            if _asks(piece, state, nearest, following, bold_page):
                piece.kind, piece.label = ASK, Label(ASK)
            else:
                piece.kind = PLAIN
        if piece.kind in _SURE:
            following = piece.kind
        if piece.kind == PLAIN:
            piece.text = piece.source.strip()
        nearest = piece.kind
    if bold_page:
        _ask_in_bold(pieces)


def _states(pieces: list[Piece]) -> list[str | None]:
    """For each piece the kind of the last sure label before it."""
    states: list[str | None] = []
    last: str | None = None
    for piece in pieces:
        states.append(last)
        last = piece.kind if piece.kind in _SURE else last
    return states


def _asks(
    piece: Piece,
    state: str | None,
    nearest: str | None,
    following: str | None,
    bold_page: bool,
) -> bool:
    """True of an unknown label if what it opens is a question, by its surroundings.

    What stands between two answers is one. Else it must read like a question, and an
    answer must follow unless its label is that of a medium or all questions are bold.
    """
    unknown = piece.kind == MAYBE
    if unknown and (not piece.opens or piece.label is not None):
        return False
    if nearest in SAYS and state in SAYS:
        return True
    if not is_request(piece.text):
        return False
    if unknown:
        proven = following in SAYS or (bold_page and piece.bold)
        return proven and state != ASK
    return piece.opens or nearest in SAYS


def _ask_in_bold(pieces: list[Piece]) -> None:
    """Bold requests without any label, on a page where questions are bold."""
    for before, piece in pairwise(pieces):
        if piece.bold and piece.kind == PLAIN and is_request(piece.text):
            asks = before.kind in SAYS or (before.kind == PLAIN and not before.bold)
            piece.kind = ASK if asks else PLAIN
