"""Turns: who asked what, and what was answered.

In: normalized paragraphs and the names known for the page. Out: `items.Turn`s in
order. Several kinds of evidence are weighed together: the shape of a label, the names,
what comes before and after (questions and answers take turns), how the sentence before
ended, where on the page it stands. By construction every character of the text goes
to exactly one place: `asker_raw + question + speaker_raw + answer` give it back,
without white space, colons and rows of asterisks.

Example: `新华社记者：展览何时开幕？` `某某：明天。` is one exchange asked by `新华社记者`.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from briefings import hidden, phases
from briefings.alternation import SAYS, answers_ahead, bold_asks, settle
from briefings.drafts import AFTER, OPENING, Draft, Writer
from briefings.labels import ANNOUNCE, ASK, Label
from briefings.pieces import PLAIN, RULE, Piece, cut

if TYPE_CHECKING:
    from briefings.items import Paragraph, Turn


def segment(paragraphs: list[Paragraph], speakers: list[str]) -> list[Turn]:
    """The turns of a page, in order.

    `speakers` are names known from title, 原标题 or keywords, the first the most
    trusted; more are found in the labels. Rows of asterisks part the session from what
    came after and appear in no turn. Never raises; no text gives no turns.
    """
    pieces, names = cut(paragraphs, speakers)
    settle(pieces)
    pieces = hidden.found(pieces, names)
    writer = Writer(speakers, bold_asks(pieces))
    steps = zip_longest(pieces, pieces[1:], answers_ahead(pieces))
    for piece, after, ahead in steps:
        _write(writer, piece, after, ahead)
    writer.drafts = [part for d in writer.drafts for part in _without_notices(d)]
    return writer.turns()


def _write(writer: Writer, piece: Piece, after: Piece | None, ahead: bool) -> None:
    """Write a piece; `ahead` says that the label of an answer is still to come."""
    kind = piece.kind
    name = piece.label.name if piece.label else None
    if kind == RULE:
        writer.open, writer.phase = None, AFTER
    elif kind == ASK:
        writer.ask(piece, piece.label or Label(ASK))
        if not ahead and (after is None or after.kind != PLAIN):
            _answer_within(
                writer, in_run=not (piece.opens and (not after or after.opens))
            )
    elif kind in SAYS:
        writer.speak(piece, name)
    elif kind == ANNOUNCE:
        writer.announce(piece, name)
    elif writer.phase != AFTER and phases.is_lead(piece.text):
        _lead(writer, piece)
    else:
        _write_plain(writer, piece, ahead)


def _lead(writer: Writer, piece: Piece) -> None:
    """A day's lead opens a session, behind written answers of that day as well."""
    if writer.open is None or writer.open.kind == "exchange":
        writer.phase = OPENING
        writer.start("statement")
    writer.add(piece.text)


def _write_plain(writer: Writer, piece: Piece, ahead: bool) -> None:
    """Text without a label: more of what is open, or an answer that has no label."""
    draft = writer.open
    if draft is not None and draft.waits:
        told = phases.narrator(piece.text)
        in_bold = writer.bold_page and piece.bold
        if ahead or in_bold or not (told or phases.is_whole(draft.question)):
            draft.question.append(piece.text)
            return
        writer.speaker = told or writer.speaker
    writer.add(piece.text)


def _answer_within(writer: Writer, in_run: bool) -> None:
    """A question whose answer follows in the same paragraph, without a label."""
    draft = writer.open
    if draft is None or not draft.question:
        return
    asked, told, name = phases.parted(draft.question[0], in_run)
    if told:
        draft.question[0] = asked
        writer.speaker = name or writer.speaker
        writer.add(told)


def _without_notices(draft: Draft) -> list[Draft]:
    """The turn, and what its last sentences tell all present, as a statement."""
    if draft.kind != "exchange":
        return [draft]
    answer = draft.answer
    if draft.run and len(answer) == 1 and (at := phases.closing_within(answer[0])):
        answer = [answer[0][:at].rstrip(), answer[0][at:]]
    first = phases.closing_at(answer)
    if first is None:
        return [draft]
    draft.answer = answer[:first]
    notice = Draft("statement", draft.phase, speaker=draft.speaker)
    notice.answer = answer[first:]
    return [draft, notice]
