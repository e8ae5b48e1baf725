"""The ledger's tables.

Who may write which: crawlers `crawls`, `pages` and `captures`; `store.optouts` its own; flows all the others.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    false,
)

SCHEMA_VERSION = 3


class UtcTime(TypeDecorator[datetime]):
    """A time with its zone on the way in and out, also in SQLite, which keeps none."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To naive UTC."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From naive UTC."""
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# One crawl of one source; `state` is NULL while it runs and after a kill (such a crawl is resumed).
crawls = Table(
    "crawls",
    metadata,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("state", String),
    Column("summary", JSON),
    Index("crawls_by_source", "source", "started_at"),
)

# What is known of each url that a crawl met: one row, brought up to date by each visit. Nights are numbers: a source's
# first crawl that ended complete or within its budget is night 1.
pages = Table(
    "pages",
    metadata,
    Column("source", String, primary_key=True),
    Column("url", String, primary_key=True),
    Column("depth", Integer, nullable=False, server_default="0"),  # links from a start page or a sitemap
    Column("rank", Integer, nullable=False, server_default="0"),  # of the pages due, the lowest goes first
    Column("crawl", String),  # the last one that asked for it
    Column("status", Integer, nullable=False),  # of the last answer; 0 before the first
    Column("error", String),  # why the last visit came to nothing
    Column("etag", String),
    Column("last_modified", String),
    Column("digest", String),
    Column("shown", LargeBinary),  # hashes of the pages that a listing leads to
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime),
    Column("last_confirmed", UtcTime),
    Column("gone_at", UtcTime),
    Column("missing", Integer, nullable=False, server_default="0"),  # nights in a row
    Column("visited", Integer, nullable=False, server_default="0"),  # the last night of an answer
    Column("visits", Integer, nullable=False, server_default="0"),  # in that night
    Column("repeats", Integer, nullable=False, server_default="0"),  # of these, the last that showed nothing new
    Column("interval", Integer, nullable=False, server_default="1"),  # nights from one visit to the next
    Column("former_interval", Integer),  # before the last change, until its text is known to be another
    Column("due", Integer, nullable=False, server_default="0"),  # the night of the next visit; 0 before the first
    Column("text_digest", String),  # of the main text, and of the body it was read from
    Column("read_digest", String),
    Column("mapped", Integer),  # the last night in which a sitemap named it, and the date it gave
    Column("lastmod", UtcTime),
    Index("pages_due", "source", "due", "rank"),
)

# Each distinct body of a url, and where the archive holds it; can be rebuilt from the archive.
captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("url", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("fetched_at", UtcTime, nullable=False),
    Column("crawl", String, nullable=False),
    Column("file", String, nullable=False),
    Column("offset", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Index("captures_by_page", "source", "url", "digest", unique=True),
)

# The history of what was built and published; the engine's alias or pointer says what is live.
versions = Table(
    "versions",
    metadata,
    Column("engine", String, primary_key=True),
    Column("version", String, primary_key=True),
    Column("run", String, nullable=False),
    Column("run_digest", String, nullable=False),
    Column("config_digest", String, nullable=False, server_default=""),
    Column("built_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("state", String, nullable=False),
    Column("detail", JSON, nullable=False),
)

# Whatever changed what is live: a publish, a rollback, an opt-out; in the order of `id`. `changes` is the file of its
# changes, below the data directory.
publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("engine", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", String, nullable=False),
    Column("before", String),
    Column("at", UtcTime, nullable=False),
    Column("changes", String),
    Column("counts", JSON, nullable=False),
)

# A mention's key (profile url, page + raw line, page + statement digest) -> the id minted for it, for ever.
identities = Table(
    "identities",
    metadata,
    Column("mention", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("minted_at", UtcTime, nullable=False),
)

# The keys of people who asked to be left out, as HMACs; the key of these stands in `meta`. `entry` is what the keys of
# one person have in common (two people may share a key, such as name and state), `erase` says whether what is kept of
# them goes too.
optouts = Table(
    "optouts",
    metadata,
    Column("digest", String, primary_key=True),
    Column("entry", String, primary_key=True, server_default=""),
    Column("kind", String, nullable=False, server_default="url"),
    Column("added_at", UtcTime, nullable=False),
    Column("reason", String),
    Column("erase", Boolean, nullable=False, server_default=false()),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)
