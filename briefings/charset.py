r"""Bytes of a page -> text, whatever charset it claims to be in.

    decode(b"\xcd\xe2\xbd\xbb", "text/html; charset=utf-8") -> 外交, gb18030, wrong

A charset is believed only if all bytes fit it and the text reads like Chinese. GB 18030
stands for GBK and GB 2312, which it contains.
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

FEW_BAD: Final = 4
"""As many are slips in any page, however short: one is cut within a character."""

MOST_RARE: Final = 0.2
"""Share of characters beyond GB 2312 (6,763 hanzi) in Chinese text that was misread:
UTF-8 taken for GBK has about half, a page with names and symbols a hundredth."""


class Decoded(NamedTuple):
    """A page's text, and how its bytes were read."""

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
    for mark, encoding in BOMS:
        if body.startswith(mark):
            return _with_slips(body[len(mark) :], (encoding,), [])
    if b"\0" in body:
        return _without_nul(body, content_type)
    claims = declared(body, content_type)
    for name in dict.fromkeys(["utf-8", *claims, "gb18030"]):
        text = _strict(body, name)
        if text is not None and (name == "utf-8" or plausible(text)):
            wrong = next((claim for claim in claims if claim != name), None)
            return Decoded(text, name, None if body.isascii() else wrong, 0)
    return _with_slips(body, ("utf-8", "gb18030"), claims)


def declared(body: bytes, content_type: str | None) -> list[str]:
    """The charsets claimed by header and by meta tag, as Python names them."""
    found = HEADER_RE.findall(content_type or "")
    found += [name.decode("latin-1") for name in META_RE.findall(body[:HEAD])]
    return [name for claim in found if (name := _known(claim))]


def plausible(text: str) -> bool:
    """Whether text that a charset allows is likely to be what was written."""
    if COMMON_RE.search(text):
        return True
    beyond_ascii = "".join(char for char in text if char > "\x7f" and char.isalpha())
    common = beyond_ascii.encode("gb2312", "ignore").decode("gb2312")
    hanzi = sum("\u4e00" <= char <= "\u9fff" for char in common)
    return hanzi >= len(beyond_ascii) * (1 - MOST_RARE)


def _known(claim: str) -> str | None:
    try:
        name = codecs.lookup(claim).name
        "".encode(name)  # not a codec such as base64
    except (LookupError, ValueError):
        return None
    return "gb18030" if name in {"gb2312", "gbk"} else name


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _without_nul(body: bytes, content_type: str | None) -> Decoded:
    """A stray NUL is dropped as browsers do; files full of them are no text."""
    count = body.count(b"\0")
    if count > max(FEW_BAD, len(body) * MOST_BAD):
        raise ValueError("NUL bytes: not a page")
    found = decode(body.replace(b"\0", b""), content_type)
    return found._replace(bad=found.bad + count)


def _with_slips(body: bytes, names: tuple[str, ...], claims: list[str]) -> Decoded:
    """The reading with the fewest slips, those that read like no language last."""
    tried = [(body.decode(name, "replace"), name) for name in names]
    text, name = min(
        tried, key=lambda each: (not plausible(each[0]), each[0].count("\ufffd"))
    )
    bad = text.count("\ufffd")
    if bad > max(FEW_BAD, len(text) * MOST_BAD):
        raise ValueError(
            f"no text in {' or '.join(names)}: {bad} of {len(text)} characters are bad"
        )
    wrong = next((claim for claim in claims if claim != name), None)
    return Decoded(text, name, wrong, bad)
