"""How a run went: counts in, `Verdict(ok, reasons)` out.

Every count stands under `briefings/` in the stats, of Scrapy or of a re-parse:

    pages                     answers or stored pages that were looked at
    beside                    answers in WARC files that stand for no article
    outside                   briefings left out, as they were held on other days
    new, changed, unchanged   what became of the briefings
    failed, failed/CODE       inputs and pages that gave no briefing
    problems, problems/CODE   doubts about those that did
    examples/CODE             the first few of either, to look at
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from briefings.checks import CODES, UNKNOWN, severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefings.items import Briefing

PREFIX: Final = "briefings/"
EXAMPLES: Final = 3

# What to do about an input that gave no briefing, by `code` of its error.
ADVICE: Final[dict[str, str]] = {
    "unreadable": "check the path and its permissions",
    "challenge": "see --browser in the README; stored challenges cannot be read",
    "missing_page": "the site does not have the page any more; look for an archived copy",
    "unreachable": "the next run asks again; if it stays so, open the page in a browser",
    "refused": "robots.txt or another host keeps it from us: look for an archived copy",
    "redirect_page": "fetch the page it leads to",
    "status": "the stored answer is an error of the site, not a page",
    "address": "give the address it was published at by --url",
    "empty_page": "fetch it again; if it stays empty, report the page",
    "encoding": "fetch it again; the stored bytes are damaged",
    "crashed": "report the page: this should not happen",
    "layout": "the site may have changed: see `When the site changes` in the README",
}


class Stats(Protocol):
    """What is used of Scrapy's stats collector."""

    def get_value(self, key: str, default: Any = None) -> Any: ...
    def set_value(self, key: str, value: Any) -> None: ...
    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...


class Verdict(NamedTuple):
    ok: bool
    reasons: list[str]
    """One line each: what, where, what to do. Empty if ok."""


def count_problems(stats: Stats, briefing: Briefing) -> None:
    """Count the problems of a record and remember the first few records."""
    for problem in briefing.problems:
        _count(stats, "problems", problem.code, briefing.id)


def count_failure(stats: Stats, code: str, where: str) -> None:
    """Count an input or page that gave no briefing. `where`: its path or address."""
    _count(stats, "failed", code, where)


def _count(stats: Stats, what: str, code: str, where: str) -> None:
    stats.inc_value(f"{PREFIX}{what}")
    stats.inc_value(f"{PREFIX}{what}/{code}")
    examples = stats.get_value(f"{PREFIX}examples/{code}", [])
    if len(examples) < EXAMPLES and where not in examples:
        stats.set_value(f"{PREFIX}examples/{code}", [*examples, where])


def judge(stats: Mapping[str, Any]) -> Verdict:
    """Good if something was read, nothing failed, and no problem is serious."""
    reasons = reasons_of(stats)
    pages, outside = (stats.get(PREFIX + name, 0) for name in ("pages", "outside"))
    if not pages:
        reasons.insert(0, "no page was read: nothing that was named holds any")
    elif pages == outside:
        reasons.append(f"none of {pages} briefings was held in the days asked for")
    return Verdict(not reasons, reasons)


def reasons_of(stats: Mapping[str, Any]) -> list[str]:
    """What failed, and which problems are serious: one line for each kind."""
    return [*_failures(stats), *_serious(stats)]


def _failures(stats: Mapping[str, Any]) -> Iterator[str]:
    for code, count in _by_code(stats, "failed"):
        advice = ADVICE.get(code, "see the message above")
        yield f"{count} failed ({code}): {_where(stats, code, count)}: {advice}"


def _serious(stats: Mapping[str, Any]) -> Iterator[str]:
    for code, count in _by_code(stats, "problems"):
        if severity(code) == "serious":
            told = CODES.get(code, UNKNOWN)
            where = _where(stats, code, count)
            yield f"{told.meaning} ({code}): {where}: {told.advice}"


def _by_code(stats: Mapping[str, Any], what: str) -> list[tuple[str, int]]:
    start = f"{PREFIX}{what}/"
    found = {key: count for key, count in stats.items() if key.startswith(start)}
    return sorted((key.removeprefix(start), count) for key, count in found.items())


def _where(stats: Mapping[str, Any], code: str, count: int) -> str:
    examples: list[str] = stats.get(f"{PREFIX}examples/{code}", [])
    more = count - len(examples)
    return ", ".join(examples) + (f" and {more} more" if more > 0 else "")


def summary(
    stats: Mapping[str, Any], verdict: Verdict, seconds: float, output: list[str]
) -> dict[str, Any]:
    """The last line of a run, as `--json` prints it: keys in the contract's order."""
    counts = ("new", "changed", "unchanged", "failed", "problems")
    return {
        "ok": verdict.ok,
        "reasons": verdict.reasons,
        "requests": stats.get("downloader/request_count", 0),
        "pages": stats.get(f"{PREFIX}pages", 0),
        **{name: stats.get(PREFIX + name, 0) for name in counts},
        "seconds": round(seconds, 2),
        "output": output,
    }


def told(found: Mapping[str, Any]) -> str:
    """The same summary as one line for a person."""
    counts = ", ".join(
        f"{found[name]} {name}"
        for name in ("pages", "new", "changed", "unchanged", "failed", "problems")
    )
    word = "good" if found["ok"] else "NOT GOOD"
    where = ", ".join(found["output"])
    return f"{word}: {counts}; {found['seconds']} s; {where}"
