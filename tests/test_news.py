"""What is new on an index: nothing is missed, and little is asked for."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.archive import Archive
from briefings.listing import read_listing
from briefings.memory import Memory
from briefings.news import Wish, look
from briefings.site import INDEXES
from briefings.walking import Walker
from tests.compose import Item, channel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefings.listing import Listing
    from tests.compose import Channel

EVERYTHING = Wish("2004-01-01")
ORIGIN = "http://www.scio.gov.cn"


class Index:
    """The old index of a channel without a site: what is read is counted."""

    def __init__(self, made: Channel, memory: Memory) -> None:
        self.made = made
        self.memory = memory
        self.reads = 0
        self.before: Callable[[int], object] = lambda _: None
        """Called before each page is read, with how many were."""

    async def read(self, url: str) -> Listing | None:
        self.before(self.reads)
        self.reads += 1
        page = self.made.page(url.removeprefix(ORIGIN))
        return None if page is None else read_listing(page, url)

    def look(self, wish: Wish = EVERYTHING) -> int:
        """Look for news; how many pages that took."""
        self.reads = 0
        assert asyncio.run(look(Walker(INDEXES[0], self.read, self.memory), wish))
        return self.reads

    def wanted(self) -> set[str]:
        pages = self.memory.pages("listed")
        return {(page.briefing_id or "").partition(":")[2] for page in pages}


def documents(made: Channel) -> set[str]:
    return {item.document for item in made.old}


def insert(made: Channel, position: int) -> None:
    day = dt.date(2022, 9, 1)
    number = max(item.number for item in made.old) + 1
    made.old.insert(position, Item(str(number), day, day))


def test_a_calm_index_costs_one_page(tmp_path: Path) -> None:
    made = channel(100)
    with Archive(tmp_path / "a.db") as archive:
        index = Index(made, Memory(archive))
        assert index.look() == 5
        assert index.wanted() == documents(made)
        assert index.look() == 1
        for _ in range(3):
            insert(made, 0)
        assert index.look() == 1
        assert index.wanted() == documents(made)


def test_more_news_than_a_page_holds(tmp_path: Path) -> None:
    made = channel(100)
    with Archive(tmp_path / "a.db") as archive:
        index = Index(made, Memory(archive))
        index.look()
        for _ in range(30):
            insert(made, 0)
        assert index.look() == 2
        assert index.wanted() == documents(made)


def test_a_page_full_of_news_and_not_one_more(tmp_path: Path) -> None:
    made = channel(100)
    with Archive(tmp_path / "a.db") as archive:
        index = Index(made, Memory(archive))
        index.look()
        for _ in range(24):
            insert(made, 0)
        assert index.look() == 2
        assert index.wanted() == documents(made)


def test_once_a_month_all_of_it_is_read(tmp_path: Path) -> None:
    """A loss and a gain deep down hide each other from the count, but not from this."""
    made = channel(100)
    with Archive(tmp_path / "a.db") as archive:
        index = Index(made, Memory(archive))
        index.look()
        made.old.pop(60)
        insert(made, 80)
        assert index.look() == 1
        archive.db.execute("UPDATE listing SET last_fetched = '2020-01-01T00:00:00Z'")
        assert index.look() == 5
        assert documents(made) <= index.wanted()
        assert index.look() == 1


def test_an_old_entry_pinned_later_is_not_news(tmp_path: Path) -> None:
    made = channel(200)
    with Archive(tmp_path / "a.db") as archive:
        index = Index(made, Memory(archive))
        index.look(Wish())
        before = index.wanted()
        made.old.insert(0, made.old.pop(150))
        index.look(Wish())
        assert index.wanted() == before


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(1, 130),
    runs=st.lists(st.sampled_from(["add", "bury", "drop", "pin", "none"]), max_size=5),
    stir=st.booleans(),
)
def test_nothing_is_missed_whatever_the_site_does(
    tmp_path_factory: object, seed: int, size: int, runs: list[str], *, stir: bool
) -> None:
    """Between runs entries come, go and move; while one reads, some are published."""
    dice = random.Random(seed)
    made = channel(size)

    def change(what: str) -> None:
        if what == "add":
            insert(made, 0)
        elif what == "bury":
            insert(made, dice.randrange(len(made.old) + 1))
        elif what == "drop" and len(made.old) > 1:
            made.old.pop(dice.randrange(len(made.old)))
        elif what == "pin":
            made.old.insert(0, made.old.pop(dice.randrange(len(made.old))))

    def stirring(reads: int) -> None:
        if stir and reads and dice.random() < 0.2:
            insert(made, 0)

    folder = tmp_path_factory.mktemp("news")  # type: ignore[attr-defined]
    with Archive(folder / "a.db") as archive:
        index = Index(made, Memory(archive))
        index.before = stirring
        index.look()
        for what in runs:
            # One change a run: a loss and a gain between two counts hide each other.
            change(what)
            index.look()
        index.before = lambda _: None
        index.look()
        assert documents(made) <= index.wanted()
        assert index.look() == 1
