"""Captures in, parsed pages out, in their order, by one process or by several."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import traceback
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from http import HTTPStatus
from multiprocessing import connection, get_context, parent_process
from typing import TYPE_CHECKING, Final, NamedTuple

from briefings import stages
from briefings.errors import (
    BriefingsError,
    ChallengeError,
    InputError,
    MissingPageError,
    PageError,
    RedirectPageError,
)
from briefings.loader import load
from briefings.sources import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from briefings.items import Briefing, Capture
    from briefings.stages import Settings, Tally

# Pages sent to a worker at a time: 16 of 60 KB cost less to send than to read.
CHUNK: Final = 16
# Chunks on their way for each worker. What waits is all that is held in memory.
AHEAD: Final = 3


class CrashedError(PageError):
    """A page on which the parser failed in a way that nobody foresaw."""

    code = "crashed"


class Parsed(NamedTuple):
    """What became of one input."""

    result: Briefing | PageError | InputError | None
    """None for what a WARC file holds beside pages of briefings."""

    file: str | None
    """Where the page was read from, if it is known."""

    stats: Tally
    """What the stages counted on this page alone."""

    trace: str | None = None
    """For the log: where the parser failed, if it did."""


def _in_warc(capture: Capture) -> bool:
    return capture.origin.offset is not None


def _beside(capture: Capture) -> bool:
    """Whether a WARC file holds this answer without its being an article.

    It keeps all that a crawl was told: index pages, errors, challenges. The crawl
    had its verdict on them; here only what stands for an article can fail.
    """
    answered = capture.status == HTTPStatus.OK and identify(capture.url) is not None
    return _in_warc(capture) and not answered


class Parser:
    """Loading and the pure stages. Each worker process has one of its own."""

    def __init__(self, settings: Settings) -> None:
        self.run = stages.Run(settings)
        self.chain, _ = stages.split(stages.load(self.run))

    def parse(self, found: Capture | InputError) -> Parsed:
        """One page, whatever is wrong with it."""
        self.run.stats.clear()
        if isinstance(found, InputError):
            return Parsed(found, None, stages.Tally())
        if _beside(found):
            return Parsed(None, found.origin.file, stages.Tally())
        result: Briefing | PageError | None
        trace = None
        try:
            result = self.chain.process_item(load(found))
        except (ChallengeError, MissingPageError, RedirectPageError) as error:
            result = None if _in_warc(found) else error
        except PageError as error:
            result = error
        except Exception as error:  # noqa: BLE001 - one page must not end the run
            told = " ".join(f"{type(error).__name__}: {error}".split())
            result = CrashedError(found.url, f"the parser failed, report it: {told}")
            trace = traceback.format_exc()
        stats = stages.Tally(self.run.stats)
        return Parsed(result, found.origin.file, stats, trace)


def parse(
    found: Iterable[Capture | InputError],
    settings: Settings,
    *,
    jobs: int,
    stopped: Callable[[], bool],
) -> Generator[Parsed]:
    """Parse each page; the order is that of the pages, whatever `jobs` is.

    Ends after the page in hand once `stopped()`. BriefingsError if a worker dies.
    """
    if jobs == 1:
        parser = Parser(settings)
        for each in found:
            if stopped():
                return
            yield parser.parse(each)
        return
    with closing(_parallel(found, settings, jobs, stopped)) as chunks:
        for chunk in chunks:
            yield from chunk


def _parallel(
    found: Iterable[Capture | InputError],
    settings: Settings,
    jobs: int,
    stopped: Callable[[], bool],
) -> Generator[list[Parsed]]:
    # Spawned, not forked: a fork of a process with threads may hang.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start, (settings,))
    waiting: deque[Future[list[Parsed]]] = deque()
    inputs = iter(found)
    try:
        while not stopped():
            while len(waiting) < jobs * AHEAD:
                chunk = list(itertools.islice(inputs, CHUNK))
                if not chunk:
                    break
                # Workers inherit the mask: none hears of Ctrl-C while it starts.
                signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
                waiting.append(pool.submit(_parse_chunk, chunk))
                signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
            if not waiting:
                return
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BriefingsError(
            "a worker process died, perhaps for want of memory: try a smaller --jobs"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


_parser: Parser


def _start(settings: Settings) -> None:
    global _parser  # noqa: PLW0603 - the one thing a worker has between two chunks
    # The parent decides when to stop, and hears of Ctrl-C itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _parser = Parser(settings)


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)  # the parent was killed and cannot tell


def _parse_chunk(chunk: list[Capture | InputError]) -> list[Parsed]:
    return [_parser.parse(each) for each in chunk]
