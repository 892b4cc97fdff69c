"""Turns while they are written: one piece after another is put where it belongs.

In: pieces with their labels decided, in order. Out: `items.Turn`s. What a piece is
follows from its label and from what is open: an answer where a question waits for one
is its answer, and anywhere else a statement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefings import phases
from briefings.items import Turn

if TYPE_CHECKING:
    from briefings.labels import Label
    from briefings.pieces import Piece

OPENING, SESSION, AFTER = "opening", "session", "after"


@dataclass(slots=True)
class Draft:
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
    run: bool = False
    """The answer stands within a run that has no marks between paragraphs."""

    @property
    def waits(self) -> bool:
        """A question that nothing has answered yet."""
        return self.kind == "exchange" and not self.answered


class Writer:
    """Puts one piece after another where it belongs."""

    def __init__(self, speakers: list[str], bold_page: bool = False) -> None:
        self.bold_page = bold_page
        self.drafts: list[Draft] = []
        self.open: Draft | None = None
        self.phase = OPENING
        self.speaker = speakers[0] if speakers else None

    def start(self, kind: str, speaker: str | None = None) -> Draft:
        draft = Draft(kind, self.phase, speaker=speaker)
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
        if draft is None or not draft.waits:
            if asked := self._unlabeled_question(piece):
                if self.phase == OPENING:
                    self.phase = SESSION
                draft = self.start("exchange")
                draft.question.append(asked)
            else:
                self._state(piece)
                return
        draft.answered, draft.run = True, not piece.opens
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

    def _is_introduction(self, draft: Draft) -> bool:
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
        return [_turn(n, draft) for n, draft in enumerate(self.drafts, 1)]


def _turn(n: int, draft: Draft) -> Turn:
    asks = draft.kind == "exchange"
    answers = draft.answered or draft.answer or not asks
    return Turn(
        n=n,
        kind=draft.kind,
        phase=draft.phase,
        asker_raw=draft.asker,
        follow_up=draft.follow_up,
        question="\n".join(draft.question) if asks else None,
        speaker=draft.speaker,
        speaker_raw=draft.label,
        answer="\n".join(draft.answer) if answers else None,
    )
