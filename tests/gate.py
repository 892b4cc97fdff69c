"""The two-stage challenge of the real site's protection, for the test site.

521 with a script that sets a provisional cookie and loads the page again; then 521
with a script that computes for a while, sets the clearance and loads it again; then
the page. The clearance is bound to cookie and user agent, and expires.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.site import Answer

if TYPE_CHECKING:
    from tests.site import Hit

FIRST = """<script>document.cookie = "__jsl_clearance=" + "{seed}".split("").reverse()\
.join("") + "; path=/"; location.href = location.pathname + location.search;</script>"""

# As large as a page: its size tells nothing.
SECOND = """<script>/* {padding} */ var n = 0; for (var i = 0; i < 1e6; i++) {{ n = (n * 31 + i) % 977; }}
setTimeout(function () {{
document.cookie = "__jsl_clearance=" + "{seed}".split("").reverse().join("") + "; path=/";
location.href = location.pathname + location.search; }}, {wait});</script>"""

# A script that computes nothing of use: whoever runs it is asked again.
NEVER = """<script>setTimeout(function () {{ document.cookie = "__jsl_clearance=x; path=/";
location.reload(); }}, {wait});</script>"""


@dataclass(slots=True)
class Gate:
    """Refuses whoever has not run its scripts, or ran them too long ago."""

    lifetime: float = 3600.0
    """Seconds until a clearance expires."""

    wait: int = 300
    """Milliseconds that the second script takes."""

    passable: bool = True
    robots: bool = False
    """Ask for robots.txt too."""

    refusals: int = 0
    granted: int = 0
    _seeds: itertools.count[int] = field(
        default_factory=lambda: itertools.count(100_000)
    )
    _tokens: dict[str, tuple[int, str, float]] = field(default_factory=dict)

    def refuse(self, hit: Hit) -> Answer | None:
        """The challenge, or None for whoever may pass."""
        agent = hit.headers.get("user-agent", "")
        token = hit.cookies().get("__jsl_clearance", "")
        stage, bound, since = self._tokens.get(token, (0, agent, time.monotonic()))
        if bound != agent:
            stage = 0
        if stage == 2 and time.monotonic() - since < self.lifetime:
            return None
        self.refusals += 1
        return self._ask(2 if stage == 1 else 1, agent)

    def _ask(self, stage: int, agent: str) -> Answer:
        seed = f"{next(self._seeds)}{stage}abc"
        if self.passable:
            self._tokens[seed[::-1]] = (stage, agent, time.monotonic())
            self.granted += stage == 2
        script = NEVER if not self.passable else FIRST if stage == 1 else SECOND
        headers = [
            ("Content-Type", "text/html;charset=utf-8"),
            ("Server", "jiasule-WAF"),
            ("X-Via-JSL", "abcdef,-"),
        ]
        if stage == 1:
            headers.append(
                ("Set-Cookie", f"__jsluid_h={seed}; max-age=31536000; path=/")
            )
        filled = script.format(seed=seed, wait=self.wait, padding="x" * 9000)
        return Answer(filled.encode(), 521, headers)
