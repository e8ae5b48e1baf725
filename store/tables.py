"""The ledger's tables. Who may write which: crawlers `crawls`, `pages` and `captures`; flows all the others."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

SCHEMA_VERSION = 1


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

# What is known of each url: one row, brought up to date by each visit.
pages = Table(
    "pages",
    metadata,
    Column("source", String, primary_key=True),
    Column("url", String, primary_key=True),
    Column("crawl", String),
    Column("status", Integer, nullable=False),
    Column("etag", String),
    Column("last_modified", String),
    Column("digest", String),
    Column("first_seen", UtcTime, nullable=False),
    Column("last_seen", UtcTime),
    Column("last_confirmed", UtcTime),
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
    Column("built_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("state", String, nullable=False),
    Column("detail", JSON, nullable=False),
)

# A mention's key (profile url, page + raw line, page + statement digest) -> the id minted for it, for ever.
identities = Table(
    "identities",
    metadata,
    Column("mention", String, primary_key=True),
    Column("id", String, nullable=False),
    Column("minted_at", UtcTime, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)
