"""The text of a page's container, block by block.

    <p><b>问：</b>桥何时通车？</p><p>答：明天。<br>欢迎。</p>
    -> Paragraph("问：桥何时通车？"), Paragraph("答：明天。"), Paragraph("欢迎。")

A text node is not a paragraph: digits, links and labels have nodes of their own. So
text is joined until a block begins or ends. All visible text is in exactly one
paragraph, in order; scripts, styles and comments are not visible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from briefings.items import Paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

# fmt: off
BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd",
    "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "title", "tr", "ul",
))
HIDDEN: Final = frozenset((
    "head", "iframe", "noscript", "object", "script", "select", "style", "template",
    "textarea",
))
# fmt: on
FLOWING: Final = frozenset(("a", "b", "em", "font", "i", "p", "span", "strong", "u"))
"""What editors give classes to, `<p class="MsoNormal">`; of others, the page does."""
BOLD: Final = frozenset(("b", "strong"))


def reclaim(container: _Element) -> None:
    """Draw in the text that stands behind a container because it closed too early.

    <div id="content"><p>问：…</p></div><p>答：…</p></div><div class="editor">

    One end tag too many within a text does that. The text goes on until an element
    that is the page's; where none follows, nothing is drawn in.
    """
    found: list[_Element] = []
    level: _Element | None = container
    while level is not None and level.tag != "body":
        gap = etree.Element("br")
        gap.tail = level.tail
        found.append(gap)
        for following in level.itersiblings():
            if _of_page(following):
                container.extend(found)
                return
            found.append(following)
        level = level.getparent()


def _of_page(element: _Element) -> bool:
    if element.get("id") is not None:
        return True
    return element.get("class") is not None and element.tag not in FLOWING


_EVENTS: Final = ("start", "end", "comment", "pi")


def paragraphs(
    container: _Element, ends: frozenset[_Element] = frozenset()
) -> list[Paragraph]:
    """The paragraphs of a container; the text ends where one of `ends` begins."""
    block = _Block()
    bold = hidden = 0
    # Walked by lxml itself: no recursion, for broken pages nest very deep.
    for event, element in etree.iterwalk(container, events=_EVENTS):
        tag, start = element.tag, event == "start"
        if start and element in ends:
            break
        if event in {"start", "end"}:
            step = 1 if start else -1
            if tag in BLOCKS:
                block.close()
            elif tag in BOLD:
                bold += step
            elif tag in HIDDEN:
                hidden += step
        text = element.text if start else element.tail
        if text and not hidden and (start or element is not container):
            block.add(text, bold=bold > 0)
    block.close()
    return block.found


class _Block:
    """Text that is joined until a block begins or ends, and the paragraphs found."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self.parts: list[str] = []
        self.plain = False

    def add(self, text: str, *, bold: bool) -> None:
        self.parts.append(text)
        if not (bold or self.plain or text.isspace()):
            self.plain = True

    def close(self) -> None:
        if self.parts:
            text = "".join(self.parts)
            if not text.isspace():
                self.found.append(Paragraph(text, not self.plain))
            self.parts.clear()
            self.plain = False
