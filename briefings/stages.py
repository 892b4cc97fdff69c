"""The item pipelines of the settings, run without Scrapy's engine.

`Run` stands in for the crawler that Scrapy hands to a pipeline: `settings`, `stats`
and `crawling` are what ours use of it. Nothing here imports Scrapy, so that reading
stored pages starts in no time and cannot open a socket.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from briefings import settings as defaults
from briefings.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Settings(dict[str, Any]):
    """The settings by name, with those of Scrapy's readers that we use."""

    def getlist(self, name: str) -> list[Any]:
        value = self.get(name) or []
        return value.split(",") if isinstance(value, str) else list(value)


class Tally(dict[str, Any]):
    """Counts, with those of the methods of Scrapy's stats that we use."""

    def get_value(self, key: str, default: Any = None) -> Any:
        return self.get(key, default)

    def set_value(self, key: str, value: Any) -> None:
        self[key] = value

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        self[key] = self.get(key, start) + count


@dataclass(slots=True)
class Run:
    """What a pipeline may know of the run that it is part of."""

    settings: Settings
    stats: Tally = field(default_factory=Tally)
    crawling: bool = True
    """False once the run was told to stop before its end."""


def load_settings(
    overrides: Mapping[str, str], outputs: Iterable[str] = ()
) -> Settings:
    """The values of `briefings.settings`, then those of `-s NAME=VALUE`.

    UsageError where a value cannot be read.
    """
    found = Settings(
        (name, getattr(defaults, name)) for name in dir(defaults) if name.isupper()
    )
    for name, text in overrides.items():
        found[name] = _value(name, text) if isinstance(found.get(name), dict) else text
    found["BRIEFINGS_OUTPUTS"] = list(outputs)
    return found


def _value(name: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise UsageError(f"-s {name}: {text!r} is not a JSON object")
    return value


def load(run: Run) -> list[Any]:
    """The pipelines in their order, each made as Scrapy would make it."""
    chosen = run.settings["ITEM_PIPELINES"]
    named = {path: order for path, order in chosen.items() if order is not None}
    return [_build(path, run) for path in sorted(named, key=lambda path: named[path])]


def _build(path: str, run: Run) -> Any:
    module, _, name = path.rpartition(".")
    try:
        stage = getattr(import_module(module), name)
    except (ImportError, ValueError, AttributeError) as error:
        raise UsageError(f"ITEM_PIPELINES: {path}: {error}") from error
    return stage.from_crawler(run) if hasattr(stage, "from_crawler") else stage()


class Chain:
    """Pipelines one after the other, closed at the end of a `with` block.

    They open with the first item: a run without any leaves no empty file behind.
    """

    def __init__(self, stages: Iterable[Any]) -> None:
        self.stages = list(stages)
        self.opened = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.opened:
            self._call("close_spider", reversed(self.stages))

    @staticmethod
    def _call(method: str, stages: Iterable[Any]) -> None:
        for stage in stages:
            if hasattr(stage, method):
                getattr(stage, method)()

    def process_item(self, item: Any) -> Any:
        """What is left of the item after all stages."""
        if not self.opened:
            self.opened = True
            self._call("open_spider", self.stages)
        for stage in self.stages:
            item = stage.process_item(item)
        return item


def split(stages: Iterable[Any]) -> tuple[Chain, Chain]:
    """The leading stages that look at one item alone (`pure`), and the others."""
    first: list[Any] = []
    rest: list[Any] = []
    for stage in stages:
        alone = not rest and getattr(stage, "pure", False)
        (first if alone else rest).append(stage)
    return Chain(first), Chain(rest)
