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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefings import phases
from briefings.alternation import answer_comes, settle
from briefings.items import Turn
from briefings.labels import ANNOUNCE, ANSWER, ASK, SPEAK, Label
from briefings.pieces import PLAIN, RULE, Piece, cut

if TYPE_CHECKING:
    from briefings.items import Paragraph

OPENING, SESSION, AFTER = "opening", "session", "after"


@dataclass(slots=True)
class _Draft:
    """A turn while it is written."""

    kind: str
    phase: str
    asker: str | None = None
    follow_up: bool = False
    question: list[str] = field(default_factory=list)
    answered: bool = False
    speaker: str | None = None
    label: str | None = None
    answer: list[str] = field(default_factory=list)


class _Writer:
    """Puts one piece after another where it belongs."""

    def __init__(self, speakers: list[str]) -> None:
        self.drafts: list[_Draft] = []
        self.open: _Draft | None = None
        self.phase = OPENING
        self.speaker = speakers[0] if speakers else None

    def start(self, kind: str, speaker: str | None = None) -> _Draft:
        draft = _Draft(kind, self.phase, speaker=speaker)
        self.drafts.append(draft)
        self.open = draft
        return draft

    def ask(self, piece: Piece, label: Label) -> None:
        if label.after:
            self.phase = AFTER
        elif self.phase == OPENING:
            self.phase = SESSION
        draft = self.start("exchange")
        draft.asker = piece.words
        draft.follow_up = label.follow_up and len(self.drafts) > 1
        if piece.text:
            draft.question.append(piece.text)

    def speak(self, piece: Piece, name: str | None) -> None:
        """An answer where a question waits for one, else a statement."""
        self.speaker = name or self.speaker
        draft = self.open
        if draft is None or draft.kind != "exchange" or draft.answered:
            if asked := self._unlabeled_question(piece):
                if self.phase == OPENING:
                    self.phase = SESSION
                draft = self.start("exchange")
                draft.question.append(asked)
            else:
                self._state(piece)
                return
        draft.answered = True
        draft.speaker, draft.label = self.speaker, piece.words
        if piece.text:
            draft.answer.append(piece.text)

    def _state(self, piece: Piece) -> None:
        """A label that answers nothing begins a statement.

        Behind a narrated lead (7月12日，…主持例行记者会。 孔泉说：…) and after questions
        it stays in the text, where what is printed on either side goes on.
        """
        draft = self.open
        if draft is None or not self._is_introduction(draft):
            draft = self.start("statement", self.speaker)
            if self.phase == OPENING:
                draft.label = piece.words
                draft.answer = [piece.text] if piece.text else []
                return
        draft.speaker = self.speaker
        self.add(piece.source)

    def _is_introduction(self, draft: _Draft) -> bool:
        return (
            draft.kind == "statement"
            and draft.label is None
            and self.phase == OPENING
            and phases.is_introduction(draft.answer)
        )

    def _unlabeled_question(self, piece: Piece) -> str | None:
        """Takes the last paragraph back if it asks what this label answers."""
        draft = self.open
        if draft is None or not piece.opens or not draft.answer:
            return None
        if draft.kind == "exchange" and len(draft.answer) < 2:
            return None
        if not phases.is_request(draft.answer[-1]):
            return None
        asked = draft.answer.pop()
        if not draft.answer and not draft.label and draft.kind == "statement":
            self.drafts.remove(draft)
        return asked

    def announce(self, piece: Piece, name: str | None) -> None:
        """洪磊首先发布消息： begins a statement; the words stay in its text."""
        self.speaker = name or self.speaker
        draft = self.open
        if draft is None or draft.kind == "exchange" or self.phase != OPENING:
            draft = self.start("statement")
        draft.speaker = self.speaker
        self.add(piece.source)

    def add(self, text: str) -> None:
        """Text without a label of its own."""
        draft = self.open or self.start("statement")
        if draft.kind == "statement":
            draft.speaker = draft.speaker or self.speaker
        elif not draft.answered:
            draft.answered = True
            draft.speaker = self.speaker
        draft.answer.append(text)

    def turns(self) -> list[Turn]:
        return [
            Turn(
                n=n,
                kind=d.kind,
                phase=d.phase,
                asker_raw=d.asker,
                follow_up=d.follow_up,
                question="\n".join(d.question) if d.kind == "exchange" else None,
                speaker=d.speaker,
                speaker_raw=d.label,
                answer="\n".join(d.answer) if d.answered or d.answer else None,
            )
            for n, d in enumerate(self.drafts, 1)
        ]


def segment(paragraphs: list[Paragraph], speakers: list[str]) -> list[Turn]:
    """The turns of a page, in order.

    `speakers` are names known from title, 原标题 or keywords, the first the most
    trusted; more are found in the labels. Rows of asterisks part the session from what
    came after and appear in no turn. Never raises; no text gives no turns.
    """
    pieces, names = cut(paragraphs, speakers)
    pieces = settle(pieces, names)
    writer = _Writer(speakers)
    for i, piece in enumerate(pieces):
        _write(writer, piece, pieces, i)
    drafts: list[_Draft] = writer.drafts
    writer.drafts = [part for draft in drafts for part in _without_notices(draft)]
    return writer.turns()


def _write(writer: _Writer, piece: Piece, pieces: list[Piece], i: int) -> None:
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
    elif phases.is_lead(piece.text) and writer.phase != AFTER:
        if writer.open is None or writer.open.kind == "exchange":
            writer.phase = OPENING
            writer.start("statement")
        writer.add(piece.text)
    else:
        _write_plain(writer, piece, pieces, i)


def _write_plain(writer: _Writer, piece: Piece, pieces: list[Piece], i: int) -> None:
    draft = writer.open
    waits = draft is not None and draft.kind == "exchange" and not draft.answered
    if draft is not None and waits:
        if told := phases.narrator(piece.text):
            writer.speaker = told
        elif not phases.is_whole(draft.question) or answer_comes(pieces, i):
            draft.question.append(piece.text)
            return
    writer.add(piece.text)


def _answer_within(writer: _Writer, pieces: list[Piece], i: int) -> None:
    """A question whose answer follows in the same paragraph, without a label."""
    draft = writer.open
    following = pieces[i + 1] if i + 1 < len(pieces) else None
    if draft is None or not draft.question or answer_comes(pieces, i):
        return
    if following is not None and following.kind == PLAIN:
        return
    asked, told, name = phases.parted(draft.question[0])
    if told:
        draft.question[0] = asked
        writer.speaker = name or writer.speaker
        writer.add(told)


def _without_notices(draft: _Draft) -> list[_Draft]:
    """The turn, and what its last paragraphs tell all present, as a statement."""
    if draft.kind != "exchange" or len(draft.answer) < 2:
        return [draft]
    first = phases.closing_at(draft.answer)
    if first is None:
        return [draft]
    notice = _Draft("statement", draft.phase, speaker=draft.speaker)
    notice.answer = draft.answer[first:]
    draft.answer = draft.answer[:first]
    return [draft, notice]
