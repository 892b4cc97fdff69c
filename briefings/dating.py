"""Which day a briefing was held, from which evidence, and how sure that is.

In: what 原标题, title and lead sentence state (`leads`), the page's own date, the
identifier. Out: `Dated("2016-10-14", "original_title", True, [])`.

The page's date is that of republication. Measured on the pages of scio that state a
date: the same day in 2004-05 and from 2016 on, else normally a day later, three over
a weekend, up to eight over holidays (`LAGGING`).
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from briefings import dates
from briefings.items import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefings.dates import Stated

LAGGING = {"scio": (dt.date(2006, 7, 1), dt.date(2015, 12, 31))}
"""Page dates of a source that are known to come after the day of the briefing."""

LAG_SETTLED = dt.date(2007, 1, 1)
"""From here to the end of the lag a page without a date gets the briefing day before.

Of 134 pages of 2007-15 that state a day, that is right for 120, the page's own date
for 7. Of the second half of 2006, the page's own date is right for 3 of 4.
"""

DAILY_SINCE = dt.date(2011, 9, 1)
"""The ministry briefs every weekday since; on Tuesdays and Thursdays before."""

LONGEST_LAG = 14
"""Days between briefing and page that holidays explain: eight seen, and some room.

More than that is a page that was filled in later, or a wrong year."""

SCIO_YEARS = (
    (312375, 2004), (312500, 2005), (312590, 2006), (312826, 2007), (313095, 2008),
    (313370, 2009), (512000, 2010), (834000, 2011), (1074000, 2012), (1264000, 2013),
    (1357500, 2014), (1389200, 2015), (1461000, 2016), (1538500, 2017),
    (1615500, 2018), (1644800, 2019), (1671300, 2020), (1696300, 2021),
    (1718300, 2022),
)  # fmt: skip
"""First document number of each year on scio: numbers rise with time, nearly."""


# t20220630_10713013
STAMPED_RE = re.compile(r"t((?:19|20)\d{2})(\d{2})(\d{2})_\d+")


class Dated(NamedTuple):
    """The day a briefing was held, and how that was found."""

    day: str | None
    basis: str | None
    """`original_title`, `title`, `lead`, `page` or `url`."""
    certain: bool
    problems: list[Problem]


class Evidence(NamedTuple):
    """A day that a page states, and where."""

    basis: str
    stated: Stated


def settle(
    evidence: Sequence[Evidence],
    page_date: str | None,
    source: str,
    document: str,
    *,
    regular: bool = True,
) -> Dated:
    """The day of the briefing; `evidence` comes with the most trusted first.

    What a text states wins over the page's date, which wins over the address.
    Contradictions are told as `date_conflict`, a page that was filled in long after
    the day as `backfilled`, no date at all as `no_date`.
    """
    page = dates.iso(page_date)
    if evidence:
        return _stated(evidence, page, source, document)
    if page:
        lagging = _lags(source, page)
        earlier = lagging and regular and page >= LAG_SETTLED
        day = _day_before(page) if earlier else page
        return Dated(day.isoformat(), "page", not lagging, [])
    if stamp := _stamp(document):
        return Dated(stamp.isoformat(), "url", source == "mfa", [])
    return Dated(None, None, False, [Problem("no_date", "no day stated anywhere")])


def _stated(
    evidence: Sequence[Evidence], page: dt.date | None, source: str, document: str
) -> Dated:
    first = _most_telling(evidence)
    day, guessed = _completed(first.stated, evidence, page, source, document)
    if day is None:
        detail = f"{first.basis}: a day without a year, and nothing tells which"
        return Dated(None, None, False, [Problem("no_date", detail)])
    against = [
        f"{other.basis} {_shown(other.stated)}"
        for other in evidence
        if not _agree(other.stated, day)
    ]
    problems = [
        Problem("date_conflict", f"{first.basis} {day}, {text}") for text in against
    ]
    problems += _against_page(first, day, page)
    doubtful = guessed or any(p.code == "date_conflict" for p in problems)
    return Dated(day.isoformat(), first.basis, not doubtful, problems)


def _most_telling(evidence: Sequence[Evidence]) -> Evidence:
    """The most trusted, unless it leaves out the year and a full date disagrees."""
    first = evidence[0]
    full = next((each for each in evidence if each.stated.full), None)
    if full and full.stated.full and not _agree(first.stated, full.stated.full):
        return full
    return first


def _shown(found: Stated) -> str:
    year = "" if found.year is None else f"{found.year}-"
    return f"{year}{found.month:02}-{found.day:02}"


def _agree(found: Stated, day: dt.date) -> bool:
    same_year = found.year is None or found.year == day.year
    return same_year and (found.month, found.day) == (day.month, day.day)


def _completed(
    found: Stated,
    evidence: Sequence[Evidence],
    page: dt.date | None,
    source: str,
    document: str,
) -> tuple[dt.date | None, bool]:
    """The day with its year supplied, and whether that year is only a guess."""
    if found.full:
        return found.full, False
    for _, other in evidence:
        if other.full and _agree(found, other.full):
            return other.full, False
    if page:
        # Not after the page that tells of it: 12月31日 on a page of 01-02.
        last = page + dt.timedelta(days=1)
        days = (found.on(year) for year in (last.year, last.year - 1))
        day = next((day for day in days if day and day <= last), None)
        return day, day is not None and (page - day).days > LONGEST_LAG
    if stamp := _stamp(document):
        return dates.nearest(found.month, found.day, stamp), source != "mfa"
    year = _year_of(source, document)
    return (found.on(year), True) if year else (None, True)


def _against_page(first: Evidence, day: dt.date, page: dt.date | None) -> list[Problem]:
    if page is None:
        return []
    gap = (page - day).days
    detail = f"{first.basis} {day}, page {page}"
    if gap < 0 or abs(gap - 365) <= LONGEST_LAG:
        # Told before it was held, or just a year off: one of the two is a slip.
        return [Problem("date_conflict", detail)]
    return [Problem("backfilled", detail)] if gap > LONGEST_LAG else []


def _lags(source: str, page: dt.date) -> bool:
    first, last = LAGGING.get(source, (dt.date.max, dt.date.min))
    return first <= page <= last


def _day_before(page: dt.date) -> dt.date:
    """The last day before a lagging page on which there may have been a briefing."""
    day = page - dt.timedelta(days=1)
    weekdays = {0, 1, 2, 3, 4} if page > DAILY_SINCE else {1, 3}
    while day.weekday() not in weekdays or _is_holiday(day):
        day -= dt.timedelta(days=1)
    return day


def _is_holiday(day: dt.date) -> bool:
    """New Year, Labor Day and National Day; the lunar holidays move and are left."""
    return (day.month, day.day) in {(1, 1), (5, 1)} or (day.month == 10 and day.day < 8)


def _stamp(document: str) -> dt.date | None:
    """The day within an identifier: `t20220630_10713013`."""
    match = STAMPED_RE.fullmatch(document)
    return dates.existing(*map(int, match.groups())) if match else None


def _year_of(source: str, document: str) -> int | None:
    """The year that the number of a scio document points to, give or take."""
    if source != "scio" or not document.isdecimal():
        return None
    number = int(document)
    return max((year for first, year in SCIO_YEARS if first <= number), default=None)
