"""Bytes become text by the charset that fits, whatever is declared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.charset import declared, decode, plausible

TEXT = "问：请介绍风筝节的情况。答：风筝节将于八月在滨江公园举行。"


@pytest.mark.parametrize(
    ("body", "header", "charset", "wrong"),
    [
        (TEXT.encode(), None, "utf-8", None),
        (TEXT.encode(), "text/html; charset=UTF8", "utf-8", None),
        (TEXT.encode(), "text/html; charset=ISO-8859-1", "utf-8", "iso8859-1"),
        (TEXT.encode(), "text/html; charset=GBK", "utf-8", "gb18030"),
        (TEXT.encode(), "text/html; charset=nonsense", "utf-8", None),
        (TEXT.encode(), "text/html; charset=base64", "utf-8", None),
        (TEXT.encode("gbk"), None, "gb18030", None),
        (TEXT.encode("gbk"), "text/html; charset=gb2312", "gb18030", None),
        (TEXT.encode("gbk"), "text/html; charset=utf-8", "gb18030", "utf-8"),
        (TEXT.encode("gbk"), "text/html; charset=iso-8859-1", "gb18030", "iso8859-1"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "charset=gbk", "utf-8", None),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), None, "utf-16-le", None),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be", None),
    ],
)
def test_the_charset_that_fits(
    body: bytes, header: str | None, charset: str, wrong: str | None
) -> None:
    assert decode(body, header) == (TEXT, charset, wrong, 0)


def test_nothing_is_wrong_about_ascii() -> None:
    assert decode(b"<html></html>", "charset=gbk").declared is None


def test_declared_by_header_and_by_both_forms_of_meta_tag() -> None:
    body = b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">'
    assert declared(body, "text/html; charset=utf-8") == ["utf-8", "gb18030"]
    assert declared(b"<META charset = 'utf-8'>", None) == ["utf-8"]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("place", [0, 1, 7, 33, 100])
def test_a_few_bad_bytes_do_not_lose_the_page(charset: str, place: int) -> None:
    body = f"<p>{TEXT}</p>\n".encode(charset) * 20
    found = decode(body[:place] + b"\xff" + body[place:])
    assert (found.charset, found.declared) == (charset, None)
    assert 1 <= found.bad <= 4
    assert found.text.count(TEXT) >= 18  # in GBK the rest of a line may be misread


@pytest.mark.parametrize("cut", range(1, len(TEXT.encode())))
def test_a_page_cut_within_a_character_is_still_utf8(cut: int) -> None:
    found = decode(TEXT.encode()[:cut])
    assert found.charset == "utf-8"
    assert TEXT.startswith(found.text.rstrip("\ufffd"))


def test_a_stray_nul_is_dropped_and_counted() -> None:
    assert decode(TEXT.encode() + b"\0<p>") == (TEXT + "<p>", "utf-8", None, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj" + bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2X\0\0\1\x90" * 9,
        b"PK\x03\x04\x14\0\0\0\x08\0" * 40,
        bytes([0xFF, 0x81, 0xFF]) * 400,
    ],
    ids=["pdf", "png", "zip", "noise"],
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"NUL bytes|no text in"):
        decode(body)


def test_misread_text_is_not_plausible() -> None:
    assert plausible(TEXT)
    assert plausible("plain ASCII")
    misread = ("风筝节将于八月在公园举行。" * 2).encode().decode("gb18030", "ignore")
    assert not plausible(misread)


@given(st.binary(max_size=400), st.none() | st.text(max_size=30))
def test_any_bytes_give_text_or_a_value_error(body: bytes, header: str | None) -> None:
    try:
        found = decode(body, header)
    except ValueError:
        return
    assert isinstance(found.text, str)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_valid_utf8_is_read_as_it_is(text: str) -> None:
    body = text.encode()
    if not body.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        assert decode(body).text == text
