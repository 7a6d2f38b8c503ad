"""The Scrapy settings of the project, each with its reason.

A source changes only a few of them for its own crawl (`DOWNLOAD_DELAY` from its `delay`, say); the command
line changes `SPACEBEAT_ALLOW_PRIVATE`. Settings whose name begins with `SPACEBEAT_` are ours; all others
are Scrapy's own.
"""

import os
from importlib.metadata import PackageNotFoundError, version

from crawler.config.load import apply_settings_file
from crawler.fetch.user_agent import user_agent

apply_settings_file()  # `scrapy crawl` does not come through our command line

try:
    _VERSION = version("spacebeat")
except PackageNotFoundError:  # run from a checkout that was never installed
    _VERSION = "dev"

BOT_NAME = "spacebeat"

# --- Who we are ---------------------------------------------------------------------------------------------

# The first word is the product token that robots.txt rules are matched with; the contact lets a webmaster
# reach a human.
USER_AGENT = user_agent(_VERSION, os.environ.get("SPACEBEAT_CONTACT", ""))

# A news site that negotiates languages should answer in its own first language, not in English, so none is
# asked for.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.8",
}

# --- How gently we ask --------------------------------------------------------------------------------------

ROBOTSTXT_OBEY = True  # by RobotsMiddleware; Scrapy's own takes an unreachable robots.txt for permission
CONCURRENT_REQUESTS = 4  # of one source, which seldom has more hosts; all of them are waited for when it stops
# One source sends one request at a time to a host; HostGate holds it across sources.
CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Seconds between the end of one answer and the next request to the same host; up to half as much again is
# added at random, never taken away, so that the figure is a promise.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.5

# A host that answers slowly is asked more slowly. The delay starts at DOWNLOAD_DELAY, which stays its
# floor: Scrapy's own start of 5 s would hold up the first pages of every source, and all of a source whose
# delay is 0.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0

# A Crawl-delay is honoured up to this many seconds; a longer one is a mistake or a wall.
SPACEBEAT_CRAWL_DELAY_MAX = 60.0
# A Retry-After of at most this many seconds is waited out, a longer one ends our visit.
SPACEBEAT_PAUSE_WAIT_MAX = 120.0
SPACEBEAT_PAUSE_MAX = 86_400.0  # a Retry-After beyond a day is taken for a day

# --- What we refuse -----------------------------------------------------------------------------------------

# Loopback, private and other addresses that are no public web servers. Opening them is for tests and for
# intranets.
SPACEBEAT_ALLOW_PRIVATE = os.environ.get("SPACEBEAT_ALLOW_PRIVATE", "") == "1"
# The address that is checked is the one connected to.
TWISTED_DNS_RESOLVER = "crawler.fetch.ssrf.resolver.GuardResolver"

# The gate is the only way out. Nothing but the web is ever fetched, so a start address or redirect cannot
# read a file.
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.throttle.download_handler.GatedDownloadHandler",
    "https": "crawler.fetch.throttle.download_handler.GatedDownloadHandler",
    "file": None,
    "ftp": None,
    "s3": None,
    "data": None,
}

# Bytes, compressed or not: the largest sitemaps fit, a decompression bomb does not.
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
SPACEBEAT_PAGE_MAXSIZE = 10 * 1024 * 1024  # of an article that is no document (PDF, DOCX, ODT)
DOWNLOAD_WARNSIZE = 0  # an answer is either within bounds or refused
DOWNLOAD_TIMEOUT = 45  # seconds in all; Scrapy's 180 let a dripping server hold a source for minutes
# Half a page must never replace a whole one: the download handler fails instead, unless the body shows its own end.
DOWNLOAD_FAIL_ON_DATALOSS = False
# Off by default in Scrapy: an archive of forged pages is worse than a gap.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"  # RFC 8996 retires what is older

# Seconds in which a page that needs a browser must have come to rest; its scripts keep the distance to their hosts.
SPACEBEAT_RENDER_TIMEOUT = 90.0

COOKIES_ENABLED = False  # we are nobody's returning visitor
REDIRECT_MAX_TIMES = 6  # honest chains have one to three hops
METAREFRESH_ENABLED = True  # of pages that are little else
METAREFRESH_MAXDELAY = 10  # seconds; later ones are reloads, or leave a page that one is to read
# What led us to a page is nobody's business, and computing it costs time on every request.
REFERER_ENABLED = False
# Lists and addresses have separate bounds, which the run names; what Scrapy drops in silence would be waited for.
DEPTH_LIMIT = 0
URLLENGTH_LIMIT = 0

# The web archive that a backfill may ask as a last resort. It is run by a charity for all the world, so it is
# asked more seldom than anybody else.
SPACEBEAT_WEB_ARCHIVE = os.environ.get("SPACEBEAT_WEB_ARCHIVE", "") or "https://web.archive.org"
SPACEBEAT_WEB_ARCHIVE_DELAY = float(os.environ.get("SPACEBEAT_WEB_ARCHIVE_DELAY", "") or 4.0)

# --- When we come back --------------------------------------------------------------------------------------

# Seconds between two polls of an endpoint, at least and at most; within them its own pace decides.
SPACEBEAT_POLL_FLOOR = int(os.environ.get("SPACEBEAT_POLL_FLOOR", "") or 3600)
SPACEBEAT_POLL_CEILING = int(os.environ.get("SPACEBEAT_POLL_CEILING", "") or 86_400)
SPACEBEAT_UNCONDITIONAL_EVERY = 6  # polls; some feeds change and keep their ETag

RETRY_ENABLED = True
RETRY_TIMES = 2  # within a run; after that the retry state in the archive decides
SPACEBEAT_RETRY_WAIT = 2.0  # seconds before the first repetition, three times as long before each further one
HTTPERROR_ALLOW_ALL = True  # the spider must see 304, 404, 410 and 429 to say what became of an address

# --- The chain of components --------------------------------------------------------------------------------

# A request passes from the first to the last, a response from the last to the first.
DOWNLOADER_MIDDLEWARES = {
    "crawler.fetch.ssrf.middleware.AddressGuardMiddleware": 20,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetch.site_file_middleware.SiteFileMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.fetch.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.fetch.rendering_middleware.RenderingMiddleware": 580,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.fetch.redirects.MetaRefreshMiddleware": 585,  # after decompression
    "crawler.fetch.decompression_middleware.DecompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.fetch.redirects.RedirectMiddleware": 600,
    "crawler.fetch.recorder.RecordingMiddleware": 880,
}

# --- What we may keep ---------------------------------------------------------------------------------------

# The ground on which the user mines text: "research" (a research organisation: reservations are recorded)
# or "general" (they bind). See docs/explanation/rights.md.
SPACEBEAT_TDM_BASIS = os.environ.get("SPACEBEAT_TDM_BASIS", "") or "research"

# --- What it costs ------------------------------------------------------------------------------------------

# Scrapy starts this many tasks for every response; 8 instead of 100 makes fetching 1.6 times as fast
# (measured).
CONCURRENT_ITEMS = 8
REACTOR_THREADPOOL_MAXSIZE = 20  # name look-ups of many sources at once
# Parses the source of every callback, to find a mistake that the types exclude.
WARN_ON_GENERATOR_RETURN_VALUE = False
STATS_DUMP = False  # the counts are in the runs table
LOG_LEVEL = "INFO"  # DEBUG prints whole items

# The asyncio reactor, because the host gate and the archive's writer are coroutines. uvloop was measured at
# 1.06 times the fetch rate; a fetch is a tenth of what a page costs, so it is not worth a compiled
# dependency.
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
SPIDER_LOADER_CLASS = "crawler.spiders.loader.CatalogueLoader"
ITEM_PIPELINES = {
    "crawler.engine.pipelines.CapturePipeline": 100,
    "crawler.engine.feed_items.ArticlePipeline": 200,  # works only where `scrapy crawl -o` asks for items
}
# Of Scrapy's extensions those that can be of use, since all that are named are loaded, even where they are None. Left
# out: two that listen and run code (one brings a web server, 0.1 s and 6 MB), two that measure the process, which a
# hundred crawls share, once for each of them, and lines of log from each, which help nobody.
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.feedexport.FeedExporter": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
EXTENSIONS = {
    "crawler.engine.extensions.RunExtension": 0,
    "crawler.fetch.page_size.PageSizeExtension": 0,
}

# --- Ours ---------------------------------------------------------------------------------------------------

# For `scrapy crawl` and `scrapy list`, which know no options of ours.
SPACEBEAT_ARCHIVE = os.environ.get("SPACEBEAT_ARCHIVE", "") or "spacebeat.db"
SPACEBEAT_CATALOGUE = os.environ.get("SPACEBEAT_CATALOGUE", "")  # files, separated like PATH
SPACEBEAT_ONLY_CATALOGUE = os.environ.get("SPACEBEAT_ONLY_CATALOGUE", "") == "1"
