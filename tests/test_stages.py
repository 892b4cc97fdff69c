from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefings import settings, stages
from briefings.errors import UsageError
from tests.command import briefings
from tests.records import text_record

if TYPE_CHECKING:
    from pathlib import Path


def test_the_stages_are_those_of_the_settings_in_their_order() -> None:
    run = stages.Run(stages.load_settings({}))
    made = [
        f"{type(stage).__module__}.{type(stage).__name__}" for stage in stages.load(run)
    ]
    assert made == sorted(
        settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__
    )
    pure, rest = stages.split(stages.load(run))
    assert [len(pure.stages), len(rest.stages)] == [3, 3]


def test_scrapy_takes_the_same_settings() -> None:
    from scrapy.settings import Settings

    theirs = Settings()
    theirs.setmodule(settings)
    ours = stages.load_settings({})
    assert dict(theirs["ITEM_PIPELINES"]) == ours["ITEM_PIPELINES"]
    assert theirs.getbool("ROBOTSTXT_OBEY")
    assert not theirs.getbool("REMOTE_CONTROL_ENABLED")
    assert not theirs.getbool("TELNETCONSOLE_ENABLED")
    assert theirs.getint("CONCURRENT_REQUESTS") == 1


def test_a_stage_set_to_null_is_left_out() -> None:
    chosen = {**settings.ITEM_PIPELINES, "pipelines.sqlite.Sqlite": None}
    made = stages.load_settings({"ITEM_PIPELINES": json.dumps(chosen)})
    assert len(stages.load(stages.Run(made))) == 5


def test_a_setting_that_is_no_object_is_refused() -> None:
    with pytest.raises(UsageError, match="not a JSON object"):
        stages.load_settings({"ITEM_PIPELINES": "[1]"})


def test_a_stage_of_ones_own_takes_part(tmp_path: Path) -> None:
    text_record(tmp_path / "pages", 900001)
    (tmp_path / "mine.py").write_text(
        "class Shout:\n"
        "    def process_item(self, item):\n"
        "        item.title = item.title + '!'\n"
        "        return item\n"
    )
    chosen = json.dumps({**settings.ITEM_PIPELINES, "mine.Shout": 350})
    arguments = ("-s", f"ITEM_PIPELINES={chosen}", "-o", "-", "-q")
    done = briefings("reparse", "pages", *arguments, cwd=tmp_path)
    assert json.loads(done.stdout)["title"].endswith("例行记者会!")
