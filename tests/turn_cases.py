"""Reads the table of golden cases, `turn_cases.txt`: its head explains the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from briefings.items import Article, Origin, Paragraph, Turn
from briefings.text import normalize

TABLE = Path(__file__).with_suffix(".txt")

Shown = tuple[
    str, str, bool, str | None, str | None, str | None, str | None, str | None
]
"""A turn without its number and outlets: what the table states."""


@dataclass
class Case:
    name: str
    speakers: list[str] = field(default_factory=list)
    joined: str = "same"
    """`same`, `questions` (only those are the same) or `no` (not tried)."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    turns: list[Shown] = field(default_factory=list)


def cases() -> list[Case]:
    """All cases of the table, in order."""
    found: list[Case] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Case(line[3:]))
        elif line.startswith("#") or not line.strip():
            continue
        elif line.startswith("speakers: "):
            found[-1].speakers = line.removeprefix("speakers: ").split("、")
        elif line.startswith("joined: "):
            found[-1].joined = line.removeprefix("joined: ")
        elif line.startswith("= "):
            found[-1].turns.append(_turn(line[2:]))
        else:
            bold = line.startswith("**") and not line.startswith("***")
            found[-1].paragraphs.append(Paragraph(line[2:] if bold else line, bold))
    return found


def _turn(line: str) -> Shown:
    what, *rest = (cell.strip() for cell in line.split("|"))
    asker, question, speaker, label, answer = (
        None if cell == "-" else cell.replace(" / ", "\n") for cell in rest
    )
    kind, phase, *follow_up = what.split()
    return kind, phase, bool(follow_up), asker, question, speaker, label, answer


def shown(turn: Turn) -> Shown:
    return (
        turn.kind,
        turn.phase,
        turn.follow_up,
        turn.asker_raw,
        turn.question,
        turn.speaker,
        turn.speaker_raw,
        turn.answer,
    )


def normalized(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs as `segment` gets them."""
    article = Article("u", "scio", "1", "none", "题", paragraphs, Origin("0"))
    return normalize(article).paragraphs
