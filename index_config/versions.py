"""Names of versions and of the Elasticsearch indexes and aliases that belong to them."""

import re
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from index_config.data import ROOT
from index_config.mappings import Index

_VERSION = re.compile(r"\d{8}-\d{6}-[0-9a-f]{8}")
_TIME = len("YYYYMMDD-HHMMSS")


@cache
def config_digest() -> str:
    """The sha256 (hex) of all data files that an index is built with, names included.

    The relevance set is none of them: an index is measured by it.
    """
    digest = sha256()
    for path in sorted(set(ROOT.rglob("*.yaml")).difference((ROOT / "relevance").rglob("*.yaml"))):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def version_name(now: datetime) -> str:
    """The name of a version built at `now` (timezone-aware): YYYYMMDD-HHMMSS in UTC and the configuration's digest."""
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{config_digest()[:8]}"


def named_at(version: str) -> datetime:
    """The time in the name of a version, in UTC."""
    return datetime.strptime(version[:_TIME], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def is_version(name: str) -> bool:
    """Whether a version may have that name."""
    return _VERSION.fullmatch(name) is not None


def alias_name(alias: str, index: Index) -> str:
    """The Elasticsearch alias that says which version of an index is live."""
    return f"{alias}-{index}"


def index_name(alias: str, index: Index, version: str) -> str:
    """The Elasticsearch index that holds one version."""
    return f"{alias_name(alias, index)}-{version}"


def version_of(name: str, alias: str, index: Index) -> str | None:
    """The version an Elasticsearch index holds, read back from its name; None when the name is not one of ours."""
    prefix = f"{alias_name(alias, index)}-"
    version = name.removeprefix(prefix)
    return version if name.startswith(prefix) and is_version(version) else None
