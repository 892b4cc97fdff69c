"""Which day, from which evidence, how sure, and what is flagged."""

from __future__ import annotations

import pytest

from briefings import dates, dating
from briefings.dating import Dated, Evidence


def given(**stated: str) -> list[Evidence]:
    return [Evidence(basis, dates.stated(text)[0]) for basis, text in stated.items()]


def settle(
    evidence: list[Evidence],
    page: str | None,
    source: str = "scio",
    document: str = "1693013",
    *,
    regular: bool = True,
) -> Dated:
    return dating.settle(evidence, page, source, document, regular=regular)


@pytest.mark.parametrize(
    ("stated", "page", "day", "basis"),
    [
        # Each basis in its turn, the most trusted first.
        (
            {"original_title": "2020年11月20日", "title": "11月20日"},
            "2020-11-20",
            "2020-11-20",
            "original_title",
        ),
        ({"title": "2010年11月11日"}, "2010-11-12", "2010-11-11", "title"),
        ({"lead": "2013年9月24日"}, "2013-09-25", "2013-09-24", "lead"),
        # The year supplied from the page, around the turn of the year too.
        ({"title": "11月20日"}, "2020-11-20", "2020-11-20", "title"),
        ({"title": "12月31日"}, "2020-01-02", "2019-12-31", "title"),
        ({"title": "12月30日"}, "2008-12-31", "2008-12-30", "title"),
        ({"title": "1月2日"}, "2020-01-02", "2020-01-02", "title"),
        ({"lead": "2月29日"}, "2020-03-01", "2020-02-29", "lead"),
        # The year supplied from other evidence before the page.
        (
            {"title": "9月23日", "lead": "2004年9月23日"},
            "2004-09-24",
            "2004-09-23",
            "title",
        ),
        # As many days later as holidays make it.
        ({"title": "2010年9月30日"}, "2010-10-08", "2010-09-30", "title"),
    ],
)
def test_stated(stated: dict[str, str], page: str, day: str, basis: str) -> None:
    assert settle(given(**stated), page) == Dated(day, basis, True, [])


def test_page_filled_in_years_later() -> None:
    found = settle(given(title="2004年9月23日", lead="9月23日"), "2009-09-23")
    assert (found.day, found.basis, found.certain) == ("2004-09-23", "title", True)
    assert [p.code for p in found.problems] == ["backfilled"]
    assert found.problems[0].detail == "title 2004-09-23, page 2009-09-23"


@pytest.mark.parametrize(
    ("stated", "page", "detail"),
    [
        # The year of 原标题 is that of last year, in a first briefing of January.
        ("2019年1月6日", "2020-01-06", "original_title 2019-01-06, page 2020-01-06"),
        # Held after it was published.
        ("2020年11月25日", "2020-11-20", "original_title 2020-11-25, page 2020-11-20"),
    ],
)
def test_slip_of_a_date(stated: str, page: str, detail: str) -> None:
    found = settle(given(original_title=stated), page)
    assert found.certain is False
    assert [(p.code, p.detail) for p in found.problems] == [("date_conflict", detail)]


def test_evidence_that_disagrees() -> None:
    found = settle(given(original_title="2020年9月7日", title="9月8日"), "2020-09-08")
    assert (found.day, found.basis) == ("2020-09-07", "original_title")
    assert found.certain is False
    assert [(p.code, p.detail) for p in found.problems] == [
        ("date_conflict", "original_title 2020-09-07, title 09-08")
    ]


def test_a_full_date_wins_over_one_without_a_year() -> None:
    found = settle(given(title="3月23日", lead="2007年3月22日"), "2007-03-23")
    assert (found.day, found.basis, found.certain) == ("2007-03-22", "lead", False)
    assert [(p.code, p.detail) for p in found.problems] == [
        ("date_conflict", "lead 2007-03-22, title 03-23")
    ]


def test_title_without_year_on_a_page_much_later() -> None:
    found = settle(given(title="12月11日"), "2006-01-27")
    assert (found.day, found.certain) == ("2005-12-11", False)
    assert [p.code for p in found.problems] == ["backfilled"]


@pytest.mark.parametrize(
    ("page", "regular", "day", "certain"),
    [
        ("2005-03-10", True, "2005-03-10", True),
        ("2016-03-10", True, "2016-03-10", True),
        # Wednesday, Friday and Monday when briefings were on Tuesdays and Thursdays
        ("2009-06-03", True, "2009-06-02", False),
        ("2009-06-05", True, "2009-06-04", False),
        ("2009-06-08", True, "2009-06-04", False),
        # daily since September 2011; Monday's page is of Friday
        ("2014-10-22", True, "2014-10-21", False),
        ("2014-10-20", True, "2014-10-17", False),
        ("2012-10-08", True, "2012-09-28", False),
        # a written answer is put up when it is given
        ("2014-10-20", False, "2014-10-20", False),
    ],
)
def test_page_only(page: str, regular: bool, day: str, certain: bool) -> None:
    assert settle([], page, regular=regular) == Dated(day, "page", certain, [])


def test_page_of_the_ministry_does_not_lag() -> None:
    found = settle([], "2014-10-22", "mfa", "t1202911")
    assert found == Dated("2014-10-22", "page", True, [])


@pytest.mark.parametrize(
    ("source", "document", "stated", "day", "certain"),
    [
        ("mfa", "t20220630_10713013", {}, "2022-06-30", True),
        # Addresses of moved scio pages carry the day of the move.
        ("scio", "t20230105_707532", {}, "2023-01-05", False),
        ("mfa", "t20220630_1", {"title": "6月30日"}, "2022-06-30", True),
        ("mfa", "t20220103_1", {"title": "12月31日"}, "2021-12-31", True),
        # The number of a document tells about when it was made.
        ("scio", "1693013", {"title": "11月20日"}, "2020-11-20", False),
        ("scio", "312431", {"lead": "7月15日"}, "2004-07-15", False),
    ],
)
def test_without_page_date(
    source: str, document: str, stated: dict[str, str], day: str, certain: bool
) -> None:
    found = settle(given(**stated), None, source, document)
    basis = next(iter(stated), "url")
    assert found == Dated(day, basis, certain, [])


@pytest.mark.parametrize(
    ("source", "document", "stated"),
    [
        ("scio", "1693013", {}),
        ("mfa", "t1202911", {}),
        ("mfa", "t1202911", {"title": "11月20日"}),
        ("scio", "t20230230_1", {}),
        ("scio", "12", {"title": "11月20日"}),
    ],
)
def test_no_date(source: str, document: str, stated: dict[str, str]) -> None:
    found = settle(given(**stated), None, source, document)
    assert (found.day, found.basis, found.certain) == (None, None, False)
    assert [p.code for p in found.problems] == ["no_date"]


def test_page_date_that_does_not_exist() -> None:
    assert settle([], "2020-02-30").problems[0].code == "no_date"
