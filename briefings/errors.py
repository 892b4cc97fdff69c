"""What can go wrong, by what the reader of the message can do about it.

    BriefingsError
    ├── UsageError           wrong arguments; nothing was done (exit 2)
    ├── LockedError          another run holds the archive (exit 75)
    ├── InputError           a path that cannot be read as stored pages
    ├── OutputError          an archive or file that cannot be opened or written
    ├── GaveUpError          a crawl for which it makes no sense to go on
    └── PageError            a page that was read and is not a briefing
        ├── ChallengeError   the site's protection answered instead of the site
        ├── MissingPageError the home page or an error page, answered with 200
        ├── RedirectPageError    a shell that only sends a browser elsewhere
        ├── EmptyPageError   a known layout with nothing in it
        ├── UnreachableError no answer, however often the site was asked
        ├── RefusedError     a page that robots.txt or its host forbid to ask for
        ├── StatusError      an answer that says itself that it is no page
        ├── AddressError     a page of nowhere: no address known, or of another site
        ├── EncodingError    bytes that are no text in any declared or likely charset
        └── LayoutError      a page in a markup that no layout knows

Each message is one line: what, where, and what to do where that is known.
"""

from __future__ import annotations

from typing import ClassVar


class BriefingsError(Exception):
    """Base of all errors that this project raises on purpose."""


class UsageError(BriefingsError):
    """Wrong arguments. Raised before anything is read or requested."""


class LockedError(BriefingsError):
    """Another run holds the lock of this archive."""


class OutputError(BriefingsError):
    """An archive, capture or output file cannot be opened or written."""


class GaveUpError(BriefingsError):
    """The site does not answer, has no index, or a limit of the run was reached."""


class InputError(BriefingsError):
    """A path that cannot be read as stored pages.

    Raised or yielded by `briefings.readers`; the other inputs go on.
    """

    code: ClassVar[str] = "unreadable"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        # Worker processes send these back; the default would lose an argument.
        return type(self), (self.path, self.reason)


class PageError(BriefingsError):
    """A page that is not a briefing. Raised by `briefings.loader` and `listing`."""

    code: ClassVar[str] = "page"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.reason = reason

    def __reduce__(self) -> tuple[type[PageError], tuple[str, str]]:
        # Worker processes send these back; the default would lose an argument.
        return type(self), (self.url, self.reason)


class ChallengeError(PageError):
    """The site's protection answered. Loud, or a crawl would store nothing in peace."""

    code = "challenge"


class MissingPageError(PageError):
    """The home page or an error page, answered with status 200 for an absent one."""

    code = "missing_page"


class RedirectPageError(PageError):
    """A shell whose only content is a script or meta tag that leads elsewhere."""

    code = "redirect_page"


class EmptyPageError(PageError):
    """The layout is known, and there is no text in it."""

    code = "empty_page"


class StatusError(PageError):
    """An HTTP status that says so itself: 500, 403 and the like."""

    code = "status"


class AddressError(PageError):
    """No address is known for the page, or none that names a briefing's document."""

    code = "address"


class EncodingError(PageError):
    """The bytes are not text in the declared charset nor in any likely one."""

    code = "encoding"


class LayoutError(PageError):
    """No layout of `briefings.sources` knows this markup."""

    code = "layout"


class UnreachableError(PageError):
    """The network failed, again and again."""

    code = "unreachable"


class RefusedError(PageError):
    """Asking would be bad manners: robots.txt, or the page of another host."""

    code = "refused"
