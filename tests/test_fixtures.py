"""Each stored page gives the record beside it, field by field, or the error named.

`--update-golden` writes the records anew and then fails, for a person to review what
`git diff` shows.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from briefings.items import Briefing
from briefings.loader import load
from briefings.sources import LAYOUTS, RECORD_FIXTURE
from tests import golden

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [f.name for f in dataclasses.fields(Briefing) if f.name != golden.VOLATILE]
ENDINGS = {"expected.json", "error.json"}


def _name(value: Path | str) -> str:
    return value if isinstance(value, str) else value.name


@pytest.fixture(scope="session", autouse=True)
def updated(pytestconfig: pytest.Config) -> None:
    """Rewrites the expected records if that is asked for, before any is compared."""
    if not pytestconfig.getoption("--update-golden"):
        return
    if os.environ.get("CI"):
        pytest.exit("--update-golden refuses to run in CI: nobody would review it", 4)
    allowed = pytestconfig.getoption("--allow-regression")
    try:
        changed = [
            folder.name
            for folder in golden.records()
            if golden.update(folder, allow_regression=allowed)
        ]
    except golden.RegressionError as error:
        pytest.exit(str(error), 1)
    if changed:
        pytest.exit(f"written, now review the difference: {', '.join(changed)}", 1)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("folder", golden.records(), ids=_name)
def test_record(folder: Path, field: str) -> None:
    assert golden.produced(folder)[field] == golden.expected(folder)[field]


@pytest.mark.parametrize("folder", golden.records(), ids=_name)
def test_record_has_all_fields_and_no_more(folder: Path) -> None:
    assert sorted(golden.expected(folder)) == sorted(FIELDS)


@pytest.mark.parametrize("folder", golden.folders("error.json"), ids=_name)
def test_error(folder: Path) -> None:
    wanted = golden.error(folder)
    with pytest.raises(wanted) as caught:
        load(golden.capture(folder))
    assert type(caught.value) is wanted
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("folder", golden.folders(), ids=_name)
def test_page_is_described(folder: Path) -> None:
    known = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    assert set(known) == {"url", "fetched_at", "status", "headers", "sha256"}
    body = golden.page(folder).read_bytes()
    assert known["sha256"] == hashlib.sha256(body).hexdigest()
    assert len(ENDINGS & {path.name for path in folder.iterdir()}) == 1


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layout_is_shown_by_a_fixture(layout: Any) -> None:
    article = load(golden.capture(golden.FIXTURES / layout.fixture))
    assert (article.layout, article.source) == (layout.name, layout.source)


def test_text_record_is_shown_by_a_fixture() -> None:
    article = load(golden.capture(golden.FIXTURES / RECORD_FIXTURE))
    assert article.layout == RECORD_FIXTURE


class TestUpdating:
    """The tool that writes the expected records, on a copy of a fixture."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        copy = tmp_path / "scio-old-2016"
        shutil.copytree(golden.FIXTURES / "scio-old-2016", copy)
        return copy

    def test_nothing_changes_where_nothing_changed(self, folder: Path) -> None:
        before = (folder / "expected.json").read_bytes()
        assert not golden.update(folder, allow_regression=False)
        assert (folder / "expected.json").read_bytes() == before

    def test_a_record_is_written_where_there_is_none(self, folder: Path) -> None:
        before = (folder / "expected.json").read_bytes()
        (folder / "expected.json").unlink()
        assert golden.update(folder, allow_regression=False)
        assert (folder / "expected.json").read_bytes() == before

    def test_a_loss_is_refused_unless_allowed(self, folder: Path) -> None:
        more = golden.expected(folder)
        more["turns"].append(more["turns"][-1])
        more["body"] += "\n谢谢。"
        (folder / "expected.json").write_text(golden.dumps(more), encoding="utf-8")
        with pytest.raises(golden.RegressionError, match=r"turns: 5 -> 4; body"):
            golden.update(folder, allow_regression=False)
        assert golden.expected(folder) == more
        assert golden.update(folder, allow_regression=True)

    def test_the_loss_of_a_value_within_turns_is_refused(self, folder: Path) -> None:
        more = golden.expected(folder)
        for turn in more["turns"]:
            turn["outlets"] = ["reuters"]
        (folder / "expected.json").write_text(golden.dumps(more), encoding="utf-8")
        with pytest.raises(golden.RegressionError, match="outlets of turns: 4 -> 0"):
            golden.update(folder, allow_regression=False)

    def test_the_option_refuses_to_run_in_ci(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--update-golden", __file__],
            cwd=golden.ROOT,
            env={**os.environ, "CI": "true"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 4
        assert "refuses to run in CI" in done.stdout + done.stderr
