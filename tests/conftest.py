"""What every test gets: a guard on the network, and the real corpus where it is."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

_reached: list[str] = []


def pytest_addoption(parser: pytest.Parser) -> None:
    golden = parser.getgroup("golden", "records expected of the fixtures")
    golden.addoption(
        "--update-golden",
        action="store_true",
        help="write fixtures/*/expected.json anew, then fail, for a person to review",
    )
    golden.addoption(
        "--allow-regression",
        action="store_true",
        help="let --update-golden lose turns, values or text",
    )


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # else a Unix path
    elif event == "socket.getaddrinfo":
        host = args[0]
    else:
        return
    if not _is_loopback(host):
        # Twisted turns this exception into an ordinary download error, so the
        # list is what fails the test.
        _reached.append(f"{event} {host!r}")
        raise PermissionError(f"the tests may not reach {host!r}")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail the test that tried to reach beyond loopback, even if it caught that."""
    _reached.clear()
    yield
    assert not _reached, f"reached beyond loopback: {_reached}"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No `BRIEFINGS_...` of the person who runs the tests decides their outcome."""
    for name in os.environ:
        if name.startswith("BRIEFINGS_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real corpus; skips the test where it is absent."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the real corpus is not beside the project (../shared)")
    return SHARED
