"""What changed from one set of records to the next, read side by side: both lie in the same order."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from records import Approach, Change, Statement, Therapist
from records.change import Op, RecordKind
from records.errors import TherapyIndexError

# Dates of seeing change at every visit and are no change of the record.
_UNTOLD = {"last_seen", "last_confirmed", "visits", "estimated_people"}

Told = TypeVar("Told", Therapist, Statement, Approach)
_One = TypeVar("_One")
Person: TypeAlias = tuple[Therapist, list[Statement]]


class Difference(Struct, frozen=True, kw_only=True):
    """One field of one record that changed, with both values; of a record that is new or gone, its name or text."""

    op: Literal["ADD", "MOD", "DEL"]
    record: RecordKind
    id: str
    field: str
    before: Any = None
    after: Any = None


def changes(record: RecordKind, before: Iterable[Told], after: Iterable[Told]) -> Iterator[Change]:
    """The changes of one kind of record, in its order: ids, of statements therapist by therapist.

    Records of which only dates of seeing changed are told as SEEN: with them, a replay gives `after` exactly. Raises
    TherapyIndexError for records out of their order.
    """
    for old, new in _side_by_side(before, after, _place):
        if old is not None and new is not None:
            if changed := _changed(old, new):
                yield _told("SEEN" if set(changed) <= _UNTOLD else "MOD", record, new, changed)
        elif new is not None:
            yield _told("ADD", record, new, list(new.__struct_fields__))
        elif old is not None:
            yield Change(op="DEL", record=record, id=old.id, therapist_id=_therapist_id(old))


def changes_of_people(before: Iterable[Person], after: Iterable[Person]) -> Iterator[Change]:
    """The changes of therapists in the order of their ids, each followed by those of their statements."""
    for old, new in _side_by_side(before, after, lambda person: (person[0].id,)):
        (old_people, old_words), (new_people, new_words) = _parted(old), _parted(new)
        yield from changes("therapist", old_people, new_people)
        yield from changes("statement", old_words, new_words)


def differences(record: RecordKind, before: Iterable[Told], after: Iterable[Told]) -> Iterator[Difference]:
    """The differences of one kind of record, in its order; dates of seeing are none."""
    for old, new in _side_by_side(before, after, _place):
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
_TITLE: dict[RecordKind, str] = {"therapist": "name", "statement": "text", "approach": "name"}


def _title(record: RecordKind, one: Told) -> Any:
    return getattr(one, _TITLE[record])


def _parted(person: Person | None) -> tuple[list[Therapist], list[Statement]]:
    return ([person[0]], person[1]) if person else ([], [])


def _place(one: Told) -> tuple[str, ...]:
    """Where a record stands among those of its kind in a run."""
    return (one.therapist_id, one.id) if isinstance(one, Statement) else (one.id,)


def _side_by_side(
    before: Iterable[_One], after: Iterable[_One], place: Callable[[_One], tuple[str, ...]]
) -> Iterator[tuple[_One | None, _One | None]]:
    """Both sides merged by place: what stands on one side only has None beside it."""
    olds, news = _placed(before, place), _placed(after, place)
    old, new = next(olds, None), next(news, None)
    while old or new:
        if new is None or (old and old[0] < new[0]):
            yield old and old[1], None
            old = next(olds, None)
        elif old is None or new[0] < old[0]:
            yield None, new[1]
            new = next(news, None)
        else:
            yield old[1], new[1]
            old, new = next(olds, None), next(news, None)


def _placed(found: Iterable[_One], place: Callable[[_One], tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], _One]]:
    last: tuple[str, ...] = ()
    for one in found:
        here = place(one)
        if here <= last:
            raise TherapyIndexError(f"the records of a run are out of order ({here[-1]} stands behind {last[-1]}).")
        yield here, one
        last = here


def _changed(old: Told, new: Told) -> list[str]:
    return [name for name in new.__struct_fields__ if getattr(new, name) != getattr(old, name)]


def _told(op: Op, record: RecordKind, new: Told, changed: list[str]) -> Change:
    values = {name: getattr(new, name) for name in changed}
    return Change(
        op=op,
        record=record,
        id=new.id,
        therapist_id=_therapist_id(new),
        changed=sorted(changed),
        values=msgspec.json.encode(values).decode(),
    )


def _therapist_id(one: Therapist | Statement | Approach) -> str | None:
    match one:
        case Therapist():
            return one.id
        case Statement():
            return one.therapist_id
        case _:
            return None
