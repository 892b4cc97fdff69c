"""How right the records are, counted on the real corpus beside the project.

In: the folder with `corpus/`. Out: figures between 0 and 1, higher is better. Truth
comes from outside the parser: the ministry's own bold on its pages (`gold.jsonl`), and
plain patterns over the raw lines of the text records.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefings import outlets, reading, text
from briefings.errors import InputError, PageError
from briefings.items import Paragraph
from briefings.loader import load
from briefings.readers import find, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefings.items import Article, Briefing

Figures = dict[str, float]

# White space, colons, asterisks: what the lossless rule leaves out
LEFT_OUT_RE = re.compile(r"[\s\u3000\u2002\u200b\ufeff*：:]+")
_DAY = r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
# 原标题：2020年11月20日… / title: 2020年11月20日…
HEADLINE_DAY_RE = re.compile(rf"^(?:原标题[：:]|title:)\s*{_DAY}", re.MULTILINE)
# 2013年9月24日，外交部发言人某某主持例行记者会
LEAD_DAY_RE = re.compile(
    rf"^{_DAY}[^。\n]{{0,30}}(?:主持|举行)[^。\n]{{0,8}}(?:记者会|吹风会)", re.MULTILINE
)
# 原标题：…外交部发言人某某主持
SPEAKER_RE = re.compile(
    r"^原标题[：:].*?外交部发言人(?!就)([\u4e00-\u9fff]{2,3}?)(?:主持|就|答|举行|在|表明)",
    re.MULTILINE,
)
# 问： / 追问： / 记者（点头）： / 会后，有记者问及：; a label may be torn from its colon
QUESTION_RE = re.compile(
    r"^(?:(?:记者)?[追再又续]?问|记者(?:（[^（）]*）)?)\s*(?:[：:]|$)"
    r"|^(?:会后|[另还]有)[^。：:\n]{0,4}记者",
    re.MULTILINE,
)
# 答：
ANSWER_RE = re.compile(r"^答\s*(?:$|[：:])", re.MULTILINE)


def bare(*parts: str | None) -> str:
    """The words that two texts must share to count as the same."""
    return LEFT_OUT_RE.sub("", "".join(part or "" for part in parts))


def articles(path: Path) -> Iterator[Article | None]:
    """What stored pages hold; None for each that gives no article."""
    for found in find([path]):
        if isinstance(found, InputError):
            yield None
            continue
        for capture in read(found):
            try:
                known = None if isinstance(capture, InputError) else load(capture)
            except PageError:
                known = None
            yield known and text.normalize(known)


def lossless(briefing: Briefing) -> bool:
    said = (
        bare(turn.asker_raw, turn.question, turn.speaker_raw, turn.answer)
        for turn in briefing.turns
    )
    return "".join(said) == bare(briefing.body)


def questions(briefing: Briefing) -> dict[str, str]:
    """Questions with their labels, and the answers with theirs."""
    return {
        bare(turn.asker_raw, turn.question): bare(turn.speaker_raw, turn.answer)
        for turn in briefing.turns
        if turn.kind == "exchange"
    }


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / max(found + wanted, 1)


def share(of: Iterable[bool]) -> float:
    """The part that is true; 1 where there is nothing to judge."""
    all_of = list(of)
    return sum(all_of) / len(all_of) if all_of else 1.0


def _right(want: str, got: str, said: str) -> bool:
    """What stands behind the last answer may be a statement of its own."""
    if want == got:
        return True
    return bool(got) and want.startswith(got) and want[len(got) :] in said


def _gold(corpus: Path) -> Iterator[dict[str, Any]]:
    for line in (corpus / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        if not page.get("bold_is_incomplete"):
            yield page


def pages(corpus: Path) -> tuple[Figures, list[Briefing]]:
    """Figures over the ministry's own pages, against what is bold there."""
    read_ones = list(articles(corpus / "pages"))
    found = [reading.read(article) for article in read_ones if article]
    by_day = {b.date: b for b in found if b.kind == "regular"}
    count: Counter[str] = Counter()
    perfect = []
    for page in _gold(corpus):
        want = {bare(*t["question"]): bare(*t["answer"]) for t in page["turns"]}
        briefing = by_day.get(page["date"])
        got = questions(briefing) if briefing else {}
        turns = briefing.turns if briefing else []
        said = bare(*(turn.answer for turn in turns if turn.kind == "statement"))
        hits = want.keys() & got.keys()
        good = sum(_right(want[q], got[q], said) for q in hits)
        count.update(want=len(want), got=len(got), hits=len(hits), good=good)
        perfect.append(good == len(want) == len(got))
    return {
        "pages.read": len(found) / max(len(read_ones), 1),
        "pages.question_f1": f1(count["hits"], count["got"], count["want"]),
        "pages.exchange": count["good"] / max(count["want"], 1),
        "pages.briefing": share(perfect),
        "pages.lossless": share(map(lossless, found)),
    }, found


def _in_one_block(article: Article, gap: str) -> Briefing:
    """The same page, its paragraphs parted by no more than `gap`."""
    whole = gap.join(paragraph.text for paragraph in article.paragraphs)
    return reading.read(text.normalize(replace(article, paragraphs=[Paragraph(whole)])))


def _stated_day(raw: str) -> str | None:
    top = "\n".join(raw.splitlines()[:16])
    headlines = sorted(HEADLINE_DAY_RE.finditer(top), key=lambda m: "title" in m[0])
    match = headlines[0] if headlines else LEAD_DAY_RE.search(top)
    if match is None:
        return None
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def records(corpus: Path) -> tuple[Figures, list[Briefing]]:
    """Figures over the text records, in paragraphs, flat and joined."""
    right: dict[str, list[bool]] = {}
    count: Counter[str] = Counter()
    found = []

    def judge(figure: str, good: bool) -> None:
        right.setdefault(f"records.{figure}", []).append(good)

    for path in sorted((corpus / "scio").glob("*.txt")):
        raw = path.read_text(encoding="utf-8")
        article = next(articles(path), None)
        judge("read", article is not None)
        if article is None:
            continue
        briefing = reading.read(article)
        flat, joined = (
            _in_one_block(article, "\u3000\u3000"),
            _in_one_block(article, ""),
        )
        found.append(briefing)
        for form in (briefing, flat, joined):
            judge("lossless", lossless(form))
        judge("flat", flat.turns == briefing.turns)
        if day := _stated_day(raw):
            judge("date", briefing.date == day)
        for name in SPEAKER_RE.findall(raw):
            judge("speaker", name in briefing.spokespeople)
        wanted, got = questions(briefing), questions(joined)
        labels = len(QUESTION_RE.findall(raw))
        if labels and ANSWER_RE.search(raw):
            judge("exchanges", labels == len(wanted))
        count.update(want=len(wanted), got=len(got), hits=len(wanted.keys() & got))
    figures = {name: share(judged) for name, judged in right.items()}
    figures["records.joined_f1"] = f1(count["hits"], count["got"], count["want"])
    return figures, found


def resolved(briefings: Iterable[Briefing]) -> Figures:
    """The part of the labels that name an outlet whose outlet is known."""
    turns = (turn for briefing in briefings for turn in briefing.turns)
    labels = [turn.asker_raw for turn in turns if turn.asker_raw]
    named = [label for label in labels if outlets.names_one(label)]
    unknown = outlets.unknown(named).total()
    return {"outlets.resolved": 1 - unknown / max(len(named), 1)}


def measure(shared: Path) -> Figures:
    """Every figure over the corpus in `shared`."""
    on_pages, first = pages(shared / "corpus")
    on_records, second = records(shared / "corpus")
    return {**on_pages, **on_records, **resolved([*first, *second])}
