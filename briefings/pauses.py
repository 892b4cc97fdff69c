"""Waiting that a stop cuts short."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

TICK: Final = 0.1
"""Seconds between two looks at whether to stop."""


class StoppedError(Exception):
    """The run was asked to stop while it was waiting; not an error of anything."""


async def pause(seconds: float, stopped: Callable[[], bool]) -> None:
    """Sleep; StoppedError as soon as `stopped()`."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while (left := end - loop.time()) > 0:
        if stopped():
            raise StoppedError
        await asyncio.sleep(min(left, TICK))


def growing(attempt: int, first: float, most: float) -> float:
    """Seconds before attempt 1, 2, 3 ...: doubled each time, varied by a quarter."""
    doubled = min(most, first * 2.0 ** (attempt - 1))
    return doubled * random.uniform(0.75, 1.25)  # noqa: S311 - not a secret
