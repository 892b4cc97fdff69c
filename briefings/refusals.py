"""Answers that are no page of the site, told apart by what a person should do.

    refuse(capture, text) raises ChallengeError, MissingPageError, RedirectPageError ...

A challenge, a home page in place of an article and an empty shell all come with
status 200 at times: taken for pages, they would end a crawl in peace with nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from briefings.errors import (
    ChallengeError,
    EmptyPageError,
    MissingPageError,
    RedirectPageError,
    StatusError,
)

if TYPE_CHECKING:
    from briefings.items import Capture

SHELL: Final = 4096
"""Characters: a page without any text but a script, up to here, is a shell. The
second round of the challenge is larger, and comes with status 521."""

# 请求验证失败, __jsl_clearance_s=..., jiasule-WAF: what the protection writes
CHALLENGE_RE: Final = re.compile(
    r"请求验证失败|__jsl_clearance|__jsluid|jiasule", re.IGNORECASE
)
# <script>...</script>, <style>...</style>, <!-- ... -->, any tag
MARKUP_RE: Final = re.compile(
    r"<(script|style|title)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^>]*>|&nbsp;",
    re.DOTALL | re.IGNORECASE,
)
# window.location.replace("../../index.htm"), location.href = '/a.html'
SCRIPTED_RE: Final = re.compile(
    r"location(?:\.href)?\s*(?:=|\.(?:replace|assign)\s*\()\s*[\"']([^\"']+)[\"']"
)
# <meta http-equiv="refresh" content="0; url=/a.html">
REFRESH_RE: Final = re.compile(
    r"<meta[^>]+http-equiv\s*=\s*[\"']?refresh[^>]+url\s*=\s*[\"']?([^\"'>\s]+)",
    re.IGNORECASE,
)
# location.reload(), location.href=location.pathname+location.search
AGAIN_RE: Final = re.compile(
    r"location\.reload|location(?:\.href)?\s*=\s*\w*\.?location"
)
# <title>国务院新闻办公室</title>, <title>中华人民共和国外交部</title>
HOME_RE: Final = re.compile(
    r"<title>\s*(?=[^\s<])(?:中华人民共和国)?(?:国务院新闻办公室(?:网站|门户网站)?|外交部)?"
    r"(?:\s*[-—_]\s*)?(?:首页|网站首页)?\s*</title>",
    re.IGNORECASE,
)
# 您访问的页面不存在, 404 Not Found, 系统提示
ABSENT_RE: Final = re.compile(
    r"页面(?:不存在|已删除|找不到|未找到)|(?:不存在|找不到|未找到)(?:该|此|的)?(?:页面|网页|文件)"
    r"|404 Not Found|>\s*404\s*<|<title>[^<]{0,20}(?:系统|出错|错误|404)[^<]{0,20}</title>",
    re.IGNORECASE,
)


def refuse_status(capture: Capture) -> None:
    """Raise what the status and the headers alone tell; nothing for a good one."""
    url, status = capture.url, capture.status
    if status == 521:
        raise ChallengeError(url, "the site's protection answered with a script (521)")
    if status == 403 and capture.header("X-Via-JSL"):
        raise ChallengeError(url, "the site's protection blocks this address (403)")
    if status in {404, 410}:
        raise MissingPageError(url, f"the site has no such page ({status})")
    if not 200 <= status < 300:
        raise StatusError(url, f"answered with status {status}")


def refuse_shell(url: str, text: str) -> None:
    """Raise if the page is a challenge or a shell; call for pages of any layout."""
    if len(text) > SHELL:
        return
    if CHALLENGE_RE.search(text):
        raise ChallengeError(url, "the site's protection answered instead of the site")
    if MARKUP_RE.sub("", text).strip():
        return
    if target := redirect_target(url, text):
        raise RedirectPageError(url, f"only leads to {target}")
    if ABSENT_RE.search(text):  # alert("页面不存在"); history.back()
        raise MissingPageError(url, "an error page, answered in place of this page")
    if AGAIN_RE.search(text) or "document.cookie" in text:
        raise ChallengeError(
            url, "a script that sets a cookie and loads the page again"
        )
    if "<script" in text.lower():
        raise ChallengeError(url, "nothing but a script in place of a page")
    raise EmptyPageError(url, "an empty page")


def redirect_target(url: str, text: str) -> str | None:
    """Where a shell leads; None if to no page, or only back to itself."""
    match = REFRESH_RE.search(text) or SCRIPTED_RE.search(text)
    if match is None:
        return None
    try:
        target = urljoin(url, match[1].strip())
    except ValueError:  # http://[ and the like
        return None
    if target == url or not target.lower().startswith(("http://", "https://")):
        return None  # javascript:history.back(), about:blank
    return " ".join(target.split())


def refuse_unknown(url: str, text: str) -> None:
    """Raise if a page that no layout fits is the home page or an error page."""
    if CHALLENGE_RE.search(text) and not MARKUP_RE.sub("", text).strip():
        raise ChallengeError(url, "nothing but a script of the site's protection")
    if HOME_RE.search(text):
        raise MissingPageError(url, "the home page was answered in place of this page")
    if ABSENT_RE.search(text):
        raise MissingPageError(url, "an error page, answered in place of this page")
