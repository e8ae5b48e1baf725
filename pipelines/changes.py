"""What changed from one run's records to the next's."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from records import Approach, Statement, Therapist

# Dates of seeing change at every visit and are no change of the record.
_UNTOLD = {"last_seen", "last_confirmed", "visits", "estimated_people"}

Told = TypeVar("Told", Therapist, Statement, Approach)


class Change(Struct, frozen=True, kw_only=True):
    """One record added, changed or gone. `changed` names the fields; `values` holds their new values as JSON."""

    op: Literal["ADD", "MOD", "DEL"]
    record: Literal["therapist", "statement", "approach"]
    id: str
    changed: list[str] = field(default_factory=list)
    values: str = "{}"


def changes(
    record: Literal["therapist", "statement", "approach"], before: Iterable[Told], after: Iterable[Told]
) -> Iterator[Change]:
    """The changes of one kind of record, ordered by id."""
    old = {one.id: msgspec.to_builtins(one) for one in before}
    new = {one.id: msgspec.to_builtins(one) for one in after}
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield Change(op="DEL", record=record, id=key)
        elif key not in old:
            yield _told("ADD", record, key, new[key])
        elif (changed := _changed(old[key], new[key])).keys() - _UNTOLD:
            yield _told("MOD", record, key, changed)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if value != old[name]}


def _told(
    op: Literal["ADD", "MOD"], record: Literal["therapist", "statement", "approach"], key: str, values: dict[str, Any]
) -> Change:
    return Change(op=op, record=record, id=key, changed=sorted(values), values=msgspec.json.encode(values).decode())
