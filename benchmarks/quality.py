"""The gate: how right the records are may rise, and never falls in silence.

    python -m benchmarks.quality [SHARED] [--update [--allow-regression]]

Without options: measure on the real corpus beside the project, compare with
`quality_baseline.json`, exit 1 where a figure lies under its floor. `--update` makes
today's figures the floors; it refuses to lower one without `--allow-regression`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

BASELINE = Path(__file__).with_name("quality_baseline.json")
SHARED = Path(__file__).resolve().parents[2] / "shared"

DIGITS = 5
"""Of a floor. A question more or less among 5,000 is 0.0002."""


def digest(corpus: Path) -> str:
    """One digest over names and bytes of all files: figures of two corpora differ."""
    total = hashlib.sha256()
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
        total.update(path.relative_to(corpus).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def floor(figure: float) -> float:
    """A figure as it is pinned: rounded down, or it might lie under its own floor."""
    return math.floor(figure * 10**DIGITS) / 10**DIGITS


def below(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """A line for each figure that lies under its floor, or is no longer measured."""
    found = []
    for name, least in floors.items():
        if name not in figures:
            found.append(f"{name}: no longer measured, floor {least}")
        elif floor(figures[name]) < least:
            found.append(f"{name}: {floor(figures[name])} lies under {least}")
    return found


def load(path: Path = BASELINE) -> tuple[str | None, dict[str, float]]:
    """Digest of the corpus and floors; nothing where there is no baseline yet."""
    if not path.exists():
        return None, {}
    stored = json.loads(path.read_text(encoding="utf-8"))
    return stored["corpus"], stored["floors"]


def update(
    path: Path, corpus: str, figures: Mapping[str, float], *, allow_regression: bool
) -> list[str]:
    """Pin the figures. Returns what would be lowered, and then writes nothing.

    The file is replaced at once or not at all.
    """
    lowered = below(figures, load(path)[1])
    if lowered and not allow_regression:
        return lowered
    floors = {name: floor(figure) for name, figure in sorted(figures.items())}
    part = path.with_name(f"{path.name}.part")
    stored = {"corpus": corpus, "floors": floors}
    part.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    part.replace(path)
    return []


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    parser.add_argument("--baseline", type=Path, default=BASELINE)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    options = parser.parse_args(arguments)
    if not (options.shared / "corpus").is_dir():
        print(f"{options.shared}: no corpus there", file=sys.stderr)
        return 2
    figures = scoring.measure(options.shared)
    corpus = digest(options.shared / "corpus")
    pinned, floors = load(options.baseline)
    for name, figure in figures.items():
        print(f"{name:20} {figure:.5f}  floor {floors.get(name, 0):.5f}")
    if options.update:
        regression = options.allow_regression
        wrong = update(options.baseline, corpus, figures, allow_regression=regression)
        wrong += ["nothing written; --allow-regression lowers floors"] if wrong else []
    else:
        wrong = below(figures, floors)
        wrong += ["the corpus is another one: --update"] if pinned != corpus else []
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
