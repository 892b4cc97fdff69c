"""VALIDATE: what is doubtful about a briefing, as problems; never an exception.

`CODES` explains every code that a record may carry. A serious one makes the run
red: words may be lost, or the record cannot be found by its day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from briefings.items import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefings.items import Briefing

Severity = Literal["serious", "notice"]

REPORT: Final = "report the page: the parser has to learn it"
LOOK: Final = "compare the record with the page"


class Code(NamedTuple):
    severity: Severity
    meaning: str
    advice: str


CODES: Final[dict[str, Code]] = {
    "lost_text": Code("serious", "words of the text are in no turn, or twice", REPORT),
    "no_text": Code("serious", "the page has a headline and no text", LOOK),
    "no_turns": Code("serious", "the text was not split into turns", REPORT),
    "undated_page": Code("serious", "a fetched page shows no day", REPORT),
    "truncated": Code(
        "serious", "the page ends in the middle", "fetch it again, or find another copy"
    ),
    "no_date": Code("notice", "nothing tells the day of the briefing", LOOK),
    "no_title": Code("notice", "the page shows no headline", LOOK),
    "no_questions": Code("notice", "a regular briefing without any question", LOOK),
    "unanswered": Code("notice", "a question got no answer", LOOK),
    "no_spokesperson": Code("notice", "a regular briefing names nobody", LOOK),
    "date_range": Code("notice", "the day is before 1990 or after the page", LOOK),
    "date_conflict": Code("notice", "the page gives days that disagree", LOOK),
    "backfilled": Code("notice", "published long after the briefing", "none needed"),
    "charset": Code("notice", "declared in a charset it is not in", "none needed"),
    "bad_bytes": Code("notice", "some bytes are no text in its charset", LOOK),
}

UNKNOWN: Final = Code("notice", "a problem without a description", LOOK)

# The ministry's regular briefings began in 1983; no page
# of either site is about one before 1990.
EARLIEST: Final = "1990-01-01"


def severity(code: str) -> Severity:
    """`serious` or `notice`; codes that nobody described are notices."""
    return CODES.get(code, UNKNOWN).severity


def check(briefing: Briefing) -> list[Problem]:
    """The problems of this record beyond those that earlier stages noted."""
    noted = {problem.code for problem in briefing.problems}
    found = [*_text(briefing), *_turns(briefing), *_facts(briefing)]
    return [problem for problem in found if problem.code not in noted]


def bare(*parts: str | None) -> str:
    """Text without white space, colons and asterisks: what the turns must keep."""
    text = "".join("".join(part.split()) for part in parts if part)
    for mark in ("：", ":", "*", "\u200b", "\ufeff"):
        text = text.replace(mark, "")
    return text


def _text(briefing: Briefing) -> Iterator[Problem]:
    if not briefing.title.strip():
        yield Problem("no_title")
    body = bare(briefing.body)
    if not body:
        yield Problem("no_text")
    elif not briefing.turns:
        yield Problem("no_turns")
    elif (kept := _said(briefing)) != body:
        yield Problem("lost_text", _difference(body, kept))


def _said(briefing: Briefing) -> str:
    return bare(
        *(
            part
            for turn in briefing.turns
            for part in (turn.asker_raw, turn.question, turn.speaker_raw, turn.answer)
        )
    )


def _difference(body: str, kept: str) -> str:
    """Where the turns part from the text: `expected 天气…, found 今天…`."""
    pairs = enumerate(zip(body, kept, strict=False))
    shorter = min(len(body), len(kept))
    at = next((place for place, (a, b) in pairs if a != b), shorter)
    return f"expected {body[at : at + 12]!r}, found {kept[at : at + 12]!r}"


def _turns(briefing: Briefing) -> Iterator[Problem]:
    exchanges = [turn for turn in briefing.turns if turn.kind == "exchange"]
    if briefing.turns and not exchanges and briefing.kind == "regular":
        yield Problem("no_questions")
    unanswered = [str(turn.n) for turn in exchanges if turn.answer is None]
    if unanswered:
        yield Problem("unanswered", f"turn {', '.join(unanswered)}")


def _facts(briefing: Briefing) -> Iterator[Problem]:
    if briefing.kind == "regular" and briefing.spokesperson is None:
        yield Problem("no_spokesperson")
    if briefing.date is None:
        yield Problem("no_date")
        # Every page of the sites prints a day; loose files and text records may not.
        if briefing.capture.fetched_at:
            yield Problem("undated_page")
        return
    latest = briefing.page_date or (briefing.capture.fetched_at or "9999")[:10]
    if briefing.date < EARLIEST or briefing.date > latest:
        yield Problem("date_range", f"{briefing.date}, page of {latest}")
