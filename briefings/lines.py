"""Lines that belong together: paragraphs in, as blocks of a page; paragraphs out.

On pages of 2004 and 2005 digits and links are blocks of their own, so that a sentence
comes as `第`, `2`, `个问题是`; in all years a label may stand alone, `答：`. Both are
joined with what follows, and real paragraphs, headings and captions left as they are.
"""

from __future__ import annotations

import re

from briefings.items import Paragraph

# "**********", "* * * * *"
RULE_RE = re.compile(r"\s*(?:[*＊]\s*){3,}")
# "答：", "《环球时报》：", "赵立坚:", "[王毅]", "问": what a turn may open with
LABEL_RE = re.compile(
    r"[^，。？！；：:“”\d]{1,24}[：:]|(?:问|答|追问)$|[\[【]|会后|原标题|[*＊]{3}"
)
# "答：", "环球时报记者追问：" and nothing more
ALONE_RE = re.compile(
    r"(?:[再追反]?问|答|[^，。？！；：“”（）\s]{0,24}记者(?:追问|提问|补充|问及|问)?"
    r"|[\u4e00-\u9fff]{2,5}|\w ?\w|《[^》]{2,16}》|\w{2,16}[社报台网视])\s*[：:]$"
)
# "原标题：2020年11月20日外交部发言人主持例行记者会": a line of its own without a stop
TITLE_RE = re.compile(r"\s*原标题")
# "，", "：" and the like within: more than a heading or a caption
INNER_RE = re.compile(r"[，。？！；：:]")
# "11", "月", "APEC", "3％或5％": too short to be a paragraph, or a caption
FRAGMENT_RE = re.compile(r".{1,3}$|[“《（]?[0-9A-Za-z].{0,7}$")
# Longer than any heading seen: a sentence that lost its stop is joined instead.
_HEADING = 60
# No paragraph ends or begins with these unless it was torn.
_STOPS = frozenset("。？！…：；”’）」』】》?!:;.)]~—*＊")
_CLOSES = frozenset("”》")
_GOES_ON = frozenset("，、,（(《“‘「")
_NEVER_FIRST = frozenset("，。、；？！）》”’」』】%％,;?!)]：:")


def is_rule(text: str) -> bool:
    """True of a row of asterisks, which parts the session from what came after."""
    # Asked of every paragraph, so the cheap test comes first.
    return text.lstrip()[:1] in "*＊" and RULE_RE.fullmatch(text) is not None


def _stops(text: str) -> bool:
    """True where the text may end a paragraph: `。`, `。”`, but not `“麻烦国家”`."""
    if text[-1] in _CLOSES and len(text) > 1:
        return text[-2] in _STOPS
    return text[-1] in _STOPS


def _is_heading(text: str) -> bool:
    return len(text) <= _HEADING and INNER_RE.search(text) is None


def _is_torn(text: str, following: str) -> bool:
    """True where the break between the two cannot be one between paragraphs.

    A sentence without its stop may be a mistake of the editor's instead; joining that
    costs a line break and no more.
    """
    if following[0] in _NEVER_FIRST:
        return following[0] not in "：:" or not _stops(text)
    if _stops(text) or LABEL_RE.match(following):
        return False
    if text[-1] in _GOES_ON or (text[-1].isascii() and text[-1].isalnum()):
        return True
    return not _is_heading(text) or bool(FRAGMENT_RE.match(following))


def _joins(text: str, following: str) -> bool:
    if text[-1] in "：:":
        return bool(ALONE_RE.match(text)) and not LABEL_RE.match(following)
    if _stops(text) and following[0] not in _NEVER_FIRST:
        return False  # how nearly all pairs of paragraphs meet
    if is_rule(text) or is_rule(following) or TITLE_RE.match(text):
        return False
    return _is_torn(text, following)


def mend(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Join what the markup tore apart. No paragraph may be empty."""
    mended: list[Paragraph] = []
    for paragraph in paragraphs:
        if mended and _joins(mended[-1].text, paragraph.text):
            mended[-1] = Paragraph(mended[-1].text + paragraph.text, paragraph.bold)
        else:
            mended.append(paragraph)
    return mended
