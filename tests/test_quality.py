"""The quality gate: floors on the real corpus, and how they are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks import quality, scoring

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = {"pages.question_f1": 0.99871, "records.date": 1.0}


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    assert quality.update(path, "a" * 64, FIGURES, allow_regression=False) == []
    return path


@pytest.mark.shared
def test_no_figure_lies_under_its_floor(shared: Path) -> None:
    corpus, floors = quality.load()
    if corpus != quality.digest(shared / "corpus"):
        pytest.skip("the floors are those of another corpus")
    assert not quality.below(scoring.measure(shared), floors)


def test_baseline_is_pinned() -> None:
    corpus, floors = quality.load()
    assert corpus
    assert floors
    assert all(0 < floor <= 1 for floor in floors.values())


def test_update_raises_a_floor(baseline: Path) -> None:
    better = FIGURES | {"pages.question_f1": 0.9995678}
    assert quality.update(baseline, "b" * 64, better, allow_regression=False) == []
    corpus, floors = quality.load(baseline)
    assert corpus == "b" * 64
    assert floors == {"pages.question_f1": 0.99956, "records.date": 1.0}


@pytest.mark.parametrize(
    ("figures", "line"),
    [
        (FIGURES | {"records.date": 0.98}, "records.date: 0.98 lies under 1.0"),
        ({"records.date": 1.0}, "pages.question_f1: no longer measured, floor 0.99871"),
    ],
)
def test_update_refuses_to_lower_a_floor(
    baseline: Path, figures: dict[str, float], line: str
) -> None:
    before = baseline.read_bytes()
    assert quality.update(baseline, "b", figures, allow_regression=False) == [line]
    assert baseline.read_bytes() == before
    assert quality.update(baseline, "b", figures, allow_regression=True) == []
    assert json.loads(baseline.read_text())["corpus"] == "b"


def test_figures_of_today_pass_their_own_floors(baseline: Path) -> None:
    third = dict.fromkeys(FIGURES, 1 / 3)
    assert quality.update(baseline, "b", third, allow_regression=True) == []
    assert quality.below(third, quality.load(baseline)[1]) == []


def test_no_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main([str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path}: no corpus there\n"


def test_digest_sees_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("晴")
    first = quality.digest(tmp_path)
    (tmp_path / "a.txt").write_text("雨")
    second = quality.digest(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    assert len({first, second, quality.digest(tmp_path)}) == 3
