"""EXTRACT: a stored page becomes what it says, as `items.Article`.

    load(capture) -> Article(title="外交部发言人主持例行记者会", page_date="2020-11-20", ...)

Which layout of `sources.LAYOUTS` fits is told by the markup, never by the host: the
same pages stand on test hosts, mirrors and in archives. Anything else is a PageError
that names what was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from briefings import blocks, charset, textrecord
from briefings.errors import AddressError, EmptyPageError, EncodingError, LayoutError
from briefings.fields import PageLoader
from briefings.items import Article, Problem
from briefings.refusals import refuse_shell, refuse_status, refuse_unknown
from briefings.sources import LAYOUTS, canonical, identify, language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from briefings.charset import Decoded
    from briefings.items import Capture
    from briefings.sources import Layout

# <html ...>, </html>, </body>: a page that opens and never closes is cut
OPEN_RE: Final = re.compile(r"<html[\s>]", re.IGNORECASE)
CLOSE_RE: Final = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


def load(capture: Capture) -> Article:
    """What the page says. PageError if it is no briefing page, or from nowhere."""
    refuse_status(capture)
    try:
        decoded = charset.decode(capture.body, capture.header("Content-Type"))
    except ValueError as error:
        raise EncodingError(capture.url, str(error)) from error
    if textrecord.is_record(decoded.text):
        return textrecord.load(capture, decoded.text)
    refuse_shell(capture.url, decoded.text)
    tree = _parse(capture, decoded)
    layout = _layout(capture.url, decoded.text, tree)
    return _article(capture, decoded, layout, tree)


_PARSER: Final = etree.HTMLParser(
    encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
)


def _parse(capture: Capture, decoded: Decoded) -> _Element:
    body = capture.body
    if decoded.charset != "utf-8" or decoded.bad:
        body = decoded.text.encode("utf-8", "replace")
    try:
        # Plain elements: those of lxml.html are looked up one by one in Python.
        tree = etree.fromstring(body, _PARSER)
    except (etree.LxmlError, ValueError) as error:
        raise EmptyPageError(capture.url, f"no markup in it: {error}") from error
    if tree is None:
        raise EmptyPageError(capture.url, "no markup in it")
    return tree


_DETECT: Final = [(layout, etree.XPath(layout.detect)) for layout in LAYOUTS]


def _layout(url: str, text: str, tree: _Element) -> Layout:
    for layout, fits in _DETECT:
        if fits(tree):
            return layout
    refuse_unknown(url, text)
    title = " ".join((tree.findtext(".//title") or "").split())[:40]
    names = [f"{each.tag}#{each.get('id')!s:.30}" for each in _with_id(tree)]
    shown = f"title {title!r}, {', '.join(names[:6]) or 'no element with an id'}"
    raise LayoutError(url, f"no layout knows this page ({' '.join(shown.split())})")


def _with_id(tree: _Element) -> Iterable[_Element]:
    return (element for element in tree.iter("div", "table", "td") if element.get("id"))


class _Queries:
    """The selectors of a layout, compiled once."""

    def __init__(self, layout: Layout) -> None:
        self.title = [etree.XPath(path) for path in layout.title]
        self.header = [etree.XPath(path) for path in layout.header]
        self.editor = [etree.XPath(layout.editor)] if layout.editor else []
        self.body = etree.XPath(layout.body)
        self.ends = etree.XPath(layout.ends) if layout.ends else None


_QUERIES: Final = {layout.name: _Queries(layout) for layout in LAYOUTS}
_VISIBLE: Final = etree.XPath(".//text()[not(parent::script or parent::style)]")


def _texts(tree: _Element, queries: Iterable[etree.XPath]) -> list[str]:
    """What the first element of each query shows."""
    found = (query(tree) for query in queries)
    return ["".join(_VISIBLE(elements[0])) for elements in found if elements]


def _article(
    capture: Capture, decoded: Decoded, layout: Layout, tree: _Element
) -> Article:
    meta = _meta(tree)
    address = capture.url or meta.get("url", "")
    found = identify(address)
    if found is None:
        raise AddressError(address or "a page without an address", _nowhere(address))
    fields = _fields(layout, tree, meta)
    if not fields["paragraphs"]:
        raise EmptyPageError(
            capture.url, f"the layout {layout.name}, and no text in it"
        )
    return Article(
        url=canonical(address),
        source=found.source,
        document=found.document,
        layout=layout.name,
        language=language(address),
        origin=capture.origin,
        publisher=layout.publisher,
        title=fields.get("title") or "",
        page_date=fields.get("page_date") or capture.page_date,
        page_time=fields.get("page_time"),
        credit=fields.get("credit"),
        editor=fields.get("editor"),
        keywords=fields.get("keywords"),
        paragraphs=fields["paragraphs"],
        problems=_problems(decoded),
    )


def _nowhere(address: str) -> str:
    if address:
        return (
            "not the address of an article: give the one it was published at by --url"
        )
    return "the file does not tell where it was published: give its address by --url"


def _fields(layout: Layout, tree: _Element, meta: dict[str, str]) -> dict[str, Any]:
    queries = _QUERIES[layout.name]
    loader = PageLoader()
    loader.add_value("title", _texts(tree, queries.title[:1]))
    if not loader.get_collected_values("title"):
        loader.add_value("title", meta.get("articletitle"))
        loader.add_value("title", _texts(tree, queries.title[1:]))
    header = [*_texts(tree, queries.header), meta.get("pubdate", "")]
    loader.add_value("page_date", header)
    loader.add_value("page_time", header)
    loader.add_value("credit", [*header, f"来源：{meta.get('contentsource', '')}"])
    loader.add_value("editor", _texts(tree, queries.editor))
    loader.add_value("keywords", meta.get("keywords"))
    container = queries.body(tree)[0]
    if layout.strays:
        blocks.reclaim(container)
    ends = frozenset(queries.ends(tree)) if queries.ends else frozenset()
    loader.add_value("paragraphs", blocks.paragraphs(container, ends))
    found: dict[str, Any] = {"paragraphs": [], **loader.load_item()}
    return found


def _meta(tree: _Element) -> dict[str, str]:
    """The page's meta tags by name in lower case; the last of a name counts."""
    tags = ((tag.get("name"), tag.get("content")) for tag in _METAS(tree))
    return {name.lower(): value.strip() for name, value in tags if value}


_METAS: Final = etree.XPath("/html/head/meta[@name] | /html/body/meta[@name]")


def _problems(decoded: Decoded) -> list[Problem]:
    found = []
    if decoded.declared:
        detail = f"declared {decoded.declared}, is {decoded.charset}"
        found.append(Problem("charset", detail))
    if decoded.bad:
        before = decoded.text.partition("\ufffd")[0].encode(decoded.charset, "replace")
        detail = f"{decoded.bad} characters, the first at byte {len(before)}"
        found.append(Problem("bad_bytes", detail))
    if _cut(decoded.text):
        found.append(Problem("truncated", "the page opens and never closes"))
    return found


def _cut(text: str) -> bool:
    # Nearly all pages close at their end: the whole text is searched for the others.
    if CLOSE_RE.search(text, max(0, len(text) - 200)):
        return False
    return OPEN_RE.search(text) is not None and CLOSE_RE.search(text) is None
