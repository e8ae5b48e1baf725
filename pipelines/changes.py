"""What changed from one run's records to the next's."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from records import Approach, Statement, Therapist

# Dates of seeing change at every visit and are no change of the record.
_UNTOLD = {"last_seen", "last_confirmed", "visits", "estimated_people"}

Told = TypeVar("Told", Therapist, Statement, Approach)
Kind = Literal["therapist", "statement", "approach"]
Op = Literal["ADD", "MOD", "DEL"]


class Change(Struct, frozen=True, kw_only=True):
    """One record added, changed or gone. `changed` names the fields; `values` holds their new values as JSON."""

    op: Op
    record: Kind
    id: str
    changed: list[str] = field(default_factory=list)
    values: str = "{}"


class Difference(Struct, frozen=True, kw_only=True):
    """One field of one record that changed, with both values; of a record that is new or gone, its name or text."""

    op: Op
    record: Kind
    id: str
    field: str
    before: Any = None
    after: Any = None


def changes(record: Kind, before: Iterable[Told], after: Iterable[Told]) -> Iterator[Change]:
    """The changes of one kind of record, ordered by id."""
    for old, new in _pairs(before, after):
        if old is not None and new is not None:
            if not set(changed := _changed(old, new)) <= _UNTOLD:
                yield _told("MOD", record, new, changed)
        elif new is not None:
            yield _told("ADD", record, new, list(new.__struct_fields__))
        elif old is not None:
            yield Change(op="DEL", record=record, id=old.id)


def differences(record: Kind, before: Iterable[Told], after: Iterable[Told]) -> Iterator[Difference]:
    """The differences of one kind of record, ordered by id; dates of seeing are none."""
    for old, new in _pairs(before, after):
        if old is not None and new is not None:
            for name in _changed(old, new):
                if name not in _UNTOLD:
                    values = [msgspec.to_builtins(getattr(one, name)) for one in (old, new)]
                    yield Difference(op="MOD", record=record, id=new.id, field=name, before=values[0], after=values[1])
        elif new is not None:
            yield Difference(op="ADD", record=record, id=new.id, field=_TITLE[record], after=_title(record, new))
        elif old is not None:
            yield Difference(op="DEL", record=record, id=old.id, field=_TITLE[record], before=_title(record, old))


# What a record is known by.
_TITLE: dict[Kind, str] = {"therapist": "name", "statement": "text", "approach": "name"}


def _title(record: Kind, one: Told) -> Any:
    return getattr(one, _TITLE[record])


def _pairs(before: Iterable[Told], after: Iterable[Told]) -> Iterator[tuple[Told | None, Told | None]]:
    old, new = ({one.id: one for one in run} for run in (before, after))
    return ((old.get(key), new.get(key)) for key in sorted(old.keys() | new.keys()))


def _changed(old: Told, new: Told) -> list[str]:
    return [name for name in new.__struct_fields__ if getattr(new, name) != getattr(old, name)]


def _told(op: Op, record: Kind, new: Told, changed: list[str]) -> Change:
    values = {name: msgspec.to_builtins(getattr(new, name)) for name in changed}
    return Change(op=op, record=record, id=new.id, changed=sorted(changed), values=msgspec.json.encode(values).decode())
