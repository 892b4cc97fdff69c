r"""Text as it comes from pages, made plain: an Article in, an Article out.

White space, invisible characters and paragraphs are put right by an explicit table;
Chinese punctuation is never touched. (NFKC would turn `，：（）` into `,:()`.)
Example: in `有何评论？ \u3000\u3000赵立坚：会议` the blanks part two paragraphs, and what
came as three paragraphs, `第`, `2`, `个问题是`, becomes one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefings.items import Paragraph
from briefings.lines import is_rule, mend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefings.items import Article

__all__ = ["clean", "is_rule", "narrow", "normalize"]

_INVISIBLE = (
    *range(0x09),
    *range(0x0E, 0x1C),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0xAD,  # soft hyphen
    *range(0x200B, 0x2010),  # zero-width space and joiners, marks of direction
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,  # byte order mark
)
_BLANK = (
    0x09,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),  # U+2002 and its kin
    0x202F,
    0x205F,
    0xE5E5,  # private use: the full-width blank of GBK pages after conversion
)
_BREAK = (0x0B, 0x0C, 0x0D, *range(0x1C, 0x20), 0x85, 0x2028, 0x2029)
_PLAIN: dict[int, str | None] = {
    **dict.fromkeys(_INVISIBLE),
    **dict.fromkeys(_BLANK, " "),
    **dict.fromkeys(_BREAK, "\n"),
}
_WIDE = 0xFEE0  # from `A` to `Ａ`
_NARROW = {ord(c) + _WIDE: c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_NARROW |= {ord(c.lower()) + _WIDE: c.lower() for c in _NARROW.values()}

# "\u00a0", "\u200b", "\u3000", "\n" and two blanks: what a paragraph at rest has not
ODD_RE = re.compile(
    f"[{re.escape(''.join(map(chr, (*_INVISIBLE, *_BLANK, *_BREAK))))}\u3000\n]|  "
)
# "？ \u3000\u3000赵立坚：": two full-width blanks, other blanks among them or not
GAP_RE = re.compile(r"[ \n]*\u3000[ \n]*\u3000[ \n\u3000]*")
# "和平\n发展": broken by the markup, where Chinese has no space
BROKEN_RE = re.compile(r"(?<=[\u2e80-\uffef]) *\n[ \n]*(?=[\u2e80-\uffef])")
# " \n", "\u3000": one blank is enough
BLANKS_RE = re.compile(r"[ \n\u3000]+")
# "沟通。***********会后有记者问及": a row within a run parts it
ROW_RE = re.compile(r"\s*((?:[*＊]\s*){5,})")


def clean(text: str) -> str:
    """One line: blanks of any kind become single spaces, invisible characters go."""
    if ODD_RE.search(text) is None:
        return text.strip()
    text = BROKEN_RE.sub("", text.translate(_PLAIN))
    return BLANKS_RE.sub(" ", text).strip()


def narrow(text: str) -> str:
    """Full-width digits and Latin letters as ASCII: for titles, names and dates."""
    return text.translate(_NARROW)


def _parts(text: str) -> Iterable[str]:
    """The paragraphs of one block, in order, cleaned and never empty."""
    text = text.strip()  # the indent of nearly every paragraph: two full-width blanks
    if ODD_RE.search(text):
        gaps = [clean(part) for part in GAP_RE.split(text.translate(_PLAIN))]
    else:
        gaps = [text]
    if "**" in text or "＊＊" in text:
        gaps = [row.strip() for gap in gaps for row in ROW_RE.split(gap)]
    return filter(None, gaps)


def _tidy(text: str | None) -> str | None:
    return clean(text) if text else text


def normalize(article: Article) -> Article:
    """The article with its text made plain; doing it twice changes nothing.

    Blocks are parted where two full-width blanks or a row of asterisks stand, empty
    ones go, lines broken inside a sentence are joined. Nothing but white space and
    invisible characters is lost. Full-width digits become ASCII in the title alone.
    """
    parted = [
        Paragraph(part, paragraph.bold)
        for paragraph in article.paragraphs
        for part in _parts(paragraph.text)
    ]
    return replace(
        article,
        title=narrow(clean(article.title)),
        paragraphs=mend(parted),
        keywords=_tidy(article.keywords),
        publisher=_tidy(article.publisher),
        credit=_tidy(article.credit),
        editor=_tidy(article.editor),
    )
