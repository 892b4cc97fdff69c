"""The text of a page's container, block by block.

    <p><b>问：</b>桥何时通车？</p><p>答：明天。<br>欢迎。</p>
    -> Paragraph("问：桥何时通车？"), Paragraph("答：明天。"), Paragraph("欢迎。")

A text node is not a paragraph: digits, links and labels have nodes of their own. So
text is joined until a block begins or ends. All visible text is in exactly one
paragraph, in order; scripts, styles and comments are not visible.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefings.items import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

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
BOLD: Final = frozenset(("b", "strong"))


def paragraphs(
    containers: Iterable[HtmlElement], ends: frozenset[HtmlElement] = frozenset()
) -> list[Paragraph]:
    """The paragraphs of the containers; the text ends where one of `ends` begins."""
    reader = _Reader(ends)
    for container in containers:
        reader.read(container)
        reader.flush()
    return reader.found


class _Reader:
    def __init__(self, ends: frozenset[HtmlElement]) -> None:
        self.ends = ends
        self.ended = False
        self.found: list[Paragraph] = []
        self.parts: list[str] = []
        self.plain = False

    def read(self, top: HtmlElement) -> None:
        """All of the element, without recursion: broken pages nest very deep."""
        # Each entry: element, whether it is being left, whether its text is bold.
        waiting = [(top, False, False)]
        while waiting and not self.ended:
            element, leaving, bold = waiting.pop()
            tag = element.tag
            if leaving:
                if tag in BLOCKS:
                    self.flush()
                if element is not top:
                    self.add(element.tail, bold)
                continue
            if element in self.ends:
                self.ended = True
                break
            waiting.append((element, True, bold))
            if not isinstance(tag, str) or tag in HIDDEN:
                continue
            if tag in BLOCKS:
                self.flush()
            inner = bold or tag in BOLD
            self.add(element.text, inner)
            waiting.extend((child, False, inner) for child in reversed(element))

    def add(self, text: str | None, bold: bool) -> None:
        if text:
            self.parts.append(text)
            self.plain |= not bold and not text.isspace()

    def flush(self) -> None:
        text = "".join(self.parts)
        if text and not text.isspace():
            self.found.append(Paragraph(text, not self.plain))
        self.parts.clear()
        self.plain = False
