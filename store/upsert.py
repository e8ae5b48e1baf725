"""Inserts that know ON CONFLICT, which SQL has in dialects only."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table, keys: tuple[str, ...] = (), changed: tuple[str, ...] = ()) -> Any:
    """An insert that changes these columns of a row that has the same keys; without `changed` such a row stays."""
    return _upsert(connection.dialect.name, table, keys, changed)


# Made once each: what SQLAlchemy makes of `excluded` are hundreds of objects that only the garbage collector frees.
@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...], changed: tuple[str, ...]) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    if not changed:
        return statement.on_conflict_do_nothing()
    values = {name: statement.excluded[name] for name in changed}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
