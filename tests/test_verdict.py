from __future__ import annotations

import json
import re
from pathlib import Path

from briefings import checks, errors, verdict
from briefings.items import Problem
from briefings.stages import Tally
from tests.records import briefing


def test_a_run_that_read_nothing_is_not_good() -> None:
    ok, reasons = verdict.judge({})
    assert not ok
    assert reasons == ["no page was read: nothing that was named holds any"]


def test_every_way_to_fail_has_its_advice() -> None:
    def below(kind: type[errors.BriefingsError]) -> set[str]:
        return {kind.__dict__["code"]}.union(*map(below, kind.__subclasses__()))

    codes = below(errors.PageError) | below(errors.InputError) - {"page"}
    assert codes - {"page"} <= set(verdict.ADVICE)


def test_every_problem_that_is_noted_is_described() -> None:
    # Problem("no_date", ...)
    noted = {
        code
        for path in Path(verdict.__file__).parent.glob("*.py")
        for code in re.findall(r'Problem\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert {"no_date", "lost_text", "truncated"} <= noted <= set(checks.CODES)


def test_a_run_without_failures_is_good() -> None:
    assert verdict.judge({"briefings/pages": 3}) == (True, [])


def test_each_failure_says_what_where_and_what_to_do() -> None:
    stats = Tally({"briefings/pages": 9})
    for number in range(5):
        verdict.count_failure(stats, "challenge", f"page{number}.html")
    verdict.count_failure(stats, "unreadable", "missing")
    ok, reasons = verdict.judge(stats)
    assert not ok
    assert [reason.split(": ")[:2] for reason in reasons] == [
        ["5 failed (challenge)", "page0.html, page1.html, page2.html and 2 more"],
        ["1 failed (unreadable)", "missing"],
    ]
    assert all(reason.count(": ") == 2 for reason in reasons)


def test_serious_problems_make_a_run_red_and_notices_do_not() -> None:
    stats = Tally({"briefings/pages": 1})
    verdict.count_problems(stats, briefing(problems=[Problem("unanswered")]))
    assert verdict.judge(stats).ok
    verdict.count_problems(stats, briefing(problems=[Problem("lost_text")]))
    assert not verdict.judge(stats).ok
    assert "scio:900001" in verdict.judge(stats).reasons[0]


def test_a_range_that_nothing_was_held_in_is_not_good() -> None:
    stats = {"briefings/pages": 2, "briefings/outside": 2}
    assert "days asked for" in verdict.judge(stats).reasons[0]


def test_the_summary_has_the_keys_of_the_contract() -> None:
    stats = {"briefings/pages": 2, "briefings/new": 2, "downloader/request_count": 4}
    found = verdict.summary(stats, verdict.judge(stats), 1.234, ["a.db"])
    assert json.loads(json.dumps(found)) == {
        "ok": True,
        "reasons": [],
        "requests": 4,
        "pages": 2,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "failed": 0,
        "problems": 0,
        "seconds": 1.23,
        "output": ["a.db"],
    }
    assert verdict.told(found).startswith("good: 2 pages, 2 new")
