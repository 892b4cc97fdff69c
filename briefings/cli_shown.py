"""Briefings and search hits for a person: in color on a terminal, plain elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefings.search import fold, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefings.finding import Hit
    from briefings.items import Briefing, Turn

UNKNOWN_DAY = "????-??-??"


def line(row: Mapping[str, Any]) -> None:
    """A briefing in one line: day, id, kind, speaker, questions, headline."""
    day = (row["date"] or UNKNOWN_DAY) + ("" if row["date_certain"] else "?")
    marks = f"  [{row['problems']} problems]" if row["problems"] else ""
    click.echo(
        f"{click.style(f'{day:11}', bold=True)} {row['id']:26} {row['kind']:10} "
        f"{row['spokesperson'] or '-'}  {row['exchanges']:>3} 问  {row['title']}{marks}"
    )


def briefing(found: Briefing) -> None:
    """A whole briefing: what is known of it, then its turns."""
    click.secho(found.title, bold=True)
    held = f"{found.date or UNKNOWN_DAY} (from {found.date_basis})"
    for name, value in (
        ("id", found.id),
        ("held", held if found.date_certain else f"{held}, uncertain"),
        ("page", found.page_date),
        ("kind", found.kind),
        ("speaks", "、".join(found.spokespeople)),
        ("credit", found.credit),
        ("address", found.url),
    ):
        if value:
            click.echo(f"{click.style(f'{name:8}', dim=True)} {value}")
    for problem in found.problems:
        click.secho(f"problem  {problem.code}: {problem.detail}", fg="yellow")
    for turn in found.turns:
        _turn(turn)
    click.echo()


def _turn(turn: Turn) -> None:
    outlets = f"  [{', '.join(turn.outlets)}]" if turn.outlets else ""
    kind = "" if turn.kind == "exchange" else f" {turn.kind}"
    phase = "" if turn.phase == "session" else f" {turn.phase}"
    click.secho(f"\n{turn.n}{kind}{phase}{outlets}", dim=True)
    _said(turn.asker_raw, turn.question, fg="cyan")
    _said(turn.speaker_raw, turn.answer)


def _said(label: str | None, text: str | None, fg: str | None = None) -> None:
    if label or text:
        click.secho(f"{label}：{text or ''}" if label else text, fg=fg)


def hit(found: Hit, words: Sequence[str]) -> None:
    """A search hit: where it is, and the words in their surroundings."""
    who = found.asker_raw or found.spokesperson or "-"
    day = found.date or UNKNOWN_DAY
    click.echo(f"{click.style(day, bold=True)} {found.id} #{found.n} {who}")
    click.echo(f"    {_marked(found.snippet, wanted(words))}")


def _marked(text: str, words: Sequence[str]) -> str:
    """The text with each word in color; click takes it out where none is shown."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    inside = [False] * len(text)
    for word in words:
        place = folded.find(word)
        while place >= 0:
            inside[place : place + len(word)] = [True] * len(word)
            place = folded.find(word, place + 1)
    return "".join(
        click.style(character, fg="red", bold=True) if found else character
        for character, found in zip(text, inside, strict=True)
    )


def outlet(row: Mapping[str, Any]) -> None:
    """An outlet: number of turns, id, names, country."""
    names = " / ".join(row[name] for name in ("name_zh", "name_en") if row[name])
    click.echo(f"{row['turns']:>6}  {row['id']:20} {names} {row['country'] or ''}")


def label(row: Mapping[str, Any]) -> None:
    """A label without an outlet: number of turns, its words, one briefing with it."""
    click.echo(f"{row['turns']:>6}  {row['label']}  ({row['example']})")
