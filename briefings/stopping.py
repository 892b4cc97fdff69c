"""Ctrl-C and SIGTERM: finish the page in hand, write, and leave with 130 or 143."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from types import FrameType

NAMES: Final = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}


class Stop:
    """True once the process was asked to stop; within its `with` block only.

    A second signal of the same kind ends the process at once, as if unhandled.
    """

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> Self:
        for number in NAMES:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type] # as it was given

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.signal = signal.Signals(number)
        signal.signal(number, signal.SIG_DFL)

    def __bool__(self) -> bool:
        return self.signal is not None

    @property
    def exit_code(self) -> int:
        """130 or 143 once asked to stop, by the custom of shells; else 0."""
        return 128 + self.signal if self.signal else 0

    @property
    def name(self) -> str:
        return NAMES[self.signal] if self.signal else ""
