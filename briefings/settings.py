"""Scrapy settings: each value that is not Scrapy's own default, and why.

The command line adds what depends on its options (delay, outputs, log file).
"""

from __future__ import annotations

import os

from briefings import __version__

# Read before Scrapy imports tldextract: the first cookie would otherwise make it
# fetch a list of domains from two foreign hosts, without a time limit.
os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")

BOT_NAME = "briefings"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Item pipelines: the stages in their order. `briefings reparse` runs the very same.
ITEM_PIPELINES = {
    "pipelines.normalize.Normalize": 100,
    "pipelines.segment.Segment": 200,
    "pipelines.validate.Validate": 300,
    "pipelines.days.Days": 350,
    "pipelines.jsonl.JsonLines": 400,
    "pipelines.sqlite.Sqlite": 500,
}

# Files to write, by suffix: .db, .sqlite, .jsonl, or - for standard output. Empty
# here, so that `scrapy crawl scio -O out.jsonl` writes what it names and no more.
BRIEFINGS_OUTPUTS: list[str] = []

# Folder for the pages as they came, in WARC files; empty for the same reason.
BRIEFINGS_CAPTURES = ""
# First and last day on which a briefing must have been held to be kept: a backfill.
BRIEFINGS_SINCE = ""
BRIEFINGS_UNTIL = ""

# Downloader middlewares, from the spider to the network.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "briefings.robots.Robots": 100,  # takes an error for a no
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # asks again at once
    "briefings.patience.Patience": 550,
    "briefings.clearance.Clearance": 560,
    "briefings.recorder.Recorder": 890,  # bodies still as they came over the wire
}
EXTENSIONS = {"briefings.progress.Progress": 0}

# Manners. Scrapy's defaults are made for speed: 16 requests at once, no delay,
# robots.txt unread.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0  # seconds, varied by half of it either way
AUTOTHROTTLE_ENABLED = True  # slows down with the site; never below the delay
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

BRIEFINGS_PAUSE = 0.5  # seconds before a second try; doubled before each next
# Seconds to wait when the site's protection blocks us: it may lift in a minute or two.
BRIEFINGS_BLOCK_PAUSES = [10, 30, 60]
BRIEFINGS_BROWSER = "auto"  # for challenges alone: auto, never, always
COOKIES_ENABLED = False  # but for the clearance, which briefings.clearance sends
METAREFRESH_ENABLED = False  # a shell that leads elsewhere is a page to be recorded
REDIRECT_MAX_TIMES = 3

# Whom the site may write to: in the user agent, and in the WARC files.
BRIEFINGS_CONTACT = os.environ.get("BRIEFINGS_CONTACT", "")
_REACHED = BRIEFINGS_CONTACT or "no contact set"
USER_AGENT = f"briefings/{__version__} (archive of press briefings; {_REACHED})"

# Limits. Pages are 60 KB on average; a gigabyte and three minutes are for others.
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # bytes
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
DOWNLOAD_TIMEOUT = 45  # seconds
BRIEFINGS_RUN_SECONDS = 6 * 3600  # the whole channel takes two hours at our pace
BRIEFINGS_RUN_BYTES = 2 * 1024**3

# Both let others on this machine run code in the crawl, by telnet and by HTTP.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Chinese as it is, not as \u4e2d.
FEED_EXPORT_ENCODING = "utf-8"

LOG_LEVEL = "INFO"  # Scrapy's DEBUG prints every item
