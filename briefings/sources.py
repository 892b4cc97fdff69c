"""Facts about the sites: addresses, and page layouts as data.

History:
    2004-2022: scio-old, `Document/N/N.htm`; shown by saved pages of 2019.
    2022-    : scio-new, `/xwfb/.../tYYYYMMDD_N.html`; no page was at hand, so the
               layout is built from what sites of its maker share, and unproven.
    -2021    : mfa-a; 2021-10-: mfa-b, of which some pages lack all meta tags and carry
               only the name of the column in `<title>`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a page of one markup has what. All selectors are XPath."""

    name: str
    source: str
    seen: str
    """First and last day seen, `2004-07/2022-12`."""
    example: str
    fixture: str
    """Folder of `fixtures/` with a page of this layout."""
    detect: str
    """True on pages of this layout, and of no other before it in `LAYOUTS`."""
    title: tuple[str, ...]
    """Elements whose text is the headline; the first with any text counts."""
    header: tuple[str, ...]
    """Elements that hold date, time and 来源, found within by pattern."""
    body: str
    """The container of the text."""
    ends: str = ""
    """Elements that end the text, should unclosed tags have drawn them into it."""
    strays: bool = False
    """An end tag too many in the text puts what follows behind the container: known
    where an element with an id or class always follows the text."""
    editor: str = ""
    """Elements that hold 责任编辑 or 编辑."""
    publisher: str | None = None


def _class(name: str) -> str:
    return f'contains(concat(" ",normalize-space(@class)," ")," {name} ")'


def _any(*words: str) -> str:
    return " or ".join(f'contains(@class,"{word}")' for word in words)


SCIO: Final = "国务院新闻办公室网站"
MFA: Final = "外交部网站"

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        name="scio-old",
        source="scio",
        seen="2004-07/2022-12",
        example="http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/1693013/1693013.htm",
        fixture="scio-old-2016",
        detect=f'id("content") and //div[{_class("A_title")}]',
        title=(f"//div[{_class('A_title')}]", "//title"),
        header=(
            f"(//div[{_class('A_t1')}])[1]/div[1]",
            f"(//div[{_class('A_t1')}])[1]",
        ),
        body='id("content")',
        ends=(f'id("content")//*[{_class("A_t1")} or @id="Relative1" or @id="Affix1"]'),
        strays=True,
        editor=f'//div[{_class("A_t1")}][contains(.,"编辑")]',
        publisher=SCIO,
    ),
    Layout(
        name="mfa-a",
        source="mfa",
        seen="2014-01/2021-12",
        example="https://www.fmprc.gov.cn/web/wjdt_674879/fyrbt_674889/t1839549.shtml",
        fixture="mfa-a",
        detect='id("News_Body_Txt_A") and id("News_Body_Title")',
        title=('id("News_Body_Title")', "//title"),
        header=('id("News_Body_Time")', 'id("News_Body_source")'),
        body='id("News_Body_Txt_A")',
        strays=True,
        publisher=MFA,
    ),
    Layout(
        name="mfa-b",
        source="mfa",
        seen="2021-10/2026-09",
        example="https://www.mfa.gov.cn/web/fyrbt_673021/jzhsl_673025/202206/t20220630_10713013.shtml",
        fixture="mfa-b",
        detect='id("News_Body_Txt_A")',
        title=(f"//*[{_class('news-title')}]//h1", f"//*[{_class('news-title')}]"),
        header=(f"//p[{_class('time')}]", f"//*[{_class('time')}]"),
        body='id("News_Body_Txt_A")',
        strays=True,
        publisher=MFA,
    ),
    Layout(
        name="scio-new",
        source="scio",
        seen="2022-12/",
        example="http://www.scio.gov.cn/xwfb/bwxwfb/gbwfbh/wjb/202208/t20220819_100001.html",
        fixture="scio-new",
        detect=(
            f'//div[{_class("TRS_Editor")} or contains(@class,"trs_editor_view")]'
            ' and (//meta[@name="ArticleTitle"] or //title[contains(.,"国务院新闻办公室")])'
        ),
        title=("//h1", '//*[contains(@class,"title")][not(self::title)]', "//title"),
        header=(f"//*[{_any('time', 'date', 'source', 'info')}]",),
        body=f'//div[{_class("TRS_Editor")} or contains(@class,"trs_editor_view")]',
        editor='//*[contains(@class,"editor")][contains(.,"编辑")]',
        publisher=SCIO,
    ),
)

RECORD_LAYOUT: Final = "text-record"
RECORD_FIXTURE: Final = "text-record"

CHANNEL: Final = "/xwfbh/gbwxwfbh/xwfbh/wjb/"
"""The channel of the ministry on the old scio.gov.cn, 2004 to 2022."""

CHANNEL_NEW: Final = "/xwfb/bwxwfb/gbwfbh/wjb/"
"""The same on the new site; the ministry's own folder is a guess."""

# Document/1693013/1693013.htm
SCIO_OLD_RE: Final = re.compile(r"/Document/(\d+)/\d+\.html?$", re.IGNORECASE)
# /202208/t20220819_100001.html, /t20220630_10713013.shtml, /t1839549.shtml
TRS_RE: Final = re.compile(r"/(t\d{6,8}(?:_\d+)?)\.s?html?$")
# https://web.archive.org/web/20200101000000id_/http://www.scio.gov.cn/...
REPLAY_RE: Final = re.compile(
    r"^https?://[^/]+/(?:[\w-]+/)?(?:web/)?\d{4,14}(?:\w\w_)?/(?=https?:)"
)
# /web/fyrbt_673021/..., /wjdt_674879/fyrbt_674889/..., /fyrbt_673021/dhdw_673027/...
MFA_PATH_RE: Final = re.compile(r"/(?:web|eng|fyrbt_\d+|wjdt_\d+|mfa_eng)(?:/|$)")
# /eng/xw/fyrbt/lxjzh/..., /mfa_eng/xwfw_665399/...
ENGLISH_RE: Final = re.compile(r"://[^/]+/(?:mfa_)?eng/")


class Address(NamedTuple):
    """What an address tells of the page behind it."""

    source: str
    document: str


def identify(url: str) -> Address | None:
    """The source and document that an article's address names, whatever its host."""
    try:
        parts = urlsplit(original(url))
        host = parts.hostname or ""
    except ValueError:  # http://[ and the like
        return None
    if match := SCIO_OLD_RE.search(parts.path):
        return Address("scio", match[1])
    match = TRS_RE.search(parts.path)
    if match is None:
        return None
    of_mfa = host.endswith(("mfa.gov.cn", "fmprc.gov.cn"))
    if of_mfa or (MFA_PATH_RE.match(parts.path) and "scio" not in host):
        return Address("mfa", match[1])
    if host.endswith("scio.gov.cn") or parts.path.startswith("/xwfb"):
        return Address("scio", match[1])
    return None


def language(url: str) -> str:
    """`en` for the English pages of the ministry, else `zh`."""
    return "en" if ENGLISH_RE.search(url) else "zh"


def original(url: str) -> str:
    """The address that an archive's replay address stands for; others unchanged."""
    return REPLAY_RE.sub("", url)


def canonical(url: str) -> str:
    """The address as published: no archive, no test host, no mirror or test server.

    One origin a host, so that all copies of a page give the same address:
    `http://www.scio.gov.cn` (of its https only time-outs are known), and https for
    the ministry, whose test host stands for www.fmprc.gov.cn with the same paths
    below `/web`.
    """
    found = identify(url)
    if found is None:
        return original(url)
    parts = urlsplit(original(url))
    host, path = parts.hostname or "", parts.path
    if found.source == "scio":
        return f"http://www.scio.gov.cn{path}"
    if "fmprc" not in host:
        return f"https://www.mfa.gov.cn{path}"
    below = "" if path.startswith(("/web/", "/eng/", "/mfa_eng/")) else "/web"
    return f"https://www.fmprc.gov.cn{below}{path}"
