"""A page cut at its labels: paragraphs in, pieces out, every character in one of them.

A piece is a label with the text behind it, or text without a label. Which words are
labels is decided here as far as the words and the names known on the page can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefings.labels import ANSWER, ASK, LONGEST, OUTLET, SPEAK, UNKNOWN, Label
from briefings.running import CLOCK, Spot, spots
from briefings.text import is_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefings.items import Paragraph

RULE, PLAIN, MAYBE = "rule", "plain", "maybe"
"""Kinds of piece beside those of labels: asterisks, bare text, an unknown label."""

# "[ 2018-03-08 10:02 ]" alone: when the words beside it were said
CLOCK_RE = re.compile(rf"{CLOCK}")
# "德国明镜"
MAYBE_RE = re.compile(UNKNOWN)
# "主持人 某某", "外交部发言人某某", "[某某]": no list within an answer looks like that
OFFICE_RE = re.compile(r"主持人|外交部|发言人|[\[【]")

OFTEN = 3
"""Times that a name must stand as a label if it never follows a question: `方向：`
may well begin two points of an answer."""


@dataclass(slots=True)
class Piece:
    """A label and its text, or a text alone. `source` is both as printed."""

    kind: str
    source: str
    text: str
    words: str | None = None
    """The label without its colon."""

    label: Label | None = None
    opens: bool = True
    """Stands at the start of a paragraph."""

    bold: bool = False


def names_on(page: Sequence[list[Spot]], texts: Sequence[str]) -> set[str]:
    """People whose names stand as labels where an answer would begin, or often."""
    seen: Counter[str] = Counter()
    asked = False
    for found, text in zip(page, texts, strict=True):
        for spot in found:
            if spot.label and spot.label.kind == SPEAK and spot.label.name:
                answers = spot.asked or (spot.opens and asked)
                seen[spot.label.name] += OFTEN if answers else 1
        label = found[-1].label if found else None
        asks = label is not None and label.kind in {ASK, OUTLET}
        asked = asks or text.endswith(("？", "?"))
    return {name for name, weight in seen.items() if weight >= OFTEN}


def cut(
    paragraphs: Iterable[Paragraph], speakers: Iterable[str]
) -> tuple[list[Piece], set[str]]:
    """All pieces of a page in order, and the names of those who speak on it."""
    solid = [p for p in paragraphs if p.text.strip()]
    texts = [p.text for p in solid]
    page = [spots(text) for text in texts]
    names = set(speakers) | names_on(page, texts)
    pieces: list[Piece] = []
    for paragraph, found in zip(solid, page, strict=True):
        if found:
            pieces += _cut_one(paragraph, _labels(found, names))
        else:
            kind = RULE if is_rule(paragraph.text) else PLAIN
            text = paragraph.text
            pieces.append(Piece(kind, text, text, bold=paragraph.bold))
    return _with_clocks(pieces), names


def _labels(found: list[Spot], names: set[str]) -> list[tuple[str, Spot]]:
    """The spots that are labels, or may be, with their kinds."""
    kinds = ((_kind(spot, names), spot) for spot in found)
    return [(kind, spot) for kind, spot in kinds if kind is not None]


def _kind(spot: Spot, names: set[str]) -> str | None:
    label = spot.label
    if label is None:
        return MAYBE if MAYBE_RE.fullmatch(spot.words) else None
    if label.kind in {ASK, ANSWER}:
        return label.kind
    if label.kind == OUTLET:
        return OUTLET
    if label.name is None or label.name in names or OFFICE_RE.match(spot.words):
        return label.kind
    return MAYBE if spot.opens and label.kind == SPEAK else None


def _cut_one(paragraph: Paragraph, labels: list[tuple[str, Spot]]) -> list[Piece]:
    text, bold = paragraph
    pieces: list[Piece] = []
    starts = [spot.start for _, spot in labels] + [len(text)]
    if text[: starts[0]].strip():
        head = text[: starts[0]]
        pieces.append(Piece(PLAIN, head, head.strip(), bold=bold))
    for (kind, spot), end in zip(labels, starts[1:], strict=True):
        said = text[spot.end : end].strip()
        source = text[spot.start : end]
        last = pieces[-1] if pieces else None
        if last and _is_first_half(last) and kind == ASK:
            last.source += source
            last.words, last.text = f"{last.words}：{spot.words}", said
            continue
        opens = last is None  # blanks alone may stand before it
        pieces.append(Piece(kind, source, said, spot.words, spot.label, opens, bold))
    return pieces


def _is_first_half(piece: Piece) -> bool:
    """追问：, of 追问：法新社记者：. No chain of labels gets longer than a label may."""
    return piece.kind == ASK and not piece.text and len(piece.words or "") < LONGEST


def _with_clocks(pieces: list[Piece]) -> list[Piece]:
    """Time lines become part of the label beside them, so that nothing is lost."""
    if not any(p.source[0] == "[" for p in pieces):
        return pieces
    kept: list[Piece] = []
    waiting: list[Piece] = []
    for piece in pieces:
        if CLOCK_RE.fullmatch(piece.source + " "):
            if kept and not waiting and kept[-1].words and not kept[-1].text:
                _prepend(kept[-1], [], piece.source)
            else:
                waiting.append(piece)
            continue
        if waiting and piece.words is not None and piece.opens:
            _prepend(piece, waiting, "")
        else:
            kept += waiting
        waiting = []
        kept.append(piece)
    return kept + waiting


def _prepend(piece: Piece, before: list[Piece], behind: str) -> None:
    clocks = " ".join(p.source for p in before)
    piece.words = f"{clocks} {piece.words} {behind}".strip()
    piece.source = f"{clocks} {piece.source} {behind}".strip()
