"""Where requests go, and under which address pages are known."""

from __future__ import annotations

import pytest

from briefings.errors import UsageError
from briefings.site import INDEXES, Site, is_article

PAGE = "http://www.scio.gov.cn/xwfbh/gbwxwfbh/xwfbh/wjb/Document/900001/900001.htm"


@pytest.mark.parametrize(
    "root",
    [
        "http://127.0.0.1:8000",
        "http://127.0.0.1:8000/",
        "http://localhost/mirror/www.scio.gov.cn",
        "https://www.scio.gov.cn",
        None,
    ],
)
def test_the_same_path_at_another_root(root: str | None) -> None:
    site = Site(root)
    asked = site.requested(PAGE)
    assert site.published(asked) == PAGE
    assert asked.startswith((root or "http://www.scio.gov.cn").rstrip("/"))
    assert asked.endswith("/wjb/Document/900001/900001.htm")


@pytest.mark.parametrize("root", ["nowhere", "ftp://host/", "http://", "/srv/mirror"])
def test_a_root_that_is_no_address(root: str) -> None:
    with pytest.raises(UsageError, match="--site"):
        Site(root)


def test_what_is_an_article() -> None:
    assert is_article(PAGE)
    assert not any(map(is_article, INDEXES))
    assert not is_article(
        "https://www.mfa.gov.cn/web/a/202206/t20220630_10713013.shtml"
    )
