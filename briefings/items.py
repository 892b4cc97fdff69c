"""What flows between the stages: Capture -> Article -> Briefing.

`Article` holds what a page says, `Briefing` what was made of it. The fields of
`Briefing` and `Turn` are the public record: their order is the order of keys in
JSON, and none may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of a page came from: the `capture` of a record."""

    sha256: str
    """Hex digest of the body, after transfer and content encoding are undone."""

    fetched_at: str | None = None
    """UTC, `2020-11-20T10:15:00Z`; null where a stored file does not tell."""

    via: str = "file"
    """`http`, `browser`, `file` or `wayback`."""

    file: str | None = None
    """Name of the file that holds the bytes, relative to its capture folder."""

    offset: int | None = None
    """Byte offset of the record within a WARC file, else null."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One stored answer: a page as it came, before anything looked at it."""

    url: str
    """Address the page was fetched from, or was given for it; empty if unknown."""

    body: bytes
    """The page, content encoding undone."""

    origin: Origin

    status: int = 200

    headers: tuple[tuple[str, str], ...] = ()
    """Response headers in order, as sent; empty for plain files."""

    page_date: str | None = None
    """Date that the name of a stored file tells, `2020-11-20`; a page's own wins."""

    def header(self, name: str) -> str | None:
        """The first header of this name, whatever its case."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know about a page, without being an error."""

    code: str
    """Short and stable: `no_questions`, `date_conflict`. Listed in `checks`."""

    detail: str = ""
    """What was seen, in a few words."""


class Paragraph(NamedTuple):
    """One block of a page's text."""

    text: str
    bold: bool = False
    """All of the text is bold. A hint: editors forget it, some layouts have none."""


@dataclass(slots=True)
class Article:
    """What a page says, before any reading of it."""

    url: str
    """Address as published: canonical host, no test or archive host."""

    source: str
    """`scio` or `mfa`."""

    document: str
    """The source's own identifier: `1693013`, `t20220630_10713013`."""

    layout: str
    """Name of the layout in `sources.LAYOUTS` that fitted."""

    title: str
    """The headline as shown."""

    paragraphs: list[Paragraph]
    """The text in order, rows of asterisks and an 原标题 line included."""

    origin: Origin

    language: str = "zh"

    page_date: str | None = None
    """The date printed on the page, `2020-11-20`."""

    page_time: str | None = None
    """The time printed beside it, `18:26` or `18:26:05`, Beijing."""

    keywords: str | None = None
    """The page's own keywords, `发言人;汪文斌`; on mfa pages they name the speaker."""

    publisher: str | None = None
    credit: str | None = None
    """来源."""

    editor: str | None = None
    """责任编辑."""

    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Turn:
    """One exchange, or one statement made without a question."""

    n: int
    """Position within the briefing: 1, 2, 3 ..."""

    kind: str
    """`exchange`, or `statement`: announcements, notices, a narrated lead."""

    phase: str
    """`opening`, `session`, or `after` (会后: asked after the session)."""

    asker_raw: str | None = None
    """Label before the question without its colon: `路透社记者`, `问`."""

    outlets: list[str] = field(default_factory=list)
    """Ids of `outlets.toml` named by the label: `["reuters"]`; empty where none is."""

    follow_up: bool = False
    """A 追问 or the like, or a bare 记者 that goes on from the turn before."""

    question: str | None = None
    """Text after the label, paragraphs joined by a newline; null in a statement."""

    speaker: str | None = None
    """Name of who answers or states: `赵立坚`."""

    speaker_raw: str | None = None
    """Label ending in a colon, without it: `赵立坚`, `答`; null where there is none."""

    answer: str | None = None
    """Text after the label; null where a question got no answer."""


@dataclass(slots=True)
class Briefing:
    """The record of one page. See the table of fields in README.md."""

    id: str
    """`source:document`: `scio:1693013`."""

    source: str
    url: str
    language: str

    kind: str
    """`regular`, `written`, `background`, `minister` or `other`."""

    title: str
    """Headline, white space normalized, full-width digits and Latin made ASCII."""

    original_title: str | None
    """Text after 原标题：, else null."""

    date: str | None
    """Day the briefing was held, Beijing, `2020-11-20`; null where nothing tells."""

    date_basis: str | None
    """Evidence for `date`: `original_title`, `title`, `lead`, `page`, `url`."""

    date_certain: bool
    """False where the basis is `page` or `url` and the source is known to lag."""

    page_date: str | None
    """The date printed on the page: on scio that of republication."""

    published_at: str | None
    """`2020-11-20T18:26:00+08:00`; null where the page shows no time."""

    spokesperson: str | None
    """First of `spokespeople`; null where nobody is named."""

    spokespeople: list[str]
    """All who speak for the ministry, in order of appearance."""

    spokesperson_raw: str | None
    """The words the name was read from: `外交部发言人赵立坚主持`."""

    publisher: str | None
    credit: str | None
    editor: str | None

    body: str
    """All paragraphs joined by newlines, without 原标题 line and rows of asterisks."""

    turns: list[Turn]
    problems: list[Problem]

    content_hash: str
    """SHA-256 of title and body without white space: same words, same hash."""

    capture: Origin
    parser_version: str
