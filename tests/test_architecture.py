"""The import table, and the house rules that can be measured.

One direction: a module imports from its own layer or from those above it, never
from below, and never in a circle. Only the shell knows Scrapy's engine, only
`browser` knows Playwright, only the command line knows click and rich.
"""

from __future__ import annotations

import ast
import graphlib
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LAYERS: dict[str, tuple[str, ...]] = {
    "records": ("errors", "items", "dates"),
    "sites": ("sources",),
    "capture": (
        "content",
        "charset",
        "frames",
        "capture",
        "warc",
        "folders",
        "readers",
    ),
    "extract": ("blocks", "fields", "refusals", "textrecord", "loader", "listing"),
    "normalize": ("lines", "text"),
    "segment": (
        "alternation",
        "dating",
        "drafts",
        "hidden",
        "kinds",
        "labels",
        "leads",
        "outlets",
        "phases",
        "pieces",
        "reading",
        "running",
        "speakers",
        "surnames",
        "turns",
    ),
    "validate": ("checks",),
    "store": (
        "archive",
        "database",
        "finding",
        "jsonl",
        "memory",
        "outputs",
        "revisions",
        "rows",
        "schema",
        "search",
    ),
    "judge": ("verdict",),
    "run": ("settings", "stages", "parsing", "reparse", "stopping"),
    "crawl": (
        "backlog",
        "books",
        "browser",
        "challenge",
        "clearance",
        "crawl",
        "fetcher",
        "lock",
        "news",
        "patience",
        "pauses",
        "progress",
        "ranges",
        "recorder",
        "robots",
        "site",
        "verifying",
        "visits",
        "walking",
    ),
    "shell": (
        "cli",
        "cli_crawl",
        "cli_options",
        "cli_reading",
        "cli_report",
        "cli_reparse",
        "cli_shown",
        "cli_verify",
        "__main__",
    ),
}
"""Which module stands where; a new one must be entered here to pass."""

SHELL = set(LAYERS["shell"])

ONLY_IN: dict[str, set[str]] = {
    "click": SHELL,
    "rich": SHELL | {"progress"},
    "playwright": {"browser"},
    "scrapy_playwright": {"browser"},
    "scrapy.crawler.AsyncCrawlerProcess": {"crawl"},
    "scrapy.crawler.AsyncCrawlerRunner": {"crawl"},
    "scrapy.crawler.CrawlerProcess": set(),
    "scrapy.crawler.CrawlerRunner": set(),
    "twisted.internet": set(),
}
"""Which imports belong to which modules of `briefings` and to nobody else."""


def _modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")


@cache
def _imports(path: Path) -> frozenset[str]:
    """Dotted names imported anywhere in the file, those for types included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _layer(module: str) -> int:
    for level, members in enumerate(LAYERS.values()):
        if module in members:
            return level
    raise AssertionError(f"briefings.{module} has no place in the import table")


def _siblings(path: Path) -> set[str]:
    """Modules of `briefings` that a file imports, without the package's name."""
    known = {p.stem for p in _modules("briefings")}
    parts = (name.split(".") for name in _imports(path))
    return {p[1] for p in parts if p[0] == "briefings" and len(p) > 1 and p[1] in known}


@pytest.mark.parametrize("path", _modules("briefings"), ids=_name)
def test_modules_import_upwards_only(path: Path) -> None:
    if path.stem == "__init__":
        assert not _siblings(path)
        return
    own = _layer(path.stem)
    below = {m for m in _siblings(path) if _layer(m) > own}
    assert not below, f"{path.stem} may not import {sorted(below)}"


def test_contributing_shows_this_table() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if line.startswith("| "))
    shown = {row[1].strip(): tuple(row[2].replace("`", "").split()) for row in rows}
    assert {name: shown.get(name) for name in LAYERS} == LAYERS


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = {
        path.stem: _siblings(path) - {path.stem}
        for path in _modules("briefings")
        if path.stem != "__init__"
    }
    assert list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", _modules("briefings"), ids=_name)
def test_library_knows_no_spider_and_no_pipeline(path: Path) -> None:
    assert not {n.split(".")[0] for n in _imports(path)} & {"spiders", "pipelines"}


@pytest.mark.parametrize(
    ("package", "other"), [("spiders", "pipelines"), ("pipelines", "spiders")]
)
def test_spiders_and_pipelines_do_not_meet(package: str, other: str) -> None:
    for path in _modules(package):
        assert other not in {n.split(".")[0] for n in _imports(path)}, path


@pytest.mark.parametrize("path", _modules("briefings"), ids=_name)
def test_each_library_has_its_place(path: Path) -> None:
    for library, places in ONLY_IN.items():
        uses = any(n == library or n.startswith(f"{library}.") for n in _imports(path))
        assert not uses or path.stem in places, f"{path.stem} may not import {library}"


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_files_and_functions_stay_small() -> None:
    """No file over 250 lines; nine functions of ten under 25, none over 50."""
    paths = [p for pkg in ("briefings", "spiders", "pipelines") for p in _modules(pkg)]
    long = [_name(p) for p in paths if len(p.read_text("utf-8").splitlines()) > 250]
    assert not long
    sizes = {
        f"{_name(p)}.{f.name}": (f.end_lineno or f.lineno) - f.lineno + 1
        for p in paths
        for f in _functions(p)
    }
    assert not {name: size for name, size in sizes.items() if size > 50}
    assert sum(size >= 25 for size in sizes.values()) <= len(sizes) / 10


def test_repository_names_no_machine_and_no_registry() -> None:
    """No absolute path of a checkout or home, no address of a package index."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    banned = (b"/ro" + b"ot/", str(ROOT).encode() + b"/", b"pypi" + b".org")
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        assert not [word for word in banned if word in content], name
