"""Telling a challenge from a page: the answers, and what they are taken for."""

from __future__ import annotations

import pytest

from briefings.challenge import recognize
from tests.compose import HOME, channel, old_article
from tests.gate import FIRST, NEVER, SECOND

URL = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/900001/900001.htm"
JSL = {"X-Via-JSL": "abcdef,-", "Server": "jiasule-WAF"}


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (521, {}, FIRST.format(seed="1", wait=0), "script"),
        (521, JSL, SECOND.format(seed="1", wait=0, padding=""), "script"),
        (521, JSL, "", "script"),
        (200, {}, NEVER.format(seed="1", wait=0), "script"),
        (200, {}, "<script>document.cookie='a=b';location.reload()</script>", "script"),
        (200, {}, "<script>location.href=location.pathname</script>", "script"),
        (200, {}, "<html><body>请求验证失败</body></html>", "script"),
        (403, JSL, "Forbidden", "blocked"),
        (412, {}, "<script>1</script>", "blocked"),
        (403, {}, "Forbidden", None),
        (503, {}, "busy", None),
        (404, {}, "Not Found", None),
        (200, {}, HOME, None),
        (200, {}, "<script>window.location.replace('../1/1.htm')</script>", None),
        (200, {}, old_article(channel(1).old[0]), None),
        (200, {}, "", None),
        (304, {}, "", None),
    ],
)
def test_recognize(
    status: int, headers: dict[str, str], body: str, kind: str | None
) -> None:
    sign = recognize(URL, status, headers.get, body.encode())
    assert (sign.kind if sign else None) == kind


def test_words_about_cookies_in_a_page_are_no_challenge() -> None:
    """Pages of the ministry set cookies by script; so may an article's page."""
    page = old_article(channel(1).old[0])
    page = page.replace("</head>", "<script>document.cookie='HOY_TR=1'</script></head>")
    assert recognize(URL, 200, {}.get, page.encode()) is None
