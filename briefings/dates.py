"""Days as these pages write them, Beijing time, and ranges of days.

In: `2020年11月20日`, `11月20日`, `二〇〇四年七月十五日`, `2020-11-20`, `14d`.
Out: `datetime.date`. A day that does not exist (2月30日) is never a date: in a text it
is passed over, on a command line it is a `UsageError`.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import NamedTuple

from briefings.errors import UsageError

BEIJING = dt.timezone(dt.timedelta(hours=8), "CST")

# 2020年11月20日, ２０２０年１１月２０日, 11月 20日, 二〇〇四年七月十五日
STATED_RE = re.compile(
    r"(?:(?P<year>(?<!\d)\d{4}|[一二][〇○零０一二三四五六七八九]{3})\s*年\s*)?"
    r"(?<!\d)(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]"
)
# 2020-11-20, 2020/11/20, 2020.11.20
NUMERIC_RE = re.compile(
    r"(?<!\d)(?P<year>[12]\d{3})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)"
    r"(?P<day>\d{1,2})(?!\d)"
)
# 2020-11-20
ISO_RE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# 14d
AGO_RE = re.compile(r"([0-9]{1,5})d")
# 18:26, 9:05:30
TIME_RE = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": 0,
    "零": 0,
    "０": 0,
}


class Stated(NamedTuple):
    """A day as a text states it; `year` is None where the text leaves it out."""

    year: int | None
    month: int
    day: int
    start: int
    """Offset of the first character within the text."""
    end: int

    def on(self, year: int) -> dt.date | None:
        """The day in that year, None where there is no such day (29 February)."""
        return existing(year, self.month, self.day)

    @property
    def full(self) -> dt.date | None:
        """The day, None where the year is left out."""
        return None if self.year is None else self.on(self.year)


def existing(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """`20`, `２０`, `二十`, `十一`, `二〇〇四` as a number."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    number = 0
    for character in text:
        number = number * 10 + _DIGITS.get(character, 0)
    return number


def stated(text: str) -> list[Stated]:
    """Every existing day a text states, in order, with or without its year."""
    if "月" not in text:  # most titles and paragraphs: not worth a scan
        return []
    found = []
    for match in STATED_RE.finditer(text):
        year = None if match["year"] is None else _number(match["year"])
        month, day = _number(match["month"]), _number(match["day"])
        # 2000 is a leap year: a day that exists in no year is refused either way.
        if existing(2000 if year is None else year, month, day):
            found.append(Stated(year, month, day, match.start(), match.end()))
    return found


def numeric(text: str) -> dt.date | None:
    """The first existing `2020-11-20` (or with slashes, dots) in a text."""
    for match in NUMERIC_RE.finditer(text):
        parts = (match["year"], match["month"], match["day"])
        if day := existing(*map(int, parts)):
            return day
    return None


def iso(text: str | None) -> dt.date | None:
    """`2020-11-20` as a day; None for anything else, days that do not exist too."""
    if text is None or not ISO_RE.fullmatch(text):
        return None
    return existing(int(text[:4]), int(text[5:7]), int(text[8:]))


def nearest(month: int, day: int, to: dt.date) -> dt.date | None:
    """The day of any year that lies nearest to another: 12月31日 to 2020-01-02."""
    years = (to.year - 1, to.year, to.year + 1)
    days = [found for year in years if (found := existing(year, month, day))]
    return min(days, key=lambda found: abs((found - to).days), default=None)


def timestamp(day: str | None, time: str | None) -> str | None:
    """`2020-11-20` and `18:26` to `2020-11-20T18:26:00+08:00`; None without either."""
    match = TIME_RE.fullmatch(time.strip()) if time else None
    if match is None or iso(day) is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    return f"{day}T{hour:02}:{minute:02}:{second:02}+08:00"


def today() -> dt.date:
    """The day it is in Beijing now."""
    return dt.datetime.now(BEIJING).date()


def parse_days(text: str, option: str = "--recheck") -> int:
    """`14d` as a number of days. Raises UsageError for anything else."""
    if match := AGO_RE.fullmatch(text.strip()):
        return int(match[1])
    raise UsageError(f"{option}: {text!r} is not a number of days such as 14d")


def parse_day(text: str, option: str, now: dt.date | None = None) -> dt.date:
    """`2020-11-20`, or `14d` for that many days before today in Beijing.

    Raises UsageError naming the option, also for days that do not exist.
    """
    wanted = text.strip()
    if AGO_RE.fullmatch(wanted):
        try:
            return (now or today()) - dt.timedelta(days=parse_days(wanted, option))
        except OverflowError:
            raise UsageError(f"{option}: {text!r} lies before any calendar") from None
    if not ISO_RE.fullmatch(wanted):
        raise UsageError(f"{option}: {text!r} is neither YYYY-MM-DD nor 14d")
    if day := iso(wanted):
        return day
    raise UsageError(f"{option}: {text!r} does not exist in the calendar")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days from `since` to `until`, both included; None leaves an end open."""

    since: dt.date | None = None
    until: dt.date | None = None

    @classmethod
    def parse(
        cls, since: str | None, until: str | None, now: dt.date | None = None
    ) -> DateRange:
        """The range of `--since` and `--until`. Raises UsageError, naming the option."""
        first = parse_day(since, "--since", now) if since else None
        last = parse_day(until, "--until", now) if until else None
        if first and last and first > last:
            raise UsageError(f"--since {first} lies after --until {last}")
        return cls(first, last)

    def __contains__(self, day: dt.date | str | None) -> bool:
        """Whether a day, or an ISO text, lies within; None only in an open range."""
        if isinstance(day, str):
            day = iso(day)
        if day is None:
            return self.since is None and self.until is None
        after = self.since is None or day >= self.since
        return after and (self.until is None or day <= self.until)
