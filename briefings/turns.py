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

from typing import TYPE_CHECKING

from briefings import hidden, phases
from briefings.alternation import answer_comes, bold_asks, settle
from briefings.drafts import AFTER, OPENING, Draft, Writer
from briefings.labels import ANNOUNCE, ANSWER, ASK, SPEAK, Label
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
    for i, piece in enumerate(pieces):
        _write(writer, piece, pieces, i)
    writer.drafts = [part for d in writer.drafts for part in _without_notices(d)]
    return writer.turns()


def _write(writer: Writer, piece: Piece, pieces: list[Piece], i: int) -> None:
    kind = piece.kind
    name = piece.label.name if piece.label else None
    if kind == RULE:
        writer.open, writer.phase = None, AFTER
    elif kind == ASK:
        writer.ask(piece, piece.label or Label(ASK))
        _answer_within(writer, pieces, i)
    elif kind in {ANSWER, SPEAK}:
        writer.speak(piece, name)
    elif kind == ANNOUNCE:
        writer.announce(piece, name)
    elif writer.phase != AFTER and phases.is_lead(piece.text):
        _lead(writer, piece)
    else:
        _write_plain(writer, piece, pieces, i)


def _lead(writer: Writer, piece: Piece) -> None:
    """A day's lead opens a session, behind written answers of that day as well."""
    if writer.open is None or writer.open.kind == "exchange":
        writer.phase = OPENING
        writer.start("statement")
    writer.add(piece.text)


def _write_plain(writer: Writer, piece: Piece, pieces: list[Piece], i: int) -> None:
    draft = writer.open
    waits = draft is not None and draft.kind == "exchange" and not draft.answered
    if draft is not None and waits:
        if told := phases.narrator(piece.text):
            writer.speaker = told
        elif (
            answer_comes(pieces, i)
            or not phases.is_whole(draft.question)
            or (writer.bold_page and piece.bold)
        ):
            draft.question.append(piece.text)
            return
    writer.add(piece.text)


def _answer_within(writer: Writer, pieces: list[Piece], i: int) -> None:
    """A question whose answer follows in the same paragraph, without a label."""
    draft = writer.open
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    if draft is None or not draft.question or answer_comes(pieces, i):
        return
    if following is not None and following.kind == PLAIN:
        return
    in_run = not pieces[i].opens or (following is not None and not following.opens)
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
