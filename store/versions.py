"""The history of index versions; what is live is said by the engine's alias or pointer, not by these rows."""

from datetime import datetime
from typing import Any

from msgspec import Struct, field
from sqlalchemy import Engine, insert, select, update

from store.tables import versions


class Version(Struct, frozen=True, kw_only=True):
    """One build of the index.

    `state`: building, live, kept (good, before the live one), refused (by its checks), rejected (left behind by a
    rollback) or deleted. `detail` holds its checks, the `reasons` of a refusal, what was `accepted` and why.
    """

    engine: str
    version: str
    run: str
    run_digest: str
    config_digest: str = ""
    built_at: datetime
    published_at: datetime | None = None
    state: str = "building"
    detail: dict[str, Any] = field(default_factory=dict)


def add_version(ledger: Engine, version: Version) -> None:
    """Remembers a build that begins."""
    row = {name: getattr(version, name) for name in Version.__struct_fields__}
    with ledger.begin() as connection:
        connection.execute(insert(versions).values(**row))


def set_version(ledger: Engine, engine: str, version: str, **values: Any) -> None:
    """Changes the row of one version."""
    with ledger.begin() as connection:
        connection.execute(
            update(versions).where(versions.c.engine == engine, versions.c.version == version).values(**values)
        )


def rename_run_digest(ledger: Engine, run: str, digest: str) -> None:
    """A run's records have another digest now: what was built from them, or refused, is known by it still."""
    with ledger.begin() as connection:
        connection.execute(update(versions).where(versions.c.run == run).values(run_digest=digest))


def list_versions(ledger: Engine, engine: str | None = None) -> list[Version]:
    """The versions, newest first."""
    query = select(versions).order_by(versions.c.version.desc())
    if engine:
        query = query.where(versions.c.engine == engine)
    with ledger.connect() as connection:
        return [Version(**row._mapping) for row in connection.execute(query)]
