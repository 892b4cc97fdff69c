"""What an address tells, whatever host serves the page; layouts as data."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefings.sources import (
    CHANNEL,
    LAYOUTS,
    canonical,
    identify,
    language,
    original,
)

OLD = "/xwfbh/gbwxwfbh/xwfbh/wjb/Document/1693013/1693013.htm"
NEW = "/xwfb/bwxwfb/gbwfbh/wjb/202208/t20220819_123.html"
LIST = "/web/fyrbt_673021/jzhsl_673025/"
MFA = f"{LIST}202206/t20220630_10713013.shtml"
SHORT = "/web/wjdt_674879/fyrbt_674889/t1114905.shtml"
SCIO = f"http://www.scio.gov.cn{OLD}"


@pytest.mark.parametrize(
    ("url", "source", "document"),
    [
        (SCIO, "scio", "1693013"),
        (f"https://www.scio.gov.cn{OLD}?flag=1", "scio", "1693013"),
        (f"http://127.0.0.1:8000{OLD}", "scio", "1693013"),
        (f"http://mirror.example{OLD}l", "scio", "1693013"),
        (f"http://www.scio.gov.cn{NEW}", "scio", "t20220819_123"),
        (f"http://localhost:8000{NEW}", "scio", "t20220819_123"),
        (f"https://www.mfa.gov.cn{MFA}", "mfa", "t20220630_10713013"),
        (f"http://mfa.gov.cn{MFA}", "mfa", "t20220630_10713013"),
        (f"http://127.0.0.1:8000{MFA}", "mfa", "t20220630_10713013"),
        (f"http://test.fmprc.gov.cn{MFA[4:]}", "mfa", "t20220630_10713013"),
        (f"http://www.fmprc.gov.cn{SHORT}", "mfa", "t1114905"),
        (f"https://web.archive.org/web/20200101000000id_/{SCIO}", "scio", "1693013"),
        (f"http://localhost:8080/all/20200101000000mp_/{SCIO}", "scio", "1693013"),
    ],
)
def test_identify(url: str, source: str, document: str) -> None:
    assert identify(url) == (source, document)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "page.html",
        f"http://www.scio.gov.cn{CHANNEL}index_1.htm",
        f"https://www.mfa.gov.cn{LIST}index.shtml",
        "https://www.mfa.gov.cn/web/",
        "http://www.example.cn/202206/t20220630_1.shtml",
        "http://[",
        "http://[::1/t20220630_1.shtml",
    ],
)
def test_other_addresses_are_no_article(url: str) -> None:
    assert identify(url) is None


@pytest.mark.parametrize(
    ("url", "published"),
    [
        (f"https://www.scio.gov.cn{OLD}?flag=1", SCIO),
        (f"http://127.0.0.1:8000{OLD}", SCIO),
        (f"https://web.archive.org/web/20200101000000id_/{SCIO}", SCIO),
        (f"http://localhost{NEW}", f"http://www.scio.gov.cn{NEW}"),
        (f"http://www.mfa.gov.cn{MFA}", f"https://www.mfa.gov.cn{MFA}"),
        (f"http://mfa.gov.cn{MFA}", f"https://www.mfa.gov.cn{MFA}"),
        (f"http://127.0.0.1:9{MFA}", f"https://www.mfa.gov.cn{MFA}"),
        (f"http://www.fmprc.gov.cn{SHORT}", f"https://www.fmprc.gov.cn{SHORT}"),
        (f"http://test.fmprc.gov.cn{SHORT[4:]}", f"https://www.fmprc.gov.cn{SHORT}"),
    ],
)
def test_canonical(url: str, published: str) -> None:
    assert canonical(url) == published


@pytest.mark.parametrize("path", [OLD, NEW, MFA, SHORT])
def test_an_address_as_published_stays_and_keeps_its_document(path: str) -> None:
    once = canonical(f"http://127.0.0.1:8000{path}")
    assert canonical(once) == once
    assert identify(once) == identify(f"http://127.0.0.1:8000{path}")


def test_language() -> None:
    assert language(SCIO) == "zh"
    assert language(f"https://www.mfa.gov.cn{MFA}") == "zh"
    assert (
        language("https://www.mfa.gov.cn/eng/xw/fyrbt/lxjzh/t20240805_1.html") == "en"
    )
    assert (
        language("http://www.fmprc.gov.cn/mfa_eng/xwfw_665399/t1839549.shtml") == "en"
    )


@given(st.text(max_size=60) | st.from_regex(r"https?://[^\s]{0,20}/t\d{8}_\d\.shtml"))
def test_any_text_may_stand_for_an_address(url: str) -> None:
    identify(url)
    canonical(url)
    assert original(original(url)) == original(url) or "http" in url


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layouts_are_whole_and_their_examples_real(layout) -> None:  # type: ignore[no-untyped-def]
    found = identify(layout.example)
    assert found is not None
    assert found.source == layout.source
    assert canonical(layout.example) == layout.example
    assert re.fullmatch(r"\d{4}-\d\d/(\d{4}-\d\d)?", layout.seen)
    for path in (*layout.title, *layout.header, layout.body, layout.detect):
        etree.XPath(path)


def test_layouts_have_names_of_their_own() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)
