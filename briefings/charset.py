r"""Bytes of a page -> text, whatever charset it claims to be in.

    decode(b"\xcd\xe2\xbd\xbb", "text/html; charset=utf-8") -> 外交, gb18030, wrong

A charset is believed only if all bytes fit it. GB 18030 stands for GBK and GB 2312,
which it contains.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

# <meta charset="gbk">, <meta http-equiv="Content-Type" content="text/html; charset=GBK">
META_RE: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
# text/html; charset=utf-8
HEADER_RE: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# The two-character words that every page of these sites has somewhere.
COMMON_RE: Final = re.compile("外交|中国|记者|新闻|发言|国务|中华")

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD: Final = 4096
"""Bytes in which a charset is declared: browsers look at 1,024, some pages are late."""

MOST_BAD: Final = 0.02
"""Share of replaced characters up to which a page is text with slips."""


class Decoded(NamedTuple):
    text: str
    charset: str
    """`utf-8`, `gb18030`, ...: the one that fitted."""
    declared: str | None
    """What the page or its header claimed, if that was wrong."""
    bad: int
    """Characters that are in no charset, replaced by U+FFFD."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page. ValueError if the bytes are no text in any likely charset.

    Likely are, in this order: a byte order mark, UTF-8 (hardly anything else passes
    for it), what is declared, GB 18030, and UTF-8 with a few bad bytes.
    """
    for mark, name in BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(name, "replace")
            return Decoded(text, name, None, text.count("\ufffd"))
    if b"\0" in body[:HEAD]:
        raise ValueError("NUL bytes: not a page")
    claims = declared(body, content_type)
    for name in dict.fromkeys(("utf-8", *claims, "gb18030")):
        text = _strict(body, name)
        if text is not None and (
            name in {"utf-8", "gb18030"} or COMMON_RE.search(text)
        ):
            wrong = next((claim for claim in claims if claim != name), None)
            return Decoded(text, name, None if body.isascii() else wrong, 0)
    return _with_slips(body, claims)


def declared(body: bytes, content_type: str | None) -> list[str]:
    """The charsets claimed by header and by meta tag, as Python names them."""
    found = HEADER_RE.findall(content_type or "")
    found += [name.decode("ascii") for name in META_RE.findall(body[:HEAD])]
    return [name for claim in found if (name := _known(claim))]


def _known(claim: str) -> str | None:
    try:
        name = codecs.lookup(claim).name
    except LookupError:
        return None
    return "gb18030" if name in {"gb2312", "gbk"} else name


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _with_slips(body: bytes, claims: list[str]) -> Decoded:
    tried = [(body.decode(name, "replace"), name) for name in ("utf-8", "gb18030")]
    text, name = min(tried, key=lambda each: each[0].count("\ufffd"))
    bad = text.count("\ufffd")
    if bad > len(text) * MOST_BAD:
        raise ValueError(f"neither UTF-8 nor GB 18030: {bad} of {len(text)} characters")
    wrong = next((claim for claim in claims if claim != name), None)
    return Decoded(text, name, wrong, bad)
