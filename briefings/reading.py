"""READ: a normalized article becomes the record of a briefing.

In: `items.Article` after `text.normalize`. Out: `items.Briefing`: 原标题 taken out of
the text, speakers, turns, kind, day, outlets. Facts are copied, readings are made by
the modules this one calls; nothing here raises, whatever the text.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from briefings import __version__, dates, dating, kinds, leads, outlets, speakers
from briefings.dating import Evidence
from briefings.items import Briefing, Paragraph
from briefings.text import is_rule, narrow
from briefings.turns import segment

if TYPE_CHECKING:
    from briefings.items import Article, Turn

# 原标题：2020年11月20日外交部发言人某某主持例行记者会
ORIGINAL_RE = re.compile(r"[（(【\[]?\s*原标题\s*[：:]\s*(?P<title>.*)")
# …主持例行记者会 / …答记者问 / …举行中外媒体吹风会, where the text goes on behind it
HEADLINE_END_RE = re.compile(
    r"例行记者会|(?:答|回答)(?:中外)?记者(?:提)?问|(?<!回)答问|吹风会|发表谈话|表明立场|记者会"
)
# What no headline holds: 。 or the label of a question
TEXT_RE = re.compile(r"[。？！]|问：|记者：")

LONGEST_HEADLINE = 120
"""Characters: the longest 原标题 seen has 60. Anything longer holds text as well."""


class _Parted(NamedTuple):
    original: str | None
    paragraphs: list[Paragraph]


def read(article: Article) -> Briefing:
    """The record of one page. Expects normalized paragraphs; never raises."""
    original, paragraphs = _without_original(article.paragraphs)
    texts = [paragraph.text for paragraph in paragraphs]
    said = [text for text in texts if not is_rule(text)]
    title = narrow(article.title)
    lead = leads.find_lead(said)
    inner = leads.headlines_within(said)
    headlines = [text for text in (original, title) if text]
    named = speakers.find(
        [*headlines, lead and lead.text, *inner], article.keywords, said
    )
    turns = segment(paragraphs, named.names)
    _resolve(turns)
    kind = kinds.tell(article.source, [*headlines, *inner], lead and lead.text, turns)
    day = _date(article, headlines, original, lead, kind)
    body = "\n".join(said)
    return Briefing(
        id=f"{article.source}:{article.document}",
        source=article.source,
        url=article.url,
        language=article.language,
        kind=kind,
        title=title,
        original_title=original,
        date=day.day,
        date_basis=day.basis,
        date_certain=day.certain,
        page_date=article.page_date,
        published_at=dates.timestamp(article.page_date, article.page_time),
        spokesperson=named.names[0] if named.names else None,
        spokespeople=named.names,
        spokesperson_raw=named.raw,
        publisher=article.publisher,
        credit=article.credit,
        editor=article.editor,
        body=body,
        turns=turns,
        problems=[*article.problems, *day.problems],
        content_hash=content_hash(title, body),
        capture=article.origin,
        parser_version=__version__,
    )


def content_hash(title: str, body: str) -> str:
    """SHA-256, in hex, of title, a line feed, and body, white space taken out of both.

    White space is what `str.split` parts at: the same words give the same hash,
    whichever way the markup breaks lines and paragraphs. Encoded as UTF-8; a lone
    surrogate, which no page should hold, is kept as it is.
    """
    words = "".join(title.split()) + "\n" + "".join(body.split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def _without_original(paragraphs: list[Paragraph]) -> _Parted:
    """原标题 and the paragraphs without it; it may run into the text that follows."""
    for position, paragraph in enumerate(paragraphs[:4]):
        if "原标题" not in paragraph.text[:6]:
            continue
        match = ORIGINAL_RE.match(paragraph.text)
        if match is None:
            continue
        title, rest = _cut(match["title"])
        behind = paragraphs[position + 1 :]
        if not title and not rest and behind and leads.is_headline(behind[0].text):
            title, behind = behind[0].text, behind[1:]  # its label stood alone
        if not title:
            break  # no telling where it ends: rather keep it all as text
        kept = [Paragraph(rest, paragraph.bold)] if rest else []
        return _Parted(narrow(title), [*paragraphs[:position], *kept, *behind])
    return _Parted(None, paragraphs)


def _cut(text: str) -> tuple[str, str]:
    """A headline and what follows it where nothing parts the two."""
    text = text.strip()
    if len(text) <= LONGEST_HEADLINE and not TEXT_RE.search(text):
        return text.rstrip("）)】]"), ""
    if match := HEADLINE_END_RE.search(text[:LONGEST_HEADLINE]):
        return text[: match.end()], text[match.end() :].lstrip()
    return "", text


def _resolve(turns: list[Turn]) -> None:
    for turn in turns:
        if turn.asker_raw:
            turn.outlets = outlets.resolve(turn.asker_raw)


def _date(
    article: Article,
    headlines: list[str],
    original: str | None,
    lead: leads.Lead | None,
    kind: str,
) -> dating.Dated:
    page = dates.iso(article.page_date)
    bases = ["original_title", "title"] if original else ["title"]
    evidence = [
        Evidence(basis, stated)
        for basis, text in zip(bases, headlines, strict=False)
        if (stated := leads.headline_date(text, page))
    ]
    if lead:
        evidence.append(Evidence("lead", lead.stated))
    return dating.settle(
        evidence,
        article.page_date,
        article.source,
        article.document,
        regular=kind == "regular",
    )
