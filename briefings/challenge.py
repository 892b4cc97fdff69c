"""Telling the answers of the site's protection from those of the site.

    recognize(url, 521, headers, b"<script>...") -> Sign("script", "status 521")

Knownsec's protection asks twice for a script to be run (status 521), blocks with 403
and its own header, and answers 502 or 504 where it cannot reach the site itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from briefings.errors import ChallengeError, PageError
from briefings.refusals import SHELL, refuse_shell

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["script", "blocked"]


class Sign(NamedTuple):
    """What the protection wants: a `script` run, or nothing, for it has `blocked`."""

    kind: Kind
    reason: str


def recognize(
    url: str, status: int, header: Callable[[str], str | None], body: bytes
) -> Sign | None:
    """The sign of a challenge in an answer whose content encoding is undone."""
    if status == 521:
        return Sign("script", "status 521")
    if status == 403 and header("X-Via-JSL"):
        return Sign("blocked", "status 403 with X-Via-JSL")
    if status == 412:
        return Sign("blocked", "status 412, of a protection that is not known here")
    if status == 200 and len(body) <= SHELL:
        try:
            refuse_shell(url, body.decode("utf-8", "replace"))
        except ChallengeError as error:
            return Sign("script", error.reason)
        except PageError:
            pass  # another page that is no briefing: the spider's business
    return None
